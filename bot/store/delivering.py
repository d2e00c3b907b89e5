"""Claim, settle, recover: the queries behind `deliver`."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.errors import NotPossible
from bot.lifecycle import MOVES, REPEATABLE, Settlement, wait
from bot.model import POSTS, Delivery, State
from bot.ports import Lane, Settled, Work
from bot.store.claiming import DELIVERY, claim, delivery_of, next_at, open_lanes, reads
from bot.store.lanes import STANDING, opens, refresh
from bot.store.locks import lock
from bot.store.moves import move, newest, note
from bot.store.sql import Database, Query
from bot.store.standing import seen

LOOKUP_LEASE = 60.0
"""Seconds for which a look-up belongs to the node that took it."""

NEWEST = 500
"""As many posts as no look-up reads."""


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
            published = [done.delivery.post.key for done in settled if done.settlement.receipt]
            if published:
                await q("delete from draft where post_key in (:keys...)", keys=published)
            claimed = []
            for row in await open_lanes(q, lanes, now, limit):
                lane = lanes[row["destination"]]
                delivery = await claim(q, row, lane, self.db.node, now)
                if delivery is not None:
                    claimed.append(delivery)
            doubtful = await _doubtful(q, lanes, self.db.node, now)
            at = await next_at(q, lanes, now)
            come = await newest(q) if settled else 0
        if come and self.db.beside:
            self.db.beside(come)
        return Work(claimed=tuple(claimed), doubtful=doubtful, next_at=at)

    async def draft(self, key: str) -> str:
        async with self.db.tx(write=False) as q:
            rows = await q("select name from draft where post_key = :key", key=key)
        return str(rows[0]["name"]) if rows else ""

    async def keep_draft(self, key: str, name: str) -> None:
        async with self.db.tx() as q:
            await q(
                "insert into draft (post_key, name) values (:key, :name)"
                " on conflict (post_key) do update set name = :name",
                key=key,
                name=name,
            )

    async def others(self, delivery: int) -> list[str]:
        async with self.db.tx(write=False) as q:
            rows = await q(
                "select o.remote_id from delivery d join delivery o on o.destination = d.destination"
                " and o.article_id <> d.article_id where d.id = :id and o.remote_id <> ''"
                " and o.state = 'sent' order by o.id desc limit :newest",
                id=delivery,
                newest=NEWEST,
            )
        return [row["remote_id"] for row in rows]

    async def recover(self, now: float) -> int:
        async with self.db.tx(write=False) as q:
            owners = await q("select distinct owner from delivery where state = 'sending'")
        dead = await self.db.dead_nodes([row["owner"] for row in owners])
        if not dead:
            return 0
        async with self.db.tx() as q:
            orphans = await q(
                "select id from delivery where state = 'sending' and owner in (:dead...)"
                " order by id /*for update skip locked*/",  # why: another node may be at it too
                dead=dead,
            )
            for orphan in orphans:
                await move(
                    q,
                    orphan["id"],
                    (State.SENDING, State.IN_DOUBT),
                    "the process ended while sending; it may have been taken",
                    now,
                    due_at=now,
                    lookups=0,
                    error="the process ended while sending",
                )
        return len(orphans)


async def _settle(q: Query, settled: Settled, lane: Lane, now: float) -> None:
    delivery, settlement = settled.delivery, settled.settlement
    if settled.usd:
        charge = "update delivery set charged_usd = charged_usd + :usd where id = :id"
        await q(charge, usd=settled.usd, id=delivery.id)
    if settled.found:
        await seen(q, delivery.id, settled.found, now)
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
    name = delivery.destination
    rest = await _rest(q, name) if settlement.ask else 0.0
    open_at = max(settlement.lane_until, now + rest, await opens(q, name, lane.paces, now))
    # why: what was surely not posted, and what changes a post that stands, is no post of ours.
    is_post = delivery.kind in POSTS
    stands = is_post and (settlement.to is State.SENT or settlement.ask)
    paced_at = await opens(q, name, lane.spacing, now, STANDING) if stands else 0.0
    await refresh(q, name, open_at, paced_at)


async def _rest(q: Query, destination: str) -> float:
    """Say how long a lane rests of which nobody can tell what became of its last posts: as after failed attempts.

    One that is ill for an hour would take in its whole queue, all of it for a person to look up.
    """
    rows = await q(
        "select count(*) as n from delivery where destination = :name and state = 'in_doubt'"
        " and asked = 1 and claimed_at > (select coalesce(max(s.claimed_at), 0) from delivery s"
        "  where s.destination = :name and s.state = 'sent')",
        name=destination,
    )
    doubts = int(rows[0]["n"])
    return wait(doubts - 1) if doubts > 1 else 0.0


async def _write(q: Query, delivery: Delivery, settlement: Settlement, now: float) -> None:
    receipt = settlement.receipt
    looked_up = delivery.state is State.IN_DOUBT
    columns: dict[str, object] = {"error": "" if receipt else settlement.why}
    if settlement.to is State.SENT:
        columns["sent_at"] = now
    if receipt:
        columns |= {"remote_id": receipt.id, "permalink": receipt.permalink}
    if not settlement.counts and not looked_up:
        columns["attempts"] = delivery.attempts - 1
    if settlement.to is State.DUE:
        columns["due_at"] = now
    if settlement.to is State.IN_DOUBT:
        columns |= {
            "due_at": settlement.retry_at or now,
            "asked": int(settlement.ask),
            "owner": "",  # why: it waits for its time, whoever may be gone by then
            "lookups": delivery.lookups + looked_up,
        }
    await move(q, delivery.id, (delivery.state, settlement.to), settlement.why, now, **columns)
    if receipt and delivery.act not in REPEATABLE:
        await q(
            "update lane set last_id = :id where destination = :destination",
            id=receipt.id,
            destination=delivery.destination,
        )


async def _doubtful(
    q: Query, lanes: Mapping[str, Lane], node: str, now: float
) -> tuple[Delivery, ...]:
    rows = await q(
        f"{DELIVERY} where d.state = 'in_doubt' and d.asked = 0 and d.due_at <= :now"  # noqa: S608 - our own words
        " and d.destination in (:names...)"
        " and not exists (select 1 from lane l where l.destination = d.destination"
        "  and l.locked_by <> '')",
        names=list(lanes),
        now=now,
    )
    doubtful = []
    for row in rows:
        await q(
            "update delivery set due_at = :until, owner = :node where id = :id",
            id=row["id"],
            node=node,
            until=now + LOOKUP_LEASE,
        )
        paid = await reads(q, row["destination"], lanes[row["destination"]])
        doubtful.append(replace(delivery_of(row), reads=paid))
    return tuple(doubtful)
