"""The only writer of delivery states; each move leaves its audit row in the same transaction."""

from bot.errors import NotPossible
from bot.lifecycle import MOVES
from bot.model import State
from bot.store.sql import Query

_COLUMNS = frozenset(
    {
        "attempts",
        "lookups",
        "asked",
        "owner",
        "after_id",
        "claimed_at",
        "due_at",
        "sent_at",
        "remote_id",
        "permalink",
        "error",
        "waits",
        "post",
        "cost_usd",
        "spare_post",
        "spare_cost",
    }
)


async def move(
    q: Query, delivery: int, change: tuple[State, State], why: str, now: float, **columns: object
) -> None:
    """Move one delivery from the first state of `change` to the second and write `columns` with it.

    Staying in doubt is allowed: a look-up that told nothing is also worth an audit row. Raises
    NotPossible where the move is not allowed or the delivery is no longer in that state.
    """
    old, new = change
    if new not in MOVES[old] and not old == new == State.IN_DOUBT:
        raise NotPossible(f"delivery {delivery} is {old} and cannot become {new}")
    unknown = columns.keys() - _COLUMNS
    if unknown:
        raise KeyError(*unknown)
    sets = "".join(f", {name} = :{name}" for name in columns)
    moved = await q(
        f"update delivery set state = :new_state{sets}"  # noqa: S608 - names come from _COLUMNS
        " where id = :id and state = :old_state returning id",
        id=delivery,
        new_state=new.value,
        old_state=old.value,
        **columns,
    )
    if not moved:
        raise NotPossible(f"delivery {delivery} is no longer {old}")
    await note(q, delivery, f"{old} → {new}", why, now)


async def note(q: Query, delivery: int, what: str, why: str, now: float) -> None:
    """Leave an audit row about a delivery."""
    await q(
        "insert into audit (at, delivery_id, article_id, what, why)"
        " select :at, id, article_id, :what, :why from delivery where id = :id",
        at=now,
        id=delivery,
        what=what,
        why=why,
    )
