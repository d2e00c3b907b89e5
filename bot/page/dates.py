"""When an article was published and changed, as its page says."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, tzinfo

from bot.page.dom import Node, first, text_of
from bot.page.head import Head
from bot.text.moments import read_moment

_PUBLISHED = (
    "article:published_time og:published_time article:published datepublished parsely-pub-date"
    " sailthru.date publishdate publish-date publish_date publication_date pubdate dc.date.issued"
    " dcterms.issued dcterms.created dcterms.date dc.date dc.date.created date displaydate"
    " cxenseparse:recs:publishtime originalpublicationdate created timestamp"
).split()
_MODIFIED = (
    "article:modified_time og:updated_time article:modified datemodified lastmod last-modified"
    " dcterms.modified dc.date.modified modified revision_date"
).split()
_SHOWN = (
    "[itemprop=datePublished]",
    "time[pubdate]",
    "article time[datetime]",
    "main time[datetime]",
    "time[datetime]",
    "[class~=published][title]",
    "[class*=publish i][class*=date i], [class*=entry-date i], [class*=post-date i]",
)
_ZONED = re.compile(
    r":\d\d(?:[\d:.,\s]|[ap]\.?m\b\.?)*(?:[a-z]{1,5}\b|[+\-\u2212]\s?\d)|\d{6}z|\d{6}[+\-]\d",
    re.IGNORECASE,
)
_EPOCH = re.compile(r"(\d{10})(?:\d{3})?")


def read_published(root: Node, head: Head, zone: tzinfo) -> tuple[datetime | None, str]:
    """Give the moment of publication and its origin; `zone` is the publisher's, where none is said."""
    return _first(publications(root, head), zone)


def read_modified(head: Head, zone: tzinfo) -> tuple[datetime | None, str]:
    """Give the moment of the last change and its origin."""
    return _first(_modified(head), zone)


def publications(root: Node, head: Head) -> Iterator[tuple[str, str]]:
    """Give the moments of publication that the page names, as written, and where."""
    for key in ("datePublished", "dateCreated", "uploadDate"):
        yield head.said(key), "json-ld"
    for name in _PUBLISHED:
        yield head.first(name), "meta"
    for selector in _SHOWN:
        node = first(root, selector)
        if node is not None:
            attributes = node.attributes
            given = attributes.get("datetime") or attributes.get("content")
            given = given or (attributes.get("title") if "[title]" in selector else "")
            yield given or text_of(node), "page"


def _modified(head: Head) -> Iterator[tuple[str, str]]:
    yield head.said("dateModified"), "json-ld"
    for name in _MODIFIED:
        yield head.first(name), "meta"


def _first(said: Iterable[tuple[str, str]], zone: tzinfo) -> tuple[datetime | None, str]:
    for text, origin in said:
        if text and (moment := _moment(text, zone)):
            return moment, origin
    return None, ""


def _moment(text: str, zone: tzinfo) -> datetime | None:
    if epoch := _EPOCH.fullmatch(text.strip()):
        return datetime.fromtimestamp(int(epoch[1]), UTC)
    moment = read_moment(text)
    return moment if moment is None or _ZONED.search(text) else moment.replace(tzinfo=zone)
