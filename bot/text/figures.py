"""The numbers, sums, shares and dates that a text states, in one form whatever their spelling. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import regex

from bot.text.days import day_places, days_named, days_near
from bot.text.numerals import number_words
from bot.text.stems import stem_of
from bot.text.units import (
    ABOVE,
    KIND,
    MAY_BE_UNITS,
    MEASURES,
    SCALE,
    afternoon,
    bounds_before,
    is_meant,
    is_same,
)
from bot.text.vague import unfounded_amount
from bot.text.weekdays import weekdays

_PERCENT_OF = regex.compile(r"\s?(?:per|pour|por|per) ?cent[os]?\b", regex.IGNORECASE)
_SEPARATED = (
    r"\p{Nd}{1,3}(?:[ \xa0\u2009\u202f]\p{Nd}{3}(?!\p{Nd}))+(?:[.,٫]\p{Nd}+)?"
    r"|\p{Nd}+(?:[.,'’٬٫]\p{Nd}+)*"
)
_BEFORE = r"(?:(?P<before>[A-Z]{0,3}\p{Sc}|(?<!\p{L})(?i:rs|eur|usd|gbp|inr|chf))\.?\s?)?"
_FIGURE = regex.compile(
    rf"{_BEFORE}(?P<digits>{_SEPARATED})"
    rf"(?P<range>\s?(?:[-–—~]|to|bis|à|a|and|und|y|et|до|и|至)\s?\p{{Sc}}?(?={_SEPARATED}))?"
)
_SCALE_AFTER = regex.compile(r"[\s-]?(\p{Han}|[\p{Hangul}]|[\p{L}\p{M}]+)\.?")
_KIND_AFTER = regex.compile(r"[\s-]?(%|％|٪|\p{Sc}|[\p{L}\p{M}]+)")
_RUN = regex.compile(r"[\p{L}\p{M}]+")
_ROUNDED = 3
"""Digits up to which "1.2 million" may stand for 1,234,567."""
_TEN = 10
_FRACTION = regex.compile(
    r"[\s-](?:third|quarter|fifth|tenth|drittel|viertel|fünftel|zehntel|tiers|quart|cinquième|dixième|tercio"
    r"|cuarto|quinto|terz|terço|derde|kwart|tredjedel|fjärdedel|fjerdedel|трет|четверт)",
    regex.IGNORECASE,
)
"""What makes of "two" a part of something."""
_YEAR = regex.compile(r"(?:19|20)\d\d")
_DECADE = regex.compile(r"(?<=0)(?:['’]?s|er)(?!\p{L})")
_JOINED = regex.compile(r"-(\p{L}{3,})")
_HAN_SUM = regex.compile(
    r"(?<!\p{Nd})(?=\p{Nd}+[億亿억万萬만]\p{Nd})(?:(\p{Nd}+)[億亿억])?(?:(\p{Nd}+)[万萬만])?(\p{Nd}+)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number as it stands; `values` are its readings, `kind` is "%", a currency or "".

    `is_vague`: it supports others and is not held against the article itself ("one").
    `unit` is the worth of its last digit where it is rounded to millions or tenths, else 0.
    `measure` is what it is joined to: "year" in "8-year-old".
    `bounds` are the sides (ABOVE, BELOW, ABOUT) on which "more than 40" may lie; none where it is exact.
    """

    shown: str
    values: frozenset[Decimal]
    kind: str = ""
    is_vague: bool = False
    unit: Decimal = Decimal(0)
    measure: str = ""
    bounds: frozenset[str] = frozenset()


def unfounded(said: str, source: str, language: str = "") -> str:
    """Give the first figure or day of `said` that `source` does not state; "" where there is none.

    Words for numbers are those of `language`, a code like "en".
    """
    theirs = _stated(source, language)
    for figure in _figures(said, language):
        if not figure.is_vague and not theirs.found(figure):
            return figure.shown
    if amount := unfounded_amount(said, source, theirs.counted):
        return amount
    for day, name in weekdays(said).items():
        if day not in weekdays(source):
            return name
    days = days_near(source)
    months = {month for month, _ in days}
    named = sorted(days_named(said))
    strange = ((m, d) for m, d in named if m not in months or (d and (m, d) not in days))
    return next((f"{day}/{month}" if day else f"month {month}" for month, day in strange), "")


@lru_cache(maxsize=4)
def _stated(source: str, language: str) -> "_Figures":
    return _Figures(_figures(source, language))


def _figures(text: str, language: str) -> Iterator[Figure]:
    yield from _in_digits(text)
    yield from _in_words(text, language)


class _Figures:
    """The figures of an article by their worth."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self.by_value: dict[Decimal, list[Figure]] = {}
        self.kinds: set[str] = set()
        self.measures: set[str] = set()
        self.counted: list[tuple[Decimal, str]] = []
        for figure in figures:
            self.kinds.add(figure.kind)
            self.measures.add(figure.measure)
            if not _is_year(figure.shown):
                self.counted.extend((value, figure.kind) for value in figure.values)
            for value in figure.values:
                self.by_value.setdefault(value, []).append(figure)

    def found(self, figure: Figure) -> bool:
        """Say whether one of the same worth and kind stands here."""
        values = set(figure.values)
        if figure.unit:
            half = figure.unit / 2
            # why not all: "12" in "12m" is no rounded number by itself.
            rounded = [value for value in figure.values if value >= figure.unit]
            values |= {
                v for v in self.by_value for m in rounded if m - half <= v < m + figure.unit
            }
        values |= {
            v for v in self.by_value for m in figure.values if is_meant(m, v, figure.bounds)
        }
        converted = figure.kind in MEASURES and any(
            is_same(value, figure.kind, its, kind)
            for value in figure.values
            for its, kind in self.counted
            if kind in MEASURES
        )
        return converted or any(
            self._is_of_kind(other, figure)
            for value in values
            for other in self.by_value.get(value, ())
        )

    def _is_of_kind(self, other: Figure, figure: Figure) -> bool:
        """Say whether two figures count the same; where the article never says what, they may."""
        understood = self.kinds - MEASURES
        return (
            figure.kind in {"", other.kind} or (not other.kind and figure.kind not in understood)
        ) and (figure.measure in {"", other.measure} or figure.measure not in self.measures)


def _in_digits(text: str) -> Iterator[Figure]:
    text = _HAN_SUM.sub(_summed, text)
    waiting: list[tuple[str, frozenset[Decimal], str]] = []
    days = day_places(text)
    for match in _FIGURE.finditer(text):
        if match.start("digits") in days:
            continue
        values, digits = _readings(match["digits"]), match["digits"]
        before = KIND.get((match["before"] or "").lower(), "")
        if match["range"]:  # "5 to 10 million": what stands behind the second belongs to both
            waiting.append((digits, values, before))
            yield Figure(shown=digits, values=values, kind=before, is_vague=True)
            continue
        scale, rest = _scale(text, match.end())
        kind = before or _kind(text, rest)
        for shown, low, its_kind in waiting:
            if _is_year(shown) and min(values) < min(low):  # "forecast for 2019 to 1.8 percent"
                yield Figure(shown=shown, values=low)
                continue
            both = low | _scaled(low, scale)
            yield Figure(shown=shown, values=both, kind=its_kind or kind)
        waiting = []
        shown = text[match.start() : rest].strip()
        yield Figure(
            shown=shown,
            values=_scaled(values, scale) | afternoon(text, rest, values),
            kind=kind,
            unit=_unit(digits, scale),
            bounds=bounds_before(text, match.start()) | _decade(text, match.end("digits")),
            measure=_measure(text, rest),
        )


def _decade(text: str, at: int) -> frozenset[str]:
    """Let "1980s" stand for each of its years."""
    return frozenset({ABOVE} if _DECADE.match(text, at) else ())


def _is_year(digits: str) -> bool:
    return bool(_YEAR.fullmatch(digits))


def _summed(match: "regex.Match[str]") -> str:
    """Write 3万5000 as 35000."""
    parts = zip(match.groups(), (100_000_000, 10_000, 1), strict=True)
    return f"{sum(Decimal(part) * size for part, size in parts if part):f}"


def _unit(digits: str, scale: tuple[Decimal, ...]) -> Decimal:
    """Say what the last digit of "1.2 million" or "3.5" is worth; 0 where nothing is rounded."""
    fraction = digits.replace(",", ".").partition(".")[2]
    worth = max(scale, default=Decimal(1))
    if sum(map(str.isdigit, digits)) > _ROUNDED or (worth <= 1 and not fraction):
        return Decimal(0)
    return worth / Decimal(10) ** len(fraction)


def _measure(text: str, at: int) -> str:
    joined = _JOINED.match(text, at)
    return stem_of(joined[1].lower()) if joined else ""


def _scaled(values: frozenset[Decimal], scale: tuple[Decimal, ...]) -> frozenset[Decimal]:
    return frozenset(value * size for value in values for size in scale) if scale else values


def _scale(text: str, at: int) -> tuple[tuple[Decimal, ...], int]:
    """Read "million" and its like behind a number: what it is worth, and where it ends."""
    match = _SCALE_AFTER.match(text, at)
    word = match[1].lower() if match else ""
    if not match or word not in SCALE:
        return (), at
    if word in MAY_BE_UNITS:
        return (Decimal(1), SCALE[word]), match.end(1)
    more, end = _scale(text, match.end(1))  # "mil millones", "hundred thousand"
    return tuple(SCALE[word] * size for size in more or (Decimal(1),)), max(end, match.end(1))


def _kind(text: str, at: int) -> str:
    if _PERCENT_OF.match(text, at):
        return "%"
    match = _KIND_AFTER.match(text, at)
    return KIND.get(match[1].lower(), "") if match else ""


def _readings(digits: str) -> frozenset[Decimal]:
    """Read separators either way where they may mean either: "1.234"."""
    plain = "".join(str(int(c)) if c.isdigit() else c for c in digits)
    plain = regex.sub(r"['’٬\s]", "", plain).replace("٫", ".")
    marks = set(plain) & {".", ","}
    if not marks:
        return frozenset({Decimal(plain)})
    last = max(marks, key=plain.rfind)
    whole = Decimal(regex.sub(r"[.,]", "", plain))
    head, _, tail = plain.rpartition(last)
    decimal = Decimal(f"{regex.sub(r'[.,]', '', head) or 0}.{tail}")
    if len(marks) == 1 and plain.count(last) > 1:
        return frozenset({whole})
    if len(marks) == 1 and len(tail) == 3:  # noqa: PLR2004 - a group of thousands
        return frozenset({whole, decimal})
    return frozenset({decimal})


def _in_words(text: str, language: str) -> Iterator[Figure]:
    words = number_words(language)
    found = list(_RUN.finditer(text))
    skip = -1
    for place, match in enumerate(found):
        value = words.get(match[0].lower())
        if value is None or place <= skip:
            continue
        end = match.end()
        following = found[place + 1] if place + 1 < len(found) else None
        unit = words.get(following[0].lower()) if following else None
        if following and unit and _are_one(value, unit, text[end]):
            value, end, skip = value + unit, following.end(), place + 1
        scale, rest = _scale(text, end)
        values = _scaled(frozenset({Decimal(value)}), scale)
        yield Figure(
            shown=text[match.start() : rest],
            values=values,
            kind=_kind(text, rest),
            is_vague=(value <= 1 and not scale) or bool(_FRACTION.match(text, end)),
            bounds=bounds_before(text, match.start()),
            measure=_measure(text, rest),
        )


def _are_one(tens: int, unit: int, between: str) -> bool:
    """Say whether two words are one number: "twenty-three", "dix-huit"."""
    return tens % _TEN == 0 and unit < _TEN and (tens > _TEN or between == "-")
