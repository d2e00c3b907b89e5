"""Whatever a feed's address answers in, its entries out, or why not. Pure."""

import re
from dataclasses import dataclass
from html import unescape
from itertools import islice
from urllib.parse import urljoin

from bot.errors import FetchError
from bot.model import Entry
from bot.page.dom import parse
from bot.page.jsonfeed import read_json_about, read_json_entries
from bot.page.slices import cut, key
from bot.page.xmlfeed import read_entries, read_xml_about
from bot.text.xml import decode, is_well_formed, read_xml

LIMIT = 20_000
"""Entries of one document that are looked at: a hundred times what the longest feeds list."""

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE | re.ASCII)
_ENTRY_ENDS = re.compile(r"</(?:\w{1,20}:)?(?:item|entry)\s*>", re.IGNORECASE)
_ENTRY_BEGINS = re.compile(r"<(?:\w{1,20}:)?(?:item|entry)(?:[\s>]|$)", re.IGNORECASE)
_FEED_TYPE = re.compile(r"application/(?:rss|atom|feed|rdf)\+(?:xml|json)", re.IGNORECASE)
_DELETED = re.compile(r"<(?:[\w.-]{1,20}:)?deleted-entry\s[^<>]*?\bref\s*=\s*([\"'])([^<>]*?)\1")
_MOST_DELETED = 1_000
_HTML = re.compile(r"<(?:!doctype html|html|head|body)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A feed as a server gave it; `url` is where it came from: relative links begin there.

    `content_type` and `language` are the server's word on it.
    """

    body: bytes
    content_type: str
    url: str
    source: str
    language: str = ""

    def text(self) -> str:
        """Decode it; the server's word on the charset counts."""
        charset = _CHARSET.search(self.content_type)
        return decode(self.body, charset[1] if charset else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a feed calls itself, which page it is the feed of, its language; "": it does not say."""

    title: str = ""
    url: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What a document says that the one before it did not; None: it is the same document.

    `seen` is to be given with the next document. `is_whole`: `entries` are all of the document's.
    `listed` is how many the document has; None: as many as the one before.
    """

    entries: tuple[Entry, ...] | None
    seen: str
    is_whole: bool
    listed: int | None = None


def read_news(document: Document, seen: str) -> News:
    """Read what the slices say that were not in the document that `seen` comes from.

    Slices are left out only of documents that are sound, and only where each of those left gives
    one entry: then a whole reading would give the same entries for them. All else is read whole.
    """
    same, *before = _names(seen)
    digest = key(document.body + f"\0{document.url}\0{document.content_type}".encode())
    if digest == same:
        return News(entries=None, seen=seen, is_whole=False)
    text = document.text()
    pieces = cut(text)
    if not pieces:
        entries, _ = _read(text, document)
        return News(entries=entries, seen=digest, is_whole=True, listed=len(entries))
    listed = len(pieces.slices)
    meaning = key(pieces.meaning + document.url)
    kept = "".join((digest, meaning, *pieces.keys))
    if before[:1] == [meaning]:
        rest, count = pieces.without(frozenset(before[1:]))
        if not count:
            return News(entries=None, seen=kept, is_whole=False, listed=listed)
        if count < listed:
            entries, is_sound = _read(rest, document)
            if is_sound and len(entries) == count:
                return News(entries=entries, seen=kept, is_whole=False, listed=listed)
    entries, is_sound = _read(text, document)
    is_cut_well = is_sound and len(entries) == listed
    seen = kept if is_cut_well else digest
    return News(entries=entries, seen=seen, is_whole=True, listed=len(entries))


def read_feed(document: Document) -> tuple[Entry, ...]:
    """Read a feed of any kind; FetchError says what the document is instead, and what to do.

    An entry that breaks off at the end of the document is left for the next look: its address may
    be half of one.
    """
    return _read(document.text(), document)[0]


def read_ended(text: str) -> tuple[str, ...]:
    """Give the ids of entries that a feed says were deleted (RFC 6721)."""
    return tuple(
        unescape(one[2]).strip() for one in islice(_DELETED.finditer(text), _MOST_DELETED)
    )


def read_about(document: Document) -> About:
    """Read what a feed says of itself; never raises."""
    text = document.text()
    if text.lstrip()[:1] == "{":
        title, url, language = read_json_about(text, document.url)
    else:
        root = read_xml(text, document.url)
        title, url, language = ("", "", "") if root is None else read_xml_about(root)
    language = (language or document.language).replace("_", "-")
    return About(title=title, url=url, language=language)


def _names(seen: str) -> list[str]:
    """Take the names in `seen` apart: the document's, its frame's, its slices'."""
    return [seen[at : at + 16] for at in range(0, len(seen), 16)] or [""]


def _read(text: str, document: Document) -> tuple[tuple[Entry, ...], bool]:
    """Give the entries, and whether the text is sound XML from end to end."""
    url, source = document.url, document.source
    if text.lstrip()[:1] in {"{", "["}:
        entries = read_json_entries(text, url, source, LIMIT)
        if entries is None:
            raise FetchError(url, "this is JSON, but no JSON Feed", status=200)
        return tuple(entries), False
    root = read_xml(text, url)
    entries = None if root is None else read_entries(root, source, LIMIT)
    if entries is None:
        raise FetchError(url, _what_it_is(text, url), status=200)
    is_sound = root is not None and is_well_formed(root)
    if not is_sound and _ENTRY_BEGINS.search(_ENTRY_ENDS.split(text)[-1]):
        entries = entries[:-1]
    return tuple(entries), is_sound


def _what_it_is(text: str, url: str) -> str:
    if not text.strip():
        return "the answer is empty"
    if not _HTML.search(text[:10_000]):
        sitemap = re.search(r"<(urlset|sitemapindex)\b", text[:10_000])
        return "this is a sitemap: configure it as one" if sitemap else "this is no feed"
    for link in parse(text).css("link[rel~=alternate][href]"):
        if _FEED_TYPE.search(link.attributes.get("type") or ""):
            feed = urljoin(url, link.attributes.get("href") or "")
            return f"this is an HTML page; its feed is perhaps {feed}"
    return "this is an HTML page, not a feed"
