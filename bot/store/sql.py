"""The seam between our queries and a database: one text for SQLite and PostgreSQL.

Queries are written once, with named parameters (`:name`), in SQL that both databases speak. The
three places where they differ are spelled as follows and translated by each database's file:

* `in (:names...)`  a list parameter
* `/*for update skip locked*/`  row locks, which SQLite has no need of
* `identity primary key`  in migrations: a 64-bit key that the database counts up
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

Row = Mapping[str, Any]


class Query(Protocol):
    """Runs one statement inside a transaction and gives its rows (none for a plain write)."""

    async def __call__(self, sql: str, /, **params: object) -> Sequence[Row]: ...


class Database(Protocol):
    """A place that remembers; every method raises StoreUnavailable when it cannot now.

    `node` names this process; `is_first`: no other one held the database when it came to do so.
    """

    node: str
    is_first: bool
    beside: Callable[[int | None], int] | None
    """Keeps a number beside the database that outlives its being put back.

    It writes the one given (None: none) and gives the one from before; None: there is no place.
    """

    def tx(
        self, *, write: bool = True, is_long: bool = False
    ) -> AbstractAsyncContextManager[Query]:
        """One transaction: all or nothing, durable when it ends without an error.

        One that `is_long` may take as long as it likes, one at a time; others are given up where nobody
        answers.
        """
        ...

    async def tables(self) -> set[str]:
        """Name what is there, whoever made it."""
        ...

    async def hold(self) -> None:
        """Become an instance that sends; raises AnotherInstance where only one may."""
        ...

    async def keep_pulse(self) -> None:
        """Be given up from now on when nothing is asked for a minute: others are not held up."""
        ...

    async def dead_nodes(self, nodes: Sequence[str]) -> list[str]:
        """Say which of these nodes can surely send no more."""
        ...

    async def mark(self) -> str:
        """Tell this copy of the database from every other one ("": that cannot be told)."""
        ...

    async def has_changed(self) -> bool:
        """Say whether another process wrote since the last call."""
        ...

    def clock(self, own: Callable[[], float]) -> Callable[[], float]:
        """Give the clock by which all go who share this database; `own` is this machine's.

        It is as right as the last call of `has_changed`.
        """
        ...

    async def close(self) -> None: ...
