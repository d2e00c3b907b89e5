"""The states of a delivery and where it goes after an attempt or a look-up."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import InDoubt, Locked, Refused, Throttled, Unsent
from bot.lifecycle import (
    ASK_AFTER_LOOKUPS,
    JITTER,
    MAX_ATTEMPTS,
    MOVES,
    REPEATABLE,
    THROTTLED_FOR,
    after_attempt,
    after_interruption,
    after_lookup,
    pause,
    wait,
)
from bot.manner import Act, Doubt
from bot.model import Delivery, Kind, Post, Receipt, Rich, State

NOW = 1_800_000_000.0
TIMEOUT = 20.0


def delivery(attempts: int = 1, lookups: int = 0, state: State = State.SENDING) -> Delivery:
    return Delivery(
        id=1,
        article="https://e.org/a",
        revision=1,
        destination="telegram",
        kind=Kind.PUBLISH,
        state=state,
        post=Post(key="k", text=Rich(text="t"), link="https://e.org/a"),
        attempts=attempts,
        lookups=lookups,
        claimed_at=NOW,
    )


ATTEMPTS = [
    (Receipt(id="1"), 1, State.SENT, 0.0),
    (Throttled("429", until=NOW + 7), 1, State.DUE, NOW + 7),
    (Throttled("429", retry_after=9), 1, State.DUE, NOW + 9),
    (Throttled("429"), 1, State.DUE, NOW + THROTTLED_FOR),
    (Throttled("429", until=NOW + 0.1), 1, State.DUE, NOW + 1),
    (Throttled("429", retry_after=0), 1, State.DUE, NOW + 1),
    (Unsent("refused"), 1, State.DUE, NOW + pause(delivery(), 1)),
    (Unsent("refused"), 3, State.DUE, NOW + pause(delivery(), 3)),
    (Unsent("refused"), MAX_ATTEMPTS, State.FAILED, 0.0),
    (Refused("400"), 1, State.FAILED, 0.0),
    (Locked("401"), 1, State.DUE, 0.0),
    (InDoubt("timeout"), 1, State.IN_DOUBT, 0.0),
    (TimeoutError(), 1, State.IN_DOUBT, 0.0),
    (KeyError("a bug"), 1, State.IN_DOUBT, 0.0),
]


def test_what_only_a_library_knows_is_said_by_its_name() -> None:
    assert after_attempt(KeyError("date"), delivery(), NOW).why == "KeyError: 'date'"
    assert after_attempt(TimeoutError(), delivery(), NOW).why == "TimeoutError"
    assert after_attempt(InDoubt("gone"), delivery(), NOW).why == "gone"


@pytest.mark.parametrize(("outcome", "attempts", "state", "lane_until"), ATTEMPTS)
def test_after_an_attempt(
    outcome: Receipt | Exception, attempts: int, state: State, lane_until: float
) -> None:
    settled = after_attempt(outcome, delivery(attempts), NOW)
    assert (settled.to, settled.lane_until) == (state, lane_until)
    assert settled.why
    assert state in MOVES[State.SENDING]


def test_a_rate_limit_costs_no_attempt() -> None:
    assert not after_attempt(Throttled("429"), delivery(), NOW).counts
    assert after_attempt(Unsent("refused"), delivery(), NOW).counts


def test_a_platform_that_throttles_past_its_own_word_is_asked_more_and_more_rarely() -> None:
    at, waits = NOW, []
    while at < NOW + 3600:
        again = after_attempt(Throttled("429", until=NOW), delivery(), at).lane_until
        assert after_lookup(Throttled("429", until=NOW), delivery(), 0, at).retry_at == again
        assert again - at == pytest.approx(min(max(at - NOW, 1), 900), rel=JITTER)
        waits.append(again - at)
        at = again
    assert len(waits) <= 15


def test_what_a_platform_throttles_past_its_own_word_does_not_come_back_together() -> None:
    others = (replace(delivery(), destination=f"x{n}") for n in range(50))
    late = Throttled("429", until=NOW - 100)
    assert len({after_attempt(late, one, NOW).lane_until for one in others}) > 10


def test_a_platform_that_refuses_us_costs_no_attempt_and_locks_its_destination() -> None:
    settled = after_attempt(Locked("401"), delivery(MAX_ATTEMPTS), NOW)
    assert (settled.to, settled.counts, settled.locks) == (State.DUE, False, True)
    assert after_lookup(Locked("401"), delivery(state=State.IN_DOUBT), TIMEOUT, NOW).locks
    assert not after_attempt(Refused("400"), delivery(), NOW).locks


LOOKUPS = [
    (Receipt(id="1"), 1, State.SENT, False, 0.0),
    (None, 1, State.IN_DOUBT, False, NOW + TIMEOUT),
    (InDoubt("cannot tell"), 1, State.IN_DOUBT, True, 0.0),
    (Refused("gone"), 1, State.IN_DOUBT, True, 0.0),
    (Locked("401"), 1, State.IN_DOUBT, False, 0.0),
    (Throttled("429", until=NOW + 7), 1, State.IN_DOUBT, False, NOW + 7),
    (Unsent("refused"), 1, State.IN_DOUBT, False, NOW + pause(delivery(), 1)),
    (KeyError("a bug"), 1, State.IN_DOUBT, False, NOW + pause(delivery(), 1)),
]


@pytest.mark.parametrize(("found", "attempts", "state", "ask", "retry_at"), LOOKUPS)
def test_after_a_look_up(
    found: Receipt | Exception | None,
    attempts: int,
    state: State,
    ask: bool,  # noqa: FBT001 - a column of the table
    retry_at: float,
) -> None:
    settled = after_lookup(found, delivery(attempts, state=State.IN_DOUBT), TIMEOUT, NOW)
    assert (settled.to, settled.ask, settled.retry_at) == (state, ask, retry_at)


def test_absent_counts_once_the_attempt_can_no_longer_arrive() -> None:
    doubtful = delivery(state=State.IN_DOUBT)
    assert after_lookup(None, doubtful, TIMEOUT, NOW + TIMEOUT - 0.1).to is State.IN_DOUBT
    assert after_lookup(None, doubtful, TIMEOUT, NOW + TIMEOUT).to is State.DUE


def test_what_is_never_there_ends_before_a_person() -> None:
    tried = delivery(MAX_ATTEMPTS, state=State.IN_DOUBT)
    assert after_lookup(None, tried, TIMEOUT, NOW + TIMEOUT).to is State.FAILED


def test_what_of_a_post_that_was_found_is_missing_is_told() -> None:
    found = Receipt(id="7", note="stands without its thread")
    settled = after_lookup(found, delivery(state=State.IN_DOUBT), TIMEOUT, NOW)
    assert settled.why == "found where it was sent: stands without its thread"


def test_a_person_is_asked_when_look_ups_keep_failing() -> None:
    tired = delivery(lookups=ASK_AFTER_LOOKUPS - 1, state=State.IN_DOUBT)
    assert after_lookup(Unsent("down"), tired, TIMEOUT, NOW).ask


def test_every_state_has_its_moves_and_ends_are_ends() -> None:
    assert set(MOVES) == set(State)
    assert not MOVES[State.SENT]
    assert not MOVES[State.CANCELLED]


def test_nothing_is_sent_twice_by_a_move() -> None:
    """The only ways into *sending* start at *due*, and into *due* never from *sent*."""
    assert [old for old, new in MOVES.items() if State.SENDING in new] == [State.DUE]
    assert State.SENT not in [old for old, new in MOVES.items() if State.DUE in new]


@given(st.integers(1, 1000))
def test_waiting_only_grows(tries: int) -> None:
    assert 0 < wait(tries) <= wait(tries + 1)


@given(st.text(max_size=20), st.text(max_size=5), st.integers(1, 30))
def test_a_pause_is_a_tenth_off_and_the_same_every_time(key: str, name: str, tries: int) -> None:
    post = Post(key=key, text=Rich(), link="")
    one = replace(delivery(), post=post, destination=name)
    assert abs(pause(one, tries) / wait(tries) - 1) <= JITTER + 1e-9
    assert pause(one, tries) == pause(replace(one, id=2, attempts=9), tries)


def test_what_failed_together_does_not_come_back_together() -> None:
    pauses = {pause(replace(delivery(), destination=f"d{n}"), 3) for n in range(100)}
    assert len(pauses) > 50


def test_an_hour_in_which_nobody_is_there_is_at_most_twenty_attempts() -> None:
    at, attempts = 0.0, 1
    while (at := at + pause(delivery(), attempts)) < 3600:
        attempts += 1
    assert attempts <= 20


def test_an_hour_in_which_every_answer_is_lost_is_at_most_twenty_attempts() -> None:
    """Each attempt is looked up, is absent, and goes again; none fails for good."""
    at, one = NOW, delivery(0)
    while at < NOW + 3600:
        one = replace(one, attempts=one.attempts + 1, claimed_at=at, lookups=0)
        settled = after_lookup(None, replace(one, state=State.IN_DOUBT), TIMEOUT, at + TIMEOUT)
        assert settled.to is State.DUE
        at = max(at + TIMEOUT, settled.lane_until)
    assert one.attempts <= 20


def test_the_first_absence_costs_no_time() -> None:
    settled = after_lookup(None, delivery(state=State.IN_DOUBT), TIMEOUT, NOW + TIMEOUT)
    assert settled.lane_until <= NOW + TIMEOUT


REPEATED = [
    (InDoubt("reset"), 1, State.DUE),
    (TimeoutError(), 1, State.DUE),
    (KeyError("a bug"), 1, State.DUE),
    (InDoubt("reset"), MAX_ATTEMPTS, State.FAILED),
    (Refused("400"), 1, State.FAILED),
    (Throttled("429"), 1, State.DUE),
    (Receipt(id="1"), 1, State.SENT),
]


@pytest.mark.parametrize("act", REPEATABLE)
@pytest.mark.parametrize(("outcome", "attempts", "state"), REPEATED)
def test_what_may_be_done_twice_is_never_in_doubt(
    act: Act, outcome: Receipt | Exception, attempts: int, state: State
) -> None:
    one = replace(delivery(attempts), kind=Kind.CORRECT, act=act)
    assert after_attempt(outcome, one, NOW).to is state


def test_an_answer_that_was_lost_is_in_doubt() -> None:
    one = replace(delivery(), kind=Kind.CORRECT, act=Act.REPLY)
    assert after_attempt(InDoubt("reset"), one, NOW).to is State.IN_DOUBT


@pytest.mark.parametrize(
    ("attempts", "later", "state", "retry_at"),
    [
        (1, TIMEOUT - 1, State.IN_DOUBT, NOW + TIMEOUT),
        (1, TIMEOUT, State.DUE, 0.0),
        (MAX_ATTEMPTS, TIMEOUT, State.FAILED, 0.0),
    ],
)
def test_what_was_interrupted_is_done_again_when_it_can_no_longer_arrive(
    attempts: int, later: float, state: State, retry_at: float
) -> None:
    one = delivery(attempts, state=State.IN_DOUBT)
    settled = after_interruption(one, TIMEOUT, NOW + later)
    assert (settled.to, settled.retry_at) == (state, retry_at)
    assert state in MOVES[State.IN_DOUBT] | {State.IN_DOUBT}


@pytest.mark.parametrize(
    ("on_doubt", "seconds", "to", "is_asked"),
    [
        (Doubt.ASK, 0, State.IN_DOUBT, True),
        (Doubt.ASSUME_SENT, 0, State.SENT, False),
        (Doubt.REPEAT, 0, State.IN_DOUBT, False),
        (Doubt.REPEAT, TIMEOUT, State.DUE, False),
    ],
)
def test_a_doubt_that_nobody_can_resolve_ends_as_its_destination_says(
    on_doubt: Doubt, seconds: float, to: State, is_asked: object
) -> None:
    doubtful = delivery(state=State.IN_DOUBT)
    for found in (InDoubt("cannot tell"), Refused("cannot look up")):
        settled = after_lookup(found, doubtful, TIMEOUT, NOW + seconds, on_doubt)
        assert (settled.to, settled.ask) == (to, is_asked)
    assert after_lookup(Locked("401"), doubtful, TIMEOUT, NOW, on_doubt).locks
