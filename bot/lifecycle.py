"""Every state a delivery can be in, the only moves between them, and when to try again. Pure."""

from dataclasses import dataclass
from hashlib import sha256

from bot.errors import HeraldError, InDoubt, Locked, Refused, Throttled, Unsent
from bot.manner import Act, Doubt
from bot.model import Delivery, Receipt, State

MOVES: dict[State, frozenset[State]] = {
    State.HELD: frozenset({State.DUE, State.CANCELLED}),
    State.DUE: frozenset({State.SENDING, State.SENT, State.HELD, State.CANCELLED}),
    State.SENDING: frozenset({State.SENT, State.DUE, State.IN_DOUBT, State.FAILED}),
    State.IN_DOUBT: frozenset({State.SENT, State.DUE, State.FAILED}),
    State.SENT: frozenset(),
    State.FAILED: frozenset({State.DUE, State.CANCELLED}),
    State.CANCELLED: frozenset(),
}

PROBLEMS = (State.IN_DOUBT, State.FAILED, State.HELD)
"""States that wait for a person, the most urgent first."""
TO_DO = {
    State.IN_DOUBT: "look at the channel, then: herald resolve {id} --posted REMOTE_ID | --not-posted",
    State.FAILED: "mend the cause, then: herald retry {id}   (or: herald cancel {id})",
    State.HELD: "herald approve {id}   (or: herald reject {id})",
}
"""What that person types, with the delivery's `id`."""
ANSWERS = {
    State.IN_DOUBT: {"there": "It is there", "gone": "It is not there"},
    State.HELD: {"yes": "Approve", "no": "Reject"},
}
"""What that person presses, by what it means."""

ASSUMED = "taken for sent, as on_doubt says"
"""How the audit begins to say that nobody has seen a post where it is to stand."""
REPEATABLE = (Act.EDIT, Act.NOTICE, Act.DELETE)
"""What may be done twice: what stands there is the same afterwards."""
MAX_ATTEMPTS = 20
BACKOFF = (15.0, 60.0, 300.0, 600.0, 900.0)
"""Seconds to wait after the first, second, … failed attempt or look-up; the last one repeats."""
JITTER = 0.1
"""By which part a wait is shorter or longer, so that what failed together does not come back so."""
ASK_AFTER_LOOKUPS = 12
THROTTLED_FOR = 60.0
"""Seconds to wait where a platform throttles without saying how long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What an attempt or a look-up changes.

    `lane_until` closes the whole destination until then; `retry_at` is when the look-up is next
    tried; `ask` means that only a person can tell, so that the destination goes on without it;
    `locks` that the destination rests until a person or another configuration mends the cause.
    """

    to: State
    why: str
    receipt: Receipt | None = None
    counts: bool = True
    lane_until: float = 0.0
    retry_at: float = 0.0
    ask: bool = False
    locks: bool = False


def wait(tries: int) -> float:
    """Say how many seconds to wait after `tries` (from 1) failed tries."""
    return BACKOFF[min(max(tries, 1), len(BACKOFF)) - 1]


def pause(delivery: Delivery, tries: int) -> float:
    """Say how many seconds a delivery waits after `tries` failed tries: always the same ones."""
    return _shaken(wait(tries), delivery, tries)


def _shaken(seconds: float, delivery: Delivery, nth: int) -> float:
    seed = sha256(f"{delivery.post.key} {delivery.destination} {nth}".encode()).digest()
    return seconds * (1 + JITTER * (seed[0] / 127.5 - 1))


def after_attempt(outcome: Receipt | BaseException, delivery: Delivery, now: float) -> Settlement:
    """Say where a delivery goes after an attempt; anything unknown is in doubt, or may be repeated.

    `delivery.attempts` already counts this attempt.
    """
    outcome = _if_repeatable(outcome, delivery)
    match outcome:
        case Receipt():
            return Settlement(to=State.SENT, why="sent", receipt=outcome)
        case Throttled():
            until = _reopens(outcome, delivery, now)
            return Settlement(to=State.DUE, why=_why(outcome), counts=False, lane_until=until)
        case Locked():
            return Settlement(to=State.DUE, why=_why(outcome), counts=False, locks=True)
        case Unsent() if delivery.attempts < MAX_ATTEMPTS:
            again = now + pause(delivery, delivery.attempts)
            return Settlement(to=State.DUE, why=_why(outcome), lane_until=again)
        case Unsent() | Refused():
            return Settlement(to=State.FAILED, why=_why(outcome))
        case _:
            return Settlement(to=State.IN_DOUBT, why=_why(outcome), retry_at=now)


def after_lookup(
    found: Receipt | BaseException | None,
    delivery: Delivery,
    timeout: float,
    now: float,
    on_doubt: Doubt = Doubt.ASK,
) -> Settlement:
    """Say where a delivery in doubt goes after the platform was asked; None means: not there.

    What is absent goes again, after a pause from the second time on. "Not there" counts only `timeout` seconds after the attempt began, when it can no longer
    arrive; until then the look-up is repeated.
    """
    lookups = delivery.lookups + 1
    absent_from = delivery.claimed_at + timeout
    match found:
        case Receipt():
            why = ": ".join(filter(None, ["found where it was sent", found.note]))
            return Settlement(to=State.SENT, why=why, receipt=found)
        case None if now >= absent_from and delivery.attempts >= MAX_ATTEMPTS:
            why = f"tried {delivery.attempts} times, looked up and surely not there"
            return Settlement(to=State.FAILED, why=why)
        case None if now >= absent_from:
            why, before = "looked up and surely not there", delivery.attempts - 1
            # why: the answer of one attempt may be lost; a platform that loses them all is ill.
            again = delivery.claimed_at + pause(delivery, before) if before else now
            return Settlement(to=State.DUE, why=why, lane_until=again)
        case None:
            why = "not there yet; looked up again when the attempt can no longer arrive"
            # why not simply then: a clock that was set back may be far from it.
            retry = min(absent_from, now + timeout)
            return Settlement(to=State.IN_DOUBT, why=why, retry_at=retry)
        case InDoubt() | Refused():
            return _untold(found, delivery, on_doubt, absent_from, now)
        case Throttled():
            retry = _reopens(found, delivery, now)
        case _:
            retry = now + pause(delivery, lookups)
    ask = lookups >= ASK_AFTER_LOOKUPS
    return Settlement(to=State.IN_DOUBT, why=_why(found), retry_at=retry, ask=ask)


def _untold(
    found: InDoubt | Refused, delivery: Delivery, on_doubt: Doubt, absent_from: float, now: float
) -> Settlement:
    """Say what becomes of what the platform cannot tell of, as its destination wants it."""
    if isinstance(found, Locked):
        return Settlement(to=State.IN_DOUBT, why=_why(found), locks=True)
    if on_doubt is Doubt.ASSUME_SENT:
        return Settlement(to=State.SENT, why=f"{ASSUMED}: {_why(found)}")
    if on_doubt is Doubt.ASK or delivery.attempts >= MAX_ATTEMPTS:
        return Settlement(to=State.IN_DOUBT, why=_why(found), ask=True)
    why = f"sent again, as on_doubt says: {_why(found)}"
    if now < absent_from:
        return Settlement(to=State.IN_DOUBT, why=why, retry_at=absent_from)
    again = now + pause(delivery, delivery.attempts)
    return Settlement(to=State.DUE, why=why, lane_until=again)


def after_interruption(delivery: Delivery, timeout: float, now: float) -> Settlement:
    """Say where a delivery in doubt goes that may be repeated: it is, when it can arrive no more."""
    absent_from = delivery.claimed_at + timeout
    if now < absent_from:
        why = "done again when the attempt can no longer arrive"
        return Settlement(to=State.IN_DOUBT, why=why, retry_at=absent_from)
    if delivery.attempts >= MAX_ATTEMPTS:
        return Settlement(to=State.FAILED, why=f"tried {delivery.attempts} times")
    return Settlement(to=State.DUE, why="may be done twice, so it is done again")


def _if_repeatable(
    outcome: Receipt | BaseException, delivery: Delivery
) -> Receipt | BaseException:
    """Take what may have arrived for what surely has not, where doing it again does no harm."""
    if delivery.act not in REPEATABLE or isinstance(
        outcome, Receipt | Throttled | Unsent | Refused
    ):
        return outcome
    return Unsent(_why(outcome))


def _reopens(error: Throttled, delivery: Delivery, now: float) -> float:
    """Say when to come back; past the moment that was named, after as long as it has passed."""
    if error.until is not None and error.until <= now:
        late = now - error.until
        return now + _shaken(min(max(late, 1.0), BACKOFF[-1]), delivery, int(late))
    seconds = THROTTLED_FOR if error.retry_after is None else error.retry_after
    return max(now + seconds if error.until is None else error.until, now + 1)


def _why(error: BaseException) -> str:
    """Say what went wrong; of what only a library knows, by the name it has there."""
    name = "" if isinstance(error, HeraldError) else type(error).__name__
    return ": ".join(filter(None, (name, str(error)))) or type(error).__name__
