from dataclasses import replace

import pytest

from bot.errors import FetchError
from bot.rules import SourceRules
from bot.steps.rhythm import DAY, HOUR, interval, pause

NOW = 1_790_000_000.0
RULES = SourceRules(name="main", kind="fake", url="https://e.org/feed")


@pytest.mark.parametrize(
    ("ages", "max_age", "every", "seconds"),
    [
        ([], None, 300, 300),  # nothing known
        ([1, 2], None, 300, 300),  # too few to tell
        ([DAY] * 10, None, 300, 300),  # slow
        ([n * 600 for n in range(1, 21)], None, 300, 150),  # one in ten minutes
        ([n * 600 for n in range(1, 21)], 240, 300, 240),  # the server's caches are slower
        ([n * 600 for n in range(1, 21)], 10 * DAY, 2 * HOUR, HOUR),  # no more than an hour
        ([n * 600 for n in range(1, 21)], 10 * DAY, 300, 300),  # and never more than `every`
        (list(range(1, 21)), None, 300, 60),  # never faster than once a minute
        (list(range(1, 21)), None, 5, 5),  # unless the operator says so
    ],
)
def test_the_pace_follows_the_source(
    ages: list[float], max_age: float | None, every: float, seconds: float
) -> None:
    moments = [NOW - age for age in ages]
    assert interval(replace(RULES, every=every), moments, max_age, NOW) == pytest.approx(seconds)


DOWN, FORBIDDEN = FetchError("u", "w"), FetchError("u", "w", status=403)


@pytest.mark.parametrize(
    ("error", "errors", "seconds"),
    [
        (DOWN, 0, 300),
        (DOWN, 1, 600),
        (DOWN, 3, 2400),
        (DOWN, 4, HOUR),
        (DOWN, 1000, HOUR),
        (FetchError("u", "w", status=503), 9, HOUR),
        (FORBIDDEN, 3, 2400),
        (FORBIDDEN, 8, 300 * 256),
        (FORBIDDEN, 99, 300 * 256),
        (FetchError("u", "w", status=429, retry_after=7200), 0, 7200),
        (FetchError("u", "w", status=503, retry_after=10), 2, 1200),
        (FetchError("u", "w", status=429, retry_after=1e9), 0, DAY),
        (RuntimeError("ours"), 1, 600),
    ],
)
def test_failures_wait_longer_each_time(error: Exception, errors: int, seconds: float) -> None:
    assert pause(RULES, error, errors) == seconds


def test_a_refusal_waits_a_day_at_most_unless_asked_less_often() -> None:
    assert pause(replace(RULES, every=2 * HOUR), FORBIDDEN, 8) == DAY
    assert pause(replace(RULES, every=7 * DAY), DOWN, 8) == 7 * DAY
