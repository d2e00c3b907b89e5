"""What a failed look means for its source. Pure."""

from bot.errors import FetchError
from bot.ports import DueSource, Failure
from bot.steps.rhythm import DAY

MANY = 3
"""Looks below which nothing is told of our own network."""
OFTEN, LONG = 10, 3 * DAY
"""Looks in a row that find nothing at the address, and seconds of them, before it is given up."""


def is_unreached(error: Exception) -> bool:
    """Say whether nobody was there at all."""
    return isinstance(error, FetchError) and not error.is_reached


def meaning(error: Exception, due: DueSource, reach: tuple[int, int], now: float) -> Failure:
    """Judge a failure; `reach` counts the sources that nobody answered at, and all, lately."""
    unreached, looks = reach
    match error:
        case FetchError(is_reached=False):
            is_ours = looks >= MANY and unreached * 2 > looks
            return Failure.NETWORK if is_ours else Failure.UNREACHED
        case FetchError(status=404):
            is_over = due.missing + 1 >= OFTEN and now - due.missing_since >= LONG
            return Failure.OVER if is_over else Failure.MISSING
        case FetchError(status=410):
            return Failure.OVER if due.last_failure == Failure.GONE else Failure.GONE
        case _:
            return Failure.OTHER
