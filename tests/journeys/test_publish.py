"""From a feed to both channels: each story once, in the order in which it was published."""

import re

import pytest

from tests.journeys.conftest import Herald
from tests.journeys.site import publish


@pytest.mark.parametrize("kind", ["rss", "atom", "json"])
async def test_a_feed_of_any_kind_is_posted_once_and_in_order(herald: Herald, kind: str) -> None:
    herald.site.kind = kind
    publish(herald.site, "one", "two", "three")
    for _ in range(3):
        await herald.once()
    herald.both("one", "two", "three")
    publish(herald.site, "four", "five", hours=0.1)
    await herald.once()
    herald.both("one", "two", "three", "four", "five")
    assert {d["attempts"] for d in await herald.deliveries()} == {1}


@pytest.mark.parametrize(
    ("first_run", "posted"),
    [
        ("none", []),
        ({"latest": 2}, ["two", "three"]),
        ({"latest": 9}, ["one", "two", "three"]),
        ("all", ["one", "two", "three"]),
    ],
)
async def test_the_first_look_posts_as_many_as_the_operator_says(
    herald: Herald, first_run: object, posted: list[str]
) -> None:
    herald.config["sources"][0]["first_run"] = first_run
    herald.write()
    publish(herald.site, "one", "two", "three")
    await herald.once()
    herald.both(*posted)
    publish(herald.site, "four", hours=0)
    await herald.once()
    herald.both(*posted, "four")


async def test_a_story_settles_before_it_is_read(herald: Herald) -> None:
    herald.config["sources"][0]["settle"] = "60s"
    herald.write()
    herald.site.add("one")
    done = await herald.once()
    assert re.search(r"done; articles that are read later \(settle\): 1, in \d\d s", done.log)
    herald.both()
    assert not herald.site.asked["/one"]
    herald.site.story("one").headline = "Second thoughts"
    await herald.once(later=61)
    herald.both("one")
    (post,) = herald.sandbox.ledger.channel("x", "morningtick").standing
    assert post.text.startswith("Second thoughts")


async def test_a_burst_is_held_until_a_person_decides(herald: Herald) -> None:
    herald.config["sources"][0]["burst"] = 2
    herald.write()
    herald.site.add("zero")
    await herald.once()
    herald.site.add("one", "two", "three")
    await herald.once()
    herald.both("zero")
    held = await herald.deliveries("--state", "held")
    assert len(held) == 6
    assert {d["error"] for d in held} == {"3 new entries in one look, more than 2"}
    status = await herald.ask("status")
    assert status["problems"][0]["to_do"].startswith("herald approve ")
    ids = {d["id"]: d["article"] for d in held}
    rejected = [str(i) for i, article in ids.items() if article.endswith("/two")]
    approved = [str(i) for i in ids if str(i) not in rejected]
    assert (await herald("reject", *rejected)).code == 0
    assert (await herald("approve", *reversed(approved))).code == 0
    assert (await herald("approve", *rejected)).code == 1
    await herald.once()
    herald.both("zero", "one", "three")
    herald.site.add("four", "five")
    await herald.once()
    herald.both("zero", "one", "three", "four", "five")


@pytest.mark.parametrize(
    ("guid", "decorated"),
    [
        ("", "https://{host}/one"),
        ("", "{site}/one?utm_source=rss&utm_medium=feed"),
        ("", "{site}/one/"),
        ("", "{site}/one?amp=1"),
        ("new", "{site}/one"),
        ("new", "{site}/one/?fbclid=x"),
        ("one", "{site}/renamed"),
    ],
)
async def test_new_decoration_of_a_link_or_id_doubles_nothing(
    herald: Herald, guid: str, decorated: str
) -> None:
    publish(herald.site, "one")
    await herald.once()
    story = herald.site.story("one")
    host = herald.site.url.removeprefix("http://")
    story.link = decorated.format(site=herald.site.url, host=host)
    story.guid = guid or story.guid
    await herald.once()
    publish(herald.site, "two", hours=0)
    await herald.once()
    herald.both("one", "two")
