"""Lines that say nothing but when: a day, an hour, how long ago."""

import re

from bot.page.outline import LEAVES, TIME, Block

YEAR = r"\b(?:1[349]|2[05])\d\d\b"
"""Also of the calendars of Iran, of Islam and of Thailand."""
_DAY = re.compile(
    rf"\d{{1,4}}(?:[./-]\d{{1,2}}[./-]\d{{2,4}}|\b\D{{1,15}}{YEAR}|[年년월月]\s?\d{{1,2}}\s?[月月일日])"
)
_LONGEST = 100
_DIGITS = 0.4
"""Share of digits from which on a line with a day is nothing but that."""
_CLOCK_ALONE = re.compile(r"[012]?\d\s?[:h]\s?[0-5]\d(?:\s?(?:[ap]\.?m|uhr|h|ч|น)\b\.?)?")
_CLOCK = re.compile(r"\d[:.h]\s?[0-5]\d\b")
_COUNTED = re.compile(r"\d+|[^\W\d_]+")


def is_moment(block: Block) -> bool:
    """Whether a block is nothing but a day or an hour; an hour alone in a paragraph is the story's."""
    is_clock = block.tag not in LEAVES and _CLOCK_ALONE.fullmatch(block.text)
    return bool(block.tag == TIME or is_clock or is_date(block.text))


def is_date(text: str) -> bool:
    """Whether a line says the day and hardly anything else: "Updated: Nov. 20, 2019 1:35 a.m."."""
    if len(text) > _LONGEST or not _DAY.search(text):
        return False
    digits, letters = sum(map(str.isdigit, text)), sum(map(str.isalpha, text))
    if digits > _DIGITS * (digits + letters):
        return True
    counted = _COUNTED.findall(text) if _CLOCK.search(text) else []
    return 2 * sum(map(str.isdigit, counted)) >= len(counted) > 0
