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
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)"
    r"|<(?P<ends>/?)(?:[\w.-]{1,20}:)?(?:item|entry)(?=[\s/>])[^<>]*>",
    re.DOTALL | re.IGNORECASE,
)
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
    bounds = [0]
    for token in _TOKEN.finditer(text):
        ends = token["ends"]
        if ends is None:
            if not token[0].startswith(CDATA) and CDATA in token[0]:
                return None  # why: whoever mends the text would take it for the start of a section
        elif bool(ends) == bool(len(bounds) % 2) or token[0].endswith("/>"):
            return None
        else:
            bounds.append(token.end() if ends else token.start())
    if len(bounds) == 1 or len(bounds) % 2 == 0:
        return None
    bounds.append(len(text))
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


def key(content: str | bytes) -> str:
    """Name a content by 8 bytes, in hexadecimal: two of one source never meet."""
    content = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    return sha256(content).hexdigest()[:16]
