"""A digest that was sent, as its stories stand in it by now."""

from bot.ports import Digest, Story
from bot.store.codec import article_of, post_of
from bot.store.sql import Query, Row

TIE = 0.001
"""Seconds between changes to digests, so that their order lasts also where a clock is set back."""
_STORIES = (
    "select m.id, r.content from delivery m join revision r on r.article_id = m.article_id"
    # why: a newer revision may wait for a person, who has not seen it yet.
    " and r.number = (select max(c.revision) from delivery c where c.article_id = m.article_id"
    "  and c.destination = m.destination and c.kind in ('publish', 'correct')"
    "  and c.state in ('due', 'sending', 'in_doubt', 'sent'))"
    " where m.digest_id = :digest and not exists (select 1 from delivery x"
    "  where x.article_id = m.article_id and x.destination = m.destination"
    "  and x.kind = 'retract' and x.state in ('due', 'sending', 'in_doubt', 'sent'))"
    " order by m.order_at, m.id"
)
_POST = (
    "select d.post from delivery d where d.id = :digest or (d.act = 'edit'"
    " and d.kind in ('correct', 'retract') and d.state in ('due', 'sending', 'in_doubt', 'sent')"
    " and exists (select 1 from delivery m where m.digest_id = :digest"
    "  and m.article_id = d.article_id and m.destination = d.destination))"
    " order by d.id = :digest, d.order_at desc, d.id desc limit 1"
)
"""The digest itself, or the last change to it."""
_ANEW = (
    "update delivery set behind = 1 where kind = 'publish' and digest_id in (select m.digest_id"
    "  from delivery c join delivery m on m.article_id = c.article_id"
    "   and m.destination = c.destination and m.digest_id > 0 where c.id = :change"
    "   and c.kind in ('correct', 'retract') and c.act = 'edit')"
    " and exists (select 1 from delivery w where w.article_id = delivery.article_id"
    "  and w.destination = delivery.destination and w.kind in ('correct', 'retract')"
    "  and w.act = 'edit' and w.state in ('held', 'failed'))"
)


async def digest_of(q: Query, publish: Row) -> Digest | None:
    """Give the digest that a publish went in; None where it went alone."""
    number = publish["digest_id"]
    if number <= 0:
        return None
    stories = [
        Story(delivery=row["id"], article=article_of(row["content"]))
        for row in await q(_STORIES, digest=number)
    ]
    (last,) = await q(_POST, digest=number)
    return Digest(post=post_of(last["post"]), stories=tuple(stories))


async def turn(q: Query, destination: str, now: float) -> float:
    """Give the place in the order of what changes a digest now: behind every change made before."""
    rows = await q(
        "select max(order_at) as last from delivery where destination = :destination"
        " and kind in ('correct', 'retract') and act = 'edit'",
        destination=destination,
    )
    return max(now, (rows[0]["last"] or 0.0) + TIE)


async def compose_anew(q: Query, change: int) -> None:
    """Have what waits for a person of the digest that `change` changes composed upon that change.

    It would bring back what stood there before. Does nothing where `change` changes no digest.
    """
    await q(_ANEW, change=change)


async def is_behind(q: Query, change: int) -> bool:
    """Say whether a change to a digest is about to be composed anew."""
    rows = await q(
        "select 1 from delivery c join delivery m on m.article_id = c.article_id"
        " and m.destination = c.destination and m.digest_id > 0 and m.behind = 1"
        " where c.id = :change and c.kind in ('correct', 'retract') and c.act = 'edit'",
        change=change,
    )
    return bool(rows)
