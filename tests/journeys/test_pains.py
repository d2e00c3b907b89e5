"""What users of such systems complained of, one test each, named after what went wrong there."""

import signal
from typing import Any

import pytest

from bot.sandbox.ledger import Standing
from tests.journeys.conftest import Herald, until
from tests.journeys.site import PICTURE, Story

SENDS = ("/send", "POST /2/tweets")


def standing(herald: Herald, platform: str) -> Standing:
    """Give the newest post."""
    return herald.sandbox.ledger.channel(platform, "morningtick").standing[-1]


async def known(herald: Herald) -> None:
    """Have one story posted, so that Herald knows where a look-up begins."""
    herald.site.add("one")
    await herald.once()
    herald.hurry()


async def test_errors_after_the_platform_had_accepted_ran_the_whole_publish_again(
    herald: Herald,
) -> None:
    await known(herald)
    for call in SENDS:
        herald.fault(call, "500", commit=True, every=True)
    herald.site.add("two", "three")
    for _ in range(3):
        await herald("run", "--once")
    herald.both("one", "two", "three")


async def test_a_post_that_stayed_queued_was_posted_until_the_account_was_banned(
    herald: Herald,
) -> None:
    herald.fault("/send", "drop_after_commit", every=True)
    herald.site.add("one")
    for _ in range(4):
        await herald("run", "--once")
    herald.both("one")
    assert {d["state"] for d in await herald.deliveries()} == {"sent", "in_doubt"}


async def test_a_crashed_worker_published_again(herald: Herald) -> None:
    await known(herald)
    for call in SENDS:
        herald.fault(call, "delay", seconds=1, commit=True)
    herald.site.add("two")
    running = await herald.begin("run")
    await until(lambda: not herald.sandbox.faults.waiting)
    await running.stop(signal.SIGKILL)
    await herald.once()
    herald.both("one", "two")


async def test_a_timed_out_message_that_was_delivered_came_three_times(herald: Herald) -> None:
    await known(herald)
    for _ in range(3):
        herald.fault("/send", "delay", seconds=3, commit=True)
    herald.site.add("two")
    await herald.once()
    herald.both("one", "two")
    assert {d["attempts"] for d in await herald.deliveries()} == {1}


async def test_bursts_ended_in_too_many_retries(herald: Herald) -> None:
    slugs = [f"{n:02}" for n in range(12)]
    for call in SENDS:
        for nth in (2, 6):
            herald.fault(call, "429", seconds=1, nth=nth)
    herald.site.add(*slugs)
    await herald.once()
    herald.both(*slugs)
    assert {d["attempts"] for d in await herald.deliveries()} == {1}


async def test_a_long_flood_wait_silenced_the_bot_until_somebody_noticed(herald: Herald) -> None:
    herald.fault("/send", "429", seconds=43_837)
    herald.site.add("one")
    await herald.once(75)
    herald.site.add("two")
    await herald.once(75, later=43_000)
    assert herald.posts("telegram") == []
    assert herald.posts("x") == ["one", "two"]
    telegram = (await herald.ask("status"))["destinations"][0]
    due = [d for d in await herald.deliveries() if d["state"] == "due"]
    assert telegram["next_send"] > due[0]["due_at"]
    assert due[0]["error"] == "Telegram: Flood control exceeded. Retry in 12:10:37"
    await herald.once(later=43_900)
    herald.both("one", "two")


async def test_a_bounded_memory_of_ids_posted_a_long_feed_again(herald: Herald) -> None:
    herald.config["sources"][0]["first_run"] = "none"
    herald.write()
    herald.site.add(*(f"{n:03}" for n in range(600)))
    await herald.once()
    herald.site.add("new")
    await herald.once()
    for story in herald.site.stories[:590]:
        story.is_listed = False
    await herald.once()
    for story in herald.site.stories:
        story.is_listed = True
    await herald.once()
    herald.both("new")


async def test_what_was_over_the_limit_of_an_hour_was_dropped(herald: Herald) -> None:
    for destination in herald.config["destinations"]:
        destination["rate"] = "2/1h"
    herald.write()
    slugs = [f"{n}" for n in range(5)]
    herald.site.add(*slugs)
    for hour, count in enumerate((2, 4)):
        await herald.once(75, later=hour * 3700)
        herald.both(*slugs[:count])
    await herald.once(later=2 * 3700)
    herald.both(*slugs)


async def test_a_caption_over_1024_characters_failed(herald: Herald) -> None:
    words = " ".join(["the council of the town opened the bridge over the river"] * 11)
    summary = f"On Monday {words}. On Tuesday {words}."
    herald.site.stories = [Story(slug="one", summary=summary)]
    await herald.once()
    herald.both("one")
    post = standing(herald, "telegram")
    assert summary in post.text
    assert len(post.text) > 1024
    assert not post.photos
    assert post.card


@pytest.mark.parametrize(
    "headline",
    [
        "<b>bold</b> *bold* _it_ [x](http://y) `code` <script>alert(1)</script> & &amp; %s {x}",
        "Unclosed <a href=' and \\ and ](",
        "\N{RIGHT-TO-LEFT OVERRIDE}evil \N{ZERO WIDTH SPACE}and \N{FAMILY} 👨‍👩‍👧‍👦 ﷽",
    ],
)
async def test_signs_in_a_headline_could_not_be_parsed(herald: Herald, headline: str) -> None:
    herald.site.stories = [Story(slug="one", headline=headline), Story(slug="two")]
    await herald.once()
    herald.both("one", "two")
    first = herald.sandbox.ledger.channel("telegram", "morningtick").standing[0]
    assert first.text.split()[0].strip("\N{FIRST STRONG ISOLATE}") in headline
    assert {mark.kind for mark in first.marks} <= {"bold", "text_link", "url"}


async def test_a_text_that_was_too_long_disappeared(herald: Herald) -> None:
    herald.site.stories = [Story(slug="one", headline="Very long news " * 400)]
    await herald.once()
    herald.both("one")
    assert {d["error"] for d in await herald.deliveries()} == {None}


@pytest.mark.parametrize(
    "image",
    [b"", b"no picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", 404, 500, "hang"],
    ids=["empty", "text", "svg", "gone", "down", "hang"],
)
async def test_an_invalid_picture_killed_the_post(herald: Herald, image: Any) -> None:
    herald.site.add("one")
    herald.site.trouble["/one.png"] = image
    await herald.once()
    herald.both("one")
    assert not standing(herald, "telegram").photos
    assert not standing(herald, "x").photos
    assert (await herald("why", f"{herald.site.url}/one")).out.count("without its picture:") == 2


async def test_a_picture_too_large_for_the_platform_killed_the_post(herald: Herald) -> None:
    herald.site.add("one")
    herald.site.trouble["/one.png"] = PICTURE + bytes(11_000_000)
    await herald.once()
    herald.both("one")
    assert standing(herald, "telegram").photos
    assert standing(herald, "x").photos


async def test_every_check_fetched_the_whole_feed(herald: Herald) -> None:
    herald.site.add("one")
    for _ in range(3):
        await herald.once()
    assert herald.site.asked["/feed"] == 3
    assert herald.site.unchanged["/feed"] == 2
    herald.both("one")


@pytest.mark.parametrize(
    ("charset", "headline"),
    [
        ("windows-1251", "Мэр открыл новый мост через реку"),
        ("iso-8859-2", "Árvíztűrő tükörfúrógép a hídon"),
        ("utf-16", "Nytt brofäste öppnat i går"),
    ],
)
async def test_letters_came_out_as_mojibake(herald: Herald, charset: str, headline: str) -> None:
    item = (
        f"<item><guid>1</guid><link>{herald.site.url}/one</link><title>{headline}</title></item>"
    )
    feed = f"<?xml version='1.0' encoding='{charset}'?><rss version='2.0'><channel>{item}"
    herald.site.trouble["/feed"] = f"{feed}</channel></rss>".encode(charset)
    herald.site.trouble["/one"] = 404
    await herald.once()
    herald.both("one")
    assert standing(herald, "telegram").text.startswith(headline)


async def test_a_refused_duplicate_was_taken_for_a_failure(herald: Herald) -> None:
    """X says "duplicate" of a post that it took before, when a person believed that it had not."""
    await known(herald)
    herald.fault("POST /2/tweets", "drop_after_commit")
    herald.fault("GET /2/users", "400")
    herald.site.add("two")
    await herald.once(1)
    (row,) = await herald.deliveries("--state", "in_doubt")
    assert (await herald("resolve", str(row["id"]), "--not-posted")).code == 0
    await herald.once()
    herald.both("one", "two")
    assert await herald.deliveries("--state", "failed") == []


async def test_a_used_up_account_was_tried_again_and_again(herald: Herald) -> None:
    """Every try was refused with a 402, and told of, thirty times over."""
    herald.site.add("one")
    herald.fault("POST /2/tweets", "403", every=True)
    running = await herald.begin("run")
    await until(lambda: herald.posts("telegram") == ["one"])
    await until(lambda: "X: 403" in running.log)
    herald.site.add("two", "three")
    await until(lambda: herald.posts("telegram") == ["one", "two", "three"])
    assert running.log.count("X: 403") == 1
    (alert,) = (await herald.ask("status"))["alerts"]
    assert (alert["topic"], alert["name"]) == ("locked", "x")
    herald.sandbox.faults.waiting.clear()
    herald.config["destinations"][1]["spacing"] = "1s"
    herald.write()
    await until(lambda: herald.posts("x") == ["one", "two", "three"])
    assert (await herald.ask("status"))["alerts"] == []
    assert {d["attempts"] for d in await herald.deliveries()} == {1}


async def test_fixing_a_typo_caused_a_repost(herald: Herald) -> None:
    herald.site.stories = [Story(slug="one", headline="Concil opens bridge")]
    await herald.once()
    herald.site.story("one").headline = "Council opens bridge"
    await herald.once()
    herald.both("one")
    assert standing(herald, "telegram").text.startswith("Council opens bridge")
    assert herald.sandbox.ledger.channel("x", "morningtick").posted == 1


async def test_an_edited_article_left_the_bots_erroneous_message(herald: Herald) -> None:
    herald.site.stories = [Story(slug="one", headline="Nine die in fire")]
    await herald.once()
    herald.site.story("one").headline = "Ten die in fire"
    await herald.once()
    assert standing(herald, "telegram").text.startswith("Ten die in fire")
    assert "“Nine” → “Ten”" in standing(herald, "x").text


async def test_the_preview_kept_the_old_headline_after_an_edit(herald: Herald) -> None:
    herald.config["destinations"][0]["image"] = False
    herald.write()
    herald.site.stories = [Story(slug="one", headline="Nine die in fire")]
    await herald.once()
    before = standing(herald, "telegram").card
    herald.site.story("one").headline = "Ten die in fire"
    await herald.once()
    after = standing(herald, "telegram").card
    assert before
    assert after
    assert (before.url, after.url.partition("?")[0]) == (f"{herald.site.url}/one",) * 2
    assert after.url != before.url


async def test_a_delete_right_after_the_post_did_not_arrive(herald: Herald) -> None:
    herald.fault("/sendPhoto", "429", seconds=30)
    herald.fault("/deleteMessage", "500")
    herald.site.add("one")
    await herald.once()
    await herald("retract", f"{herald.site.url}/one")
    await herald("run", "--once", later=60)
    for platform in ("telegram", "x"):
        assert herald.sandbox.ledger.channel(platform, "morningtick").standing == []
