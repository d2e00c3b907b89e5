"""Looks asked for by pings and pushes, and subscriptions at hubs (`ports.HubStore`)."""

import math
import secrets
from collections.abc import Collection

from bot.ports import Subscription
from bot.rules import Hub
from bot.store.sql import Database, Query, Row

GRID = 5.0
"""Seconds between two moments for which a look can be asked, so that many pokes are few rows."""
AGAIN = (30.0, 120.0)
VERIFY_WITHIN = 600.0
"""Seconds that a hub has to verify what we asked."""
RETRY = (VERIFY_WITHIN, 1_800.0, 7_200.0, 21_600.0, 86_400.0)
"""Seconds to wait after the first, second, … request that was not verified; the last repeats."""


class Hubs:
    """The store as pings, pushes and hubs see it."""

    def __init__(self, db: Database) -> None:
        self.db = db

    async def poke(self, source: str, now: float) -> bool:
        moments = [now // GRID * GRID, *(math.ceil((now + wait) / GRID) * GRID for wait in AGAIN)]
        async with self.db.tx() as q:
            meant = "active = 1 and (name = :source or :source = '')"
            if not await q(f"select 1 from source where {meant} limit 1", source=source):  # noqa: S608 - ours
                return False
            for at in moments:
                await q(
                    "insert into poke (source, at)"  # noqa: S608 - ours
                    f" select name, cast(:at as double precision) from source where {meant}"
                    " on conflict do nothing",
                    source=source,
                    at=at,
                )
        return True

    async def due_subscriptions(
        self, sources: Collection[str], public_url: str, now: float, limit: int
    ) -> list[Subscription]:
        async with self.db.tx() as q:
            await q("delete from subscription where not source in (:names...)", names=[*sources])
            rows = await q(
                "select * from subscription where next_try <= :now"
                " or (tries = 0 and asked_as <> '' and asked_as <> :public_url)"
                " order by next_try limit :limit /*for update skip locked*/",
                public_url=public_url,
                now=now,
                limit=limit,
            )
            return [await _ask(q, row, public_url, now) for row in rows]

    async def subscription(self, id: str) -> Subscription | None:  # noqa: A002 - its name
        async with self.db.tx(write=False) as q:
            rows = await q("select * from subscription where id = :id", id=id)
        return _subscription(rows[0]) if rows else None

    async def confirm(self, asked: Subscription, lease_until: float, renew_at: float) -> None:
        async with self.db.tx() as q:
            await q(
                "update subscription set state = 'subscribed', lease_until = :lease_until,"
                " next_try = :renew_at, tries = 0, error = '' where id = :id",
                id=asked.id,
                lease_until=lease_until,
                renew_at=renew_at,
            )

    async def give_up(self, asked: Subscription, why: str, next_try: float) -> None:
        async with self.db.tx() as q:
            await q(
                "update subscription set state = 'denied', lease_until = 0, open_until = 0,"
                " next_try = :next_try, error = :why where id = :id",
                id=asked.id,
                next_try=next_try,
                why=why,
            )

    async def hub_failed(self, asked: Subscription, why: str, not_before: float) -> None:
        async with self.db.tx() as q:
            # why `tries`: a hub may verify at once, and only then fail to answer the request.
            await q(
                "update subscription set error = :why, next_try ="
                " case when next_try > :not_before then next_try else :not_before end"
                " where id = :id and tries = :tries",
                id=asked.id,
                tries=asked.tries,
                why=why,
                not_before=not_before,
            )

    async def subscriptions(self) -> dict[str, Subscription]:
        """Give every subscription by its source."""
        async with self.db.tx(write=False) as q:
            rows = await q("select * from subscription")
        return {row["source"]: _subscription(row) for row in rows}


async def offer(q: Query, source: str, hub: Hub) -> None:
    """Remember which hub pushes a source; another one than before begins afresh."""
    known = await q(
        "select 1 from subscription where source = :source and hub = :hub and topic = :topic",
        source=source,
        hub=hub.url,
        topic=hub.topic,
    )
    if known:
        return
    await q("delete from subscription where source = :source", source=source)
    await q(
        "insert into subscription (id, source, hub, topic, secret)"
        " values (:id, :source, :hub, :topic, :secret)",
        id=secrets.token_hex(16),
        source=source,
        hub=hub.url,
        topic=hub.topic,
        secret=secrets.token_hex(32),
    )


async def _ask(q: Query, row: Row, public_url: str, now: float) -> Subscription:
    holds = row["lease_until"] > now and row["asked_as"] == public_url
    rows = await q(
        "update subscription set state = :state, asked_as = :public_url, tries = tries + 1,"
        " open_until = :open_until, next_try = :next_try where id = :id returning *",
        id=row["id"],
        state=row["state"] if holds else "pending",
        public_url=public_url,
        open_until=now + VERIFY_WITHIN,
        next_try=now + RETRY[min(row["tries"], len(RETRY) - 1)],
    )
    return _subscription(rows[0])


def _subscription(row: Row) -> Subscription:
    return Subscription(**{name: row[name] for name in Subscription.__slots__})
