"""What is done beside the way of articles: hubs are asked, silence and the clock are watched."""

import logging
from collections.abc import Callable

from bot.engine.clock import TOLERANCE, Apart
from bot.engine.hearer import Hearer
from bot.engine.setup import Setup
from bot.engine.teller import Teller
from bot.steps.deliver import Clock as Now
from bot.steps.silence import silences
from bot.steps.subscribe import subscribe
from bot.store import Store
from bot.store.alerts import Topic

_log = logging.getLogger("herald.clock")


class Chores:
    """Done by one instance, for the configuration that it works by at the time."""

    def __init__(self, store: Store, setup: Callable[[], Setup], now: Now, own: Now) -> None:
        self._store = store
        self._setup = setup
        self._now = now
        self._apart = Apart(own, now)
        self.teller = Teller(store.telling, lambda: setup().chat, now)
        self.hearer = Hearer(store, lambda: setup().chat, now, lambda: setup().options)

    async def ask_hubs(self) -> None:
        setup = self._setup()
        public_url = setup.entrance.public_url
        await subscribe(self._store.hubs, setup.submit, setup.rules, public_url, self._now())

    async def hear_silence(self) -> None:
        """Raise an alert where nothing new has come for unusually long; end those that are over."""
        now, alerts = self._now(), self._store.alerts
        await self._store.restoring.forget(now)
        stretches = await self._store.stretches.since_the_last(now)
        silent = dict(silences(stretches, self._setup().zone))
        for alert in await alerts.standing():
            if alert.topic == Topic.SILENT and alert.name not in silent:
                await alerts.end(Topic.SILENT, alert.name, now)
        for name, why in silent.items():
            if await alerts.sound(Topic.SILENT, name, why, "see whether it publishes", now):
                _log.warning("%s: %s", f"source {name}" if name else "no source", why)

    def compare_clocks(self) -> None:
        """Say it where this machine's clock is not as the one that counts."""
        if said := self._apart.check():
            _log.warning("%s", said)

    async def set_right(self, delta: float) -> None:
        """Let what waits wait as long as before the clock jumped by `delta` seconds, just now."""
        before = self._now() - delta
        way = "ahead" if delta > 0 else "back"
        _log.warning("the clock was set %s by %.0f s; what waits is set with it", way, abs(delta))
        await self._store.timing.shift(before, delta)

    async def set_right_at_start(self) -> None:
        """Do the same where the clock was set back while nobody was at work here.

        Only for who comes first: another instance's clock may be ahead of ours.
        """
        if not self._store.db.is_first:
            return
        behind = await self._store.timing.last_known() - self._now()
        if behind > TOLERANCE:
            await self.set_right(-behind)
