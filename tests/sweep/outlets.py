"""Where Herald posts to while it is struck: one destination at each stand-in, and their readers' view."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.catalogue import known_platforms
from bot.sandbox.bluesky_repo import HANDLE
from bot.sandbox.ledger import Channel, Standing
from bot.sandbox.standins.facebook import PAGE
from bot.sandbox.standins.slack import CHANNEL
from tests.journeys.conftest import Herald, x_keys


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A destination's platform, the name of its channel in the ledger, and its own settings."""

    platform: str
    channel: str = "morningtick"
    options: Mapping[str, Any]


OUTLETS = {
    "telegram": Outlet(platform="telegram", options={"chat": "@morningtick", "token": "env:T"}),
    "x": Outlet(
        platform="x",
        options={
            "account": "morningtick",
            "auth": x_keys(),
        },
    ),
    "facebook": Outlet(
        platform="facebook",
        channel=PAGE,
        options={"page": PAGE, "token": "env:DEMO_FACEBOOK_TOKEN"},
    ),
    "bluesky": Outlet(
        platform="bluesky",
        channel=HANDLE,
        options={"handle": HANDLE, "app_password": "env:DEMO_BLUESKY_PASSWORD"},
    ),
    "mastodon": Outlet(
        platform="mastodon",
        options={"account": "morningtick@a.example", "token": "env:DEMO_MASTODON_TOKEN"},
    ),
    # Knows no idempotency key.
    "gotosocial": Outlet(
        platform="mastodon",
        channel="tick_gts",
        options={"account": "tick_gts@b.example", "token": "env:G"},
    ),
    "threads": Outlet(platform="threads", options={"token": "env:DEMO_THREADS_TOKEN"}),
    "discord": Outlet(platform="discord", options={"webhook": "env:DEMO_DISCORD_WEBHOOK"}),
    "matrix": Outlet(
        platform="matrix",
        options={
            "homeserver": "https://matrix.example",
            "room": "#morningtick:news.sandbox",
            "token": "env:DEMO_MATRIX_TOKEN",
        },
    ),
    "slack": Outlet(
        platform="slack", options={"channel": CHANNEL, "token": "env:DEMO_SLACK_TOKEN"}
    ),
}


def post_to(herald: Herald, *names: str) -> None:
    """Have it post to these and no others, as quickly as it can."""
    manner = {"api_base": herald.sandbox.url, "rate": "1000/1s"}
    herald.config["destinations"] = [
        {"name": name, "platform": OUTLETS[name].platform} | dict(OUTLETS[name].options) | manner
        for name in names
    ]
    herald.write()


def outlets(herald: Herald) -> list[str]:
    """Give the names of where it posts to."""
    return [destination["name"] for destination in herald.config["destinations"]]


def channel(herald: Herald, name: str) -> Channel:
    return herald.sandbox.ledger.channel(OUTLETS[name].platform, OUTLETS[name].channel)


def standing(herald: Herald, name: str) -> list[Standing]:
    return channel(herald, name).standing


def is_blind(name: str) -> bool:
    """Say whether only a person can tell what became of a post there."""
    return known_platforms()[OUTLETS[name].platform].capabilities.is_blind
