"""Entries that stand side by side, as those of a live blog: which boxes hold their headings."""

from collections import Counter

from bot.page.outline import HEADINGS, Block, Box

_HIGH = 3
"""Boxes over a heading among which the one for it and its time is."""
_DEEP = 6
"""Boxes from a paragraph of an entry up to that of the entry."""
_NEXT = 4
"""Blocks behind a heading among which its text begins."""
_FEWEST = 2
"""Entries side by side."""


def boxes_of_headings(boxes: list[Box], blocks: list[Block], aside: list[bool]) -> set[int]:
    """Find boxes that are `aside` by their names only: each holds the heading over an entry's text."""
    found: dict[int, int] = {}
    for number, block in enumerate(blocks):
        if block.tag in HEADINGS and aside[block.box] and not block.is_linked:
            head = _outermost(boxes, block.box, aside)
            entry = boxes[head].parent
            behind = blocks[number + 1 : number + 1 + _NEXT]
            if head and any(
                one.mass and not aside[one.box] and _is_in(boxes, one.box, entry) for one in behind
            ):
                found[head] = boxes[entry].parent
    beside = Counter(found.values())
    return {head for head, around in found.items() if beside[around] >= _FEWEST}


def _outermost(boxes: list[Box], number: int, aside: list[bool]) -> int:
    """Go up to the last box that is aside; 0 where that is not near."""
    for _ in range(_HIGH):
        number, below = boxes[number].parent, number
        if number < 0 or not aside[number]:
            return below
    return 0


def _is_in(boxes: list[Box], number: int, around: int) -> bool:
    for _ in range(_DEEP):
        if number <= around:
            break
        number = boxes[number].parent
    return number == around
