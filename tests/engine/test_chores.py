"""What is done beside the way of articles."""

from dataclasses import replace
from datetime import UTC

from bot.engine.chores import Chores
from bot.model import Entry
from bot.ports import FoundEntry, Poll
from bot.store import Store
from tests.engine.conftest import setup

NOW = 1_800_000_000.0
HOUR, WEEK = 3600.0, 604_800.0


async def show(store: Store, at: float) -> None:
    found = FoundEntry(
        keys=(f"{at}",),
        entry=Entry(source="main", guid=f"{at}", url=f"https://e.org/{at}"),
        fate="known",
        why="",
        not_before=at,
        order_at=at,
    )
    await store.watching.save_poll("main", Poll(entries=()), [found], {}, at, at)


async def test_a_source_that_falls_silent_is_told_of_once_until_it_is_heard_again(
    store: Store,
) -> None:
    await store.beginning.sync({"main": "https://e.org/feed"}, [])
    now = NOW
    chores = Chores(store, lambda: replace(setup(), zone=UTC), lambda: now, lambda: now)
    for week in (1, 2):
        for hour in range(9):
            await show(store, NOW - week * WEEK + hour * HOUR)
    await show(store, NOW)
    alerts = []
    for hour in range(1, 9):
        now = NOW + hour * HOUR
        await chores.hear_silence()
        alerts.append(len(await store.alerts.standing()))
    assert alerts == [0, 0, 0, 1, 1, 1, 1, 1]
    (alert,) = await store.alerts.standing()
    assert (alert.topic, alert.name, alert.raised_at) == ("silent", "main", NOW + 4 * HOUR)
    await show(store, now)
    await chores.hear_silence()
    assert await store.alerts.standing() == []
