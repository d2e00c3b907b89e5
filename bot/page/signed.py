"""Who wrote a story, told by place alone: a line under its headline, a name under its last sentence."""

import re
from collections.abc import Iterator
from itertools import chain, islice

from bot.page.body import headline_at
from bot.page.lines import is_prose
from bot.page.outline import HEADINGS, Block, Box, Outline, text_by_container
from bot.page.persons import AND, BY, PERSON
from bot.page.phrases import AGENCY

_UNDER = 10
"""Lines under a headline that may name the writer."""
_BEHIND = 2
"""Lines behind the last sentence that may do so."""
_LONGEST = 100
"""Characters of such a line."""
_NEXT = rf",\s|{AND}"
_NAMES = re.compile(rf"(?P<first>{PERSON})(?P<more>(?:(?:{_NEXT}){PERSON}){{0,4}})")
_ALONE = re.compile(rf"\W*(?P<name>{PERSON})\W*")
_ENDS_SIGNED = re.compile(rf"[.!?…»”\"]\s*\((?P<name>{PERSON})\)$")
_KANJI = "[㐀-鿿]"
_REPORTER = re.compile(
    rf"[（(【\[〔]?[^。（(]{{0,12}}?(?:記者|记者)\s?(?P<chinese>{_KANJI}{{2,3}})(?={_KANJI}{{2,4}}\d{{1,2}}日|[／/])"
    r"|[（(\[][^()（）\[\]]{2,20}[)）\]]\s?(?P<korean>[가-힣]{2,4})\s?(?:\w{0,4}기자|특파원)(?!\w)"
)
"""How a story begins that names its reporter: "(Paper's 記者 Name, place, 12日電)", "(Seoul=Paper) Name 기자"."""
_ENDS_IN_JAPANESE = re.compile(
    rf"。\s?[（(](?P<name>{_KANJI}{{3,5}})(?<![社部局員事版載者])[）)]$"
)
_NOBODY = re.compile(
    rf"\b(?:{AGENCY}|(?i:archiv\w*|correspondent|reporter|staff|team|redak\w+|news|foto|photo))\b"
)
"""Words that no person's name has."""


def signatures(outline: Outline, headline: str) -> Iterator[list[str]]:
    """Give the writers that a story's surroundings name: those under its headline first."""
    blocks = outline.blocks
    at = headline_at(blocks, headline)
    if at < 0:
        return
    yield _under(blocks[at + 1 : at + 1 + _UNDER])
    yield _behind(outline.boxes, blocks[at + 1 :])
    yield _within(blocks[at + 1 :])


def _under(blocks: list[Block]) -> list[str]:
    """Look for "By Ann Lee" up to the second paragraph: the first may be a standfirst."""
    prose = 0
    for block in blocks:
        prose += is_prose(block)
        if prose > 1:
            break
        by = BY.match(block.text) if len(block.text) <= _LONGEST else None
        if by and (names := _named(block.text[by.end() :])):
            return names
    return []


def _named(text: str) -> list[str]:
    """Give the names that a text begins with; what follows a comma is a place, unless an "and" comes."""
    found = _NAMES.match(text)
    if not found or _NOBODY.search(found[0]):
        return []
    return re.split(_NEXT, found[0]) if re.search(AND, found["more"]) else [found["first"]]


def _behind(boxes: list[Box], blocks: list[Block]) -> list[str]:
    """Look for a name alone under the last sentence of the story, or in brackets behind it."""
    last = {block.container: number for number, block in enumerate(blocks) if block.mass}
    for story, _ in text_by_container(blocks).most_common(1):
        end = last[story]
        if found := _ENDS_SIGNED.search(blocks[end].text[-_LONGEST:]):
            return [found["name"]] if not _NOBODY.search(found["name"]) else []
        for block in blocks[end + 1 : end + 1 + _BEHIND]:
            is_within = story in {block.container, boxes[block.container].parent}
            if not is_within or block.tag in HEADINGS | {"h1"} or len(block.text) > _LONGEST:
                break
            found = _ALONE.fullmatch(BY.sub("", block.text, count=1))
            if found and not _NOBODY.search(found["name"]):
                return [found["name"]]
    return []


def _within(blocks: list[Block]) -> list[str]:
    """Look into the first and the last paragraphs, where names have neither capitals nor spaces."""
    first = islice(filter(is_prose, blocks), _BEHIND)
    last = islice(filter(is_prose, reversed(blocks)), _BEHIND)
    opening = filter(None, (_REPORTER.match(block.text) for block in first))
    ending = filter(None, (_ENDS_IN_JAPANESE.search(block.text[-_LONGEST:]) for block in last))
    found = next(chain(opening, ending), None)
    return [next(filter(None, found.groups()))] if found else []
