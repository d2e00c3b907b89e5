"""Whole polls, database included, beside a bare socket and beside aiohttp + feedparser."""

import asyncio
import logging
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from http import HTTPStatus
from urllib.parse import urlsplit

import aiohttp
import feedparser
import psutil

from benchmarks.servers import running
from benchmarks.table import Figure
from bot.http import Web
from bot.model import SourceRules
from bot.sources.feed import Feed
from bot.steps.watch import watch
from bot.store import open_store

SOURCES, ROUNDS, TIMES = 100, 5, 3
MANY, MORE = 10_000, 2
"""Sources whose memory is measured, and rounds of polls after the first in which it may grow."""
Round = Callable[[], Awaitable[object]]
Polls = Callable[[str], AbstractAsyncContextManager[Round]]


@asynccontextmanager
async def _ours(url: str, sources: int = SOURCES) -> AsyncIterator[Round]:
    """Give a round of polls: every source is due, asked, and written down."""
    web = Web(time.time)
    rules = [
        SourceRules(name=f"s{n}", kind="feed", url=f"{url}/{n}", allow_private=True)
        for n in range(sources)
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


@asynccontextmanager
async def _peer(url: str) -> AsyncIterator[Round]:
    """Ask by aiohttp, parse whole by feedparser what is not 304; keep nothing."""
    async with aiohttp.ClientSession() as session:

        async def ask(address: str) -> None:
            async with session.get(address, headers={"If-None-Match": '"same"'}) as answer:
                body = await answer.read()
                if answer.status == HTTPStatus.OK:
                    feedparser.parse(body)

        yield lambda: asyncio.gather(*(ask(f"{url}/{n}") for n in range(SOURCES)))


@asynccontextmanager
async def _bound(url: str) -> AsyncIterator[Round]:
    """Ask over bare sockets, a connection each, and read to the end: nothing can be cheaper."""
    there = urlsplit(url)

    async def ask(n: int) -> None:
        reader, writer = await asyncio.open_connection(there.hostname, there.port)
        head = f"GET /{n} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
        writer.write(f'{head}If-None-Match: "same"\r\n\r\n'.encode())
        await reader.read(-1)
        writer.close()

    yield lambda: asyncio.gather(*(ask(n) for n in range(SOURCES)))


async def _cost(polls: Polls, url: str) -> float:
    """Give milliseconds of CPU a poll: the best of some rounds, after one that counts not."""
    async with polls(url) as poll:
        await poll()
        spent = []
        for _ in range(TIMES):
            began = time.process_time()
            for _ in range(ROUNDS):
                await poll()
            spent.append(time.process_time() - began)
    return min(spent) * 1000 / (SOURCES * ROUNDS)


async def _memory(url: str) -> None:
    """Print resident MiB after a poll of each of many sources, and after some more of each."""
    async with _ours(url, MANY) as poll:
        for _ in range(1 + MORE):
            await poll()
            print(psutil.Process().memory_info().rss / 2**20, flush=True)


def _compare(what: str, kind: str, aims: tuple[str, str]) -> list[Figure]:
    with running(kind) as url:
        ours, bound, peer = (asyncio.run(_cost(each, url)) for each in (_ours, _bound, _peer))
    return [
        Figure(what=f"polling: CPU a poll, {what}, database included", value=ours, unit="ms"),
        Figure(what="polling: … beside a bare socket", value=ours / bound, unit="×", aim=aims[0]),
        Figure(
            what="polling: aiohttp + feedparser beside it",
            value=peer / ours,
            unit="×",
            aim=aims[1],
        ),
    ]


def measure() -> list[Figure]:
    """Measure polls against servers in other processes, memory in a process of its own."""
    logging.disable(logging.CRITICAL)
    with running("feeds") as url:
        program = (
            "import asyncio, sys, logging; logging.disable(50); import benchmarks.polling as p"
        )
        grown = subprocess.run(
            [sys.executable, "-c", f"{program}; asyncio.run(p._memory(sys.argv[1]))", url],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.split()
    first, *_, last = map(float, grown)
    return [
        *_compare("304", "feeds", ("≤ 6", "")),
        *_compare("90 KB, 1 new of 30", "news", ("≤ 4", "≥ 20")),
        Figure(what=f"memory: {MANY} sources", value=first, unit="MiB", aim="≤ 70"),
        Figure(
            what=f"memory: growth over {MANY * MORE} more polls",
            value=last - first,
            unit="MiB",
            aim="≤ 1",
        ),
    ]
