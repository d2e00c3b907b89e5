"""SIGKILL at every database write and every network call of a publish: nothing lost or doubled."""

import asyncio
import os
from dataclasses import dataclass
from pathlib import Path
from signal import SIGKILL

import pytest

from tests.journeys.conftest import installed

LEAST_POINTS = 100
AT_ONCE = 6
MOST_RESTARTS = 5


@dataclass(frozen=True)
class Outcome:
    """How one kill point ended: how many posts each channel ever got; `calls` of a calm run."""

    point: int
    was_killed: bool
    posted: dict[str, int]
    calls: int


async def one_point(door: Path, folder: Path, die_at: int) -> Outcome:
    """Publish one story in peace, kill the publishing of the second, restart until it is done."""
    async with installed(door, folder) as herald:
        herald.site.add("one")
        await herald.once()
        herald.hurry()
        herald.site.add("two")
        code = (await herald("run", "--once", die_at=die_at)).code
        calls = int((folder / "calls").read_text())
        for _ in range(MOST_RESTARTS):
            done = await herald("run", "--once")
            if done.code == 0:
                break
        else:
            pytest.fail(f"point {die_at}: not done after restarts\n{done.log}")
        channels = herald.sandbox.ledger.channels.values()
        for channel in channels:
            assert len({post.text for post in channel.standing}) == 2, channel
        posted = {channel.platform: channel.posted for channel in channels}
        return Outcome(die_at, code == -SIGKILL, posted, calls)


async def test_a_kill_at_any_point_neither_loses_nor_doubles(
    shim: Path | None, door: Path, tmp_path: Path
) -> None:
    if shim is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(
            "no C compiler: the kill points cannot be reached"
        )
    calm = await one_point(door, tmp_path / "calm", die_at=0)
    assert not calm.was_killed
    assert calm.calls >= LEAST_POINTS
    turns = asyncio.Semaphore(AT_ONCE)

    async def at(point: int) -> Outcome:
        async with turns:
            return await one_point(door, tmp_path / str(point), point)

    outcomes = await asyncio.gather(*(at(point) for point in range(1, calm.calls + 1)))
    killed = [outcome for outcome in outcomes if outcome.was_killed]
    assert len(killed) >= LEAST_POINTS
    wrong = [outcome for outcome in outcomes if outcome.posted != {"telegram": 2, "x": 2}]
    assert not wrong
