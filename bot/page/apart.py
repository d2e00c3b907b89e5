"""What interrupts a story by form alone: a box between paragraphs that stand side by side around it."""

from collections import Counter, defaultdict

from bot.page.lines import is_ending, is_prose, is_wall
from bot.page.outline import HEADINGS, Block, Box, around, text_by_container

_TOGETHER = 0.6
"""Share of the running text that stands in one box where a page's paragraphs stand side by side."""
_FEWEST = 3
"""Paragraphs side by side from which on others stand apart."""
_SMALL = 0.15
"""Share of their text up to which a box with a heading of its own is beside the story: facts, an appeal."""
_BELOW = 4
"""Lines up to which a box below the last paragraph is beside the story: a recipe has more."""
_WALL = 0.6
"""Share of all text up to which a box can be what stands before the rest of a story."""
_LISTS = frozenset({"blockquote", "dl", "figure", "ol", "pre", "table", "ul"})
"""Elements in which a story goes on between its paragraphs."""
_LISTED = frozenset({"blockquote", "dd", "dt", "li", "pre", "td", "th"})


def without_interruptions(blocks: list[Block], boxes: list[Box]) -> list[Block]:
    """Drop small boxes with headings or appeals of their own, and boxes of short lines, among paragraphs and below.

    A subheading alone in a box, a list and a quotation are the story's.
    """
    sizes = text_by_container(blocks)
    story, size = sizes.most_common(1)[0] if sizes else (0, 0)
    wrapped = set[int]()
    if size < _TOGETHER * sizes.total():
        story, size, wrapped = _wrapped(blocks, boxes)
    told = [
        n
        for n, block in enumerate(blocks)
        if block.mass and (block.container == story or block.container in wrapped)
    ]
    if len(told) < _FEWEST or size < _TOGETHER * sizes.total():
        return blocks
    last = blocks[told[-1]].box
    top = _below(boxes, {story})
    found: defaultdict[int, list[Block]] = defaultdict(list)
    for block in blocks[told[0] :]:
        if block.container != story and top[block.box] >= 0:
            found[top[block.box]].append(block)
    dropped = {
        id(block)
        for number, inside in found.items()
        if boxes[number].tag not in _LISTS
        and not (wrapped and len(inside) == 1 and not is_ending(inside[0]))
        and (number < last or len(inside) <= _BELOW)
        and _interrupts(number, inside, size)
        for block in inside
    }
    return [block for block in blocks if id(block) not in dropped]


def _wrapped(blocks: list[Block], boxes: list[Box]) -> tuple[int, int, set[int]]:
    """Find where paragraphs stand side by side each in a box of its own: around them, their size, their boxes."""
    alone = Counter(block.container for block in blocks)
    sizes = Counter[int]()
    for block in blocks:
        if block.mass and alone[block.container] == 1:
            sizes[boxes[block.container].parent] += block.mass
    story, size = sizes.most_common(1)[0] if sizes else (0, 0)
    wrapped = {
        block.container
        for block in blocks
        if alone[block.container] == 1 and boxes[block.container].parent == story
    }
    return story, size, wrapped


def without_walls(blocks: list[Block], boxes: list[Box]) -> list[Block]:
    """Drop boxes, apart from the first paragraph, in which readers are asked to log in or to pay."""
    asking = [block.box for block in blocks if is_wall(block)]
    first = next((block.box for block in blocks if is_prose(block)), -1) if asking else -1
    if first < 0:
        return blocks
    top = _below(boxes, around(boxes, first))
    walls = {top[box] for box in asking} - {-1}
    inside = [block for block in blocks if top[block.box] in walls]
    if sum(len(block.text) for block in inside) > _WALL * sum(len(block.text) for block in blocks):
        return blocks
    return [block for block in blocks if top[block.box] not in walls]


def _interrupts(number: int, inside: list[Block], size: int) -> bool:
    mass = sum(block.mass for block in inside)
    has_heading = any(block.tag in HEADINGS for block in inside)
    is_headed = has_heading and len(inside) > 1
    if mass:
        is_apart = is_headed or all(is_ending(block) for block in inside if block.mass)
        return is_apart and mass < _SMALL * size
    if is_headed and any(block.tag in _LISTED for block in inside):
        return sum(len(block.text) for block in inside) < _SMALL * size
    is_nested = all(block.box != number for block in inside)
    is_story = any(block.tag in _LISTED or is_prose(block) for block in inside)
    return is_nested and not has_heading and not is_story


def _below(boxes: list[Box], holders: set[int]) -> list[int]:
    """Give for each box the one right below `holders` that it is, or is in; -1 for these and boxes elsewhere."""
    top: list[int] = []
    for number, box in enumerate(boxes):
        above = top[box.parent] if box.parent >= 0 else -1
        below = number if box.parent in holders else above
        top.append(-1 if number in holders else below)
    return top
