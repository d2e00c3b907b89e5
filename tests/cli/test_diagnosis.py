from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

import pytest

from bot.app import load_settings
from bot.catalogue import known_platforms
from bot.cli.diagnosis import (
    ENOUGH,
    of_clock,
    of_community,
    of_destination,
    of_disk,
    of_source,
    of_ways,
)
from bot.cli.proposal import Site
from bot.model import Entry
from bot.ports import Poll
from bot.rules import Destination, SourceRules
from bot.settings.settings import Console

NOON = datetime(2027, 1, 15, 12, tzinfo=UTC)
DATE = "Fri, 15 Jan 2027 12:00:00 GMT"
RULES = SourceRules(name="main", kind="feed", url="https://e.example/feed")
PLATFORMS = known_platforms()
LINKS = MappingProxyType({"telegram": "https://t.me/Tick", "x": "https://x.com/tick"})


@pytest.mark.parametrize(
    ("date", "seconds", "verdict", "says"),
    [
        (DATE, 0, "ok", "within 60 s"),
        (DATE, 60, "ok", "within 60 s"),
        (DATE, -61, "wrong", "61 s behind"),
        (DATE, 3600, "look", "3600 s ahead of"),
        ("", 0, "look", "does not say"),
        ("yesterday", 0, "look", "does not say"),
    ],
)
def test_clocks_are_compared(date: str, seconds: float, verdict: str, says: str) -> None:
    check = of_clock(date, NOON.timestamp() + seconds)
    assert check.verdict == verdict
    assert says in check.says


@pytest.mark.parametrize(
    ("free", "verdict"), [(ENOUGH, "ok"), (ENOUGH - 1, "wrong"), (0, "wrong")]
)
def test_little_room_is_wrong(free: int, verdict: str) -> None:
    assert of_disk(free).verdict == verdict


def entry(url: str = "https://e.example/1", published: datetime | None = NOON) -> Entry:
    return Entry(source="main", guid="1", url=url, published=published)


@pytest.mark.parametrize(
    ("poll", "verdict", "says"),
    [
        (Poll(entries=(entry(),)), "ok", "1 entries, the newest of 2027-01-15T12:00:00.000Z"),
        (Poll(entries=(entry(published=None),)), "ok", "the newest of no known time"),
        (Poll(entries=()), "wrong", "lists no article"),
        (Poll(entries=(entry(url=""),)), "wrong", "none with a link"),
        (Poll(entries=(entry(),), moved_to="https://e.example/new"), "look", "it has moved"),
    ],
    ids=["fine", "no dates", "empty", "no links", "moved"],
)
def test_a_source_is_judged_by_what_it_lists(poll: Poll, verdict: str, says: str) -> None:
    check = of_source(RULES, poll)
    assert (check.what, check.verdict) == ("source main", verdict)
    assert says in check.says


def destination(platform: str, address: str) -> Destination:
    return Destination(name="ours", platform=platform, address=address)


@pytest.mark.parametrize(
    ("where", "links", "verdict", "says"),
    [
        (("telegram", "@tick"), LINKS, "ok", "the site invites readers to https://t.me/Tick"),
        (("telegram", "@tock"), LINKS, "wrong", "posts to @tock, but the site"),
        (("telegram", "-100123"), LINKS, "ok", "https://t.me/Tick"),
        (("x", "@tick"), LINKS, "ok", "$0.015 a post, $0.200 with a link"),
        (("x", "@tick"), {}, "look", "does not invite readers to x"),
        (("x", "@tick"), None, "look", "could not be compared"),
        (("slack", "C0123456789"), LINKS, "ok", "no place that sites invite readers to"),
    ],
    ids=["same", "another", "number", "price", "no link", "no site", "a workspace"],
)
def test_a_destination_is_where_the_site_invites_to(
    where: tuple[str, str], links: dict[str, str] | None, verdict: str, says: str
) -> None:
    check = of_destination(destination(*where), PLATFORMS[where[0]], links)
    assert check.verdict == verdict
    assert says in check.says


@pytest.mark.parametrize(
    ("feeds", "hubs", "public_url", "verdict", "to_do"),
    [
        ((), (), "", "ok", ""),
        (("https://www.morningtick.example/feed",), (), "", "ok", ""),
        (("https://www.morningtick.example/rss",), (), "", "look", "one of these is better"),
        (("https://www.morningtick.example/feed/",), ("h",), "", "look", "set console.public_url"),
        (("https://www.morningtick.example/feed/",), ("h",), "https://h.example", "ok", ""),
    ],
)
def test_the_ways_to_hear_that_a_site_offers_are_told(
    example: Path,
    feeds: tuple[str, ...],
    hubs: tuple[str, ...],
    public_url: str,
    verdict: str,
    to_do: str,
) -> None:
    console = Console(host="127.0.0.1", port=1, public_url=public_url)
    settings = replace(load_settings(example), console=console)
    check = of_ways(settings, Site(url="https://e.example/", feeds=feeds, hubs=hubs))
    assert (check.what, check.verdict) == ("ways to hear", verdict)
    assert to_do in check.to_do
    assert all(f"feed {feed}" in check.says for feed in feeds)


def test_an_invitation_without_a_destination_is_told(example: Path) -> None:
    settings = load_settings(example)
    links = {**LINKS, "instagram": "https://www.instagram.com/tick"}
    assert list(of_community(settings, links, PLATFORMS)) == []
    (check,) = of_community(
        replace(settings, destinations=settings.destinations[:1]), links, PLATFORMS
    )
    assert (check.what, check.verdict) == ("community x", "look")
    assert check.to_do == "add a destination with platform: x"


def test_what_is_configured_must_be_what_the_site_says(example: Path) -> None:
    settings = load_settings(example)
    written = {"telegram": "http://telegram.me/tick/", "x": "https://x.com/tock", "facebook": "a"}
    publisher = replace(settings.publisher, community=written)
    links = {"telegram": "https://t.me/tick", "x": "https://x.com/tick"}
    (check,) = of_community(replace(settings, publisher=publisher), links, PLATFORMS)
    assert (check.what, check.verdict) == ("community x", "wrong")
    assert "https://x.com/tock" in check.says
