"""A source or a page that is broken delays no other, and says what is wrong with it."""

from typing import Any

import pytest

from tests.journeys.conftest import Herald, until
from tests.journeys.site import Story

HTML = "<html><head><title>Sorry</title></head><body>We are having a break.</body></html>"
SUMMARY = "The council opened the new bridge over the river on Monday after nine years of work."


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        (502, "the server answers 502 Bad Gateway"),
        (404, "the server answers 404 Not Found"),
        (HTML, "this is an HTML page, not a feed"),
        ("<<< no XML >>>", "this is no feed"),
        ("", "the answer is empty"),
        ("{}", "this is JSON, but no JSON Feed"),
        ("hang", "no complete answer in time"),
    ],
)
async def test_a_broken_source_says_why_and_delays_no_other(
    herald: Herald, trouble: Any, reason: str
) -> None:
    main = herald.config["sources"][0]
    broken = f"{herald.site.url}/broken"
    herald.config["sources"].insert(0, main | {"name": "broken", "feed": broken})
    herald.write()
    herald.site.trouble["/broken"] = trouble
    herald.site.add("one")
    done = await herald.once()
    herald.both("one")
    bad, good = (await herald.ask("status"))["sources"]
    assert bad["name"] == "broken"
    assert bad["url"] == broken
    assert bad["last_error"].startswith(f"{broken}: {reason}"), bad
    assert f"source broken: {bad['last_error']}" in done.log
    assert bad["last_success"] is None
    assert bad["next_poll"]
    assert good["last_error"] is None
    assert good["last_success"]
    assert good["entries_known"] == 1


async def test_a_source_that_hangs_holds_up_no_other_while_running(herald: Herald) -> None:
    main = herald.config["sources"][0]
    herald.config["sources"].insert(
        0, main | {"name": "hanging", "feed": f"{herald.site.url}/hanging"}
    )
    herald.write()
    herald.site.trouble["/hanging"] = "hang"
    running = await herald.begin("run")
    await until(lambda: herald.site.asked["/hanging"] > 0)
    herald.site.add("one")
    await until(lambda: herald.posts("x") == herald.posts("telegram") == ["one"])
    assert (await running.stop()).code == 0


@pytest.mark.parametrize("trouble", [404, 410, 403, 500, "hang", ""])
async def test_a_page_that_cannot_be_read_is_posted_in_the_words_of_the_feed(
    herald: Herald, trouble: Any
) -> None:
    herald.site.stories = [
        Story(slug="one", headline="What the feed says", summary=SUMMARY),
        Story(slug="two"),
    ]
    herald.site.trouble["/one"] = trouble
    for later in (0, 20, 100):
        await herald.once(later=later)
    assert sorted(herald.posts("x")) == ["one", "two"]
    assert sorted(herald.posts("telegram")) == ["one", "two"]
    (post,) = (
        post.text
        for post in herald.sandbox.ledger.channel("telegram", "morningtick").standing
        if any(link.endswith("/one") for link in post.links)
    )
    assert post.startswith(f"What the feed says\n\n{SUMMARY}")


async def test_a_page_that_is_down_is_shown_as_unread_and_read_when_it_is_back(
    herald: Herald,
) -> None:
    herald.site.add("one", "two")
    herald.site.trouble["/one"] = 503
    await herald.once()
    herald.both("two")
    (unread,) = (await herald.ask("status"))["unread"]
    assert unread["url"] == f"{herald.site.url}/one"
    assert unread["error"] == f"{herald.site.url}/one: the server answers 503 Service Unavailable"
    assert (unread["source"], unread["tries"]) == ("main", 1)
    herald.site.trouble.clear()
    await herald.once(later=20)
    herald.both("two", "one")
    assert (await herald.ask("status"))["unread"] == []


async def test_a_story_listed_by_two_sources_is_posted_once(herald: Herald) -> None:
    main = herald.config["sources"][0]
    herald.config["sources"].append(main | {"name": "second", "feed": f"{herald.site.url}/feed2"})
    herald.write()
    herald.site.add("one", "two")
    await herald.once()
    herald.both("one", "two")
