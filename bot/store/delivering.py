"""Claim, settle, recover: the queries behind `deliver`."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.errors import NotPossible
from bot.lifecycle import MOVES, Settlement
from bot.model import Delivery, Kind, Pace, Receipt, State
from bot.ports import Lane, Settled, Work
from bot.store.codec import post_of
from bot.store.locks import lock
from bot.store.moves import move, note
from bot.store.sql import Database, Query, Row

LOOKUP_LEASE = 60.0
"""Seconds for which a look-up belongs to the node that took it."""

_DELIVERY = (
    "select d.id, d.revision, d.destination, d.kind, d.state, d.post, d.attempts, d.lookups,"
    " d.after_id, d.claimed_at, d.remote_id, d.permalink, d.owner, a.canonical_url"
    " from delivery d join article a on a.id = d.article_id"
)


class Delivering:
    """The store as `deliver` sees it (`ports.DeliverStore`)."""

    def __init__(self, db: Database) -> None:
        self.db = db

    async def step(
        self, settled: Sequence[Settled], lanes: Mapping[str, Lane], now: float, limit: int
    ) -> Work:
        async with self.db.tx() as q:
            for done in settled:
                await _settle(q, done, lanes.get(done.delivery.destination, Lane()), now)
            claimed = []
            for lane in await _open_lanes(q, lanes, now, limit):
                delivery = await self._claim(q, lane, now)
                if delivery is not None:
                    claimed.append(delivery)
            doubtful = await _doubtful(q, lanes, now)
            next_at = await _next_at(q, lanes)
        return Work(claimed=tuple(claimed), doubtful=doubtful, next_at=next_at)

    async def recover(self, now: float) -> int:
        async with self.db.tx() as q:
            rows = await q("select id, owner from delivery where state = 'sending'")
        dead = set(await self.db.dead_nodes(sorted({row["owner"] for row in rows})))
        orphans = [row["id"] for row in rows if row["owner"] in dead]
        async with self.db.tx() as q:
            for orphan in orphans:
                await move(
                    q,
                    orphan,
                    (State.SENDING, State.IN_DOUBT),
                    "the process ended while sending; it may have been taken",
                    now,
                    due_at=now,
                    lookups=0,
                    error="the process ended while sending",
                )
        return len(orphans)

    async def _claim(self, q: Query, lane: Row, now: float) -> Delivery | None:
        destination = lane["destination"]
        rows = await q(
            f"{_DELIVERY} where d.destination = :destination and d.state = 'due'"
            " and d.due_at <= :now order by d.order_at, d.id limit 1",
            destination=destination,
            now=now,
        )
        if not rows:
            await _refresh(q, destination, lane["open_at"])
            return None
        await move(
            q,
            rows[0]["id"],
            (State.DUE, State.SENDING),
            "claimed",
            now,
            attempts=rows[0]["attempts"] + 1,
            owner=self.db.node,
            after_id=lane["last_id"],
            claimed_at=now,
        )
        await _refresh(q, destination, now)
        return _delivery(
            {
                **dict(rows[0]),
                "state": State.SENDING,
                "attempts": rows[0]["attempts"] + 1,
                "after_id": lane["last_id"],
                "claimed_at": now,
            }
        )


async def _open_lanes(
    q: Query, lanes: Mapping[str, Lane], now: float, limit: int
) -> Sequence[Row]:
    if limit <= 0:
        return []
    return await q(
        "select l.destination, l.last_id, l.open_at from lane l"
        " where l.paused = 0 and l.ready_at <= :now and l.open_at <= :now"
        " and l.destination in (:names...)"
        " and not exists (select 1 from delivery d where d.destination = l.destination"
        "  and (d.state = 'sending' or (d.state = 'in_doubt' and d.asked = 0)))"
        " order by l.ready_at limit :limit /*for update skip locked*/",
        names=list(lanes),
        now=now,
        limit=limit,
    )


async def _settle(q: Query, settled: Settled, lane: Lane, now: float) -> None:
    delivery, settlement = settled.delivery, settled.settlement
    try:
        await _write(q, delivery, settlement, now)
    except NotPossible as late:
        # why: a person or another node decided meanwhile; a receipt is a fact and beats a guess.
        rows = await q("select state from delivery where id = :id", id=delivery.id)
        state = State(rows[0]["state"])
        if settlement.receipt and State.SENT in MOVES[state]:
            await _write(q, replace(delivery, state=state), settlement, now)
        else:
            await note(q, delivery.id, "came too late", f"{settlement.why} ({late})", now)
    if settlement.locks:
        await lock(q, delivery.destination, lane.mark, settlement.why, now)
    opens = max(settlement.lane_until, await _pace(q, delivery.destination, lane.paces, now))
    await _refresh(q, delivery.destination, opens)


async def _write(q: Query, delivery: Delivery, settlement: Settlement, now: float) -> None:
    receipt = settlement.receipt
    looked_up = delivery.state is State.IN_DOUBT
    columns: dict[str, object] = {"error": "" if receipt else settlement.why}
    if receipt:
        columns |= {"sent_at": now, "remote_id": receipt.id, "permalink": receipt.permalink}
    if not settlement.counts and not looked_up:
        columns["attempts"] = delivery.attempts - 1
    if settlement.to is State.DUE:
        columns["due_at"] = now
    if settlement.to is State.IN_DOUBT:
        columns |= {
            "due_at": settlement.retry_at,
            "asked": int(settlement.ask),
            "lookups": delivery.lookups + looked_up,
        }
    await move(q, delivery.id, (delivery.state, settlement.to), settlement.why, now, **columns)
    if receipt:
        await q(
            "update lane set last_id = :id where destination = :destination",
            id=receipt.id,
            destination=delivery.destination,
        )


async def _refresh(q: Query, destination: str, open_at: float) -> None:
    """Say when the lane may next be claimed; its opening only ever moves later."""
    await q(
        "update lane set open_at = case when open_at > :open_at then open_at else :open_at end,"
        " ready_at = (select min(due_at) from delivery"
        "  where destination = :destination and state = 'due')"
        " where destination = :destination",
        destination=destination,
        open_at=open_at,
    )


async def _pace(q: Query, destination: str, paces: Sequence[Pace], now: float) -> float:
    """Say when the next claim keeps every pace, after an attempt that ended `now`.

    A platform counts a post when it arrives, somewhere between the claim and the answer: the last
    one counts from its answer, older ones from the claims that the table remembers.
    """
    opens = now
    for pace in paces:
        if pace.count == 1:
            opens = max(opens, now + pace.seconds)
            continue
        rows = await q(
            "select claimed_at from delivery where destination = :destination"
            " and claimed_at is not null order by claimed_at desc limit 1 offset :skip",
            destination=destination,
            skip=pace.count - 1,
        )
        if rows:
            opens = max(opens, rows[0]["claimed_at"] + pace.seconds)
    return opens


async def _doubtful(q: Query, lanes: Mapping[str, Lane], now: float) -> tuple[Delivery, ...]:
    rows = await q(
        f"{_DELIVERY} where d.state = 'in_doubt' and d.asked = 0 and d.due_at <= :now"  # noqa: S608 - our own words
        " and d.destination in (:names...)"
        " and not exists (select 1 from lane l where l.destination = d.destination"
        "  and l.locked_by <> '')",
        names=list(lanes),
        now=now,
    )
    for row in rows:
        await q(
            "update delivery set due_at = :until where id = :id",
            id=row["id"],
            until=now + LOOKUP_LEASE,
        )
    return tuple(_delivery(row) for row in rows)


async def _next_at(q: Query, lanes: Mapping[str, Lane]) -> float | None:
    rows = await q(
        "select min(at) as at from ("
        " select case when open_at > ready_at then open_at else ready_at end as at from lane"
        "  where ready_at is not null and paused = 0 and destination in (:names...)"
        "  and not exists (select 1 from delivery d where d.destination = lane.destination"
        "   and (d.state = 'sending' or (d.state = 'in_doubt' and d.asked = 0)))"
        " union all select due_at as at from delivery where state = 'in_doubt' and asked = 0"
        "  and destination in (:names...) and not exists (select 1 from lane l"
        "   where l.destination = delivery.destination and l.locked_by <> '')"
        ") as waiting",
        names=list(lanes),
    )
    at: float | None = rows[0]["at"]
    return at


def _delivery(row: Row) -> Delivery:
    return Delivery(
        id=row["id"],
        article=row["canonical_url"],
        revision=row["revision"],
        destination=row["destination"],
        kind=Kind(row["kind"]),
        state=State(row["state"]),
        post=post_of(row["post"]),
        attempts=row["attempts"],
        lookups=row["lookups"],
        after=row["after_id"],
        claimed_at=row["claimed_at"] or 0.0,
        receipt=Receipt(id=row["remote_id"], permalink=row["permalink"])
        if row["remote_id"]
        else None,
    )
