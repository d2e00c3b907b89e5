"""A further revision of an article, or its end, and what that means for its deliveries."""

from bot.model import Article, Kind, State
from bot.store.codec import article_json, digest
from bot.store.moves import move
from bot.store.sql import Query, Row
from bot.text.links import url_key

CAME_BACK, LEFT_BEHIND = "came back", "left behind"
"""What the audit says of a withdrawn article that is there again, and of a change not followed."""
WAITING = (State.HELD, State.DUE, State.FAILED)
"""States of what has not been sent and may never be."""


async def newest(q: Query, article_id: int) -> Row | None:
    """Give the newest revision of an article, None where it has none yet."""
    rows = await q(
        "select * from revision where article_id = :id order by number desc limit 1", id=article_id
    )
    return rows[0] if rows else None


async def add_revision(
    q: Query, article_id: int, article: Article, order_at: float, now: float, **columns: object
) -> None:
    """Write the next revision; every publish of the article is behind it from now on.

    `columns` are further ones of its row: planned, hold, only_to, looked.
    """
    before = await newest(q, article_id)
    row = {"planned": 0, "hold": "", "only_to": "", "looked": 0} | columns
    await q(
        "insert into revision (article_id, number, content, digest, order_at, read_at, planned,"
        " hold, only_to, looked) values (:id, :number, :content, :digest, :order_at, :now,"
        " :planned, :hold, :only_to, :looked)",
        id=article_id,
        number=before["number"] + 1 if before else 1,
        content=article_json(article),
        digest=digest(article),
        order_at=order_at,
        now=now,
        **row,
    )
    await q(
        "update delivery set behind = 1 where article_id = :id and kind = 'publish'"
        " and state <> 'cancelled'",
        id=article_id,
    )
    await q(
        "insert into article_address (url_key, article_id) select :key, id from article"
        " where id = :id and url_key <> :key on conflict do nothing",
        id=article_id,
        key=url_key(article.canonical_url),
    )


async def is_delivered(q: Query, article_id: int) -> bool:
    """Say whether an article has gone, or was to go, anywhere."""
    return bool(await q("select 1 from delivery where article_id = :id limit 1", id=article_id))


async def look_soon(q: Query, article_id: int, at: float) -> None:
    """Have an article's page looked at no later than `at`, if it was made a delivery of."""
    await q(
        "update article set look_at = case when look_at is null or look_at > :at then :at"
        "  else look_at end where id = :id and exists (select 1 from delivery"
        "  where article_id = :id and (state <> 'cancelled' or article.retracted_at is not null))",
        id=article_id,
        at=at,
    )


async def withdraw(
    q: Query, article_id: int, why: str, now: float, *, hold: str = "", by_hand: bool = False
) -> None:
    """End an article: what waits is cancelled, what stands will be taken down or marked.

    With `hold` nothing is cancelled, and the retractions wait for a person.
    """
    await q(
        "update article set retracted_at = :now, retracted_why = :why, retract_hold = :hold,"
        " retracted_by_hand = :by_hand, returned_at = null where id = :id",
        id=article_id,
        now=now,
        why=why,
        hold=hold,
        by_hand=int(by_hand),
    )
    await tell(
        q, article_id, "held as gone" if hold else "withdrawn", f"{why}{hold and '; '}{hold}", now
    )
    if not hold:
        await cancel(q, article_id, (Kind.PUBLISH, Kind.CORRECT), f"withdrawn: {why}", now)
        await q(
            "update revision set planned = 1 where article_id = :id and planned = 0", id=article_id
        )
        await _release(q, article_id, now)
    await _renumber(q, article_id, now)
    await q(
        "update delivery set behind = 1 where article_id = :id and kind = 'publish'"
        " and (state in ('sent', 'sending', 'in_doubt') or digest_id > 0) and not exists (select 1 from delivery r"
        "  where r.article_id = :id and r.destination = delivery.destination"
        "  and r.kind = 'retract' and r.state <> 'cancelled')",
        id=article_id,
    )


async def cancel(
    q: Query, article_id: int, kinds: tuple[Kind, ...], why: str, now: float, destination: str = ""
) -> None:
    """Cancel what waits of these kinds, at one destination or (""): at all.

    What goes in a digest that may have been sent ends with that.
    """
    rows = await q(
        "select id, state from delivery where article_id = :id and kind in (:kinds...)"
        " and state in (:states...) and (:destination = '' or destination = :destination)"
        " and not exists (select 1 from delivery g where g.id = delivery.digest_id"
        "  and g.state not in ('due', 'held', 'cancelled'))",
        id=article_id,
        kinds=[kind.value for kind in kinds],
        states=[state.value for state in WAITING],
        destination=destination,
    )
    for row in rows:
        await move(q, row["id"], (State(row["state"]), State.CANCELLED), why, now)


async def tell(q: Query, article_id: int, what: str, why: str, now: float) -> None:
    """Leave an audit row about an article."""
    await q(
        "insert into audit (at, article_id, what, why) values (:now, :id, :what, :why)",
        id=article_id,
        what=what,
        why=why,
        now=now,
    )


async def open_lane(q: Query, destination: str, now: float) -> None:
    """Say that there may be something due at a destination."""
    await q(
        "insert into lane (destination, ready_at) values (:destination, :now)"
        " on conflict (destination) do update set ready_at = case"
        "  when lane.ready_at is null or lane.ready_at > :now then :now else lane.ready_at end",
        destination=destination,
        now=now,
    )


async def _release(q: Query, article_id: int, now: float) -> None:
    """Let retractions go that waited for a person."""
    rows = await q(
        "select id, destination from delivery"
        " where article_id = :id and kind = 'retract' and state = 'held'",
        id=article_id,
    )
    for row in rows:
        await move(q, row["id"], (State.HELD, State.DUE), "a person withdraws it", now, error="")
        await open_lane(q, row["destination"], now)


async def _renumber(q: Query, article_id: int, now: float) -> None:
    """Write the newest revision once more where a retraction of it was cancelled.

    A delivery is one kind and one revision: it can be made only once.
    """
    revision = await newest(q, article_id)
    if revision and await q(
        "select 1 from delivery where article_id = :id and kind = 'retract'"
        " and revision = :number and state = 'cancelled' limit 1",
        id=article_id,
        number=revision["number"],
    ):
        await q(
            "insert into revision (article_id, number, content, digest, order_at, read_at, planned)"
            " select article_id, number + 1, content, digest, order_at, :now, 1 from revision"
            " where article_id = :id and number = :number",
            id=article_id,
            number=revision["number"],
            now=now,
        )
