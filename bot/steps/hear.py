"""What pings and hubs may do: make us look sooner, and nothing else.

Nothing that they send is believed: news is what the source itself shows when we look. WebSub as in
https://www.w3.org/TR/websub/, sections 5.2, 5.3 and 7.1.
"""

import hmac
import re
from collections.abc import AsyncIterable, Callable, Mapping
from dataclasses import dataclass, field

from bot.ports import HubStore
from bot.steps.deliver import Clock
from bot.steps.subscribe import DAY, LEASE

SHORTEST = 300
"""Seconds below which no lease is believed: renewals would come in a loop."""
UNSAID = 86_400
"""Seconds that a lease counts where the hub leaves out how long it is."""
RENEW = 0.8
"""The part of a lease after which it is renewed."""
METHODS = frozenset({"sha1", "sha256", "sha384", "sha512"})
_SECONDS = re.compile(r"[0-9]{1,12}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrance:
    """How others reach us: the address that a hub calls, and what a ping and who looks must know.

    "": not at all, but `password`: whoever is at this machine. `public_url` has no slash at its end.
    """

    public_url: str = ""
    ping_token: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


class Hearing:
    """Hears everyone out; `ring` is called when a source is to be looked at now."""

    def __init__(self, store: HubStore, now: Clock, ring: Callable[[], None]) -> None:
        self._store = store
        self._now = now
        self._ring = ring

    async def ping(self, source: str = "") -> bool:
        """Look at a source now ("": at all of them); False: there is no such source."""
        is_known = await self._store.poke(source, self._now())
        if is_known:
            self._ring()
        return is_known

    async def verify(self, callback: str, asked: Mapping[str, str]) -> str | None:
        """Say what a hub's GET of a callback is answered with; None: this is not what we asked."""
        subscription = await self._store.subscription(callback)
        if subscription is None or asked.get("hub.topic") != subscription.topic:
            return None
        now, mode = self._now(), asked.get("hub.mode")
        if mode == "denied":
            why = asked.get("hub.reason", "")[:200] or "no reason given"
            await self._store.give_up(subscription, f"the hub denies it: {why}", now + DAY)
            return ""
        challenge = asked.get("hub.challenge")
        if mode != "subscribe" or not challenge or now > subscription.open_until:
            return None
        lease = lease_of(asked.get("hub.lease_seconds", ""))
        await self._store.confirm(subscription, now + lease, now + lease * RENEW)
        return challenge

    async def push(self, callback: str, signature: str, body: AsyncIterable[bytes]) -> bool:
        """Look at the source of a push that is signed as agreed; False: no such subscription.

        Whether the signature fits is not told (section 7.1), so that nobody can try secrets out.
        """
        subscription = await self._store.subscription(callback)
        if subscription is None:
            return False
        if await is_signed(body, signature, subscription.secret):
            await self.ping(subscription.source)
        return True


def lease_of(written: str) -> int:
    """Read how many seconds a hub keeps its word, within what is sensible."""
    if not _SECONDS.fullmatch(written):
        return UNSAID
    return max(SHORTEST, min(int(written), LEASE))


async def is_signed(body: AsyncIterable[bytes], signature: str, secret: str) -> bool:
    """Check an `X-Hub-Signature`, method=hex, over a body that comes in pieces."""
    method, _, given = signature.partition("=")
    if method not in METHODS:
        return False
    made = hmac.new(secret.encode(), digestmod=method)
    async for piece in body:
        made.update(piece)
    return hmac.compare_digest(made.hexdigest().encode(), given.lower().encode(errors="replace"))
