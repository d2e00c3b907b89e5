"""An attempt and a look-up: whatever happens in a platform becomes a settlement."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.errors import InDoubt, Locked, Refused, Throttled, Unsent
from bot.manner import Act
from bot.model import Delivery, Kind, Picture, Post, Receipt, Rich, State
from bot.ports import Capabilities, Options, Platform
from bot.rules import Destination
from bot.steps.deliver import Gallery, attempt, look_up

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
    claimed_at=NOW,
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


async def pictures(post: Post, platform: Platform) -> Gallery:
    return Gallery(pictures=(PICTURE,))


async def test_what_calls_cost_besides_the_post_is_settled_with_it() -> None:
    class Dear(Fake):
        async def send(self, post: Post, pictures: Sequence[Picture]) -> Receipt:
            self.charged += 0.5
            raise InDoubt("reset")

        async def find(self, post: Post, after: str) -> Receipt | None:
            self.charged += 0.25
            return None

    there = Dear(None)
    there.charged = 1.0
    assert (await attempt(DELIVERY, there, pictures, lambda: NOW)).usd == 0.5
    doubtful = replace(DELIVERY, state=State.IN_DOUBT)
    assert (await look_up(doubtful, there, lambda: NOW)).usd == 0.25


async def test_a_platform_is_told_when_the_attempt_began() -> None:
    class Dated(Fake):
        async def send(self, post: Post, pictures: Sequence[Picture]) -> Receipt:
            return Receipt(id=str(post.sent_at))

    settled = await attempt(DELIVERY, Dated(None), pictures, lambda: NOW)
    assert settled.settlement.receipt == Receipt(id=str(DELIVERY.claimed_at))


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
    assert fake.asked == [(PICTURE,)]


async def test_an_attempt_without_an_answer_is_in_doubt() -> None:
    settled = await attempt(DELIVERY, Fake(None, timeout=0.01), pictures, lambda: NOW)
    assert settled.settlement.to is State.IN_DOUBT


@pytest.mark.parametrize("late", [1.0, 3600.0])
async def test_an_attempt_that_could_not_begin_in_its_time_sends_nothing(late: float) -> None:
    fake = Fake(Receipt(id="7"))
    settled = await attempt(DELIVERY, fake, pictures, lambda: NOW + late)
    assert (settled.settlement.to, fake.asked) == (State.DUE, [])


async def test_an_attempt_that_begins_late_ends_in_its_time() -> None:
    settled = await attempt(DELIVERY, Fake(None, timeout=600), pictures, lambda: NOW + 599.99)
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
    settled = await look_up(DELIVERY, fake, lambda: NOW + 60)
    assert settled.settlement.to is state
    assert fake.asked == ["41"]


class Editable(Fake):
    """Does all that may be done with a post; `refused` says to which calls it says no."""

    capabilities = Capabilities(text=100, find=True, edit=True, delete=True, reply=True)

    def __init__(self, *refused: str, error: type[Exception] = Refused) -> None:
        super().__init__(Receipt(id="7"))
        self.refused = refused
        self.error = error

    async def edit(self, receipt: Receipt, post: Post, pictures: Sequence[Picture]) -> Receipt:
        self._do("edit", receipt.id, len(pictures))
        return receipt

    async def reply(self, receipt: Receipt, post: Post, pictures: Sequence[Picture]) -> Receipt:
        self._do("reply", receipt.id, len(pictures))
        return Receipt(id="99")

    async def delete(self, receipt: Receipt) -> None:
        self._do("delete", receipt.id)

    def _do(self, *what: object) -> None:
        self.asked.append(what)
        if what[0] in self.refused:
            raise self.error(f"cannot {what[0]}")


STANDS = (Receipt(id="1", permalink="https://p/1"), Receipt(id="2"), Receipt(id="3"))
DELETED = [("delete", "3"), ("delete", "2"), ("delete", "1")]
ACTS: list[tuple[Act, bool, list[object], Receipt]] = [
    (Act.EDIT, True, [("edit", "1", 0)], STANDS[0]),
    (Act.EDIT, False, [("edit", "1", 1)], STANDS[0]),
    (Act.NOTICE, False, [("edit", "1", 0)], STANDS[0]),
    (Act.REPLY, True, [("reply", "1", 1)], Receipt(id="99")),
    (Act.DELETE, True, [*DELETED], Receipt(id="1")),
]


def follow_up(act: Act, **more: object) -> Delivery:
    one = replace(DELIVERY, kind=Kind.CORRECT, act=act, stands=STANDS)
    return replace(one, **more)  # type: ignore[arg-type]  # why: whatever a case names


@pytest.mark.parametrize(("act", "keeps", "asked", "receipt"), ACTS)
async def test_what_stands_is_corrected_or_taken_down(
    act: Act,
    keeps: bool,  # noqa: FBT001 - a column of the table
    asked: list[object],
    receipt: Receipt,
) -> None:
    there = Editable()
    done = await attempt(follow_up(act, keeps_pictures=keeps), there, pictures, lambda: NOW)
    assert (done.settlement.to, done.settlement.receipt) == (State.SENT, receipt)
    assert there.asked == asked


async def test_what_is_too_old_to_delete_becomes_a_notice() -> None:
    there = Editable("delete")
    done = await attempt(follow_up(Act.DELETE, stands=STANDS[:1]), there, pictures, lambda: NOW)
    assert (done.settlement.to, done.settlement.receipt) == (State.SENT, STANDS[0])
    assert there.asked == [("delete", "1"), ("edit", "1", 0)]


@pytest.mark.parametrize("error", [Locked, Unsent])
async def test_what_cannot_be_deleted_now_is_deleted_later(error: type[Exception]) -> None:
    there = Editable("delete", error=error)
    done = await attempt(follow_up(Act.DELETE, stands=STANDS[:1]), there, pictures, lambda: NOW)
    assert done.settlement.to is State.DUE
    assert there.asked == [("delete", "1")]


@pytest.mark.parametrize(
    ("delivery", "platform"),
    [
        (follow_up(Act.BY_HAND), Editable()),
        (follow_up(Act.EDIT, stands=()), Editable()),
        (follow_up(Act.EDIT), Editable("edit")),
        (follow_up(Act.DELETE), Fake(Receipt(id="1"))),
    ],
    ids=["by hand", "nothing there", "refused", "cannot"],
)
async def test_what_cannot_be_done_is_for_a_person(delivery: Delivery, platform: Platform) -> None:
    done = await attempt(delivery, platform, pictures, lambda: NOW)
    assert done.settlement.to is State.FAILED


async def test_what_may_be_done_twice_is_not_looked_up() -> None:
    there = Editable()
    again = follow_up(Act.EDIT, state=State.IN_DOUBT)
    settled = await look_up(again, there, lambda: NOW + 60)
    assert (settled.settlement.to, there.asked) == (State.DUE, [])
    lost = await look_up(follow_up(Act.REPLY, state=State.IN_DOUBT), there, lambda: NOW)
    assert (lost.settlement.to, there.asked) == (State.SENT, ["41"])


async def test_a_picture_that_cannot_be_shown_is_told_with_the_post() -> None:
    async def none(post: Post, platform: Platform) -> Gallery:
        return Gallery(faults=("https://e.org/a.png: 404",))

    fake = Fake(Receipt(id="7"))
    settled = await attempt(DELIVERY, fake, none, lambda: NOW)
    assert fake.asked == [()]
    assert settled.settlement.to is State.SENT
    assert settled.settlement.why == "sent without what cannot be shown: https://e.org/a.png: 404"


async def test_what_the_platform_itself_left_out_is_told_too() -> None:
    settled = await attempt(
        DELIVERY, Fake(Receipt(id="7", note="too large")), pictures, lambda: NOW
    )
    assert settled.settlement.why == "sent without what cannot be shown: too large"


class Late(Fake):
    """A platform that finds, or not, what was only taken for sent, and says what it changed."""

    async def edit(self, receipt: Receipt, post: Post, pictures: Sequence[Picture]) -> Receipt:
        self.asked.append(receipt.id)
        return receipt


ASSUMED = replace(
    DELIVERY, id=9, kind=Kind.CORRECT, act=Act.EDIT, assumed=replace(DELIVERY.post, sent_at=NOW)
)


async def test_what_was_only_taken_for_sent_is_looked_for_before_it_is_changed() -> None:
    there = Late(Receipt(id="7"))
    done = await attempt(ASSUMED, there, pictures, lambda: NOW)
    assert (there.asked, done.found) == (["", "7"], Receipt(id="7"))
    assert done.settlement.to is State.SENT


@pytest.mark.parametrize(
    ("outcome", "to", "says"),
    [
        (None, State.FAILED, "not found now"),
        (InDoubt("look yourself"), State.FAILED, "look yourself"),
        (Refused("blind"), State.FAILED, "blind"),
        (Locked("401"), State.DUE, "401"),
        (Throttled("429"), State.DUE, "429"),
        (Unsent("refused"), State.DUE, "refused"),
    ],
)
async def test_what_is_not_found_then_is_for_a_person(
    outcome: Exception | None, to: State, says: str
) -> None:
    done = await attempt(ASSUMED, Late(outcome), pictures, lambda: NOW)
    assert (done.settlement.to, done.found) == (to, None)
    assert says in done.settlement.why
    if to is State.FAILED:
        assert "herald resolve 9 --posted REMOTE_ID" in done.settlement.why
