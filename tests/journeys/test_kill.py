"""Struck at its writes and calls, Herald loses, doubles and forgets nothing: a part of `make sweep`."""

import os
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.journeys.conftest import Herald, installed
from tests.postgres import created
from tests.sweep.migrating import sweep_migrations
from tests.sweep.strikes import ON_DISK, ON_THE_NET, SIGKILL, TORN
from tests.sweep.sweep import Install, sweep
from tests.sweep.ways import WAYS

BY_NAME = {way.name: way for way in WAYS}
PICTURE = "publish a picture"
# What is done, what strikes, at each how many-th call, and how many points there are at least.
PARTS = {
    "publish a picture": (PICTURE, SIGKILL, 1, 200),
    "correct": ("correct", SIGKILL, 12, 12),
    "retract": ("retract", SIGKILL, 12, 10),
    "approve": ("approve", SIGKILL, 12, 4),
    "reload": ("reload", SIGKILL, 30, 1),
    "a torn write": (PICTURE, TORN, 15, 10),
    "a full disk": (PICTURE, ON_DISK[0], 12, 8),
    "a broken disk": (PICTURE, ON_DISK[1], 15, 6),
    "a read-only disk": (PICTURE, ON_DISK[2], 15, 6),
    "a refused connection": (PICTURE, ON_THE_NET[0], 1, 1),
    "a reset connection": (PICTURE, ON_THE_NET[1], 2, 2),
    "a broken connection": (PICTURE, ON_THE_NET[2], 5, 3),
}
ON_POSTGRES = {"publish a text": 20, "correct": 25}


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


def first_of(stride: int, seed: str) -> int:
    """Give where to begin: always the same for the same part, and another for another."""
    return zlib.crc32(seed.encode()) % stride + 1


@pytest.mark.parametrize("part", PARTS)
async def test_no_strike_loses_or_doubles_a_post(part: str, sqlite: Install) -> None:
    way, strike, stride, least = PARTS[part]
    tally = await sweep(sqlite, BY_NAME[way], strike, stride=stride, first=first_of(stride, part))
    assert tally.bad == []
    assert tally.points >= least


@pytest.mark.parametrize("way", ON_POSTGRES)
async def test_no_kill_loses_or_doubles_a_post_on_postgresql(way: str, postgres: Install) -> None:
    stride = ON_POSTGRES[way]
    tally = await sweep(
        postgres, BY_NAME[way], SIGKILL, stride=stride, first=first_of(stride, way)
    )
    assert tally.bad == []
    assert tally.points >= 8


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
async def test_no_kill_leaves_half_a_migration(
    database: str, request: pytest.FixtureRequest
) -> None:
    install: Install = request.getfixturevalue(database)
    tally = await sweep_migrations(install, SIGKILL, stride=15, first=first_of(15, database))
    assert tally.bad == []
    assert tally.points >= 5
