"""Sweep all ways by all strikes on both databases; print the table and put it into the README.

`python -m tests.sweep`: everything, a quarter of an hour on two cores. `python -m tests.sweep NAME…`
only the ways with these names, and no table is kept. `python -m tests.sweep soak [ARTICLES]`: kills by
the clock while so many articles (10,000) are published. Exits 1 where anything was lost or doubled.
"""

import asyncio
import logging
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from tests.journeys.conftest import ROOT, Herald, compiled, forking, installed
from tests.postgres import created, served
from tests.sweep.migrating import sweep_migrations
from tests.sweep.soak import LATEST, SOONEST, Soaked, soak
from tests.sweep.strikes import ON_DISK, ON_THE_NET, SIGKILL, TORN, Strike
from tests.sweep.sweep import Tally, sweep
from tests.sweep.ways import PLATFORMS, WAYS, Way

LONG = {"digest": 7, "reload": 5}
ON_POSTGRES, OTHERWISE = 7, 3
"""Where not each call is struck, since the rest is much like others: each so many."""
MANY, SOAKS = 10_000, 2
"""Articles of a soak, and how many installations share them, one to a core."""
BY_NAME = {way.name: way for way in WAYS}
Row = tuple[str, str, Tally, Tally]


async def run(door: Path, folder: Path, postgres: str, names: Sequence[str]) -> list[Row]:
    """Go through all; each row has the tallies of SQLite and PostgreSQL."""

    @asynccontextmanager
    async def on_sqlite(name: str) -> AsyncIterator[Herald]:
        async with installed(door, folder / name) as herald:
            yield herald

    @asynccontextmanager
    async def on_postgres(name: str) -> AsyncIterator[Herald]:
        url = await created(postgres, name[-60:])
        async with installed(door, folder / f"pg-{name}", url) as herald:
            yield herald

    rows: list[Row] = []
    for name, strike in plan(names):
        tallies = []
        for install in (on_sqlite, on_postgres):
            began = time.monotonic()
            is_rare = install is on_postgres and strike is SIGKILL
            usual = LONG.get(name, 1) if strike is SIGKILL else OTHERWISE
            stride = ON_POSTGRES if is_rare else usual
            only_a_disk = strike in (*ON_DISK, TORN) and install is on_postgres
            if only_a_disk:
                tally = Tally()
            elif name == "migrate":
                tally = await sweep_migrations(install, strike, stride=stride)
            else:
                way: Way = BY_NAME[name]
                tally = await sweep(install, way, strike, stride=stride)
            tallies.append(tally)
            seconds = time.monotonic() - began
            print(
                f"{install.__name__}: {name}, {strike.what}: {tally.points} points, {seconds:.0f} s"
            )
            print(*(f"  {bad}\n" for bad in tally.bad), sep="", end="", flush=True)
        rows.append((name, strike.what, *tallies))  # type: ignore[arg-type] # two of them
    return rows


def plan(names: Sequence[str]) -> list[tuple[str, Strike]]:
    every = [*BY_NAME, "migrate"]
    kills = [(name, SIGKILL) for name in every]
    others = [("publish a picture", strike) for strike in (TORN, *ON_DISK, *ON_THE_NET)]
    return [each for each in kills + others if not names or each[0] in names]


def table(rows: Sequence[Row]) -> str:
    """Say it in Markdown."""
    head = "| struck while it is to | by | points: SQLite | PostgreSQL | lost | doubled | out of order | left in doubt |"
    lines = [head, "|---|---|--:|--:|--:|--:|--:|--:|"]
    total = Tally()
    for name, what, sqlite, postgres in rows:
        both = Tally()
        for tally in (sqlite, postgres):
            both.add(tally)
            total.add(tally)
        lines.append(
            f"| {name} | {what} | {sqlite.points} | {postgres.points or '–'} | {both.lost}"
            f" | {both.doubled} | {both.disordered} | {both.doubtful} |"
        )
    lines.append(
        f"| **all** | | **{sum(row[2].points for row in rows)}**"
        f" | **{sum(row[3].points for row in rows)}** | **{total.lost}** | **{total.doubled}**"
        f" | **{total.disordered}** | **{total.doubtful}** |"
    )
    return "\n".join(lines)


async def soaked(door: Path, folder: Path, articles: int) -> Soaked:
    """Publish so many articles under kills."""

    async def one(name: str) -> Soaked:
        async with installed(door, folder / name) as herald:
            return await soak(herald, articles // SOAKS, seed=name)

    ends = await asyncio.gather(*(one(f"soak-{n}") for n in range(SOAKS)))
    return sum(ends, Soaked())


def said(soaked: Soaked, minutes: float) -> str:
    """Say what a soak found, in Markdown."""
    return (
        f"{soaked.articles:,} articles to {' and '.join(PLATFORMS)}, {soaked.kills:,} times SIGKILL"
        f" {SOONEST * 1000:.0f} to {LATEST * 1000:.0f} ms after a process began to work: **{soaked.lost} lost,"
        f" {soaked.doubled} doubled, {soaked.disordered} out of order, {soaked.doubtful} left in doubt**,"
        f" in {minutes:.0f} minutes."
    )


def write_down(command: str, text: str) -> None:
    """Put what a command found into the README."""
    readme = ROOT / "README.md"
    begin, end = f"<!-- begin of `{command}` -->", f"<!-- end of `{command}` -->"
    before, rest = readme.read_text().split(begin)
    readme.write_text(f"{before}{begin}\n{text}\n{end}{rest.partition(end)[2]}")


def main(names: Sequence[str]) -> int:
    logging.getLogger("aiohttp").setLevel(logging.CRITICAL)  # dead clients are the point
    with tempfile.TemporaryDirectory(prefix="herald-sweep-") as name, served() as postgres:
        folder = Path(name)
        shim = compiled(folder)
        if shim is None:
            print("no C compiler: the calls cannot be struck", file=sys.stderr)
            return 69
        with forking(shim, folder) as door:
            if names[:1] == ["soak"]:
                return soaking(door, folder, int(names[1]) if names[1:] else MANY)
            rows = asyncio.run(run(door, folder, postgres, names))
    text = table(rows)
    print(text)
    if not names:
        write_down("make sweep", text)
    return int(any(tally.bad for row in rows for tally in row[2:]))


def soaking(door: Path, folder: Path, articles: int) -> int:
    """Soak, and keep what a whole one found."""
    began = time.monotonic()
    found = asyncio.run(soaked(door, folder, articles))
    text = said(found, (time.monotonic() - began) / 60)
    print(text)
    if articles == MANY:
        write_down("make soak", text)
    return int(not found.is_well)


sys.exit(main(sys.argv[1:]))
