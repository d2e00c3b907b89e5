"""Whole polls, database included, beside a bare socket and beside aiohttp + feedparser."""

import asyncio
import logging
import ssl
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from http import HTTPStatus
from urllib.parse import urlsplit

import aiohttp
import feedparser
import httpx

from benchmarks.servers import running
from benchmarks.table import Figure
from benchmarks.watcher import CERTIFICATES, MANY, MORE, SOURCES, Round, ours

ROUNDS, TIMES = 5, 3
Polls = Callable[[str], AbstractAsyncContextManager[Round]]


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
async def _httpx(url: str) -> AsyncIterator[Round]:
    """Ask by httpx, parse whole by feedparser what is not 304; keep nothing."""
    async with httpx.AsyncClient() as client:

        async def ask(address: str) -> None:
            answer = await client.get(address, headers={"If-None-Match": '"same"'})
            if answer.status_code == HTTPStatus.OK:
                feedparser.parse(answer.content)

        yield lambda: asyncio.gather(*(ask(f"{url}/{n}") for n in range(SOURCES)))


@asynccontextmanager
async def _bound(url: str) -> AsyncIterator[Round]:
    """Ask over bare sockets, a connection each, and read to the end: nothing can be cheaper."""
    there = urlsplit(url)
    context = ssl.create_default_context(cafile=CERTIFICATES / "root.pem")
    tls = context if there.scheme == "https" else None

    async def ask(n: int) -> None:
        reader, writer = await asyncio.open_connection(there.hostname, there.port, ssl=tls)
        head = f"GET /{n} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
        writer.write(f'{head}If-None-Match: "same"\r\n\r\n'.encode())
        await reader.read(-1)
        writer.close()
        with suppress(ConnectionError, ssl.SSLError):
            await writer.wait_closed()

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


def _compare(what: str, kind: str, aims: tuple[str, str]) -> list[Figure]:
    peers = {} if kind == "tls" else {"aiohttp": (_peer, aims[1]), "httpx": (_httpx, "")}
    with running(kind) as url:
        mine, bound = (asyncio.run(_cost(each, url)) for each in (ours, _bound))
        costs = {name: asyncio.run(_cost(polls, url)) for name, (polls, _) in peers.items()}
    return [
        Figure(what=f"polling: CPU a poll, {what}, database included", value=mine, unit="ms"),
        Figure(what="polling: … beside a bare socket", value=mine / bound, unit="×", aim=aims[0]),
        *(
            Figure(
                what=f"polling: {name} + feedparser beside it",
                value=cost / mine,
                unit="×",
                aim=peers[name][1],
            )
            for name, cost in costs.items()
        ),
    ]


def measure() -> list[Figure]:
    """Measure polls against servers in other processes, memory in a process of its own."""
    logging.disable(logging.CRITICAL)
    with running("feeds") as url:
        grown = subprocess.run(
            [sys.executable, "-m", "benchmarks.watcher", url],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.split()
    first, *_, last = map(float, grown)
    return [
        *_compare("304", "feeds", ("≤ 6", "")),
        *_compare("90 KB, 1 new of 30", "news", ("≤ 4", "≥ 20")),
        *_compare("304 over TLS", "tls", ("≤ 1.5", "")),
        Figure(what=f"memory: {MANY} sources", value=first, unit="MiB", aim="≤ 70"),
        Figure(
            what=f"memory: growth over {MANY * MORE} more polls",
            value=last - first,
            unit="MiB",
            aim="≤ 1",
        ),
    ]
