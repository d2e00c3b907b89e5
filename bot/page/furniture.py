"""Lines that are a publisher's furniture and not its story, told by where they stand among others.

Form: what stands after the last full sentence, lines that are links, labels before other stories.
What one line is by itself: see `lines`.
"""

import re
from collections import Counter
from itertools import zip_longest

from bot.page.lines import (
    ends,
    invites,
    is_about_a_house,
    is_ending,
    is_furniture,
    is_label,
    is_prose,
    is_told_of,
    promises_others,
)
from bot.page.notes import is_note
from bot.page.outline import HEADINGS, Block, text_by_container

_MOST_LINES = 6
_NAME, _LINE = 10, 100
"""Characters from which on, and up to which, a line can name somebody."""
_QUOTATION = re.compile(r'["“„«»‘「](.+?)[,.]?(?:["”“»«」]|’(?!\w))')
_LONGEST_LARGE, _MOST_LARGE = 300, 40
"""Characters of a sentence of the story that is shown again in large letters, and lines that are looked at for it."""
_TITLE = 20
"""Characters from which on a link can be a headline."""
_AFTER_LABEL = 0.15
_OTHER_STORIES = 0.4
"""Shares of the text that may stand behind a label for all of it to be furniture: any text; text
in places where the story's own does not stand."""
_OF_A_HOUSE = 0.3
"""Share up to which a company says something of itself under its news."""
_MOST = 0.5
"""Share of the text that stands in one place where what stands elsewhere is apart, and of a line that quotes."""
_FEW = 2
_TITLE_LINKS = 0.9
_LISTED = frozenset({"li", "td", "th", "dd"})


def without_furniture(
    blocks: list[Block], writers: tuple[str, ...] = (), *, is_begun: bool = False
) -> list[Block]:
    """Drop furniture from the blocks of a story by `writers`: before its first paragraph, within, and after.

    `is_begun` says that what stands over it is told, so that there may be nothing else.
    """
    blocks = _before_tail(_before_house(blocks))
    prose = list(map(is_prose, blocks))
    furniture = _with_boxes(blocks, prose, list(map(is_furniture, blocks)))
    story = [n for n, is_one in enumerate(prose) if is_one and not furniture[n]]
    while len(story) > (not is_begun) and _ends_story(blocks[story[-1]], writers):
        story.pop()
    while len(story) > _FEW and (
        _tells_of(writers, blocks[story[0]], blocks[story[1]]) or is_note(blocks[story[0]].text)
    ):
        furniture[story.pop(0)] = True
    for number in _told_apart(blocks, prose):
        furniture[number] = True
    if not story:
        return []
    begin, end = _first_line(blocks, story), story[-1] + 1
    while end < len(blocks) and (
        blocks[end].tag in _LISTED or _closes(blocks[end], blocks[story[-1]])
    ):
        end += 1
    told = range(begin, end)
    second = story[1] if len(story) > 1 else begin
    return [
        block
        for n, block, following in zip_longest(told, blocks[begin:end], blocks[begin + 1 : end])
        if not furniture[n]
        and not (n < second and not prose[n] and _is_about(block))
        and (not block.is_linked or prose[n] or block.tag == "blockquote")
        and not (is_label(block) and following and following.is_linked)
    ]


def _with_boxes(blocks: list[Block], prose: list[bool], furniture: list[bool]) -> list[bool]:
    """Name the headings of boxes that hold nothing else but furniture and links, and small boxes under invitations."""
    sizes: Counter[int] = Counter()
    empty, told, inviting = set[int](), set[int](), set[int]()
    nothing = [
        is_one or (block.is_linked and not is_told)
        for block, is_one, is_told in zip(blocks, furniture, prose, strict=True)
    ]
    for block, is_one in zip(blocks, nothing, strict=True):
        sizes[block.container] += len(block.text)
        if block.tag not in HEADINGS:
            (empty if is_one else told).add(block.container)
        elif is_one and invites(block.text):
            inviting.add(block.container)
    empty -= told
    whole = sizes.total()
    small = {number for number in inviting if sizes[number] < _AFTER_LABEL * whole}
    follows = [
        is_one and block.container == following.container
        for block, following, is_one in zip(blocks, blocks[1:], nothing[1:], strict=False)
    ]
    return [
        is_one
        or block.container in small
        or (block.tag in HEADINGS and block.container in empty and is_followed)
        for block, is_one, is_followed in zip_longest(blocks, furniture, follows)
    ]


def _tells_of(writers: tuple[str, ...], line: Block, story: Block) -> bool:
    """Whether a line over the story, and apart from it, is about who wrote it."""
    return (
        line.container != story.container
        and len(line.text) <= _LINE
        and line.text.startswith(writers)
    )


def _ends_story(line: Block, writers: tuple[str, ...]) -> bool:
    return is_ending(line, writers) or is_note(line.text)


def _told_apart(blocks: list[Block], prose: list[bool]) -> set[int]:
    """Find notes on the text, and its sentences in large letters, elsewhere than where most of it stands."""
    sizes = text_by_container(blocks)
    for place, size in sizes.most_common(1):
        if size < _MOST * sizes.total():
            break
        own = [number for number, block in enumerate(blocks) if block.container == place]
        apart = [number for number, block in enumerate(blocks) if block.container != place]
        notes = {number for number in apart if prose[number] and is_note(blocks[number].text)}
        among = [number for number in apart if own[0] < number < own[-1]][:_MOST_LARGE]
        large = [number for number in among if _can_be_large(blocks[number])]
        story = "\n".join(blocks[number].text for number in own if large)
        return notes | {number for number in large if _quoted(blocks[number].text) in story}
    return set()


def _can_be_large(line: Block) -> bool:
    is_sized = _TITLE <= len(line.text) <= _LONGEST_LARGE
    return is_sized and line.tag not in HEADINGS | _LISTED and len(_quoted(line.text)) >= _TITLE


def _quoted(text: str) -> str:
    """Give what a line quotes, without who said it; else what it says, without its full stop."""
    found = _QUOTATION.search(text)
    is_most = found and len(found[1]) >= _MOST * len(text)
    return found[1] if found and is_most else text.rstrip(".")


def _first_line(blocks: list[Block], story: list[int]) -> int:
    """Go back from the first sentence over short lines that stand right before it: a dateline, say."""
    begin = first = story[0]
    if _is_heading_of_an_entry(blocks, first) and any(
        blocks[number - 1].tag == blocks[first - 1].tag and _is_heading_of_an_entry(blocks, number)
        for number in story[1:]
    ):
        begin -= 1
    while begin > max(0, first - _MOST_LINES) and _opens(blocks[begin - 1], blocks[first]):
        begin -= 1
    return begin


def _is_heading_of_an_entry(blocks: list[Block], number: int) -> bool:
    """Whether a heading stands right over a sentence, each in a box of its own, as it does in later entries."""
    if not number:
        return False
    line = blocks[number - 1]
    is_heading = line.tag in HEADINGS and not line.is_linked and not is_label(line)
    is_apart = line.container != blocks[number].container
    return is_heading and is_apart and blocks[number].tag not in _LISTED


def _is_about(line: Block) -> bool:
    """Whether a line between a standfirst and the story tells of whom, of when or whose picture it is."""
    is_short = _NAME <= len(line.text) <= _LINE and line.tag not in HEADINGS
    return is_short and is_told_of(line.text)


def _opens(line: Block, story: Block) -> bool:
    """Whether a line is a part of the story that it stands over, and not about it."""
    about = line.is_linked or is_label(line) or is_told_of(line.text)
    return (line.container == story.container or _is_short_sentence(line, story)) and not about


def _closes(line: Block, story: Block) -> bool:
    """Whether a short line under the last sentence is one as well."""
    return not line.is_linked and _is_short_sentence(line, story) and not is_ending(line)


def _is_short_sentence(line: Block, story: Block) -> bool:
    """Whether a paragraph is too short to be told for a sentence but by its full stop: "Nobody came."."""
    is_short = line.tag == "p" == story.tag and len(line.text) < _TITLE
    return is_short and not line.text.endswith(("?", "？")) and ends(line)


def _before_tail(blocks: list[Block]) -> list[Block]:
    """Cut where what follows is not the story: links, readers' talk, the author, other stories.

    Either a label says so, or headlines that are links stand there, as many as paragraphs.
    """
    told = list(map(is_prose, blocks))
    solid = _solid_containers(blocks, told)
    whole = sum(len(block.text) for block, is_told in zip(blocks, told, strict=True) if is_told)
    cut = len(blocks)
    size = prose = own = titles = 0
    for number in reversed(range(len(blocks))):
        block = blocks[number]
        if told[number]:
            size += len(block.text)
            prose += 1
            own += block.container in solid
        elif _is_title(block):
            titles += 1
            if size < whole * (_OTHER_STORIES if own else 1) and titles >= max(_FEW, prose):
                cut = number
        elif is_label(block) and not (own and block.links and promises_others(block)):
            # why not with links: a label that brings its own says nothing of what follows
            is_among = own or (prose > titles and promises_others(block))
            if size < whole * (_AFTER_LABEL if is_among else _OTHER_STORIES):
                cut = number
    return blocks[:cut]


def _before_house(blocks: list[Block]) -> list[Block]:
    """Cut where a company goes on to say what it is."""
    whole = sum(len(block.text) for block in blocks)
    cut, size = len(blocks), 0
    for number in reversed(range(len(blocks) - 1)):
        size += len(blocks[number + 1].text)
        if size >= whole * _OF_A_HOUSE:
            break
        if is_about_a_house(blocks[number], blocks[number + 1]):
            cut = number
    return blocks[:cut]


def _is_title(block: Block) -> bool:
    """Whether a block is nothing but a link with another story's headline."""
    size = len(block.text)
    return block.tag != "p" and size >= _TITLE and block.links >= _TITLE_LINKS * size


def _solid_containers(blocks: list[Block], told: list[bool]) -> set[int]:
    """Find where running text stands: its largest container, and those with more prose than links."""
    sizes: Counter[int] = Counter()
    surplus: Counter[int] = Counter()
    for block, is_told in zip(blocks, told, strict=True):
        if is_told:
            sizes[block.container] += len(block.text)
            surplus[block.container] += 1
        elif block.is_linked:
            surplus[block.container] -= 1
    return {c for c, n in surplus.items() if n >= _FEW} | {c for c, _ in sizes.most_common(1)}
