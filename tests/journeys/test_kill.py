"""Struck at its writes and calls, Herald loses, doubles and forgets nothing: a part of `make sweep`."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.catalogue import known_platforms
from tests.journeys.conftest import Herald, installed
from tests.postgres import created
from tests.sweep.migrating import sweep_migrations
from tests.sweep.outlets import OUTLETS
from tests.sweep.plan import first_of, plan
from tests.sweep.strikes import ON_DISK, ON_THE_NET, SIGKILL, TORN, Strike
from tests.sweep.sweep import Install, Part, sweep
from tests.sweep.ways import WAYS

BY_NAME = {way.name: way for way in WAYS}
EVERYWHERE, PAIR, ONE = tuple(OUTLETS), ("telegram", "x"), ("telegram",)
PICTURE = "publish a picture"
FULL, BROKEN, READ_ONLY, SHUT = ON_DISK
REFUSED, FORBIDDEN, RESET, BROKEN_OFF, CUT = ON_THE_NET
# What is done, where to, what strikes, at each how many-th call, and how many points there are at least.
PARTS = {
    "publish a picture to Telegram and X": (PICTURE, PAIR, SIGKILL, 1, 200),
    "correct on Telegram and X": ("correct", PAIR, SIGKILL, 12, 12),
    "retract on Telegram and X": ("retract", PAIR, SIGKILL, 12, 10),
    "approve for Telegram and X": ("approve", PAIR, SIGKILL, 12, 4),
    "publish a text": ("publish a text", EVERYWHERE, SIGKILL, 60, 6),
    "publish a picture everywhere": (PICTURE, EVERYWHERE, SIGKILL, 35, 12),
    "correct everywhere": ("correct", EVERYWHERE, SIGKILL, 50, 8),
    "retract everywhere": ("retract", EVERYWHERE, SIGKILL, 50, 6),
    "digest": ("digest", EVERYWHERE, SIGKILL, 120, 4),
    "approve everywhere": ("approve", EVERYWHERE, SIGKILL, 50, 2),
    "reload": ("reload", PAIR, SIGKILL, 30, 2),
    "a torn write": (PICTURE, PAIR, TORN, 15, 10),
    "a full disk": (PICTURE, PAIR, FULL, 12, 8),
    "a broken disk": (PICTURE, PAIR, BROKEN, 15, 6),
    "a read-only disk": (PICTURE, PAIR, READ_ONLY, 15, 6),
    "a database that may not be opened": (PICTURE, PAIR, SHUT, 3, 1),
    "a refused connection": (PICTURE, PAIR, REFUSED, 1, 2),
    "a forbidden connection": (PICTURE, PAIR, FORBIDDEN, 1, 2),
    "a reset connection": (PICTURE, EVERYWHERE, RESET, 10, 3),
    "a broken connection": (PICTURE, EVERYWHERE, BROKEN_OFF, 12, 3),
    "an answer cut in half": (PICTURE, EVERYWHERE, CUT, 10, 3),
}
ON_POSTGRES = {
    "publish a text": ("publish a text", PAIR, SIGKILL, 20, 8),
    "correct": ("correct", PAIR, SIGKILL, 25, 8),
    "retract": ("retract", ONE, SIGKILL, 40, 4),
    "an answer cut in half": (PICTURE, ONE, CUT, 20, 3),
}


def test_the_whole_sweep_leaves_no_platform_and_no_action_out() -> None:
    parts = list(plan())
    assert len({str(part) for part in parts}) == len(parts)  # an ended one goes on by these names
    kills = {(part.action, each) for part in parts if part.strike is SIGKILL for each in part.to}
    assert kills >= {(action, outlet) for action in BY_NAME for outlet in OUTLETS}
    on_postgres = {part.action for part in parts if part.database == "postgresql"}
    assert on_postgres == {*BY_NAME, "migrate"}
    theirs = {outlet.platform for outlet in OUTLETS.values()}
    assert theirs == {*known_platforms()} - {"apprise"}


@pytest.fixture
def sqlite(shim: Path | None, door: Path, tmp_path: Path) -> Install:
    _need(shim)

    @asynccontextmanager
    async def install(name: str) -> AsyncIterator[Herald]:
        async with installed(door, tmp_path / name) as herald:
            yield herald

    return install


@pytest.fixture
def postgres(shim: Path | None, door: Path, tmp_path: Path, postgres_url: str) -> Install:
    _need(shim)

    @asynccontextmanager
    async def install(name: str) -> AsyncIterator[Herald]:
        database = await created(postgres_url, f"{tmp_path.name[-20:]}-{name[-40:]}")
        async with installed(door, tmp_path / name, database) as herald:
            yield herald

    return install


def _need(shim: Path | None) -> None:
    if shim is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(
            "no C compiler: the calls cannot be struck"
        )


async def holds(
    install: Install, name: str, part: tuple[str, tuple[str, ...], Strike, int, int]
) -> None:
    """Strike a part, and find all as if nothing had."""
    way, to, strike, stride, least = part
    first = first_of(stride, name)
    struck = Part(way=BY_NAME[way], to=to, strike=strike, stride=stride, first=first)
    tally = await sweep(install, struck, lanes=2)
    assert tally.bad == []
    assert (tally.lost, tally.doubled, tally.disordered) == (0, 0, 0)
    assert tally.points >= least


@pytest.mark.parametrize("part", PARTS)
async def test_no_strike_loses_or_doubles_a_post(part: str, sqlite: Install) -> None:
    await holds(sqlite, part, PARTS[part])


@pytest.mark.parametrize("part", ON_POSTGRES)
async def test_no_strike_loses_or_doubles_a_post_on_postgresql(
    part: str, postgres: Install
) -> None:
    await holds(postgres, part, ON_POSTGRES[part])


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
async def test_no_kill_leaves_half_a_migration(
    database: str, request: pytest.FixtureRequest
) -> None:
    install: Install = request.getfixturevalue(database)
    first = first_of(15, database)
    tally = await sweep_migrations(install, SIGKILL, stride=15, first=first, lanes=2)
    assert tally.bad == []
    assert tally.points >= 5
