"""The server's clock, as far as its answers tell."""

import pytest

from bot.store.clock import ServerClock


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Give what shows how many seconds have passed: its last item."""
    passed = [100.0]
    monkeypatch.setattr("bot.store.clock.steady", lambda: passed[-1])
    return passed


def test_it_goes_on_by_itself_and_as_the_server_says(at: list[float]) -> None:
    clock = ServerClock()
    clock.hear(5000.0, 99.5, 100.0)
    assert clock() == 5000.0
    at.append(160.0)
    assert clock() == 5060.0
    clock.hear(8660.0, 160.0, 160.0)
    assert clock() == 8660.0


def test_an_answer_that_took_long_makes_no_jump(at: list[float]) -> None:
    """A process that was stopped between question and answer learns little of the time."""
    clock = ServerClock()
    clock.hear(5000.0, 100.0, 100.0)
    at.append(900.0)
    for answered_at in (100.0, 500.0, 900.0):
        clock.hear(5000.0 + answered_at - 100.0, 100.0, 900.0)
        assert clock() == 5800.0
