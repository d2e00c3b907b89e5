"""Sources, entries and their identities: the queries behind `watch` (`ports.WatchStore`)."""

from collections.abc import Mapping, Sequence

from bot.errors import StoreUnavailable
from bot.model import Entry
from bot.ports import DueSource, Failure, FoundEntry, KnownEntry, Poll, Polled, Validators
from bot.store.codec import entry_of
from bot.store.entries import KEEPERS, add, alias, keep_moments
from bot.store.hubs import GRID, offer
from bot.store.sql import Database, Query

FULL_EVERY = 86_400.0
"""Seconds between looks in which no validators are sent."""
OUTAGE = 60.0
"""Seconds before our own network is known to be down in which it was so already."""
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
                "update source set leased_until = :until, leased_by = :node,"
                " rests_until = case when next_at > :now then :rested else rests_until end,"
                " planned_at = case when next_at > :now then next_at else planned_at end,"
                " next_at = case when next_at > :now then :now else next_at end where name in ("
                " select name from source where (next_at <= :now or (rests_until <= :now"
                "   and name in (select source from poke where at <= :now)))"
                "  and leased_until <= :now and paused = 0 and active = 1"
                "  order by next_at limit :limit /*for update skip locked*/)"
                " returning name, etag, last_modified, seen, errors, polls, moments, full_at,"
                " last_failure, moved_to, moved_since, missing, missing_since, (select first_seen from entry where source = source.name"
                "  order by id limit 1) as since",
                node=self.db.node,
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
                since=row["since"] or 0.0,
                is_full=row["full_at"] <= now - FULL_EVERY,
                last_failure=row["last_failure"],
                moved_to=row["moved_to"],
                moved_since=row["moved_since"],
                missing=row["missing"],
                missing_since=row["missing_since"],
            )
            for row in rows
        ]

    async def known_entries(self, source: str, keys: Sequence[str]) -> dict[str, KnownEntry]:
        async with self.db.tx(write=False) as q:
            rows = await q(
                "select k.key, e.id, e.content,"
                " (select count(*) from entry_key o where o.entry_id = e.id) as keys"
                " from entry_key k join entry e on e.id = k.entry_id"
                " where k.source = :source and k.key in (:keys...)",
                source=source,
                keys=list(keys),
            )
        entries = {
            row["id"]: KnownEntry(id=row["id"], entry=entry_of(row["content"]), keys=row["keys"])
            for row in rows
        }
        return {row["key"]: entries[row["id"]] for row in rows}

    async def save_polls(self, looks: Sequence[Polled], now: float) -> None:
        try:
            async with self.db.tx() as q:
                for look in looks:
                    await _save(q, look, now)
        except StoreUnavailable:
            raise
        except Exception:
            if len(looks) == 1:
                raise
            await self._save_each(looks, now)

    async def _save_each(self, looks: Sequence[Polled], now: float) -> None:
        """Write what can be written where something in one of them cannot."""
        errors: list[Exception] = []
        for look in looks:
            try:
                await self.save_polls([look], now)
            except StoreUnavailable:
                raise
            except Exception as error:  # noqa: BLE001 - one bad document is no other source's
                errors.append(error)
        if errors:
            raise errors[0]

    async def save_poll(
        self,
        source: str,
        poll: Poll,
        found: Sequence[FoundEntry],
        aliases: Mapping[str, str],
        next_at: float,
        now: float,
    ) -> None:
        """Write one look."""
        look = Polled(source=source, poll=poll, found=found, aliases=aliases, next_at=next_at)
        await self.save_polls([look], now)

    async def source_failed(
        self,
        source: str,
        why: str,
        next_at: float,
        now: float,
        rests_until: float = 0,
        kind: Failure = Failure.OTHER,
    ) -> None:
        async with self.db.tx() as q:
            await q(
                "update source set errors = errors + :counted, failed_polls = failed_polls + 1,"
                " last_error = :why, last_error_at = :now, leased_until = 0,"
                " next_at = case when cast(:rest as double precision) <= :now and planned_at > :now"
                "  and planned_at < :next_at then planned_at else :next_at end, planned_at = 0,"
                " missing_since = case when missing = 0 then :now else missing_since end,"
                " missing = case when :kind = 'missing' then missing + 1"
                "  when :kind in ('unreached', 'network') then missing else 0 end,"
                " last_failure = :kind, paused = case when :kind = 'over' then 1 else paused end,"
                " rests_until = case when rests_until > :rest then rests_until else :rest end"
                " where name = :source",
                source=source,
                why=why,
                next_at=next_at,
                now=now,
                rest=rests_until,
                kind=kind.value,
                counted=int(kind is not Failure.NETWORK),
            )
            if kind is Failure.NETWORK:
                await q(
                    "update source set errors = errors - 1, last_failure = 'network'"
                    " where last_failure = 'unreached' and last_error_at >= :since",
                    since=now - OUTAGE,
                )

    async def postpone(self, sources: Sequence[str], until: float) -> None:
        async with self.db.tx() as q:
            await q(
                "update source set leased_until = 0,"
                " next_at = case when next_at > :until then next_at else :until end,"
                " rests_until = case when rests_until > :until then rests_until else :until end"
                " where name in (:names...)",
                names=list(sources),
                until=until,
            )

    async def reach(self, since: float) -> tuple[int, int]:
        async with self.db.tx(write=False) as q:
            (row,) = await q(
                "select count(*) as looks,"
                " coalesce(sum(case when last_failure in ('unreached', 'network') then 1 else 0 end), 0)"
                "  as unreached"
                " from source where active = 1 and (last_success >= :since or last_error_at >= :since)",
                since=since,
            )
        return int(row["unreached"]), int(row["looks"])

    async def add_by_hand(self, url: str, only_to: Sequence[str], now: float) -> None:
        """Put one address into the ordinary way; a person asked for it at `now`."""
        entry = Entry(source=BY_HAND, guid=f"{url}@{now}", url=url)
        found = FoundEntry(
            keys=(entry.guid,), entry=entry, fate="new", why=BY_HAND, not_before=now, order_at=now
        )
        async with self.db.tx() as q:
            await add(q, found, now, ",".join(only_to))


async def _save(q: Query, look: Polled, now: float) -> None:
    for entry in look.found:
        await KEEPERS.get(entry.fate, add)(q, entry, now)
    if look.poll.hub:
        await offer(q, look.source, look.poll.hub)
    if look.found:
        await keep_moments(q, look.source)
    await alias(q, look.source, look.aliases)
    await q(
        "update source set etag = :etag, last_modified = :last_modified, seen = :seen,"
        " full_at = case when full_at <= :full then :now else full_at end,"
        " next_at = case when planned_at > :now and planned_at < :next_at"
        "  then planned_at else :next_at end, planned_at = 0, leased_until = 0,"
        " polls = polls + 1, errors = 0, missing = 0, last_success = :now,"
        " last_error = '', last_failure = '', saw = :saw, added = :added, size = :size,"
        " listed = coalesce(cast(:listed as bigint), listed), moved_to = :moved_to,"
        " moved_since = case when moved_to = :moved_to then moved_since else :now end"
        " where name = :source",
        source=look.source,
        etag=look.poll.validators.etag,
        last_modified=look.poll.validators.last_modified,
        seen=look.poll.validators.seen,
        full=now - FULL_EVERY,
        moved_to=look.poll.moved_to,
        next_at=look.next_at,
        now=now,
        saw=_saw(look.poll),
        added=sum(entry.fate not in KEEPERS for entry in look.found),
        size=look.poll.size,
        listed=look.poll.listed,
    )


def _saw(poll: Poll) -> str:
    if poll.entries is not None:
        return "changed"
    return "unchanged" if poll.size else "not modified"
