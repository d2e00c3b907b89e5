"""Digests in place of many publishes: the queries behind `fold` (`ports.FoldStore`)."""

from collections.abc import Mapping, Sequence

from bot.model import Kind
from bot.ports import Crowd, Lane, Planned, Story
from bot.store.claiming import IDLE
from bot.store.codec import article_of, post_json
from bot.store.lanes import refresh
from bot.store.moves import note
from bot.store.sql import Database, Query

MOST = 100
"""Publishes of one destination that are looked at, at once."""


class _GoneMeanwhile(Exception):
    """A publish is no longer there to be folded."""


class Folding:
    """The store as `fold` sees it."""

    def __init__(self, db: Database) -> None:
        self.db = db

    async def crowds(self, lanes: Mapping[str, Lane], now: float) -> list[Crowd]:
        names = [
            name
            for name, lane in lanes.items()
            if lane.digest and (lane.is_silent or not lane.quiet_until)
        ]
        async with self.db.tx(write=False) as q:
            rows = await q(
                "select l.destination, count(*) as n from lane l join delivery d"  # noqa: S608 - our own words
                " on d.destination = l.destination and d.state = 'due' and d.kind = 'publish'"
                "  and d.digest_id = 0 and d.due_at <= :now and d.urgent_until <= :now"
                " where l.paused = 0 and l.open_at <= :now and l.paced_at <= :now"
                f" and l.destination in (:names...) and {IDLE} group by l.destination",
                names=names,
                now=now,
            )
            return [
                Crowd(
                    destination=row["destination"],
                    stories=await _stories(q, row["destination"], now),
                )
                for row in rows
                if row["n"] > lanes[row["destination"]].digest
            ]

    async def fold(self, stories: Sequence[Story], planned: Planned, now: float) -> bool:
        try:
            async with self.db.tx() as q:
                await _fold(q, stories, planned, now)
        except _GoneMeanwhile:
            return False
        return True


async def _fold(q: Query, stories: Sequence[Story], planned: Planned, now: float) -> None:
    digest = await _make(q, stories, planned, now)
    folded = await q(
        "update delivery set digest_id = :digest, waits = '' where id in (:ids...)"
        " and state = 'due' and digest_id = 0 returning id",
        digest=digest,
        ids=[story.delivery for story in stories],
    )
    if len(folded) < len(stories):
        raise _GoneMeanwhile
    for row in folded:
        await note(q, row["id"], "folded", f"goes in digest {digest}", now)
    await refresh(q, planned.destination)


async def _stories(q: Query, destination: str, now: float) -> tuple[Story, ...]:
    rows = await q(
        "select d.id, r.content from delivery d"
        " join revision r on r.article_id = d.article_id and r.number = d.revision"
        " where d.destination = :destination and d.state = 'due' and d.kind = 'publish'"
        "  and d.digest_id = 0 and d.due_at <= :now and d.urgent_until <= :now"
        " order by d.order_at, d.id limit :most",
        destination=destination,
        now=now,
        most=MOST,
    )
    return tuple(Story(delivery=row["id"], article=article_of(row["content"])) for row in rows)


async def _make(q: Query, stories: Sequence[Story], planned: Planned, now: float) -> int:
    """Write the digest in the place of its first publish."""
    rows = await q(
        "insert into delivery (article_id, revision, destination, platform, kind, state, post,"
        " order_at, due_at, created_at, cost_usd) select article_id, revision, destination,"
        " platform, :kind, 'due', :post, order_at, :now, :now, :cost from delivery"
        " where id = :first on conflict do nothing returning id",
        first=stories[0].delivery,
        kind=Kind.DIGEST.value,
        post=post_json(planned.post),
        cost=planned.cost_usd,
        now=now,
    )
    if not rows:
        raise _GoneMeanwhile
    digest = int(rows[0]["id"])
    await note(q, digest, "made due", f"{len(stories)} publishes were due at once", now)
    return digest
