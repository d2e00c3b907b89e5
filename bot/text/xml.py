"""Broken XML in, a tree out. Pure; the only file that knows lxml.

The parser loads nothing, resolves nothing and recovers from everything; what it cannot forgive
(wrong encodings, HTML's entities, stray `&` and `<`, control characters) is mended before.
"""

import codecs
import re
from html import unescape
from html.entities import html5
from xml.sax.saxutils import escape

from lxml import etree

from bot.text.guess import guess

__all__ = ["CDATA", "Element", "decode", "has_end", "inner", "is_well_formed", "read_xml"]

CDATA = "<![CDATA["
Element = etree._Element  # noqa: SLF001 - lxml gives its element no public name

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_STARTS = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
    ("<?xm".encode("cp037"), "cp037"),
)
# Encodings that say one thing and mean a larger one (WHATWG Encoding Standard, section 4.2).
_MEANT = {"ascii": "cp1252", "iso8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
_MEANT |= {"euc_kr": "cp949", "shift_jis": "cp932", "big5": "big5hkscs", "iso8859-9": "cp1254"}
# Labels of that standard which Python's codecs lack, beside those that only begin with "x-".
_LABELS = {"mac": "mac-roman", "csmacintosh": "mac-roman", "x-mac-ukrainian": "mac-cyrillic"}
_LABELS |= {"windows-949": "cp949", "windows-31j": "cp932", "dos-874": "cp874", "x-x-big5": "big5"}
_NOT_FOR_PAGES = frozenset({"idna", "punycode", "undefined", "unicode-escape"})
_WIDE = re.compile(r"utf-?(?:16|32)", re.IGNORECASE)
_DECLARED = re.compile(r"^\s*<\?xml[^>]*?\sencoding\s*=\s*[\"']([\w.:-]{1,40})", re.ASCII)
_BEFORE = re.compile(
    r"(?:.{0,4096}?(?=<(?:\?xml|rss|rdf|feed|channel|urlset|sitemapindex|[\w.-]+:RDF)\b)|[^<]*)"
    r"(?:\s|<\?[^>]*>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)*",
    re.DOTALL | re.IGNORECASE,
)
_CONTROL = bytes(range(9)) + b"\x0b\x0c" + bytes(range(0x0E, 0x20))
_C1 = re.compile(rb"\xc2[\x80-\x9f]")
_NO_CHARACTERS = ("\ufffe".encode(), "\uffff".encode())
_SURROGATE = re.compile(
    r"&#(?:x0*d[89a-f][\da-f]{2}|0*(?:55(?:29[6-9]|[3-9]\d\d)|56\d{3}|57(?:[0-2]\d\d|3[0-3]\d|34[0-3])));",
    re.IGNORECASE,
)
"""What no text can hold; a forgiving parser reads it, where a CDATA section turns out to be none."""
_AMPERSAND = re.compile(r"&(?:#(?:\d{1,8}|[xX][0-9a-fA-F]{1,7});|[a-zA-Z][a-zA-Z0-9]*;)?")
_LESS_THAN = re.compile(r"<(?![a-zA-Z_:/!?])")
_END = re.compile(
    rb"</(?:[\w.-]{1,20}:)?(?:rss|rdf|feed|urlset|sitemapindex)\s*>|[}\]]\s*$", re.IGNORECASE
)
_TAIL = 8192
"""Bytes in which a document's end tag stands: behind it caches write what they have done."""
_XML_OWN = frozenset({"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"})


def _in_windows_1252(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)  # noqa: S101 - only ever used to decode
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("in-windows-1252", _in_windows_1252)


def read_xml(text: str, url: str = "") -> Element | None:
    """Give the root of a document, or None where there is none.

    `url` is where it came from, the base of its relative links (`Element.base`).
    """
    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        return etree.fromstring(mend(text).encode(), parser, base_url=url)
    except etree.XMLSyntaxError:
        return None


def is_well_formed(root: Element) -> bool:
    """Say whether the mended document of this root was XML without any error.

    Names with a prefix that nobody declared are no error: they mean the same wherever they stand.
    """
    log = root.getroottree().parser.error_log
    return all(error.domain == etree.ErrorDomains.NAMESPACE for error in log)


def has_end(body: bytes) -> bool:
    """Say whether a feed (of JSON too) or a sitemap goes to its end, however broken it may be before."""
    return bool(_END.search(body[-_TAIL:].replace(b"\0", b"")))


def inner(element: Element) -> str:
    """Give what an element holds: its text, or its markup where it has elements."""
    children = (etree.tostring(child, encoding="unicode", method="html") for child in element)
    return (escape(element.text or "") if len(element) else element.text or "") + "".join(children)


def decode(body: bytes, charset: str = "") -> str:
    """Decode a document: byte order mark, then the server's word, then the document's own, UTF-8.

    That is the order of RFC 7303, 3.2. A Western charset is believed only where UTF-8 does not
    fit, and bytes that fit nowhere are read as what they look like, else as Windows-1252: these
    are common mistakes.
    """
    if body.startswith(codecs.BOM_UTF8):
        return body.removeprefix(codecs.BOM_UTF8).decode("utf-8", "in-windows-1252")
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body.decode(name, "replace")
    start = next((name for mark, name in _STARTS if body.startswith(mark)), "")
    declared = _DECLARED.match(body[:400].decode(start or "latin-1", "replace"))
    for name in (charset, declared[1] if declared else "", start, "utf-8"):
        text = _decode_as(name, body)
        if text is not None:
            return text
    text = _decode_as(guess(body), body)
    return body.decode("utf-8", "in-windows-1252") if text is None else text


def _decode_as(name: str, body: bytes) -> str | None:
    try:
        codec = codecs.lookup(_LABELS.get(name.lower(), name.lower().removeprefix("x-"))).name
        codec = _MEANT.get(codec, codec)
        if codec in _NOT_FOR_PAGES:
            return None
        if _WIDE.match(codec) and b"\0" not in body[:4]:
            return None
        if codec == "cp1252":
            return body.decode("utf-8", "in-windows-1252")
        return body.decode(codec)
    except (LookupError, ValueError):
        return None


def mend(text: str) -> str:
    """Make text that a forgiving XML parser can read without losing any of it.

    What stands before the root goes: blank lines, warnings of the publisher's PHP, the document
    type (and with it every entity of the document's own making).
    """
    # By bytes, which takes a tenth of the time; surrogates go in the encoding.
    clean = text.encode("utf-8", "ignore").translate(None, _CONTROL)
    for each in _NO_CHARACTERS:
        clean = clean.replace(each, b"")
    text = _C1.sub(_from_windows, clean).decode()
    text = _BEFORE.sub("", text, count=1)
    markup, *sections = text.split(CDATA)
    mended = [_mend(markup)]
    for section in sections:
        literal, end, markup = section.partition("]]>")
        mended.append(_SURROGATE.sub("\ufffd", literal) + end + _mend(markup))
    return CDATA.join(mended)


def _from_windows(found: re.Match[bytes]) -> bytes:
    """Read a control character that nobody uses as what Windows has in its place."""
    return found[0][1:].decode("cp1252", "replace").encode()


def _mend(markup: str) -> str:
    return _LESS_THAN.sub("&lt;", _AMPERSAND.sub(_mend_reference, markup))


def _mend_reference(found: re.Match[str]) -> str:
    it = found[0]
    if it == "&":
        return "&amp;"
    if it in _XML_OWN:
        return it
    meant = unescape(it) if it.startswith("&#") else html5.get(it[1:], it)
    return escape(meant, {'"': "&quot;", "'": "&apos;"})
