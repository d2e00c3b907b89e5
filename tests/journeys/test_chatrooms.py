"""Chatrooms: one post stands where the platform can be asked, and a person is asked where it cannot."""

import asyncio
import os
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.sandbox.standins.slack import CHANNEL
from tests.journeys.conftest import Herald, installed
from tests.sweep.ways import through

AT_ONCE, STRIDE = 3, 17
"""Every seventeenth call is enough: what the steps before sending do is struck elsewhere."""
LEAST_POINTS = 100
OPTIONS: dict[str, dict[str, Any]] = {
    "discord": {"webhook": "env:DEMO_DISCORD_WEBHOOK"},
    "matrix": {
        "homeserver": "https://matrix.example",
        "room": "#morningtick:news.sandbox",
        "token": "env:DEMO_MATRIX_TOKEN",
    },
    "slack": {"channel": CHANNEL, "token": "env:DEMO_SLACK_TOKEN"},
}


def post_to(herald: Herald, *platforms: str) -> None:
    manner = {"api_base": herald.sandbox.url, "rate": "1000/1s"}
    herald.config["destinations"] = [
        {"name": name, "platform": name} | OPTIONS[name] | manner for name in platforms
    ]
    herald.write()


def stands(herald: Herald, platform: str) -> list[str]:
    """Give the slugs of what stands there, a double twice."""
    channel = herald.sandbox.ledger.channel(platform, "morningtick")
    site = f"{herald.site.url}/"
    return [
        url.removeprefix(site) for post in channel.standing for url in post.links if site in url
    ]


async def killed_at(door: Path, folder: Path, first: int) -> int:
    """Publish story after story, each killed at a later call, until no kill strikes any more."""
    async with installed(door, folder) as herald:
        post_to(herald, "matrix", "slack")
        slugs: list[str] = []
        for point in count(first, AT_ONCE * STRIDE):
            for story in herald.site.stories:
                story.is_listed = False
            slugs.append(f"killed-at-{point}")
            herald.site.add(slugs[-1])
            was_killed = await through(herald, point)
            assert stands(herald, "matrix") == slugs, f"killed at call {point}"
            assert stands(herald, "slack") == slugs, f"killed at call {point}"
            if not was_killed:
                return point
    raise AssertionError


async def test_a_kill_at_any_point_leaves_one_post(
    shim: Path | None, door: Path, tmp_path: Path
) -> None:
    if shim is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(
            "no C compiler: the kill points cannot be reached"
        )
    folders = [(tmp_path / str(n), 1 + n * STRIDE) for n in range(AT_ONCE)]
    ends = await asyncio.gather(*(killed_at(door, folder, first) for folder, first in folders))
    assert min(ends) >= LEAST_POINTS


async def test_what_stands_in_chatrooms_follows_its_article(herald: Herald) -> None:
    post_to(herald, *OPTIONS)
    herald.site.add("bridge")
    await herald.once()
    url = f"{herald.site.url}/bridge"
    channels = [herald.sandbox.ledger.channel(name, "morningtick") for name in OPTIONS]
    async with aiohttp.ClientSession() as session:
        for channel in channels:
            (post,) = channel.standing
            assert (len(post.photos), url in post.links) == (1, True)
            async with session.get(f"{herald.sandbox.url}/{channel.platform}/morningtick") as page:
                assert "News of bridge" in await page.text()
    herald.site.story("bridge").headline = "Other news of the bridge"
    assert (await herald("correct", url)).code == 0
    await herald.once()
    for channel in channels:
        (post,) = channel.standing
        assert post.text.startswith("Other news of the bridge")
        assert (channel.posted, channel.edited, len(post.photos)) == (1, 1, 1)
    assert (await herald("retract", url)).code == 0
    await herald.once()
    assert [channel.standing for channel in channels] == [[], [], []]
    rows = await herald.deliveries()
    assert {row["state"] for row in rows} == {"sent"}
    assert all(row["permalink"] for row in rows if row["kind"] == "publish")


@pytest.mark.parametrize(("do", "count"), [("drop_before", 0), ("drop_after_commit", 1)])
async def test_where_nobody_can_look_a_person_says_what_stands(
    herald: Herald, do: str, count: int
) -> None:
    post_to(herald, "discord")
    herald.hurry()
    herald.site.add("bridge")
    herald.fault("POST /api/v10/webhooks", do)
    await herald.once(code=1)
    for _ in range(2):
        await herald.once(later=60)
    assert len(stands(herald, "discord")) == count
    (row,) = await herald.deliveries()
    assert (row["state"], row["attempts"]) == ("in_doubt", 1)
    assert "blind" in row["error"]
    (there,) = (await herald.ask("status"))["destinations"]
    assert (there["blind"], there["in_doubt"], there["sent"]) == (True, 1, 0)
    channel = herald.sandbox.ledger.channel("discord", "morningtick")
    says = ["--posted", channel.standing[0].id] if count else ["--not-posted"]
    assert (await herald("resolve", str(row["id"]), *says)).code == 0
    await herald.once(later=120)
    assert stands(herald, "discord") == ["bridge"]
    assert channel.posted == 1
