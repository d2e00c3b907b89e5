"""Strikes run after run at a later call, until none is struck any more, and counts what came of it."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

from tests.journeys.conftest import Herald
from tests.sweep.outlets import channel, outlets, post_to
from tests.sweep.strikes import FAIL_ON, HALT, Blow, Strike
from tests.sweep.ways import LOCKED_FOR, NO_LONGER_ON_ITS_WAY, Way, everywhere, finish, stories

Install = Callable[[str], AbstractAsyncContextManager[Herald]]
"""Gives an installation of one's own, by a name for it."""
PATIENCE = {FAIL_ON: 1.5, HALT: LOCKED_FOR}
"""Seconds after which a run that has not ended is killed, by what struck it, if not a minute."""


@dataclass(slots=True)
class Tally:
    """What came of the points of one way and strike; `bad` says which, for the curious.

    `doubtful` counts what a person was asked about.
    """

    points: int = 0
    lost: int = 0
    doubled: int = 0
    disordered: int = 0
    doubtful: int = 0
    bad: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        for name in ("points", "lost", "doubled", "disordered", "doubtful"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.bad += other.bad


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What is done, where to, what strikes, and at which calls: each `stride`th from the `first` on."""

    way: Way
    to: tuple[str, ...]
    strike: Strike
    stride: int = 1
    first: int = 1


async def sweep(install: Install, part: Part, *, lanes: int = 4) -> Tally:
    """Strike at all points of a part, in several installations at once."""
    return await gathered(
        _lane(install, part, range(part.first + n * part.stride, 10_000, lanes * part.stride))
        for n in range(lanes)
    )


async def gathered(lanes: Iterable[Coroutine[None, None, Tally]]) -> Tally:
    """Go several lanes at once and add up what came of them."""
    tally = Tally()
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(lane) for lane in lanes]
    for task in tasks:
        tally.add(task.result())
    return tally


async def _lane(install: Install, part: Part, points: range) -> Tally:
    way, strike = part.way, part.strike
    name = f"{'-'.join(part.to)[:16]}-{way.name}-{strike.what[:24]}-{points.start}"
    tally = Tally()
    async with install(name.replace(" ", "_")) as herald:
        herald.config["posting"] = dict(way.posting)
        post_to(herald, *part.to)
        for destination in herald.config["destinations"]:
            destination.update(way.manner)
        herald.site.add("in-peace")
        herald.write()
        await herald.once()
        herald.hurry()
        order = ["in-peace"]
        for point in points:
            slug = f"struck-at-{point}"
            order.append(slug)
            if not await _point(herald, way, strike.at(point), slug, tally):
                break
        else:
            raise AssertionError(f"{way.name}: no end of calls")
        await _judge_all(herald, order, tally)
    return tally


async def _point(herald: Herald, way: Way, strike: Blow, slug: str, tally: Tally) -> bool:
    """Go the way once, struck; says whether the strike found its call."""
    mark, before = herald.folder / "struck", len(herald.runs)
    await way.prepare(herald, slug)
    await way.strike(herald, strike, PATIENCE.get(strike[2], 60.0))
    was_struck = mark.exists()
    mark.unlink(missing_ok=True)
    herald.ahead += NO_LONGER_ON_ITS_WAY
    tally.doubtful += await finish(herald, lambda: everywhere(herald, way.seen, slug))
    tally.points += was_struck
    if mistakes := [run.log for run in herald.runs[before:] if "Traceback" in run.log]:
        tally.bad.append(f"{herald.folder.name}: a mistake at {slug}: {mistakes[0][-600:]}")
    for outlet in outlets(herald):
        seen = way.seen(herald, outlet, slug)
        if seen != 1:
            tally.lost += seen < 1
            tally.doubled += seen > 1
            tally.bad.append(f"{herald.folder.name}: {outlet}: {slug} is there {seen} times")
    return was_struck


async def _judge_all(herald: Herald, order: list[str], tally: Tally) -> None:
    """Look at the whole: it stands in its order, and nothing is left over."""
    for outlet in outlets(herald):
        stood = [s for s in dict.fromkeys(stories(herald, outlet)) if s in order]
        if stood != [slug for slug in order if slug in stood]:
            tally.disordered += 1
            tally.bad.append(f"{herald.folder.name}: {outlet}: {stood} is out of order")
        if drafts := channel(herald, outlet).drafts:
            tally.bad.append(f"{herald.folder.name}: {outlet}: left over: {drafts}")
    rest = [row for row in await herald.deliveries() if row["state"] not in {"sent", "cancelled"}]
    tally.doubtful += sum(row["state"] == "in_doubt" for row in rest)
    tally.bad += [f"{herald.folder.name}: left over: {row}" for row in rest]
