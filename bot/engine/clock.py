"""One APScheduler: it ticks and holds no truth; the rows in the database say what is due."""

import logging
from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler

Job = Callable[[], Awaitable[object]]


class Clock:
    """Calls a few jobs again and again; one that is late runs once, however often it was due."""

    def __init__(self) -> None:
        # why: "maximum number of instances reached" says only that a job is still at work.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "misfire_grace_time": None}
        )

    def every(self, seconds: float, job: Job, *, at_once: int = 1) -> None:
        """Call `job` every `seconds`, at most `at_once` of it at the same time."""
        self._scheduler.add_job(job, "interval", seconds=seconds, max_instances=at_once)

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        self._scheduler.shutdown(wait=False)
