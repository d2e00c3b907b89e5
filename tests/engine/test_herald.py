"""The main job takes up what changes."""

import asyncio
from dataclasses import replace

import pytest

from bot.engine.herald import Herald
from bot.rules import SourceRules
from bot.sources.feed import Feed
from bot.store import Store
from tests.engine.conftest import START, Channel, no_web, publish, setup, until


@pytest.mark.parametrize(
    ("proxies", "url", "expected"),
    [
        (["http://p:1", ""], "https://0.example/a.png", "http://p:1"),
        (["http://p:1", ""], "https://1.example/a.png", ""),
        (["http://p:1", ""], "https://cdn.example/a.png", ""),
        (["http://p:1", "http://p:1"], "https://cdn.example/a.png", "http://p:1"),
        ([], "https://cdn.example/a.png", ""),
    ],
)
def test_pictures_go_through_the_proxy_of_their_host(
    proxies: list[str], url: str, expected: str
) -> None:
    rules = (
        SourceRules(name=str(n), kind="feed", url=f"https://{n}.example/feed", proxy=proxy)
        for n, proxy in enumerate(proxies)
    )
    sources = {each.name: Feed(each, no_web) for each in rules}
    assert replace(setup(), sources=sources).proxy_for(url) == expected


async def test_a_destination_that_changes_is_closed_when_its_post_is_through(store: Store) -> None:
    before, after = Channel("one"), Channel("one")
    before.gate.clear()
    await publish(store, ["a", "b"], ["one"])
    herald = Herald(store, setup(before), lambda: START + 200)
    delivering = asyncio.create_task(herald.worker.run())
    await until(lambda: bool(herald.worker._tasks))
    changing = asyncio.create_task(herald.use(setup(after)))
    await until(lambda: herald.setup.platforms["one"] is after)
    assert not before.is_closed
    before.gate.set()
    await changing
    assert before.is_closed
    await until(lambda: after.posts == ["b"])
    herald.worker.stop()
    await delivering
    assert (before.posts, after.is_closed) == (["a"], False)
