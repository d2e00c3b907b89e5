import pytest

from bot.cli.reporting import pushed
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
