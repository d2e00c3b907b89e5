"""Destinations that rest because their platform refuses us, until the cause is mended."""

from collections.abc import Mapping

from bot.store.alerts import Topic, end, sound
from bot.store.sql import Database, Query


class Locks:
    """What a changed configuration opens again."""

    def __init__(self, db: Database) -> None:
        self.db = db

    async def open(self, marks: Mapping[str, str], now: float) -> list[str]:
        """Let destinations go on that were locked under another mark; names them."""
        opened = []
        async with self.db.tx() as q:
            rows = await q("select destination, locked_by from lane where locked_by <> ''")
            for row in rows:
                name = row["destination"]
                if name in marks and marks[name] != row["locked_by"]:
                    await q(
                        "update lane set paused = 0, paused_why = '', locked_by = ''"
                        " where destination = :name",
                        name=name,
                    )
                    await end(q, (Topic.LOCKED, name), now)
                    opened.append(name)
        return opened


async def lock(q: Query, destination: str, mark: str, why: str, now: float) -> None:
    """Pause a destination; one that a person paused already stays as it is."""
    locked = await q(
        "update lane set paused = 1, paused_why = :why, locked_by = :mark"
        " where destination = :name and paused = 0 returning destination",
        name=destination,
        why=why,
        mark=mark,
    )
    if locked:
        to_do = f"mend it and change the configuration, or: herald resume {destination}"
        await sound(q, (Topic.LOCKED, destination), why, to_do, now)
