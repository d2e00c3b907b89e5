"""Where state lives: one set of queries on SQLite and PostgreSQL."""

from pathlib import Path

from bot.errors import StoreRefused
from bot.store.asking import Asking
from bot.store.deciding import Deciding
from bot.store.delivering import Delivering
from bot.store.migrate import migrate
from bot.store.postgres import Postgres
from bot.store.reading import Planning, Reading
from bot.store.sql import Database
from bot.store.sqlite import Sqlite
from bot.store.watching import Watching


class Store:
    """All questions and moves over one database, by who needs them."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.watching = Watching(db)
        self.reading = Reading(db)
        self.planning = Planning(db)
        self.delivering = Delivering(db)
        self.deciding = Deciding(db)
        self.asking = Asking(db)

    async def close(self) -> None:
        await self.db.close()


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


async def open_store(url: str, password: str | None = None) -> Store:
    """Open a database and bring its schema up to date."""
    db = await connect(url, password)
    try:
        await migrate(db)
    except BaseException:
        await db.close()
        raise
    return Store(db)
