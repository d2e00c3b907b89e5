"""An idle poll: due row, conditional GET answered 304, one commit; beside httpx + feedparser."""

import asyncio
import logging
import random
import tempfile
import time

import feedparser
import httpx

from benchmarks.servers import running
from benchmarks.table import Figure
from bot.http import Web
from bot.model import SourceRules
from bot.sources.feed import Feed
from bot.steps.watch import watch
from bot.store import open_store

SOURCES, ROUNDS = 100, 10


async def _ours(url: str) -> float:
    """Give CPU seconds a poll, everything included."""
    web = Web(time.time)
    names = [f"s{n}" for n in range(SOURCES)]
    rules = [SourceRules(name=n, kind="feed", url=f"{url}/{n}", allow_private=True) for n in names]
    sources = {rule.name: Feed(rule, web) for rule in rules}
    with tempfile.TemporaryDirectory() as folder:
        store = await open_store(f"sqlite:///{folder}/h.db")
        await store.beginning.sync({rule.name: rule.url for rule in rules}, [])
        rng = random.Random(1)  # noqa: S311 - jitter
        now = time.time()
        await watch(store.watching, sources, now, rng)
        began = time.process_time()
        for turn in range(1, ROUNDS + 1):
            await store.beginning.poll_now()
            await watch(store.watching, sources, now + turn, rng)
        spent = time.process_time() - began
        await store.close()
    await web.close()
    return spent / (SOURCES * ROUNDS)


async def _peer(url: str) -> float:
    """Give CPU seconds a poll of httpx, which parses only what is not 304, and keeps nothing."""
    async with httpx.AsyncClient() as client:
        addresses = [f"{url}/s{n}" for n in range(SOURCES)]
        began = time.process_time()
        for _ in range(ROUNDS):
            answers = await asyncio.gather(
                *(client.get(a, headers={"If-None-Match": '"same"'}) for a in addresses)
            )
            for answer in answers:
                if answer.status_code != httpx.codes.NOT_MODIFIED:
                    feedparser.parse(answer.content)
        return (time.process_time() - began) / (SOURCES * ROUNDS)


def measure() -> list[Figure]:
    """Measure idle polls against a server in another process."""
    logging.disable(logging.CRITICAL)
    with running("feeds") as url:
        ours, peer = asyncio.run(_ours(url)), asyncio.run(_peer(url))
    return [
        Figure(
            what="polling: CPU an idle poll, 304, database included",
            value=ours * 1000,
            unit="ms",
            aim="≤ 0.8 (RSStT 1.4)",
        ),
        Figure(
            what="polling: the same by httpx, without a database",
            value=peer * 1000,
            unit="ms",
        ),
    ]
