"""A page's bytes in, its text out."""

import re

from bot.text import xml

_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:\-]+)", re.IGNORECASE)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:\-]+)", re.IGNORECASE)
_LOOKED_AT = 4096
"""Bytes in which a page must declare its charset; the standard says 1,024, pages say otherwise."""


def decode(body: bytes, content_type: str = "") -> str:
    """Decode a page: byte order mark, then the server's word, then the page's own, then UTF-8.

    `content_type` is the header as received ("text/html; charset=utf-8"). Never raises: what fits
    no charset is replaced.
    """
    said = _CHARSET.search(content_type)
    declared = _META.search(body[:_LOOKED_AT])
    charset = said[1] if said else declared[1].decode("ascii", "replace") if declared else ""
    return xml.decode(body, charset)
