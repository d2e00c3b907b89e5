"""What the console's pages show: articles, their deliveries and what happened to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from sys import maxsize

from bot.model import Article, Entry, Post, State
from bot.store.asking import LedgerRow, ledger_row
from bot.store.codec import article_of, entry_of, post_of
from bot.store.sql import Database, Row
from bot.store.watching import BY_HAND
from bot.text.identity import identify
from bot.text.links import url_key

_ARTICLE = (
    "select a.id, a.look_at, a.gone_at, a.gone_why, a.retracted_at, a.retracted_why,"
    " a.retract_hold, a.returned_at, r.number, r.content, r.read_at, r.planned, r.hold, r.only_to,"
    " (select u.why from audit u where u.article_id = a.id and u.what = 'could not be composed'"
    "  order by u.id desc limit 1) as why"
    " from article a join revision r on r.article_id = a.id"
    "  and r.number = (select max(number) from revision where article_id = a.id)"
)
_DELIVERY = (
    "select d.*, a.canonical_url, r.content from delivery d"
    " join article a on a.id = d.article_id"
    " join revision r on r.article_id = d.article_id and r.number = d.revision"
)
_PLANS = ("waiting", "planned", "set aside")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownArticle:
    """The newest revision of an article; `read_at` in seconds since the epoch.

    `plan` is "waiting", "planned" or "set aside" (it could not be composed, `why` says the reason).
    `hold` and `only_to` are as in `NewRevision`. Its page is looked at again at `look_at` (None: not
    any more) and seemed gone since `gone_at` (None: it does not); `ended` says why the article was
    withdrawn at `ended_at` ("": it was not), `end_hold` why a person decides about that; its page
    was back at `returned_at` (None: it is not).
    """

    id: int
    revision: int
    article: Article
    read_at: float
    plan: str
    why: str
    hold: str = ""
    only_to: tuple[str, ...] = ()
    look_at: float | None = None
    gone_at: float | None = None
    gone_why: str = ""
    ended: str = ""
    ended_at: float = 0.0
    end_hold: str = ""
    returned_at: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownEntry:
    """An entry and what became of it; `fate` ("read" too), `why` and `not_before` as in `FoundEntry`.

    `hold` says why a person decides first. `decided_at` is when its page was last asked for (None:
    never), `article_id` what it became.
    """

    entry: Entry
    fate: str
    why: str
    hold: str
    tries: int
    first_seen: float
    not_before: float
    decided_at: float | None
    article_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDelivery:
    """A delivery as in the ledger, with its article's headline and what its readers see."""

    ledger: LedgerRow
    headline: str
    post: Post


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A line of the audit; `delivery` None: it is about the article itself."""

    at: float
    delivery: int | None
    what: str
    why: str


class Showing:
    """Questions of the pages; each bounded, since the engine waits meanwhile."""

    def __init__(self, db: Database) -> None:
        self.db = db

    async def newest(self, limit: int) -> list[Article]:
        """Give what was read last, of each article every revision."""
        async with self.db.tx(write=False) as q:
            rows = await q(
                "select content from revision order by article_id desc, number desc limit :limit",
                limit=limit,
            )
        return [article_of(row["content"]) for row in rows]

    async def articles(self, limit: int, before: int = maxsize) -> list[ShownArticle]:
        """List articles with ids below `before`, newest first."""
        async with self.db.tx(write=False) as q:
            rows = await q(
                f"{_ARTICLE} where a.id < :before order by a.id desc limit :limit",
                before=before,
                limit=limit,
            )
        return [_article(row) for row in rows]

    async def article(self, article: int) -> ShownArticle | None:
        async with self.db.tx(write=False) as q:
            rows = await q(f"{_ARTICLE} where a.id = :id", id=article)
        return _article(rows[0]) if rows else None

    async def article_at(self, url: str) -> ShownArticle | None:
        """Find the article at any spelling of an address that it has or had."""
        async with self.db.tx(write=False) as q:
            rows = await q(
                f"{_ARTICLE} where a.url_key = :key or a.id in"  # noqa: S608 - our own words
                " (select article_id from article_address where url_key = :key)",
                key=url_key(url),
            )
        return _article(rows[0]) if rows else None

    async def entries(self, url: str) -> list[ShownEntry]:
        """List entries that sources gave for any spelling of an address, and those of its article."""
        (asked,) = identify([Entry(source="", guid="", url=url)])
        key = url_key(url)
        async with self.db.tx(write=False) as q:
            rows = await q(
                "select * from entry where id in (select k.entry_id from source s"
                "  join entry_key k on k.source = s.name and k.key in (:keys...))"
                " or article_id in (select id from article where url_key = :key)"
                " or (source = :by_hand and article_id is null) order by id",
                keys=list(asked.lookups()),
                key=key,
                by_hand=BY_HAND,
            )
        found = [_entry(row) for row in rows]
        return [
            one
            for one in found
            if one.article_id or one.entry.source != BY_HAND or url_key(one.entry.url) == key
        ]

    async def before(self, delivery: int) -> dict[str, int]:
        """Count by state what must leave a due delivery's lane before it can go."""
        async with self.db.tx(write=False) as q:
            rows = await q(
                "select o.state, count(*) as n from delivery d"
                " join delivery o on o.destination = d.destination and o.id <> d.id"
                " where d.id = :id and o.digest_id <= 0 and (o.state = 'sending'"
                "  or (o.state = 'in_doubt' and o.asked = 0)"
                "  or (o.state = 'due' and (o.order_at < d.order_at"
                "   or (o.order_at = d.order_at and o.id < d.id)))) group by o.state",
                id=delivery,
            )
        return {row["state"]: row["n"] for row in rows}

    async def set_aside(self, limit: int) -> list[ShownArticle]:
        """List articles whose newest revision could not be composed."""
        async with self.db.tx(write=False) as q:
            rows = await q(
                f"{_ARTICLE} where r.planned = 2 and a.id in"  # noqa: S608 - our own words
                " (select article_id from revision where planned = 2)"
                " order by a.id desc limit :limit",
                limit=limit,
            )
        return [_article(row) for row in rows]

    async def deliveries(self, articles: Sequence[int]) -> list[ShownDelivery]:
        """List all deliveries of these articles, in the order they were made."""
        async with self.db.tx(write=False) as q:
            rows = await q(
                f"{_DELIVERY} where d.article_id in (:articles...) order by d.id",
                articles=list(articles),
            )
        return [_delivery(row) for row in rows]

    async def ledger(self, limit: int, after: int = 0) -> list[ShownDelivery]:
        """List deliveries with ids above `after`, oldest first."""
        async with self.db.tx(write=False) as q:
            rows = await q(
                f"{_DELIVERY} where d.id > :after order by d.id limit :limit",
                after=after,
                limit=limit,
            )
        return [_delivery(row) for row in rows]

    async def in_state(self, state: State, limit: int) -> list[ShownDelivery]:
        """List deliveries in this state, those first that are posted first."""
        async with self.db.tx(write=False) as q:
            rows = await q(
                # why: choose first by what the index has, so that no text of the others is read.
                f"{_DELIVERY} where d.id in (select id from delivery where state = :state"  # noqa: S608 - our own words
                "  order by order_at, id limit :limit) order by d.order_at, d.id",
                state=state.value,
                limit=limit,
            )
        return [_delivery(row) for row in rows]

    async def history(self, article: int, limit: int) -> list[Event]:
        """Tell the newest `limit` events of an article and its deliveries, oldest first."""
        async with self.db.tx(write=False) as q:
            rows = await q(
                "select at, delivery_id, what, why from audit where article_id = :id"
                " order by id desc limit :limit",
                id=article,
                limit=limit,
            )
        return [
            Event(at=row["at"], delivery=row["delivery_id"], what=row["what"], why=row["why"])
            for row in reversed(rows)
        ]


def _article(row: Row) -> ShownArticle:
    plan = _PLANS[row["planned"]]
    return ShownArticle(
        id=row["id"],
        revision=row["number"],
        article=article_of(row["content"]),
        read_at=row["read_at"],
        plan=plan,
        why=(row["why"] or "") if plan == "set aside" else "",
        hold=row["hold"],
        only_to=tuple(row["only_to"].split(",")) if row["only_to"] else (),
        look_at=row["look_at"],
        gone_at=row["gone_at"],
        gone_why=row["gone_why"],
        ended=row["retracted_why"],
        ended_at=row["retracted_at"] or 0.0,
        end_hold=row["retract_hold"],
        returned_at=row["returned_at"],
    )


def _entry(row: Row) -> ShownEntry:
    return ShownEntry(
        entry=entry_of(row["content"]),
        fate=row["fate"],
        why=row["why"],
        hold=row["hold"],
        tries=row["tries"],
        first_seen=row["first_seen"],
        not_before=row["not_before"],
        decided_at=row["decided_at"],
        article_id=row["article_id"],
    )


def _delivery(row: Row) -> ShownDelivery:
    return ShownDelivery(
        ledger=ledger_row(row),
        headline=article_of(row["content"]).headline,
        post=post_of(row["post"]),
    )
