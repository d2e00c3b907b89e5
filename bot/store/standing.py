"""What stands at a destination of an article: what a correction or retraction is about."""

from dataclasses import replace

from bot.lifecycle import REPEATABLE
from bot.model import Delivery, Post, Receipt, State
from bot.store.codec import post_of
from bot.store.moves import move, note
from bot.store.restoring import may_stand
from bot.store.sql import Query, Row
from bot.text.diff import picture_key


async def standing(q: Query, article_id: int, destination: str) -> list[Row]:
    """List what was sent of an article: the post, then its corrections, oldest first."""
    return list(
        await q(
            "select d.id, d.kind, d.act, d.post, d.revision,"
            # why: what stands in a digest stands where that does.
            " coalesce(g.remote_id, d.remote_id) as remote_id,"
            " coalesce(g.permalink, d.permalink) as permalink, coalesce(g.post, d.post) as shown,"
            " coalesce(g.claimed_at, d.claimed_at, 0) as claimed_at"
            " from delivery d left join delivery g on g.id = d.digest_id"
            " where d.article_id = :article and d.destination = :destination and d.state = 'sent'"
            " and d.kind in ('publish', 'correct') order by d.kind desc, d.revision",
            article=article_id,
            destination=destination,
        )
    )


async def with_what_stands(q: Query, delivery: Delivery, article_id: int) -> Delivery:
    """Give a correction or retraction with the receipts of what it is about.

    An edit may have given the post another id: the last one counts.
    """
    rows = await standing(q, article_id, delivery.destination)
    seen = [row for row in rows if row["remote_id"]]  # else it was only taken for sent
    posts = [row for row in seen if row["act"] in {"send", "edit"}]
    answers = [row for row in seen if row["act"] == "reply"]
    if rows and not posts:
        assumed = post_of(rows[0]["shown"])
        return replace(delivery, assumed=replace(assumed, sent_at=rows[0]["claimed_at"]))
    if not posts:
        return delivery
    return replace(
        delivery,
        stands=tuple(map(_receipt, (posts[-1], *answers))),
        keeps_pictures=_pictures(post_of(posts[-1]["post"])) == _pictures(delivery.post),
    )


async def seen(q: Query, change: int, receipt: Receipt, now: float) -> bool:
    """Keep where that stands which `change` is about, if it was only taken for sent.

    False: it is about nothing of that kind.
    """
    rows = await q(
        "select coalesce(g.id, d.id) as id from delivery c join delivery d"
        " on d.article_id = c.article_id and d.destination = c.destination and d.kind = 'publish'"
        " left join delivery g on g.id = d.digest_id where c.id = :change"
        " and c.kind in ('correct', 'retract') and d.state = 'sent'"
        " and coalesce(g.remote_id, d.remote_id) = ''",
        change=change,
    )
    for row in rows:
        await q(
            "update delivery set remote_id = :remote, permalink = :link where id = :id",
            id=row["id"],
            remote=receipt.id,
            link=receipt.permalink,
        )
        await note(q, row["id"], "found", f"it stands there as {receipt.id}", now)
    return bool(rows)


async def is_looked_up_first(q: Query, claimed: Delivery, order_at: float, now: float) -> bool:
    """Put in doubt what may stand there already, since the database is an older copy."""
    is_first = claimed.attempts == 1 and claimed.act not in REPEATABLE
    if not is_first or not await may_stand(q, order_at):
        return False
    why = "the database is an older copy: it may stand there already"
    columns = {"due_at": now, "claimed_at": 0.0, "lookups": 0, "error": why}
    await move(q, claimed.id, (State.SENDING, State.IN_DOUBT), why, now, **columns)
    return True


def _receipt(row: Row) -> Receipt:
    return Receipt(id=row["remote_id"], permalink=row["permalink"])


def _pictures(post: Post) -> list[str]:
    return [picture_key(image.url) for image in post.images]
