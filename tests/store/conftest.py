"""The store on both databases: a real SQLite file and a real PostgreSQL server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.store import Store, open_store
from tests.postgres import emptied


@pytest.fixture(params=["sqlite", "postgres"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    """Give an empty store, held by this process, on each database in turn."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/herald.db"
    else:
        url = request.getfixturevalue("postgres_url")
        await emptied(url)
    opened = await open_store(url)
    await opened.db.hold()
    yield opened
    await opened.close()


@asynccontextmanager
async def by_another(store: Store) -> AsyncIterator[None]:
    """Let what is done meanwhile be done by a node that is gone afterwards."""
    ours, store.db.node = store.db.node, "elsewhere:1:77"
    await store.beginning.register()
    yield
    store.db.node = ours
