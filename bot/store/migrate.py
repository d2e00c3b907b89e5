"""Numbered migrations: each is one SQL file, applied once and in order, each in one transaction."""

import re
from collections.abc import Collection
from importlib.resources import files

from bot.errors import StoreRefused
from bot.store.sql import Database, Query


def steps() -> list[tuple[int, str]]:
    """List every migration as (number, SQL), in order."""
    folder = files("bot.store") / "migrations"
    found = sorted(f.name for f in folder.iterdir() if f.name.endswith(".sql"))
    return [(int(name[:4]), (folder / name).read_text()) for name in found]


async def migrate(db: Database) -> list[int]:
    """Bring the schema up to date and give the numbers applied.

    Raises StoreRefused where the database was written by a newer Herald, or by another program.
    """
    newest = steps()[-1][0]
    there = await db.tables()
    ours = {name for _, script in steps() for name in re.findall(r"create table (\w+)", script)}
    if "schema_version" not in there and there & ours:
        raise StoreRefused(
            f"the database holds tables that are not Herald's ({', '.join(sorted(there & ours))}):"
            " give Herald a database of its own"
        )
    current = await _version(db, there)
    if current > newest:
        raise StoreRefused(
            f"the database has schema {current}, this Herald knows up to {newest}: it was written by"
            " a newer version. Run that one, or restore a backup made before the upgrade."
        )
    if current == newest:
        return []
    applied = []
    for number, script in steps():
        async with db.tx(is_long=True) as q:
            # why: read again inside, since another node may have applied it in between.
            if number <= await _current(q):
                continue
            for statement in script.split(";\n"):
                if statement.strip():
                    await q(statement)
            await q("insert into schema_version (number) values (:number)", number=number)
        applied.append(number)
    return applied


async def _version(db: Database, there: Collection[str]) -> int:
    """Say which migration was the last; 0 for a database that was empty until now."""
    if "schema_version" in there:
        async with db.tx(write=False) as q:  # why: what is up to date is shown on a full disk, too
            return await _current(q)
    async with db.tx(is_long=True) as q:
        await q("create table if not exists schema_version (number bigint primary key)")
        return await _current(q)


async def _current(q: Query) -> int:
    rows = await q("select coalesce(max(number), 0) as number from schema_version")
    return int(rows[0]["number"])
