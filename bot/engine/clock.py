"""One APScheduler: it ticks and holds no truth; the rows in the database say what is due."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.errors import StoreUnavailable

Job = Callable[[], Awaitable[object]]

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


class Clock:
    """Calls a few jobs again and again; one that is late runs once, however often it was due."""

    def __init__(self) -> None:
        # why: it has nothing to say that we do not say better: a job still at work, or cancelled.
        logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
        self._scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "misfire_grace_time": None}
        )
        self._store_down = False

    def every(self, seconds: float, job: Job, *, at_once: int = 1) -> None:
        """Call `job` every `seconds`, at most `at_once` of it at the same time."""

        async def tick() -> None:
            await self.run(job)

        self._scheduler.add_job(tick, "interval", seconds=seconds, max_instances=at_once)

    async def run(self, job: Job) -> None:
        """Run a job once; whatever happens to it is said and ends nothing else.

        A database that cannot be reached is said once, not at every tick.
        """
        try:
            await job()
        except StoreUnavailable as error:
            if not self._store_down:
                _log.error("nothing can be remembered now, trying again: %s", error)
            self._store_down = True
        except Exception:  # noqa: BLE001 - logged whole; one bad tick must not end the others
            _log.exception("a tick failed; the next one comes")
        else:
            self._store_down = False

    async def answer(self, bell: Bell, job: Job) -> None:
        """Run a job whenever the bell has been rung, one at a time."""
        while True:
            await bell.rung()
            await self.run(job)

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        self._scheduler.shutdown(wait=False)
