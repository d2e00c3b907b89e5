"""What strikes a process at one of its calls, as `tests/journeys/kill.c` does it."""

import errno
from dataclasses import dataclass

DISK, WRITE, NET, CONNECT, SEND, RECEIVE = (1 << n for n in range(6))
KILL, TEAR, FAIL, FAIL_ON = range(4)


@dataclass(frozen=True, slots=True)
class Strike:
    """Which calls are counted (those of all the kinds given; 0: each), and what befalls the Nth."""

    what: str
    kinds: int
    how: int
    error: int = 0

    def at(self, nth: int) -> tuple[int, int, int, int]:
        """Say it as the shim takes it."""
        return nth, self.kinds, self.how, self.error


SIGKILL = Strike("SIGKILL before the call", 0, KILL)
TORN = Strike("SIGKILL when half of it is written", WRITE, TEAR)
ON_DISK = (
    Strike("disk full (ENOSPC) from there on", DISK, FAIL_ON, errno.ENOSPC),
    Strike("disk broken (EIO) from there on", DISK, FAIL_ON, errno.EIO),
    Strike("disk read-only (EROFS) from there on", DISK, FAIL_ON, errno.EROFS),
)
ON_THE_NET = (
    Strike("connection refused", CONNECT, FAIL, errno.ECONNREFUSED),
    Strike("connection reset while receiving", NET | RECEIVE, FAIL, errno.ECONNRESET),
    Strike("connection broken while sending", NET | SEND, FAIL, errno.EPIPE),
)
