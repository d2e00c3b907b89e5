"""One APScheduler: it ticks and holds no truth; the rows in the database say what is due."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.errors import StoreRefused, StoreUnavailable

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

    def __init__(self, wall: Callable[[], float], steady: Callable[[], float]) -> None:
        self._wall = wall
        self._steady = steady
        self._seen = wall(), steady()

    def check(self) -> float:
        """Say by how many seconds the wall's clock jumped since the last look (0.0: it did not)."""
        seen, self._seen = self._seen, (self._wall(), self._steady())
        delta = (self._seen[0] - seen[0]) - (self._seen[1] - seen[1])
        return delta if abs(delta) > TOLERANCE else 0.0


def steady() -> float:
    """Count seconds, also those for which the machine slept, where it can tell."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


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
        self, drift: Drift, set_right: Callable[[float], Awaitable[object]]
    ) -> None:
        """Look each second whether the clock was set; then tick at once and have it set right.

        Without it a clock that is set back by an hour stops every job for that hour.
        """
        jumped = 0.0
        while True:
            await asyncio.sleep(1)
            delta = drift.check()
            jumped += delta
            if delta:
                for job in self._scheduler.get_jobs():
                    job.modify(next_run_time=datetime.now(UTC))
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
