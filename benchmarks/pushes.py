"""From a publisher's push to the entry in the database: pings and WebSub, nothing due by itself."""

import asyncio
import hmac
import logging
import os
import socket
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
from aiohttp import web

from benchmarks.table import Figure
from bot.app import load_settings, opened_console, opened_herald
from bot.engine.herald import Herald

SOURCES = 60
TOKEN = "a-token-for-benchmarks"  # noqa: S105 - opens nothing
AIM = "≤ 1 s"


class Publisher:
    """Feeds by number, and a hub that asks everyone for consent at once."""

    def __init__(self) -> None:
        self.url = ""
        self.stories = dict.fromkeys(range(SOURCES), 1)
        self.subscribers: dict[int, dict[str, str]] = {}
        self.is_known = asyncio.Event()
        self._visits: set[asyncio.Task[None]] = set()

    def feed(self, number: int) -> bytes:
        at = f"{self.url}/{number}"
        items = "".join(
            f"<entry><id>{n}</id><link href='{at}/{n}'/><title>Story {n}</title></entry>"
            for n in range(self.stories[number], 0, -1)
        )
        links = f"<link rel='self' href='{at}'/><link rel='hub' href='{self.url}/hub'/>"
        return f"<feed xmlns='http://www.w3.org/2005/Atom'>{links}{items}</feed>".encode()

    async def show(self, request: web.Request) -> web.Response:
        return web.Response(body=self.feed(int(request.match_info["number"])))

    async def subscribe(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self._visits.add(asyncio.create_task(self._verify(form)))
        return web.Response(status=202)

    async def _verify(self, form: dict[str, str]) -> None:
        query = {name: form[name] for name in ("hub.mode", "hub.topic", "hub.lease_seconds")}
        async with (
            aiohttp.ClientSession() as session,
            session.get(form["hub.callback"], params={**query, "hub.challenge": "c"}) as answer,
        ):
            assert await answer.text() == "c"
        self.subscribers[int(form["hub.topic"].rpartition("/")[2])] = form
        if len(self.subscribers) == SOURCES:
            self.is_known.set()


@asynccontextmanager
async def _publisher() -> AsyncIterator[Publisher]:
    there, app = Publisher(), web.Application()
    app.add_routes([web.get("/{number}", there.show), web.post("/hub", there.subscribe)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    there.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield there
    await runner.cleanup()


def _settings(folder: Path, there: str) -> Path:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        here = f"127.0.0.1:{free.getsockname()[1]}"
    sources = "".join(
        f"  - {{name: s{n}, feed: '{there}/{n}', every: 7d, settle: 1d, allow_private: true}}\n"
        for n in range(SOURCES)
    )
    path = folder / "herald.yaml"
    path.write_text(
        f"version: 1\ndatabase: sqlite:///h.db\npublisher: {{name: p, url: '{there}'}}\n"
        f"sources:\n{sources}destinations: []\n"
        f"console: {{listen: '{here}', public_url: 'http://{here}', ping_token: env:PING}}\n"
    )
    return path


async def _p95(herald: Herald, there: Publisher, tell: Callable[[int], Awaitable[None]]) -> float:
    """Publish one story in each source, one after the other; gives seconds until it is stored."""
    delays = []
    for number in range(SOURCES):
        there.stories[number] += 1
        began = time.perf_counter()
        await tell(number)
        stored = 0
        while stored < there.stories[number]:
            await asyncio.sleep(0.001)
            async with herald.store.db.tx(write=False) as q:
                rows = await q(
                    "select count(*) as n from entry where source = :name", name=f"s{number}"
                )
            stored = rows[0]["n"]
        delays.append(time.perf_counter() - began)
    return sorted(delays)[int(SOURCES * 0.95)]


async def _measure(herald: Herald, here: str, there: Publisher) -> list[Figure]:
    async with aiohttp.ClientSession() as session:

        async def post(url: str, body: bytes = b"", **headers: str) -> None:
            async with session.post(url, data=body, headers=headers) as answer:
                assert answer.status == web.HTTPNoContent.status_code

        async def push(number: int) -> None:
            form, body = there.subscribers[number], there.feed(number)
            made = hmac.new(form["hub.secret"].encode(), body, "sha256").hexdigest()
            await post(form["hub.callback"], body, **{"X-Hub-Signature": f"sha256={made}"})

        async def ping(number: int) -> None:
            await post(f"{here}/ping/{TOKEN}/s{number}")

        await asyncio.wait_for(there.is_known.wait(), 60)
        websub = await _p95(herald, there, push)
        await asyncio.sleep(6)  # a source is looked at once in five seconds
        pings = await _p95(herald, there, ping)
    return [
        Figure(what=f"pushes: publish to stored by {way}, p95 of {SOURCES}", value=p95 * 1000,
               unit="ms", aim=AIM)
        for way, p95 in (("WebSub", websub), ("ping", pings))
    ]  # fmt: skip


async def _run() -> list[Figure]:
    async def no_change() -> None:
        return None

    with tempfile.TemporaryDirectory() as folder:
        async with _publisher() as there:
            settings = load_settings(_settings(Path(folder), there.url))
            assert settings.console
            async with opened_herald(settings, time.time) as herald:
                job = asyncio.create_task(herald.run(no_change, opened_console(settings, herald)))
                figures = await _measure(herald, settings.console.public_url, there)
                herald.stop()
                await job
    return figures


def measure() -> list[Figure]:
    """Measure pushes on loopback, publisher and hub in the same process."""
    logging.disable(logging.CRITICAL)
    os.environ["PING"] = TOKEN
    return asyncio.run(_run())
