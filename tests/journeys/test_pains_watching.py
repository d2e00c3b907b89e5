"""What users of such systems complained of in what is found, one test each, named after it."""

import gc
import random
import signal
import tracemalloc
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from bot.http import Web
from bot.rules import SourceRules
from bot.sources.feed import Feed
from bot.steps.watch import watch
from bot.store import open_store
from tests.journeys.conftest import Herald, until
from tests.journeys.site import NOW, Site, publish


async def test_a_date_pushed_forward_posted_again_and_silenced_what_followed(
    herald: Herald,
) -> None:
    publish(herald.site, "one", "two")
    await herald.once()
    edited = herald.site.story("one")
    edited.headline, edited.published = "Edited", NOW + timedelta(days=1)
    await herald.once()
    publish(herald.site, "three", hours=0.5)
    await herald.once()
    herald.both("one", "two", "three")


async def test_year_old_entries_came_as_news(herald: Herald) -> None:
    publish(herald.site, "ancient", hours=24 * 365)
    publish(herald.site, "old", hours=49)
    publish(herald.site, "young", hours=47)
    await herald.once()
    herald.both("young")
    await herald("post", f"{herald.site.url}/old", "--now")
    herald.both("young", "old")


async def test_deleting_an_item_let_older_ones_slide_in(herald: Herald) -> None:
    publish(herald.site, "oldest", "older", "one", "two", "three", hours=2)
    for slug in ("oldest", "older"):
        herald.site.story(slug).is_listed = False
    await herald.once()
    herald.site.story("three").is_listed = False
    herald.site.story("older").is_listed = True
    await herald.once()
    herald.both("one", "two", "three")
    publish(herald.site, "four", hours=0)
    herald.site.story("oldest").is_listed = True
    await herald.once()
    herald.both("one", "two", "three", "four")


async def test_every_restart_posted_everything_again(herald: Herald) -> None:
    herald.site.add("one", "two")
    for how in (signal.SIGTERM, signal.SIGKILL, signal.SIGTERM):
        herald.site.asked.clear()
        running = await herald.begin("run")
        await until(lambda: herald.site.asked["/feed"] > 0)
        await until(lambda: len(herald.posts("telegram")) == len(herald.posts("x")) == 2)
        await running.stop(how)
    await herald.once()
    herald.both("one", "two")


async def test_of_all_that_came_between_two_looks_only_the_newest_was_posted(
    herald: Herald,
) -> None:
    publish(herald.site, "one")
    await herald.once()
    publish(herald.site, "two", "three", "four", "five", "six", hours=0)
    await herald.once()
    herald.both("one", "two", "three", "four", "five", "six")


async def test_one_story_at_two_domains_was_posted_twice(herald: Herald) -> None:
    """Each domain has its own feed, its own ids and its own pages that name themselves."""
    publish(herald.site, "one", hours=0.5)
    herald.site.story("one").headline = "Council opens bridge"
    there = herald.site.url.replace("127.0.0.1", "localhost")
    moment = format_datetime(NOW - timedelta(hours=0.5))
    herald.site.trouble["/feed2"] = (
        f"<rss version='2.0'><channel><item><guid>{there}/?p=7</guid><pubDate>{moment}</pubDate>"
        f"<link>{there}/7</link><title>Council opens bridge</title></item></channel></rss>"
    )
    herald.site.trouble["/7"] = (
        f"<title>Council opens bridge</title><link rel=canonical href='{there}/7'>"
        "<h1>Council opens bridge</h1><p>The mayor cut the ribbon on Monday.</p>"
    )
    main = herald.config["sources"][0]
    await herald.once()
    herald.config["sources"].append(main | {"name": "second", "feed": f"{there}/feed2"})
    herald.write()
    await herald.once()
    herald.both("one")
    why = await herald.ask("why", f"{there}/7")
    reasons = [stage["why"] for stage in why["stages"]]
    assert any(
        "the same article as in main, since moment and text agree" in one for one in reasons
    )


@pytest.mark.parametrize("is_changing", [False, True])
async def test_memory_grew_with_every_poll(tmp_path: Path, *, is_changing: bool) -> None:
    site, at = Site(), NOW.timestamp()
    site.add(*(f"{n}" for n in range(30)))
    await site.start()
    web = Web(lambda: at)
    rules = SourceRules(name="main", kind="feed", url=f"{site.url}/feed", allow_private=True)
    store = await open_store(f"sqlite:///{tmp_path}/h.db")
    await store.beginning.sync({"main": rules.url}, [])
    rng = random.Random(1)  # noqa: S311 - jitter

    async def weighed(polls: int) -> int:
        for _ in range(polls):
            if is_changing:
                site.stories[0].summary = f"{rng.random()}"
            await store.beginning.poll_now()
            await watch(store.watching, {"main": Feed(rules, web)}, at, rng)
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        before = await weighed(60)
        assert await weighed(120) - before < 64 * 1024
    finally:
        tracemalloc.stop()
        await store.close()
        await web.close()
        await site.close()
    assert site.asked["/feed"] == 180
