"""The moment that a line tells its readers, in words or figures, in the languages of the news. Pure."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from bot.text.moments import FIRST_YEAR, LAST_YEAR, ZONES, read_zone
from bot.text.numerals import MONTHS

_FURTHER = """
janv jän gen leden ledna január ianuarie януари ιανουαρίου tammikuuta يناير ינואר जनवरी জানুয়ারি มกราคม gener xaneiro janúar jaanuar janvāris janvārī sausio januarja januara ژانویه جنوری जानेवारी janar
februari févr fevereiro únor února február februarie февруари φεβρουαρίου helmikuuta فبراير פברואר फरवरी ফেব্রুয়ারি กุมภาพันธ์ febrer febreiro febrúar veebruar februāris februārī vasario februarja februara فوریه فروری फेब्रुवारी shkurt
maret mär mrt marts březen března március martie marec март μαρτίου maaliskuuta مارس מרץ मार्च মার্চ มีนาคม març marti märts marts martā kovo marca marta مارچ
avr abr duben dubna április aprilie apríla απριλίου huhtikuuta أبريل אפריל अप्रैल এপ্রিল เมษายน abril apríl aprill aprīlis aprīlī balandžio aprila آوریل اپریل एप्रिल prill aprili
mag květen května május май μαΐου toukokuuta مايو מאי मई মে พฤษภาคม mája maig maí maijs maijā gegužės مه مئی
giu jún červen června június iunie юни ιουνίου kesäkuuta يونيو יוני जून জুন มิถุนายน júna juny xuño júní juuni jūnijs jūnijā birželio junija juna ژوئن जून qershor
lug juil červenec července július iulie юли ιουλίου heinäkuuta يوليو יולי जुलाई জুলাই กรกฎาคม júla juliol xullo júlí juuli jūlijs jūlijā liepos julija jula ژوئیه جولائی जुलै korrik julai
ago augusti augusta agustus srpen srpna augusztus август αυγούστου elokuuta أغسطس אוגוסט अगस्त আগস্ট สิงหาคม agost ágúst augusts augustā rugpjūčio avgusta اوت اگست ऑगस्ट gusht ogos agosti
set septembrie září szeptember септември σεπτεμβρίου syyskuuta سبتمبر ספטמבר सितंबर সেপ্টেম্বর กันยายน septembra setembre setembro septembris septembrī rugsėjo سپتامبر ستمبر सप्टेंबर shtator septemba
ott out říjen října octombrie október октомври οκτωβρίου lokakuuta أكتوبر אוקטובר अक्टूबर অক্টোবর ตุลาคม októbra octubre outubro október oktoober oktobris oktobrī spalio oktobra اکتبر اکتوبر ऑक्टोबर tetor oktoba
novembro noiembrie ноември νοεμβρίου marraskuuta نوفمبر נובמבר नवंबर নভেম্বর พฤศจิกายน novembra novembre nóvember novembris novembrī lapkričio نوامبر نومبر नोव्हेंबर nëntor novemba
dic déc desember decembrie prosinec prosince декември δεκεμβρίου joulukuuta ديسمبر דצמבר दिसंबर ডিসেম্বর ธันวาคม decembra desembre decembro desember detsember decembris decembrī gruodžio دسامبر دسمبر डिसेंबर dhjetor desemba disember
"""
_MONTHS = {
    name: month
    for month, names in enumerate(_FURTHER.strip().splitlines(), 1)
    for name in names.split()
} | MONTHS
_TOKEN = re.compile(r"\d+|[^\s\d,.;:|/()\[\]–—·•،'’-]+")
_LONGEST = 200
"""Characters of a line that are looked at."""
_YEAR = 4
"""Figures of a year; a day has fewer."""
_BEFORE, _AFTER = 2, 4
"""Words in which a figure may stand before and after a month: "20 de mayo", "mayo del año 2026"."""
_FIGURES = (
    re.compile(r"(?<!\d)(?P<y>\d{4})([-/.])\s?(?P<m>\d{1,2})\2\s?(?P<d>\d{1,2})(?!\d)"),
    re.compile(
        r"(?<!\d)(?P<y>\d{4})\s?[年년]\s?(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日號号일]"
    ),
    re.compile(
        r"(?<![\d.])(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4}|\d\d(?![\d:]))(?!\d)"
    ),
    re.compile(r"(?<!\d)(?P<d>\d{1,2}) tháng (?P<m>\d{1,2})(?:,| năm) (?P<y>\d{4})"),
)
_EITHER_WAY = re.compile(r"(?<![\d/])(\d{1,2})([/-])(\d{1,2})\2(\d{4})(?!\d)")
_CLOCK = re.compile(
    r"(?P<half>오전|오후|上午|下午|午前|午後)?\s?(?<![\d.,:+])(?P<hour>[012]?\d)"
    r"(?:\s?(?:[:.h時时시点點])\s?(?P<minute>[0-5]\d)(?!\d)분?(?:[:.](?P<second>[0-5]\d)(?:\.\d+)?)?"
    r"|(?=\s?(?:[ap]\.?\s?m\b|h\b|uhr\b|[時时시点點])))"
    r"(?:\s?(?P<ap>[ap])\.?\s?m\b\.?)?",
    re.IGNORECASE,
)
_ZONE = re.compile(
    r"\s?\(?(?P<zone>(?P<name>Z|[A-Z]{3,4})\b(?:[+\u2212-]\d{1,2})?|[+\u2212-]\d\d:?(?:\d\d)?)"
)
_AFTERNOON = {"p", "오후", "下午", "午後"}
_DECEMBER, _BUDDHIST = 12, 543
"""The last month, and how many years the calendar of Thailand is ahead."""


class Named(NamedTuple):
    """A day that a line may name, and what stands after and before it there."""

    year: int
    month: int
    day: int
    after: str
    before: str


def told_moment(line: str, *, day_first: bool = False) -> datetime | None:
    """Find the day that a line names with its year, and the time beside it; None where there is none.

    Aware only where a zone stands beside the time. `day_first` says whether 4/5/2026 is in May;
    without it only days that can be but one are read so.
    """
    for named in _days(line[:_LONGEST], day_first=day_first):
        year = named.year - (_BUDDHIST if named.year > LAST_YEAR else 0)
        if FIRST_YEAR <= year <= LAST_YEAR:
            try:
                day = datetime(year, named.month, named.day)  # noqa: DTZ001 - where, the caller knows
            except ValueError:
                continue
            return _at(day, named.after) or _at(day, named.before) or day
    return None


def _days(line: str, *, day_first: bool) -> Iterator[Named]:
    for pattern in _FIGURES:
        for found in pattern.finditer(line):
            year = int(found["y"]) + (2000 if len(found["y"]) < _YEAR else 0)
            month, day = int(found["m"]), int(found["d"])
            yield Named(year, month, day, line[found.end() :], line[: found.start()])
    for found in _EITHER_WAY.finditer(line):
        one, other = int(found[1]), int(found[3])
        after, before = line[found.end() :], line[: found.start()]
        if day_first or one > _DECEMBER:
            yield Named(int(found[4]), other, one, after, before)
        elif other > _DECEMBER:
            yield Named(int(found[4]), one, other, after, before)
    yield from _in_words(line)


def _in_words(line: str) -> Iterator[Named]:
    """Give days with a month by its name: "20 de mayo de 2026", "May 20th, 2026", "2026. május 20."."""
    tokens = list(_TOKEN.finditer(line))
    found: list[tuple[int, int, Named]] = []
    for n, token in enumerate(tokens):
        if month := _month(token[0]):
            before = [t for t in tokens[max(0, n - _BEFORE) : n] if t[0].isdecimal()][-1:]
            after = [t for t in tokens[n + 1 : n + 1 + _AFTER] if t[0].isdecimal()][:2]
            for one, other in pairwise(before + after):
                day, year = sorted((one, other), key=lambda figures: len(figures[0]))
                if len(day[0]) < _YEAR == len(year[0]):
                    start, end = min(one.start(), token.start()), max(other.end(), token.end())
                    named = Named(int(year[0]), month, int(day[0]), line[end:], line[:start])
                    found.append((end - start, start, named))
                    break
    # why the shortest first: in "by Maria March, 20 May 2026" only one of them is a month
    kept: list[tuple[int, int, Named]] = []
    for size, start, named in sorted(found):
        if all(start >= begin + length or begin >= start + size for begin, length, _ in kept):
            kept.append((start, size, named))
    return (named for _, _, named in sorted(kept))


def _month(word: str) -> int:
    small = word.lower()
    return _MONTHS.get(small) or _MONTHS.get(small.removeprefix("ב"), 0)


def _at(day: datetime, text: str) -> datetime | None:
    """Set a day to the time that a text names; None where it names none."""
    clock = _CLOCK.search(text)
    if not clock:
        return None
    hour, minute, second = (int(clock[part] or 0) for part in ("hour", "minute", "second"))
    if half := clock["half"] or clock["ap"]:
        hour = hour % 12 + (12 if half.lower() in _AFTERNOON else 0)
    moment = day + timedelta(hours=min(hour, 24), minutes=minute, seconds=second)
    zone = _ZONE.match(text, clock.end())
    if not zone or (zone["name"] or "z").lower() not in ZONES:
        return moment
    return moment.replace(tzinfo=read_zone(zone["zone"]))
