"""What operators are told: each thing once, on both databases."""

import asyncio
from dataclasses import replace

import pytest

from bot.errors import Refused
from bot.model import State
from bot.ports import Lane, Planned
from bot.store import Store
from bot.store.alerts import Topic
from bot.store.moves import note
from tests.store.test_contract import NOW, add_sources, post, publish, revisions, settled

PLANNED = Planned(destination="x", platform="x", post=post("a"), cost_usd=0)


async def told(store: Store) -> list[tuple[str, ...]]:
    """Tell all there is, and say of what."""
    found = []
    while news := await store.telling.next(NOW):
        found.append((news.alert.topic,) if news.alert else tuple(r.state for r in news.rows))
    return found


async def test_an_alert_is_told_once_until_it_is_raised_anew(store: Store) -> None:
    for why in ("no", "still no"):
        await store.alerts.sound(Topic.LOCKED, "tower", why, "mend it", NOW)
    await store.alerts.sound(Topic.SILENT, "main", "nothing new", "look", NOW)
    assert await told(store) == [("locked",), ("silent",)]
    assert await told(store) == []
    await store.alerts.end(Topic.LOCKED, "tower", NOW)
    await store.alerts.sound(Topic.LOCKED, "tower", "no again", "mend it", NOW)
    assert await told(store) == [("locked",)]


async def test_what_surely_was_not_told_is_told_again(store: Store) -> None:
    await store.alerts.sound(Topic.LOCKED, "tower", "no", "mend it", NOW)
    news = await store.telling.next(NOW)
    assert news
    await store.telling.take_back(news)
    assert await store.telling.next(NOW) == news


async def test_two_instances_tell_a_thing_once(store: Store) -> None:
    await store.alerts.sound(Topic.LOCKED, "tower", "no", "mend it", NOW)
    both = await asyncio.gather(store.telling.next(NOW), store.telling.next(NOW))
    assert sum(news is not None for news in both) == 1


async def test_what_failed_is_told_each_time_it_fails(store: Store) -> None:
    await add_sources(store)
    (revision,) = await revisions(store, "a", NOW)
    await store.planning.save_plan(revision, [PLANNED], NOW)
    assert await told(store) == []
    for moment in (NOW + 10, NOW + 100):
        (claimed,) = (await store.delivering.step([], {"x": Lane()}, moment, 10)).claimed
        await store.delivering.step(
            [settled(claimed, Refused("too long"), moment)], {"x": Lane()}, moment, 10
        )
        assert await told(store) == [(State.FAILED,)]
        assert await told(store) == []
        await store.deciding.retry(claimed.id, moment + 1)


async def test_more_that_wait_are_told_together(store: Store) -> None:
    await add_sources(store)
    for slug in "abcd":
        (revision,) = await revisions(store, slug, NOW)
        await store.planning.save_plan(revision, [replace(PLANNED, hold="look first")], NOW)
    news = await store.telling.next(NOW)
    assert news
    assert [(row.article, row.error) for row in news.rows] == [
        (f"https://e.org/{slug}", "look first") for slug in "abcd"
    ]
    assert await store.telling.next(NOW) is None


async def held(store: Store, *slugs: str) -> None:
    await add_sources(store)
    for slug in slugs:
        await publish(store, slug, to=["x"], hold="look first")


@pytest.mark.parametrize(("count", "messages"), [(3, [1, 1, 1]), (4, [4])])
async def test_a_few_that_wait_are_told_one_by_one(
    store: Store, count: int, messages: list[int]
) -> None:
    await held(store, *"abcd"[:count])
    assert [len(each) for each in await told(store)] == messages


async def test_what_waits_with_another_text_is_told_again_and_the_old_is_stale(
    store: Store,
) -> None:
    await held(store, "a")
    first = await store.telling.next(NOW)
    assert first
    assert first.post
    assert first.post.text == post("a").text
    number = first.rows[0].id
    assert await store.telling.is_asked(number, first.subjects[0])
    async with store.db.tx() as q:
        await note(q, number, "replaced", "revision 2 came before it was sent", NOW)
    second = await store.telling.next(NOW)
    assert second
    assert not await store.telling.is_asked(number, first.subjects[0])
    assert await store.telling.is_asked(number, second.subjects[0])
    assert await store.telling.is_asking()
    await store.deciding.reject(number, NOW)
    assert not await store.telling.is_asked(number, second.subjects[0])
    assert not await store.telling.is_asking()
