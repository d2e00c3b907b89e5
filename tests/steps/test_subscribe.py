from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import FetchError
from bot.ports import Manners, Poll
from bot.rules import Hub, SourceRules
from bot.steps.subscribe import subscribe
from bot.store import Store, open_store

NOW = 1_800_000_000.0
HOME = "https://herald.example/here"
RULES = {
    name: SourceRules(name=name, kind="feed", url=f"https://e.org/{name}", websub=name != "off")
    for name in ("main", "second", "off")
}


class Post:
    """Keeps what was asked of which hub; fails as told."""

    def __init__(self, *failures: FetchError) -> None:
        self.failures = {failure.url: failure for failure in failures}
        self.asked: dict[str, Mapping[str, str]] = {}
        self.how: dict[str, Mapping[str, object]] = {}

    async def __call__(self, url: str, form: Mapping[str, str], **how: object) -> None:
        self.asked[url] = form
        self.how[url] = how
        if url in self.failures:
            raise self.failures[url]


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """Give a store where every source has named its hub."""
    opened = await open_store(f"sqlite:///{tmp_path}/herald.db")
    await opened.beginning.sync({name: rule.url for name, rule in RULES.items()}, [])
    for name in RULES:
        hub = Hub(url=f"https://hub.example/{name}", topic=f"https://e.org/{name}")
        await opened.watching.save_poll(name, Poll(entries=(), hub=hub), [], {}, NOW, NOW)
    yield opened
    await opened.close()


async def test_hubs_are_asked_for_what_the_settings_want(store: Store) -> None:
    known, post = await store.hubs.subscriptions(), Post()
    assert await subscribe(store.hubs, post, RULES, HOME, NOW) == 2
    assert sorted(post.asked) == ["https://hub.example/main", "https://hub.example/second"]
    assert post.asked["https://hub.example/main"] == {
        "hub.callback": f"{HOME}/websub/{known['main'].id}",
        "hub.mode": "subscribe",
        "hub.topic": "https://e.org/main",
        "hub.secret": known["main"].secret,
        "hub.lease_seconds": "1209600",
    }
    assert sorted(await store.hubs.subscriptions()) == ["main", "second"]
    assert await subscribe(store.hubs, post, RULES, HOME, NOW + 1) == 0


async def test_a_hub_is_asked_as_its_source_is(store: Store) -> None:
    more = Manners(allow_private=True, user_agent="Tick/1", proxy="http://p:1")
    rules = {"main": replace(RULES["main"], **more)}
    post = Post()
    assert await subscribe(store.hubs, post, rules, HOME, NOW) == 1
    assert post.how == {"https://hub.example/main": more}


async def test_a_hub_that_cannot_be_asked_delays_no_other(store: Store) -> None:
    busy = FetchError("https://hub.example/main", "429", status=429, retry_after=50_000)
    post = Post(busy, FetchError("https://hub.example/second", "cannot connect"))
    assert await subscribe(store.hubs, post, RULES, HOME, NOW) == 2
    post.asked.clear()
    assert await subscribe(store.hubs, post, RULES, HOME, NOW + 600) == 1
    assert [*post.asked] == ["https://hub.example/second"]
    assert await subscribe(store.hubs, post, RULES, HOME, NOW + 49_999) == 1
    assert await subscribe(store.hubs, post, RULES, HOME, NOW + 50_000) == 1


async def test_who_cannot_be_reached_asks_nobody(store: Store) -> None:
    post = Post()
    assert await subscribe(store.hubs, post, RULES, "", NOW) == 0
    assert await subscribe(store.hubs, None, RULES, HOME, NOW) == 0
    assert {one.state for one in (await store.hubs.subscriptions()).values()} == {"offered"}
