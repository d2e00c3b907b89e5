"""What people ask: the ledger, and how sources and destinations are doing."""

from dataclasses import dataclass

from bot.store.addresses import articles_read_at
from bot.store.codec import entry_of
from bot.store.revising import CAME_BACK, LEFT_BEHIND
from bot.store.sql import Database, Row
from bot.text.links import url_key

UNREAD = "unread"
"""The fate of an entry that could not be made an article."""
REPORTED = (CAME_BACK, LEFT_BEHIND)
"""What the audit calls events that a person should know of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One delivery as the ledger shows it; moments in seconds since the epoch.

    `charged_usd` is what calls beside the post have cost. `waits` says why a due one is put off
    until `due_at`; it goes, or went, in the digest `digest_id`. `is_behind`: its article has
    changed or ended since, which is still to be followed.
    """

    id: int
    article: str
    article_id: int
    revision: int
    destination: str
    platform: str
    kind: str
    state: str
    attempts: int
    lookups: int
    created_at: float
    due_at: float
    claimed_at: float | None
    sent_at: float | None
    remote_id: str
    permalink: str
    error: str
    asked: bool
    cost_usd: float
    charged_usd: float = 0.0
    waits: str = ""
    digest_id: int = 0
    is_behind: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """How one source is doing.

    `saw` is what the last look that worked found: "changed", "unchanged" (the same document
    again), "not modified" (as the server says) or "" (there was none); `listed` entries, `added`
    of them new, in `size` bytes. `moved_to` is where the source says, since `moved_since`, that it
    is for good.
    """

    name: str
    url: str
    last_success: float | None
    last_error: str
    last_error_at: float | None
    next_poll: float
    errors: int
    entries_known: int
    paused: bool
    saw: str = ""
    listed: int = 0
    added: int = 0
    size: int = 0
    moved_to: str = ""
    moved_since: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneState:
    """How one destination is doing; `counts` by state; `is_locked`: its platform refuses us."""

    name: str
    paused: bool
    paused_why: str
    next_send: float | None
    counts: dict[str, int]
    is_locked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadEntry:
    """An entry that is still to become an article, or could not (`next_try` None)."""

    source: str
    url: str
    why: str
    tries: int
    next_try: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a person should know of an article that was posted; `destination` "": all of them."""

    at: float
    article: str
    article_id: int
    destination: str
    what: str
    why: str


class Asking:
    """Questions that change nothing."""

    def __init__(self, db: Database) -> None:
        self.db = db

    async def deliveries(
        self, *, in_state: str = "", article: str = "", limit: int = 1_000_000
    ) -> list[LedgerRow]:
        """List deliveries, newest first; `article` is any address that leads to the article."""
        async with self.db.tx(write=False) as q:
            ids = await articles_read_at(q, article) if article else []
            rows = await q(
                "select d.*, a.canonical_url from delivery d join article a on a.id = d.article_id"
                " where (:wanted = '' or d.state = :wanted) and (:article = '' or a.id in (:ids...))"
                " order by d.id desc limit :limit",
                wanted=in_state,
                article=article,
                ids=ids or [0],
                limit=limit,
            )
        return [ledger_row(row) for row in rows]

    async def sources(self) -> list[SourceState]:
        async with self.db.tx(write=False) as q:
            rows = await q(
                "select s.*, (select count(*) from entry e where e.source = s.name) as known"
                " from source s where s.active = 1 order by s.name"
            )
        return [
            SourceState(
                name=row["name"],
                url=row["url"],
                last_success=row["last_success"],
                last_error=row["last_error"],
                last_error_at=row["last_error_at"],
                next_poll=row["next_at"],
                errors=row["errors"],
                entries_known=row["known"],
                paused=bool(row["paused"]),
                saw=row["saw"],
                listed=row["listed"],
                added=row["added"],
                size=row["size"],
                moved_to=row["moved_to"],
                moved_since=row["moved_since"],
            )
            for row in rows
        ]

    async def lanes(self) -> list[LaneState]:
        async with self.db.tx(write=False) as q:
            rows = await q("select * from lane order by destination")
            counts = await q(
                "select destination, state, count(*) as n from delivery group by destination, state"
            )
        return [
            LaneState(
                name=row["destination"],
                paused=bool(row["paused"]),
                paused_why=row["paused_why"],
                is_locked=bool(row["locked_by"]),
                next_send=None
                if row["ready_at"] is None or row["paused"]
                else max(row["ready_at"], row["open_at"], row["paced_at"]),
                counts={
                    c["state"]: c["n"] for c in counts if c["destination"] == row["destination"]
                },
            )
            for row in rows
        ]

    async def unread(self, since: float, limit: int = 100) -> list[UnreadEntry]:
        """List entries that failed to be read and are not articles; if given up, then since then."""
        async with self.db.tx(write=False) as q:
            trying = await q(
                "select source, content, why, tries, not_before from entry"
                " where fate = 'new' and tries > 0 order by order_at limit :limit",
                limit=limit,
            )
            ended = await q(
                "select source, content, why, tries + 1 as tries, null as not_before from entry"
                " where fate = :unread and decided_at >= :since order by decided_at limit :limit",
                unread=UNREAD,
                since=since,
                limit=limit,
            )
            given_up = {url_key(entry.url): entry for entry in map(_unread, ended)}
            read = await q(
                "select url_key from article_address where url_key in (:keys...)"
                " union select url_key from article where url_key in (:keys...)",
                keys=list(given_up),
            )
        for row in read:
            del given_up[row["url_key"]]
        return [*map(_unread, trying), *given_up.values()][:limit]

    async def reports(self, since: float, limit: int = 100) -> list[Report]:
        """List what happened since then that nobody need decide about, but know, newest first."""
        async with self.db.tx(write=False) as q:
            rows = await q(
                "select u.at, u.article_id, u.what, u.why, a.canonical_url, d.destination"
                " from audit u join article a on a.id = u.article_id"
                " left join delivery d on d.id = u.delivery_id"
                " where u.what in (:whats...) and u.at >= :since order by u.id desc limit :limit",
                whats=list(REPORTED),
                since=since,
                limit=limit,
            )
        return [
            Report(
                at=row["at"],
                article=row["canonical_url"],
                article_id=row["article_id"],
                destination=row["destination"] or "",
                what=row["what"],
                why=row["why"],
            )
            for row in rows
        ]

    async def oldest_due(self) -> float | None:
        """Say since when the oldest due delivery has been due."""
        async with self.db.tx(write=False) as q:
            rows = await q("select min(due_at) as at from delivery where state = 'due'")
        at: float | None = rows[0]["at"]
        return at

    async def settling(self, now: float) -> tuple[int, float]:
        """Count the new entries that are read later, and say when the first of them is."""
        async with self.db.tx(write=False) as q:
            (row,) = await q(
                "select count(*) as n, min(not_before) as at from entry"
                " where fate = 'new' and tries = 0 and not_before > :now",
                now=now,
            )
        return int(row["n"]), float(row["at"] or 0)

    async def waiting(self, now: float) -> int:
        """Count entries and revisions that could go on now."""
        async with self.db.tx(write=False) as q:
            rows = await q(
                "select (select count(*) from entry where fate = 'new' and not_before <= :now)"
                " + (select count(*) from revision where planned = 0) as n",
                now=now,
            )
        return int(rows[0]["n"])


def _unread(row: Row) -> UnreadEntry:
    return UnreadEntry(
        source=row["source"],
        url=entry_of(row["content"]).url,
        why=row["why"],
        tries=row["tries"],
        next_try=row["not_before"],
    )


def ledger_row(row: Row) -> LedgerRow:
    return LedgerRow(
        id=row["id"],
        article=row["canonical_url"],
        article_id=row["article_id"],
        revision=row["revision"],
        destination=row["destination"],
        platform=row["platform"],
        kind=row["kind"],
        state=row["state"],
        attempts=row["attempts"],
        lookups=row["lookups"],
        created_at=row["created_at"],
        due_at=row["due_at"],
        claimed_at=row["claimed_at"],
        sent_at=row["sent_at"],
        remote_id=row["remote_id"],
        permalink=row["permalink"],
        error=row["error"],
        asked=bool(row["asked"]),
        cost_usd=row["cost_usd"],
        charged_usd=row["charged_usd"],
        waits=row["waits"],
        digest_id=row["digest_id"],
        is_behind=row["behind"] == 1,
    )
