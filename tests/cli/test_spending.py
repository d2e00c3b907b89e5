from zoneinfo import ZoneInfo

from bot.cli.spending import ledger
from bot.store.spending import Cost

EVENING = 1_801_436_400.0
"""2027-01-31 23:00 in London, 2027-02-01 00:00 in Paris."""
COSTS = [
    Cost(destination="x", at=EVENING - 3600, usd=0.2),
    Cost(destination="x", at=EVENING, usd=0.015),
    Cost(destination="another", at=EVENING, usd=0.1),
    Cost(destination="x", at=EVENING + 7200, usd=0.2),
]


def test_costs_are_added_up_by_the_days_of_the_publisher() -> None:
    assert ledger(COSTS, "day", ZoneInfo("Europe/London")) == [
        {"day": "2027-01-31", "destination": "another", "posts": 1, "usd": 0.1},
        {"day": "2027-01-31", "destination": "x", "posts": 2, "usd": 0.215},
        {"day": "2027-02-01", "destination": "x", "posts": 1, "usd": 0.2},
    ]


def test_costs_are_added_up_by_the_months_of_the_publisher() -> None:
    assert ledger(COSTS, "month", ZoneInfo("Europe/Paris")) == [
        {"month": "2027-01", "destination": "x", "posts": 1, "usd": 0.2},
        {"month": "2027-02", "destination": "another", "posts": 1, "usd": 0.1},
        {"month": "2027-02", "destination": "x", "posts": 2, "usd": 0.215},
    ]


def test_a_model_stands_beside_the_destinations() -> None:
    answers = [
        Cost(destination="", at=EVENING + n, usd=0.001, asked_of="select a model:3b 2 v1")
        for n in range(3)
    ]
    assert ledger([*answers, COSTS[1]], "month", ZoneInfo("Europe/London")) == [
        {"month": "2027-01", "destination": "x", "posts": 1, "usd": 0.015},
        {
            "month": "2027-01",
            "destination": None,
            "posts": 0,
            "model": "a model:3b",
            "answers": 3,
            "usd": 0.003,
        },
    ]
