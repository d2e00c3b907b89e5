"""PostgreSQL, when one machine is outgrown: any number of nodes on one database."""

import asyncio
import os
import re
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import lru_cache
from typing import Any

from bot.errors import StoreRefused, StoreUnavailable
from bot.store.sql import Row

LOCKS = 0x4845_5241
"""The class of our advisory locks ("HERA"); the second half of the key is the node."""


@lru_cache(maxsize=512)
def _translate(sql: str) -> tuple[str, tuple[str, ...]]:
    names: list[str] = []

    def number(match: re.Match[str]) -> str:
        if match[1] not in names:
            names.append(match[1])
        return f"${names.index(match[1]) + 1}"

    sql = re.sub(r"in \(:(\w+)\.\.\.\)", r"= any(:\1)", sql)
    sql = sql.replace("/*for update skip locked*/", "for update skip locked")
    sql = sql.replace("identity primary key", "bigint generated always as identity primary key")
    return re.sub(r"(?<!:):([a-z]\w*)", number, sql), tuple(names)


class Postgres:
    """One connection that both commits intents and holds this node's advisory lock.

    When it is gone, so is the lock: what this node was sending is in doubt by fact, not by
    time-out, and the node itself can commit no further intent.
    """

    is_alone = False

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._turn = asyncio.Lock()
        self._key = int.from_bytes(os.urandom(4), signed=True)
        self.node = f"{socket.gethostname()}:{os.getpid()}:{self._key}"
        self._changed = True

    @classmethod
    async def open(cls, url: str, password: str | None = None) -> "Postgres":
        """Connect; raises StoreUnavailable naming the server."""
        import asyncpg  # noqa: PLC0415 - an extra: SQLite users need not have it

        # why: host loss must end the session (25 s) later than an attempt may last (20 s).
        keepalive = {
            "tcp_keepalives_idle": "10",
            "tcp_keepalives_interval": "5",
            "tcp_keepalives_count": "3",
            "application_name": f"herald@{socket.gethostname()}",
        }
        try:
            connection = await asyncpg.connect(
                url, password=password, server_settings=keepalive, timeout=10
            )
        except (OSError, TimeoutError, asyncpg.PostgresError) as error:
            raise StoreUnavailable(f"PostgreSQL does not answer: {error}") from error
        database = cls(connection)
        await connection.add_listener("herald", database._hear)
        return database

    def _hear(self, *_: object) -> None:
        self._changed = True

    @asynccontextmanager
    async def tx(self, *, write: bool = True) -> AsyncIterator["Postgres"]:
        async with self._turn:
            try:
                async with self._connection.transaction(readonly=not write):
                    yield self
            except (OSError, ConnectionError) as error:
                raise StoreUnavailable(f"PostgreSQL is gone: {error}") from error

    async def __call__(self, sql: str, /, **params: object) -> Sequence[Row]:
        import asyncpg  # noqa: PLC0415 - as in `open`

        text, names = _translate(sql)
        try:
            rows: Sequence[Row] = await self._connection.fetch(text, *(params[n] for n in names))
        except (OSError, asyncpg.InterfaceError, asyncpg.OperatorInterventionError) as error:
            raise StoreUnavailable(f"PostgreSQL is gone: {error}") from error
        except (
            asyncpg.InsufficientResourcesError,
            asyncpg.LockNotAvailableError,
            asyncpg.ReadOnlySQLTransactionError,
        ) as error:
            raise StoreUnavailable(f"PostgreSQL cannot now: {error}") from error
        return rows

    async def hold(self) -> None:
        async with self.tx() as q:
            rows = await q(
                "select pg_try_advisory_lock(:class, :key) as got",
                **{"class": LOCKS, "key": self._key},
            )
        if not rows[0]["got"]:
            raise StoreRefused("this node's advisory lock is taken; start again")

    async def dead_nodes(self, nodes: Sequence[str]) -> list[str]:
        async with self.tx() as q:
            rows = await q(
                "select objid::bigint as key from pg_locks"
                " where locktype = 'advisory' and classid::bigint = :class",
                **{"class": LOCKS},
            )
        alive = {row["key"] for row in rows}
        return [n for n in nodes if int(n.rpartition(":")[2]) % 2**32 not in alive]

    async def has_changed(self) -> bool:
        changed, self._changed = self._changed, False
        return changed

    async def close(self) -> None:
        await self._connection.close(timeout=5)
