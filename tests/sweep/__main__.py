"""Sweep all parts of the plan on both databases, and put what came of it into the README.

`python -m tests.sweep`: everything, a quarter of an hour on two cores; one that was ended goes on where it
was, as long as nothing has changed. `python -m tests.sweep every`: the same at every single call, for two
hours. Either with WORD…: only the parts whose names have all these words, and nothing is kept.
`python -m tests.sweep soak [ARTICLES]`: kills by the clock while so many articles (10,000) are published.
Exits 1 where anything was lost, doubled or left over.
"""

import asyncio
import json
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from tests.journeys.conftest import ROOT, Herald, compiled, forking, installed
from tests.postgres import created, served
from tests.sweep.migrating import sweep_migrations
from tests.sweep.plan import Planned, every, plan, tables
from tests.sweep.soak import LATEST, PLATFORMS, SOONEST, Soaked, soak
from tests.sweep.sweep import Install, Part, Tally, sweep
from tests.sweep.ways import WAYS

BESIDE, LANES = 6, 2
"""Parts that are gone through at the same time, and installations of each."""
MANY, SOAKS = 10_000, 2
"""Articles of a soak, and how many installations share them, one to a core."""
BY_NAME = {way.name: way for way in WAYS}
DENSITIES = {
    "": (
        plan,
        "About fifteen calls of each action were struck, and more on Telegram, X and PostgreSQL.",
    ),
    "every": (
        lambda: every(plan()),
        "Every single call was struck, and some by the lock, which takes a minute each.",
    ),
}
"""What a sweep strikes, by the word for it, and how to say it to a reader."""


def installs(door: Path, folder: Path, postgres: str) -> dict[str, Install]:
    """Say by database how to set up an installation."""

    @asynccontextmanager
    async def on_sqlite(name: str) -> AsyncIterator[Herald]:
        async with installed(door, folder / name) as herald:
            yield herald

    @asynccontextmanager
    async def on_postgres(name: str) -> AsyncIterator[Herald]:
        url = await created(postgres, name[-60:])
        async with installed(door, folder / f"pg-{name}", url) as herald:
            yield herald

    return {"sqlite": on_sqlite, "postgresql": on_postgres}


async def run(
    by_database: dict[str, Install],
    parts: Sequence[Planned],
    found: dict[Planned, Tally],
    done: Path,
) -> None:
    """Go through all parts that are not found yet, and note each in a file."""
    turns = asyncio.Semaphore(BESIDE)
    left = [part for part in parts if part not in found]

    async def go(part: Planned) -> None:
        async with turns:
            began = time.monotonic()
            try:
                tally = await _tally(by_database[part.database], part)
            except* (AssertionError, TimeoutError) as group:
                tally = Tally(bad=[f"{part}: {group.exceptions}"])
            found[part] = tally
            with done.open("a") as file:
                print(json.dumps([str(part), asdict(tally)]), file=file)
            seconds = time.monotonic() - began
            print(f"{len(found)} of {len(parts)}: {part}: {tally.points} points, {seconds:.0f} s")
            print(*(f"  {bad}\n" for bad in tally.bad), sep="", end="", flush=True)

    async with asyncio.TaskGroup() as group:
        for part in left:
            group.create_task(go(part))


async def _tally(install: Install, part: Planned) -> Tally:
    if part.action == "migrate":
        return await sweep_migrations(
            install, part.strike, stride=part.stride, first=part.first, lanes=LANES
        )
    way = BY_NAME[part.action]
    struck = Part(way=way, to=part.to, strike=part.strike, stride=part.stride, first=part.first)
    return await sweep(install, struck, lanes=LANES)


def begun(parts: Sequence[Planned], done: Path) -> dict[Planned, Tally]:
    """Give what a sweep of the very same was through with when it was ended; a first line says of what."""
    git = ("git", "-C", str(ROOT))
    said = [
        subprocess.run((*git, *words), capture_output=True, check=False).stdout
        for words in (("rev-parse", "HEAD"), ("diff", "HEAD", "--", "bot", "tests"))
    ]
    state = sha256(b"".join(said)).hexdigest()
    lines = done.read_text().splitlines() if done.exists() else []
    if lines[:1] != [state]:
        done.parent.mkdir(exist_ok=True)
        done.write_text(f"{state}\n")
        return {}
    tallies = dict(map(json.loads, lines[1:]))
    return {part: Tally(**tallies[str(part)]) for part in parts if str(part) in tallies}


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


def sweeping(by_database: dict[str, Install], words: Sequence[str]) -> int:
    """Sweep, and keep what a whole one found."""
    density = "every" if words[:1] == ["every"] else ""
    some = words[1:] if density else words
    planned, how = DENSITIES[density]
    parts = [part for part in planned() if all(word in str(part) for word in some)]
    done = Path(os.devnull) if some else ROOT / "var" / f"sweep{density}.jsonl"
    found = {} if some else begun(parts, done)
    asyncio.run(run(by_database, parts, found, done))
    text = f"{how}\n\n{tables({part: found[part] for part in parts})}"
    print(text)
    if not some:
        write_down("make sweep", text)
        done.unlink()
    return int(any(tally.bad for tally in found.values()))


def soaking(door: Path, folder: Path, articles: int) -> int:
    """Soak, and keep what a whole one found."""
    began = time.monotonic()
    found = asyncio.run(soaked(door, folder, articles))
    text = said(found, (time.monotonic() - began) / 60)
    print(text)
    if articles == MANY:
        write_down("make soak", text)
    return int(not found.is_well)


def main(words: Sequence[str]) -> int:
    logging.getLogger("aiohttp").setLevel(logging.CRITICAL)  # dead clients are the point
    with tempfile.TemporaryDirectory(prefix="herald-sweep-") as name, served() as postgres:
        folder = Path(name)
        shim = compiled(folder)
        if shim is None:
            print("no C compiler: the calls cannot be struck", file=sys.stderr)
            return 69
        with forking(shim, folder) as door:
            if words[:1] == ["soak"]:
                return soaking(door, folder, int(words[1]) if words[1:] else MANY)
            return sweeping(installs(door, folder, postgres), words)


sys.exit(main(sys.argv[1:]))
