"""What users of such systems complained of on the way to the platform, one test each."""

import signal

import pytest

from bot.sandbox.ledger import Standing
from tests.journeys.conftest import Herald, until
from tests.journeys.site import PAGE, Story

SENDS = ("/send", "POST /2/tweets")


def standing(herald: Herald, platform: str) -> list[Standing]:
    return herald.sandbox.ledger.channel(platform, "morningtick").standing


async def test_a_lock_that_a_killed_run_had_left_stopped_all_posting(herald: Herald) -> None:
    """For an hour each run ended with 0 and had done nothing (feed2toot, measured)."""
    for call in SENDS:
        herald.fault(call, "delay", seconds=60)
    herald.site.add("one")
    running = await herald.begin("run")
    await until(lambda: not herald.sandbox.faults.waiting)
    await running.stop(signal.SIGKILL)
    herald.site.add("two")
    herald.hurry()
    await herald("run", "--once")
    assert herald.posts("telegram")[-1] == "two"
    assert herald.posts("x") == ["one", "two"]


async def test_posts_came_newest_first(herald: Herald) -> None:
    """As feeds list them (feediverse#4), also what failed at first and what came meanwhile."""
    for call in SENDS:
        herald.fault(call, "429", seconds=1, nth=2)
    herald.site.add("one", "two", "three")
    running = await herald.begin("run")
    await until(lambda: len(herald.posts("x")) > 0)
    herald.site.add("four")
    await until(lambda: len(herald.posts("telegram")) == len(herald.posts("x")) == 4)
    await running.stop()
    herald.both("one", "two", "three", "four")


async def test_all_posts_were_in_flight_at_once(herald: Herald) -> None:
    """Twenty requests left together, with no order and no pace (n8n, measured)."""
    for call in SENDS:
        herald.fault(call, "delay", seconds=1.5)
    slugs = [f"{n:02}" for n in range(6)]
    herald.site.add(*slugs)
    running = await herald.begin("run")
    await until(lambda: not herald.sandbox.faults.waiting)
    states = [row["state"] for row in await herald.deliveries()]
    assert states.count("sending") <= 2
    assert states.count("due") >= 10
    await until(lambda: len(herald.posts("telegram")) == len(herald.posts("x")) == 6)
    await running.stop()
    herald.both(*slugs)


async def test_errors_in_one_feed_kept_all_others_from_being_posted(herald: Herald) -> None:
    main = herald.config["sources"][0]
    herald.site.trouble |= {"/feed-a": "hang", "/feed-b": 500, "/feed-c": b"\x00\xff" * 9}
    herald.config["sources"] = [
        main | {"name": path.strip("/"), "feed": herald.site.url + path}
        for path in herald.site.trouble
    ] + [main]
    herald.write()
    herald.site.add("one")
    await herald.once()
    herald.both("one")
    sources = (await herald.ask("status"))["sources"]
    assert [bool(source["last_error"]) for source in sources] == [True, True, True, False]


@pytest.mark.parametrize("do", ["500", "html_502", "cut_json", "drop_before"])
async def test_a_passing_error_was_taken_for_a_dead_token(herald: Herald, do: str) -> None:
    """The channel was disconnected and had to be set up anew (postiz-app#1884, #1091)."""
    herald.site.add("one")
    await herald.once()
    herald.hurry()
    for call in SENDS:
        herald.fault(call, do)
    herald.site.add("two")
    await herald.once(later=20)
    status = await herald.ask("status")
    assert status["alerts"] == []
    assert [there["paused"] for there in status["destinations"]] == [False, False]
    herald.both("one", "two")


async def test_a_post_that_was_refused_vanished_without_an_error(herald: Herald) -> None:
    """Nobody knew that anything was missing (huginn#2135)."""
    for call in SENDS:
        herald.fault(call, "400")
    herald.site.add("one")
    await herald.once(1)
    status = await herald.ask("status")
    assert [there["failed"] for there in status["destinations"]] == [1, 1]
    for problem in status["problems"]:
        assert problem["article"] == f"{herald.site.url}/one"
        assert problem["error"]
        assert problem["to_do"].startswith("mend the cause, then: herald retry")
    herald.sandbox.faults.waiting.clear()
    await herald("retry", *(str(problem["id"]) for problem in status["problems"]))
    herald.site.add("two")
    await herald.once()
    assert {row["state"] for row in await herald.deliveries()} == {"sent"}


async def test_a_new_cms_flooded_the_channel_with_its_archive(herald: Herald) -> None:
    """Every id and address was new, and the bot was kicked for flooding (python-rss2irc#28)."""
    herald.site.add("one")
    await herald.once()
    herald.site.stories = [Story(slug=f"archive-{n}") for n in range(60)]
    await herald.once()
    herald.both("one")
    held = (await herald.ask("status"))["problems"]
    assert len(held) == 120
    assert all("60" in problem["error"] for problem in held)


async def test_the_bill_for_links_was_a_surprise(herald: Herald) -> None:
    """A link makes a post on X thirteen times as dear; no peer counts money."""
    herald.config["destinations"][1]["budget"] = {
        "usd_per_day": 0.45,
        "when_spent": "text_without_link",
    }
    herald.write()
    herald.site.add("one", "two", "three", "four")
    await herald("run", "--once")
    spent = [row["cost_usd"] for row in await herald.deliveries() if row["destination"] == "x"]
    assert spent == [0.2, 0.2, 0.015, 0.015]
    assert sum(spent) <= 0.45
    assert len(standing(herald, "x")) == 4


async def test_the_card_was_made_before_the_cms_had_set_its_picture(herald: Herald) -> None:
    """The post went out at once, and its preview stayed bare (autoshare-for-twitter#112)."""
    herald.config["sources"][0]["settle"] = "60s"
    herald.write()
    herald.site.add("one")
    page = PAGE.format(
        headline="News of one",
        summary="",
        slug="one",
        site=herald.site.url,
        date="",
        robots="",
        picture="one",
        more="",
    )
    herald.site.trouble["/one"] = page.replace('property="og:image"', 'property="x"')
    await herald("run", "--once")
    assert standing(herald, "telegram") == []
    del herald.site.trouble["/one"]
    await herald.once(later=61)
    herald.both("one")
    assert [len(post.photos) for post in standing(herald, "telegram")] == [1]


async def test_the_same_content_went_to_one_channel_twice_and_nobody_warned(
    herald: Herald,
) -> None:
    """Two set-ups for one account (postiz-app#1779)."""
    telegram = herald.config["destinations"][0]
    herald.config["destinations"].append(telegram | {"name": "again"})
    herald.write()
    warnings = (await herald.ask("check"))["warnings"]
    assert [w for w in warnings if "posts to the same telegram address as telegram" in w]


@pytest.mark.parametrize("do", ["500", "429", "drop_before", "html_502"])
async def test_a_delete_that_failed_once_never_arrived(herald: Herald, do: str) -> None:
    """It was tried once and forgotten (bridgy-fed#1393, wordpress-activitypub#961)."""
    herald.site.add("one")
    await herald.once()
    herald.hurry()
    for call in ("/deleteMessage", "DELETE /2/tweets"):
        herald.fault(call, do, seconds=5)
    await herald("retract", f"{herald.site.url}/one")
    await herald("run", "--once", later=1)
    await herald.once(later=90)
    assert standing(herald, "telegram") == standing(herald, "x") == []
    rows = [row for row in await herald.deliveries() if row["kind"] == "retract"]
    assert [row["state"] for row in rows] == ["sent", "sent"]


async def test_an_update_after_a_delete_brought_the_post_back(herald: Herald) -> None:
    """The order of edits and deletes got lost on the way (bridgy-fed#1796, #2221)."""
    herald.site.stories = [Story(slug="one", headline="Nine die in fire")]
    await herald.once()
    for call in ("/editMessage", "POST /2/tweets"):
        herald.fault(call, "429", seconds=30)
    herald.site.story("one").headline = "Ten die in fire"
    await herald("run", "--once", horizon=1)
    await herald("retract", f"{herald.site.url}/one")
    await herald.once(later=60)
    assert standing(herald, "telegram") == standing(herald, "x") == []
    await herald.once(later=120)
    assert standing(herald, "telegram") == standing(herald, "x") == []
