"""Answers that are lost on the way: on each platform, by the demo's own destinations, one post stands."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.catalogue import known_platforms, known_sources
from bot.errors import HeraldError, InDoubt, Unsent
from bot.model import Post
from bot.ports import Platform
from bot.sandbox.catalogue import all_secrets
from bot.sandbox.faults import Fault
from bot.sandbox.server import Sandbox
from bot.settings.loader import load
from bot.text.rich import join, link, plain
from tests.sandbox.conftest import ROOT

CALLS = [
    ("telegram", "sendMessage"),
    ("x", "POST /2/tweets"),
    ("mastodon", "POST /api/v1/statuses"),
    ("discord", "/webhooks/"),
    ("facebook", "/feed"),
    ("facebook", "POST /v25.0/1234567890_"),
    ("matrix", "/send/m.room.message/"),
    ("bluesky", "putRecord"),
    ("threads", "me/threads"),
    ("threads", "threads_publish"),
    ("slack", "chat.postMessage"),
]
"""What publishes, or makes ready what is published then."""
LINK = "https://news.example/2026/a?x=1&y=2"
TARGETS = {
    target.destination.name: target
    for target in load(
        ROOT / "config/demo/herald.yaml", known_platforms(), known_sources()
    ).destinations
}

Make = Callable[[str], Platform]


@pytest.fixture
async def made(sandbox: Sandbox) -> AsyncIterator[Make]:
    """Make the demo's destinations, posting to this sandbox."""
    platforms: list[Platform] = []

    def make(name: str) -> Platform:
        kind, target = known_platforms()[name], TARGETS[name]
        there = replace(target.destination, api_base=sandbox.url)
        reveal = {f"env:{key}": secret for key, secret in all_secrets().items()}
        platforms.append(kind(there, target.options, reveal.__getitem__))
        return platforms[-1]

    yield make
    for platform in platforms:
        await platform.close()


@pytest.fixture
def post(clock: Any) -> Post:
    text = join([plain("Cats & <dogs>"), link(LINK, LINK)], "\n\n")
    return Post(key="k", text=text, link=LINK, headline="Cats", made_at=clock.now)


def standing(sandbox: Sandbox, platform: str) -> list[str]:
    channels = [c for c in sandbox.ledger.channels.values() if c.platform == platform]
    assert not any(channel.drafts for channel in channels), "nothing stays behind unseen"
    return [post.id for channel in channels for post in channel.standing]


def test_every_destination_of_the_demo_is_tried() -> None:
    assert {name for name, _ in CALLS} == set(TARGETS)


@pytest.mark.parametrize("do", ["drop_before", "drop_after_commit", "html_502", "cut_json"])
@pytest.mark.parametrize("dies", [False, True], ids=["the process lives", "the process dies"])
@pytest.mark.parametrize(("name", "call"), CALLS)
async def test_a_lost_answer_doubles_and_loses_nothing(  # noqa: PLR0913
    made: Make, sandbox: Sandbox, post: Post, name: str, call: str, *, dies: bool, do: Any
) -> None:
    platform = made(name)
    before = await platform.send(replace(post, key="1", text=plain("Before")), [])
    sandbox.faults.waiting.append(Fault(match=call, do=do))
    receipt = None
    try:
        receipt = await platform.send(post, [])
    except InDoubt:
        platform = made(name) if dies else platform
        if platform.capabilities.is_blind:
            with pytest.raises(HeraldError, match="look"):
                await platform.find(post, before.id)
            return
        receipt = await platform.find(post, before.id)
    except Unsent:
        platform = made(name) if dies else platform
    receipt = receipt or await platform.send(post, [])
    assert sandbox.faults.waiting == []
    assert standing(sandbox, name)[1:] == [receipt.id.rpartition("/")[2]]
    assert await platform.find(post, before.id) == receipt
