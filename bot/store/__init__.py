"""Where state lives: one set of queries on SQLite and PostgreSQL."""

from collections.abc import Callable

from bot.store.alerts import Alerts
from bot.store.asking import Asking
from bot.store.beginning import Beginning
from bot.store.connect import open_database
from bot.store.deciding import Deciding
from bot.store.delivering import Delivering
from bot.store.folding import Folding
from bot.store.following import Following
from bot.store.forwarding import Forwardings
from bot.store.hubs import Hubs
from bot.store.locks import Locks
from bot.store.looking import Looking
from bot.store.reading import Planning, Reading
from bot.store.restoring import Restoring
from bot.store.showing import Showing
from bot.store.spending import Spending
from bot.store.sql import Database
from bot.store.stretches import Stretches
from bot.store.telling import Telling
from bot.store.timing import Timing
from bot.store.vitals import Vitals
from bot.store.watching import Watching
from bot.store.wording import Words


class Store:
    """All questions and moves over one database, by who needs them."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.beginning = Beginning(db)
        self.watching = Watching(db)
        self.hubs = Hubs(db)
        self.reading = Reading(db)
        self.words = Words(db)
        self.planning = Planning(db)
        self.looking = Looking(db)
        self.following = Following(db)
        self.delivering = Delivering(db)
        self.folding = Folding(db)
        self.deciding = Deciding(db)
        self.asking = Asking(db)
        self.showing = Showing(db)
        self.vitals = Vitals(db)
        self.alerts = Alerts(db)
        self.telling = Telling(db)
        self.locks = Locks(db)
        self.spending = Spending(db)
        self.restoring = Restoring(db)
        self.timing = Timing(db)
        self.stretches = Stretches(db)

    def forwardings(self, now: Callable[[], float]) -> Forwardings:
        """Give where places are by now; what it tells operators is told at `now`."""
        return Forwardings(self.db, now)

    def now(self, own: Callable[[], float]) -> float:
        """Say what time it is for all who share this database; `own` is this machine's clock."""
        return self.db.clock(own)()

    async def close(self) -> None:
        await self.db.close()


async def open_store(url: str, password: str | None = None) -> Store:
    """Open a database and bring its schema up to date."""
    return Store(await open_database(url, password))
