"""Delivers: claims what is due, keeps attempts in flight, settles what is done."""

import asyncio
import logging
from collections.abc import Coroutine, Mapping, Sequence
from functools import partial

from bot.engine.drafting import Drafting
from bot.engine.pictures import Pictures
from bot.engine.setup import Setup
from bot.errors import StoreLost, StoreUnavailable
from bot.model import State
from bot.ports import DeliverStore, FoldStore, Lane, Settled, Work
from bot.steps.deliver import Clock, attempt, look_up
from bot.steps.fold import fold

IN_FLIGHT = 64
LONGEST_SLEEP = 30.0
"""Seconds; a wake-up that was lost is made good after these."""
MINUTE = 60.0
STORE_RETRY = 1.0
"""Seconds between tries while the database cannot remember."""

_OPEN = frozenset({State.DUE, State.IN_DOUBT})
"""Where a delivery is as far as it was before an attempt."""

_log = logging.getLogger("herald.deliver")


class Worker:
    """One loop over `DeliverStore.step`; waiting is an event or the next due time."""

    def __init__(
        self, store: DeliverStore, setup: Setup, clock: Clock, folding: FoldStore | None = None
    ) -> None:
        self.store = store
        self.folding = folding
        self.clock = clock
        self._drafts = Drafting(store)
        self.use(setup)
        self.stopping = False
        self._wake = asyncio.Event()
        self._done: list[Settled] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._store_down = False

    def use(self, setup: Setup) -> None:
        """Work by this configuration from the next claim on."""
        self._setup = setup
        self._minute = -1.0
        self._lanes_now: Mapping[str, Lane] = {}
        self.pictures = Pictures(setup)
        for platform in setup.platforms.values():
            platform.drafts = self._drafts

    async def answered(self) -> None:
        """Wait until all that is in flight by now has its answer."""
        if self._tasks:
            await asyncio.wait(set(self._tasks))

    def wake(self) -> None:
        """Say that there may be work."""
        self._wake.set()

    def stop(self) -> None:
        """Claim nothing more; `run` ends when all that is in flight is settled."""
        self.stopping = True
        self.wake()

    async def run(self) -> None:
        """Deliver until stopped; where that ends with an error, what is in flight is in doubt."""
        try:
            while True:
                work = await self._step()
                if self.stopping and not (self._tasks or self._done):
                    return
                await self._wait(work)
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def drain(self, horizon: float) -> float | None:
        """Deliver until nothing is due within `horizon` seconds; gives when the next one is.

        What platforms only put off counts as before: nobody waits longer than that for nothing.
        """
        went_on = self.clock()
        while True:
            if any(one.settlement.to not in _OPEN for one in self._done):
                went_on = self.clock()
            work = await self._step()
            busy = self._tasks or self._done
            if not busy and (work.next_at is None or work.next_at > went_on + horizon):
                return work.next_at
            await self._wait(work)

    async def _step(self) -> Work:
        self._wake.clear()
        done, self._done = self._done, []
        # why: what is claimed by one configuration is sent by it, even if the next is here by then.
        platforms, pictures = self._setup.platforms, self.pictures
        room = 0 if self.stopping else IN_FLIGHT - len(self._tasks)
        try:
            work = await self._claim(done, room)
        except StoreUnavailable as error:
            # why: what cannot be remembered must not be sent; outcomes wait for the database.
            self._done = done + self._done
            _say_down(error, is_known=self._store_down)
            self._store_down = True
            return Work(next_at=self.clock() + STORE_RETRY)
        if self._store_down:
            _log.warning("the database remembers again; sending goes on")
            self._store_down = False
        for settled in done:
            _report(settled)
            if settled.settlement.locks and settled.delivery.destination in platforms:
                # why: when it goes on, it reads its secrets anew.
                await platforms[settled.delivery.destination].close()
        for delivery in (*work.claimed, *work.doubtful):
            platforms[delivery.destination].others = partial(self.store.others, delivery.id)
        for delivery in work.claimed:
            platform = platforms[delivery.destination]
            self._start(attempt(delivery, platform, pictures, self.clock))
        for delivery in work.doubtful:
            self._start(look_up(delivery, platforms[delivery.destination], self.clock))
        return work

    async def _claim(self, done: Sequence[Settled], room: int) -> Work:
        lanes, now = self._lanes(), self.clock()
        if self.folding and room:
            await fold(self.folding, self._setup.desk, lanes, now)
        return await self.store.step(done, lanes, now, room)

    def _lanes(self) -> Mapping[str, Lane]:
        """Give the lanes as they are in this minute: quiet hours and days begin on whole ones."""
        now = self.clock()
        if now // MINUTE != self._minute:
            self._minute = now // MINUTE
            self._lanes_now = self._setup.lanes(now)
        return self._lanes_now

    def _start(self, job: Coroutine[None, None, Settled]) -> None:
        async def finish() -> None:
            settled = await job
            # why not in one line: `self._done` is another list by the time the job has ended.
            self._done.append(settled)
            # why here: a done-callback would run only after the loop has looked for work.
            self._tasks.discard(task)
            self.wake()

        task = asyncio.create_task(finish())
        self._tasks.add(task)

    async def _wait(self, work: Work) -> None:
        at = work.next_at
        seconds = LONGEST_SLEEP if at is None else min(max(at - self.clock(), 0.0), LONGEST_SLEEP)
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return


def _say_down(error: StoreUnavailable, *, is_known: bool) -> None:
    if isinstance(error, StoreLost):
        # why: our lock went with it; what is in flight is for the next connection to look up.
        raise error
    if not is_known:
        _log.error("sending stops until the database can remember: %s", error)


def _report(settled: Settled) -> None:
    delivery, settlement = settled.delivery, settled.settlement
    what = (delivery.id, delivery.article, delivery.destination, delivery.attempts)
    if settlement.to is State.SENT and settlement.receipt:
        _log.info("delivery %d %s → %s: sent as %s", *what[:3], settlement.receipt.id)
        return
    level = logging.WARNING if settlement.to is State.DUE else logging.ERROR
    text = "delivery %d %s → %s, attempt %d: %s: %s"
    _log.log(level, text, *what, settlement.to, settlement.why)
