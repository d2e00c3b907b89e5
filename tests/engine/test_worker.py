"""The worker: claims, keeps in flight, settles."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.engine.worker import Worker
from bot.errors import InDoubt, StoreUnavailable, Throttled
from bot.manner import Quiet
from bot.model import Picture, Post, Receipt
from bot.ports import Capabilities, Work
from bot.steps.plan import Outlet
from bot.store import Store
from bot.store.sqlite import Sqlite
from tests.engine.conftest import START, Channel, publish, setup, until


async def test_everything_due_goes_out_in_order(store: Store) -> None:
    slugs = [f"a{n:02}" for n in range(30)]
    one, two = Channel("one"), Channel("two")
    await publish(store, slugs, ["one", "two"])
    worker = Worker(store.delivering, setup(one, two), lambda: START + 200)
    assert await worker.drain(5) is None
    assert one.posts == two.posts == slugs
    assert {row.state for row in await store.asking.deliveries()} == {"sent"}


async def test_a_destination_that_waits_delays_no_other(store: Store) -> None:
    def throttle(post: Post) -> Receipt:
        raise Throttled("429", until=START + 999)

    slow, quick = Channel("slow", throttle), Channel("quick")
    await publish(store, ["a", "b"], ["slow", "quick"])
    worker = Worker(store.delivering, setup(slow, quick), lambda: START + 200)
    assert await worker.drain(5) == START + 999
    assert quick.posts == ["a", "b"]
    rows = await store.asking.deliveries(in_state="due")
    assert [(row.destination, row.attempts) for row in rows] == [("slow", 0), ("slow", 0)]


async def test_one_pass_ends_where_a_platform_only_puts_off(store: Store) -> None:
    def throttle(post: Post) -> Receipt:
        raise Throttled("429", retry_after=3)

    clock = [START + 200]

    class Hurried(Worker):
        async def _wait(self, work: Work) -> None:
            if self._tasks:
                await self.answered()
            elif work.next_at:
                clock[0] = work.next_at

    await publish(store, ["a", "b"], ["one"])
    worker = Hurried(store.delivering, setup(Channel("one", throttle)), lambda: clock[0])
    async with asyncio.timeout(20):
        assert await worker.drain(60) == START + 263
    assert [row.attempts for row in await store.asking.deliveries(in_state="due")] == [0, 0]


async def test_an_answer_that_comes_after_others_is_not_forgotten(store: Store) -> None:
    slow, quick = Channel("slow"), Channel("quick")
    slow.gate.clear()
    await publish(store, ["a", "b", "c"], ["slow", "quick"])
    worker = Worker(store.delivering, setup(slow, quick), lambda: START + 200)
    running = asyncio.create_task(worker.drain(5))
    await until(lambda: len(quick.posts) == 3)
    slow.gate.set()
    assert await running is None
    assert {row.state for row in await store.asking.deliveries()} == {"sent"}


async def test_an_outcome_waits_for_a_database_that_cannot_remember(store: Store) -> None:
    """What was sent is settled when the database is back; nothing is sent meanwhile."""
    ask = store.db
    assert isinstance(ask, Sqlite)
    channel = Channel("one")
    await publish(store, ["a", "b"], ["one"])
    worker = Worker(store.delivering, setup(channel), lambda: START + 200)

    original = channel.send

    async def send(post: Post, pictures: Sequence[Picture]) -> Receipt:
        receipt = await original(post, pictures)
        await ask("pragma query_only = 1")
        return receipt

    channel.send = send  # type: ignore[method-assign]  # the moment the disk turns read-only
    running = asyncio.create_task(worker.run())
    await until(lambda: worker._store_down)
    assert channel.posts == ["a"]
    channel.send = original  # type: ignore[method-assign]  # the disk is well again
    await ask("pragma query_only = 0")
    worker.wake()
    await until(lambda: len(channel.posts) == 2)
    worker.stop()
    await running
    assert {row.state for row in await store.asking.deliveries()} == {"sent"}
    assert channel.posts == ["a", "b"]


async def test_stopping_settles_what_is_in_flight(store: Store) -> None:
    channel = Channel("one")
    channel.gate.clear()
    await publish(store, ["a", "b"], ["one"])
    worker = Worker(store.delivering, setup(channel), lambda: START + 200)
    running = asyncio.create_task(worker.run())
    await until(lambda: bool(worker._tasks))
    worker.stop()
    channel.gate.set()
    await running
    assert [row.state for row in await store.asking.deliveries()] == ["due", "sent"]


async def test_a_destination_that_leaves_while_it_is_claimed_gets_that_post(store: Store) -> None:
    channel = Channel("one")
    await publish(store, ["a", "b"], ["one"])
    worker = Worker(store.delivering, setup(channel), lambda: START + 200)
    step = store.delivering.step

    async def swapped(*given: Any) -> Work:
        work = await step(*given)
        worker.use(setup())
        return work

    store.delivering.step = swapped  # type: ignore[assignment]  # a new configuration comes just then
    assert await worker.drain(5) is None
    assert channel.posts == ["a"]
    assert [row.state for row in await store.asking.deliveries()] == ["due", "sent"]


async def test_an_hour_of_server_errors_is_few_attempts_and_ends_in_order(store: Store) -> None:
    now, attempts = START + 200, 0

    class Ill(Channel):
        async def send(self, post: Post, pictures: Any) -> Receipt:
            nonlocal attempts
            attempts += 1
            if now < START + 3800:
                raise InDoubt("500")
            return await super().send(post, pictures)

        async def find(self, post: Post, after: str) -> Receipt | None:
            return None

    channel = Ill("one")
    slugs = [f"a{n}" for n in range(5)]
    await publish(store, slugs, ["one"])
    worker = Worker(store.delivering, setup(channel), lambda: now)
    while (at := await worker.drain(0)) is not None:
        now = at
    assert channel.posts == slugs
    assert attempts - len(slugs) <= 20
    assert START + 3800 <= now < START + 3800 + 1000
    assert {row.state for row in await store.asking.deliveries()} == {"sent"}


NIGHTS = {
    "an ordinary night": datetime(2027, 1, 15, 22, tzinfo=UTC),
    "the clock goes forward": datetime(2027, 3, 27, 22, tzinfo=UTC),
    "the clock goes back": datetime(2027, 10, 30, 22, tzinfo=UTC),
}


@pytest.mark.parametrize("evening", NIGHTS.values(), ids=NIGHTS)
async def test_what_waited_for_the_morning_is_one_digest_whatever_the_clock_did(
    store: Store, evening: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eight stories of the night, at 07:00 in London one post; nothing comes twice by the end."""
    zone = ZoneInfo("Europe/London")
    now = evening.timestamp()
    monkeypatch.setattr("tests.engine.conftest.START", now - 100)
    channel = Channel("one", digest=3, quiet=Quiet(start=22 * 60, end=7 * 60))
    texts: list[str] = []

    def hear(post: Post) -> Receipt:
        texts.append(post.text.text)
        return Receipt(id=str(len(texts)))

    channel.hear = hear
    await publish(store, [f"story-{n}" for n in range(8)], ["one"])
    rooms = setup(channel)
    outlets = {
        "one": Outlet(destination=channel.destination, capabilities=Capabilities(text=4096))
    }
    rooms = replace(rooms, zone=zone, desk=replace(rooms.desk, outlets=outlets))
    hours: list[str] = []

    def clock() -> float:
        return now

    while now < evening.timestamp() + 30 * 3600:
        worker = Worker(store.delivering, rooms, clock, store.folding)  # a restart each hour
        await worker.drain(0)
        hours += [datetime.fromtimestamp(now, zone).strftime("%H:%M")] * (len(texts) - len(hours))
        now += 3600
    assert hours == ["07:00"]
    assert all(f"https://e.org/story-{n}" in texts[0] for n in range(8))
    assert {row.state for row in await store.asking.deliveries()} == {"sent"}


async def test_a_draft_that_cannot_be_remembered_is_tried_again_and_never_in_doubt(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Drafter(Channel):
        async def send(self, post: Post, pictures: Sequence[Picture]) -> Receipt:
            name = await self.drafts.draft(post.key) or f"draft {len(self.posts)}"
            await self.drafts.keep_draft(post.key, name)
            self.posts.append(name)
            return Receipt(id=name)

    async def full(key: str, name: str) -> None:
        raise StoreUnavailable("disk full")

    there = Drafter("one")
    await publish(store, ["a"], ["one"])
    now = [START + 200]
    worker = Worker(store.delivering, setup(there), lambda: now[0])
    with monkeypatch.context() as patched:
        patched.setattr(store.delivering, "keep_draft", full)
        await worker.drain(5)
    (row,) = await store.asking.deliveries()
    assert (row.state, there.posts) == ("due", [])
    assert row.error == "its draft could not be remembered: disk full"
    now[0] += 60
    await worker.drain(5)
    assert there.posts == ["draft 0"]
