"""How many calls an account on X may make, and what X says of it in headers."""

from collections.abc import Callable

from bot.sandbox.oauth import Account

WINDOW = 900
"""Seconds in which X counts."""
LIMITS = {"POST /2/tweets": 100, "DELETE /2/tweets/{id}": 50, "GET /2/users/me": 75}
OTHER_LIMIT = 900


class Limits:
    """Fixed windows, one for each account and call."""

    def __init__(self, clock: Callable[[], float], *, enforce: bool) -> None:
        self._clock = clock
        self._enforce = enforce
        self._windows: dict[tuple[str, str], tuple[float, int]] = {}

    def clear(self) -> None:
        self._windows.clear()

    def admit(self, account: Account, call: str) -> tuple[bool, dict[str, str]]:
        """Count a call; say whether it may go on, and the headers for its answer."""
        now, limit = self._clock(), LIMITS.get(call, OTHER_LIMIT)
        end, used = self._windows.get((account.id, call), (0.0, 0))
        if end <= now:
            end, used = now + WINDOW, 0
        is_admitted = used < limit or not self._enforce
        used += is_admitted
        self._windows[account.id, call] = end, used
        return is_admitted, rate_headers(limit, max(0, limit - used), end)


def rate_headers(limit: int, remaining: int, reset: float) -> dict[str, str]:
    """Say a limit as X does; `reset` is in seconds since the epoch."""
    return {
        "x-rate-limit-limit": str(limit),
        "x-rate-limit-remaining": str(remaining),
        "x-rate-limit-reset": str(round(reset)),
    }
