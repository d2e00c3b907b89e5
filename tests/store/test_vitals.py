"""What monitoring asks, on both databases."""

import sqlite3
from pathlib import Path

import pytest

from bot.errors import StoreUnavailable
from bot.lifecycle import Settlement
from bot.model import Article, Delivery, Entry, Kind, Post, Receipt, Rich, State
from bot.ports import FoundEntry, Lane, Planned, Poll, Settled
from bot.store import Store, open_store
from bot.store.sqlite import Sqlite
from bot.store.vitals import Delays, Polls, Tally

NOW = 1_800_000_000.0
LANES = {"telegram": Lane(), "x": Lane()}


async def publish(store: Store, slug: str, at: float, cost: float = 0.2) -> None:
    entry = Entry(source="main", guid=slug, url=f"https://e.org/{slug}")
    found = FoundEntry(keys=(slug,), entry=entry, fate="new", why="", not_before=at, order_at=at)
    await store.watching.save_poll("main", Poll(entries=()), [found], {}, at, at)
    (pending,) = await store.reading.due_entries(at, 120, 10)
    await store.reading.save_article(pending, Article(canonical_url=entry.url, headline=slug), at)
    (revision,) = await store.planning.new_revisions(at, 10)
    post = Post(key=slug, text=Rich(text=slug), link=entry.url)
    planned = [
        Planned(destination=name, platform=name, post=post, cost_usd=cost) for name in LANES
    ]
    await store.planning.save_plan(revision, planned, at)


async def claim(store: Store, at: float) -> list[Delivery]:
    work = await store.delivering.step([], LANES, at, 10)
    return sorted(work.claimed, key=lambda delivery: delivery.destination)


async def settle(store: Store, delivery: Delivery, to: State, at: float) -> None:
    receipt = Receipt(id="7") if to is State.SENT else None
    done = Settled(delivery=delivery, settlement=Settlement(to=to, why="why", receipt=receipt))
    await store.delivering.step([done], LANES, at, 0)


async def send(store: Store, at: float) -> None:
    for delivery in await claim(store, at):
        await settle(store, delivery, State.SENT, at)


@pytest.fixture(autouse=True)
async def sources(store: Store) -> None:
    await store.beginning.sync({"main": "https://e.org/feed", "wire": "https://w.org"}, LANES)


async def test_deliveries_are_counted_by_state_with_their_cost(store: Store) -> None:
    await publish(store, "a", NOW)
    await publish(store, "b", NOW + 1, cost=0.5)
    await send(store, NOW + 2)
    await send(store, NOW + 3)
    await publish(store, "c", NOW + 4)
    found = {(t.destination, t.kind, t.outcome): t for t in await store.vitals.standing()}
    assert {key: tally.count for key, tally in found.items()} == {
        ("telegram", "publish", "sent"): 2,
        ("telegram", "publish", "due"): 1,
        ("x", "publish", "sent"): 2,
        ("x", "publish", "due"): 1,
    }
    assert found["x", "publish", "sent"].cost_usd == pytest.approx(0.7)


async def test_setbacks_are_counted_for_ever(store: Store) -> None:
    await publish(store, "a", NOW)
    telegram, x = await claim(store, NOW)
    await settle(store, telegram, State.IN_DOUBT, NOW)
    await settle(store, x, State.FAILED, NOW)
    await store.deciding.resolve(telegram.id, None, NOW)
    await store.deciding.retry(x.id, NOW)
    await send(store, NOW + 1)
    assert sorted(await store.vitals.setbacks(), key=lambda tally: tally.destination) == [
        Tally(destination="telegram", kind=Kind.PUBLISH, outcome=State.IN_DOUBT, count=1),
        Tally(destination="x", kind=Kind.PUBLISH, outcome=State.FAILED, count=1),
    ]


async def test_a_look_up_that_told_nothing_is_no_second_setback(store: Store) -> None:
    await publish(store, "a", NOW)
    telegram, x = await claim(store, NOW)
    await settle(store, x, State.SENT, NOW)
    await settle(store, telegram, State.IN_DOUBT, NOW)
    (doubt,) = (await store.delivering.step([], LANES, NOW + 90, 0)).doubtful
    await settle(store, doubt, State.IN_DOUBT, NOW + 90)
    await settle(store, doubt, State.FAILED, NOW + 91)
    found = {tally.outcome: tally.count for tally in await store.vitals.setbacks()}
    assert found == {State.IN_DOUBT: 1, State.FAILED: 1}


async def test_delays_are_measured_from_publication_to_post(store: Store) -> None:
    assert await store.vitals.delays([1, 5]) == Delays(count=0, total=0, within=(0, 0))
    for n, seconds in enumerate((1, 4, 900)):
        await publish(store, f"a{n}", NOW + n * 1000)
        await send(store, NOW + n * 1000 + seconds)
    async with store.db.tx() as q:
        await q("update delivery set kind = 'correct' where destination = 'x'")
    assert await store.vitals.delays([1, 5]) == Delays(count=3, total=905, within=(1, 2))


async def test_a_post_before_its_publication_took_no_time(store: Store) -> None:
    await publish(store, "a", NOW)
    async with store.db.tx() as q:
        await q("update delivery set order_at = :at", at=NOW + 60)
    await send(store, NOW)
    assert await store.vitals.delays([1]) == Delays(count=2, total=0, within=(2,))


async def test_polls_that_answered_and_failed_are_counted(store: Store) -> None:
    await publish(store, "a", NOW)
    for n in range(3):
        await store.watching.source_failed("main", "502", NOW, NOW + n)
    await publish(store, "b", NOW + 10)
    await store.beginning.sync({"main": "https://e.org/feed"}, LANES)
    assert await store.vitals.polls() == [
        Polls(source="main", answered=2, failed=3, last_success=NOW + 10)
    ]


async def test_trying_to_write_changes_nothing_that_matters(store: Store) -> None:
    before = await store.asking.lanes()
    await store.vitals.try_write()
    assert await store.asking.lanes() == before


async def test_a_file_that_may_only_be_read_takes_no_write(tmp_path: Path) -> None:
    path = tmp_path / "read-only.db"
    store = await open_store(f"sqlite:///{path}")
    assert isinstance(store.db, Sqlite)
    store.db._connection.close()
    store.db._connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)
    with pytest.raises(StoreUnavailable, match="readonly database"):
        await store.vitals.try_write()
    await store.close()
