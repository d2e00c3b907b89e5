"""The article's own text out of a whole page: find the heaviest part, keep its paragraphs.

Weight decides everything: where the article is, and whether something called "sidebar" really is
one. A block weighs what it has of running text, the more the more text stands beside it, so that
a page of twenty teasers does not outweigh one story.
"""

import re
from collections.abc import Callable
from itertools import accumulate
from operator import attrgetter

from bot.page.furniture import is_prose, without_furniture
from bot.page.outline import LEAVES, PARAGRAPH, Block, Box, Outline
from bot.page.profile import NONE, Profile, is_furniture

_TELLING = 20
"""Characters from which on a line can be a headline and not only a label."""
_ABOVE = 0.5
"""Share of the page's text that may stand above the headline for it to be none of the story."""
_TOGETHER = 0.5
"""How much the text beside a block counts: its size to this power."""
_WHOLE = 0.8
"""Share of its parent's weight from which on a box is still the whole article."""
_ASIDE = 0.35
_FOREIGN = 0.9
"""Shares of the page's weight from which on a box is the article whatever it is called."""
_FEW = 2
"""Links from which on a box can be a list."""


def body_text(
    outline: Outline, headline: str = "", description: str = "", profile: Profile = NONE
) -> str:
    """Give the article's standfirst and paragraphs, joined by blank lines.

    `headline` is what the article stands under, `description` what the page says of it elsewhere.
    Where `profile` says where the body is, only that is looked at.
    """
    boxes = outline.boxes
    wanted = [block for block in outline.blocks if boxes[block.box].wanted]
    start = -1 if wanted else _headline_at(outline.blocks, headline)
    blocks = wanted or _after(outline.blocks, start)
    if profile.furniture:
        blocks = [block for block in blocks if not is_furniture(block.text, profile)]
    foreign = _out(boxes, blocks, attrgetter("foreign"), _FOREIGN)
    blocks = [block for block in blocks if not foreign[block.box]]
    if start >= 0:
        _mark_lists(boxes, blocks, outline.blocks[start].box)
    aside = _out(boxes, blocks, attrgetter("aside"), _ASIDE)
    _weigh(boxes, [block for block in blocks if not aside[block.box]])
    inside = _below(boxes, 0 if wanted else _heaviest(boxes))
    story = [inside[block.box] and not aside[block.box] for block in blocks]
    begin = story.index(True) if any(story) else 0
    lead = [
        block
        for block in blocks[:begin]
        if start >= 0
        and is_prose(block)
        and (not aside[block.box] or _is_standfirst(block, boxes, description))
    ]
    body = [block for block, is_inside in zip(blocks, story, strict=True) if is_inside]
    return "\n\n".join(block.text for block in without_furniture(lead + body))


def _is_standfirst(block: Block, boxes: list[Box], description: str) -> bool:
    return (
        boxes[block.box].standfirst
        or boxes[block.container].standfirst
        or (len(block.text) >= PARAGRAPH and _fold(block.text) == _fold(description))
    )


def _fold(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _headline_at(blocks: list[Block], headline: str) -> int:
    """Find the block with the headline: said word for word, else the only or first `<h1>`."""
    wanted = _fold(headline)
    key = max(wanted.split(), key=len, default="")
    found, best = -1, 0
    for number, block in enumerate(blocks):
        is_heading = block.tag == "h1"
        if not is_heading and (
            len(block.text) > 2 * len(headline) or key not in block.text.casefold()
        ):
            continue
        text = _fold(block.text)
        same = text == wanted or (len(text) >= _TELLING and (text in wanted or wanted in text))
        rank = 2 * (same and bool(wanted)) + is_heading - (block.is_linked and not is_heading)
        if rank > best:
            found, best = number, rank
    return found


def _after(blocks: list[Block], start: int) -> list[Block]:
    """Leave out what stands above the headline, unless that is most of the page."""
    masses = list(accumulate((block.mass for block in blocks), initial=0))
    return blocks[start + 1 :] if masses[start + 1] <= _ABOVE * masses[-1] else blocks


def _weigh(boxes: list[Box], blocks: list[Block]) -> None:
    beside = [0] * len(boxes)
    for block in blocks:
        beside[block.container] += block.mass
    for box in boxes:
        box.weight = 0.0
    for block in blocks:
        boxes[block.box].weight += block.mass * beside[block.container] ** _TOGETHER
    for box in reversed(boxes[1:]):
        boxes[box.parent].weight += box.weight


def _mark_lists(boxes: list[Box], blocks: list[Block], kept: int) -> None:
    """Take boxes with as many links as paragraphs for lists of other articles; never one that holds `kept`.

    An `<article>` with one link and one paragraph is a teaser. An item with a sentence beside its
    link is one of the story's own: "ten things to know today".
    """
    linked, prose = [0] * len(boxes), [0] * len(boxes)
    for block in blocks:
        is_told = block.is_linked and is_prose(block)
        linked[block.box] += block.is_linked and not is_told and len(block.text) >= _TELLING
        prose[block.box] += is_told or block.mass > 0
    holds = set()
    while kept >= 0:
        holds.add(kept)
        kept = boxes[kept].parent
    for number in range(len(boxes) - 1, 0, -1):
        box = boxes[number]
        fewest = 1 if box.tag == "article" else _FEW
        if linked[number] >= max(fewest, prose[number]) and number not in holds:
            box.aside = True
        linked[box.parent] += linked[number]
        prose[box.parent] += prose[number]


def _out(
    boxes: list[Box], blocks: list[Block], is_named: Callable[[Box], bool], share: float
) -> list[bool]:
    """Say of each box whether it is, or is in, one that is so named and holds less than `share`."""
    _weigh(boxes, blocks)
    limit = share * boxes[0].weight
    out: list[bool] = []
    for box in boxes:
        is_inside = box.parent >= 0 and out[box.parent]
        out.append(is_inside or (is_named(box) and box.weight < limit))
    return out


def _heaviest(boxes: list[Box]) -> int:
    """Go down from the page as long as one box holds nearly all the weight; no paragraph is a story."""
    at = 0
    for number, box in enumerate(boxes):
        is_within = box.parent == at and box.tag not in LEAVES
        if is_within and 0 < _WHOLE * boxes[at].weight <= box.weight:
            at = number
    return at


def _below(boxes: list[Box], top: int) -> list[bool]:
    inside: list[bool] = []
    for number, box in enumerate(boxes):
        inside.append(number == top or (box.parent >= 0 and inside[box.parent]))
    return inside
