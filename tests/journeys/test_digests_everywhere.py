"""A digest follows its stories on every platform of the house: changed, or answered."""

from collections.abc import Iterator
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.sandbox.ledger import Standing
from tests.journeys.conftest import ROOT, Herald
from tests.journeys.site import Story

EDITED = ("telegram", "mastodon", "discord", "facebook", "matrix", "slack")
ANSWERED = ("x", "bluesky", "threads")


def destinations(herald: Herald) -> Iterator[dict[str, Any]]:
    """Give those of the demo, at this test's sandbox and as quick as they can be."""
    demo = YAML(typ="safe").load(ROOT / "config" / "demo" / "herald.yaml")
    for each in demo["destinations"]:
        for key in ("api_base", "homeserver"):
            if key in each:
                each[key] = herald.sandbox.url
        yield each | {"rate": "1000/1s", "digest": 2}


def standing(herald: Herald, platform: str) -> list[Standing]:
    (channel,) = [c for (name, _), c in herald.sandbox.ledger.channels.items() if name == platform]
    return [post for post in channel.standing if not post.service]


@pytest.fixture
async def folded(herald: Herald) -> Herald:
    herald.config["destinations"] = [*destinations(herald)]
    herald.write()
    herald.site.stories = [
        Story(slug="one", headline="Nine die in fire"),
        Story(slug="two", headline="Bridge opens on Monday"),
        Story(slug="three", headline="Council meets"),
    ]
    await herald.once()
    return herald


async def test_a_digest_follows_its_stories_on_every_platform(folded: Herald) -> None:
    for platform in EDITED + ANSWERED:
        (digest,) = standing(folded, platform)
        assert "Bridge opens on Monday" in digest.text, platform
    folded.site.story("two").headline = "Bridge opens on Friday"
    await folded.once()
    for platform in EDITED:
        (digest,) = standing(folded, platform)
        assert "Bridge opens on Friday" in digest.text, platform
        assert "“Monday” → “Friday”" in digest.text, platform
    for platform in ANSWERED:
        digest, answer = standing(folded, platform)
        assert answer.reply_to == digest.id, platform
        assert "“Monday” → “Friday”" in answer.text, platform
    await folded("retract", f"{folded.site.url}/one")
    await folded.once()
    for platform in EDITED:
        (digest,) = standing(folded, platform)
        assert "Nine die in fire" not in digest.text, platform
        assert "Council meets" in digest.text, platform
    for platform in ANSWERED:
        assert "Nine die in fire: " in standing(folded, platform)[-1].text, platform
    assert {row["state"] for row in await folded.deliveries()} == {"sent"}
