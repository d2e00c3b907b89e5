"""Who knocks, who is let in, and what they get to hear."""

import hashlib
import hmac
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Any
from xmlrpc.client import loads

import aiohttp
import pytest

from bot.console.pushes import LARGEST, Pushes
from bot.console.server import serve_console
from bot.ports import Poll, Subscription
from bot.rules import Hub
from bot.steps.hear import Entrance, Hearing

TOKEN = "correct-horse-battery"
HUB = Hub(url="https://hub.example/", topic="https://e.org/feed")
PING = (
    b'<?xml version="1.0"?><methodCall><methodName>weblogUpdates.ping</methodName><params/>'
    b"</methodCall>"
)
XML = {"Content-Type": "text/xml"}
Due = Callable[[], Awaitable[bool]]


class House:
    """A console with its doors, and the entrance as the settings have it now."""

    def __init__(self, newsroom: Any) -> None:
        self.newsroom = newsroom
        self.entrance = Entrance(public_url="https://Herald.example/at", ping_token=TOKEN)
        self.rings = 0

    def ring(self) -> None:
        self.rings += 1

    async def subscription(self) -> Subscription:
        found: Subscription = (await self.newsroom.store.hubs.subscriptions())["main"]
        return found

    async def is_due(self) -> bool:
        return bool(await self.newsroom.store.watching.due_sources(self.newsroom.now, 120, 9))


@pytest.fixture
async def house(newsroom: Any) -> House:
    """Give a house that waits for its hub's consent, its only source looked at just now."""
    now, store = newsroom.now, newsroom.store
    poll = Poll(entries=(), hub=HUB)
    await store.watching.save_poll("main", poll, [], {}, now + 9_999, now)
    await store.hubs.due_subscriptions(["main"], "https://herald.example/at", now, 1)
    return House(newsroom)


@pytest.fixture
async def http(house: House) -> AsyncIterator[aiohttp.ClientSession]:
    store = house.newsroom.store
    hearing = Hearing(store.hubs, lambda: house.newsroom.now, house.ring)
    pushes = Pushes(hearing, lambda: house.entrance)
    clock, about = (lambda: house.newsroom.now), house.newsroom.about
    console = await serve_console(store, "127.0.0.1", 0, clock, about, pushes)
    async with aiohttp.ClientSession(console.url) as session:
        yield session
    await console.close()


@pytest.mark.parametrize("path", ["", "/main"])
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_who_knows_the_token_has_us_look(
    house: House, http: aiohttp.ClientSession, method: str, path: str
) -> None:
    async with http.request(method, f"/ping/{TOKEN}{path}", data=b"\xff whatever") as answer:
        assert (answer.status, await answer.read()) == (204, b"")
    assert house.rings == 1
    assert await house.is_due()


async def test_wordpress_is_thanked_in_its_own_tongue(
    house: House, http: aiohttp.ClientSession
) -> None:
    async with http.post(f"/ping/{TOKEN}", data=PING, headers=XML) as answer:
        assert (answer.status, answer.content_type) == (200, "text/xml")
        (said,), _ = loads(await answer.text())
    assert said == {"flerror": False, "message": "Thanks for the ping."}
    assert await house.is_due()


async def test_rsscloud_hears_its_challenge(house: House, http: aiohttp.ClientSession) -> None:
    query = {"url": "https://e.org/feed", "challenge": "<b>7</b>"}
    async with http.get(f"/ping/{TOKEN}", params=query) as answer:
        assert (answer.status, await answer.text()) == (200, "<b>7</b>")
        assert answer.content_type == "text/plain"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/ping/wrong", 404),
        ("POST", f"/ping/{TOKEN}x", 404),
        ("POST", f"/ping/{TOKEN[:-1]}", 404),
        ("POST", "/ping/%C3%A4%00%ED%B3%BF", 404),
        ("GET", "/ping/wrong?challenge=sesame", 404),
        ("POST", f"/ping/{TOKEN}/other", 404),
        ("POST", f"/ping/{TOKEN}/%27%20or%201=1", 404),
        ("POST", "/ping/", 404),
        ("HEAD", f"/ping/{TOKEN}", 405),
        ("PUT", f"/ping/{TOKEN}", 405),
        ("DELETE", "/websub/1", 405),
        ("GET", "/websub/1", 404),
        ("GET", "/websub/1?hub.mode=subscribe&hub.topic=https://e.org/feed&hub.challenge=c", 404),
        ("POST", "/websub/1", 410),
        ("POST", "/websub/", 404),
    ],
)
async def test_who_does_not_changes_nothing(
    house: House, http: aiohttp.ClientSession, method: str, path: str, status: int
) -> None:
    async with http.request(method, path) as answer:
        assert answer.status == status
        assert "sesame" not in await answer.text()
    assert not await house.is_due()
    assert house.rings == 0


async def test_without_a_token_there_is_no_ping(house: House, http: aiohttp.ClientSession) -> None:
    house.entrance = Entrance(public_url="https://herald.example")
    for path in ("/ping/", "/ping/x", f"/ping/{TOKEN}"):
        async with http.post(path) as answer:
            assert answer.status == 404
    assert not await house.is_due()


@pytest.mark.parametrize(
    ("host", "path", "status"),
    [
        ("herald.example", "/ping/{token}", 204),
        ("HERALD.example:8443", "/ping/{token}", 204),
        ("herald.example", "/ping/wrong", 404),
        ("herald.example", "/websub/1", 410),
        ("127.0.0.1", "/websub/1", 410),
        ("evil.example", "/ping/{token}", 421),
        ("herald.example.evil.example", "/websub/1", 421),
        ("[", "/websub/1", 421),
        ("herald.example", "/", 421),
        ("herald.example", "/config", 421),
        ("herald.example", "/nowhere", 421),
        ("herald.example", "/ping/../config", 421),
        ("herald.example", "/websub/%2e%2e/config", 421),
    ],
)
async def test_our_public_name_opens_these_doors_alone(
    http: aiohttp.ClientSession, host: str, path: str, status: int
) -> None:
    async with http.post(path.format(token=TOKEN), headers={"Host": host}) as answer:
        assert answer.status == status


async def test_no_public_name_lets_nobody_in_from_outside(
    house: House, http: aiohttp.ClientSession
) -> None:
    house.entrance = Entrance(ping_token=TOKEN)
    async with http.post(f"/ping/{TOKEN}", headers={"Host": "herald.example"}) as answer:
        assert answer.status == 421


async def test_a_hub_hears_its_challenge_when_we_asked(
    house: House, http: aiohttp.ClientSession
) -> None:
    query = {"hub.mode": "subscribe", "hub.topic": HUB.topic, "hub.challenge": "<script>"}
    async with http.get(f"/websub/{(await house.subscription()).id}", params=query) as answer:
        assert (answer.status, await answer.text()) == (200, "<script>")
        assert answer.content_type == "text/plain"
    assert (await house.subscription()).state == "subscribed"


@pytest.mark.parametrize(("has_secret", "is_heard"), [(True, True), (False, False)])
async def test_a_push_is_thanked_for_whoever_signed_it(
    house: House, http: aiohttp.ClientSession, *, has_secret: bool, is_heard: bool
) -> None:
    found, body = await house.subscription(), b"<rss/>" * 50_000
    key = (found.secret if has_secret else "guess").encode()
    signature = f"sha256={hmac.new(key, body, hashlib.sha256).hexdigest()}"
    headers = {"X-Hub-Signature": signature}
    async with http.post(f"/websub/{found.id}", data=body, headers=headers) as answer:
        assert (answer.status, await answer.read()) == (204, b"")
    assert await house.is_due() == is_heard
    assert house.rings == is_heard


async def test_a_push_without_end_is_cut_off(house: House, http: aiohttp.ClientSession) -> None:
    sent = 0

    async def pour() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 10 * LARGEST:
            sent += 2**20
            yield bytes(2**20)

    path, headers = f"/websub/{(await house.subscription()).id}", {"X-Hub-Signature": "sha1=0"}
    try:
        async with http.post(path, data=pour(), headers=headers) as answer:
            assert answer.status == 413
    except aiohttp.ClientOSError:
        pass  # it hung up while we were still talking
    assert sent < 10 * LARGEST
    assert not await house.is_due()


async def test_the_doors_have_secrets_of_their_own_and_ask_for_no_password(house: House) -> None:
    store = house.newsroom.store
    pushes = Pushes(Hearing(store.hubs, lambda: 0, house.ring), lambda: house.entrance)
    about = replace(house.newsroom.about, password=lambda: "hunter22")
    console = await serve_console(store, "127.0.0.1", 0, lambda: 0, about, pushes)
    async with aiohttp.ClientSession(console.url) as session:
        for path, status in ((f"/ping/{TOKEN}", 204), ("/ping/wrong", 404), ("/", 401)):
            async with session.get(path) as answer:
                assert answer.status == status
    await console.close()
