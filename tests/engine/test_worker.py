"""The worker over a real SQLite file and a platform whose answers we choose."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.engine.setup import Setup
from bot.engine.worker import Worker
from bot.errors import Throttled
from bot.model import Article, Destination, Entry, Picture, Post, Publisher, Receipt, Rich
from bot.ports import (
    Answer,
    Capabilities,
    FoundEntry,
    Options,
    Planned,
    Platform,
    Poll,
    Validators,
)
from bot.steps.plan import Desk
from bot.store import Store, open_store
from bot.store.sqlite import Sqlite

START = 1_800_000_000.0


class Channel(Platform):
    """Keeps what it was sent; `hear` may answer something else."""

    name = "channel"
    capabilities = Capabilities(text=100)
    options = Options

    def __init__(self, name: str, hear: Callable[[Post], Receipt] | None = None) -> None:
        super().__init__(Destination(name=name, platform="channel", address=name), Options(), str)
        self.posts: list[str] = []
        self.hear = hear

    async def send(self, post: Post, picture: Picture | None) -> Receipt:
        if self.hear:
            return self.hear(post)
        self.posts.append(post.key)
        await asyncio.sleep(0)  # noqa: TID251 - lets the others have their turn
        return Receipt(id=str(len(self.posts)))


async def no_web(
    url: str,
    *,
    validators: Validators = Validators(),  # noqa: B008 - frozen
    allow_private: bool = False,
    user_agent: str = "",
    limit: int = 0,
) -> Answer:
    raise AssertionError(url)


def setup(*channels: Channel) -> Setup:
    return Setup(
        sources={},
        platforms={channel.destination.name: channel for channel in channels},
        desk=Desk(publisher=Publisher(name="P", url="https://e.org"), outlets={}),
        fetch=no_web,
    )


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(f"sqlite:///{tmp_path}/h.db")
    await opened.db.hold()
    yield opened
    await opened.close()


async def publish(store: Store, slugs: list[str], to: list[str]) -> None:
    await store.beginning.sync({"main": "https://e.org/feed"}, to)
    found = [
        FoundEntry(
            keys=(slug,),
            entry=Entry(source="main", guid=slug, url=f"https://e.org/{slug}"),
            fate="new",
            why="",
            not_before=START,
            order_at=START + n,
        )
        for n, slug in enumerate(slugs)
    ]
    await store.watching.save_poll("main", Poll(entries=()), found, {}, START, START)
    for pending in await store.reading.due_entries(START + 100, 1, 1000):
        article = Article(canonical_url=pending.entry.url, headline="h")
        await store.reading.save_article(pending, article, START)
    for revision in await store.planning.new_revisions(START + 100, 1000):
        key = revision.article.canonical_url.rpartition("/")[2]
        post = Post(key=key, text=Rich(text="t"), link="https://e.org/")
        planned = [Planned(destination=d, platform="channel", post=post, cost_usd=0) for d in to]
        await store.planning.save_plan(revision, planned, START)


async def until(holds: Callable[[], bool]) -> None:
    """Let the worker have its turns until something holds."""
    async with asyncio.timeout(10):
        while not holds():  # noqa: ASYNC110 - the worker has no event for its innards
            await asyncio.sleep(0)  # noqa: TID251 - no time passes


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


async def test_an_answer_that_comes_after_others_is_not_forgotten(store: Store) -> None:
    gate = asyncio.Event()
    slow, quick = Channel("slow"), Channel("quick")
    original = slow.send

    async def send(post: Post, picture: Picture | None) -> Receipt:
        await gate.wait()
        return await original(post, picture)

    slow.send = send  # type: ignore[method-assign]  # an answer that takes its time
    await publish(store, ["a", "b", "c"], ["slow", "quick"])
    worker = Worker(store.delivering, setup(slow, quick), lambda: START + 200)
    running = asyncio.create_task(worker.drain(5))
    await until(lambda: len(quick.posts) == 3)
    gate.set()
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

    async def send(post: Post, picture: Picture | None) -> Receipt:
        receipt = await original(post, picture)
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
    gate = asyncio.Event()
    channel = Channel("one")
    original = channel.send

    async def send(post: Post, picture: Picture | None) -> Receipt:
        await gate.wait()
        return await original(post, picture)

    channel.send = send  # type: ignore[method-assign]  # an answer that takes its time
    await publish(store, ["a", "b"], ["one"])
    worker = Worker(store.delivering, setup(channel), lambda: START + 200)
    running = asyncio.create_task(worker.run())
    await until(lambda: bool(worker._tasks))
    worker.stop()
    gate.set()
    await running
    assert [row.state for row in await store.asking.deliveries()] == ["due", "sent"]
