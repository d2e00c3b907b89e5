"""A page's bytes in, its text out, or what they are instead."""

import re

from bot.text import xml

_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:\-]+)", re.IGNORECASE)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:\-]+)", re.IGNORECASE)
_LOOKED_AT = 4096
"""Bytes in which a page must declare its charset; the standard says 1,024, pages say otherwise."""
_BEGINNINGS = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "compressed (gzip)"),
)
_FEED = re.compile(
    rb"\s*(?:<\?[^>]*>\s*|<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF|urlset|sitemapindex)[\s>]", re.DOTALL
)
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<", b"\0\0\0<")
"""Beginnings of a text that has more than one byte for each character."""
_CONTROL = bytes({*range(0x20)} - {*b"\t\n\f\r\x1b"})
_BINARY = 0.05
"""Share of control characters from which on bytes are no text; a page may have a stray one."""
_BEGINNING = 2048
_FOREIGN = ("image/", "audio/", "video/", "application/pdf", "application/zip", "font/")


def decode(body: bytes, content_type: str = "") -> str:
    """Decode a page: byte order mark, then the server's word, then the page's own, then UTF-8.

    `content_type` is the header as received ("text/html; charset=utf-8"). Never raises: what fits
    no charset is replaced.
    """
    said = _CHARSET.search(content_type)
    declared = _META.search(body[:_LOOKED_AT])
    charset = said[1] if said else declared[1].decode("ascii", "replace") if declared else ""
    return xml.decode(body, charset)


def other_kind(body: bytes, content_type: str = "") -> str:
    """Say what a body is instead of a page ("a PDF", "binary data", "a feed"); "" where it may be one.

    The server's `content_type` is believed where it says that this is no page, and not where it says
    that it is one: many call everything "text/html" (WHATWG MIME Sniffing, sections 6 and 7.2).
    """
    said = content_type.lower().partition(";")[0].strip()
    if said.startswith(_FOREIGN):
        return said
    for beginning, kind in _BEGINNINGS:
        if body.startswith(beginning):
            return kind
    looked_at = body.removeprefix(b"\xef\xbb\xbf")[:_BEGINNING]
    if _FEED.match(looked_at):
        return "a feed"
    control = len(looked_at) - len(looked_at.translate(None, _CONTROL))
    is_binary = control > _BINARY * len(looked_at) and not looked_at.startswith(_WIDE)
    return "binary data" if is_binary else ""
