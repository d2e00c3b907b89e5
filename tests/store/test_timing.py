"""What waits when our own clock jumps, on SQLite and on PostgreSQL."""

import pytest

from bot.errors import InDoubt, Throttled
from bot.model import Receipt
from bot.ports import Lane
from bot.rules import Pace
from bot.store import Store
from tests.store.test_contract import NOW, add_sources, found, poll, publish, settled, states

HOUR = 3600.0
PACED = {"telegram": Lane(paces=(Pace(count=2, seconds=60),)), "x": Lane()}


@pytest.mark.parametrize("delta", [-HOUR, HOUR])
async def test_a_source_is_looked_at_when_it_would_have_been(store: Store, delta: float) -> None:
    await add_sources(store)
    await poll(store, found("a"))
    await store.timing.shift(NOW + 1, delta)
    now = NOW + 1 + delta
    assert await store.watching.due_sources(now + 298, 120, 10) == []
    assert len(await store.watching.due_sources(now + 300, 120, 10)) == 1
    assert len(await store.reading.due_entries(now, 120, 10)) == 1


async def test_what_was_taken_before_the_clock_was_set_back_comes_back_in_time(
    store: Store,
) -> None:
    await add_sources(store)
    await store.watching.due_sources(NOW, 120, 10)
    await store.timing.shift(NOW + 1, -HOUR)
    assert len(await store.watching.due_sources(NOW + 120 - HOUR, 120, 10)) == 1
    assert await store.timing.last_known() == 0


@pytest.mark.parametrize("delta", [-HOUR, HOUR])
async def test_a_platform_s_wait_lasts_as_long_as_it_said(store: Store, delta: float) -> None:
    await add_sources(store)
    await publish(store, "a", to=["telegram"])
    (claimed,) = (await store.delivering.step([], PACED, NOW, 9)).claimed
    await store.delivering.step([settled(claimed, Throttled("429", NOW + 600))], PACED, NOW, 0)
    await store.timing.shift(NOW + 1, delta)
    work = await store.delivering.step([], PACED, NOW + delta + 598, 9)
    assert (work.claimed, work.next_at) == ((), NOW + delta + 600)
    assert len((await store.delivering.step([], PACED, NOW + delta + 600, 9)).claimed) == 1


@pytest.mark.parametrize("delta", [-HOUR, HOUR])
async def test_a_pace_counts_the_seconds_that_really_passed(store: Store, delta: float) -> None:
    await add_sources(store)
    for n in range(4):
        await publish(store, f"a{n}", NOW - 9 + n, to=["telegram"])
    (first,) = (await store.delivering.step([], PACED, NOW, 9)).claimed
    done = settled(first, Receipt(id="1"))
    (second,) = (await store.delivering.step([done], PACED, NOW + 10, 9)).claimed
    await store.delivering.step([settled(second, Receipt(id="2"))], PACED, NOW + 10, 0)
    await store.timing.shift(NOW + 20, delta)
    now = NOW + delta
    work = await store.delivering.step([], PACED, now + 20, 9)
    assert (work.claimed, work.next_at) == ((), now + 60)
    (third,) = (await store.delivering.step([], PACED, now + 60, 9)).claimed
    work = await store.delivering.step([settled(third, Receipt(id="3"))], PACED, now + 60, 9)
    assert (work.claimed, work.next_at) == ((), now + 70)


@pytest.mark.parametrize("delta", [-HOUR, HOUR])
async def test_absence_counts_from_when_the_attempt_really_began(
    store: Store, delta: float
) -> None:
    await add_sources(store)
    await publish(store, "a", to=["telegram"])
    (claimed,) = (await store.delivering.step([], PACED, NOW, 9)).claimed
    await store.delivering.step([settled(claimed, InDoubt("reset"))], PACED, NOW, 0)
    await store.timing.shift(NOW + 60, delta)
    (doubtful,) = (await store.delivering.step([], PACED, NOW + delta + 60, 9)).doubtful
    assert doubtful.claimed_at == NOW + delta


@pytest.mark.parametrize("delta", [-HOUR, HOUR])
async def test_of_many_who_notice_a_jump_one_sets_right_what_waits(
    store: Store, delta: float
) -> None:
    await add_sources(store)
    await publish(store, "a", to=["telegram"])
    (claimed,) = (await store.delivering.step([], PACED, NOW, 9)).claimed
    await store.delivering.step([settled(claimed, Throttled("429", NOW + 600))], PACED, NOW, 0)
    own = store.db.node
    for noticed, node in ((1, own), (3, "another node")):
        store.db.node = node
        await store.timing.shift(NOW + noticed, delta)
    assert (await store.delivering.step([], PACED, NOW + delta, 9)).next_at == NOW + delta + 600
    await store.timing.shift(NOW + delta + 4, -delta)
    assert (await store.delivering.step([], PACED, NOW, 9)).next_at == NOW + 600
    await store.timing.shift(NOW + 200, delta)
    assert (await store.delivering.step([], PACED, NOW + delta, 9)).next_at == NOW + delta + 600


async def test_what_was_due_stays_due_and_a_clock_set_right_is_believed(store: Store) -> None:
    await add_sources(store)
    await publish(store, "a", to=["telegram"])
    assert await store.timing.last_known() == NOW
    await store.timing.shift(NOW + 5, -HOUR)
    assert await store.timing.last_known() == NOW + 5 - HOUR
    assert len((await store.delivering.step([], PACED, NOW + 5 - HOUR, 9)).claimed) == 1
    assert await states(store) == ["a@telegram sending"]


async def test_what_waits_since_the_clock_was_set_ahead_is_not_set_with_it(store: Store) -> None:
    """A jump is noticed a moment after it; until then moments of the new clock are written."""
    await add_sources(store)
    await publish(store, "a", to=["telegram"])
    now = NOW + HOUR
    (claimed,) = (await store.delivering.step([], PACED, now, 9)).claimed
    await store.delivering.step([settled(claimed, Throttled("429", now + 600))], PACED, now, 0)
    await store.timing.shift(NOW + 1, HOUR)
    work = await store.delivering.step([], PACED, now + 598, 9)
    assert (work.claimed, work.next_at) == ((), now + 600)
    (again,) = (await store.delivering.step([], PACED, now + 600, 9)).claimed
    assert again.claimed_at == now + 600
