"""Whole polls, database included, beside what is least and beside what peers are made of.

Each poll is a connection of its own, as it is where each source has a host of its own.
"""

import asyncio
import logging
import re
import socket
import sqlite3
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, ExitStack, asynccontextmanager, closing
from hashlib import sha256
from http import HTTPStatus
from urllib.parse import urlsplit

import aiohttp
import feedparser
import httpx
from lxml import etree

from benchmarks.servers import running
from benchmarks.table import Figure
from benchmarks.watcher import CERTIFICATES, MANY, MORE, SOURCES, Round, ours, places

ROUNDS, TIMES = 5, 3
TLS = ssl.create_default_context(cafile=CERTIFICATES / "root.pem")
_ASKS = {"If-None-Match": '"same"'}
_ITEM = re.compile(rb"<item>.*?</item>", re.DOTALL)
Polls = Callable[[str], AbstractAsyncContextManager[Round]]


@asynccontextmanager
async def _aiohttp(url: str) -> AsyncIterator[Round]:
    """Ask by aiohttp, parse whole by feedparser what is not 304; keep nothing."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=TLS)) as session:

        async def ask(address: str) -> None:
            async with session.get(address, headers=_ASKS) as answer:
                body = await answer.read()
                if answer.status == HTTPStatus.OK:
                    feedparser.parse(body)

        yield lambda: asyncio.gather(*map(ask, places(url)))


@asynccontextmanager
async def _httpx(url: str) -> AsyncIterator[Round]:
    """Ask by httpx, parse whole by feedparser what is not 304; keep nothing."""
    async with httpx.AsyncClient(verify=TLS, timeout=600) as client:

        async def ask(address: str) -> None:
            answer = await client.get(address, headers=_ASKS)
            if answer.status_code == HTTPStatus.OK:
                feedparser.parse(answer.content)

        yield lambda: asyncio.gather(*map(ask, places(url)))


def _ask(url: str) -> bytes:
    """Ask over a bare socket that nobody waits for, and read to the end: nothing can be cheaper."""
    there = urlsplit(url)
    assert there.hostname
    with ExitStack() as stack:
        bare = socket.create_connection((there.hostname, there.port))
        door = stack.enter_context(
            TLS.wrap_socket(bare, server_hostname=there.hostname)
            if there.scheme == "https"
            else bare
        )
        head = f"GET {there.path} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
        door.sendall(f'{head}If-None-Match: "same"\r\n\r\n'.encode())
        return b"".join(iter(lambda: door.recv(2**18), b""))


@asynccontextmanager
async def _bare(url: str) -> AsyncIterator[Round]:
    there = places(url)

    async def poll() -> None:
        for address in there:
            _ask(address)

    yield poll


@asynccontextmanager
async def _least(url: str) -> AsyncIterator[Round]:
    """Ask, tell the items apart that were there before, parse one, keep it: the least there is to do."""
    with tempfile.TemporaryDirectory() as folder, closing(sqlite3.connect(f"{folder}/l.db")) as db:
        db.execute("create table entry (content text)")
        there = places(url)

        async def poll() -> None:
            for address in there:
                items = _ITEM.findall(_ask(address))
                assert len({sha256(item).digest() for item in items}) == len(items)
                title = etree.fromstring(items[0]).findtext("title")
                db.execute("insert into entry values (?)", (title,))
            db.commit()

        yield poll


async def _cost(polls: Polls, url: str, rounds: int) -> float:
    """Give milliseconds of CPU a poll: the best of some rounds, after one that counts not."""
    async with polls(url) as poll:
        await poll()
        spent = []
        for _ in range(TIMES):
            began = time.process_time()
            for _ in range(rounds):
                await poll()
            spent.append(time.process_time() - began)
    return min(spent) * 1000 / (SOURCES * rounds)


def _compare(what: str, kind: str, bound: tuple[str, Polls, str], aim: str = "") -> list[Figure]:
    """Compare us with `bound` (its name, itself, what is aimed at) and with the peers in one run."""
    held_against = (
        (bound[0], bound[1], ROUNDS),
        ("aiohttp + feedparser", _aiohttp, 1),
        ("httpx + feedparser", _httpx, 1),
    )
    with running(kind) as url:
        mine = asyncio.run(_cost(ours, url, ROUNDS))
        costs = {
            name: asyncio.run(_cost(polls, url, rounds)) for name, polls, rounds in held_against
        }
    least = costs.pop(bound[0])
    return [
        Figure(what=f"polling: CPU a poll, {what}, database included", value=mine, unit="ms"),
        Figure(what=f"polling: … beside {bound[0]}", value=mine / least, unit="×", aim=bound[2]),
        *(
            Figure(
                what=f"polling: … {name}, nothing kept, beside it",
                value=cost / mine,
                unit="×",
                aim=aim if name.startswith("aiohttp") else "",
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
        *_compare("304", "feeds", ("a bare socket", _bare, "≤ 6")),
        *_compare(
            "90 KB, 1 new of 30", "news", ("the least there is to do", _least, "≤ 4"), "≥ 20"
        ),
        *_compare("304 over TLS", "tls", ("a bare handshake and request", _bare, "≤ 1.5")),
        Figure(what=f"memory: {MANY} sources", value=first, unit="MiB", aim="≤ 70"),
        Figure(
            what=f"memory: growth over {MANY * MORE} more polls",
            value=last - first,
            unit="MiB",
            aim="≤ 1",
        ),
    ]
