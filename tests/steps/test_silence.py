from datetime import UTC

import pytest

from bot.ports import Stretch
from bot.steps.silence import silences

FRIDAY = 1_800_000_000.0
"""2027-01-15 08:00:00 UTC, a Friday."""


def stretch(source: str, *before: int) -> Stretch:
    return Stretch(source=source, last=FRIDAY, before=(before[0], before[1]))


@pytest.mark.parametrize(
    ("stretches", "silent"),
    [
        ([stretch("main", 4, 4)], ["main"]),
        ([stretch("main", 30, 3)], []),
        ([stretch("main", 3, 30)], []),
        ([stretch("main", 0, 0)], []),
        ([stretch("a", 9, 9), stretch("b", 1, 1), stretch("", 2, 10)], ["a"]),
        ([stretch("a", 9, 9), stretch("b", 5, 5), stretch("", 14, 14)], [""]),
        ([stretch("a", 2, 2), stretch("b", 2, 2), stretch("", 4, 4)], [""]),
        ([], []),
    ],
)
def test_silence_is_where_there_was_news_in_each_of_two_weeks(
    stretches: list[Stretch], silent: list[str]
) -> None:
    assert [name for name, _ in silences(stretches, UTC)] == silent


def test_it_says_why() -> None:
    why = "nothing new since Friday 08:00 (2027-01-15); in the same hours there were 12 a week before"
    told = list(silences([stretch("main", 12, 9)], UTC))
    assert told == [("main", f"{why} and 9 another week before")]
