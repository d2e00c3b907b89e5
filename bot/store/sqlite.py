"""SQLite, the default: one file, one sending process."""

import asyncio
import fcntl
import json
import os
import re
import socket
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, closing, suppress
from functools import lru_cache
from pathlib import Path

from bot.errors import AnotherInstance, StoreRefused, StoreUnavailable
from bot.store.sql import Row

BUSY_SECONDS = 1.0
"""How long a statement waits for another process's write; the engine then tries again."""
HOLDER = 120
"""Bytes of the lock's file that name who holds it; what the database has come to follows."""
DIGITS = 20
_PASSES = ("SQLITE_BUSY", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_LOCKED")
"""Beginnings of the names of errors that another moment may not have."""
_BROKEN = ("SQLITE_CORRUPT", "SQLITE_NOTADB")


@lru_cache(maxsize=512)
def _translate(sql: str) -> tuple[str, tuple[str, ...]]:
    lists = tuple(set(re.findall(r"in \(:(\w+)\.\.\.\)", sql)))
    sql = re.sub(r"in \(:(\w+)\.\.\.\)", r"in (select value from json_each(:\1))", sql)
    return sql.replace("identity primary key", "integer primary key"), lists


class Sqlite:
    """One connection, used inline: a statement takes microseconds, a commit one fsync."""

    is_first = True

    def __init__(self, path: Path) -> None:
        self.path = path
        # why chance: in a container every process has the number of the one before it.
        self.node = f"{socket.gethostname()}:{os.getpid()}:{int.from_bytes(os.urandom(4))}"
        self._turn = asyncio.Lock()
        self._held: int | None = None
        self.beside: Callable[[int | None], int] | None = self._beside
        self._seen = 0
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        except OSError as error:
            raise StoreRefused(f"{path}: cannot be opened: {error.strerror}") from error
        except sqlite3.OperationalError as error:
            raise StoreRefused(
                f"{path}: cannot be opened: it must be a file, in a folder that this user may write"
            ) from error
        self._connection.row_factory = sqlite3.Row
        try:
            # why: with synchronous=NORMAL a request can leave before its intent is on disk.
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
                self._connection.execute(f"pragma {pragma}")
        except sqlite3.DatabaseError as error:
            self._connection.close()
            passes = error.sqlite_errorname.startswith(_PASSES)
            raise (StoreUnavailable if passes else StoreRefused)(
                f"{path}: cannot be opened as an SQLite database: {error}"
            ) from error

    @asynccontextmanager
    async def tx(self, *, write: bool = True, is_long: bool = False) -> AsyncIterator["Sqlite"]:  # noqa: ARG002 - a file answers or fails
        async with self._turn:
            await self("begin immediate" if write else "begin")
            try:
                yield self
                await self("commit")
            except BaseException:
                # why: SQLite itself rolls back on some errors (disk full); a second one is an error.
                if self._connection.in_transaction:
                    self._connection.execute("rollback")
                raise

    async def __call__(self, sql: str, /, **params: object) -> Sequence[Row]:
        text, lists = _translate(sql)
        for name in lists:
            params[name] = json.dumps(params[name])
        try:
            rows: Sequence[Row] = self._connection.execute(text, params).fetchall()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname == "SQLITE_ERROR":  # our own SQL is wrong
                raise
            raise StoreUnavailable(f"{self.path}: {error}") from error
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorname", "").startswith(_BROKEN):
                raise StoreRefused(
                    f"{self.path}: the file is damaged ({error}): go back to a backup, or save what"
                    f" can be read into a new file: sqlite3 {self.path} .recover"
                ) from error
            raise
        return rows

    async def tables(self) -> set[str]:
        return {row["name"] for row in await self("select name from sqlite_master")}

    async def hold(self) -> None:
        if not os.access(self.path, os.W_OK):
            raise StoreRefused(f"{self.path}: this user may not write into it")
        lock = _lock_of(self.path)
        try:
            handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise StoreRefused(f"{lock}: cannot be opened: {error.strerror}") from error
        try:
            _lock(handle, fcntl.LOCK_EX, self.path)
            holder = f"{socket.gethostname()}, process {os.getpid()}"[-HOLDER:]
            # why in place: a moment without the number behind it could be the last one.
            os.write(handle, f"{holder:<{HOLDER}}\n".encode())
        except AnotherInstance:
            os.close(handle)
            raise
        except OSError as error:
            os.close(handle)
            raise StoreUnavailable(f"{lock}: cannot be written: {error.strerror}") from error
        self._held = handle

    async def keep_pulse(self) -> None:
        """Nobody waits for it: there is no other."""

    async def dead_nodes(self, nodes: Sequence[str]) -> list[str]:
        # why: the lock is ours, so whoever else was sending here is gone.
        return [node for node in nodes if node != self.node] if self._held else []

    async def mark(self) -> str:
        return ""  # why: a file is its own copy wherever it is; `beside` tells more

    async def has_changed(self) -> bool:
        version = int((await self("pragma data_version"))[0]["data_version"])
        changed, self._seen = version != self._seen, version
        return changed

    def clock(self, own: Callable[[], float]) -> Callable[[], float]:
        return own

    def _beside(self, number: int | None) -> int:
        if self._held is None:
            return 0
        before = os.pread(self._held, DIGITS, HOLDER + 1).strip()
        if number is not None:
            with suppress(OSError):  # why: a warning less is no reason to stop
                os.pwrite(self._held, f"{number:0{DIGITS}d}\n".encode(), HOLDER + 1)
        return int(before) if before.isdigit() else 0

    async def close(self) -> None:
        self._connection.close()
        if self._held is not None:
            os.close(self._held)
            self._held = None


def refuse_second(path: Path) -> None:
    """Raise AnotherInstance where one is at work on this file; who goes on still has to `hold` it."""
    with suppress(OSError), _lock_of(path).open("rb") as lock:
        _lock(lock.fileno(), fcntl.LOCK_SH, path)


def _lock_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.lock")


def _lock(handle: int, how: int, path: Path) -> None:
    try:
        fcntl.flock(handle, how | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(handle, HOLDER, 0).decode(errors="replace").strip() or "another process"
        raise AnotherInstance(
            f"{path} is in use by {holder}; one Herald at a time works on an SQLite file."
            " Stop that one first, or move to PostgreSQL for several."
        ) from None


def copy(source: Path, target: Path) -> None:
    """Copy a database that may be in use; an absent one becomes an empty copy."""
    if not source.exists():
        return
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def copy_whole(source: Path, target: Path, now: float) -> None:
    """Copy a database that may be in use into one file, marked as a copy, checked and on disk.

    Raises StoreUnavailable where that cannot be, and leaves nothing.
    """
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(part)) as new:
            old.backup(new)
            new.execute("pragma journal_mode=delete")
            with suppress(sqlite3.OperationalError):  # a schema from before there were marks
                new.execute("insert into restoration (made_at) values (?)", [now])
            new.commit()
            (sound,) = new.execute("pragma integrity_check").fetchone()
            if sound != "ok":
                raise StoreUnavailable(f"{source} is damaged: {sound}")
        _put_on_disk(part)
        part.replace(target)
        _put_on_disk(target.parent)
    except (OSError, sqlite3.Error) as error:
        raise StoreUnavailable(f"{target}: cannot be written: {error}") from error
    finally:
        part.unlink(missing_ok=True)


def _put_on_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
