"""What monitoring asks: can the database take a write, and what has happened so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from bot.lifecycle import MOVES
from bot.model import State
from bot.store.sql import Database

_SETBACKS = (State.FAILED, State.IN_DOUBT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many deliveries of one kind at one destination are at, or came to, `outcome`."""

    destination: str
    kind: str
    outcome: str
    count: int
    cost_usd: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Delays:
    """How long publishes took, in seconds: how many, all together, and how many within each bound."""

    count: int
    total: float
    within: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Polls:
    """How often one source was asked, and when it last answered."""

    source: str
    answered: int
    failed: int
    last_success: float | None


class Vitals:
    """Small questions, asked again every few seconds."""

    def __init__(self, db: Database) -> None:
        self.db = db

    async def try_write(self) -> None:
        """Write something that nobody needs; StoreUnavailable where that is not possible.

        why: a full disk shows only when a change is committed.
        """
        async with self.db.tx() as q:
            await q("update probe set writes = writes + 1 where id = 1")

    async def standing(self) -> list[Tally]:
        """Count the deliveries that are now in each state."""
        async with self.db.tx(write=False) as q:
            rows = await q(
                "select destination, kind, state, count(*) as n, sum(cost_usd) as cost,"
                " sum(charged_usd) as charged"
                " from delivery group by state, destination, kind"
            )
        return [
            Tally(
                destination=row["destination"],
                kind=row["kind"],
                outcome=row["state"],
                count=row["n"],
                cost_usd=row["charged"] + (row["cost"] if row["state"] == State.SENT else 0.0),
            )
            for row in rows
        ]

    async def setbacks(self) -> list[Tally]:
        """Count how often deliveries failed or came in doubt, also those that have gone on since."""
        moves = {f"{old} → {new}": new for old in MOVES for new in MOVES[old] if new in _SETBACKS}
        async with self.db.tx(write=False) as q:
            rows = await q(
                "select d.destination, d.kind, u.what, count(*) as n"
                " from audit u join delivery d on d.id = u.delivery_id"
                " where u.what in (:moves...) group by d.destination, d.kind, u.what",
                moves=list(moves),
            )
        return [
            Tally(
                destination=row["destination"],
                kind=row["kind"],
                outcome=moves[row["what"]],
                count=row["n"],
            )
            for row in rows
        ]

    async def delays(self, bounds: Sequence[float]) -> Delays:
        """Measure the time from publication to post of all that was posted."""
        steps = " ".join(f"when delay <= :b{n} then {n}" for n in range(len(bounds)))
        async with self.db.tx(write=False) as q:
            rows = await q(
                f"select case {steps} end as bound, count(*) as n, sum(delay) as total from ("  # noqa: S608 - numbers
                " select case when sent_at > order_at then sent_at - order_at else 0 end as delay"
                "  from delivery where state = 'sent' and kind = 'publish') as posted"
                " group by bound",
                **{f"b{n}": float(bound) for n, bound in enumerate(bounds)},
            )
        counts = {row["bound"]: row["n"] for row in rows}
        return Delays(
            count=sum(counts.values()),
            total=sum(row["total"] for row in rows),
            within=tuple(accumulate(counts.get(n, 0) for n in range(len(bounds)))),
        )

    async def polls(self) -> list[Polls]:
        """Count what the sources in the configuration answered."""
        async with self.db.tx(write=False) as q:
            rows = await q(
                "select name, polls, failed_polls, last_success from source"
                " where active = 1 order by name"
            )
        return [
            Polls(
                source=row["name"],
                answered=row["polls"],
                failed=row["failed_polls"],
                last_success=row["last_success"],
            )
            for row in rows
        ]
