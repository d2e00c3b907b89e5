"""Where a source is asked that says it is elsewhere for good."""

import pytest

from bot.ports import DueSource, Validators
from bot.steps.moves import SETTLED, asked_at

NOW = 1_790_000_000.0
OLD, NEW = "http://e.org/feed", "https://new.example/feed"
SAFE = "https://e.org/feed"


@pytest.mark.parametrize(
    ("moved_to", "for_seconds", "errors", "asked"),
    [
        ("", SETTLED, 0, OLD),
        (NEW, 0, 0, OLD),
        (NEW, SETTLED - 1, 0, OLD),
        (NEW, SETTLED, 0, NEW),
        (NEW, SETTLED, 1, OLD),  # the new address fails: the old one is asked
        (NEW, SETTLED, 2, NEW),  # and by turns while both do
        (SAFE, 0, 0, SAFE),
        (SAFE, 0, 1, OLD),
        (f"{SAFE}/rss", 0, 0, OLD),
        (OLD.replace("e.org", "www.e.org"), 0, 0, OLD),
    ],
)
def test_a_move_counts_after_a_week_and_https_at_once(
    moved_to: str, for_seconds: float, errors: int, asked: str
) -> None:
    due = DueSource(
        name="main",
        validators=Validators(),
        errors=errors,
        first=False,
        moved_to=moved_to,
        moved_since=NOW - for_seconds,
    )
    assert asked_at(OLD, due, NOW) == asked
