"""The main job: the steps, driven by ticks, until told to stop."""

import asyncio
import logging
import random
import signal
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from functools import partial

from bot.engine.chores import Chores
from bot.engine.clock import Bell, Clock, Drift
from bot.engine.learning import learned
from bot.engine.setup import Setup
from bot.engine.way import Way, condense, look
from bot.engine.worker import Worker
from bot.errors import HeraldError, StoreLost
from bot.steps.deliver import Clock as Now
from bot.steps.watch import watch
from bot.store import Store

SILENCE = 600.0
"""Seconds between looks whether the publisher has fallen silent."""
HOUR = 3600.0
PER_MESSAGE = 3.0
"""Seconds between messages to the operators' chat: no chat takes more than twenty a minute."""
HORIZON = 60.0
"""Seconds for which one pass waits for what is about to be due (pace, look-ups, retries)."""

_log = logging.getLogger("herald")


class Herald:
    """One instance at work on a store; build it, then `run` or `run_once`.

    `own` is this machine's clock; `now` the one that counts, where the store has another.
    """

    def __init__(self, store: Store, setup: Setup, own: Now) -> None:
        self.store = store
        self.setup = setup
        self.own = own
        self.now = now = store.db.clock(own)
        self.worker = Worker(store.delivering, setup, now, store.folding)
        self._way = Way(store)
        self.chores = Chores(store, lambda: self.setup, now, own)
        self._random = random.Random()  # noqa: S311 - jitter, no secret
        self.bell = Bell()
        self._stop = asyncio.Event()
        self._forwardings = store.forwardings(now)

    async def use(self, setup: Setup) -> None:
        """Work by this configuration from now on."""
        await self.store.beginning.sync(
            {name: rules.url for name, rules in setup.rules.items()}, setup.platforms
        )
        for name in await self.store.locks.open(setup.marks, self.now()):
            _log.warning("%s goes on: its configuration has changed", name)
        await self.store.beginning.review(self.now())
        await self._forwardings.review(setup.addresses)
        for platform in setup.platforms.values():
            platform.forwarding = self._forwardings
        if setup.chat:
            setup.chat.forwarding = self._forwardings
        old, self.setup = self.setup, await learned(setup)
        self.worker.use(self.setup)
        self.worker.wake()
        await self.worker.answered()
        for name, platform in old.platforms.items():
            if setup.platforms.get(name) is not platform:
                await platform.close()
        if old.chat and old.chat is not setup.chat:
            await old.chat.close()

    async def run(
        self,
        reload: Callable[[], Awaitable[Setup | None]],
        beside: AbstractAsyncContextManager[object] | None = None,
    ) -> None:
        """Watch, read, plan and deliver until SIGTERM or SIGINT; then settle what is in flight.

        Who rings the `bell` has it look at once. `reload` is asked every two seconds; a setup that
        it gives is worked by from then on. `beside` is open while this instance is at work, and
        the last to close.
        """

        async def set_right(delta: float) -> None:
            await self.chores.set_right(delta)
            self.worker.wake()
            self.bell.ring()

        await self._begin()
        watched, served = len(self.setup.sources), len(self.setup.platforms)
        _log.info("at work: sources watched: %d, destinations: %d", watched, served)
        clock = _ticking(self, reload)
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, self.stop)
        clock.start()
        await self.store.db.keep_pulse()  # why now: until here there was nobody who ticks
        try:
            async with beside or nullcontext(), asyncio.TaskGroup() as group:
                group.create_task(self.worker.run())
                looking = [
                    group.create_task(clock.answer(self.bell, self.watch)),
                    group.create_task(
                        clock.keep_right(Drift(self.own), Drift(self.now), set_right)
                    ),
                    # why: what was found before a kill waits for no tick, and for no news.
                    group.create_task(clock.run(self.advance)),
                ]
                self.bell.ring()
                await self._stop.wait()
                clock.stop()
                for task in looking:
                    task.cancel()
                self.worker.stop()
        except BaseExceptionGroup as group:
            # why: what is said to the operator is said once; a bug is shown with all around it.
            if said := group.subgroup(HeraldError):
                raise said.exceptions[0] from group
            raise
        finally:
            clock.stop()
            await self.close()

    @property
    def is_stopping(self) -> bool:
        """Say whether no new work is begun."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Begin no new work; `run` ends when what is in flight is settled."""
        _log.info("stopping: what is in flight is settled first")
        self._stop.set()

    async def run_once(self, *, look: bool = True) -> float | None:
        """Deliver all that is due, after one look at every source; gives when the next one is.

        Without `look` only what is known already goes its way.
        """
        try:
            await self.collect(look=look)
            next_at = await self.worker.drain(HORIZON)
            # why: what was in doubt may stand there now, and be behind its article.
            while await self.advance():
                next_at = await self.worker.drain(HORIZON)
            while await self.chores.teller.tell():
                pass
            return next_at
        finally:
            await self.close()

    async def collect(self, *, look: bool = True) -> None:
        """Take everything as far as it goes without delivering."""
        await self._begin()
        if look:
            await self.store.beginning.poll_now()
            while await self.watch():
                pass
        words = partial(condense, self.store, self.setup, self.now, comes_back=False)
        while await self.look() + await self.advance() + await words():
            pass

    async def close(self) -> None:
        await self._way.close()
        await self.chores.teller.close()
        for platform in self.setup.platforms.values():
            await platform.close()

    async def _begin(self) -> None:
        await self.store.db.hold()
        self.chores.compare_clocks()
        await self.store.beginning.register()
        await self.use(self.setup)
        await self.store.beginning.free_leases(self.now())
        await self.chores.set_right_at_start()
        if why := await self.store.restoring.notice(self.now()):
            _log.warning("%s", why)
        orphans = await self.store.delivering.recover(self.now())
        if orphans:
            _log.warning("%d deliveries were being sent when Herald ended; looking up", orphans)

    async def watch(self) -> int:
        found = await watch(self.store.watching, self.setup.sources, self.now(), self._random)
        if found:
            await self.advance()
        return found

    async def advance(self) -> int:
        """Take what is due from entry to delivery."""
        read, made = await self._way.advance(self.setup, self.worker.pictures, self.now())
        if made:
            self.worker.wake()
        return read + made

    async def look(self) -> int:
        """Look again at the pages of articles that were posted."""
        looked = await look(self.store, self.setup, self.now())
        if looked:
            await self.advance()
        return looked


async def _listen(herald: Herald) -> None:
    """Hear whether others wrote, and what time it is."""
    try:
        changed = await herald.store.db.has_changed()
    except StoreLost:
        herald.worker.wake()  # why: it is who ends all, to begin anew on another connection
        raise
    if changed:
        herald.worker.wake()
    herald.chores.compare_clocks()


def _ticking(herald: Herald, reload: Callable[[], Awaitable[Setup | None]]) -> Clock:
    """Make the clock that calls an instance's jobs."""

    async def reloaded() -> None:
        setup = await reload()
        if setup is not None:
            await herald.use(setup)

    async def learn() -> None:
        asked = herald.setup
        found = await learned(asked)
        if herald.setup is asked:
            herald.setup = found
            herald.worker.use(found)

    clock = Clock()
    clock.every(1, herald.watch, at_once=8)
    clock.every(1, herald.advance, at_once=8)
    clock.every(1, herald.look, at_once=2)
    clock.every(1, lambda: condense(herald.store, herald.setup, herald.now))
    clock.every(1, partial(_listen, herald))
    clock.every(2, reloaded)
    clock.every(2, herald.chores.ask_hubs)
    clock.every(HOUR, learn)
    clock.every(PER_MESSAGE, herald.chores.teller.tell)
    clock.every(2, partial(herald.chores.hearer.hear, herald.worker.wake))
    clock.every(SILENCE, herald.chores.hear_silence)
    clock.every(5, lambda: herald.store.delivering.recover(herald.now()))
    clock.every(5, lambda: herald.store.beginning.free_leases(herald.now()))
    return clock
