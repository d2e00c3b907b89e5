"""A feed's text cut into its entries, so that only those never seen are read. Pure.

An entry's slice runs from its start tag to its end tag. What stands around the slices is the frame;
the frame with any of the slices left out is a feed too, whose entries mean what they meant before.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise

from bot.text.xml import CDATA

_TOKEN = re.compile(
    r"<(?:!\[CDATA\[|!--|\?|(?P<ends>/?)(?:[\w.-]{1,20}+:)?"
    r"(?:[iI][tT][eE][mM]|[eE][nN][tT][rR][yY])(?=[\s/>])[^<>]*>)"
)
_SECTION_ENDS = {CDATA: "]]>", "<!--": "-->", "<?": "?>"}
_ROOT = re.compile(r"<(?:rss|rdf|feed|channel|[\w.-]+:RDF)\b", re.IGNORECASE)
_MEANING = re.compile(r"<[^<>]*xml[^<>]*>", re.IGNORECASE)
"""Tags of the frame that change what entries mean: namespaces, `xml:base`, `xml:lang`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A feed's text in pieces; the frame's pieces stand before, between and after the slices.

    `keys` name the slices, `meaning` names all in the frame that changes what they mean.
    """

    frame: tuple[str, ...]
    slices: tuple[str, ...]
    keys: tuple[str, ...]
    meaning: str

    def without(self, seen: Collection[str]) -> tuple[str, int]:
        """Give the feed without the slices of these keys, and how many slices are left in it."""
        left = [
            "" if key in seen else piece for piece, key in zip(self.slices, self.keys, strict=True)
        ]
        inside = (text for pair in zip(left, self.frame[1:], strict=True) for text in pair)
        return self.frame[0] + "".join(inside), sum(map(bool, left))


def cut(text: str) -> Cut | None:
    """Cut an RSS or Atom feed at its entries; None where there is none or they do not simply follow one another."""
    bounds = _bounds(text)
    if len(bounds) < 2 or len(bounds) % 2:  # noqa: PLR2004 - a start and an end
        return None
    bounds = [0, *bounds, len(text)]
    pieces = [text[start:end] for start, end in pairwise(bounds)]
    frame, slices = tuple(pieces[::2]), tuple(pieces[1::2])
    if not _ROOT.search(frame[0]):
        return None
    return Cut(
        frame=frame,
        slices=slices,
        keys=tuple(map(key, slices)),
        meaning=key("".join(tag for piece in frame for tag in _MEANING.findall(piece))),
    )


def _bounds(text: str) -> list[int]:
    """Give where entries start and end, by turns; nothing where their tags do not take turns."""
    bounds: list[int] = []
    at = 0
    while token := _TOKEN.search(text, at):
        at = token.end()
        ends = token["ends"]
        if ends is None:
            start, at = at, text.find(_SECTION_ENDS[token[0]], at)
            # Whoever mends the text takes any such mark for the start of a section.
            if at < 0 or (token[0] != CDATA and text.find(CDATA, start, at) >= 0):
                return []
        elif bool(ends) != bool(len(bounds) % 2) or token[0].endswith("/>"):
            return []
        else:
            bounds.append(token.end() if ends else token.start())
    return bounds


def key(content: str | bytes) -> str:
    """Name a content by 8 bytes, in hexadecimal: two of one source never meet."""
    content = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    return sha256(content).hexdigest()[:16]
