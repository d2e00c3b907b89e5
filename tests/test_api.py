"""The one caller of platforms' APIs; what lines and answers do to it is in each platform's table."""

from typing import Any

import pytest

from bot.api import Reply, verdict
from bot.errors import HeraldError, InDoubt, Refused, Throttled, Unsent


@pytest.mark.parametrize(
    ("status", "expected"),
    [(301, Refused), (303, InDoubt), (308, Refused), (404, Refused), (429, Throttled), (502, InDoubt)],
)  # fmt: skip
def test_a_refusal_is_judged_by_its_status(status: int, expected: type[HeraldError]) -> None:
    reply = Reply(status=status, headers={"location": "https://new.example/api"})
    assert type(verdict(reply, "no")) is expected
    unsure = Unsent if expected is InDoubt else expected
    assert type(verdict(reply, "no", may_repeat=True)) is unsure


def test_an_address_that_moved_is_told() -> None:
    reply = Reply(status=308, headers={"location": "https://new.example/api"})
    assert str(verdict(reply, "no")) == "no (308) it has moved to https://new.example/api"


@pytest.mark.parametrize(
    ("body", "each", "tells"),
    [
        ({"id": 1}, False, True),
        ({"id": 1}, True, False),
        ([{"id": 1}, {"id": 2}], True, True),
        ([{"id": 1}, {}], True, False),
        ([], True, True),
        ([], False, False),
        (None, False, False),
        ("id", False, False),
    ],
)
def test_an_answer_tells_what_is_asked_of_it(body: Any, *, each: bool, tells: bool) -> None:
    assert Reply(status=200, body=body).tells("id", each=each) is tells
