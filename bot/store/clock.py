"""The clock by which all go who share a database: its server's, carried on by one that nobody sets."""

import time


def steady() -> float:
    """Count seconds, also those for which the machine slept, where it can tell."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class ServerClock:
    """Shows what the server's clock shows; each answer of the server puts it right."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def hear(self, at: float, asked: float, heard: float) -> None:
        """Take an answer: the server's clock showed `at` somewhere between `asked` and `heard`.

        why no mean of them: an answer that was slow, or found us asleep, would make a jump.
        """
        self._ahead = min(max(self._ahead, at - heard), at - asked)

    def __call__(self) -> float:
        return steady() + self._ahead
