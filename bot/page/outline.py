"""A page as blocks of text inside boxes: what every question about its layout is asked of.

A box is a block-level element, a block the text between two borders of boxes or blank lines, so
that bare text in a `<div>` and paragraphs made of `<br><br>` count like any `<p>`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from bot.page.dom import Node, squeeze, walk

_SKIPPED = frozenset(
    "script style noscript template svg math button select textarea input iframe object video"
    " audio canvas map figcaption head dialog".split()
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd label mark meter"
    " nobr output picture progress q rp rt ruby s samp small source span strike strong sub sup"
    " time tt u var wbr".split()
)
_LEAVES = frozenset("p h1 h2 h3 h4 h5 h6 li blockquote pre dd dt".split())
_SIDE_TAGS = frozenset({"nav", "aside", "footer", "form", "figure", "menu"})
_SIDE_NAMES = re.compile(
    r"(?<![a-z])(?:ads?|advert\w*|author(?:-?(?:bio|box|info))?|banner|bio|breadcrumbs?|byline"
    r"|captions?|comments?|copyright|correction|credits?|disclaimer|donat\w*|follow\w*|foot\w*"
    r"|gallery|headers?|hidden|join|mast-?head|menu|meta|modal|more-?(?:from|news|on|stories)"
    r"|most-?read|nav\w*|newsletters?|outbrain|pager|pagination|popular|popup|print|promos?|rail"
    r"|recirc\w*|recommend\w*|related|respond|shar(?:e|ing)|side-?bars?|sign-?up|skip|slide\w*"
    r"|social|sponsor\w*|sr-only|subscri\w*|taboola|tags?|teasers?|toolbar|trending|visually"
    r"|widgets?)(?![a-z])",
    re.IGNORECASE,
)
_FOREIGN_NAMES = re.compile(
    r"cookie|consent|gdpr|disqus|(?<![a-z])comments(?![a-z])|comment[-_]?(?:area|list|section)",
    re.IGNORECASE,
)
_STANDFIRST_NAMES = re.compile(
    r"(?<![a-z])(?:standfirst|deck?|lede|lead|leadtext|sub-?(?:title|head(?:line)?|heading)|intro\w*"
    r"|excerpt|summary|chap[oô]|chapeau|vorspann|teaser-?text|entradilla|bajada|copete|sottotitolo"
    r"|sommario|perex|ingress|sapo|description|abstract|spitzmarke|anreisser)(?![a-z])",
    re.IGNORECASE,
)
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(slots=True)
class Box:
    """A block-level element inside the box with number `parent`.

    `aside` says that its name or tag is that of a side matter, `foreign` that others than the
    publisher wrote what it holds (readers' comments, consent banners), `standfirst` that it is named
    as what stands over a story. `weight` is for the reader of the outline to fill.
    """

    parent: int
    tag: str
    aside: bool = False
    foreign: bool = False
    standfirst: bool = False
    weight: float = 0.0


@dataclass(slots=True)
class Block:
    """A paragraph, heading or line in the box with number `box`; `links` counts linked characters.

    `container` is the box whose running text it is a part of: that around its paragraph.
    """

    box: int
    tag: str
    container: int
    text: str = ""
    links: int = 0
    parts: list[str] = field(default_factory=list)

    @property
    def is_linked(self) -> bool:
        """Whether it is more of a link than a text."""
        return self.links > 0.4 * len(self.text)


class Outline:
    """The boxes (parents first) and blocks (in reading order) of a page."""

    def __init__(self, root: Node) -> None:
        self.boxes = [Box(-1, "")]
        self.blocks: list[Block] = []
        self._open = [0]
        self._block = Block(0, "", 0)
        self._breaks = 0
        links = 0
        for node, tag, entering in walk(root, _SKIPPED):
            if not tag:
                self._text(node.text_content or "", is_linked=links > 0)
            elif tag == "a":
                links += 1 if entering else -1
            elif tag not in _INLINE:
                self._border(node, tag, entering=entering)
            elif tag == "br" and entering:
                self._break()
        self._flush()

    def _text(self, text: str, *, is_linked: bool) -> None:
        block = self._block
        if not text.isspace():
            self._breaks = 0
            block.links += len(text.strip()) if is_linked else 0
            block.parts.append(text)
        elif block.parts:
            block.parts.append(text)

    def _break(self) -> None:
        self._breaks += 1
        self._block.parts.append(" ")
        if self._breaks > 1:
            self._flush()

    def _border(self, node: Node, tag: str, *, entering: bool) -> None:
        if self._block.parts:
            self._flush()
        if entering:
            self.boxes.append(_box(node, tag, self._open[-1]))
            self._open.append(len(self.boxes) - 1)
        else:
            self._open.pop()
        box = self._open[-1]
        block, place = self._block, self.boxes[box]
        block.box, block.tag = box, place.tag
        block.container = place.parent if place.tag in _LEAVES else box

    def _flush(self) -> None:
        block = self._block
        block.text = squeeze("".join(block.parts))
        if block.text:
            self.blocks.append(block)
        self._block = Block(block.box, block.tag, block.container)


def _box(node: Node, tag: str, parent: int) -> Box:
    attributes = node.attributes
    judged = _judge(f"{attributes.get('class') or ''} {attributes.get('id') or ''}")
    is_aside = judged[0] or tag in _SIDE_TAGS or _is_unseen(attributes)
    return Box(parent, tag, is_aside, *judged[1:])


@lru_cache(maxsize=4096)
def _judge(names: str) -> tuple[bool, bool, bool]:
    return (
        bool(_SIDE_NAMES.search(names)),
        bool(_FOREIGN_NAMES.search(names)),
        bool(_STANDFIRST_NAMES.search(names)),
    )


def _is_unseen(attributes: Mapping[str, str | None]) -> bool:
    style = attributes.get("style")
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or bool(style and _UNSEEN.search(style))
    )
