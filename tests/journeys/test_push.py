"""From a publisher's push to the article: our own hub (by the W3C's text), real sockets, no polls."""

import asyncio
import hmac
import socket
import time
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bot.app import load_settings, opened_console, opened_herald
from bot.engine.herald import Herald

PATIENCE = 20
SETTINGS = """\
version: 1
database: sqlite:///herald.db
publisher: {{name: Morning Tick, url: "{there}"}}
sources:
  - {{name: main, feed: "{there}/feed", every: 7d, settle: 0s, first_run: none, allow_private: true}}
destinations: []
console: {{listen: "127.0.0.1:{port}", public_url: "{here}", ping_token: env:PING_TOKEN}}
"""
PAGE = "<html><head><title>{0}</title></head><body><h1>{0}</h1><p>It is so.</p></body></html>"


class Town:
    """A publisher and the hub that its feed names, on one address."""

    def __init__(self) -> None:
        self.url = ""
        self.stories = ["first"]
        self.asked: asyncio.Queue[dict[str, str]] = asyncio.Queue()
        self.consents: asyncio.Queue[int] = asyncio.Queue()
        self.read: asyncio.Queue[str] = asyncio.Queue()
        self.subscriber: dict[str, str] = {}
        self.in_header = False
        self._visits: set[asyncio.Task[None]] = set()

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/feed", self._feed),
            web.get("/{story}", self._story),
            web.post("/hub", self._hub),
        ]

    def feed(self) -> str:
        links = f"<link rel='self' href='{self.url}/feed'/><link rel='hub' href='/hub'/>"
        items = "".join(
            f"<entry><id>{story}</id><link href='/{story}'/><title>{story}</title></entry>"
            for story in self.stories
        )
        space = "http://www.w3.org/2005/Atom"
        return f"<feed xmlns='{space}'>{'' if self.in_header else links}{items}</feed>"

    async def publish(self, story: str) -> None:
        """Put a story into the feed and push the feed to who subscribed."""
        self.stories.insert(0, story)
        body = self.feed().encode()
        made = hmac.new(self.subscriber["hub.secret"].encode(), body, "sha256").hexdigest()
        headers = {"X-Hub-Signature": f"sha256={made}", "Content-Type": "application/atom+xml"}
        async with (
            aiohttp.ClientSession() as session,
            session.post(self.subscriber["hub.callback"], data=body, headers=headers) as answer,
        ):
            assert answer.status == 204

    async def _feed(self, _: web.Request) -> web.Response:
        response = web.Response(text=self.feed(), content_type="application/atom+xml")
        if self.in_header:
            response.headers.add("Link", f'<{self.url}/hub>; rel="hub"')
            response.headers.add("Link", f'<{self.url}/feed>; rel="self"')
        return response

    async def _story(self, request: web.Request) -> web.Response:
        self.read.put_nowait(request.match_info["story"])
        page = PAGE.format(request.match_info["story"])
        return web.Response(text=page, content_type="text/html")

    async def _hub(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.asked.put_nowait(form)
        visit = asyncio.create_task(self._verify(form))
        self._visits.add(visit)
        return web.Response(status=202)

    async def _verify(self, form: dict[str, str]) -> None:
        query = {
            "hub.mode": form["hub.mode"],
            "hub.topic": form["hub.topic"],
            "hub.challenge": "a long and random one",
            "hub.lease_seconds": "86400",
        }
        async with (
            aiohttp.ClientSession() as session,
            session.get(form["hub.callback"], params=query) as answer,
        ):
            if await answer.text() == query["hub.challenge"]:
                self.subscriber = form
            self.consents.put_nowait(answer.status)


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    there = Town()
    app = web.Application()
    app.add_routes(there.routes())
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    there.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield there
    await runner.cleanup()


@pytest.fixture
def config(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PING_TOKEN", "correct-horse-battery")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    path = tmp_path / "herald.yaml"
    here = f"http://127.0.0.1:{port}"
    text = SETTINGS.format(there=town.url, here=here, port=port)
    path.write_text(text, encoding="utf-8")
    return path


@asynccontextmanager
async def at_work(config: Path) -> AsyncIterator[Herald]:
    """Run an instance as `herald run` does, from when its console is open."""
    settings, is_open = load_settings(config), asyncio.Event()

    async def no_change() -> None:
        return None

    @asynccontextmanager
    async def console(herald: Herald) -> AsyncIterator[None]:
        async with opened_console(settings, herald):
            is_open.set()
            yield

    async with opened_herald(settings, time.time) as herald:
        job = asyncio.create_task(herald.run(no_change, console(herald)))
        try:
            await soon(is_open.wait())
            yield herald
        finally:
            herald.stop()
            await asyncio.wait_for(job, PATIENCE)


async def soon(wait: Awaitable[object]) -> object:
    return await asyncio.wait_for(wait, PATIENCE)


async def known(herald: Herald) -> int:
    (source,) = await herald.store.asking.sources()
    return source.entries_known


@pytest.mark.parametrize("in_header", [False, True])
async def test_a_push_becomes_an_article_and_lasts_over_a_restart(
    town: Town, config: Path, *, in_header: bool
) -> None:
    town.in_header = in_header
    async with at_work(config) as herald:
        form = await soon(town.asked.get())
        assert isinstance(form, dict)
        assert (form["hub.mode"], form["hub.topic"]) == ("subscribe", f"{town.url}/feed")
        assert await soon(town.consents.get()) == 200
        assert (await herald.store.hubs.subscriptions())["main"].state == "subscribed"
        await town.publish("second")
        assert await soon(town.read.get()) == "second"
        assert await known(herald) == 2
    async with at_work(config) as herald:
        assert (await herald.store.hubs.subscriptions())["main"].state == "subscribed"
        await town.publish("third")
        assert await soon(town.read.get()) == "third"
        assert await known(herald) == 3
    assert town.asked.empty()


async def test_a_ping_becomes_an_article(town: Town, config: Path) -> None:
    settings = load_settings(config)
    assert settings.console
    here = settings.console.public_url
    async with at_work(config) as herald, aiohttp.ClientSession() as session:
        await soon(town.consents.get())  # it has looked at the feed
        town.stories.insert(0, "second")
        async with session.post(f"{here}/ping/correct-horse-battery/main") as answer:
            assert answer.status == 204
        assert await soon(town.read.get()) == "second"
        assert await known(herald) == 2
