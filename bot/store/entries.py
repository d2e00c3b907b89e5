"""Entries and the keys that name them: what a look writes of each."""

from collections.abc import Mapping

from bot.ports import FoundEntry
from bot.store.codec import entry_json
from bot.store.hints import keep_change
from bot.store.sql import Query

RENAMED = "renamed"
"""How a reason begins that says why an entry has further keys."""


async def keep_moments(q: Query, source: str) -> None:
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


async def alias(q: Query, source: str, keys: Mapping[str, str]) -> None:
    """Let further keys name entries; each maps to a key that names its entry already."""
    if not keys:
        return
    pairs = list(enumerate(keys.items()))
    rows = ", ".join(f"(cast(:k{n} as text), cast(:known{n} as text))" for n, _ in pairs)
    await q(
        f"with pair (key, known) as (values {rows})"  # noqa: S608 - numbers
        " insert into entry_key (source, key, entry_id)"
        " select e.source, pair.key, e.entry_id from pair cross join entry_key e"
        " where e.source = :source and e.key = pair.known on conflict do nothing",
        source=source,
        **{f"k{n}": key for n, (key, _) in pairs},
        **{f"known{n}": known for n, (_, known) in pairs},
    )


async def rename(q: Query, found: FoundEntry, now: float) -> None:
    """Let further keys name an entry, and say why on it and, where it is one, on its article."""
    source, (known, *others) = found.entry.source, found.keys
    await alias(q, source, dict.fromkeys(others, known))
    rows = await q(
        "select id, fate, why, article_id from entry where id ="
        " (select entry_id from entry_key where source = :source and key = :known)",
        source=source,
        known=known,
    )
    for row in rows:
        before = row["why"].partition(f"; {RENAMED}")[0]
        # why: what is known and not posted still has its reason, whatever it is called by now.
        why = found.why if row["fate"] in {"new", "read"} else f"{before}; {found.why}"
        await q("update entry set why = :why where id = :id", why=why, id=row["id"])
        await q(
            "insert into audit (at, article_id, what, why) values (:now, :article, 'renamed', :why)",
            now=now,
            article=row["article_id"],
            why=found.why,
        )


KEEPERS = {"same": rename, "changed": keep_change}
"""Who keeps what is found of entries that were known before, by their fate."""


async def add(q: Query, found: FoundEntry, now: float, only_to: str = "") -> None:
    """Write an entry that was never seen, with all its keys."""
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
    keys = {f"k{n}": key for n, key in enumerate(found.keys)}
    await q(
        "insert into entry_key (source, key, entry_id)"  # noqa: S608 - numbers
        f" values {', '.join(f'(:source, :{name}, :id)' for name in keys)}",
        source=found.entry.source,
        id=rows[0]["id"],
        **keys,
    )
