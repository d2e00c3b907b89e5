"""Sources, entries and their identities: the queries behind `watch` (`ports.WatchStore`)."""

from collections.abc import Mapping, Sequence

from bot.model import Entry
from bot.ports import DueSource, FoundEntry, Poll, Validators
from bot.store.codec import entry_json
from bot.store.hubs import GRID, offer
from bot.store.sql import Database, Query

FULL_EVERY = 86_400.0
"""Seconds between looks in which no validators are sent."""
BY_HAND = "by hand"
"""The source of articles that a person posts."""


class Watching:
    """The store as `watch` sees it."""

    def __init__(self, db: Database) -> None:
        self.db = db

    async def due_sources(self, now: float, lease: float, limit: int) -> list[DueSource]:
        async with self.db.tx() as q:
            rows = await q(
                # why `next_at`: whoever dies while looking because of a poke leaves it due.
                "update source set leased_until = :until,"
                " rests_until = case when next_at > :now then :rested else rests_until end,"
                " next_at = case when next_at > :now then :now else next_at end where name in ("
                " select name from source where (next_at <= :now or (rests_until <= :now"
                "   and name in (select source from poke where at <= :now)))"
                "  and leased_until <= :now and paused = 0 and active = 1"
                "  order by next_at limit :limit /*for update skip locked*/)"
                " returning name, etag, last_modified, seen, errors, polls, moments, full_at",
                now=now,
                until=now + lease,
                rested=now + GRID,
                limit=limit,
            )
            if rows:
                await q(
                    "delete from poke where at <= :now and source in (:names...)",
                    names=[row["name"] for row in rows],
                    now=now,
                )
        return [
            DueSource(
                name=row["name"],
                validators=Validators(
                    etag=row["etag"], last_modified=row["last_modified"], seen=row["seen"]
                ),
                errors=row["errors"],
                first=row["polls"] == 0,
                moments=tuple(map(float, row["moments"].split())),
                is_full=row["full_at"] <= now - FULL_EVERY,
            )
            for row in rows
        ]

    async def known_keys(self, source: str, keys: Sequence[str]) -> set[str]:
        async with self.db.tx(write=False) as q:
            rows = await q(
                "select key from entry_key where source = :source and key in (:keys...)",
                source=source,
                keys=list(keys),
            )
        return {row["key"] for row in rows}

    async def save_poll(
        self,
        source: str,
        poll: Poll,
        found: Sequence[FoundEntry],
        aliases: Mapping[str, str],
        next_at: float,
        now: float,
    ) -> None:
        async with self.db.tx() as q:
            for entry in found:
                await _add(q, entry, now)
            if poll.hub:
                await offer(q, source, poll.hub)
            if found:
                await _keep_moments(q, source)
            for key, known in aliases.items():
                await q(
                    "insert into entry_key (source, key, entry_id)"
                    " select source, :key, entry_id from entry_key"
                    " where source = :source and key = :known on conflict do nothing",
                    source=source,
                    key=key,
                    known=known,
                )
            await q(
                "update source set etag = :etag, last_modified = :last_modified, seen = :seen,"
                " full_at = case when full_at <= :full then :now else full_at end,"
                " next_at = :next_at, leased_until = 0, polls = polls + 1, errors = 0,"
                " last_success = :now, last_error = '', moved_to = :moved_to where name = :source",
                source=source,
                etag=poll.validators.etag,
                last_modified=poll.validators.last_modified,
                seen=poll.validators.seen,
                full=now - FULL_EVERY,
                moved_to=poll.moved_to,
                next_at=next_at,
                now=now,
            )

    async def source_failed(
        self, source: str, why: str, next_at: float, now: float, rests_until: float = 0
    ) -> None:
        async with self.db.tx() as q:
            await q(
                "update source set errors = errors + 1, failed_polls = failed_polls + 1,"
                " last_error = :why, last_error_at = :now, next_at = :next_at, leased_until = 0,"
                " rests_until = case when rests_until > :rest then rests_until else :rest end"
                " where name = :source",
                source=source,
                rest=rests_until,
                why=why,
                next_at=next_at,
                now=now,
            )

    async def add_by_hand(self, url: str, only_to: Sequence[str], now: float) -> None:
        """Put one address into the ordinary way; a person asked for it at `now`."""
        entry = Entry(source=BY_HAND, guid=f"{url}@{now}", url=url)
        found = FoundEntry(
            keys=(entry.guid,), entry=entry, fate="new", why=BY_HAND, not_before=now, order_at=now
        )
        async with self.db.tx() as q:
            await _add(q, found, now, ",".join(only_to))


async def _keep_moments(q: Query, source: str) -> None:
    """Keep when the last ten dated entries came out; one without a date came when we saw it."""
    rows = await q(
        "select order_at from entry where source = :source and order_at < first_seen"
        " order by id desc limit 10",
        source=source,
    )
    moments = " ".join(str(moment) for moment in sorted(row["order_at"] for row in rows))
    await q(
        "update source set moments = :moments where name = :source", source=source, moments=moments
    )


async def _add(q: Query, found: FoundEntry, now: float, only_to: str = "") -> None:
    known = await q(
        "select 1 from entry_key where source = :source and key in (:keys...) limit 1",
        source=found.entry.source,
        keys=list(found.keys),
    )
    if known:
        return
    rows = await q(
        "insert into entry (source, fate, why, content, not_before, order_at, hold, only_to,"
        " first_seen) values (:source, :fate, :why, :content, :not_before, :order_at, :hold,"
        " :only_to, :now) returning id",
        source=found.entry.source,
        # why: what waits for a person is read too, so that there is something to look at.
        fate="new" if found.fate == "held" else found.fate,
        hold=found.why if found.fate == "held" else "",
        why=found.why,
        content=entry_json(found.entry),
        not_before=found.not_before,
        order_at=found.order_at,
        only_to=only_to,
        now=now,
    )
    for key in found.keys:
        await q(
            "insert into entry_key (source, key, entry_id) values (:source, :key, :id)",
            source=found.entry.source,
            key=key,
            id=rows[0]["id"],
        )
