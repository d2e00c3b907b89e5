"""Publishes that their article has left behind: the queries behind `follow`."""

from collections.abc import Collection
from dataclasses import replace
from math import inf

from bot.model import Kind, Post, State
from bot.ports import Behind, Digest, FollowUp, Planned
from bot.store.codec import article_of, post_json, post_of, wording_of
from bot.store.digested import compose_anew, digest_of, turn
from bot.store.lanes import refresh
from bot.store.moves import move, note
from bot.store.revising import LEFT_BEHIND, WAITING, cancel, open_lane
from bot.store.sql import Database, Query, Row
from bot.store.standing import standing

_BEHIND = (
    "select d.id, d.digest_id, p.content as content_before, p.read_at as read_before, d.article_id, d.destination, d.state, d.post, d.sent_at, d.order_at,"
    " a.retracted_at, a.retracted_why, a.retract_hold, a.retract_reason,"
    " r.number, r.content, r.read_at, r.hold, w.content as wording, (select count(*) from delivery c where c.article_id = d.article_id"
    "  and c.destination = d.destination and c.kind = 'correct' and c.state <> 'cancelled')"
    "  as corrections from delivery d join article a on a.id = d.article_id"
    " join revision r on r.article_id = d.article_id and r.number ="
    "  (select max(number) from revision where article_id = d.article_id)"
    " left join wording w on w.article_id = r.article_id and w.revision = r.number"
    "  and w.asked_of = :asked_of and w.decided_at is not null"
    " left join revision p on p.article_id = d.article_id and p.number = r.number - 1"
    " where d.behind = 1 and d.destination in (:names...)"
    " and (:asked_of = '' or w.decided_at is not null or a.retracted_at is not null) and (d.state = 'sent'"
    "  or (d.state in ('held', 'due', 'failed') and d.digest_id <= 0 and a.retracted_at is null))"
    " and not exists (select 1 from delivery o where o.article_id = d.article_id"
    "  and o.destination = d.destination and o.kind <> 'publish'"
    "  and o.state in ('sending', 'in_doubt')) order by d.order_at, d.id limit :limit"
)


class Following:
    """The store as `follow` sees it (`ports.FollowStore`)."""

    def __init__(self, db: Database) -> None:
        self.db = db

    async def behind(
        self, destinations: Collection[str], limit: int, asked_of: str = ""
    ) -> list[Behind]:
        async with self.db.tx(write=False) as q:
            rows = await q(_BEHIND, names=list(destinations), limit=limit, asked_of=asked_of)
            # why one of a digest at a time: the next change to it begins with this one.
            firsts = {max(row["digest_id"], 0) or -row["id"]: row for row in reversed(rows)}
            return [
                _behind(row, await _stands(q, row), await digest_of(q, row))
                for row in reversed(firsts.values())
            ]

    async def replace(self, behind: Behind, planned: Planned, now: float) -> None:
        async with self.db.tx() as q:
            still = await q(
                "update delivery set post = :post, revision = :revision, cost_usd = :cost,"
                " spare_post = :spare, spare_cost = :spare_cost"
                " where id = :id and state in (:states...) returning state",
                id=behind.delivery,
                post=post_json(replace(planned.post, made_at=now)),
                revision=behind.revision,
                cost=planned.cost_usd,
                spare=post_json(replace(planned.spare, made_at=now)) if planned.spare else "",
                spare_cost=planned.spare_usd,
                states=[state.value for state in WAITING],
            )
            if still:  # else it was claimed meanwhile: what is sent now is corrected afterwards
                why = f"revision {behind.revision} came before it was sent"
                await note(q, behind.delivery, "replaced", why, now)
                hold = planned.hold or await _first(q, behind.delivery, planned.first)
                if hold and still[0]["state"] == State.DUE:
                    again = (State.DUE, State.HELD)  # why: another text was approved
                    await move(q, behind.delivery, again, hold, now, error=hold)
                    await refresh(q, behind.destination)
                await _caught_up(q, behind)

    async def correct(self, behind: Behind, made: FollowUp, now: float) -> None:
        why = f"revision {behind.revision} is newer"
        await self._make(behind, made, Kind.CORRECT, (Kind.CORRECT,), why, now)

    async def retract(self, behind: Behind, made: FollowUp, now: float) -> None:
        waiting = (Kind.CORRECT,)
        await self._make(behind, made, Kind.RETRACT, waiting, "the article was withdrawn", now)

    async def leave(
        self, behind: Behind, why: str, now: float, *, is_reported: bool = False
    ) -> None:
        async with self.db.tx() as q:
            what = LEFT_BEHIND if is_reported else "not followed"
            await note(q, behind.delivery, what, f"revision {behind.revision}: {why}", now)
            if behind.state is State.SENT:  # why: what waits says what is no longer so
                over = f"revision {behind.revision} needs none"
                await cancel(q, behind.article_id, (Kind.CORRECT,), over, now, behind.destination)
            await _caught_up(q, behind)

    async def _make(
        self,
        behind: Behind,
        made: FollowUp,
        kind: Kind,
        over: tuple[Kind, ...],
        why: str,
        now: float,
    ) -> None:
        async with self.db.tx() as q:
            place = await turn(q, behind.destination, now) if behind.digest else behind.order_at
            if behind.digest and await _made_anew(q, behind, made, kind, (place, now)):
                return
            await cancel(q, behind.article_id, over, why, now, behind.destination)
            first = State.HELD if made.hold else State.DUE
            rows = await q(
                "insert into delivery (article_id, revision, destination, platform, kind, act,"
                " state, post, order_at, due_at, created_at, error, cost_usd, urgent_until)"
                " select article_id, :revision, destination, platform, :kind, :act, :first,"
                "  :post, :place, :now, :now, :error, :cost, :urgent_until"
                " from delivery where id = :publish"
                " on conflict do nothing returning id",
                publish=behind.delivery,
                revision=behind.revision,
                kind=kind.value,
                act=made.act.value,
                first=first.value,
                post=post_json(made.post),
                error=made.hold,
                cost=made.cost_usd,
                place=place,
                now=now,
                urgent_until=inf,  # why: what is wrong stands until it comes; no cap of posts holds it
            )
            for row in rows:
                await note(q, row["id"], f"made {first}", made.hold or made.why, now)
                if first is State.DUE:
                    await compose_anew(q, row["id"])
            if first is State.DUE:
                await open_lane(q, behind.destination, now)
            await _caught_up(q, behind)


async def _first(q: Query, delivery: int, why: str) -> str:
    """Give `why` where a delivery was held for that, and nothing of its source stands there yet."""
    held = why and await q(
        "select 1 as one from audit u join delivery d on d.id = u.delivery_id"
        " where u.delivery_id = :id and u.what = 'made held' and u.why like :why"
        " and not exists (select 1 from delivery s join entry e on e.article_id = s.article_id"
        "  where s.destination = d.destination and s.state = 'sent' and e.source in"
        "   (select source from entry where article_id = d.article_id))",
        id=delivery,
        why=f"{why}%",
    )
    return why if held else ""


async def _made_anew(
    q: Query, behind: Behind, made: FollowUp, kind: Kind, when: tuple[float, float]
) -> bool:
    """Let a change to a digest that waits for a person say the digest as it is by now, if there is one."""
    place, now = when
    rows = await q(
        "update delivery set post = :post, act = :act, cost_usd = :cost, order_at = :place"
        " where article_id = :article and destination = :destination and kind = :kind"
        " and revision = :revision and state in ('held', 'failed') returning id",
        post=post_json(made.post),
        act=made.act.value,
        cost=made.cost_usd,
        article=behind.article_id,
        destination=behind.destination,
        kind=kind.value,
        revision=behind.revision,
        place=place,
    )
    for row in rows:
        await note(q, row["id"], "replaced", "something else came to stand in its digest", now)
        await _caught_up(q, behind)
    return bool(rows)


async def _stands(q: Query, row: Row) -> Post:
    """Give what readers see, or were last told, of a publish; else what it will show."""
    told = await standing(q, row["article_id"], row["destination"])
    return post_of((told[-1] if told else row)["post"])


async def _caught_up(q: Query, behind: Behind) -> None:
    """Note that a publish is behind no more, unless something came meanwhile."""
    await q(
        "update delivery set behind = 0 where id = :id and :revision ="
        " (select max(number) from revision where article_id = :article) and :retracted_at ="
        " (select coalesce(retracted_at, 0) from article where id = :article)",
        id=behind.delivery,
        article=behind.article_id,
        revision=behind.revision,
        retracted_at=behind.retracted_at,
    )


def _behind(row: Row, stands: Post, digest: Digest | None) -> Behind:
    before = row["content_before"]
    return Behind(
        delivery=row["id"],
        article_id=row["article_id"],
        destination=row["destination"],
        state=State(row["state"]),
        stands=stands,
        digest=digest,
        posted_at=row["sent_at"] or 0.0,
        revision=row["number"],
        article=article_of(row["content"]),
        read_at=row["read_at"],
        before=row["read_before"] or 0.0,
        order_at=row["order_at"],
        corrections=row["corrections"],
        is_completed=bool(before) and article_of(before).origins.get("canonical_url") == "feed",
        wording=wording_of(row["wording"]) if row["wording"] else None,
        hold=row["retract_hold"] if row["retracted_at"] else row["hold"],
        retracted=row["retracted_why"],
        retracted_at=row["retracted_at"] or 0.0,
        reason=row["retract_reason"],
    )
