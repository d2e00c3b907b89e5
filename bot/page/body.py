"""The article's own text out of a whole page: find the heaviest part, keep its paragraphs.

Weight decides everything: where the article is, and whether something called "sidebar" really is
one. A block weighs what it has of running text, the more the more text stands beside it, so that
a page of twenty teasers does not outweigh one story.
"""

from collections.abc import Iterator
from itertools import accumulate

from bot.page.apart import without_interruptions, without_walls
from bot.page.entries import boxes_of_headings
from bot.page.furniture import without_furniture
from bot.page.headline import fold
from bot.page.lines import can_stand_over, is_prose
from bot.page.outline import (
    HEADINGS,
    LEAVES,
    PARAGRAPH,
    Block,
    Box,
    Outline,
    around,
    text_by_container,
)
from bot.page.profile import NONE, Profile, is_furniture

_LONGEST = 1_000
"""Characters of a headline."""
_TELLING = 20
"""Characters from which on a line can be a headline and not only a label."""
_ABOVE = 0.5
"""Share of the page's text that may stand above the headline for it to be none of the story."""
_TOGETHER = 0.5
"""How much the text beside a block counts: its size to this power."""
_ANCHORS = " #¶§"
"""Signs that are links to the heading at whose end they stand."""
_LINES = frozenset({"h2", "h3", "p"})
"""What a line right below the headline stands in that is about the story."""
_NEAR = 200
"""Lines from the headline on among which its standfirst stands."""
_EDGE = 500
"""Lines at the beginning of a story, and at its end, among which furniture is looked for; an article has hardly a hundred."""
_OVER = 3
"""Paragraphs at the beginning that a page may show twice."""
_WHOLE = 0.8
"""Share of its parent's weight from which on a box is still the whole article."""
_ASIDE = 0.35
_FOREIGN = 0.9
"""Shares of the page's weight from which on a box is the article whatever it is called."""
_FEW = 2
"""Links from which on a box can be a list."""


def body_text(
    outline: Outline,
    headline: str = "",
    description: str = "",
    profile: Profile = NONE,
    writers: tuple[str, ...] = (),
) -> str:
    """Give the article's standfirst and paragraphs, joined by blank lines.

    `headline` is what the article stands under, `description` what the page says of it elsewhere,
    `writers` whose names a last paragraph about them begins with. Where `profile` says where the body is, only that is looked at.
    """
    boxes = outline.boxes
    wanted = [block for block in outline.blocks if boxes[block.box].wanted]
    start = -1 if wanted else headline_at(outline.blocks, headline)
    blocks = wanted or _after(outline.blocks, start)
    if profile.furniture:
        blocks = [block for block in blocks if not is_furniture(block.text, profile)]
    foreign = _out(boxes, blocks, [box.foreign for box in boxes], _FOREIGN)
    blocks = [block for block in blocks if not foreign[block.box]]
    # why: a heading's own name says what it looks like
    named = [box.aside and box.tag not in HEADINGS for box in boxes]
    if start >= 0:
        kept = around(boxes, outline.blocks[start].box)
        for number in kept:
            named[number] = False
        _name_lists(named, boxes, blocks, kept)
    aside = _out(boxes, blocks, named, _ASIDE)
    if heads := boxes_of_headings(boxes, blocks, aside):
        named = [is_one and n not in heads for n, is_one in enumerate(named)]
        aside = _out(boxes, blocks, named, _ASIDE)
    weights = _weights(boxes, [block for block in blocks if not aside[block.box]])
    inside = _below(boxes, 0 if wanted else _heaviest(boxes, weights))
    story = [inside[block.box] and not aside[block.box] for block in blocks]
    begin = story.index(True) if any(story) else 0
    lead = blocks[:begin] if start >= 0 else []
    body = [block for block, is_inside in zip(blocks, story, strict=True) if is_inside]
    over = _standfirst(lead + body, boxes, description, is_below=start >= 0)
    lead = [block for block in lead if is_prose(block) and not aside[block.box]]
    taken = set(map(id, over))  # why not by what they say: some blocks say the same
    told = [block for block in lead + body if id(block) not in taken]
    return "\n\n".join(_once(over + _cleared(told, boxes, writers, is_begun=bool(over))))


def _cleared(
    told: list[Block], boxes: list[Box], writers: tuple[str, ...], *, is_begun: bool
) -> list[Block]:
    """Leave out what is furniture; of what is longer than any article, only both ends are looked through."""
    middle = told[_EDGE:-_EDGE]
    ends = told[:_EDGE] + told[-_EDGE:] if middle else told
    told_only = without_interruptions(without_walls(ends, boxes), boxes)
    kept = without_furniture(told_only, writers, is_begun=is_begun)
    if not middle:
        return kept
    behind = set(map(id, told[-_EDGE:]))
    first = [block for block in kept if id(block) not in behind]
    return first + middle + kept[len(first) :]


def _once(blocks: list[Block]) -> Iterator[str]:
    """Leave out what stands over the story when it is shown again: for small screens, say."""
    first = [block.text if block.mass else "" for block in blocks[:_OVER]]
    for n, block in enumerate(blocks):
        if block.text not in first[:n]:
            yield (
                block.text.rstrip(_ANCHORS)
                if block.tag in HEADINGS and block.links
                else block.text
            )


def _standfirst(
    blocks: list[Block], boxes: list[Box], description: str, *, is_below: bool
) -> list[Block]:
    """Find what stands over a story: named so, or what the page says of it; it need not end in a full stop.

    It may be a list of what the story says. `is_below` says that the first block follows the headline.
    """
    found, described = [], fold(description)
    for number, block in enumerate(blocks[:_NEAR]):
        box, container = boxes[block.box], boxes[block.container]
        is_named = box.standfirst or container.standfirst
        if box.tag == "li":
            is_named = is_named or boxes[container.parent].standfirst
        is_next = is_below and not number and box.tag in _LINES
        is_next = is_next and not is_prose(block) and not _is_of_names(block.text)
        if can_stand_over(block, is_named=is_named) and (
            is_named or is_next or _says(described, block)
        ):
            found.append(block)
        elif block.mass and is_prose(block):
            break
    return found


def _is_of_names(text: str) -> bool:
    """Whether most words have a capital, as in "Ann Lee and Bo Ray, Associated Press"."""
    words = text.split()
    return 2 * sum(word[:1].isupper() for word in words) > len(words)


def _says(described: str, block: Block) -> bool:
    """Whether a block is what a page says of its story, of which either may be cut."""
    if not described:
        return False
    text = fold(block.text)
    return text == described or (
        len(block.text) >= PARAGRAPH
        and len(described) >= PARAGRAPH
        and (text.startswith(described) or described.startswith(text))
    )


def headline_at(blocks: list[Block], headline: str) -> int:
    """Find the block with the headline: said word for word, else the only or first `<h1>`."""
    wanted = fold(headline)
    key = max(wanted.split(), key=len, default="")
    found, best = -1, 0
    for number, block in enumerate(blocks):
        is_heading = block.tag == "h1"
        if not is_heading and (
            len(block.text) > 2 * len(headline) or key not in block.text.casefold()
        ):
            continue
        text = fold(block.text[:_LONGEST])
        same = text == wanted or (len(text) >= _TELLING and (text in wanted or wanted in text))
        rank = 2 * (same and bool(wanted)) + is_heading - (block.is_linked and not is_heading)
        if rank > best:
            found, best = number, rank
    return found


def _after(blocks: list[Block], start: int) -> list[Block]:
    """Leave out what stands above the headline, unless that is most of the page."""
    masses = list(accumulate((block.mass for block in blocks), initial=0))
    return blocks[start + 1 :] if masses[start + 1] <= _ABOVE * masses[-1] else blocks


def _weights(boxes: list[Box], blocks: list[Block]) -> list[float]:
    told = [block for block in blocks if block.mass]
    beside = text_by_container(told)
    weights = [0.0] * len(boxes)
    for block in told:
        weights[block.box] += block.mass * beside[block.container] ** _TOGETHER
    for number in range(len(boxes) - 1, 0, -1):
        if weights[number]:
            weights[boxes[number].parent] += weights[number]
    return weights


def _name_lists(named: list[bool], boxes: list[Box], blocks: list[Block], kept: set[int]) -> None:
    """Name boxes with as many links as paragraphs, lists of other articles; none of those `kept`.

    An `<article>` with one link and one paragraph is a teaser. An item with a sentence beside its
    link is one of the story's own: "ten things to know today".
    """
    linked, prose = [0] * len(boxes), [0] * len(boxes)
    for block in blocks:
        if block.mass or (block.is_linked and is_prose(block)):
            prose[block.box] += 1
        elif block.is_linked and len(block.text) >= _TELLING:
            linked[block.box] += 1
    for number in range(len(boxes) - 1, 0, -1):
        if not (linked[number] or prose[number]):
            continue
        box = boxes[number]
        fewest = 1 if box.tag == "article" else _FEW
        if linked[number] >= max(fewest, prose[number]) and number not in kept:
            named[number] = True
        linked[box.parent] += linked[number]
        prose[box.parent] += prose[number]


def _out(boxes: list[Box], blocks: list[Block], named: list[bool], share: float) -> list[bool]:
    """Say of each box whether it is, or is in, a named one that holds less than `share` of all."""
    weights = _weights(boxes, blocks)
    limit = share * weights[0]
    out = [named[0] and weights[0] < limit]
    for number, box in enumerate(boxes[1:], 1):
        out.append(out[box.parent] or (named[number] and weights[number] < limit))
    return out


def _heaviest(boxes: list[Box], weights: list[float]) -> int:
    """Go down from the page as long as one box holds nearly all the weight; no paragraph is a story."""
    at = 0
    for number, box in enumerate(boxes):
        is_within = box.parent == at and box.tag not in LEAVES
        if is_within and 0 < _WHOLE * weights[at] <= weights[number]:
            at = number
    return at


def _below(boxes: list[Box], top: int) -> list[bool]:
    inside: list[bool] = []
    for number, box in enumerate(boxes):
        inside.append(number == top or (box.parent >= 0 and inside[box.parent]))
    return inside
