"""A text in Discord's Markdown. Pure."""

import re
from itertools import pairwise
from urllib.parse import quote

from bot.model import Rich, Span, Style

_SIGNS = re.compile(
    r"[\\`*_~|<>\[\]]"
    r"|:(?=//|[\w+~-]+:)"  # addresses, and names of emoji
    r"|(?m:(?<=^)|(?<=^ )|(?<=^\d)|(?<=^\d\d)|(?<=^\d{3})|(?<=^\d{4}))[#+.)-]"  # headings, lists
)
_UNSAFE = re.compile(r"""[\s\\()<>"'`]""")
_AROUND = {Style.BOLD: "**", Style.ITALIC: "*"}


def markdown(rich: Rich, shown: str = "") -> str:
    """Write a text so that nothing but its spans is taken for a mark; only `shown` gets a card."""
    signs = {found.start() for found in _SIGNS.finditer(rich.text)}
    edges = sorted({0, len(rich.text)} | {e for s in rich.spans for e in (s.start, s.end)})
    written = ""
    for start, end in pairwise(edges):
        words = "".join("\\" * (i in signs) + rich.text[i] for i in range(start, end))
        for span in rich.spans:
            if span.start <= start and end <= span.end:
                words = _marked(words, span, rich.text[start:end], shown)
        written += words
    return written


def _marked(words: str, span: Span, label: str, shown: str) -> str:
    if span.style is not Style.LINK:
        return _AROUND.get(span.style, "").join(("", words, ""))
    url = _UNSAFE.sub(lambda sign: quote(sign[0]), span.url)
    url = url if span.url == shown else f"<{url}>"
    # why shy: words that look like an address are never shown as a link to another
    shy = words.replace("\\://", ":\u2060//")
    return url if label == span.url else f"[{shy}]({url})"
