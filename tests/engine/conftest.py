"""The engine over a real SQLite file and platforms whose answers we choose."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.engine.setup import Setup
from bot.model import Article, Entry, Picture, Post, Receipt, Rich
from bot.ports import (
    Answer,
    Capabilities,
    FoundEntry,
    Options,
    Planned,
    Platform,
    Poll,
)
from bot.rules import Destination, Publisher
from bot.steps.plan import Desk
from bot.store import Store, open_store

START = 1_800_000_000.0


class Channel(Platform):
    """Keeps what it was sent; `hear` may answer something else."""

    name = "channel"
    capabilities = Capabilities(text=100)
    options = Options

    def __init__(
        self, name: str, hear: Callable[[Post], Receipt] | None = None, **manner: Any
    ) -> None:
        where = Destination(name=name, platform="channel", address=name, **manner)
        super().__init__(where, Options(), str)
        self.posts: list[str] = []
        self.hear = hear
        self.gate = asyncio.Event()
        self.gate.set()
        self.is_closed = False

    async def send(self, post: Post, pictures: Sequence[Picture]) -> Receipt:
        await self.gate.wait()
        if self.hear:
            return self.hear(post)
        self.posts.append(post.key)
        await asyncio.sleep(0)  # noqa: TID251 - lets the others have their turn
        return Receipt(id=str(len(self.posts)))

    async def close(self) -> None:
        self.is_closed = True


async def no_web(url: str, **_: object) -> Answer:
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
