"""What posts have cost or, while that is not known, may have cost: by the day of the attempt.

What models asked for words have cost stands beside it: by the moment of the answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.store.sql import Database, Query

CHARGED = "('sending', 'in_doubt', 'sent')"
"""States in which a platform charges a post, or may."""
_USD = f"(case when state in {CHARGED} then cost_usd else 0 end + charged_usd)"
"""What one delivery has cost: its post, as far as it stands or may, and calls beside it, whatever came of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """One delivery that costs something: where, when it was attempted, US dollars.

    Without a destination it is an answer; `asked_of` says of which model, and for what.
    """

    destination: str
    at: float
    usd: float
    asked_of: str = ""


class Spending:
    """Sums and their parts; a delivery counts when its attempt began."""

    def __init__(self, db: Database) -> None:
        self.db = db

    async def since(self, moment: float) -> Mapping[str, float]:
        """Add up by destination what attempts since then cost, in US dollars."""
        async with self.db.tx(write=False) as q:
            rows = await q(
                f"select destination, sum({_USD}) as usd from delivery"  # noqa: S608 - our own words
                " where claimed_at >= :moment group by destination",
                moment=moment,
            )
        return {row["destination"]: row["usd"] for row in rows}

    async def costs(self) -> list[Cost]:
        """List every delivery that cost something, in the order of the attempts."""
        async with self.db.tx(write=False) as q:
            rows = await q(
                f"select destination, claimed_at, {_USD} as usd from delivery"  # noqa: S608 - our own words
                f" where claimed_at is not null and {_USD} > 0 order by claimed_at, id"
            )
        return [
            Cost(destination=row["destination"], at=row["claimed_at"], usd=row["usd"])
            for row in rows
        ]

    async def word_costs(self) -> list[Cost]:
        """List every answer of a model that cost something, in their order."""
        async with self.db.tx(write=False) as q:
            rows = await q(
                "select asked_of, decided_at, cost_usd from wording where cost_usd > 0"
                " order by decided_at"
            )
        return [
            Cost(
                destination="",
                at=row["decided_at"],
                usd=row["cost_usd"],
                asked_of=row["asked_of"],
            )
            for row in rows
        ]

    async def by_model(self) -> Mapping[str, float]:
        """Add up what answers have cost, by what was asked of which model (`Cost.asked_of`)."""
        async with self.db.tx(write=False) as q:
            rows = await q(
                "select asked_of, sum(cost_usd) as usd from wording where cost_usd > 0"
                " group by asked_of"
            )
        return {row["asked_of"]: row["usd"] for row in rows}


async def spent(q: Query, destination: str, since: float) -> float:
    """Add up what one destination's attempts since then have cost or may cost."""
    rows = await q(
        f"select coalesce(sum({_USD}), 0) as usd from delivery where destination = :destination"  # noqa: S608 - our own words
        " and claimed_at >= :since",
        destination=destination,
        since=since,
    )
    return float(rows[0]["usd"])
