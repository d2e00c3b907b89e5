"""What pokes and subscriptions keep, on SQLite and on PostgreSQL."""

import pytest

from bot.ports import Poll, Subscription
from bot.rules import Hub
from bot.store import Store
from bot.store.asking import SourceState
from bot.store.hubs import RETRY

NOW = 1_800_000_001.0
HUB = Hub(url="https://hub.example/", topic="https://e.org/feed")
HOME = "https://herald.example"
HOUR, DAY = 3_600.0, 86_400.0


@pytest.fixture
async def shelf(store: Store) -> Store:
    """Give a store with two sources that were looked at and are due in an hour."""
    await store.beginning.sync({"main": "https://e.org/feed", "second": "https://e.org/2"}, [])
    await look(store, NOW - 60)
    return store


async def state_of(store: Store, name: str) -> SourceState:
    return next(state for state in await store.asking.sources() if state.name == name)


async def look(store: Store, now: float, hub: Hub | None = None) -> list[str]:
    """Look at what is due, as `watch` does; gives which sources those were."""
    due = await store.watching.due_sources(now, 120, 10)
    for source in due:
        poll = Poll(entries=(), hub=hub if source.name == "main" else None)
        await store.watching.save_poll(source.name, poll, [], {}, now + HOUR, now)
    return sorted(source.name for source in due)


async def offered(store: Store, hub: Hub = HUB, now: float = NOW) -> Subscription:
    """Let the feed name a hub; gives the subscription to be asked for."""
    await store.beginning.poll_now()
    await look(store, now, hub)
    return (await store.hubs.subscriptions())["main"]


async def ask(store: Store, now: float = NOW, url: str = HOME) -> list[Subscription]:
    return await store.hubs.due_subscriptions(["main", "second"], url, now, 10)


async def test_a_poke_is_a_look_now_and_two_later(shelf: Store) -> None:
    assert await look(shelf, NOW) == []
    assert await shelf.hubs.poke("main", NOW)
    looks = [now for now in range(int(NOW), int(NOW) + 200) if await look(shelf, now)]
    assert [look - int(NOW) for look in looks] == [0, 34, 124]


async def test_a_poke_of_all_is_one_of_each(shelf: Store) -> None:
    assert await shelf.hubs.poke("", NOW)
    assert await look(shelf, NOW) == ["main", "second"]


async def test_a_poke_of_nobody_is_said(shelf: Store) -> None:
    assert not await shelf.hubs.poke("third", NOW)
    await shelf.beginning.sync({"second": "https://e.org/2"}, [])
    assert not await shelf.hubs.poke("main", NOW)


async def test_any_number_of_pokes_is_one_look_in_five_seconds(shelf: Store) -> None:
    looks, most = 0, 0
    for tenth in range(600):
        now = NOW + tenth / 10
        await shelf.hubs.poke("main", now)
        looks += len(await look(shelf, now))
        async with shelf.db.tx(write=False) as q:
            most = max(most, (await q("select count(*) as n from poke"))[0]["n"])
    assert looks <= 13
    assert most <= 30


async def test_the_last_of_many_pokes_is_heard_too(shelf: Store) -> None:
    await shelf.hubs.poke("main", NOW)
    assert await look(shelf, NOW) == ["main"]
    await shelf.hubs.poke("main", NOW + 1)
    assert await look(shelf, NOW + 2) == []
    assert await look(shelf, NOW + 5) == ["main"]


async def test_a_poke_puts_no_planned_look_off(shelf: Store) -> None:
    soon = NOW - 60 + HOUR
    await shelf.hubs.poke("main", soon - 1)
    async with shelf.db.tx() as q:
        await q("update source set rests_until = :later", later=soon + DAY)
    assert await look(shelf, soon - 1) == []
    assert await look(shelf, soon) == ["main", "second"]


async def test_a_poke_while_a_look_is_under_way_is_another_look(shelf: Store) -> None:
    await shelf.hubs.poke("main", NOW)
    (due,) = await shelf.watching.due_sources(NOW, 120, 10)
    await shelf.hubs.poke("main", NOW + 6)
    assert await look(shelf, NOW + 6) == []
    await shelf.watching.save_poll(due.name, Poll(entries=()), [], {}, NOW + HOUR, NOW + 7)
    assert await look(shelf, NOW + 7) == ["main"]


@pytest.mark.parametrize(("answers", "at"), [(True, HOUR), (False, HOUR), (True, HOUR / 4)])
async def test_a_poke_does_not_put_off_the_look_that_was_planned(
    shelf: Store, at: float, *, answers: bool
) -> None:
    """Only sooner: news may have come that changes the rhythm."""
    planned = (await state_of(shelf, "main")).next_poll
    await shelf.hubs.poke("main", NOW + 100)
    assert len(await shelf.watching.due_sources(NOW + 100, 120, 10)) == 1
    if answers:
        await shelf.watching.save_poll("main", Poll(entries=()), [], {}, NOW + 100 + at, NOW + 100)
    else:
        await shelf.watching.source_failed("main", "502", NOW + 100 + at, NOW + 100)
    assert (await state_of(shelf, "main")).next_poll == min(planned, NOW + 100 + at)


async def test_who_dies_while_looking_leaves_the_source_due(shelf: Store) -> None:
    await shelf.hubs.poke("main", NOW)
    assert len(await shelf.watching.due_sources(NOW, 120, 10)) == 1
    async with shelf.db.tx() as q:
        await q("delete from poke")
    assert await look(shelf, NOW + 121) == ["main"]


async def test_a_source_that_refuses_us_is_not_hurried(shelf: Store) -> None:
    await shelf.watching.source_failed("main", "429", NOW + HOUR, NOW, NOW + HOUR)
    await shelf.hubs.poke("main", NOW)
    assert await look(shelf, NOW + HOUR - 100) == []
    assert await look(shelf, NOW + HOUR) == ["main", "second"]


async def test_a_source_that_was_down_is_looked_at_when_it_calls(shelf: Store) -> None:
    await shelf.watching.source_failed("main", "cannot connect", NOW + HOUR, NOW)
    await shelf.hubs.poke("main", NOW + 10)
    assert await look(shelf, NOW + 10) == ["main"]


async def test_a_paused_source_stays_so(shelf: Store) -> None:
    await shelf.deciding.pause("main", "")
    await shelf.hubs.poke("main", NOW)
    assert await look(shelf, NOW) == []


async def test_a_hub_is_asked_and_asked_again_ever_more_slowly(shelf: Store) -> None:
    found = await offered(shelf)
    assert (found.state, found.topic, found.hub) == ("offered", HUB.topic, HUB.url)
    assert len(found.id) == 32
    assert len(found.secret) == 64
    now = NOW
    for wait in (*RETRY, RETRY[-1]):
        (asked,) = await ask(shelf, now)
        assert (asked.state, asked.id, asked.secret) == ("pending", found.id, found.secret)
        assert asked.open_until > now
        assert await ask(shelf, now + wait - 1) == []
        now += wait


async def test_a_confirmed_subscription_rests_until_it_is_renewed(shelf: Store) -> None:
    await offered(shelf)
    (asked,) = await ask(shelf)
    await shelf.hubs.confirm(asked, NOW + DAY, NOW + 0.8 * DAY)
    assert await ask(shelf, NOW + 0.8 * DAY - 1) == []
    (renewed,) = await ask(shelf, NOW + 0.8 * DAY)
    assert (renewed.state, renewed.id, renewed.tries) == ("subscribed", asked.id, 1)
    (late,) = await ask(shelf, NOW + 1.1 * DAY)
    assert late.state == "pending"


async def test_an_answer_that_fails_after_the_consent_changes_nothing(shelf: Store) -> None:
    await offered(shelf)
    (asked,) = await ask(shelf)
    await shelf.hubs.confirm(asked, NOW + DAY, NOW + 0.8 * DAY)
    await shelf.hubs.hub_failed(asked, "no complete answer in time", NOW + 2 * DAY)
    assert len(await ask(shelf, NOW + 0.8 * DAY)) == 1


async def test_a_hub_that_says_when_is_obeyed(shelf: Store) -> None:
    await offered(shelf)
    (asked,) = await ask(shelf)
    await shelf.hubs.hub_failed(asked, "429", NOW + 5_000)
    assert await ask(shelf, NOW + 4_999) == []
    assert len(await ask(shelf, NOW + 5_000)) == 1


async def test_a_denied_subscription_is_asked_for_again_later(shelf: Store) -> None:
    await offered(shelf)
    (asked,) = await ask(shelf)
    await shelf.hubs.give_up(asked, "the hub denies it", NOW + DAY)
    assert (await shelf.hubs.subscriptions())["main"].state == "denied"
    assert await ask(shelf, NOW + DAY - 1) == []
    assert [one.state for one in await ask(shelf, NOW + DAY)] == ["pending"]


async def test_a_feed_that_names_its_hub_again_keeps_its_callback(shelf: Store) -> None:
    first = await offered(shelf)
    assert await offered(shelf, now=NOW + 200) == first
    await look(shelf, NOW + 2 * HOUR)
    assert await shelf.hubs.subscription(first.id) == first


async def test_another_hub_or_topic_begins_afresh(shelf: Store) -> None:
    first = await offered(shelf)
    second = await offered(shelf, Hub(url="https://new.example/", topic=HUB.topic), NOW + 200)
    assert {second.id, second.secret}.isdisjoint({first.id, first.secret})
    assert await shelf.hubs.subscription(first.id) is None


async def test_who_moves_asks_again_at_once(shelf: Store) -> None:
    await offered(shelf)
    (asked,) = await ask(shelf)
    await shelf.hubs.confirm(asked, NOW + DAY, NOW + 0.8 * DAY)
    (moved,) = await ask(shelf, NOW + 60, "https://new.example")
    assert (moved.id, moved.state) == (asked.id, "pending")
    assert await ask(shelf, NOW + 61, "https://new.example") == []


async def test_what_nobody_wants_is_forgotten(shelf: Store) -> None:
    found = await offered(shelf)
    assert await shelf.hubs.due_subscriptions(["second"], HOME, NOW, 10) == []
    assert await shelf.hubs.subscription(found.id) is None
