"""A digest that was sent, as its stories stand in it by now."""

from bot.ports import Digest, Story
from bot.store.codec import article_of, post_of
from bot.store.sql import Query, Row

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
    " and d.kind in ('correct', 'retract') and d.state in ('due', 'sending', 'sent')"
    " and exists (select 1 from delivery m where m.digest_id = :digest"
    "  and m.article_id = d.article_id and m.destination = d.destination))"
    " order by d.id desc limit 1"
)
"""The digest itself, or the last change to it."""


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
