"""A migration that is struck leaves the old schema or the new one, and is gone on with."""

from bot.store.connect import connect, open_database
from bot.store.migrate import steps
from bot.store.sql import Database
from bot.store.sqlite import Sqlite
from tests.journeys.conftest import Herald
from tests.sweep.strikes import Strike
from tests.sweep.sweep import Install, Tally, gathered

FIRST = 1
"""The schema of the first release."""
OLD = """
insert into article (url_key, canonical_url, created_at) values ('e.org/a', 'https://e.org/a', 1);
insert into delivery (article_id, revision, destination, platform, kind, state, post, order_at,
 due_at, created_at, remote_id) select id, 1, 'x', 'x', 'publish', 'sent', '{}', 1, 1, 1, '7'
 from article"""
TABLES = {
    "sqlite": "select name from sqlite_master where type = 'table' order by name",
    "postgresql": "select table_name as name from information_schema.tables"
    " where table_schema = 'public' order by 1",
}


async def sweep_migrations(
    install: Install, strike: Strike, *, stride: int = 1, first: int = 1, lanes: int = 4
) -> Tally:
    """Strike `herald migrate` from the first release's schema at each call."""
    return await gathered(
        _lane(install, strike, range(first + n * stride, 10_000, lanes * stride))
        for n in range(lanes)
    )


async def _lane(install: Install, strike: Strike, points: range) -> Tally:
    tally = Tally()
    async with install(f"migrate-{strike.what[:12]}-{points.start}".replace(" ", "_")) as herald:
        for point in points:
            await _begin_anew(herald)
            mark = herald.folder / "struck"
            await herald("migrate", strike=strike.at(point))
            was_struck = mark.exists()
            mark.unlink(missing_ok=True)
            if not was_struck:
                return tally
            tally.points += 1
            done = await herald("migrate")
            if done.code or (wrong := await _wrong(herald)):
                tally.lost += 1
                tally.bad.append(f"migrate at {point}: {done.log or wrong}")
    raise AssertionError


def _address(herald: Herald) -> str:
    named: str = herald.config["database"]
    return named.replace("sqlite:///", f"sqlite:///{herald.folder}/")


async def _begin_anew(herald: Herald) -> None:
    """Have a database as the first release left it, with an article that was posted."""
    for file in herald.folder.glob("herald.db*"):
        file.unlink()
    db = await connect(_address(herald))
    async with db.tx() as q:
        if not isinstance(db, Sqlite):
            await q("drop schema public cascade")
            await q("create schema public")
        await q("create table schema_version (number bigint primary key)")
        for number, script in steps()[:FIRST]:
            for statement in filter(str.strip, script.split(";\n")):
                await q(statement)
            await q("insert into schema_version (number) values (:number)", number=number)
        for statement in OLD.split(";"):
            await q(statement)
    await db.close()


async def _wrong(herald: Herald) -> str:
    """Say what is not as if nothing had struck."""
    db = await open_database(_address(herald))
    try:
        return await _difference(db)
    finally:
        await db.close()


async def _difference(db: Database) -> str:
    async with db.tx(write=False) as q:
        numbers = [r["number"] for r in await q("select number from schema_version order by 1")]
        kept = await q("select remote_id, digest_id, act from delivery")
        tables = await q(TABLES["sqlite" if isinstance(db, Sqlite) else "postgresql"])
    if numbers != [number for number, _ in steps()]:
        return f"schema {numbers}"
    if [tuple(row if isinstance(db, Sqlite) else row.values()) for row in kept] != [
        ("7", 0, "send")
    ]:
        return f"deliveries {kept}"
    return "" if "poke" in {row["name"] for row in tables} else "tables are missing"
