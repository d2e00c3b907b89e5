"""The engine alone on SQLite: 2,000 deliveries to 20 destinations that answer after 20 ms."""

import asyncio
import json
import logging
import subprocess
import tempfile
import time
from collections.abc import Sequence

from benchmarks.reading import PEERS, ROOT
from benchmarks.table import Figure
from bot.engine.setup import Setup
from bot.engine.worker import Worker
from bot.model import Article, Entry, Picture, Post, Receipt, Rich, Span, Style
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
from bot.rules import Destination, Publisher
from bot.steps.plan import Desk
from bot.store import Store, open_store

ARTICLES, DESTINATIONS, ANSWER_SECONDS = 100, 20, 0.02
NAMES = [f"d{n}" for n in range(DESTINATIONS)]
TEXT = Rich(text="x" * 300, spans=(Span(start=0, end=10, style=Style.BOLD),))


class Slow(Platform):
    """Takes every post, in its own time."""

    name = "slow"
    capabilities = Capabilities(text=4096)
    options = Options

    async def send(self, post: Post, pictures: Sequence[Picture]) -> Receipt:
        await asyncio.sleep(ANSWER_SECONDS)
        return Receipt(id="1", permalink="https://t.me/x/1")


async def no_web(
    url: str,
    *,
    validators: Validators = Validators(),  # noqa: B008 - frozen
    allow_private: bool = False,
    user_agent: str = "",
    proxy: str = "",
    limit: int = 0,
) -> Answer:
    raise AssertionError(url)


async def fill(store: Store, names: list[str], articles: int, now: float) -> None:
    """Take articles as far as deliveries to every destination."""
    await store.beginning.sync({"main": "https://e.org/feed"}, names)
    for n in range(articles):
        entry = Entry(source="main", guid=str(n), url=f"https://e.org/{n}")
        found = FoundEntry(
            keys=(f"g{n}",),
            entry=entry,
            fate="new",
            why="",
            not_before=now,
            order_at=now + n / 1000,
        )
        await store.watching.save_poll("main", Poll(entries=()), [found], {}, now, now)
    for pending in await store.reading.due_entries(now, 120, articles):
        article = Article(canonical_url=pending.entry.url, headline="h")
        await store.reading.save_article(pending, article, now)
    for revision in await store.planning.new_revisions(now, articles):
        post = Post(key="k", text=TEXT, link=revision.article.canonical_url)
        planned = [Planned(destination=d, platform="slow", post=post, cost_usd=0) for d in names]
        await store.planning.save_plan(revision, planned, now)


async def _run() -> list[Figure]:
    thousands = ARTICLES * DESTINATIONS / 1000
    with tempfile.TemporaryDirectory() as folder:
        store = await open_store(f"sqlite:///{folder}/h.db")
        await store.db.hold()
        began = time.process_time()
        await fill(store, NAMES, ARTICLES, time.time())
        filled = time.process_time()
        setup = Setup(
            sources={},
            platforms={
                name: Slow(Destination(name=name, platform="slow", address=name), Options(), str)
                for name in NAMES
            },
            desk=Desk(publisher=Publisher(name="p", url="https://e.org"), outlets={}),
            fetch=no_web,
        )
        wall = time.perf_counter()
        await Worker(store.delivering, setup, time.time).drain(5)
        wall = time.perf_counter() - wall
        done = time.process_time()
        sent = {row.state for row in await store.asking.deliveries()}
        await store.close()
    if sent != {"sent"}:
        raise RuntimeError(f"not everything was sent: {sent}")
    return [
        Figure(
            what="engine: CPU a 1,000 deliveries, 20 ms sends, SQLite",
            value=(done - filled) / thousands,
            unit="s",
            aim="≤ 0.3 (prototype 0.20 to 0.25; procrastinate 1.75, DBOS 5.8)",
        ),
        Figure(
            what="engine: CPU a 1,000 deliveries made from entries",
            value=(filled - began) / thousands,
            unit="s",
        ),
        Figure(
            what="engine: deliveries a second, 20 destinations, 20 ms sends",
            value=thousands * 1000 / wall,
            unit="/s",
            aim="at most 1,000 by the sends; prototype 740 to 850",
        ),
    ]


def measure() -> list[Figure]:
    """Measure the engine without any network."""
    logging.disable(logging.CRITICAL)
    figures = asyncio.run(_run())
    return [*figures, *_beside_huey()] if PEERS.exists() else figures


def _beside_huey() -> list[Figure]:
    script = ROOT / "benchmarks" / "huey_tasks.py"
    done = subprocess.run([str(PEERS), script], check=True, capture_output=True, timeout=300)
    seconds: dict[str, float] = json.loads(done.stdout)
    return [
        Figure(what=f"huey, SQLite: CPU a 1,000 tasks of 20 ms {word}", value=value, unit="s")
        for word, value in seconds.items()
    ]
