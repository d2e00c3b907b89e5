"""How long sources have shown nothing new, and what the same hours brought in other weeks."""

from bot.ports import Stretch
from bot.store.sql import Database, Query

WEEK = 604_800.0
_WATCHED = "source s where s.active = 1 and s.paused = 0"
_THEN = (
    "(select count(*) from entry e where e.source = s.name"
    " and e.order_at > {last} - {ago} and e.order_at <= :now - {ago})"
)


class Stretches:
    """Asked now and then; every question is answered by the index of entries."""

    def __init__(self, db: Database) -> None:
        self.db = db

    async def since_the_last(self, now: float) -> list[Stretch]:
        """Measure each source that is watched and, where there are several, all of them together."""
        async with self.db.tx(write=False) as q:
            each = await q(
                f"select s.name, s.last, {_then('s.last', 1)} as one, {_then('s.last', 2)} as two"  # noqa: S608 - our own words
                " from (select s.name, (select max(e.order_at) from entry e"
                f"  where e.source = s.name and e.order_at <= :now) as last from {_WATCHED}) as s"
                " where s.last is not null order by s.name",
                now=now,
            )
            found = [
                Stretch(source=row["name"], last=row["last"], before=(row["one"], row["two"]))
                for row in each
            ]
            together = (
                [await _together(q, max(one.last for one in found), now)] if found[1:] else []
            )
        return [*found, *together]


async def _together(q: Query, last: float, now: float) -> Stretch:
    rows = await q(
        f"select sum({_then(':last', 1)}) as one, sum({_then(':last', 2)}) as two from {_WATCHED}",  # noqa: S608 - our own words
        last=last,
        now=now,
    )
    return Stretch(source="", last=last, before=(int(rows[0]["one"]), int(rows[0]["two"])))


def _then(last: str, weeks: int) -> str:
    return _THEN.format(last=last, ago=weeks * WEEK)
