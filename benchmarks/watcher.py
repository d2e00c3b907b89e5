"""The part of Herald that watches, and nothing else: `python -m benchmarks.watcher URL` weighs it."""

import asyncio
import logging
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from benchmarks.table import resident
from bot.http import Web
from bot.rules import SourceRules
from bot.sources.feed import Feed
from bot.steps.watch import watch
from bot.store import open_store

CERTIFICATES = Path(__file__).parents[1] / "tests" / "tls"
SOURCES = 100
MANY, MORE = 10_000, 10
"""Sources whose memory is measured, and rounds of polls after the first in which it may grow."""
Round = Callable[[], Awaitable[object]]


def places(url: str, sources: int = SOURCES) -> list[str]:
    """Give the sources' addresses on a server: without TLS each has a host of its own, as in life."""
    hosts = (f"127.0.{n // 250}.{n % 250 + 1}" for n in range(sources))
    return [f"{url.replace('127.0.0.1', host)}/{n}" for n, host in enumerate(hosts)]


@asynccontextmanager
async def ours(url: str, sources: int = SOURCES) -> AsyncIterator[Round]:
    """Give a round of polls: every source is due, asked, and written down."""
    web = Web(time.time)
    web.tls.load_verify_locations(CERTIFICATES / "root.pem")
    rules = [
        SourceRules(name=f"s{n}", kind="feed", url=at, allow_private=True)
        for n, at in enumerate(places(url, sources))
    ]
    feeds = {rule.name: Feed(rule, web) for rule in rules}
    with tempfile.TemporaryDirectory() as folder:
        store = await open_store(f"sqlite:///{folder}/h.db")
        await store.beginning.sync({rule.name: rule.url for rule in rules}, [])
        rng = random.Random(1)  # noqa: S311 - jitter

        async def poll() -> None:
            await store.beginning.poll_now()
            await watch(store.watching, feeds, time.time(), rng)

        yield poll
        await store.close()
    await web.close()


async def memory(url: str) -> None:
    """Print resident MiB after a poll of each of many sources, and after some more of each."""
    async with ours(url, MANY) as poll:
        for _ in range(1 + MORE):
            await poll()
            print(resident(), flush=True)


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    asyncio.run(memory(sys.argv[1]))
