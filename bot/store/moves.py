"""The only writer of delivery states; each move leaves its audit row in the same transaction."""

from bot.errors import NotPossible
from bot.lifecycle import MOVES
from bot.model import Kind, State
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
        " where id = :id and state = :old_state returning id, kind, digest_id, destination",
        id=delivery,
        new_state=new.value,
        old_state=old.value,
        **columns,
    )
    if not moved:
        raise NotPossible(f"delivery {delivery} is no longer {old}")
    await note(q, delivery, f"{old} → {new}", why, now)
    if moved[0]["kind"] == Kind.DIGEST and new in {State.SENT, State.CANCELLED}:
        await _unfold(q, delivery, new, str(columns.get("permalink", "")), now)
    if moved[0]["digest_id"] > 0 and new is State.CANCELLED:
        await _give_up(q, moved[0]["digest_id"], now)


async def _unfold(q: Query, digest: int, new: State, permalink: str, now: float) -> None:
    """Let a digest's publishes end with it; those of one that is cancelled go alone."""
    members = await q("select id from delivery where digest_id = :digest", digest=digest)
    for member in members:
        if new is State.SENT:
            await move(
                q,
                member["id"],
                (State.DUE, State.SENT),
                f"stands in digest {digest}",
                now,
                sent_at=now,
                permalink=permalink,
                cost_usd=0.0,
            )
        else:
            await note(q, member["id"], "unfolded", f"digest {digest} was cancelled", now)
    if new is State.CANCELLED:
        await q("update delivery set digest_id = -1 where digest_id = :digest", digest=digest)


async def _give_up(q: Query, digest: int, now: float) -> None:
    """Cancel a digest of which a publish was cancelled; NotPossible where it may have been sent."""
    rows = await q("select state from delivery where id = :digest", digest=digest)
    state = State(rows[0]["state"])
    if State.CANCELLED not in MOVES[state]:
        raise NotPossible(f"it goes in digest {digest}, which is {state}")
    await move(q, digest, (state, State.CANCELLED), "one of its publishes was cancelled", now)


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


async def newest(q: Query) -> int:
    """Give the number of the newest audit row: how far this database has come."""
    rows = await q("select coalesce(max(id), 0) as number from audit")
    return int(rows[0]["number"])
