"""One APScheduler: it ticks and holds no truth; the rows in the database say what is due."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.errors import StoreRefused, StoreUnavailable
from bot.store.clock import steady

Job = Callable[[], Awaitable[object]]
TOLERANCE = 5.0
"""Seconds by which two clocks may go apart from one look to the next."""

_log = logging.getLogger("herald.clock")


class Bell:
    """Rung by who cannot wait for the next tick; however often before it is heard, it is heard once."""

    def __init__(self) -> None:
        self._is_rung = asyncio.Event()

    def ring(self) -> None:
        self._is_rung.set()

    async def rung(self) -> None:
        """Wait until it is rung."""
        await self._is_rung.wait()
        self._is_rung.clear()


class Drift:
    """Tells when the clock on the wall was set, by one that nobody sets."""

    def __init__(self, wall: Callable[[], float], steady: Callable[[], float] = steady) -> None:
        self._wall = wall
        self._steady = steady
        self._seen = wall(), steady()

    def check(self) -> float:
        """Say by how many seconds the wall's clock jumped since the last look (0.0: it did not)."""
        seen, self._seen = self._seen, (self._wall(), self._steady())
        delta = (self._seen[0] - seen[0]) - (self._seen[1] - seen[1])
        return delta if abs(delta) > TOLERANCE else 0.0


class Apart:
    """Tells when this machine's clock goes apart from the one that counts, and when no more."""

    def __init__(self, own: Callable[[], float], counts: Callable[[], float]) -> None:
        self._own = own
        self._counts = counts
        self._told = 0.0

    def check(self) -> str:
        """Say how it is now; "" where that was said, or there is nothing to say."""
        apart = self._own() - self._counts()
        if abs(apart - self._told) <= TOLERANCE:
            return ""
        if abs(apart) <= TOLERANCE:
            self._told = 0.0
            return "this machine's clock agrees with the database's again"
        self._told = apart
        way = "ahead of" if apart > 0 else "behind"
        return (
            f"this machine's clock is {abs(apart):.0f} s {way} the database's, by which all go that"
            " share it: set it right"
        )


class Clock:
    """Calls a few jobs again and again; one that is late runs once, however often it was due."""

    def __init__(self) -> None:
        # why: it has nothing to say that we do not say better: a job still at work, or cancelled.
        logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
        self._scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "misfire_grace_time": None}
        )
        self._down: set[object] = set()

    def every(self, seconds: float, job: Job, *, at_once: int = 1) -> None:
        """Call `job` every `seconds`, at most `at_once` of it at the same time."""

        async def tick() -> None:
            await self.run(job)

        self._scheduler.add_job(tick, "interval", seconds=seconds, max_instances=at_once)

    async def run(self, job: Job) -> bool:
        """Run a job once; whatever happens to it is said and ends nothing else. False: it failed.

        A database that cannot be reached is said once, not at every tick, and when it is back.
        """
        what = getattr(job, "func", job)
        try:
            await job()
        except (StoreRefused, StoreUnavailable) as error:
            if not self._down:
                _log.error("nothing can be remembered now, trying again: %s", error)
            self._down.add(what)
            return False
        except Exception:  # noqa: BLE001 - logged whole; one bad tick must not end the others
            _log.exception("a tick failed; the next one comes")
            return False
        # why: only a job that failed tells by going well; others need no database.
        if what in self._down:
            self._down.clear()
            _log.warning("the database remembers again")
        return True

    async def keep_right(
        self, own: Drift, counts: Drift, set_right: Callable[[float], Awaitable[object]]
    ) -> None:
        """Look each second whether a clock was set: this machine's own, by which we tick, and the one that counts.

        Then tick at once, or have it set right: else a clock that is set back by an hour stops every
        job for that hour.
        """
        jumped = 0.0
        while True:
            await asyncio.sleep(1)
            if own.check():
                for job in self._scheduler.get_jobs():
                    job.modify(next_run_time=datetime.now(UTC))
            jumped += counts.check()
            if jumped and await self.run(partial(set_right, jumped)):
                jumped = 0.0

    async def answer(self, bell: Bell, job: Job) -> None:
        """Run a job whenever the bell has been rung, one at a time."""
        while True:
            await bell.rung()
            await self.run(job)

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
