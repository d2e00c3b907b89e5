"""Knows a database that is an older copy: what was posted since, it has forgotten."""

from datetime import UTC, datetime

from bot.store.alerts import Topic, end, sound
from bot.store.moves import newest
from bot.store.sql import Database, Query

DAY = 86_400.0
GRACE = 3600.0
"""Seconds after which what sources show anew was surely not posted before the copy was put back."""
TO_DO = "see that nothing is doubled; what cannot be looked up is shown by: herald status"


class Restoring:
    """Copies that are marked as such, and databases that know less than they did."""

    def __init__(self, db: Database) -> None:
        self.db = db

    async def notice(self, now: float) -> str:
        """Say if this database was put back since the last time ("": no), and raise an alert."""
        known = self.db.beside(None) if self.db.beside else 0
        mark = await self.db.mark()
        async with self.db.tx() as q:
            last = await newest(q)
            is_other = bool(mark) and await _is_other(q, mark)
            rows = await q(
                "update restoration set noticed_at = :now where noticed_at is null"
                " returning made_at",
                now=now,
            )
            if not rows and (is_other or last < known):
                rows = await q(
                    "insert into restoration (made_at, noticed_at)"
                    " select coalesce(max(at), 0), :now from audit returning made_at",
                    now=now,
                )
            what = "another copy than before" if is_other else "older than what was here"
            why = _why(rows[-1]["made_at"], what) if rows else ""
            if why:
                await sound(q, (Topic.RESTORED, ""), why, TO_DO, now)
        if self.db.beside:
            self.db.beside(last)
        return why

    async def forget(self, now: float) -> None:
        """End the alert after a day."""
        async with self.db.tx() as q:
            rows = await q("select max(noticed_at) as at from restoration")
            if rows[0]["at"] is not None and rows[0]["at"] < now - DAY:
                await end(q, (Topic.RESTORED, ""), now)


async def may_stand(q: Query, order_at: float) -> bool:
    """Say whether what was published then may have been posted without this database knowing."""
    rows = await q(
        "select 1 as one from restoration where noticed_at is not null"
        " and noticed_at + :grace >= :order_at limit 1",
        grace=GRACE,
        order_at=order_at,
    )
    return bool(rows)


async def _is_other(q: Query, mark: str) -> bool:
    """Say whether this copy is another than the one before, and remember it."""
    await q("insert into copy (id, mark) values (1, :mark) on conflict do nothing", mark=mark)
    return bool(
        await q("update copy set mark = :mark where mark <> :mark returning id", mark=mark)
    )


def _why(made_at: float, what: str) -> str:
    made = f"as it was at {datetime.fromtimestamp(made_at, UTC):%Y-%m-%d %H:%M} UTC"
    return (
        f"the database is {f'{made}, ' if made_at else ''}{what}: what it does not know to be posted"
        " is looked up before it is sent"
    )
