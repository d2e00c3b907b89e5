"""Articles whose pages are looked at again: the queries behind `look`."""

from bot.errors import NotPossible
from bot.model import Kind
from bot.ports import DueLook, Look, Validators
from bot.store.addresses import articles_at
from bot.store.codec import article_of, entry_of
from bot.store.revising import CAME_BACK, add_revision, cancel, newest, tell, withdraw
from bot.store.sql import Database, Query, Row

NEIGHBOURS = 10
"""Articles that are looked at sooner when another one seems to be gone."""
NEWEST = 100


class Looking:
    """The store as `look` sees it (`ports.LookStore`), and what people ask of it."""

    def __init__(self, db: Database) -> None:
        self.db = db

    async def due_looks(self, now: float, lease: float, limit: int) -> list[DueLook]:
        async with self.db.tx() as q:
            taken = await q(
                "update article set look_leased_until = :until, look_leased_by = :node where id in ("
                " select id from article where look_at <= :now and look_leased_until <= :now"
                "  order by look_at limit :limit /*for update skip locked*/) returning id",
                node=self.db.node,
                now=now,
                until=now + lease,
                limit=limit,
            )
            rows = await q(
                "select a.*, r.number, r.content, (select content from entry"
                "  where article_id = a.id order by id limit 1) as entry"
                " from article a join revision r on r.article_id = a.id and r.number ="
                "  (select max(number) from revision where article_id = a.id)"
                " where a.id in (:ids...) order by a.look_at, a.id",
                ids=[row["id"] for row in taken],
            )
        return [_due(row) for row in rows]

    async def save_look(self, due: DueLook, look: Look, now: float) -> None:
        async with self.db.tx() as q:
            if look.note:
                await tell(q, due.id, "looked at", look.note, now)
            if look.is_there:
                await _is_there(q, due.id, now)
            elif look.gone:
                await _seems_gone(q, due.id, look.gone, now)
            if look.revised:
                before = await newest(q, due.id)
                order_at = before["order_at"] if before else now
                more = {"planned": 1, "looked": 1, "hold": look.hold}
                await add_revision(q, due.id, look.revised, order_at, now, **more)
                await tell(q, due.id, "revised", look.hold or "its page has changed", now)
            if look.retract:
                await withdraw(q, due.id, look.retract, now, hold=look.hold)
            await _come_back(q, due, look, now)

    async def gone_lately(self, but: int, since: float) -> tuple[int, int]:
        async with self.db.tx(write=False) as q:
            (row,) = await q(
                "select count(case when at >= :since then 1 end) as lately,"
                " count(case when id > (select coalesce(max(id), 0) - :newest from article) then 1 end)"
                "  as among from (select id, coalesce(retracted_at, gone_at) as at from article"
                "   where id <> :but and retracted_by_hand = 0 and returned_at is null"
                "   and (gone_at is not null or retracted_at is not null)) as gone",
                but=but,
                since=since,
                newest=NEWEST,
            )
        return int(row["lately"]), int(row["among"])

    async def revised_lately(self, since: float) -> int:
        async with self.db.tx(write=False) as q:
            (row,) = await q(
                "select count(distinct article_id) as n from revision"
                " where looked = 1 and read_at >= :since",
                since=since,
            )
        return int(row["n"])

    async def ask(self, url: str, now: float) -> str:
        """Have an article read again and corrected where it stands; gives its own address.

        Raises NotPossible where there is none, or none any more.
        """
        async with self.db.tx() as q:
            article = await _find(q, url)
            if article["retracted_at"] is not None:
                raise NotPossible(
                    f"{article['canonical_url']} was withdrawn; nothing stands there"
                )
            await q(
                "update article set look_at = :now, asked = 1, idle_looks = 0 where id = :id",
                id=article["id"],
                now=now,
            )
            await tell(q, article["id"], "asked", "a person wants it read again", now)
        return str(article["canonical_url"])

    async def retract(self, url: str, reason: str, now: float) -> str:
        """Withdraw an article by hand; gives its own address.

        `reason` is told to readers where a notice is. Raises NotPossible where there is none, or a
        person withdrew it before.
        """
        async with self.db.tx() as q:
            article = await _find(q, url)
            if article["retracted_at"] is not None and not article["retract_hold"]:
                raise NotPossible(f"{article['canonical_url']} was withdrawn before")
            why = f"by a person: {reason}" if reason else "by a person"
            await q(
                "update article set retract_reason = :reason where id = :id",
                id=article["id"],
                reason=reason,
            )
            await withdraw(q, article["id"], why, now, by_hand=True)
        return str(article["canonical_url"])


async def _find(q: Query, url: str) -> Row:
    """Find an article by its own address, by one that it had, or by one that led to it."""
    found = await articles_at(q, url)
    if not found:
        raise NotPossible(f"no article is known at {url}; `herald why {url}` says what is known")
    (row,) = await q("select * from article where id = :id", id=found[0])
    return row


def _due(row: Row) -> DueLook:
    article = article_of(row["content"])
    return DueLook(
        id=row["id"],
        article=article,
        revision=row["number"],
        entry=entry_of(row["entry"]),
        validators=Validators(etag=row["etag"], last_modified=row["last_modified"]),
        look_at=row["look_at"],
        first_read=row["created_at"],
        idle=row["idle_looks"],
        gone_at=row["gone_at"],
        asked=bool(row["asked"]),
        is_retracted=row["retracted_at"] is not None,
        is_final=bool(row["retracted_by_hand"]),
    )


async def _come_back(q: Query, due: DueLook, look: Look, now: float) -> None:
    """Say when the page is looked at again; who asked for that meanwhile is not forgotten."""
    await q(
        "update article set look_leased_until = 0, looked_at = :now,"
        " look_at = case when look_at = :was then :next_at else look_at end,"
        " asked = case when look_at = :was and :unread = 0 then 0 else asked end,"
        " idle_looks = case when :changed = 1 then 0 else idle_looks + 1 end,"
        " etag = :etag, last_modified = :last_modified where id = :id",
        id=due.id,
        was=due.look_at,
        next_at=look.next_at,
        now=now,
        changed=int(look.revised is not None),
        unread=int(look.is_unread),
        etag=look.validators.etag,
        last_modified=look.validators.last_modified,
    )


async def _seems_gone(q: Query, article_id: int, why: str, now: float) -> None:
    """Remember the first sign that an article is gone, and have others looked at."""
    first = await q(
        "update article set gone_at = :now, gone_why = :why where id = :id and gone_at is null"
        " returning id",
        id=article_id,
        now=now,
        why=why,
    )
    if first:
        await tell(q, article_id, "seems gone", why, now)
        await q(
            "update article set look_at = :now where id in (select id from article"
            " where id <> :id and look_at > :now and gone_at is null and retracted_at is null"
            " order by id desc limit :limit)",
            id=article_id,
            now=now,
            limit=NEIGHBOURS,
        )


async def _is_there(q: Query, article_id: int, now: float) -> None:
    """Take back what spoke of an article's end; what was done about it stays done, and is shown."""
    (row,) = await q("select * from article where id = :id", id=article_id)
    if row["gone_at"] is not None:
        await q("update article set gone_at = null, gone_why = '' where id = :id", id=article_id)
        await tell(q, article_id, "is there", "its page answers again", now)
    if row["retracted_at"] is None or row["retracted_by_hand"] or row["returned_at"] is not None:
        return
    await cancel(q, article_id, (Kind.RETRACT,), "its page is there again", now)
    done = await q(
        "select 1 from delivery where article_id = :id and kind = 'retract'"
        " and state <> 'cancelled' limit 1",
        id=article_id,
    )
    if row["retract_hold"] and not done:
        await q(
            "update article set retracted_at = null, retracted_why = '', retract_hold = ''"
            " where id = :id",
            id=article_id,
        )
        return
    await q("update article set returned_at = :now where id = :id", id=article_id, now=now)
    await tell(q, article_id, CAME_BACK, "withdrawn before, so it is not posted again", now)
