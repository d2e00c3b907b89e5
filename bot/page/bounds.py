"""What a page may ask of the parser: beyond this it is cut, so that no page costs more than others.

The HTML standard makes a parser do quadratic work for deep nesting, for hundreds of attributes on
one element and for formatting elements that are left open; no article needs any of them.
"""

import re

SIZE = 5_000_000
"""Characters of a page that are looked at; an article has a hundredth of it."""
DEPTH = 512
"""Elements inside each other, as in browsers."""
TAGS = 30_000
"""Signs of a tag or a comment; an article has two thousand, and hardly ever ten."""

_BUSY = 10_000
"""Tags from which on a page is looked through for its nesting; most articles have 1,500."""
_FEW = 2_000
"""Tags up to which formatting elements cannot cost more than a third of a second."""
_MARKED, _LONG = 100, 700
"""Formatting elements with attributes on a page, or tags without end, and characters of a tag, that are no cost yet."""

_FORMATTING = "b|big|code|em|font|i|nobr|option|s|small|strike|strong|tt|u"
_ANY_FORMATTING = re.compile(rf"</?(?:{_FORMATTING})(?:[\s/][^<>]*+)?>", re.IGNORECASE)
_MARKED_FORMATTING = rf"(?i:{_FORMATTING})[\s/][^<>]*+>"
_VALUE = r"""(?:"[^"<]*+(?:<(?!/script)[^"<]*+)*+"|'[^'<]*+(?:<(?!/script)[^'<]*+)*+'|[^\s<>"'][^\s<>]*+)"""
"""Never beyond the end of a script, which may hold an odd quotation mark."""
_ATTRIBUTE = rf"[\s/]*+[^\s/<>][^\s/<>=]*+(?:\s*+=\s*+{_VALUE}?+)?+"
"""As browsers take it (HTML, 13.2.5.32 to 39): also set off by a slash, or glued to a value."""
_USUAL = r""" [a-z-]++="[^"]*+\""""
"""What nearly all attributes are, in a third of the time."""
_MANY_ATTRIBUTES = (
    rf"/?[a-zA-Z][^\s/<>]*+(?!>)(?:{_USUAL}){{0,127}}+(?!>)(?:{_ATTRIBUTE}){{128,}}+"
)
_LADEN = re.compile(f"<{_MANY_ATTRIBUTES}")
_COSTLY = re.compile(f"<(?:{_MANY_ATTRIBUTES}|{_MARKED_FORMATTING})")
_UNENDED = re.compile(r"<(?!!)(?=[^<>]*+<)")
"""A sign of a tag that the next one interrupts: in a script, or within a tag to hide how many attributes it has."""
_VOID = "area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr"
_CLOSED_BY_OTHERS = "p|li|d[td]|t[rdh]|rp|rt"
_NESTING = re.compile(rf"<(/?)(?!(?:{_VOID}|{_CLOSED_BY_OTHERS})\b)[a-z]", re.IGNORECASE)


def bounded(html: str) -> str:
    """Cut a page to what the parser can read in well under a second."""
    html = html[:SIZE]
    tags = html.count("<")
    if tags > html.count(">") + _MARKED:
        html = _UNENDED.sub("", html)
        tags = html.count("<")
    if tags > TAGS:
        html = "<".join(html.split("<", TAGS)[:TAGS])
    costly = (_COSTLY if tags > _FEW else _LADEN).findall(html)
    if len(costly) > _MARKED or any(len(tag) > _LONG for tag in costly):
        html = _COSTLY.sub(lambda tag: "" if tag[0].endswith(">") else "<div ", html)
    return _cut(_ANY_FORMATTING.sub("", html)) if tags > _BUSY else html


def _cut(html: str) -> str:
    depth = 0
    for tag in _NESTING.finditer(html):
        depth = max(depth - 1, 0) if tag[1] else depth + 1
        if depth > DEPTH:
            return html[: tag.start()]
    return html
