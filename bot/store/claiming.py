"""What a destination sends next and what waits: decided in the transaction that claims."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.manner import Act
from bot.model import POSTS, Delivery, Kind, Receipt, State
from bot.ports import Allowance, Lane
from bot.store.alerts import Topic, end, sound
from bot.store.codec import post_json, post_of
from bot.store.lanes import refresh
from bot.store.moves import move, note
from bot.store.spending import spent
from bot.store.sql import Query, Row
from bot.store.standing import is_looked_up_first, with_what_stands

DELIVERY = (
    "select d.id, d.revision, d.destination, d.kind, d.state, d.post, d.attempts, d.lookups,"
    " d.after_id, d.claimed_at, d.remote_id, d.permalink, d.owner, d.cost_usd, d.spare_post, d.act,"
    " d.spare_cost, d.urgent_until, d.order_at, d.article_id, a.retracted_why, a.retract_hold,"
    " a.canonical_url from delivery d join article a on a.id = d.article_id"
)
IDLE = (
    "not exists (select 1 from delivery f where f.destination = l.destination"
    " and (f.state = 'sending' or (f.state = 'in_doubt' and f.asked = 0)))"
)
"""Nothing of the lane `l` is on its way."""
DUST = 1e-6
"""US dollars by which sums of prices may differ from what people write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """A post as it goes out, and its price; `why` it is not the one with its link ("": it is)."""

    post: str
    cost: float
    spare_post: str
    spare_cost: float
    why: str = ""


async def open_lanes(q: Query, lanes: Mapping[str, Lane], now: float, limit: int) -> Sequence[Row]:
    """List the lanes in which something can be claimed now, those first that waited longest."""
    if limit <= 0:
        return []
    return await q(
        "select l.destination, l.last_id, l.open_at, l.paced_at from lane l"  # noqa: S608 - our own words
        " where l.paused = 0 and l.ready_at <= :now and l.open_at <= :now"
        f" and l.destination in (:names...) and {IDLE}"
        " and (l.paced_at <= :now or exists (select 1 from delivery u"
        "  where u.destination = l.destination and u.state = 'due' and u.urgent_until > 0"
        "   and u.urgent_until > :now"
        "   and +u.digest_id <= 0 and u.due_at <= :now))"
        " order by l.ready_at limit :limit /*for update skip locked*/",
        names=list(lanes),
        now=now,
        limit=limit,
    )


async def claim(q: Query, row: Row, lane: Lane, node: str, now: float) -> Delivery | None:
    """Take what goes next in a lane: from now on it may have been sent. What waits is put off."""
    destination = row["destination"]
    if lane.quiet_until and not lane.is_silent:
        await _put_off(q, destination, lane.quiet_until, "quiet hours", now)
    while head := await _head(q, row, now):
        if await _is_over(q, head, now):
            continue
        terms = await _terms(q, head, lane)
        if isinstance(terms, Terms):
            claimed = await _take(q, row, head, _quietly(terms, head, lane, now), (node, now))
            if terms.why:
                await note(q, claimed.id, "goes without its link", terms.why, now)
                await _alert(q, destination, terms.why, now)
            elif lane.allowances:
                await end(q, (Topic.SPENT, destination), now)
            await refresh(q, destination)
            return None if await is_looked_up_first(q, claimed, head["order_at"], now) else claimed
        why = f"the budget of ${terms.usd:.2f} a {terms.per} is spent"
        await _alert(q, destination, why, now)
        await _put_off(q, destination, terms.until, why, now, only=head["id"])
        await _put_off(q, destination, terms.until, why, now)
    await refresh(q, destination)
    return None


async def next_at(q: Query, lanes: Mapping[str, Lane], now: float) -> float | None:
    """Say when there may be something to claim or to look up."""
    rows = await q(
        "select min(at) as at from ("  # noqa: S608 - our own words
        " select case when gate > ready_at then gate else ready_at end as at from ("
        "  select l.ready_at, case when l.open_at > l.paced_at then l.open_at else l.paced_at end"
        f"   as gate from lane l where l.ready_at is not null and l.paused = 0 and {IDLE}"
        "   and l.destination in (:names...)) as gates"
        " union all select case when l.open_at > d.due_at then l.open_at else d.due_at end as at"
        "  from lane l join delivery d on d.destination = l.destination and d.state = 'due'"
        "   and d.urgent_until > 0 and d.urgent_until > :now and +d.digest_id <= 0"
        f"  where l.paused = 0 and {IDLE}"
        "   and l.destination in (:names...)"
        " union all select due_at as at from delivery where state = 'in_doubt' and asked = 0"
        "  and destination in (:names...) and not exists (select 1 from lane l"
        "   where l.destination = delivery.destination and l.locked_by <> '')"
        ") as waiting",
        names=list(lanes),
        now=now,
    )
    at: float | None = rows[0]["at"]
    return at


def delivery_of(row: Row) -> Delivery:
    """Make a delivery of a row of `DELIVERY`."""
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
        act=Act(row["act"]),
        after=row["after_id"],
        claimed_at=row["claimed_at"] or 0.0,
        receipt=Receipt(id=row["remote_id"], permalink=row["permalink"])
        if row["remote_id"]
        else None,
    )


async def _head(q: Query, row: Row, now: float) -> Row | None:
    """Give the oldest that may go; while we keep our own pace, only what is urgent."""
    urgent = " and d.urgent_until > :now" if row["paced_at"] > now else ""
    rows = await q(
        f"{DELIVERY} where d.destination = :destination and d.state = 'due'"
        # why "+" here and above: it leaves SQLite the index that fits best.
        f" and d.digest_id <= 0 and +d.due_at <= :now{urgent} order by d.order_at, d.id limit 1",
        destination=row["destination"],
        now=now,
    )
    return rows[0] if rows else None


async def _is_over(q: Query, head: Row, now: float) -> bool:
    """Cancel what is due only since an attempt failed during which its article was withdrawn."""
    if not head["retracted_why"] or head["retract_hold"] or head["kind"] == Kind.RETRACT:
        return False
    why = f"withdrawn: {head['retracted_why']}"
    await move(q, head["id"], (State.DUE, State.CANCELLED), why, now)
    return True


async def _take(q: Query, row: Row, head: Row, terms: Terms, here: tuple[str, float]) -> Delivery:
    node, now = here
    columns: dict[str, object] = {
        "attempts": head["attempts"] + 1,
        "owner": node,
        "after_id": row["last_id"],
        "claimed_at": now,
        "waits": "",
    }
    if terms.post != head["post"]:
        columns |= {
            "post": terms.post,
            "cost_usd": terms.cost,
            "spare_post": terms.spare_post,
            "spare_cost": terms.spare_cost,
        }
    await move(q, head["id"], (State.DUE, State.SENDING), "claimed", now, **columns)
    taken = delivery_of({**dict(head), **columns, "state": State.SENDING})
    return taken if taken.act is Act.SEND else await with_what_stands(q, taken, head["article_id"])


async def _terms(q: Query, head: Row, lane: Lane) -> Terms | Allowance:
    """Choose the dearest form of a post that is paid for, or give the allowance that it breaks.

    What takes a post down is never too dear.
    """
    given = Terms(
        post=head["post"],
        cost=head["cost_usd"],
        spare_post=head["spare_post"],
        spare_cost=head["spare_cost"],
    )
    spare = Terms(
        post=given.spare_post,
        cost=given.spare_cost,
        spare_post=given.post,
        spare_cost=given.cost,
    )
    forms = sorted((form for form in (given, spare) if form.post), key=lambda form: -form.cost)
    if not lane.allowances or head["kind"] == Kind.RETRACT:
        return forms[0]
    so_far = [await spent(q, head["destination"], each.since) for each in lane.allowances]
    broken: Allowance | None = None
    for form in forms if lane.drops_link else forms[:1]:
        alt_texts = post_of(form.post).alt_texts * lane.alt_text_usd
        over = [
            each
            for each, usd in zip(lane.allowances, so_far, strict=True)
            if form.cost and usd + form.cost + alt_texts > each.usd + DUST
        ]
        if not over:
            why = f"the budget of ${broken.usd:.2f} a {broken.per} is spent" if broken else ""
            return replace(form, why=why)
        broken = max(over, key=lambda each: each.until)
    return broken or lane.allowances[0]


async def reads(q: Query, destination: str, lane: Lane) -> int | None:
    """Say for how many posts that a look-up reads the budget pays; None where it need not."""
    if not (lane.allowances and lane.read_usd):
        return None
    left = [each.usd - await spent(q, destination, each.since) for each in lane.allowances]
    return max(0, int((min(left) + DUST) / lane.read_usd))


def _quietly(terms: Terms, head: Row, lane: Lane, now: float) -> Terms:
    """Let a post make no sound where quiet hours want it so, unless it is breaking news."""
    is_breaking = head["kind"] in POSTS and head["urgent_until"] > now
    if not (lane.quiet_until and lane.is_silent) or is_breaking:
        return terms
    return replace(terms, post=post_json(replace(post_of(terms.post), silent=True)))


async def _put_off(
    q: Query, destination: str, until: float, why: str, now: float, *, only: int = 0
) -> None:
    """Let what is new and not urgent wait (or `only` this delivery); say so once, not each time."""
    which = "id = :only" if only else "kind in ('publish', 'digest') and urgent_until <= :now"
    known = {
        row["id"]: row["waits"]
        for row in await q(
            "select id, waits from delivery where destination = :destination and state = 'due'"  # noqa: S608 - our own words
            f" and digest_id <= 0 and due_at <= :now and {which}",
            destination=destination,
            now=now,
            only=only,
        )
    }
    waits = f"{why}, until {datetime.fromtimestamp(until, UTC):%Y-%m-%d %H:%M} UTC"
    await q(
        "update delivery set due_at = :until, waits = :waits where id in (:ids...)",
        ids=list(known),
        until=until,
        waits=waits,
    )
    for delivery, before in known.items():
        if before != waits:
            await note(q, delivery, "waits", waits, now)


async def _alert(q: Query, destination: str, why: str, now: float) -> None:
    to_do = "nothing, or raise the destination's budget in the configuration"
    await sound(q, (Topic.SPENT, destination), why, to_do, now)
