from typing import Any

import pytest

from bot.cli.reporting import pushed, say_status
from bot.ports import Subscription


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (None, "none"),
        ("offered", "none"),
        ("pending", "pending"),
        ("denied", "denied"),
        ("subscribed", "subscribed until 2027-01-15T08:00:00.000Z"),
    ],
)
def test_status_says_whether_a_hub_tells_us(state: str | None, said: str) -> None:
    found = Subscription(
        id="i",
        source="main",
        hub="https://hub.example/",
        topic="https://e.org/feed",
        secret="s",
        state=state or "",
        open_until=0,
        lease_until=1_800_000_000,
        tries=0,
    )
    assert pushed(found if state else None) == said


def test_status_ends_with_the_last_articles(capsys: pytest.CaptureFixture[str]) -> None:
    def row(article: str, destination: str, kind: str, state: str) -> dict[str, str]:
        return {"article": article, "destination": destination, "kind": kind, "state": state}

    found: dict[str, Any] = {
        key: []
        for key in ("alerts", "problems", "unread", "reports", "sources", "destinations", "gone")
    }
    rows = [
        row("https://e.org/b", "x", "publish", "due"),
        row("https://e.org/a", "telegram", "correct", "sent"),
        row("https://e.org/b", "telegram", "publish", "sent"),
    ]
    say_status({**found, "last": rows})
    assert capsys.readouterr().out.endswith(
        "\nlast articles\n"
        "https://e.org/b: telegram sent, x due\n"
        "https://e.org/a: telegram correct sent\n"
    )
    say_status({**found, "last": []})
    assert "last articles" not in capsys.readouterr().out
