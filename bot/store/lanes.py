"""When a destination may next be used: its own row, kept in step with its deliveries."""

from collections.abc import Sequence

from bot.rules import Pace
from bot.store.sql import Query


async def refresh(q: Query, destination: str, open_at: float = 0.0, paced_at: float = 0.0) -> None:
    """Say when the lane may next be claimed; its openings only ever move later."""
    await q(
        "update lane set"
        " open_at = case when open_at > :open_at then open_at else :open_at end,"
        " paced_at = case when paced_at > :paced_at then paced_at else :paced_at end,"
        " ready_at = (select min(due_at) from delivery"
        "  where destination = :destination and state = 'due' and digest_id <= 0)"
        " where destination = :destination",
        destination=destination,
        open_at=open_at,
        paced_at=paced_at,
    )


STANDING = " and kind in ('publish', 'digest') and state in ('sent', 'in_doubt')"
"""What stands, or may stand, as a post of its own."""


async def opens(
    q: Query, destination: str, paces: Sequence[Pace], now: float, only: str = ""
) -> float:
    """Say when the next claim keeps every pace, after an attempt that ended `now`.

    A platform counts a post when it arrives, somewhere between the claim and the answer: the last
    one counts from its answer, older ones from the claims that the table remembers. It may count
    every attempt; with `only` those count for which that holds.
    """
    at = now
    for pace in paces:
        if pace.count == 1:
            at = max(at, now + pace.seconds)
            continue
        rows = await q(
            "select claimed_at from delivery where destination = :destination"  # noqa: S608 - our own words
            f" and claimed_at is not null{only} order by claimed_at desc limit 1 offset :skip",
            destination=destination,
            skip=pace.count - 1,
        )
        if rows:
            at = max(at, rows[0]["claimed_at"] + pace.seconds)
    return at
