"""What stands in the channels follows its article: corrected when that changes, or taken down."""

from datetime import UTC, datetime

import pytest

from bot.sandbox.ledger import Channel, Standing
from tests.journeys.conftest import Herald
from tests.journeys.site import Story, painted

MINUTES = 60
OTHER_PICTURE = painted("plum")


def channel(herald: Herald, platform: str) -> Channel:
    return herald.sandbox.ledger.channel(platform, "morningtick")


def texts(herald: Herald, platform: str) -> list[str]:
    return [post.text for post in channel(herald, platform).standing]


def one(herald: Herald, platform: str) -> Standing:
    (post,) = channel(herald, platform).standing
    return post


@pytest.fixture
async def posted(herald: Herald) -> Herald:
    """Have one story stand in both channels."""
    herald.site.stories = [Story(slug="one", headline="Nine die in fire")]
    await herald.once()
    herald.both("one")
    return herald


async def test_another_fact_is_corrected_for_all_to_see(posted: Herald) -> None:
    first = one(posted, "telegram")
    posted.site.story("one").headline = "Ten die in fire"
    await posted.once()
    await posted.once()
    edited = one(posted, "telegram")
    assert edited.id == first.id
    assert edited.text.startswith("Ten die in fire")
    day = datetime.now(UTC)
    assert edited.text.endswith(": “Nine” → “Ten”")
    assert f"Corrected {day:%H:}" in edited.text
    post, answer = channel(posted, "x").standing
    assert (post.text.splitlines()[0], answer.reply_to) == ("Nine die in fire", post.id)
    assert answer.text.startswith("Corrected ")
    assert answer.text.endswith(": “Nine” → “Ten”\n\nTen die in fire")
    rows = await posted.deliveries("--article", f"{posted.site.url}/one")
    assert [(r["kind"], r["revision"], r["state"], r["attempts"]) for r in rows] == [
        ("publish", 1, "sent", 1),
        ("publish", 1, "sent", 1),
        ("correct", 2, "sent", 1),
        ("correct", 2, "sent", 1),
    ]
    assert rows[2]["remote_id"] == rows[0]["remote_id"]
    assert rows[3]["cost_usd"] == 0.015


async def test_a_slip_of_the_pen_is_mended_in_silence(posted: Herald) -> None:
    posted.site.story("one").headline = "Nine die in a fire."
    await posted.once()
    assert one(posted, "telegram").text.startswith("Nine die in a fire.")
    assert "Corrected" not in one(posted, "telegram").text
    assert one(posted, "x").text.startswith("Nine die in fire")
    why = await posted.ask("why", f"{posted.site.url}/one")
    x = next(row for row in why["deliveries"] if row["destination"] == "x")
    assert "a slip of the pen" in x["history"][-1]["why"]


async def test_a_correction_that_is_taken_back_is_corrected_again(posted: Herald) -> None:
    for minutes, headline in ((0, "Ten die in fire"), (20, "Nine die in fire")):
        posted.site.story("one").headline = headline
        await posted.once(later=minutes * MINUTES)
    assert one(posted, "telegram").text.startswith("Nine die in fire")
    assert one(posted, "telegram").text.endswith(": “Ten” → “Nine”")
    assert len(texts(posted, "x")) == 3


async def test_only_the_newest_of_several_corrections_is_made(posted: Herald) -> None:
    await posted("pause", "telegram", "x")
    for minutes, headline in ((0, "Ten die in fire"), (20, "Eleven die in fire")):
        posted.site.story("one").headline = headline
        await posted.once(later=minutes * MINUTES)
    await posted("resume", "telegram", "x")
    await posted.once(later=20 * MINUTES)
    assert channel(posted, "telegram").edited == 1
    assert one(posted, "telegram").text.endswith(": “Nine” → “Eleven”")
    assert len(texts(posted, "x")) == 2
    assert [d["state"] for d in await posted.deliveries()][2:4] == ["cancelled", "cancelled"]


async def test_a_correction_before_the_post_is_sent_replaces_it(herald: Herald) -> None:
    for destination in herald.config["destinations"]:
        destination["approval"] = "all"
    herald.write()
    herald.site.stories = [Story(slug="one", headline="Nine die in fire")]
    await herald.once()
    herald.site.story("one").headline = "Ten die in fire"
    await herald.once()
    assert [d["revision"] for d in await herald.deliveries()] == [2, 2]
    await herald("approve", "1", "2")
    await herald.once()
    herald.both("one")
    for platform in ("telegram", "x"):
        assert one(herald, platform).text.startswith("Ten die in fire")
        assert channel(herald, platform).edited == 0


@pytest.mark.parametrize(
    ("approval", "why"),
    [
        ("all", "every post is approved by a person first"),
        ("first_time", "what a source posts here first is approved by a person"),
    ],
)
async def test_what_was_approved_with_another_text_is_approved_anew(
    herald: Herald, approval: str, why: str
) -> None:
    for destination in herald.config["destinations"]:
        destination["approval"] = approval
    herald.write()
    herald.site.stories = [Story(slug="one", headline="Nine die in fire")]
    await herald.once()
    await herald("pause", "telegram")
    await herald("approve", "1", "2")
    await herald.once()
    herald.site.story("one").headline = "Ten die in fire"
    await herald.once()
    await herald("resume", "telegram")
    await herald.once()
    assert channel(herald, "telegram").standing == []
    telegram = (await herald.deliveries())[0]
    assert (telegram["state"], telegram["revision"]) == ("held", 2)
    assert telegram["error"] == why
    await herald("approve", "1")
    await herald.once()
    assert one(herald, "telegram").text.startswith("Ten die in fire")


async def test_a_correction_waits_until_a_doubt_is_resolved(herald: Herald) -> None:
    herald.fault("/sendPhoto", "drop_after_commit")
    herald.site.stories = [Story(slug="one", headline="Nine die in fire")]
    await herald.once(1)
    herald.site.story("one").headline = "Ten die in fire"
    await herald.once()
    assert one(herald, "telegram").text.startswith("Nine")
    (row,) = await herald.deliveries("--state", "in_doubt")
    await herald("resolve", str(row["id"]), "--posted", one(herald, "telegram").id)
    await herald.once()
    assert one(herald, "telegram").text.startswith("Ten")
    assert channel(herald, "telegram").posted == 1


async def test_another_picture_takes_the_place_of_the_first(posted: Herald) -> None:
    before = one(posted, "telegram").photos
    posted.site.story("one").picture = "other"
    posted.site.trouble["/other.png"] = OTHER_PICTURE
    await posted.once(later=11 * MINUTES)
    assert [photo.key for photo in one(posted, "telegram").photos] != [p.key for p in before]
    assert "Corrected" not in one(posted, "telegram").text
    assert len(texts(posted, "x")) == 1


async def test_a_page_is_looked_at_where_the_feed_shows_no_change(posted: Herald) -> None:
    posted.site.story("one").is_listed = False
    posted.site.story("one").headline = "Ten die in fire"
    await posted.once(later=9 * MINUTES)
    assert one(posted, "telegram").text.startswith("Nine")
    await posted.once(later=11 * MINUTES)
    assert one(posted, "telegram").text.startswith("Ten")


async def test_herald_correct_reads_again_at_once(posted: Herald) -> None:
    posted.site.story("one").is_listed = False
    posted.site.story("one").headline = "Ten die in fire"
    said = await posted.ask("correct", f"{posted.site.url}/one?utm_source=x")
    assert said == {
        "url": f"{posted.site.url}/one",
        "result": "queued: `herald run` has it read again and corrected where it stands",
    }
    assert (await posted("correct", f"{posted.site.url}/one", "--now")).code == 0
    assert one(posted, "telegram").text.startswith("Ten")
    assert (await posted("correct", f"{posted.site.url}/none")).code == 1


async def gone(herald: Herald, *minutes: int) -> None:
    for each in minutes:
        await herald.once(later=each * MINUTES)


async def test_a_story_that_is_gone_is_taken_down(posted: Herald) -> None:
    posted.site.trouble["/one"] = 404
    await gone(posted, 11, 20)
    assert len(texts(posted, "telegram")) == len(texts(posted, "x")) == 1
    await gone(posted, 22)
    assert texts(posted, "telegram") == texts(posted, "x") == []
    rows = await posted.deliveries()
    assert [(r["kind"], r["state"]) for r in rows[2:]] == [("retract", "sent")] * 2
    del posted.site.trouble["/one"]
    await gone(posted, 60)
    assert texts(posted, "telegram") == []
    why = await posted.ask("why", f"{posted.site.url}/one")
    assert "not posted again" in str(why["stages"])
    (report,) = (await posted.ask("status"))["reports"]
    assert (report["article"], report["what"]) == (f"{posted.site.url}/one", "came back")
    assert "came back: " in (await posted("status")).out


@pytest.mark.parametrize("status", [500, 503, 403, 401, 429])
async def test_a_page_that_cannot_be_had_is_not_gone(posted: Herald, status: int) -> None:
    posted.site.trouble["/one"] = status
    await gone(posted, 11, 30, 60, 120)
    assert len(texts(posted, "telegram")) == len(texts(posted, "x")) == 1


async def test_a_site_that_is_down_is_not_a_retraction(posted: Herald) -> None:
    posted.site.trouble |= {"/one": 404, "/": 502}
    await gone(posted, 11, 22, 33, 44)
    assert len(texts(posted, "telegram")) == len(texts(posted, "x")) == 1


async def test_many_stories_gone_at_once_are_held_and_asked_about(herald: Herald) -> None:
    slugs = ["a", "b", "c", "d"]
    herald.site.add(*slugs)
    await herald.once()
    herald.site.trouble |= {f"/{slug}": 404 for slug in slugs}
    await gone(herald, 11, 22)
    herald.both(*slugs)
    held = await herald.deliveries("--state", "held")
    assert len(held) == 8
    assert "4 articles are gone at once: is the site broken?" in held[0]["error"]
    for slug in slugs[1:]:
        del herald.site.trouble[f"/{slug}"]
    await herald("approve", str(held[0]["id"]))
    await gone(herald, 33)
    assert herald.sandbox.ledger.channel("telegram", "morningtick").deleted == 1
    left = await herald.deliveries("--state", "held")
    assert {row["article"] for row in left} == {f"{herald.site.url}/a"}


async def test_a_story_that_is_hidden_from_search_engines_is_taken_down(posted: Herald) -> None:
    posted.site.story("one").noindex = True
    await gone(posted, 11)
    assert texts(posted, "telegram") == texts(posted, "x") == []


async def test_a_story_that_was_always_hidden_waits_for_a_person(herald: Herald) -> None:
    herald.site.stories = [Story(slug="one", noindex=True), Story(slug="two")]
    shown = await herald.ask("preview", f"{herald.site.url}/one")
    assert all("noindex" in post["hold"] for post in shown["posts"])
    await herald.once()
    herald.both("two")
    held = await herald.deliveries("--state", "held")
    assert all("noindex" in row["error"] for row in held)
    await herald("approve", *(str(row["id"]) for row in held))
    await herald.once()
    assert set(herald.posts("telegram")) == set(herald.posts("x")) == {"one", "two"}


async def test_herald_retract_takes_down_and_says_why(herald: Herald) -> None:
    herald.config["posting"] = {"retraction": {"telegram": "notice"}}
    herald.write()
    herald.site.stories = [Story(slug="one", headline="Nine die in fire")]
    await herald.once()
    said = await herald("retract", f"{herald.site.url}/one", "--reason", "It was a hoax.", "--now")
    assert said.code == 0, said.log
    text = one(herald, "telegram").text
    assert text.endswith(": The publisher has withdrawn this article. It was a hoax.")
    assert not one(herald, "telegram").buttons
    assert texts(herald, "x") == []
    assert (await herald("retract", f"{herald.site.url}/one")).code == 1
    assert (await herald("correct", f"{herald.site.url}/one")).code == 1


async def test_what_is_too_old_to_delete_becomes_a_notice(posted: Herald) -> None:
    posted.fault("/deleteMessage", "400", every=True)
    await posted("retract", f"{posted.site.url}/one", "--now")
    assert "withdrawn" in one(posted, "telegram").text
    assert {d["state"] for d in await posted.deliveries()} == {"sent"}


async def test_retracting_what_waits_cancels_it(herald: Herald) -> None:
    for destination in herald.config["destinations"]:
        destination["approval"] = "all"
    herald.write()
    herald.site.add("one")
    await herald.once()
    await herald("retract", f"{herald.site.url}/one")
    await herald.once()
    assert [d["state"] for d in await herald.deliveries()] == ["cancelled", "cancelled"]
    assert texts(herald, "telegram") == texts(herald, "x") == []


async def test_corrections_under_a_post_go_with_it(posted: Herald) -> None:
    posted.site.story("one").headline = "Ten die in fire"
    await posted.once()
    assert len(texts(posted, "x")) == 2
    await posted("retract", f"{posted.site.url}/one", "--now")
    assert texts(posted, "telegram") == texts(posted, "x") == []


@pytest.fixture
async def folded(herald: Herald) -> Herald:
    """Have three stories stand in one digest in both channels."""
    herald.config["posting"] = {"digest": 2}
    herald.write()
    herald.site.stories = [
        Story(slug="one", headline="Nine die in fire"),
        Story(slug="two", headline="Bridge opens on Monday"),
        Story(slug="three", headline="Council meets"),
    ]
    await herald.once()
    assert len(channel(herald, "telegram").standing) == len(channel(herald, "x").standing) == 1
    return herald


async def test_a_digest_follows_its_stories(folded: Herald) -> None:
    folded.site.story("two").headline = "Bridge opens on Friday"
    await folded.once()
    folded.site.story("one").headline = "Ten die in fire"
    await folded.once()
    _, list_, *notes = one(folded, "telegram").text.split("\n\n")
    assert list_ == "• Ten die in fire\n• Bridge opens on Friday\n• Council meets"
    assert [line.partition(": ")[2] for line in notes[0].splitlines()] == [
        "“Monday” → “Friday”",
        "“Nine” → “Ten”",
    ]
    digest, *answers = channel(folded, "x").standing
    assert {answer.reply_to for answer in answers} == {digest.id}
    assert [answer.text.splitlines()[-1] for answer in answers] == [
        "Bridge opens on Friday",
        "Ten die in fire",
    ]
    await folded("retract", f"{folded.site.url}/one")
    await folded.once()
    assert one(folded, "telegram").text.split("\n\n")[1] == (
        "• Bridge opens on Friday\n• Council meets"
    )
    assert "Ten die in fire: " in channel(folded, "x").standing[-1].text
    assert {row["state"] for row in await folded.deliveries()} == {"sent"}
    assert (await folded.ask("status"))["problems"] == []


async def test_a_change_to_a_digest_that_was_approved_late_undoes_no_other(folded: Herald) -> None:
    folded.config["destinations"] = [folded.config["destinations"][0] | {"approval": "all"}]
    folded.write()
    folded.site.story("one").headline = "Ten die in fire"
    folded.site.story("two").headline = "Bridge opens on Friday"
    await folded.once()
    first, second = [str(row["id"]) for row in await folded.deliveries("--state", "held")]
    done = await folded("approve", first, second)
    assert done.code == 1
    assert f"delivery {second} is about to be composed anew" in done.log
    await folded.once()
    assert (await folded("approve", second)).code == 0
    await folded.once()
    _, list_, notes = one(folded, "telegram").text.split("\n\n")
    assert list_ == "• Ten die in fire\n• Bridge opens on Friday\n• Council meets"
    assert len(notes.splitlines()) == 2
    assert {row["state"] for row in await folded.deliveries()} == {"sent"}


async def test_two_changes_to_one_digest_at_once_lose_neither(folded: Herald) -> None:
    folded.site.story("three").headline = "Council meets again"
    folded.site.story("one").headline = "Ten die in fire"
    await folded.once()
    text = one(folded, "telegram").text
    assert "• Ten die in fire\n• Bridge opens on Monday\n• Council meets again" in text
