"""The clock on the wall may be set; what waits is not held up and nothing comes twice."""

import asyncio
from collections.abc import Callable

import pytest

from bot.engine.clock import TOLERANCE, Apart, Clock, Drift
from bot.errors import StoreUnavailable
from tests.engine.conftest import until


class Hands:
    """Two clocks that a test moves."""

    def __init__(self) -> None:
        self.wall = self.steady = 1000.0

    def pass_by(self, seconds: float, jump: float = 0.0) -> None:
        self.steady += seconds
        self.wall += seconds + jump

    def drift(self) -> Drift:
        return Drift(lambda: self.wall, lambda: self.steady)


@pytest.mark.parametrize("jump", [-86_400.0, -3600.0, -TOLERANCE - 1, TOLERANCE + 1, 3600.0])
def test_a_jump_is_told_once(jump: float) -> None:
    hands = Hands()
    drift = hands.drift()
    hands.pass_by(1)
    assert drift.check() == 0.0
    hands.pass_by(1, jump)
    assert drift.check() == jump
    hands.pass_by(1)
    assert drift.check() == 0.0


def test_what_only_takes_long_or_is_slewed_is_no_jump() -> None:
    hands = Hands()
    drift = hands.drift()
    for slew in (0.0, 0.5, -0.5, TOLERANCE):
        hands.pass_by(7200, slew)
        assert drift.check() == 0.0


def test_a_clock_that_is_not_as_the_one_that_counts_is_told_once_and_when_it_is_right_again() -> (
    None
):
    hands = Hands()
    apart = Apart(lambda: hands.wall, lambda: hands.steady)
    told = []
    for jump in (0.0, 3600.0, 0.0, -7200.0, 0.0, TOLERANCE, 3600.0 - TOLERANCE, 0.0):
        hands.pass_by(1, jump)
        told += [said] if (said := apart.check()) else []
    ahead, behind, agrees = told
    assert "is 3600 s ahead of the database's" in ahead
    assert "is 3600 s behind the database's" in behind
    assert agrees == "this machine's clock agrees with the database's again"


async def test_of_two_clocks_one_sets_right_and_the_other_ticks(
    hurry: Callable[[], None],
) -> None:
    """A machine's own clock is nobody else's: what waits for all is not moved by it."""
    own, counts, told, runs = Hands(), Hands(), list[float](), 0

    async def job() -> None:
        nonlocal runs
        runs += 1

    async def set_right(delta: float) -> None:
        told.append(delta)

    clock = Clock()
    clock.every(3600, job)
    clock.start()
    hurry()
    watching = asyncio.create_task(clock.keep_right(own.drift(), counts.drift(), set_right))
    await asyncio.sleep(0)  # noqa: TID251 - the watchdog looks for the first time
    own.pass_by(1, -3600)
    await until(lambda: runs == 1)
    assert told == []
    counts.pass_by(1, -3600)
    await until(lambda: told == [-3600])
    watching.cancel()
    clock.stop()


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let a second of the watchdog pass at once."""
    turn = asyncio.sleep  # noqa: TID251 - no time passes

    async def sleep(_: float) -> None:
        await turn(0)

    return lambda: monkeypatch.setattr("bot.engine.clock.asyncio.sleep", sleep)


async def test_a_job_runs_again_at_once_when_the_clock_is_set_back(
    hurry: Callable[[], None],
) -> None:
    """APScheduler waits for the hour to come again; the watchdog does not."""
    hands, runs = Hands(), 0

    async def job() -> None:
        nonlocal runs
        runs += 1

    async def set_right(delta: float) -> None:
        told.append(delta)

    told: list[float] = []
    clock = Clock()
    clock.every(3600, job)  # what an hour more to wait is to the library
    clock.start()
    hurry()
    watching = asyncio.create_task(clock.keep_right(hands.drift(), hands.drift(), set_right))
    hands.pass_by(1)
    await until(lambda: hands.wall > 0)
    assert runs == 0
    hands.pass_by(1, -3600)
    await until(lambda: runs == 1)
    assert told == [-3600]
    watching.cancel()
    clock.stop()


async def test_a_database_that_is_away_is_said_once_and_when_it_is_back(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock, is_away = Clock(), [True, True, True, False, False]

    async def remember() -> None:
        if is_away.pop(0):
            raise StoreUnavailable("disk full")

    async def glance() -> None:
        """Need no database."""

    for job in (remember, glance, remember, glance, remember, glance, remember, glance, remember):
        await clock.run(job)
    assert [record.getMessage() for record in caplog.records] == [
        "nothing can be remembered now, trying again: disk full",
        "the database remembers again",
    ]


async def test_what_could_not_be_set_right_is_tried_again(hurry: Callable[[], None]) -> None:
    hands, told = Hands(), list[float]()

    async def set_right(delta: float) -> None:
        told.append(delta)
        if len(told) < 3:
            hands.pass_by(1, -10)
            raise StoreUnavailable("locked")

    hurry()
    watching = asyncio.create_task(Clock().keep_right(hands.drift(), hands.drift(), set_right))
    await asyncio.sleep(0)  # noqa: TID251 - the watchdog looks for the first time
    hands.pass_by(1, -100)
    await until(lambda: len(told) == 3)
    assert told == [-100, -110, -120]
    watching.cancel()
