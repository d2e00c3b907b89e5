"""At work for as long as nobody says stop, also where the database's server comes and goes."""

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

from bot.errors import StoreLost, StoreUnavailable

PAUSE = 2.0
"""Seconds from one attempt to reach a lost database to the next."""

_log = logging.getLogger("herald")


class Known:
    """How far a database had come: a server has no place beside it, but who uses it knows.

    Kept in a file as well, where there may be one, for those who come later: `var/herald.known` in a
    folder.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / "var" / "herald.known"
        self._copy = ""
        self._number = 0

    def of(self, url: str, mark: str) -> "Known":
        """Speak of this copy of the database from now on ("": its server does not tell which it is)."""
        name = hashlib.sha256(f"{url} {mark}".encode()).hexdigest()
        if name != self._copy and (mark or not self._copy):
            self._copy, self._number = name, 0
            with suppress(OSError, ValueError):
                known, number = self._file.read_text().split()
                self._number = int(number) if known == name else 0
        return self

    def __call__(self, number: int | None) -> int:
        """Know the number given (None: none) from now on, and give the one from before."""
        before = self._number
        if number is not None:
            self._number = number
            with suppress(OSError):  # why: a warning less is no reason to stop
                self._file.parent.mkdir(exist_ok=True)
                self._file.write_text(f"{self._copy} {number}\n")
        return before


async def work_again(work: Callable[[Callable[[], None]], Awaitable[None]]) -> None:
    """Call `work` until it ends by itself; anew, with all that it builds, when its database is lost.

    It says by calling its argument that it has the database. Raises StoreUnavailable where there
    was none from the start: whoever starts us is to hear of a wrong address at once.
    """
    has_begun = is_lost = False

    def at_work() -> None:
        nonlocal has_begun, is_lost
        if is_lost:
            _log.warning("the database is there again; work goes on")
        has_begun, is_lost = True, False

    while True:
        try:
            await work(at_work)
        except StoreUnavailable as error:
            if not has_begun or not (is_lost or isinstance(error, StoreLost)):
                raise
            if not is_lost:
                _log.error("the database is lost; work goes on when it is there again: %s", error)
            is_lost = True
        else:
            return
        await asyncio.sleep(PAUSE)
