"""When posts go: quiet hours, breaking news, budgets."""

import time
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.sandbox.ledger import Standing
from tests.journeys.conftest import Herald
from tests.journeys.site import Story

HOUR = 3600


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
    budgeted(herald, usd_per_day=0.22, when_spent="text_without_link")
    await herald.once(75)
    assert herald.posts("telegram") == ["one", "two", "three"]
    posts = standing(herald, "x")
    assert [bool(post.links) for post in posts] == [True, False]
    assert posts[1].text.startswith("News of two")
    costs = [d["cost_usd"] for d in await herald.deliveries() if d["state"] == "sent"]
    assert round(sum(costs), 3) == 0.215
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
    assert [x[key] for key in told] == [0.9, 0.9, 5.0, None]
    assert [telegram[key] for key in told] == [0.0, 0.0, None, None]
    said = (await herald("status")).out
    assert "x cost $0.900 of 5.00 today and $0.900 this month" in said
    (row,) = await herald.ask("costs", "--by", "month")
    assert (row["destination"], row["posts"], row["usd"]) == ("x", 3, 0.9)
    assert "0.900 US dollars" in (await herald("costs")).out


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
