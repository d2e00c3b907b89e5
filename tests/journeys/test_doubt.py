"""A post that may stand there and cannot be looked up: a person is asked, the channel goes on."""

import aiohttp
import pytest

from tests.console.test_lock import by
from tests.journeys.conftest import Herald, until


@pytest.fixture
async def doubtful(herald: Herald) -> int:
    """Lose the answer to the first post that this bot ever sent, and give the delivery's id."""
    herald.fault("/send", "drop_after_commit")
    herald.site.add("one")
    done = await herald.once(1)
    assert "`herald status` says what to do" in done.log
    (row,) = await herald.deliveries("--state", "in_doubt")
    assert (row["destination"], row["remote_id"]) == ("telegram", None)
    return int(row["id"])


async def test_a_first_post_in_doubt_is_shown_with_what_to_do(
    herald: Herald, doubtful: int
) -> None:
    status = await herald.ask("status")
    (problem,) = status["problems"]
    assert problem["id"] == doubtful
    assert problem["article"] == f"{herald.site.url}/one"
    assert "look there and resolve it" in problem["error"]
    assert f"herald resolve {doubtful} --posted REMOTE_ID | --not-posted" in problem["to_do"]
    assert [d["in_doubt"] for d in status["destinations"]] == [1, 0]
    assert status["totals"]["in_doubt"] == 1
    said = (await herald("status")).out
    assert said.startswith(f"in_doubt: delivery {doubtful}, {herald.site.url}/one → telegram\n")


async def test_the_channel_goes_on_without_what_is_in_doubt(herald: Herald, doubtful: int) -> None:
    herald.site.add("two")
    await herald.once()
    await herald.once()
    herald.both("one", "two")
    assert (await herald("retry", str(doubtful))).code == 1
    assert (await herald("cancel", str(doubtful))).code == 1


async def test_a_person_says_that_it_stands_there(herald: Herald, doubtful: int) -> None:
    (post,) = herald.sandbox.ledger.channel("telegram", "morningtick").standing
    done = await herald("resolve", str(doubtful), "--posted", post.id)
    assert (done.code, done.out) == (0, f"delivery {doubtful}: sent as {post.id}\n")
    herald.site.add("two")
    herald.fault("/send", "drop_after_commit")
    await herald.once()
    herald.both("one", "two")
    assert {(d["state"], d["attempts"]) for d in await herald.deliveries()} == {("sent", 1)}
    assert (await herald("resolve", str(doubtful), "--not-posted")).code == 1


async def test_a_person_says_that_it_does_not_stand_there(herald: Herald) -> None:
    herald.fault("/send", "drop_before")
    herald.site.add("one")
    await herald.once(1)
    (row,) = await herald.deliveries("--state", "in_doubt")
    assert await herald.ask("resolve", str(row["id"]), "--not-posted") == {
        "id": row["id"],
        "state": "due",
    }
    await herald.once()
    herald.both("one")


async def test_a_person_presses_at_the_console_that_it_does_not_stand_there(
    herald: Herald, unused_tcp_port: int
) -> None:
    url, password = f"http://127.0.0.1:{unused_tcp_port}", {"C": "eight characters"}
    herald.config["console"] = {"listen": f"127.0.0.1:{unused_tcp_port}", "password": "env:C"}
    herald.write()
    herald.fault("/send", "drop_before")
    herald.site.add("one")
    running = await herald.begin("run", env=password)
    headers = by(password["C"]) | {"Origin": url}

    async def is_doubtful() -> bool:
        return bool(await herald.deliveries("--state", "in_doubt"))

    async with aiohttp.ClientSession(url, headers=headers) as http:
        await until(is_doubtful)
        async with http.get("/problems") as answer:
            page = await answer.text()
        door = page.partition('<form method="post" action="')[2].partition('"')[0]
        form = {"attempts": "1", "posted": "", "answer": "gone"}
        async with http.post(door, data=form) as answer:
            assert (answer.status, answer.url.path) == (200, "/problems")
        await until(lambda: herald.posts("telegram") == ["one"])
    assert (await running.stop()).code == 0
    herald.both("one")


async def test_a_first_post_in_doubt_is_found_on_the_public_page(herald: Herald) -> None:
    herald.config["destinations"][0]["web_base"] = herald.sandbox.url
    herald.write()
    herald.fault("/send", "drop_after_commit")
    herald.site.add("one", "two")
    await herald.once()
    herald.both("one", "two")
    rows = [row for row in await herald.deliveries() if row["destination"] == "telegram"]
    assert {(row["state"], row["attempts"]) for row in rows} == {("sent", 1)}
    assert [row["remote_id"] for row in rows] == [
        post.id for post in herald.sandbox.ledger.channel("telegram", "morningtick").standing
    ]


async def test_a_channel_without_a_public_page_asks_a_person_as_ever(herald: Herald) -> None:
    herald.config["destinations"][0]["web_base"] = herald.sandbox.url
    herald.write()
    herald.fault("/send", "drop_after_commit")
    herald.fault("/s/morningtick", "html_502")
    herald.site.add("one")
    await herald.once(1)
    (row,) = await herald.deliveries("--state", "in_doubt")
    assert "look there and resolve it; it has no public page" in row["error"]


async def test_of_two_articles_with_the_same_words_and_no_link_each_is_told_of_as_it_is(
    herald: Herald,
) -> None:
    """X takes the second one for a double: it is not posted, and the first one is not its own."""
    x = herald.config["destinations"].pop()
    herald.config["destinations"] = [x | {"link_style": "none", "template": "{headline}"}]
    herald.write()
    for slug in ("one", "two"):
        herald.site.add(slug)
        herald.site.story(slug).headline = "The bridge is open"
        await herald.once(code=int(slug == "two"))
    first, second = await herald.deliveries()
    assert (first["state"], second["state"]) == ("sent", "failed")
    assert "duplicate" in second["error"]
    await herald("retract", f"{herald.site.url}/two", "--now")
    channel = herald.sandbox.ledger.channel("x", "morningtick")
    assert [post.id for post in channel.standing] == [first["remote_id"]]


@pytest.mark.parametrize(
    ("on_doubt", "stands"), [("assume_sent", ["one"]), ("repeat", ["one", "one"])]
)
async def test_a_destination_says_beforehand_what_becomes_of_its_doubts(
    herald: Herald, on_doubt: str, stands: list[str]
) -> None:
    herald.config["destinations"][0]["on_doubt"] = on_doubt
    herald.hurry()
    herald.fault("/send", "drop_after_commit")
    herald.site.add("one")
    await herald.once()
    assert herald.posts("telegram") == stands
    assert {d["state"] for d in await herald.deliveries()} == {"sent"}


async def test_resolving_needs_one_word_of_what_became_of_it(
    herald: Herald, doubtful: int
) -> None:
    assert (await herald("resolve", str(doubtful))).code == 64
    both = await herald("resolve", str(doubtful), "--posted", "1", "--not-posted")
    assert both.code == 64
    assert (await herald("resolve", "999", "--not-posted")).code == 1


async def assumed(herald: Herald) -> None:
    """Take a story for sent whose answer was lost, and let it change."""
    herald.config["destinations"] = herald.config["destinations"][:1]
    herald.config["destinations"][0]["on_doubt"] = "assume_sent"
    herald.write()
    herald.fault("/send", "drop_after_commit")
    herald.site.add("one")
    await herald.once()
    herald.site.story("one").headline = "Bridge opens at nine"


async def test_what_was_taken_for_sent_is_looked_for_when_it_is_to_be_corrected(
    herald: Herald,
) -> None:
    herald.config["destinations"][0]["web_base"] = herald.sandbox.url
    herald.fault("/s/morningtick", "html_502")
    await assumed(herald)
    await herald.once()
    (post,) = herald.sandbox.ledger.channel("telegram", "morningtick").standing
    assert post.text.startswith("Bridge opens at nine")
    rows = await herald.deliveries()
    assert [(row["kind"], row["state"], row["remote_id"]) for row in rows] == [
        ("publish", "sent", post.id),
        ("correct", "sent", post.id),
    ]


async def test_a_person_says_where_that_stands_which_was_taken_for_sent(herald: Herald) -> None:
    await assumed(herald)
    why = await herald("why", f"{herald.site.url}/one")
    assert "taken for sent, as on_doubt says" in why.out
    await herald.once(1)
    (publish, correction) = await herald.deliveries()
    assert (publish["remote_id"], correction["state"]) == (None, "failed")
    (problem,) = (await herald.ask("status"))["problems"]
    assert "was only taken for sent" in problem["error"]
    assert f"herald resolve {correction['id']} --posted REMOTE_ID" in problem["error"]
    assert (await herald("resolve", str(correction["id"]), "--not-posted")).code == 1
    (post,) = herald.sandbox.ledger.channel("telegram", "morningtick").standing
    done = await herald("resolve", str(correction["id"]), "--posted", post.id)
    assert (done.code, done.out) == (0, f"delivery {correction['id']}: due again\n")
    await herald.once()
    (post,) = herald.sandbox.ledger.channel("telegram", "morningtick").standing
    assert post.text.startswith("Bridge opens at nine")
    assert {row["remote_id"] for row in await herald.deliveries()} == {post.id}
