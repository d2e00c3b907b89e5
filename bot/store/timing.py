"""What is to be done when our own clock was wrong: moments of the old clock become those of the new."""

from math import inf

from bot.store.lanes import refresh
from bot.store.sql import Database, Query

DAY = 86_400.0
NOTICED_WITHIN = 5.0
"""Seconds after which a jump of the clock is surely noticed; no smaller one counts as a jump."""
SAME_JUMP = 60.0
"""Seconds within which all nodes have noticed a jump, or have been given up."""
TABLES = {
    "source": ("next_at", "leased_until", "rests_until"),
    "entry": ("not_before", "leased_until"),
    "article": ("look_at", "look_leased_until"),
    "lane": ("open_at", "paced_at"),
    "subscription": ("next_try", "open_until", "lease_until"),
    "poke": ("at",),
    "wording": ("leased_until",),
}
"""Columns that say until when something waits."""


class Timing:
    """Moments in columns, after the clock jumped."""

    def __init__(self, db: Database) -> None:
        self.db = db

    async def last_known(self) -> float:
        """Give the latest moment at which surely something happened here, by the clock of then."""
        async with self.db.tx(write=False) as q:
            rows = await q("select coalesce(max(last_success), 0) as at from source")
        return float(rows[0]["at"])

    async def shift(self, before: float, delta: float) -> None:
        """Move what waits by `delta` seconds, by which the clock jumped when it showed `before`.

        What was due stays due, what had an hour to wait has still an hour; and a pace counts the
        seconds that really passed. Where the clock was set ahead, what had more than that to wait
        keeps its moment and comes sooner. Of many who share a clock only the first one moves it.
        """
        edge = min(before, before + delta)
        # why: what waits until then or longer may have begun since the jump, by the new clock.
        last = before + delta - NOTICED_WITHIN if delta > 0 else inf
        async with self.db.tx() as q:
            if not await _is_first(q, self.db.node, before + delta, delta):
                return
            for table, columns in TABLES.items():
                for column in columns:
                    await _move(q, (table, column, "1 = 1"), (edge, last), delta)
            waiting = "state = 'due' or (state = 'in_doubt' and asked = 0)"
            await _move(q, ("delivery", "due_at", waiting), (edge, last), delta)
            # why: paces count the attempts of a day at most.
            recent = edge if delta < 0 else before - DAY
            await _move(q, ("delivery", "claimed_at", "1 = 1"), (recent, last), delta)
            if delta < 0:
                clamp = "update source set last_success = :edge where last_success > :edge"
                await q(clamp, edge=edge)
            for row in await q("select destination from lane"):
                await refresh(q, row["destination"])


async def _is_first(q: Query, node: str, at: float, delta: float) -> bool:
    """Say whether no other node has set right the jump that this one has noticed."""
    return bool(
        await q(
            "insert into jump (id, node, at, delta) values (1, :node, :at, :delta)"
            " on conflict (id) do update set node = :node, at = :at, delta = :delta"
            " where jump.node = :node or abs(jump.at - :at) > :span"
            "  or abs(jump.delta - :delta) > :apart returning id",
            node=node,
            at=at,
            delta=delta,
            span=SAME_JUMP,
            apart=NOTICED_WITHIN,
        )
    )


async def _move(
    q: Query, what: tuple[str, str, str], within: tuple[float, float], delta: float
) -> None:
    table, column, where = what
    await q(
        f"update {table} set {column} = {column} + :delta where {column} > :edge and {column} <= :last and ({where})",  # noqa: S608 - our own words
        edge=within[0],
        last=within[1],
        delta=delta,
    )
