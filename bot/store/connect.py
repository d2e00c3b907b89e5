"""From a database's address to the database."""

from pathlib import Path

from bot.errors import StoreRefused
from bot.store.migrate import migrate
from bot.store.postgres import Postgres
from bot.store.sql import Database
from bot.store.sqlite import Sqlite


async def connect(url: str, password: str | None = None) -> Database:
    """Open `sqlite:///PATH` or `postgresql://…`.

    Raises StoreRefused where the address or the file cannot be used, StoreUnavailable where the
    server does not answer.
    """
    if url.startswith("sqlite:///"):
        return Sqlite(Path(url.removeprefix("sqlite:///")))
    if url.startswith(("postgresql://", "postgres://")):
        return await Postgres.open(url, password)
    raise StoreRefused(f"{url}: say sqlite:///PATH or postgresql://USER@HOST/NAME")


async def open_database(url: str, password: str | None = None) -> Database:
    """Open a database as `connect` does and bring its schema up to date."""
    db = await connect(url, password)
    try:
        await migrate(db)
    except BaseException:
        await db.close()
        raise
    return db
