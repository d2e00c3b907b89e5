"""Platforms that post in steps, by names that we choose or not at all: killed anywhere, one stands."""

import asyncio
import os
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.bluesky_repo import HANDLE
from bot.sandbox.standins.facebook import PAGE
from tests.journeys.conftest import Herald, installed
from tests.sweep.ways import through

AT_ONCE, STRIDE = 3, 13
"""Every thirteenth call is enough: what the steps before sending do is struck elsewhere."""
LEAST_POINTS = 200
CHANNELS = {
    "mastodon": ("mastodon", "morningtick"),
    "gotosocial": ("mastodon", "tick_gts"),
    "facebook": ("facebook", PAGE),
    "threads": ("threads", "morningtick"),
    "bluesky": ("bluesky", HANDLE),
}


def destinations(herald: Herald) -> list[dict[str, Any]]:
    """Give a destination of each kind; GoToSocial knows no idempotency key."""
    own: dict[str, dict[str, Any]] = {
        "mastodon": {"account": "morningtick@a.example", "token": "env:DEMO_MASTODON_TOKEN"},
        "gotosocial": {"account": "tick_gts@b.example", "token": "env:G"},
        "facebook": {"page": PAGE, "token": "env:DEMO_FACEBOOK_TOKEN"},
        "bluesky": {"handle": HANDLE, "app_password": "env:DEMO_BLUESKY_PASSWORD"},
        "threads": {"token": "env:DEMO_THREADS_TOKEN"},
    }
    manner = {"api_base": herald.sandbox.url, "rate": "1000/1s"}
    return [
        {"name": name, "platform": CHANNELS[name][0]} | options | manner
        for name, options in own.items()
    ]


def stands(herald: Herald, name: str) -> list[str]:
    """Give the slugs of what stands there, a double twice."""
    channel = herald.sandbox.ledger.channel(*CHANNELS[name])
    assert channel.posted == len(channel.standing)
    assert channel.drafts == {}
    site = f"{herald.site.url}/"
    return [
        url.removeprefix(site) for post in channel.standing for url in post.links if site in url
    ]


async def killed_at(door: Path, folder: Path, first: int) -> int:
    """Publish story after story, each killed at a later call, until no kill strikes any more."""
    async with installed(door, folder) as herald:
        herald.config["destinations"] = destinations(herald)
        herald.write()
        slugs: list[str] = []
        for point in count(first, AT_ONCE * STRIDE):
            for story in herald.site.stories:
                story.is_listed = False
            slugs.append(f"killed-at-{point}")
            herald.site.add(slugs[-1])
            was_killed = await through(herald, point)
            assert {name: stands(herald, name) for name in CHANNELS} == dict.fromkeys(
                CHANNELS, slugs
            ), f"killed at call {point}"
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
