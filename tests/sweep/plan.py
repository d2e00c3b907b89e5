"""What a whole sweep strikes, and the tables that it makes of what came of it."""

import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from tests.sweep.outlets import OUTLETS
from tests.sweep.strikes import LOCKED, ON_DISK, ON_THE_NET, OPEN, SIGKILL, TORN, Strike
from tests.sweep.sweep import Tally
from tests.sweep.ways import WAYS

STRIDES = {
    "publish a text": 14,
    "publish a picture": 12,
    "correct": 12,
    "retract": 12,
    "digest": 24,
    "approve": 6,
    "reload": 20,
    "migrate": 3,
}
"""Each how many-th call is struck by a kill, so that each action has about fifteen points an outlet."""
DENSE, TIMES = ("telegram", "x"), 2
"""Outlets whose calls are struck so many times as often."""
ON_POSTGRES, OF_MIGRATION = 5, 5
OTHERWISE = 6
"""Each how many-th call of a disk is struck, since what it does is much like what others do."""
OF_LOCK, OF_NET, OF_OPEN = 40, 2, 1
PICTURE = "publish a picture"
TELEGRAM = ("telegram",)
TALLIED = ("lost", "doubled", "disordered", "doubtful")


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A part of the plan: on which database, which action (a way's name or "migrate"), where to."""

    database: str
    action: str
    to: tuple[str, ...]
    strike: Strike
    stride: int

    def __str__(self) -> str:
        return f"{self.database}: {' and '.join(self.to)}: {self.action}: {self.strike.what}"

    @property
    def first(self) -> int:
        """Say where to begin: always the same for the same part, and another for another."""
        return first_of(self.stride, str(self))


def first_of(stride: int, seed: str) -> int:
    return zlib.crc32(seed.encode()) % stride + 1


def plan() -> Iterator[Planned]:
    """Give all parts, those first that take longest."""
    actions = [way.name for way in WAYS]
    for action in reversed(actions):
        yield _part("postgresql", action, TELEGRAM, SIGKILL, ON_POSTGRES)
        for outlet in OUTLETS:
            stride = STRIDES[action] // (TIMES if outlet in DENSE else 1)
            yield _part("sqlite", action, (outlet,), SIGKILL, stride)
    yield _part("sqlite", "migrate", (), SIGKILL, STRIDES["migrate"])
    yield _part("postgresql", "migrate", (), SIGKILL, OF_MIGRATION)
    yield _part("sqlite", PICTURE, DENSE, LOCKED, OF_LOCK)
    for strike in (TORN, *ON_DISK):
        stride = OF_OPEN if strike.kinds == OPEN else OTHERWISE
        yield _part("sqlite", PICTURE, DENSE, strike, stride)
    for strike in ON_THE_NET:
        yield _part("postgresql", PICTURE, TELEGRAM, strike, OF_NET)
        for outlet in OUTLETS:
            yield _part("sqlite", PICTURE, (outlet,), strike, OF_NET)


def every(parts: Iterable[Planned]) -> Iterator[Planned]:
    """Strike each single call; but lock the database as often as before, which takes a minute each."""
    yield from (part if part.strike is LOCKED else replace(part, stride=1) for part in parts)


def _part(database: str, action: str, to: tuple[str, ...], strike: Strike, stride: int) -> Planned:
    return Planned(database=database, action=action, to=to, strike=strike, stride=stride)


def tables(found: Mapping[Planned, Tally]) -> str:
    """Say in Markdown what came of it: kills by outlet and action, then all by what struck."""
    kills = {part: tally for part, tally in found.items() if part.to and part.strike is SIGKILL}
    rest = {part: tally for part, tally in found.items() if part not in kills}
    all_of_it = f"**{_sum(found.values()).points:,} points in all.**"
    return f"{_by_outlet(kills)}\n\n{_by_strike(rest)}\n\n{all_of_it}"


def _by_outlet(kills: Mapping[Planned, Tally]) -> str:
    actions = [way.name for way in WAYS]
    lines = [
        f"| killed while posting to | {' | '.join(actions)} | lost | doubled | out of order | a person asked |",
        f"|---|{'--:|' * (len(actions) + len(TALLIED))}",
    ]
    places = dict.fromkeys((part.to[0], part.database) for part in kills)
    for outlet, database in sorted(places, key=lambda place: place[1], reverse=True):
        here = {p: t for p, t in kills.items() if (p.to[0], p.database) == (outlet, database)}
        by_action = {part.action: tally.points for part, tally in here.items()}
        name = outlet if database == "sqlite" else f"{outlet}, on PostgreSQL"
        points = " | ".join(str(by_action.get(action, "–")) for action in actions)
        lines.append(f"| {name} | {points} | {_ends(_sum(here.values()))} |")
    return "\n".join(lines)


def _by_strike(rest: Mapping[Planned, Tally]) -> str:
    lines = [
        "| struck by | while it is to | points: SQLite | PostgreSQL | lost | doubled | out of order | a person asked |",
        "|---|---|--:|--:|--:|--:|--:|--:|",
    ]
    for action, what in dict.fromkeys((part.action, part.strike.what) for part in rest):
        here = {p: t for p, t in rest.items() if (p.action, p.strike.what) == (action, what)}
        of = {
            database: _sum(t for p, t in here.items() if p.database == database).points or "–"
            for database in ("sqlite", "postgresql")
        }
        ends = _ends(_sum(here.values()))
        lines.append(f"| {what} | {action} | {of['sqlite']} | {of['postgresql']} | {ends} |")
    return "\n".join(lines)


def _ends(tally: Tally) -> str:
    return " | ".join(str(getattr(tally, name)) for name in TALLIED)


def _sum(tallies: Iterable[Tally]) -> Tally:
    total = Tally()
    for tally in tallies:
        total.add(tally)
    return total
