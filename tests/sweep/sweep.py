"""Strikes run after run at a later call, until none is struck any more, and counts what came of it."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

from tests.journeys.conftest import Herald
from tests.sweep.strikes import FAIL_ON, Strike
from tests.sweep.ways import NO_LONGER_ON_ITS_WAY, PLATFORMS, Way, finish, stories

Install = Callable[[str], AbstractAsyncContextManager[Herald]]
"""Gives an installation of one's own, by a name for it."""
LANES = 6
PATIENCE, SHORT = 60.0, 1.5
"""Seconds after which a run that has not ended is killed; the short ones where a disk is broken."""


@dataclass(slots=True)
class Tally:
    """What came of the points of one way and strike; `bad` says which, for the curious."""

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


async def sweep(
    install: Install, way: Way, strike: Strike, *, stride: int = 1, first: int = 1
) -> Tally:
    """Strike each `stride`th call from the `first` on, in several installations at once."""
    return await gathered(
        _lane(install, way, strike, range(first + n * stride, 10_000, LANES * stride))
        for n in range(LANES)
    )


async def gathered(lanes: Iterable[Coroutine[None, None, Tally]]) -> Tally:
    """Go several lanes at once and add up what came of them."""
    tally = Tally()
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(lane) for lane in lanes]
    for task in tasks:
        tally.add(task.result())
    return tally


async def _lane(install: Install, way: Way, strike: Strike, points: range) -> Tally:
    name = f"{way.name}-{strike.what[:24]}-{points.start}".replace(" ", "_")
    tally = Tally()
    async with install(name) as herald:
        herald.config["posting"] = dict(way.posting)
        for destination in herald.config["destinations"]:
            destination.update(way.manner)
        herald.hurry()
        herald.site.add("in-peace")
        await herald.once()
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


async def _point(
    herald: Herald, way: Way, strike: tuple[int, int, int, int], slug: str, tally: Tally
) -> bool:
    """Go the way once, struck; says whether the strike found its call."""
    mark = herald.folder / "struck"
    await way.prepare(herald, slug)
    await way.strike(herald, strike, SHORT if strike[2] == FAIL_ON else PATIENCE)
    was_struck = mark.exists()
    mark.unlink(missing_ok=True)
    herald.ahead += NO_LONGER_ON_ITS_WAY
    await finish(herald, lambda: all(way.seen(herald, p, slug) for p in PLATFORMS))
    tally.points += was_struck
    for platform in PLATFORMS:
        seen = way.seen(herald, platform, slug)
        if seen != 1:
            tally.lost += seen < 1
            tally.doubled += seen > 1
            tally.bad.append(f"{herald.folder.name}: {platform}: {slug} is there {seen} times")
    return was_struck


async def _judge_all(herald: Herald, order: list[str], tally: Tally) -> None:
    """Look at the whole: it stands in its order, and nothing is left over."""
    for platform in PLATFORMS:
        stood = [s for s in dict.fromkeys(stories(herald, platform)) if s in order]
        if stood != [slug for slug in order if slug in stood]:
            tally.disordered += 1
            tally.bad.append(f"{herald.folder.name}: {platform}: {stood} is out of order")
    rest = [row for row in await herald.deliveries() if row["state"] not in {"sent", "cancelled"}]
    tally.doubtful += sum(row["state"] == "in_doubt" for row in rest)
    tally.bad += [f"{herald.folder.name}: left over: {row}" for row in rest]
