"""Sitemaps in, the pages or the further sitemaps that they list out. Pure.

The protocol of sitemaps.org with Google's additions for news and images. The namespace decides
what a name means: an image's `loc` is no page.
"""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from bot.errors import FetchError
from bot.model import Entry
from bot.page.address import absolute
from bot.page.dom import squeeze
from bot.page.gzipped import inflate
from bot.page.plain import looks_like_html, plain
from bot.text.moments import read_moment
from bot.text.xml import Element, decode, has_end, read_xml

LIMIT = 50_000
"""Items of one sitemap, as the protocol allows; of more, those at both ends are looked at."""

_SPACE = re.compile(r"schemas/sitemap(?:-(\w+))?(?:/|$)")
_INSIDE = frozenset({"news:news", "news:publication", "image:image"})
_ITEM_ENDS = re.compile(r"</(?:\w{1,20}:)?(?:url|sitemap)\s*>", re.IGNORECASE)
_ITEM_BEGINS = re.compile(r"<(?:\w{1,20}:)?(?:url|sitemap)(?:[\s>]|$)", re.IGNORECASE)
_FEED = re.compile(r"<(?:rss|feed|rdf:rdf)\b", re.IGNORECASE)
_HTML = re.compile(r"<(?:!doctype html|html|head|body)\b", re.IGNORECASE)

Tags = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a sitemap lists, newest first: pages, or the addresses of other sitemaps.

    `is_whole`: it has not been cut off.
    """

    entries: tuple[Entry, ...] = ()
    sitemaps: tuple[str, ...] = ()
    is_whole: bool = True


def read_sitemap(body: bytes, *, url: str, source: str, only_news: bool = False) -> Contents:
    """Read a sitemap or an index of sitemaps; FetchError says what the document is instead.

    `only_news` leaves out pages that are not marked as news. A page that breaks off at the end of
    the document is left for the next look: its address may be half of one.
    """
    body = inflate(body, url, "sitemap")
    text, is_whole = decode(body), has_end(body)
    root = read_xml(text, url)
    own, _, kind = (str(root.tag) if root is not None else "").lower().rpartition("}")
    if root is None or kind not in {"urlset", "sitemapindex"}:
        raise FetchError(url, _what_it_is(text), status=200)
    listed = [
        (address, tags)
        for tags in (_tags(item, own) for item in _items(root, own, text))
        if (address := _address(tags, "loc", url))
    ]
    if kind == "sitemapindex":
        return Contents(sitemaps=_newest_first(listed), is_whole=is_whole)
    if only_news and listed and "sitemap-news" not in text:
        raise FetchError(url, "this sitemap marks no news: configure it as sitemap", status=200)
    entries = [
        _entry(address, tags, source)
        for address, tags in listed
        if "news:news" in tags or not only_news
    ]
    entries.sort(key=lambda entry: _age(entry.published or entry.updated))
    return Contents(entries=tuple(entries), is_whole=is_whole)


def _items(root: Element, own: str, text: str) -> list[Element]:
    items = [item for item in root.iter() if _name(item.tag, own) in {"url", "sitemap"}]
    if _ITEM_BEGINS.search(_ITEM_ENDS.split(text)[-1]):
        items = items[:-1]
    return items if len(items) <= LIMIT else items[: LIMIT // 2] + items[-LIMIT // 2 :]


@lru_cache(maxsize=4096)
def _name(tag: object, own: str) -> str:
    """Give an element's name: bare for the protocol's own, as in "news:title" for additions.

    `own` is the namespace of the document itself. An undeclared prefix is kept as written;
    everything foreign has no name.
    """
    space, _, local = str(tag).lower().rpartition("}")
    found = _SPACE.search(space)
    if found and found[1]:
        return f"{found[1]}:{local}"
    return local if found or space in {"", own} else ""


def _tags(item: Element, own: str) -> Tags:
    """Give the first text of each name in an item."""
    tags: Tags = {}
    for child in item:
        name = _name(child.tag, own)
        tags.setdefault(name, (child.text or "").strip())
        for inside, text in _tags(child, own).items() if name in _INSIDE else ():
            tags.setdefault(inside, text)
    return tags


def _entry(address: str, tags: Tags, source: str) -> Entry:
    title = tags.get("news:title", "")
    keywords = map(squeeze, tags.get("news:keywords", "").split(","))
    return Entry(
        source=source,
        guid="",
        url=address,
        headline=plain(title) if looks_like_html(title) else squeeze(title),
        image_url=_address(tags, "image:loc", address),
        language=tags.get("news:language", ""),
        keywords=tuple(dict.fromkeys(filter(None, keywords))),
        published=read_moment(tags.get("news:publication_date", "")),
        updated=read_moment(tags.get("lastmod", "")),
    )


def _address(tags: Tags, name: str, url: str) -> str:
    return absolute(tags[name], url) if tags.get(name) else ""


def _newest_first(listed: list[tuple[str, Tags]]) -> tuple[str, ...]:
    """Put sitemaps in the order in which they are worth reading.

    Where dates do not tell, both ends of the numbers in their addresses come first: some sites
    count up and some down.
    """
    ends = list(_from_both_ends(sorted(listed, key=lambda one: _numbers(one[0]))))
    ends.sort(key=lambda one: _age(read_moment(one[1].get("lastmod", ""))))
    return tuple(dict.fromkeys(address for address, _ in ends))


def _from_both_ends(listed: list[tuple[str, Tags]]) -> Iterator[tuple[str, Tags]]:
    left = deque(listed)
    while left:
        yield left.pop()
        if left:
            yield left.popleft()


def _numbers(address: str) -> list[int]:
    return [int(number) for number in re.findall(r"[0-9]{1,9}", address)]


def _age(moment: datetime | None) -> float:
    """Sort later moments first, no moment last."""
    return -moment.timestamp() if moment else float("inf")


def _what_it_is(text: str) -> str:
    start = text[:10_000]
    if not start.strip():
        return "the answer is empty"
    if _FEED.search(start):
        return "this is a feed: configure it as one"
    return "this is an HTML page, not a sitemap" if _HTML.search(start) else "this is no sitemap"
