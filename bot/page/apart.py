"""What interrupts a story by form alone: a box between paragraphs that stand side by side around it."""

from collections import defaultdict

from bot.page.lines import is_ending, is_prose
from bot.page.outline import HEADINGS, Block, Box, text_by_container

_TOGETHER = 0.6
"""Share of the running text that stands in one box where a page's paragraphs stand side by side."""
_FEWEST = 3
"""Paragraphs side by side from which on others stand apart."""
_SMALL = 0.15
"""Share of their text up to which a box with a heading of its own is beside the story: facts, an appeal."""
_LISTS = frozenset({"blockquote", "dl", "figure", "ol", "pre", "table", "ul"})
"""Elements in which a story goes on between its paragraphs."""
_LISTED = frozenset({"blockquote", "dd", "dt", "li", "pre", "td", "th"})


def without_interruptions(blocks: list[Block], boxes: list[Box]) -> list[Block]:
    """Drop small boxes with headings or appeals of their own, and boxes of short lines, from between paragraphs.

    A subheading alone in a box, a list and a quotation are the story's.
    """
    sizes = text_by_container(blocks)
    story, size = sizes.most_common(1)[0] if sizes else (0, 0)
    told = [n for n, block in enumerate(blocks) if block.mass and block.container == story]
    if len(told) < _FEWEST or size < _TOGETHER * sizes.total():
        return blocks
    top = _below(boxes, story)
    found: defaultdict[int, list[Block]] = defaultdict(list)
    for block in blocks[told[0] : told[-1]]:
        if block.container != story and top[block.box] >= 0:
            found[top[block.box]].append(block)
    dropped = {
        id(block)
        for number, inside in found.items()
        if boxes[number].tag not in _LISTS and _interrupts(number, inside, size)
        for block in inside
    }
    return [block for block in blocks if id(block) not in dropped]


def _interrupts(number: int, inside: list[Block], size: int) -> bool:
    mass = sum(block.mass for block in inside)
    is_headed = any(block.tag in HEADINGS for block in inside)
    if mass:
        is_apart = is_headed or all(is_ending(block) for block in inside if block.mass)
        return is_apart and mass < _SMALL * size
    is_nested = all(block.box != number for block in inside)
    is_story = any(block.tag in _LISTED or is_prose(block) for block in inside)
    return is_nested and not is_headed and not is_story


def _below(boxes: list[Box], story: int) -> list[int]:
    """Give for each box the one right below the story's that it is, or is in; -1 for boxes elsewhere."""
    top: list[int] = []
    for number, box in enumerate(boxes):
        above = top[box.parent] if box.parent >= 0 else -1
        top.append(number if box.parent == story else above)
    return top
