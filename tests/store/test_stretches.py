"""How long nothing new has come, on SQLite and on PostgreSQL."""

from bot.model import Entry
from bot.ports import FoundEntry, Poll, Stretch
from bot.store import Store

NOW = 1_800_000_000.0
HOUR, WEEK = 3600.0, 604_800.0


async def show(store: Store, source: str, *moments: float) -> None:
    found = [
        FoundEntry(
            keys=(f"{source}{at}",),
            entry=Entry(source=source, guid=f"{at}", url=f"https://e.org/{source}/{at}"),
            fate="known",
            why="",
            not_before=at,
            order_at=at,
        )
        for at in moments
    ]
    await store.watching.save_poll(source, Poll(entries=()), found, {}, NOW, NOW)


async def test_the_same_hours_of_other_weeks_are_counted(store: Store) -> None:
    await store.beginning.sync(dict.fromkeys(("a", "b", "quiet"), "https://e.org"), [])
    last = NOW - 3 * HOUR
    week, fortnight = NOW - WEEK, NOW - 2 * WEEK
    await show(store, "a", fortnight - 4 * HOUR, fortnight - HOUR, week - 2 * HOUR, week, last)
    await show(store, "b", week - HOUR, week + HOUR, last - HOUR)
    assert await store.stretches.since_the_last(NOW) == [
        Stretch(source="a", last=last, before=(2, 1)),
        Stretch(source="b", last=last - HOUR, before=(1, 0)),
        Stretch(source="", last=last, before=(3, 1)),
    ]
    await store.deciding.pause("b", "holiday")
    assert await store.stretches.since_the_last(NOW) == [
        Stretch(source="a", last=last, before=(2, 1))
    ]
    assert await store.stretches.since_the_last(NOW - 50 * WEEK) == []
