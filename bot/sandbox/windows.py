"""How many calls somebody may make in a while: fixed windows, as most platforms count."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """How a limit stands after a call; `reset` is in seconds since the epoch."""

    is_admitted: bool
    limit: int
    remaining: int
    reset: float


class Windows:
    """One window for each name; `enforce` False counts and lets everything through."""

    def __init__(self, clock: Callable[[], float], *, enforce: bool) -> None:
        self._clock = clock
        self._enforce = enforce
        self._windows: dict[str, tuple[float, int]] = {}

    def clear(self) -> None:
        self._windows.clear()

    def admit(self, name: str, limit: int, seconds: float) -> Window:
        """Count a call under `name`, of which there may be `limit` in so many `seconds`."""
        now = self._clock()
        end, used = self._windows.get(name, (0.0, 0))
        if end <= now:
            end, used = now + seconds, 0
        is_admitted = used < limit or not self._enforce
        used += is_admitted
        self._windows[name] = end, used
        return Window(
            is_admitted=is_admitted, limit=limit, remaining=max(0, limit - used), reset=end
        )
