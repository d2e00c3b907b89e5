"""Whatever a feed's address answers in, its entries out, or why not. Pure."""

import re
from urllib.parse import urljoin

from bot.errors import FetchError
from bot.model import Entry
from bot.page.dom import parse
from bot.page.jsonfeed import read_json_entries
from bot.page.xmlfeed import read_entries
from bot.text.xml import decode, read_xml

LIMIT = 20_000
"""Entries of one document that are looked at: a hundred times what the longest feeds list."""

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE | re.ASCII)
_ENTRY_ENDS = re.compile(r"</(?:\w{1,20}:)?(?:item|entry)\s*>", re.IGNORECASE)
_ENTRY_BEGINS = re.compile(r"<(?:\w{1,20}:)?(?:item|entry)(?:[\s>]|$)", re.IGNORECASE)
_FEED_TYPE = re.compile(r"application/(?:rss|atom|feed|rdf)\+(?:xml|json)", re.IGNORECASE)
_HTML = re.compile(r"<(?:!doctype html|html|head|body)\b", re.IGNORECASE)


def read_feed(body: bytes, *, content_type: str, url: str, source: str) -> tuple[Entry, ...]:
    """Read a feed of any kind; FetchError says what the document is instead, and what to do.

    `url` is where it came from: relative links begin there. An entry that breaks off at the end
    of the document is left for the next look: its address may be half of one.
    """
    charset = _CHARSET.search(content_type)
    text = decode(body, charset[1] if charset else "")
    if text.lstrip()[:1] in {"{", "["}:
        entries = read_json_entries(text, url, source, LIMIT)
        if entries is None:
            raise FetchError(url, "this is JSON, but no JSON Feed", status=200)
        return tuple(entries)
    root = read_xml(text, url)
    entries = None if root is None else read_entries(root, source, LIMIT)
    if entries is None:
        raise FetchError(url, _what_it_is(text, url), status=200)
    if _ENTRY_BEGINS.search(_ENTRY_ENDS.split(text)[-1]):
        entries = entries[:-1]
    return tuple(entries)


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
