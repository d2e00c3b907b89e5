"""The steps from an entry to its deliveries, and from a change to theirs, for one configuration."""

from collections.abc import Callable
from functools import partial

from bot.engine.pictures import Pictures
from bot.engine.setup import Setup
from bot.steps import condense as condensing
from bot.steps import look as looking
from bot.steps.follow import follow
from bot.steps.plan import plan
from bot.steps.read import Reader, article_from
from bot.store import Store


class Way:
    """From entry to delivery, turn by turn; pages that take long are read beside later turns."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._reader = Reader()

    async def advance(self, setup: Setup, pictures: Pictures, now: float) -> tuple[int, int]:
        """Read, plan and follow what is due; gives how many were read, and made or changed."""
        store, how = self._store, (setup.zone, setup.sites)
        found = await self._reader.read(store.reading, setup.fetch, setup.rules, now, *how)
        planned = await plan(store.planning, setup.desk, now, pictures.fault)
        followed = await follow(store.following, setup.desk, now)
        return found, planned + followed

    async def close(self) -> None:
        await self._reader.close()


async def condense(
    store: Store, setup: Setup, now: Callable[[], float], *, comes_back: bool = True
) -> int:
    """Have the model word what is new, if there is one; gives how many. Nothing else waits for it."""
    if setup.ask is None or setup.model is None:
        return 0
    ask, model = setup.ask, setup.model
    return await condensing.condense(store.words, ask, model, now, comes_back=comes_back)


async def look(store: Store, setup: Setup, now: float) -> int:
    """Look at pages again whose time has come; gives how many."""
    make = partial(article_from, zone=setup.zone, sites=setup.sites)
    home = setup.desk.publisher.url
    return await looking.look(store.looking, setup.fetch, setup.rules, home, now, make)
