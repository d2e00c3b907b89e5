"""When to look at a source again. Pure."""

from collections.abc import Iterable

from bot.errors import FetchError
from bot.rules import SourceRules

HOUR, DAY = 3_600.0, 86_400.0
FLOOR = 60.0
"""Seconds below which only the operator's own `every` goes."""
FEW = 3
"""Moments below which nothing is told of a source's rhythm."""


def interval(
    rules: SourceRules, moments: Iterable[float], max_age: float | None, now: float
) -> float:
    """Say in how many seconds to look again: at most `every`, sooner where news comes often.

    A quarter of the usual gap between the last ten moments of publication, but no sooner than the
    server's own caches allow (an hour of that at most: many servers claim days).
    """
    last = sorted(moments)[-10:]
    if len(last) < FEW:
        return rules.every
    gap = (now - last[0]) / len(last)
    return min(rules.every, max(gap / 4, min(max_age or 0.0, HOUR), FLOOR))


def pause(rules: SourceRules, error: Exception, errors: int) -> float:
    """Say in how many seconds to look again after a failure that followed `errors` others.

    Doubles each time: to a day where the server refuses us, to an hour where it is down, since
    news waits behind that. What the server asks for is obeyed, up to a day.
    """
    longest = max(DAY if is_refusal(error) else HOUR, rules.every)
    return max(min(rules.every * 2.0 ** min(errors, 8), longest), min(retry_after(error), DAY))


def is_refusal(error: Exception) -> bool:
    """Say whether a server is there and does not want us now."""
    status = (isinstance(error, FetchError) and error.status) or 0
    return 400 <= status < 500  # noqa: PLR2004 - HTTP's own


def retry_after(error: Exception) -> float:
    return (isinstance(error, FetchError) and error.retry_after) or 0.0
