"""What strikes a process at one of its calls, as `tests/journeys/kill.c` does it."""

import errno
from dataclasses import dataclass

DISK, WRITE, NET, CONNECT, SEND, RECEIVE, OPEN = (1 << n for n in range(7))
KILL, TEAR, FAIL, FAIL_ON, CUT, HALT = range(6)

Blow = tuple[int, int, int, int]
"""A strike at one call: its number, kinds, manner and error."""


@dataclass(frozen=True, slots=True)
class Strike:
    """Which calls are counted (those of all the kinds given; 0: each), and what befalls the Nth."""

    what: str
    kinds: int
    how: int
    error: int = 0

    def at(self, nth: int) -> Blow:
        """Say it as the shim takes it."""
        return nth, self.kinds, self.how, self.error


SIGKILL = Strike("SIGKILL before the call", 0, KILL)
TORN = Strike("SIGKILL when half of it is written", WRITE, TEAR)
LOCKED = Strike("database locked by another for a minute", 0, HALT)
ON_DISK = (
    Strike("disk full (ENOSPC) from there on", DISK, FAIL_ON, errno.ENOSPC),
    Strike("disk broken (EIO) from there on", DISK, FAIL_ON, errno.EIO),
    Strike("disk read-only (EROFS) from there on", DISK, FAIL_ON, errno.EROFS),
    Strike("database not to be opened (EACCES) from there on", OPEN, FAIL_ON, errno.EACCES),
)
ON_THE_NET = (
    Strike("connection refused (ECONNREFUSED)", CONNECT, FAIL, errno.ECONNREFUSED),
    Strike("connection forbidden (EACCES)", CONNECT, FAIL, errno.EACCES),
    Strike("connection reset while receiving (ECONNRESET)", NET | RECEIVE, FAIL, errno.ECONNRESET),
    Strike("connection broken while sending (EPIPE)", NET | SEND, FAIL, errno.EPIPE),
    Strike("answer cut in half", NET | RECEIVE, CUT),
)
