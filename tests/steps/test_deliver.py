"""An attempt and a look-up: whatever happens in a platform becomes a settlement."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.errors import InDoubt, Locked, Refused, Throttled, Unsent
from bot.model import Delivery, Destination, Kind, Picture, Post, Receipt, Rich, State
from bot.ports import Capabilities, Options, Platform
from bot.steps.deliver import attempt, look_up

NOW = 1_800_000_000.0
PICTURE = Picture(data=b"x", mime="image/png", width=1, height=1)
DELIVERY = Delivery(
    id=1,
    article="https://e.org/a",
    revision=1,
    destination="main",
    kind=Kind.PUBLISH,
    state=State.SENDING,
    post=Post(key="k", text=Rich(text="t"), link="https://e.org/a"),
    attempts=1,
    after="41",
    claimed_at=NOW - 60,
)


class Fake(Platform):
    name = "fake"
    capabilities = Capabilities(text=100, find=True)
    options = Options

    def __init__(self, outcome: Receipt | Exception | None, timeout: float = 1) -> None:
        here = Destination(name="main", platform="fake", address="@news", timeout=timeout)
        super().__init__(here, Options(), str)
        self.outcome = outcome
        self.asked: list[object] = []

    async def send(self, post: Post, pictures: Sequence[Picture]) -> Receipt:
        self.asked.append(pictures)
        if isinstance(self.outcome, Exception):
            raise self.outcome
        if self.outcome is None:
            await asyncio.Event().wait()
        assert self.outcome
        return self.outcome

    async def find(self, post: Post, after: str) -> Receipt | None:
        self.asked.append(after)
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome


async def pictures(post: Post, platform: Platform) -> Sequence[Picture]:
    return [PICTURE]


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Receipt(id="7"), State.SENT),
        (Throttled("429"), State.DUE),
        (Unsent("refused"), State.DUE),
        (Refused("400"), State.FAILED),
        (Locked("403"), State.DUE),
        (InDoubt("reset"), State.IN_DOUBT),
        (ZeroDivisionError("a bug"), State.IN_DOUBT),
    ],
)
async def test_an_attempt_becomes_a_settlement(outcome: Receipt | Exception, state: State) -> None:
    fake = Fake(outcome)
    settled = await attempt(DELIVERY, fake, pictures, lambda: NOW)
    assert settled.settlement.to is state
    assert fake.asked == [[PICTURE]]


async def test_an_attempt_without_an_answer_is_in_doubt() -> None:
    settled = await attempt(DELIVERY, Fake(None, timeout=0.01), pictures, lambda: NOW)
    assert settled.settlement.to is State.IN_DOUBT


@pytest.mark.parametrize(
    ("found", "state"),
    [
        (Receipt(id="42"), State.SENT),
        (None, State.DUE),
        (InDoubt("cannot tell"), State.IN_DOUBT),
        (Unsent("no answer"), State.IN_DOUBT),
        (ZeroDivisionError("a bug"), State.IN_DOUBT),
    ],
)
async def test_a_look_up_begins_after_the_newest_known_post(
    found: Receipt | Exception | None, state: State
) -> None:
    fake = Fake(found)
    settled = await look_up(DELIVERY, fake, lambda: NOW)
    assert settled.settlement.to is state
    assert fake.asked == ["41"]
