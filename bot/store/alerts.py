"""What a person should know of a destination, a source or the whole: said once, until it is over."""

from dataclasses import dataclass
from enum import StrEnum

from bot.errors import StoreUnavailable
from bot.store.sql import Database, Query, Row
from bot.store.vitals import Vitals


class Topic(StrEnum):
    """What an alert is about."""

    LOCKED = "locked"
    """A platform refuses us, whatever the post."""
    SPENT = "spent"
    """A destination's budget does not allow its posts as they are."""
    SILENT = "silent"
    """A source, or all of them, shows nothing new in hours in which there usually is news."""
    RESTORED = "restored"
    """The database is an older copy that was put back."""
    MOVED = "moved"
    """A place has another address by now than the configuration says."""
    CONFIGURATION = "configuration"
    """The file as it is now cannot be used."""
    DATABASE = "database"
    """It takes no writes now; found out by who asks, since it cannot stand in there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """`name` is that of the destination or source ("": the whole); `to_do` is for a person."""

    id: int
    topic: str
    name: str
    why: str
    to_do: str
    raised_at: float


class Alerts:
    """The alerts that are not over."""

    def __init__(self, db: Database) -> None:
        self.db = db

    async def standing(self) -> list[Alert]:
        """List what is not over, oldest first."""
        async with self.db.tx(write=False) as q:
            rows = await q("select * from alert where ended_at is null order by id")
        return [*map(alert_of, rows)]

    async def now(self, now: float) -> list[Alert]:
        """List what is not over, first of all that the database takes no writes, if so."""
        standing = await self.standing()
        try:
            await Vitals(self.db).try_write()
        except StoreUnavailable as error:
            why, to_do = f"nothing can be remembered, so nothing is sent: {error}", "herald doctor"
            full = Alert(id=0, topic=Topic.DATABASE, name="", why=why, to_do=to_do, raised_at=now)
            return [full, *standing]
        return standing

    async def sound(self, topic: Topic, name: str, why: str, to_do: str, now: float) -> bool:
        """Raise an alert; False where it stands already: then its words are brought up to date."""
        async with self.db.tx() as q:
            return await sound(q, (topic, name), why, to_do, now)

    async def end(self, topic: Topic, name: str, now: float) -> bool:
        """Say that it is over; False where there was none."""
        async with self.db.tx() as q:
            return await end(q, (topic, name), now)


def alert_of(row: Row) -> Alert:
    return Alert(
        id=row["id"],
        topic=row["topic"],
        name=row["name"],
        why=row["why"],
        to_do=row["to_do"],
        raised_at=row["raised_at"],
    )


async def sound(q: Query, about: tuple[Topic, str], why: str, to_do: str, now: float) -> bool:
    topic, name = about
    known = await q(
        "update alert set why = :why, to_do = :to_do"
        " where topic = :topic and name = :name and ended_at is null returning id",
        topic=topic.value,
        name=name,
        why=why,
        to_do=to_do,
    )
    if known:
        return False
    await q(
        "insert into alert (topic, name, why, to_do, raised_at)"
        " values (:topic, :name, :why, :to_do, :now) on conflict do nothing",
        topic=topic.value,
        name=name,
        why=why,
        to_do=to_do,
        now=now,
    )
    return True


async def end(q: Query, about: tuple[Topic, str], now: float) -> bool:
    topic, name = about
    ended = await q(
        "update alert set ended_at = :now"
        " where topic = :topic and name = :name and ended_at is null returning id",
        topic=topic.value,
        name=name,
        now=now,
    )
    return bool(ended)
