"""When posts go: quiet hours, breaking news, budgets."""

import asyncio
import time
from datetime import UTC, datetime
from pathlib import Path
from signal import SIGKILL
from typing import Any

import pytest

from bot.sandbox.ledger import Standing
from tests.journeys.conftest import Herald, installed
from tests.journeys.site import Story

HOUR = 3600
POINTS = range(10, 250, 12)
"""Calls of a pass that makes and posts two digests of three stories, at which it is killed."""


def around_now(before: float = HOUR, after: float = HOUR) -> str:
    """Give quiet hours that it is within, by the clock in UTC."""
    moments = (time.time() - before, time.time() + after)
    return "-".join(f"{datetime.fromtimestamp(at, UTC):%H:%M}" for at in moments)


def standing(herald: Herald, platform: str) -> list[Standing]:
    return herald.sandbox.ledger.channel(platform, "morningtick").standing


@pytest.fixture
def quiet(herald: Herald) -> Herald:
    """Have a publisher in whose hours it is quiet, and who has something breaking."""
    herald.config["posting"] = {
        "quiet_hours": around_now(),
        "breaking": {"keywords": ["breaking"]},
    }
    herald.write()
    herald.site.stories = [
        Story(slug="one"),
        Story(slug="alarm", headline="Breaking: the bridge is closed"),
    ]
    return herald


async def test_quiet_hours_hold_posts_and_breaking_news_passes(quiet: Herald) -> None:
    await quiet.once(75)
    quiet.both("alarm")
    told = await quiet.ask("why", f"{quiet.site.url}/one")
    assert all("quiet hours, until" in one["why"] for one in told["deliveries"])
    assert {one["state"] for one in told["deliveries"]} == {"due"}
    await quiet.once(later=2 * HOUR)
    quiet.both("alarm", "one")


async def test_quiet_hours_that_are_lifted_hold_nothing(quiet: Herald) -> None:
    await quiet.once(75)
    del quiet.config["posting"]["quiet_hours"]
    quiet.write()
    await quiet.once()
    quiet.both("alarm", "one")


async def test_silent_quiet_hours_post_without_a_sound(quiet: Herald) -> None:
    quiet.config["posting"]["quiet"] = "silent"
    quiet.write()
    await quiet.once()
    quiet.both("one", "alarm")
    assert [post.silent for post in standing(quiet, "telegram")] == [True, False]


def budgeted(herald: Herald, **budget: Any) -> None:
    herald.config["destinations"][1]["budget"] = budget
    herald.write()
    herald.site.add("one", "two", "three")


async def test_a_spent_budget_drops_links_and_is_never_exceeded(herald: Herald) -> None:
    budgeted(herald, usd_per_day=0.23, when_spent="text_without_link")
    await herald.once(75)
    assert herald.posts("telegram") == ["one", "two", "three"]
    posts = standing(herald, "x")
    assert [bool(post.links) for post in posts] == [True, False]
    assert posts[1].text.startswith("News of two")
    costs = [
        d["cost_usd"] + d["charged_usd"] for d in await herald.deliveries() if d["state"] == "sent"
    ]
    assert round(sum(costs), 3) == 0.225
    status = await herald.ask("status")
    assert [(a["topic"], a["name"]) for a in status["alerts"]] == [("spent", "x")]
    await herald.once(later=25 * HOUR)
    assert [bool(post.links) for post in standing(herald, "x")] == [True, False, True]


async def test_a_spent_budget_holds_posts(herald: Herald) -> None:
    budgeted(herald, usd_per_month=0.3)
    await herald.once(75)
    assert herald.posts("x") == ["one"]
    (two, three) = await herald.deliveries("--state", "due")
    assert two["due_at"] == three["due_at"]
    told = await herald.ask("why", f"{herald.site.url}/two")
    assert "the budget of $0.30 a month is spent" in told["deliveries"][1]["why"]


async def test_what_posts_cost_is_told_before_and_after(herald: Herald) -> None:
    herald.config["destinations"][1]["prices"] = {"with_link": 0.3}
    budgeted(herald, usd_per_day=5)
    document = await herald.ask("preview", f"{herald.site.url}/one")
    assert [post["cost_usd"] for post in document["posts"]] == [0.0, 0.3]
    await herald.once()
    telegram, x = (await herald.ask("status"))["destinations"]
    told = ("usd_today", "usd_this_month", "usd_per_day", "usd_per_month")
    assert [x[key] for key in told] == [0.915, 0.915, 5.0, None]
    assert [telegram[key] for key in told] == [0.0, 0.0, None, None]
    said = (await herald("status")).out
    assert "x cost $0.915 of 5.00 today and $0.915 this month" in said
    (row,) = await herald.ask("costs", "--by", "month")
    assert (row["destination"], row["posts"], row["usd"]) == ("x", 3, 0.915)
    assert "0.915 US dollars" in (await herald("costs")).out


async def test_a_preview_says_what_quiet_hours_would_do(quiet: Herald) -> None:
    one, alarm = [
        (await quiet.ask("preview", f"{quiet.site.url}/{slug}"))["posts"]
        for slug in ("one", "alarm")
    ]
    assert all(post["not_before"] and not post["silent"] for post in one)
    assert not any(post["not_before"] or post["silent"] for post in alarm)
    quiet.config["posting"]["quiet"] = "silent"
    quiet.write()
    posts = (await quiet.ask("preview", f"{quiet.site.url}/one"))["posts"]
    assert all(post["silent"] and not post["not_before"] for post in posts)


async def test_the_first_posts_of_a_destination_wait_for_a_person(herald: Herald) -> None:
    herald.config["posting"] = {"approval": "first_time"}
    herald.write()
    herald.site.add("one", "two")
    await herald.once()
    rows = await herald.deliveries("--state", "held")
    assert len(rows) == 4
    assert {row["error"] for row in rows} == {
        "what a source posts here first is approved by a person"
    }
    await herald("approve", str(rows[0]["id"]))
    herald.site.add("three")
    await herald.once()
    assert (herald.posts("telegram"), herald.posts("x")) == (["one"], [])
    herald.site.add("four")
    await herald.once()
    assert (herald.posts("telegram"), herald.posts("x")) == (["one", "four"], [])


async def test_too_many_posts_at_once_are_one_with_all_headlines(herald: Herald) -> None:
    herald.config["posting"] = {"digest": 2}
    herald.write()
    herald.site.add("one", "two", "three")
    await herald.once()
    for platform in ("telegram", "x"):
        (post,) = standing(herald, platform)
        stories = [
            link.rpartition("/")[2] for link in post.links if link.startswith(herald.site.url)
        ]
        assert [slug for slug in stories if slug] == ["one", "two", "three"]
        assert post.text.index("News of one") < post.text.index("News of three")
    told = await herald.ask("why", f"{herald.site.url}/two")
    kinds = [(one["kind"], one["state"], one["why"][:19]) for one in told["deliveries"]]
    assert kinds == [("publish", "sent", "it stands in digest")] * 2
    rows = await herald.deliveries()
    assert sorted(row["kind"] for row in rows) == ["digest"] * 2 + ["publish"] * 6
    assert [row["cost_usd"] for row in rows if row["destination"] == "x"] == [0, 0, 0, 0.2]
    herald.site.add("four")
    await herald.once()
    assert "News of four" in standing(herald, "x")[-1].text


async def test_a_digest_stands_once_wherever_the_process_is_killed(
    shim: Path | None, door: Path, tmp_path: Path
) -> None:
    if shim is None:
        pytest.skip("there is no compiler for what kills")

    async def killed(point: int) -> list[list[str]]:
        async with turns, installed(door, tmp_path / str(point)) as herald:
            herald.site.add("first")
            await herald.once()
            herald.config["posting"] = {"digest": 2}
            herald.hurry()
            herald.site.add("one", "two", "three")
            assert (await herald("run", "--once", strike=(point, 0, 0, 0))).code == -SIGKILL
            await herald.once(later=30)
            posts = [standing(herald, platform) for platform in ("telegram", "x")]
            return [
                [link.rpartition("/")[2] for p in each[1:] for link in p.links] for each in posts
            ]

    turns = asyncio.Semaphore(4)
    for stood in await asyncio.gather(*(killed(point) for point in POINTS)):
        assert [[slug for slug in each if slug] for each in stood] == [["one", "two", "three"]] * 2


async def test_look_ups_and_deletions_count_in_the_budget(herald: Herald) -> None:
    budgeted(herald, usd_per_day=0.43)
    herald.hurry()
    herald.fault("POST /2/tweets", "drop_after_commit")
    await herald("run", "--once")
    await herald("retract", f"{herald.site.url}/one")
    await herald("run", "--once")
    rows = [row for row in await herald.deliveries() if row["destination"] == "x"]
    assert [
        (row["kind"], row["state"], row["cost_usd"], round(row["charged_usd"], 6)) for row in rows
    ] == [
        ("publish", "sent", 0.2, 0.006),
        ("publish", "sent", 0.2, 0.005),
        ("publish", "due", 0.2, 0.0),
        ("retract", "sent", 0.0, 0.01),
    ]
    status = await herald.ask("status")
    assert round(status["destinations"][1]["usd_today"], 3) == 0.421
