"""Entries to be read and the articles they become: the queries behind `read` and `plan`."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from bot.model import Article, Kind, State
from bot.ports import NewRevision, PendingEntry, Planned
from bot.store.asking import UNREAD
from bot.store.codec import article_of, digest, entry_of, post_json, wording_of
from bot.store.revising import add_revision, is_delivered, look_soon, newest
from bot.store.sql import Database, Query, Row
from bot.store.twins import join_twin
from bot.store.watching import BY_HAND
from bot.text.links import url_key

FIRST_LOOK = 600.0
"""Seconds until the page of an article is looked at for the first time after it was planned."""

ORDERLY = 5.0
"""Seconds for which newer articles wait for an older one's page: a site that hangs holds up no other."""


class Reading:
    """The store as `read` sees it (`ports.ReadStore`)."""

    def __init__(self, db: Database) -> None:
        self.db = db

    async def due_entries(
        self, now: float, lease: float, limit: int, busy: Sequence[str] = ()
    ) -> list[PendingEntry]:
        async with self.db.tx() as q:
            rows = await q(
                # why `not_before`: newer articles wait for it from now on.
                "update entry set leased_until = :until, leased_by = :node, not_before = :now"
                " where id in ("
                " select id from entry"
                "  where fate = 'new' and not_before <= :now and leased_until <= :now"
                "   and not source in (:busy...)"
                "  order by order_at, id limit :limit /*for update skip locked*/)"
                " returning id, content, order_at, tries",
                node=self.db.node,
                now=now,
                until=now + lease,
                limit=limit,
                busy=list(busy),
            )
        found = [
            PendingEntry(
                id=row["id"],
                entry=entry_of(row["content"]),
                order_at=row["order_at"],
                tries=row["tries"],
            )
            for row in rows
        ]
        return sorted(found, key=lambda pending: (pending.order_at, pending.id))

    async def save_article(self, entry: PendingEntry, article: Article, now: float) -> None:
        async with self.db.tx() as q:
            row = (await q("select source, hold, only_to from entry where id = :id", id=entry.id))[
                0
            ]
            is_new = not await q(
                "select 1 from article where url_key = :key", key=url_key(article.canonical_url)
            )
            if is_new and row["source"] != BY_HAND and await join_twin(q, entry.id, article, now):
                return
            article_id = await _article_id(q, article.canonical_url, now)
            row = {**row, "hold": row["hold"] or entry.hold}
            await _revise(q, article_id, article, row, entry.order_at, now)
            await q(
                "update entry set fate = 'read', article_id = :article, leased_until = 0,"
                " decided_at = :now where id = :id",
                id=entry.id,
                article=article_id,
                now=now,
            )

    async def set_aside(self, entry: PendingEntry, why: str, now: float) -> None:
        await self._end(entry, "known", why, now)

    async def give_up(self, entry: PendingEntry, why: str, now: float) -> None:
        await self._end(entry, UNREAD, why, now)

    async def _end(self, entry: PendingEntry, fate: str, why: str, now: float) -> None:
        async with self.db.tx() as q:
            await q(
                "update entry set fate = :fate, why = :why, leased_until = 0,"
                " decided_at = :now where id = :id",
                id=entry.id,
                fate=fate,
                why=why,
                now=now,
            )

    async def read_failed(
        self, entry: PendingEntry, why: str, retry_at: float, now: float
    ) -> None:
        async with self.db.tx() as q:
            await q(
                "update entry set tries = tries + 1, why = :why, not_before = :retry_at,"
                " leased_until = 0, decided_at = :now where id = :id",
                id=entry.id,
                why=why,
                retry_at=retry_at,
                now=now,
            )


class Planning:
    """The store as `plan` sees it (`ports.PlanStore`)."""

    def __init__(self, db: Database) -> None:
        self.db = db

    async def new_revisions(self, now: float, limit: int, asked_of: str = "") -> list[NewRevision]:
        async with self.db.tx(write=False) as q:
            rows = await q(
                "select r.article_id, r.number, r.content, r.order_at, r.hold, r.only_to,"
                " w.content as wording, w.decided_at"
                " from revision r join article a on a.id = r.article_id"
                " left join wording w on w.article_id = r.article_id and w.revision = r.number"
                "  and w.asked_of = :asked_of"
                " where r.planned = 0 and a.retracted_at is null and not exists ("
                "  select 1 from entry e where e.fate = 'new' and e.tries = 0"
                "   and (e.not_before <= :now or e.leased_until > :now)"
                "   and e.not_before > :orderly and e.order_at < r.order_at)"
                " order by r.order_at, r.article_id limit :limit",
                now=now,
                orderly=now - ORDERLY,
                limit=limit,
                asked_of=asked_of,
            )
        ready = takewhile(lambda row: not asked_of or row["decided_at"] is not None, rows)
        return [
            NewRevision(
                article_id=row["article_id"],
                revision=row["number"],
                article=article_of(row["content"]),
                order_at=row["order_at"],
                hold=row["hold"],
                only_to=tuple(row["only_to"].split(",")) if row["only_to"] else (),
                wording=wording_of(row["wording"]) if asked_of else None,
            )
            for row in ready
        ]

    async def proven(self, article: int, destinations: Sequence[str]) -> frozenset[str]:
        found = set()
        async with self.db.tx(write=False) as q:
            for name in destinations:
                rows = await q(
                    "select 1 from delivery d join entry e on e.article_id = d.article_id"
                    " where d.destination = :name and d.state = 'sent' and e.source in"
                    "  (select source from entry where article_id = :article) limit 1",
                    name=name,
                    article=article,
                )
                found |= {name} if rows else set()
        return frozenset(found)

    async def save_plan(
        self, revision: NewRevision, planned: Sequence[Planned], now: float
    ) -> None:
        async with self.db.tx() as q:
            for one in planned:
                await _deliver(q, revision, one, now)
            # why: it may have changed while it waited to be planned.
            await q(
                "update delivery set behind = 1 where article_id = :id and kind = 'publish'"
                " and revision < (select max(number) from revision where article_id = :id)",
                id=revision.article_id,
            )
            if planned:
                await look_soon(q, revision.article_id, now + FIRST_LOOK)
            await q(
                "update revision set planned = 1 where article_id = :id and number = :number",
                id=revision.article_id,
                number=revision.revision,
            )

    async def plan_failed(self, revision: NewRevision, why: str, now: float) -> None:
        async with self.db.tx() as q:
            await q(
                "update revision set planned = 2 where article_id = :id and number = :number",
                id=revision.article_id,
                number=revision.revision,
            )
            await q(
                "insert into audit (at, article_id, what, why)"
                " values (:now, :id, 'could not be composed', :why)",
                id=revision.article_id,
                why=why,
                now=now,
            )


async def _article_id(q: Query, canonical_url: str, now: float) -> int:
    """Find the article at an address that it has or had, or begin one."""
    key = url_key(canonical_url)
    had = await q("select article_id from article_address where url_key = :key", key=key)
    if had:
        return int(had[0]["article_id"])
    await q(
        "insert into article (url_key, canonical_url, created_at) values (:key, :url, :now)"
        " on conflict (url_key) do nothing",
        key=key,
        url=canonical_url,
        now=now,
    )
    return int((await q("select id from article where url_key = :key", key=key))[0]["id"])


async def _revise(
    q: Query, article_id: int, article: Article, entry: Row, order_at: float, now: float
) -> None:
    """Add the first revision, or a further one where nothing was made of the one before.

    Another source that lists what was posted says nothing new by that: its page is looked at again.
    What a person posts by hand is planned once more in any case: it may go to a destination that
    is new, and one that has the article already gets no second publish.
    """
    before = await newest(q, article_id)
    is_by_hand = entry["source"] == BY_HAND
    if before and not is_by_hand and await is_delivered(q, article_id):
        await look_soon(q, article_id, now)
    elif before and digest(article_of(before["content"])) == digest(article):
        if is_by_hand:
            await q(
                "update revision set planned = 0, only_to = :only_to"
                " where article_id = :id and number = :number",
                id=article_id,
                number=before["number"],
                only_to=entry["only_to"],
            )
    else:
        more = {"hold": entry["hold"], "only_to": entry["only_to"]}
        await add_revision(q, article_id, article, order_at, now, **more)


async def _deliver(q: Query, revision: NewRevision, planned: Planned, now: float) -> None:
    first = State.HELD if planned.hold else State.DUE
    rows = await q(
        "insert into delivery (article_id, revision, destination, platform, kind, state, post,"
        " order_at, due_at, created_at, error, cost_usd, spare_post, spare_cost, urgent_until)"
        " values (:article, :revision, :destination, :platform, :kind, :first, :post, :order_at,"
        " :now, :now, :error, :cost, :spare, :spare_cost, :urgent_until)"
        " on conflict do nothing returning id",
        article=revision.article_id,
        revision=revision.revision,
        destination=planned.destination,
        platform=planned.platform,
        kind=Kind.PUBLISH.value,
        first=first.value,
        post=post_json(replace(planned.post, made_at=now)),
        order_at=revision.order_at,
        now=now,
        error=planned.hold,
        cost=planned.cost_usd,
        spare=post_json(replace(planned.spare, made_at=now)) if planned.spare else "",
        spare_cost=planned.spare_usd,
        urgent_until=planned.urgent_until,
    )
    if not rows:
        return
    await q(
        "insert into audit (at, delivery_id, article_id, what, why)"
        " values (:now, :id, :article, :what, :why)",
        now=now,
        id=rows[0]["id"],
        article=revision.article_id,
        what=f"made {first}",
        why="; ".join(filter(None, (planned.hold or "a route leads there", planned.note))),
    )
    if first is State.DUE:
        await q(
            "insert into lane (destination, ready_at) values (:destination, :now)"
            " on conflict (destination) do update set ready_at = case"
            "  when lane.ready_at is null or lane.ready_at > :now then :now"
            "  else lane.ready_at end",
            destination=planned.destination,
            now=now,
        )
