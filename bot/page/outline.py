"""A page as blocks of text inside boxes: what every question about its layout is asked of.

A box is a block-level element, a block the text between two borders of boxes or blank lines, so
that bare text in a `<div>` and paragraphs made of `<br><br>` count like any `<p>`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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
HEADINGS = frozenset("h2 h3 h4 h5 h6".split())
"""Headings within a story."""
LEAVES = frozenset("p h1 h2 h3 h4 h5 h6 li blockquote pre dd dt".split())
"""Elements that hold a paragraph or a line."""
TIME = "time"
"""The tag of a block that is nothing but a moment."""
_SIDE_TAGS = frozenset({"nav", "aside", "footer", "form", "figure", "menu"})
_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_MADE = re.compile(
    r"(?<![^\W_])(?=[a-f]*\d+[a-f]+\d)[\da-f]{5,}(?![^\W_])|^elementor-widget(?!-wp)"
)
"""A part of a name that a machine made: "f98b1ad2" tells of no ad, and a builder calls every box a widget."""
_ASIDE, _FOREIGN, _STANDFIRST = 1, 2, 4
_MEANING = re.compile(
    "(?P<aside>"
    r"ads?|ad(?:box|col|container|head|label|list|slot|space|spot|unit|wrapper)|advert\w*|affiliat\w*"
    r"|anzeigen?|billboard|interstitials?|outbrain|promo\w*|sponsor\w*|taboola"
    r"|auteurs?|authors?(?:bio|box|info)?|autor(?:e[ns]|s)?|autorsbox|bio|byline|signature"
    r"|(?:article|entry|post|story)(?:date|time)|meta(?:data|daten)?|pubdate|readingtime|timestamp|wordcount"
    r"|captions?|copyright|credits?|didascalia|gallery|imagetext|photodesc|piedefoto"
    r"|absatzbild|bild(?:beschreibung|info|nachweis|quelle|text|ueberschrift|unterschrift)"
    r"|(?:podcast|vid(?:eo)?)(?:box|captions?|cta|desc\w*|headlines?|info|meta\w*|placeholder|player\w*|resource|titles?)"
    r"|(?:instagram|tiktok|facebook|fb|threads|bluesky|reddit|bsky)(?:card|embed|media|post|video|xfbml)"
    r"|embed(?:instagram|tiktok|facebook|threads|bluesky|reddit)"
    r"|audio(?:player)?|vdo|texttospeech|tts|carousel|lightbox|modal|overlay|popup|slide\w*|tooltips?"
    r"|comentarios|commentaires|comment(?:form)?|kommentare|kommentieren|reply|respond"
    r"|aside|banner|foot\w*|headers?|kicker|masthead|rail|sidebars?|widgets?"
    r"|actions|(?:article|story)tools|btn|buttons?|controls|menu|nav\w*|subnav|toolbar|topbar"
    r"|(?:bread)?crumbs?|hidden|invisible|nextpage|(?:no)?print|pager|pagination|skip|sronly|visually"
    r"|follow\w*|join|newsletter\w*|shar(?:es?|ing)|sharebar|sns|social(?:bar|box|buttons?|s)?"
    r"|contributions|donat\w*|paywall(?:login|message|notice)|registration|signin|signup"
    r"|subscri(?:be(?!r)|bing|ption)\w*"
    r"|corrections?|disclaimer|(?:fact|fakten|info)box|fakta(?:boks|ruta)|infokasten"
    r"|polls?|pullquotes?|quotepull|tags?|topics"
    r"|crosslink\w*|(?:featured|other)(?:news|stories)|link(?:box|list)|newslist|seealso|similar\w*"
    r"|more(?:from|info|news|on|stories)|most(?:read|viewed|watched)|popular|read(?:more|next)|recirc\w*"
    r"|recommend\w*|related\w*|suggest\w*|teaser(?:box|s)?|trending|weiter(?:e|lesen)"
    ")|(?P<foreign>"
    r"cookies?\w*|consent\w*|gdpr\w*|disqus\w*|comments|comment(?:area|list|section|thread)"
    r"|discussions?|wpdiscuz|viafoura|hyvor|livefyre|spotim|openweb|remark42|giscus|utterances"
    ")|(?P<standfirst>"
    r"standfirst|deck?|dek|lede|lead|leadtext|sub(?:title|head(?:er|line|ing)?|hed)|intro\w*|excerpt|summary"
    r"|chap[oô]|chapeau|vorspann|teasertext|entradilla|bajada|copete|sottotitolo|sommario|perex"
    r"|ingress?|sapo|description|abstract|spitzmarke|anreisser|strapline|preface|opener|catenaccio"
    r"|linhafina|manchet|under(?:rubrik|titel|overskrift)|(?:content|haber|news)spot|anons|podzagolovok"
    r"|keypoints|takeaways|highlights"
    ")"
)
_MEANINGS = {"aside": _ASIDE, "foreign": _FOREIGN, "standfirst": _STANDFIRST}
PARAGRAPH = 40
"""Characters from which on a block counts as running text; Chinese and Japanese count twice."""
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_CARD = 4
"""Links side by side within a sentence from which on they are not the sentence's."""
_LINKED = 0.4
"""Share of a block that may be links; with more it is one."""
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(slots=True)
class Box:
    """A block-level element inside the box with number `parent`.

    `aside` says that its name or tag is that of a side matter, `foreign` that what it holds is not
    the publisher's or not for readers (their own comments, consent banners, hidden text),
    `standfirst` that it is named as what stands over a story, `wanted` that it, or one around it,
    is what an operator's profile calls the body.
    """

    parent: int
    tag: str
    aside: bool = False
    foreign: bool = False
    standfirst: bool = False
    wanted: bool = False


@dataclass(slots=True)
class Block:
    """A paragraph, heading or line in the box with number `box`; `links` counts linked characters.

    `container` is the box whose running text it is a part of: that around its paragraph. `is_linked`
    says that it is more of a link than a text. `mass` counts the characters of running text.
    """

    box: int
    tag: str
    container: int
    text: str
    links: int
    is_linked: bool
    mass: int


class Outline:
    """The boxes with text in them (parents first) and blocks (in reading order) of a page."""

    def __init__(self, root: Node, wanted: frozenset[int] = frozenset()) -> None:
        self._wanted = wanted
        self.boxes = [Box(-1, "")]
        self.blocks: list[Block] = []
        self._open = [0]
        self._parts: list[str] = []
        self._links = self._breaks = self._depth = 0
        self._row, self._after_first = 0, (0, 0)
        self._begun = self._timed = 0
        walk(root, _SKIPPED, self._text, self._enter, self._leave)
        self._flush()

    def _enter(self, node: Node, tag: str) -> bool:
        if tag in _INLINE:
            if tag == "br":
                self._break()
            elif tag == "a":
                self._depth += 1
                self._row += 1
            elif tag == "time":
                self._begun = len(self._parts)
            return tag in {"a", "time"}
        if "-" in tag and self.boxes[self._open[-1]].tag in LEAVES:
            # why: an element that HTML does not know is a part of the line in a paragraph
            return False
        if self._parts:
            self._flush()
        box = Box(self._open[-1], tag, tag in _SIDE_TAGS)
        if self._wanted:
            box.wanted = self.boxes[box.parent].wanted or node.mem_id in self._wanted
        self._open.append(len(self.boxes))
        self.boxes.append(box)
        return True

    def _leave(self, node: Node, tag: str) -> None:
        """Judge a box that holds text; forget one that holds none, and what is in it."""
        if tag == "a":
            self._depth -= 1
            return
        if tag == "time":
            self._timed = len(self._parts)
            return
        if self._parts:
            self._flush()
        number = self._open.pop()
        if not self.blocks or self.blocks[-1].box < number:
            del self.boxes[number:]
        elif attributes := node.attributes:
            _judge_box(self.boxes[number], attributes)

    def _text(self, text: str) -> None:
        if text.isspace():
            if self._parts:
                self._parts.append(" ")
            return
        self._breaks = 0
        if self._depth:
            self._links += len(text.strip())
        else:
            self._leave_card()
        self._parts.append(text)
        if self._row == 1:
            self._after_first = len(self._parts), self._links

    def _leave_card(self) -> None:
        """Drop what opens over a linked name in a sentence: so many links in a row that no sentence has."""
        count, links = self._after_first
        if self._row >= _CARD and count > 1:
            del self._parts[count:]
            self._links = links
        self._row, self._after_first = 0, (0, 0)

    def _break(self) -> None:
        self._breaks += 1
        self._parts.append(" ")
        if self._breaks > 1:
            self._flush()

    def _flush(self) -> None:
        text = squeeze("".join(self._parts))
        if text:
            number = self._open[-1]
            box = self.boxes[number]
            container = box.parent if box.tag in LEAVES else number
            links, size = self._links, len(text)
            is_linked = links > _LINKED * size
            is_told = size >= PARAGRAPH or width(text) >= PARAGRAPH
            mass = size - links if is_told and not is_linked else 0
            is_time = self._timed and not any(
                map(_says_any, self._parts[: self._begun] + self._parts[self._timed :])
            )
            tag = TIME if is_time else box.tag
            self.blocks.append(Block(number, tag, container, text, links, is_linked, mass))
        self._parts.clear()
        self._links = self._row = self._timed = 0
        self._after_first = (0, 0)


def text_by_container(blocks: Iterable[Block]) -> Counter[int]:
    """Count the characters of running text in each container that has any."""
    sizes = Counter[int]()
    for block in blocks:
        if block.mass:
            sizes[block.container] += block.mass
    return sizes


def around(boxes: list[Box], number: int) -> set[int]:
    """Find the boxes in which one is, itself among them."""
    found = set[int]()
    while number >= 0:
        found.add(number)
        number = boxes[number].parent
    return found


def _says_any(text: str) -> bool:
    return any(map(str.isalnum, text))


def width(text: str) -> int:
    """Count characters; those of scripts that say as much with half as many count twice."""
    return len(text) if text.isascii() else len(text) + len(_DENSE.findall(text))


def _judge_box(box: Box, attributes: Mapping[str, str | None]) -> None:
    meaning = 0
    for key in ("class", "id"):
        if names := attributes.get(key):
            meaning |= _judge(names)
    box.aside = box.aside or bool(meaning & _ASIDE)
    box.foreign = bool(meaning & _FOREIGN) or _is_unseen(attributes)
    box.standfirst = bool(meaning & _STANDFIRST)


@lru_cache(maxsize=4096)
def _judge(names: str) -> int:
    """Say what classes or an id mean: a side matter, others' words, a standfirst."""
    meaning = 0
    for name in names.split():
        meaning |= _judge_one(name)
    return meaning


@lru_cache(maxsize=16_384)
def _judge_one(name: str) -> int:
    """Judge one name; two words in a row count as one: "most-read", "mostRead" and "most_read"."""
    meaning, before = 0, ""
    for token in _TOKEN.findall(_MADE.sub("", name)):
        word = token.lower()
        meaning |= _meaning(word)
        if before:
            meaning |= _meaning(before + word)
        before = word
    return meaning


@lru_cache(maxsize=16_384)
def _meaning(word: str) -> int:
    found = _MEANING.fullmatch(word)
    return _MEANINGS[found.lastgroup or ""] if found else 0


def _is_unseen(attributes: Mapping[str, str | None]) -> bool:
    style = attributes.get("style")
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or bool(style and _UNSEEN.search(style))
    )
