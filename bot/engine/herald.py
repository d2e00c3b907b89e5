"""The main job: the steps, driven by ticks, until told to stop."""

import asyncio
import logging
import random
import signal
from collections.abc import Awaitable, Callable

from bot.engine.clock import Clock
from bot.engine.setup import Setup
from bot.engine.worker import Worker
from bot.errors import StoreUnavailable
from bot.steps.deliver import Clock as Now
from bot.steps.plan import plan
from bot.steps.read import read
from bot.steps.watch import watch
from bot.store import Store

HORIZON = 60.0
"""Seconds for which one pass waits for what is about to be due (pace, look-ups, retries)."""

_log = logging.getLogger("herald")


class Herald:
    """One instance at work on a store; build it, then `run` or `run_once`."""

    def __init__(self, store: Store, setup: Setup, now: Now) -> None:
        self.store = store
        self.setup = setup
        self.now = now
        self.worker = Worker(store.delivering, setup, now)
        self._random = random.Random()  # noqa: S311 - jitter, no secret
        self._store_down = False
        self._stop = asyncio.Event()

    async def use(self, setup: Setup) -> None:
        """Work by this configuration from now on."""
        await self.store.deciding.sync(
            {name: rules.url for name, rules in setup.rules.items()}, setup.platforms
        )
        old, self.setup = self.setup, setup
        self.worker.use(setup)
        self.worker.wake()
        for name, platform in old.platforms.items():
            if setup.platforms.get(name) is not platform:
                await platform.close()

    async def run(self, reload: Callable[[], Awaitable[Setup | None]]) -> None:
        """Watch, read, plan and deliver until SIGTERM or SIGINT; then settle what is in flight."""
        await self._begin(poll_now=False)
        clock = Clock()
        clock.every(1, self._guarded(self._watch), at_once=8)
        clock.every(1, self._guarded(self._advance), at_once=8)
        clock.every(1, self._guarded(self._listen))
        clock.every(2, self._guarded(lambda: self._reload(reload)))
        clock.every(5, self._guarded(lambda: self.store.delivering.recover(self.now())))
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, self.stop)
        clock.start()
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self.worker.run())
                # why: look at once when starting, not only at the first tick.
                first = group.create_task(self._guarded(self._watch)())
                await self._stop.wait()
                clock.stop()
                first.cancel()
                self.worker.stop()
        finally:
            await self.close()

    def stop(self) -> None:
        """Begin no new work; `run` ends when what is in flight is settled."""
        _log.info("stopping: what is in flight is settled first")
        self._stop.set()

    async def run_once(self) -> float | None:
        """Look once at every source and deliver all that is due; gives when the next one is."""
        try:
            await self._begin(poll_now=True)
            while await self._watch():
                pass
            while await self._advance():
                pass
            return await self.worker.drain(HORIZON)
        finally:
            await self.close()

    async def deliver_now(self) -> None:
        """Take what is already known as far as it goes, without looking at the sources."""
        try:
            await self._begin(poll_now=False)
            while await self._advance():
                pass
            await self.worker.drain(HORIZON)
        finally:
            await self.close()

    async def collect(self) -> None:
        """Look once at every source and plan, but deliver nothing."""
        await self._begin(poll_now=True)
        while await self._watch():
            pass
        while await self._advance():
            pass

    async def close(self) -> None:
        for platform in self.setup.platforms.values():
            await platform.close()

    async def _begin(self, *, poll_now: bool) -> None:
        await self.store.db.hold()
        await self.use(self.setup)
        if self.store.db.is_alone:
            await self.store.deciding.free_leases()
        if poll_now:
            await self.store.deciding.poll_now()
        orphans = await self.store.delivering.recover(self.now())
        if orphans:
            _log.warning("%d deliveries were being sent when Herald ended; looking up", orphans)

    async def _watch(self) -> int:
        found = await watch(self.store.watching, self.setup.sources, self.now(), self._random)
        if found:
            await self._advance()
        return found

    async def _advance(self) -> int:
        """Take what is due from entry to delivery."""
        rules = self.setup.rules
        read_now = await read(self.store.reading, self.setup.fetch, rules, self.now())
        planned = await plan(self.store.planning, self.setup.desk, self.now())
        if planned:
            self.worker.wake()
        return read_now + planned

    async def _listen(self) -> None:
        if await self.store.db.has_changed():
            self.worker.wake()

    async def _reload(self, reload: Callable[[], Awaitable[Setup | None]]) -> None:
        setup = await reload()
        if setup is not None:
            await self.use(setup)

    def _guarded(self, job: Callable[[], Awaitable[object]]) -> Callable[[], Awaitable[None]]:
        """Keep ticking whatever happens; an unreachable database is said once, not every second."""

        async def tick() -> None:
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

        return tick
