"""The days and months that a text names, however they are written. Pure."""

from collections.abc import Iterator
from functools import lru_cache

import regex

from bot.text.numerals import MONTHS

Day = tuple[int, int]
"""Month and day of the month; day 0 where only the month is named."""

_LAST_DAY, _LAST_MONTH = 31, 12
_NEAR = 25
"""Characters around a month's name in which its days may stand: "between 3 and 5 March"."""
_PLAIN = "|".join(
    regex.escape(name)
    for name in sorted(MONTHS, key=len, reverse=True)
    if name not in {"may", "march", "mars"}  # other words, but for their capital
)
_MONTH = regex.compile(
    rf"(?<!\p{{L}})(?:(?i:{_PLAIN})|May|March|(?<=\p{{Nd}}\s)mars)\.?(?!\p{{L}})"
)
_BEFORE = regex.compile(
    r"(?<!\p{Nd})(\p{Nd}{1,2})(?:st|nd|rd|th|er|\.|º|°)?\s(?:of |de |d['’])?$", regex.IGNORECASE
)
_AFTER = regex.compile(r"\s(\p{Nd}{1,2})(?:st|nd|rd|th)?(?![\p{Nd}:])")
_ANY = regex.compile(r"(?<![\p{Nd}.,])(\p{Nd}{1,2})(?!\p{Nd})")
_ISO = regex.compile(r"(?<!\p{Nd})\p{Nd}{4}-(\p{Nd}{2})-(\p{Nd}{2})(?!\p{Nd})")
_NUMERIC = regex.compile(r"(?<!\p{Nd})(\p{Nd}{1,2})([./-])(\p{Nd}{1,2})\2\p{Nd}{2,4}(?!\p{Nd})")
_DENSE = regex.compile(r"(\p{Nd}{1,2})\s?[月월]\s?(?:(\p{Nd}{1,2})\s?[日일])?")


def days_named(text: str) -> set[Day]:
    """Give the days that a text surely names: "5 March", "2020-03-05", "3月5日"."""
    found: set[Day] = set(_unmistakable(text))
    for match in _MONTH.finditer(text):
        month = _number(match[0])
        before = _BEFORE.search(text, max(0, match.start() - 10), match.start())
        after = _AFTER.match(text, match.end())
        days = {int(day[1]) for day in (before, after) if day} & set(range(1, _LAST_DAY + 1))
        found |= {(month, day) for day in days or {0}}
    return found


def day_places(text: str) -> set[int]:
    """Say where the numbers stand that are days of a month named beside them."""
    found: set[int] = set()
    for match in _MONTH.finditer(text):
        before = _BEFORE.search(text, max(0, match.start() - 10), match.start())
        after = _AFTER.match(text, match.end())
        found |= {day.start(1) for day in (before, after) if day}
    return found


@lru_cache(maxsize=4)
def days_near(text: str) -> frozenset[Day]:
    """Give all days that a text may name: any number near a month, 4/5/2020 either way."""
    found: set[Day] = set(_unmistakable(text))
    for match in _MONTH.finditer(text):
        around = text[max(0, match.start() - _NEAR) : match.end() + _NEAR]
        found |= {(_number(match[0]), int(day)) for day in (*_ANY.findall(around), 0)}
    for match in _NUMERIC.finditer(text):
        one, other = int(match[1]), int(match[3])
        found |= {
            (month, day) for month, day in ((one, other), (other, one)) if month <= _LAST_MONTH
        }
    return frozenset(found)


def _unmistakable(text: str) -> Iterator[Day]:
    for match in (*_ISO.finditer(text), *_DENSE.finditer(text)):
        yield int(match[1]), int(match[2] or 0)


def _number(name: str) -> int:
    return MONTHS[name.lower().rstrip(".")]
