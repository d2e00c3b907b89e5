"""PostgreSQL, when one machine is outgrown: any number of nodes on one database."""

import asyncio
import os
import re
import socket
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, nullcontext
from functools import lru_cache
from typing import Any

from bot.errors import StoreLost, StoreRefused, StoreUnavailable
from bot.store.clock import ServerClock, steady
from bot.store.sql import Row

_ALIVE = (
    "select objid::bigint as key from pg_locks"
    " where locktype = 'advisory' and classid::bigint = :class"
    " and database = (select oid from pg_database where datname = current_database())"
)
"""The nodes that hold this database."""
_MARK = (
    "select concat_ws('/', (select system_identifier from pg_control_system()),"
    " substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8),"
    " (select oid from pg_database where datname = current_database()),"
    " 'audit'::regclass::oid) as mark"
)
"""The server, its timeline (a recovery or a promoted replica begins another), database and table."""
NOW = "extract(epoch from clock_timestamp())::float8"
_LOOK = "select {now} as now, txid_current_snapshot()::text as snapshot"
"""The server's clock, and what is another one whenever somebody wrote."""
PATIENCE = 30.0
"""Seconds for all of a transaction; the server itself gives up before (`_SESSION`)."""
_SESSION = {
    # why: host loss must end the session (25 s) later than an attempt may last (20 s).
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "25s",
    "statement_timeout": "25s",
}
PULSE, HALT = 45.0, 20.0
"""Seconds without a word after which the server ends a session: of a node that is at work, and in the
middle of a transaction, where it holds up others."""
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

    is_first = False

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._turn = asyncio.Lock()
        self.beside: Callable[[int | None], int] | None = None
        self._clock = ServerClock()
        self._seen = ""
        self._key = int.from_bytes(os.urandom(4), signed=True)
        self.node = f"{socket.gethostname()}:{os.getpid()}:{self._key}"

    @classmethod
    async def open(cls, url: str, password: str | None = None) -> "Postgres":
        """Connect; raises StoreUnavailable or StoreRefused, naming the server."""
        import asyncpg  # noqa: PLC0415 - SQLite users need not load it

        session = {
            **_SESSION,
            "idle_in_transaction_session_timeout": f"{HALT * 1000:.0f}ms",
            "application_name": f"herald@{socket.gethostname()}",
        }
        try:
            connection = await asyncpg.connect(
                url, password=password, server_settings=session, timeout=10
            )
        except asyncpg.PostgresConnectionError as error:
            raise StoreLost(f"{url}: PostgreSQL hung up: {error}") from error
        except (OSError, TimeoutError) as error:
            raise StoreLost(f"{url}: PostgreSQL cannot be reached: {_reason(error)}") from error
        except (asyncpg.CannotConnectNowError, asyncpg.InsufficientResourcesError) as error:
            raise StoreUnavailable(f"{url}: PostgreSQL cannot now: {error}") from error
        except asyncpg.PostgresError as error:
            raise StoreRefused(f"{url}: PostgreSQL refuses: {error}") from error
        db = cls(connection)
        await db.has_changed()  # why: from it on its clock is right
        return db

    @asynccontextmanager
    async def tx(self, *, write: bool = True, is_long: bool = False) -> AsyncIterator["Postgres"]:
        async with self._turn:
            with nullcontext() if is_long else _bounded(self._connection), _said(self._connection):
                transaction = self._connection.transaction(readonly=not write)
                await _whole(transaction.start())
                try:
                    if is_long:
                        await self("set local statement_timeout = 0")
                        # why: nodes that begin together must not make the same tables.
                        await self(
                            "select pg_advisory_xact_lock(:class, 0)", **{"class": LOCKS + 1}
                        )
                    yield self
                except BaseException:
                    await _whole(transaction.rollback())
                    raise
                await _whole(transaction.commit())

    async def __call__(self, sql: str, /, **params: object) -> Sequence[Row]:
        text, names = _translate(sql)
        with _said(self._connection):
            rows: Sequence[Row] = await self._connection.fetch(text, *(params[n] for n in names))
        return rows

    async def tables(self) -> set[str]:
        async with self.tx(write=False) as q:
            rows = await q("select tablename from pg_tables where schemaname = current_schema()")
        return {row["tablename"] for row in rows}

    async def hold(self) -> None:
        async with self.tx() as q:
            rows = await q(
                "select pg_try_advisory_lock(:class, :key) as got",
                **{"class": LOCKS, "key": self._key},
            )
            self.is_first = len(await q(_ALIVE, **{"class": LOCKS})) == 1
        if not rows[0]["got"]:
            raise StoreRefused("this node's advisory lock is taken; start again")

    async def keep_pulse(self) -> None:
        async with self.tx() as q:
            await q(
                "select set_config(name, :wait, false) from pg_settings"  # from PostgreSQL 14 on
                " where name = 'idle_session_timeout'",
                wait=f"{PULSE * 1000:.0f}ms",
            )

    async def mark(self) -> str:
        import asyncpg  # noqa: PLC0415 - as in `open`

        try:
            async with self.tx() as q:
                return str((await q(_MARK))[0]["mark"])
        except (asyncpg.PostgresError, StoreRefused):  # some hosted servers do not tell
            return ""

    async def dead_nodes(self, nodes: Sequence[str]) -> list[str]:
        async with self.tx() as q:
            rows = await q(_ALIVE, **{"class": LOCKS})
        alive = {row["key"] for row in rows}
        return [n for n in nodes if int(n.rpartition(":")[2]) % 2**32 not in alive]

    async def has_changed(self) -> bool:
        async with self._turn:
            with _bounded(self._connection), _said(self._connection):
                asked = steady()
                (row,) = await self(_LOOK.format(now=NOW))
        self._clock.hear(row["now"], asked, steady())
        seen, self._seen = self._seen, row["snapshot"]
        return bool(seen != self._seen)

    def clock(self, own: Callable[[], float]) -> Callable[[], float]:
        del own
        return self._clock

    async def close(self) -> None:
        try:
            await self._connection.close(timeout=5)
        except (OSError, TimeoutError):  # the server is not there to hear it
            self._connection.terminate()


async def _whole(call: Coroutine[Any, Any, None]) -> None:
    """Begin or end a transaction wholly; who is cancelled meanwhile is cancelled afterwards.

    why: a half begun or half ended one stays open, and would swallow all that is written after it.
    """
    begun, is_cancelled = asyncio.ensure_future(call), False
    while not begun.done():
        try:
            await asyncio.shield(begun)
        except asyncio.CancelledError:
            is_cancelled = True
    begun.result()
    if is_cancelled and (who := asyncio.current_task()):
        who.uncancel()
        who.cancel()


@contextmanager
def _said(connection: Any) -> Iterator[None]:
    """Say in our words what is wrong with the server; our own bugs stay what they are."""
    import asyncpg  # noqa: PLC0415 - as in `open`

    try:
        yield
    except asyncpg.InsufficientPrivilegeError as error:
        raise StoreRefused(f"PostgreSQL refuses: {error}") from error
    except (
        OSError,
        asyncpg.IdleInTransactionSessionTimeoutError,
        asyncpg.IdleSessionTimeoutError,
        asyncpg.InsufficientResourcesError,
        asyncpg.LockNotAvailableError,
        asyncpg.OperatorInterventionError,
        asyncpg.PostgresConnectionError,
        asyncpg.ReadOnlySQLTransactionError,
    ) as error:
        if connection.is_closed():
            raise StoreLost(f"PostgreSQL is gone: {error}") from error
        raise StoreUnavailable(f"PostgreSQL cannot now: {error}") from error
    except asyncpg.InternalClientError as error:
        # why: asked while it is reading the server's farewell, it says no more than this.
        raise StoreLost(f"PostgreSQL is gone: {error}") from error
    except asyncpg.InterfaceError as error:
        if connection.is_closed():
            raise StoreLost(f"PostgreSQL is gone: {error}") from error
        raise


@contextmanager
def _bounded(connection: Any) -> Iterator[None]:
    """Hang up on a server that gives no answer: whether it took the last word is found out anew.

    why not the driver's own time-out: it asks the silent server to cancel, and waits for that.
    """
    is_silent = False

    def hang_up() -> None:
        nonlocal is_silent
        is_silent = True
        connection.terminate()

    watch = asyncio.get_running_loop().call_later(PATIENCE, hang_up)
    try:
        yield
    except StoreLost as error:
        if is_silent:
            raise StoreLost(f"PostgreSQL gives no answer within {PATIENCE:.0f} s") from error
        raise
    finally:
        watch.cancel()


def _reason(error: OSError) -> str:
    if error.errno and error.errno > 0:
        return os.strerror(error.errno)
    return error.strerror or str(error) or "no answer in time"
