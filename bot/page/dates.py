"""When an article was published and changed, as its page says."""

import re
from bisect import bisect
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, tzinfo
from itertools import accumulate

from bot.page.body import headline_at
from bot.page.dom import Node, first, text_of
from bot.page.head import Head
from bot.page.lines import is_prose
from bot.page.outline import Block
from bot.page.when import is_date
from bot.text.calendar import told_moment
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
_UNDER, _OVER, _LONGEST = 10, 2, 150
"""Lines under and over a headline that may say when it is of, and their characters."""
_CHANGED = re.compile(
    r"\W*(?:(?:last |zuletzt )?(?:updated?|modified|changed|edited)|aktualisier|geändert|mi(?:s|se) à jour"
    r"|modifi|a[ck]?tuali[sz]|aggiornat|bijgewerkt|gewijzigd|uppdatera|oppdatert|opdateret|päivitetty"
    r"|zaktualizowan|frissítve|обновл|оновлен|изменен|güncelle|diperbarui|cập nhật|更新|最終更新|수정"
    r"|עודכן|تحديث)",
    re.IGNORECASE,
)
"""How a line begins that says when a text was last changed."""


def read_published(
    root: Node,
    head: Head,
    zone: tzinfo,
    lines: Iterable[str] = (),
    *,
    day_first: bool = False,
) -> tuple[datetime | None, str]:
    """Give the moment of publication and its origin; `zone` is the publisher's, where none is said.

    `lines` are those beside the headline, believed last; `day_first` is the custom of the page's
    country: 4/5/2026 is in May.
    """
    return _first(publications(root, head, lines), zone, day_first=day_first)


def lines_beside(blocks: list[Block], headline: str) -> Iterator[str]:
    """Give the short lines under a headline, and right over it, that name a day; the latest change last."""
    at = headline_at(blocks, headline)
    if at < 0:
        return
    under = blocks[at + 1 : at + 1 + _UNDER]
    # why not behind a second paragraph: the first may be a standfirst, that one is the story
    told = list(accumulate(map(_is_told, under)))
    near = [*under[: bisect(told, 1)], *reversed(blocks[max(0, at - _OVER) : at])]
    lines = [block.text for block in near if len(block.text) <= _LONGEST and not _is_told(block)]
    dated = [line for line in lines if told_moment(line, day_first=True)]
    yield from sorted(dated, key=lambda line: bool(_CHANGED.match(line)))


def _is_told(block: Block) -> bool:
    is_date_alone = block.text.endswith(("a.m.", "p.m.")) or is_date(block.text)
    return is_prose(block) and not is_date_alone


def read_modified(head: Head, zone: tzinfo) -> tuple[datetime | None, str]:
    """Give the moment of the last change and its origin."""
    return _first(_modified(head), zone)


def publications(root: Node, head: Head, lines: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
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
    yield from ((line, "page") for line in lines)


def _modified(head: Head) -> Iterator[tuple[str, str]]:
    yield head.said("dateModified"), "json-ld"
    for name in _MODIFIED:
        yield head.first(name), "meta"


def _first(
    said: Iterable[tuple[str, str]], zone: tzinfo, *, day_first: bool = False
) -> tuple[datetime | None, str]:
    for text, origin in said:
        # why not first what software reads: "by Maria, 20" is a day in March to it
        told = told_moment(text, day_first=day_first) if origin == "page" else None
        if moment := told or (text and _moment(text, zone)):
            return (moment if moment.tzinfo else moment.replace(tzinfo=zone)), origin
    return None, ""


def _moment(text: str, zone: tzinfo) -> datetime | None:
    if epoch := _EPOCH.fullmatch(text.strip()):
        return datetime.fromtimestamp(int(epoch[1]), UTC)
    moment = read_moment(text)
    return moment if moment is None or _ZONED.search(text) else moment.replace(tzinfo=zone)
