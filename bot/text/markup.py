"""The small markup of templates: `**bold**`, `_italic_`, `[words](address)`, a backslash before a sign. Pure.

What comes from articles is escaped before it comes here, so that none of it is ever interpreted.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from bot.model import Rich
from bot.text.rich import bold, italic, join, link, plain

SIGNS = "\\*_[]()"
_HIDDEN = {ord(sign): 0xFDD0 + place for place, sign in enumerate(SIGNS)}
"""Signs of values, as code points that no text has (Unicode 16, 23.7, noncharacters)."""
_SHOWN = {hidden: chr(sign) for sign, hidden in _HIDDEN.items()}
_RESERVED = re.compile("[\ufdd0-\ufdef]")
_MARK = re.compile(
    r"""
    \\(?P<sign>[\\*_\[\]()])
  | \*\*(?P<bold>[^\n]+?)\*\*
  | (?<!\w)_(?P<italic>[^\n]+?)_(?!\w)
  | \[(?P<words>[^\]\n]+)\]\((?P<address>[^)\n]*)\)
  | (?P<piece>[\ufde0-\ufdef])
    """,
    re.VERBOSE,
)
_WEB = ("http://", "https://", "tg://", "mailto:")

Value = str | bool | Sequence[str | Mapping[str, str]]
"""What a template may be given."""

Anchor = Callable[[str, str], Rich]
"""Shows words and the address behind them, as a platform can."""


def piece(place: int) -> str:
    """Give what stands in marked text for the piece of that number (up to 16)."""
    return chr(0xFDE0 + place)


def escaped(text: str) -> str:
    """Make text that is shown as it is, whatever signs it has."""
    return text.translate(_HIDDEN)


def without_reserved(text: str) -> str:
    """Take away the code points that escaping and pieces use."""
    return _RESERVED.sub("", text)


def rich(marked: str, pieces: Mapping[str, Rich], anchor: Anchor = link) -> Rich:
    """Read marked text; `pieces` are set in where their signs stand, links shown by `anchor`."""
    lines = (line.strip(" \t") for line in marked.splitlines())
    tidy = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return join(_parts(tidy, pieces, anchor))


def _parts(text: str, pieces: Mapping[str, Rich], anchor: Anchor) -> Iterator[Rich]:
    at = 0
    for mark in _MARK.finditer(text):
        yield plain(_plain(text[at : mark.start()]))
        at = mark.end()
        yield _part(mark, pieces, anchor)
    yield plain(_plain(text[at:]))


def _part(mark: re.Match[str], pieces: Mapping[str, Rich], anchor: Anchor) -> Rich:
    if mark["piece"]:
        return pieces.get(mark["piece"], Rich())
    if mark["words"]:
        words = _said(mark["words"], pieces)
        address = _said(mark["address"], pieces).strip()
        return anchor(words, address) if address.startswith(_WEB) else plain(words)
    if mark["bold"]:
        return bold(_said(mark["bold"], pieces))
    if mark["italic"]:
        return italic(_said(mark["italic"], pieces))
    return plain(mark["sign"])


def _said(text: str, pieces: Mapping[str, Rich]) -> str:
    """Give the words of marked text within other marks, where it has no style of its own."""
    return _plain(re.sub("[\ufde0-\ufdef]", lambda m: pieces.get(m[0], Rich()).text, text))


def _plain(text: str) -> str:
    return text.translate(_SHOWN)
