"""Dates as publishers write them, however broken. Pure."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

FIRST_YEAR, LAST_YEAR = 1990, 2199
"""No article on the web is older; dates beyond either year are mistakes or the zero of a clock."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
ZONES = {
    name: hours
    for hours, names in (
        *((-10, "hst"), (-9, "akst"), (-8, "akdt pst"), (-7, "pdt mst"), (-6, "mdt cst")),
        *((-5, "cdt est"), (-4, "edt ast"), (-3, "adt art brt"), (0, "gmt utc z")),
        *((1, "bst cet met mez"), (2, "cest mest mesz eet sast"), (3, "eest msk"), (5.5, "ist")),
        *((7, "wib"), (8, "hkt sgt"), (9, "jst kst"), (10, "aest"), (11, "aedt"), (12, "nzst")),
        (13, "nzdt"),
    )
    for name in names.split()
}
"""Hours ahead of UTC by the name of a zone in small letters."""
_NUMBERS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<y>\d{4})([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})(?!\d)",
        r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)(?!\d)",
        r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})(?!\d)",
    )
)
_RFC_822 = re.compile(
    rf"(?:[A-Z][a-z]{{2}}, )?(\d{{1,2}}) ({'|'.join(_MONTHS).title()}) (\d{{4}})"
    r" ([01]\d|2[0-3]):([0-5]\d):([0-5]\d) (?:([+-]\d{4})|GMT|UTC|Z)"
)
_COMPACT_CLOCK = re.compile(r"^\s*[tT]?\s*(\d\d)(\d\d)(\d\d)?(?!\d)")
_CLOCK = re.compile(
    r"(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,]\d+)?)?(?:\s*([ap])\.?m\b)?", re.IGNORECASE
)
_OFFSET = re.compile(r"([+\-\u2212])(\d{1,2}):?(\d\d)?")
_WORD = re.compile(r"[^\W\d_]+")


def read_moment(text: str) -> datetime | None:
    """Read RFC 822, W3C-DTF, ISO 8601, ctime and what people make of them.

    The result is aware: in the zone given, UTC where none is or its name is unknown. None where
    no date is to be found, or one that no article can have.
    """
    text = " ".join(text[:200].split())
    try:
        moment = _in_full(text) or _in_numbers(text) or _in_words(text)
    except (ValueError, OverflowError):
        return None
    return moment if moment and FIRST_YEAR <= moment.year <= LAST_YEAR else None


def _in_full(text: str) -> datetime | None:
    """Read at once what nine of ten feeds have; gives what the other ways would."""
    found = _RFC_822.fullmatch(text)
    if not found:
        return None
    day, year, hour, minute, second = (int(found[part]) for part in (1, 3, 4, 5, 6))
    month = _MONTHS.index(found[2].lower()) + 1
    zone = read_zone(found[7]) if found[7] else UTC
    return datetime(year, month, day, hour, minute, second, tzinfo=zone)


def _in_numbers(text: str) -> datetime | None:
    found = next(filter(None, (pattern.match(text) for pattern in _NUMBERS)), None)
    if not found:
        return None
    year, month, day = (int(found[part]) for part in "ymd")
    rest = _COMPACT_CLOCK.sub(r"\1:\2:\g<3>", text[found.end() :]).replace(": ", " ")
    return _moment(year, month, day, rest)


def _in_words(text: str) -> datetime | None:
    """Find a month's name, a day and a year, in any order and around the time of day."""
    clock = _CLOCK.search(text)
    before, after = (text[: clock.start()], text[clock.end() :]) if clock else (text, "")
    date = before + " " + _OFFSET.sub(" ", after)
    names = [word[:3].lower() for word in _WORD.findall(date)]
    month = next((_MONTHS.index(name) + 1 for name in names if name in _MONTHS), 0)
    numbers = re.findall(r"\d+", date)[:2]
    if not month or len(numbers) < len(("day", "year")):
        return None
    day, year = numbers if len(numbers[1]) >= len(numbers[0]) else reversed(numbers)
    return _moment(_century(int(year)), month, int(day), text[clock.start() :] if clock else "")


def _century(year: int) -> int:
    """Complete a year of two digits as RFC 2822, 4.3, does; no article is older than `FIRST_YEAR`."""
    if year >= 100:  # noqa: PLR2004 - three digits
        return year
    return year + (1900 if year >= FIRST_YEAR % 100 else 2000)


def _moment(year: int, month: int, day: int, rest: str) -> datetime:
    clock = _CLOCK.search(rest)
    if not clock:
        return datetime(year, month, day, tzinfo=UTC)
    hour, minute, second = (int(part or 0) for part in clock.groups()[:3])
    if clock[4]:
        hour = hour % 12 + (12 if clock[4] in "pP" else 0)
    return datetime(year, month, day, tzinfo=read_zone(rest[clock.end() :])) + timedelta(
        hours=min(hour, 24), minutes=min(minute, 59), seconds=min(second, 59)
    )


def read_zone(text: str) -> tzinfo:
    """Give the zone that stands in a text, by its hours or its name; UTC for none and unknown ones."""
    offset = _OFFSET.search(text)
    if offset:
        hours, minutes = int(offset[2]), int(offset[3] or 0)
        shift = timedelta(hours=hours, minutes=minutes)
        return timezone(shift if offset[1] == "+" else -shift) if hours < 24 else UTC  # noqa: PLR2004
    named = next((ZONES[word] for word in _WORD.findall(text.lower()) if word in ZONES), 0)
    return timezone(timedelta(hours=named))
