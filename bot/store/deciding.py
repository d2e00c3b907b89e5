"""What people decide: the moves behind approve, reject, retry, cancel, resolve, pause, resume."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.errors import NotPossible
from bot.model import Receipt, State
from bot.ports import Options
from bot.store.alerts import Topic, end
from bot.store.digested import compose_anew, is_behind
from bot.store.forwarding import place
from bot.store.lanes import refresh
from bot.store.moves import move
from bot.store.sql import Database, Query, Row
from bot.store.standing import seen


class Deciding:
    """Moves that only a person makes; each raises NotPossible with what is possible instead."""

    def __init__(self, db: Database) -> None:
        self.db = db

    async def approve(self, delivery: int, now: float) -> None:
        await self._put(delivery, (State.HELD, State.DUE), "approved by a person", now)

    async def reject(self, delivery: int, now: float) -> None:
        await self._put(delivery, (State.HELD, State.CANCELLED), "rejected by a person", now)

    async def retry(self, delivery: int, now: float) -> None:
        await self._put(
            delivery, (State.FAILED, State.DUE), "tried again by a person", now, attempts=0
        )

    async def cancel(self, delivery: int, now: float) -> None:
        """Cancel what is held, due or failed."""
        async with self.db.tx() as q:
            state = State((await _row(q, delivery))["state"])
        await self._put(delivery, (state, State.CANCELLED), "cancelled by a person", now)

    async def resolve(
        self,
        delivery: int,
        posted: str | None,
        now: float,
        options: Mapping[str, Options] = MappingProxyType({}),
    ) -> State:
        """Say what became of a delivery in doubt: it stands there as `posted`, or not (None).

        Of a correction or retraction that failed since its post was only taken for sent: where that
        stands. `options` are those of the destinations. Gives the state in which it is now.
        """
        if posted is None:
            why = "a person says it is not there"
            await self._put(delivery, (State.IN_DOUBT, State.DUE), why, now)
            return State.DUE
        async with self.db.tx() as q:
            row = await _row(q, delivery)
            is_failed = row["state"] == State.FAILED
            if there := options.get(row["destination"]):
                at = row["posted_at" if is_failed else "claimed_at"] or now
                where = await place(q, row["destination"], there.address(), at)
                posted = there.found(posted, where)
            is_seen = is_failed and await seen(q, delivery, Receipt(id=posted), now)
        if is_seen:
            await self.retry(delivery, now)
            return State.DUE
        await self._put(
            delivery,
            (State.IN_DOUBT, State.SENT),
            f"a person says it is there as {posted}",
            now,
            remote_id=posted,
            sent_at=now,
        )
        return State.SENT

    async def answer(
        self,
        delivery: int,
        answer: str,
        posted: str,
        now: float,
        options: Mapping[str, Options] = MappingProxyType({}),
    ) -> None:
        """Do what a person answered (see `lifecycle.ANSWERS`); `posted` is where a post that is there stands."""
        match answer:
            case "yes":
                await self.approve(delivery, now)
            case "no":
                await self.reject(delivery, now)
            case _:
                there = posted if answer == "there" else None
                await self.resolve(delivery, there, now, options)

    async def pause(self, name: str, why: str) -> None:
        await self._set_paused(name, 1, why)

    async def resume(self, name: str, now: float) -> None:
        """Go on with what is paused, also where the platform locked us out."""
        await self._set_paused(name, 0, "")
        async with self.db.tx() as q:
            await end(q, (Topic.LOCKED, name), now)

    async def _put(
        self,
        delivery: int,
        change: tuple[State, State],
        why: str,
        now: float,
        **columns: object,
    ) -> None:
        async with self.db.tx() as q:
            row = await _row(q, delivery)
            if row["state"] != change[0]:
                raise NotPossible(
                    f"delivery {delivery} is {row['state']}; this is for one that is {change[0]}"
                )
            if change[1] is State.DUE and await is_behind(q, delivery):
                raise NotPossible(
                    f"delivery {delivery} is about to be composed anew, since something else"
                    " changes in its digest: look at it again in a moment"
                )
            await move(q, delivery, change, why, now, error="", due_at=now, **columns)
            if change[1] is State.DUE:
                await compose_anew(q, delivery)
            await refresh(q, row["destination"])
            if "remote_id" in columns:
                await _remember(q, row["destination"], str(columns["remote_id"]))

    async def _set_paused(self, name: str, paused: int, why: str) -> None:
        async with self.db.tx() as q:
            lanes = await q(
                "update lane set paused = :paused, paused_why = :why, locked_by = ''"
                " where destination = :name returning destination",
                name=name,
                paused=paused,
                why=why,
            )
            sources = await q(
                "update source set paused = :paused where name = :name returning name",
                name=name,
                paused=paused,
            )
        if not lanes and not sources:
            raise NotPossible(f"there is no destination or source named {name}")


async def _row(q: Query, delivery: int) -> Row:
    rows = await q(
        "select d.state, d.destination, d.claimed_at, (select p.claimed_at from delivery p"
        "  where p.article_id = d.article_id and p.destination = d.destination"
        "   and p.kind = 'publish') as posted_at from delivery d where d.id = :id",
        id=delivery,
    )
    if not rows:
        raise NotPossible(f"there is no delivery {delivery}; `herald deliveries` lists them")
    return rows[0]


async def _remember(q: Query, destination: str, posted: str) -> None:
    """Let the next look-up begin behind what a person found, if that is newer than what we know."""
    rows = await q("select last_id from lane where destination = :name", name=destination)
    known = rows[0]["last_id"] or "0" if rows else ""
    if posted.isdecimal() and known.isdecimal() and int(posted) > int(known):
        await q(
            "update lane set last_id = :posted where destination = :name",
            posted=posted,
            name=destination,
        )
