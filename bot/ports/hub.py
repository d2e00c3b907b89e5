"""What pings and hubs leave behind: looks that are asked for, and subscriptions (WebSub)."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A source's news as its hub pushes it; moments in seconds since the epoch.

    `id` is the callback's and cannot be guessed; `secret` signs what the hub sends. `state` is
    "offered" (nobody asked yet), "pending", "subscribed" until `lease_until`, or "denied". The hub
    may verify what we asked until `open_until`. `tries` counts requests since it last did.
    """

    id: str
    source: str
    hub: str
    topic: str
    secret: str
    state: str
    open_until: float
    lease_until: float
    tries: int


class HubStore(Protocol):
    """What `subscribe` and `hear` read and write."""

    async def poke(self, source: str, now: float) -> bool:
        """Have a source looked at now and after 30 and 120 seconds ("": all); False: no such one.

        A publisher often pings before its own caches show what is new. Looks that are planned
        already stay; many pokes fold into one look in five seconds.
        """
        ...

    async def due_subscriptions(
        self, sources: Collection[str], public_url: str, now: float, limit: int
    ) -> list[Subscription]:
        """Take what is to be asked of hubs; the next try is planned already when this returns.

        Subscriptions of other sources are forgotten. One asked for at another `public_url` than
        this is due, since its hub pushes to where nobody listens any more.
        """
        ...

    async def subscription(self, id: str) -> Subscription | None:  # noqa: A002 - its name
        """Find one by the callback's id."""
        ...

    async def confirm(self, asked: Subscription, lease_until: float, renew_at: float) -> None:
        """Note that the hub verified what we asked; ends the tries."""
        ...

    async def give_up(self, asked: Subscription, why: str, next_try: float) -> None:
        """Note that the hub denied it; ask again at `next_try`."""
        ...

    async def hub_failed(self, asked: Subscription, why: str, not_before: float) -> None:
        """Note why a request failed and when the hub lets us come back; the rest is planned."""
        ...
