"""Kills a running Herald again and again while a publisher goes on publishing, and counts what stands."""

import asyncio
import random
import signal
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from tests.journeys.conftest import Herald, Running
from tests.journeys.site import Story
from tests.sweep.ways import NO_LONGER_ON_ITS_WAY

PLATFORMS = ("telegram", "x")
SOONEST, LATEST = 0.05, 0.5
"""Seconds that a process lives after its first write, at least and at most, where it starts in time."""
START = 0.3
"""Seconds from a start to the first write; where it takes twice as long, so does the life after it."""
LISTED, KEPT = 20, 10
"""Stories that the feed lists before they stand (more at once are held as a burst) and afterwards."""
STEP, PATIENCE = 0.005, 60.0
MOST_IDLE = 100
"""Kills after which nothing more is taken for coming."""
MOST_ROUNDS, LONGEST = 10, 900.0
TOLD_EVERY = 250


@dataclass(slots=True, kw_only=True)
class Soaked:
    """What came of so many articles and kills, over all platforms."""

    articles: int = 0
    kills: int = 0
    lost: int = 0
    doubled: int = 0
    disordered: int = 0
    doubtful: int = 0

    @property
    def is_well(self) -> bool:
        return not (self.lost or self.doubled or self.disordered or self.doubtful)

    def __add__(self, other: "Soaked") -> "Soaked":
        return Soaked(
            **{name: getattr(self, name) + getattr(other, name) for name in self.__slots__}
        )


async def soak(
    herald: Herald, articles: int, *, seed: str, seconds: float = float("inf")
) -> Soaked:
    """Publish so many articles, a few at a time, and no more after so many seconds.

    The database is SQLite's.
    """
    chance = random.Random(seed)  # noqa: S311 - it is to be the same again
    soaked, done, idle = Soaked(articles=articles), 0, 0
    give_up = time.monotonic() + seconds
    for destination in herald.config["destinations"]:
        destination["image"] = False  # why: half the work for each article, and so twice as many
    herald.write()
    _publish(herald, 1, 0)
    await herald.once()  # why in peace: a Telegram channel is asked from its last post on
    herald.hurry()
    while done < soaked.articles and idle < MOST_IDLE:
        if time.monotonic() > give_up:
            soaked.articles = len(herald.site.stories)
        _publish(herald, min(done + LISTED, soaked.articles), done - KEPT)
        started = time.monotonic()
        running = await _at_work(herald)
        slowness = max(1.0, (time.monotonic() - started) / START)
        await asyncio.sleep(chance.uniform(SOONEST, LATEST) * slowness)
        await running.stop(signal.SIGKILL)
        soaked.kills += 1
        await _rest(herald)
        before, done = done, _done(herald)
        idle = idle + 1 if done == before else 0
        if done // TOLD_EVERY > before // TOLD_EVERY:
            print(f"soak {seed}: {done:,} articles, {soaked.kills:,} kills", flush=True)
    soaked.doubtful = await _doubts(herald)
    _judge(herald, soaked)
    return soaked


def _done(herald: Herald) -> int:
    """Say how many articles stand everywhere, if none is doubled."""
    ledger = herald.sandbox.ledger
    return min(ledger.channel(platform, "morningtick").posted for platform in PLATFORMS)


def _publish(herald: Herald, upto: int, before: int) -> None:
    """List the stories up to a number, and none of those before another."""
    stories = herald.site.stories
    now = datetime.fromtimestamp(time.time() + herald.ahead, UTC)
    stories += [Story(slug=f"soaked-{n}", published=now) for n in range(len(stories), upto)]
    for story in reversed(stories[: max(before, 0)]):
        if not story.is_listed:
            break
        story.is_listed = False


async def _at_work(herald: Herald) -> Running:
    """Start it, and wait for its first write to the database."""
    log = herald.folder / "herald.db-wal"
    before = log.stat().st_mtime_ns if log.exists() else 0
    running = await herald.begin("run")
    give_up = time.monotonic() + PATIENCE
    while not log.exists() or log.stat().st_mtime_ns == before:
        assert time.monotonic() < give_up, running.log
        await asyncio.sleep(STEP)
    return running


async def _rest(herald: Herald) -> None:
    """Let all that was sent arrive, and time pass until nothing can any more."""
    await herald.heard_out()
    herald.ahead += NO_LONGER_ON_ITS_WAY
    for run in herald.runs:
        run.out.unlink()
        run.log_file.unlink()
    herald.runs.clear()


async def _doubts(herald: Herald) -> int:
    """Let it come to rest, and count what only a person can tell."""
    for _ in range(MOST_ROUNDS):
        running = await herald.begin("run", "--once", horizon=1.0)
        done = await running.ended(LONGEST)  # it looks at all pages again whose time has come
        if done.code == 0 and not await herald.deliveries("--state", "in_doubt"):
            return 0
        herald.ahead += NO_LONGER_ON_ITS_WAY
    return len(await herald.deliveries("--state", "in_doubt"))


def _judge(herald: Herald, soaked: Soaked) -> None:
    for platform in PLATFORMS:
        stand = [int(slug.rpartition("-")[2]) for slug in herald.posts(platform)]
        counts = Counter(stand)
        soaked.lost += sum(not counts[n] for n in range(soaked.articles))
        soaked.doubled += sum(count > 1 for count in counts.values())
        soaked.disordered += sum(a > b for a, b in pairwise(stand))
