"""SIGKILL at every database write and every network call: nothing is lost, doubled or forgotten."""

import asyncio
import os
from itertools import count
from pathlib import Path
from signal import SIGKILL

import pytest

from tests.journeys.conftest import Herald, installed

LEAST_POINTS = 200
AT_ONCE = 6
MOST_RESTARTS = 5
STRIDE = 6
"""Of corrections and retractions every sixth call is enough: publishing is struck at each."""
NO_LONGER_ON_ITS_WAY = 25
"""Seconds after which an attempt can no longer arrive: the clock goes on by so many at a restart."""


async def through(herald: Herald, die_at: int) -> bool:
    """Make a pass, killed at a call of it, and restart until it is done; says if it was killed."""
    code = (await herald("run", "--once", die_at=die_at)).code
    for _ in range(MOST_RESTARTS):
        await herald.heard_out()
        herald.ahead += NO_LONGER_ON_ITS_WAY
        done = await herald("run", "--once")
        if done.code == 0:
            break
    else:
        pytest.fail(f"killed at call {die_at}: not done after restarts\n{done.log}")
    return code == -SIGKILL


async def post(herald: Herald, slug: str, die_at: int) -> bool:
    """Publish a story; as `through`."""
    for story in herald.site.stories:
        story.is_listed = False
    herald.site.add(slug)
    return await through(herald, die_at)


async def killed_at(door: Path, folder: Path, first: int) -> list[int]:
    """Publish story after story, each killed at a later call, until no kill strikes any more."""
    async with installed(door, folder) as herald:
        slugs = ["in-peace"]
        assert not await post(herald, "in-peace", die_at=0)
        for point in count(first, AT_ONCE):
            slugs.append(f"killed-at-{point}")
            was_killed = await post(herald, slugs[-1], point)
            herald.both(*slugs)
            if not was_killed:
                return list(range(first, point, AT_ONCE))
    raise AssertionError


async def test_a_kill_at_any_point_neither_loses_nor_doubles(
    shim: Path | None, door: Path, tmp_path: Path
) -> None:
    if shim is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(
            "no C compiler: the kill points cannot be reached"
        )
    points = await asyncio.gather(
        *(killed_at(door, tmp_path / str(first), first) for first in range(1, AT_ONCE + 1))
    )
    assert sum(map(len, points)) >= LEAST_POINTS


async def corrected_and_retracted(herald: Herald, slug: str, die_at: int) -> bool:
    """Correct a story and take it down, each killed at a call; says if either was."""
    telegram, x = (
        herald.sandbox.ledger.channel(platform, "morningtick") for platform in ("telegram", "x")
    )
    url = f"{herald.site.url}/{slug}"
    await post(herald, slug, die_at=0)
    herald.site.story(slug).headline = f"Other news of {slug}"
    assert (await herald("correct", url)).code == 0
    was_killed = await through(herald, die_at)
    (edited,) = telegram.standing
    first, answer = x.standing
    assert edited.text.startswith(f"Other news of {slug}\n")
    assert (answer.reply_to, telegram.edited) == (first.id, telegram.deleted + 1)
    assert (await herald("retract", url)).code == 0
    was_killed = await through(herald, die_at) or was_killed
    assert telegram.standing == x.standing == []
    assert (telegram.posted, x.posted) == (telegram.deleted, x.deleted)
    return was_killed


async def test_a_kill_at_any_point_corrects_and_retracts_once(
    shim: Path | None, door: Path, tmp_path: Path
) -> None:
    if shim is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(
            "no C compiler: the kill points cannot be reached"
        )

    async def lane(first: int) -> int:
        async with installed(door, tmp_path / str(first)) as herald:
            for point in count(first, AT_ONCE * STRIDE):
                if not await corrected_and_retracted(herald, f"killed-at-{point}", point):
                    return point
        raise AssertionError

    ends = await asyncio.gather(*(lane(1 + n * STRIDE) for n in range(AT_ONCE)))
    assert min(ends) >= LEAST_POINTS // 2
