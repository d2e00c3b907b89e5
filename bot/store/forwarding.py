"""Where configured places are by now, once they have moved (`ports.Forwarding`)."""

from collections.abc import Callable, Mapping

from bot.store.alerts import Topic, end, sound
from bot.store.sql import Database, Query


async def place(q: Query, name: str, address: str, at: float) -> str:
    """Say where what is configured at `address` was at a moment."""
    rows = await q(
        "select f.moved_to from forwarding f where f.name = :name and f.address = :address"
        " and not exists (select 1 from alert a where a.topic = :moved and a.name = :name"
        "  and a.ended_at is null and a.raised_at > :at)",
        name=name,
        address=address,
        moved=Topic.MOVED.value,
        at=at,
    )
    return str(rows[0]["moved_to"]) if rows else address


class Forwardings:
    """One row for each place that has moved, until the configuration names another address."""

    def __init__(self, db: Database, now: Callable[[], float]) -> None:
        self.db = db
        self._now = now

    async def forwarded(self, name: str, address: str) -> str:
        async with self.db.tx(write=False) as q:
            rows = await q(
                "select moved_to from forwarding where name = :name and address = :address",
                name=name,
                address=address,
            )
        return str(rows[0]["moved_to"]) if rows else ""

    async def forward(self, name: str, address: str, to: str) -> None:
        async with self.db.tx() as q:
            await q(
                "insert into forwarding (name, address, moved_to) values (:name, :address, :to)"
                " on conflict (name) do update set address = :address, moved_to = :to",
                name=name,
                address=address,
                to=to,
            )
            why = f"{address} is {to} by now, and what is sent goes there"
            to_do = f'in the configuration, write "{to}" instead of "{address}"'
            await sound(q, (Topic.MOVED, name), why, to_do, self._now())

    async def review(self, addresses: Mapping[str, str]) -> None:
        """Forget what is configured at another address by now, or no more (name → address)."""
        async with self.db.tx() as q:
            for row in await q("select name, address from forwarding"):
                if addresses.get(row["name"]) != row["address"]:
                    await q("delete from forwarding where name = :name", name=row["name"])
                    await end(q, (Topic.MOVED, row["name"]), self._now())
