"""The operators' chat: what needs a person is told there once, in the way of nothing else."""

import signal

import pytest

from bot.sandbox.ledger import Standing
from bot.sandbox.setup import BOT_TOKEN
from bot.sandbox.standins.telegram import ANNA, BEN, Telegram, reply, tap
from bot.sandbox.telegram_chat import Chat
from tests.journeys.conftest import Herald, until
from tests.journeys.site import Story

CHAT = "-1001234567890"


@pytest.fixture
def told(herald: Herald) -> Herald:
    """Give the bot a chat with its operators."""
    herald.config["alerts"] = {"chat": CHAT, "token": "env:T", "api_base": herald.sandbox.url}
    herald.write()
    return herald


def messages(herald: Herald) -> list[Standing]:
    channel = herald.sandbox.ledger.channel("telegram", CHAT)
    return [message for message in channel.standing if not message.service]


def commands(message: Standing) -> list[str]:
    """Give what a tap on the message copies."""
    return [message.text[mark.start : mark.end] for mark in message.marks if mark.kind == "code"]


async def test_a_locked_destination_is_told_once(told: Herald) -> None:
    told.fault("/sendPhoto", "401")
    told.site.add("one")
    await told.once(1)
    await told.once(1)
    (message,) = messages(told)
    assert message.text.startswith("locked: telegram\nTelegram: Unauthorized")
    assert commands(message) == ["herald resume telegram"]
    assert told.posts("x") == ["one"]


async def test_a_doubt_that_needs_a_person_is_told_with_what_to_type(told: Herald) -> None:
    told.fault("/send", "drop_after_commit")
    told.site.add("one")
    await told.once(1)
    await told.once()
    (message,) = messages(told)
    (row,) = await told.deliveries("--state", "in_doubt")
    assert message.text.startswith(
        f"in doubt: delivery {row['id']} (publish), {told.site.url}/one → telegram\n{row['error']}"
    )
    assert commands(message) == [
        f"herald resolve {row['id']} --posted REMOTE_ID",
        f"herald resolve {row['id']} --not-posted",
    ]


@pytest.fixture
async def asked(told: Herald) -> Standing:
    """Leave a doubt that needs a person, tell the chat, and have Herald run on; gives the message."""
    told.fault("/sendPhoto", "drop_after_commit")
    told.site.add("one")
    await told.once(1)
    told.runs = [await told.begin("run")]
    (message,) = messages(told)
    return message


def bot_of(herald: Herald) -> Telegram:
    (found,) = [each for each in herald.sandbox._platforms if isinstance(each, Telegram)]
    return found


async def test_it_is_not_there_has_it_sent_again(told: Herald, asked: Standing) -> None:
    inbox = tap(bot_of(told), CHAT, asked.id, "It is not there")
    await until(lambda: len(inbox.answers) == 1)
    assert inbox.answers[0]["text"] == "It is sent again."
    await until(lambda: told.posts("telegram") == ["one", "one"])
    await until(lambda: messages(told)[0].buttons == ())
    done = await told.runs[0].stop()
    assert done.code == 0
    assert "Traceback" not in done.log
    assert "anna (7) says in the chat: it is not there" in done.log


async def test_it_is_there_asks_for_the_link(told: Herald, asked: Standing) -> None:
    inbox = tap(bot_of(told), CHAT, asked.id, "It is there")
    await until(lambda: len(inbox.answers) == 1)
    assert inbox.answers[0]["text"].startswith("Answer that message with the post's link or id")
    reply(bot_of(told), CHAT, asked.id, "it really is")
    await until(lambda: len(messages(told)) == 2)
    assert messages(told)[1].text.startswith("That is no link with a number and no id.")
    (post,) = told.sandbox.ledger.channel("telegram", "morningtick").standing
    reply(bot_of(told), CHAT, asked.id, f"https://t.me/morningtick/{post.id}")
    await until(lambda: len(messages(told)) == 3)
    assert messages(told)[2].text.endswith(f"sent as {post.id}")
    await until(lambda: messages(told)[0].buttons == ())
    assert {row["state"] for row in await told.deliveries()} == {"sent"}
    assert told.posts("telegram") == ["one"]


async def test_nobody_decides_where_the_bot_is_told_of_no_administrator(told: Herald) -> None:
    group = told.config["alerts"]["chat"] = "-77"
    told.write()
    bot_of(told).rooms.open(Chat(id=int(group), is_admin=False), 0)
    told.fault("/sendPhoto", "drop_after_commit")
    told.site.add("one")
    await told.once(1)
    told.runs = [await told.begin("run")]
    (asked,) = told.sandbox.ledger.channel("telegram", group).standing
    inbox = tap(bot_of(told), group, asked.id, "It is not there")
    await until(lambda: len(inbox.answers) == 1)
    assert inbox.answers[0]["text"].startswith("Telegram does not say whether you may decide")
    assert len(await told.deliveries("--state", "in_doubt")) == 1


async def test_who_is_no_administrator_decides_nothing(told: Herald, asked: Standing) -> None:
    inbox = tap(bot_of(told), CHAT, asked.id, "It is not there", BEN)
    await until(lambda: len(inbox.answers) == 1)
    assert inbox.answers[0]["text"] == "Only administrators of this chat may decide."
    (post,) = told.sandbox.ledger.channel("telegram", "morningtick").standing
    reply(bot_of(told), CHAT, asked.id, f"https://t.me/morningtick/{post.id}", BEN)
    await until(lambda: len(messages(told)) == 2)
    assert messages(told)[1].text == "Only administrators of this chat may decide."
    assert messages(told)[0].buttons
    assert len(await told.deliveries("--state", "in_doubt")) == 1
    assert "benno (8) may not decide in the chat" in told.runs[0].log


@pytest.mark.parametrize("named", ["@BENNO", 8])
async def test_who_is_named_decides_and_nobody_else(told: Herald, named: str | int) -> None:
    told.config["alerts"]["deciders"] = [named]
    told.write()
    told.fault("/sendPhoto", "drop_after_commit")
    told.site.add("one")
    await told.once(1)
    running = await told.begin("run")
    (asked,) = messages(told)
    inbox = tap(bot_of(told), CHAT, asked.id, "It is not there", ANNA)
    await until(lambda: len(inbox.answers) == 1)
    assert inbox.answers[0]["text"].startswith("Only who is named in Herald's configuration")
    tap(bot_of(told), CHAT, asked.id, "It is not there", BEN)
    await until(lambda: len(inbox.answers) == 2)
    assert inbox.answers[1]["text"] == "It is sent again."
    await running.stop()


async def test_where_telegram_does_not_say_who_may_decide_nobody_does(
    told: Herald, asked: Standing
) -> None:
    told.fault("/getChatMember", "400")
    inbox = tap(bot_of(told), CHAT, asked.id, "It is not there")
    await until(lambda: len(inbox.answers) == 1)
    assert inbox.answers[0]["text"].startswith("Telegram does not say whether you may decide")
    tap(bot_of(told), CHAT, asked.id, "It is not there")
    await until(lambda: len(inbox.answers) == 2)
    assert inbox.answers[1]["text"] == "It is sent again."


async def test_a_stale_button_says_so(told: Herald, asked: Standing) -> None:
    (row,) = await told.deliveries("--state", "in_doubt")
    await told("pause", "telegram")
    await told("resolve", str(row["id"]), "--not-posted")
    told.fault("/sendPhoto", "drop_after_commit")
    await told("resume", "telegram")
    await until(lambda: len(messages(told)) == 2)
    inbox = tap(bot_of(told), CHAT, asked.id, "It is not there")
    await until(lambda: len(inbox.answers) == 1)
    assert inbox.answers[0]["text"].startswith("This is decided already, or asked anew")
    assert told.posts("telegram") == ["one", "one"]
    assert messages(told)[1].buttons


@pytest.fixture
async def approving(told: Herald) -> Herald:
    """Have one story wait for approval at Telegram alone, told with buttons, and Herald run on."""
    told.config["destinations"] = told.config["destinations"][:1]
    told.config["posting"] = {"approval": "all"}
    told.write()
    told.site.stories = [Story(slug="one", headline="Nine <b>die</b> in fire")]
    await told.once()
    told.runs = [await told.begin("run")]
    return told


async def test_an_approval_shows_what_will_be_posted(approving: Herald) -> None:
    (card,) = messages(approving)
    (row,) = await approving.deliveries()
    head, why, seen, *_ = card.text.splitlines()
    url = f"{approving.site.url}/one"
    assert head == f"waiting for a person: delivery {row['id']} (publish), {url} → telegram"
    assert why == row["error"]
    assert seen == "Readers would see:"
    assert f"picture: {approving.site.url}/" in card.text
    assert commands(card) == [f"herald approve {row['id']}", f"herald reject {row['id']}"]
    inbox = tap(bot_of(approving), CHAT, card.id, "Approve")
    await until(lambda: len(inbox.answers) == 1)
    assert inbox.answers[0]["text"] == "It goes out."
    channel = approving.sandbox.ledger.channel("telegram", "morningtick")
    await until(lambda: len(channel.standing) == 1)
    (quote,) = [mark for mark in card.marks if mark.kind == "blockquote"]
    assert card.text[quote.start : quote.end] == channel.standing[0].text
    await until(lambda: messages(approving)[0].buttons == ())
    assert "anna (7) says in the chat: approve" in approving.runs[0].log


async def test_what_is_rejected_is_never_posted(approving: Herald) -> None:
    (card,) = messages(approving)
    refused = tap(bot_of(approving), CHAT, card.id, "Approve", BEN)
    await until(lambda: len(refused.answers) == 1)
    inbox = tap(bot_of(approving), CHAT, card.id, "Reject")
    await until(lambda: len(inbox.answers) == 2)
    assert [said["text"] for said in inbox.answers] == [
        "Only administrators of this chat may decide.",
        "It is not posted.",
    ]
    assert [row["state"] for row in await approving.deliveries()] == ["cancelled"]
    await until(lambda: messages(approving)[0].buttons == ())


async def test_an_approval_of_what_has_changed_since_is_asked_anew(approving: Herald) -> None:
    approving.site.story("one").headline = "Ten die in fire"
    await until(lambda: len(messages(approving)) == 2)
    old, new = messages(approving)
    assert "Ten die in fire" in new.text
    inbox = tap(bot_of(approving), CHAT, old.id, "Approve")
    await until(lambda: len(inbox.answers) == 1)
    assert inbox.answers[0]["text"].startswith("This is decided already, or asked anew")
    tap(bot_of(approving), CHAT, new.id, "Approve")
    channel = approving.sandbox.ledger.channel("telegram", "morningtick")
    await until(lambda: len(channel.standing) == 1)
    assert channel.standing[0].text.startswith("Ten die in fire")


async def test_more_that_waits_for_approval_is_told_in_one_message(told: Herald) -> None:
    told.config["posting"] = {"approval": "all"}
    told.write()
    told.site.add("one", "two")
    await told.once()
    (message,) = messages(told)
    ids = " ".join(str(row["id"]) for row in await told.deliveries())
    assert message.text.startswith("4 deliveries, waiting for a person:\ndelivery ")
    assert commands(message) == [f"herald approve {ids}", f"herald reject {ids}"]
    assert (await told("approve", *ids.split())).code == 0
    await told.once()
    told.both("one", "two")
    assert len(messages(told)) == 1


async def test_a_configuration_that_is_not_used_is_told_while_running(told: Herald) -> None:
    told.site.add("one")
    running = await told.begin("run")
    await until(lambda: told.posts("telegram") == ["one"])
    (told.folder / "herald.yaml").write_text("version: 1\nnothing: else\n")
    await until(lambda: len(messages(told)) == 1)
    (message,) = messages(told)
    assert message.text.startswith("configuration\nnot used, going on as before: herald.yaml:1:1")
    assert commands(message) == ["herald check"]
    await running.stop()


async def test_a_chat_out_of_reach_keeps_no_post_and_is_told_later(told: Herald) -> None:
    told.config["posting"] = {"approval": "all"}
    told.config["alerts"]["api_base"] = "http://127.0.0.1:9"
    told.write()
    told.site.add("one")
    done = await told.once()
    assert "the operators' chat cannot be told, trying again: Telegram: " in done.log
    assert BOT_TOKEN not in done.log
    for row in await told.deliveries():
        await told("approve", str(row["id"]))
    told.site.add("two")
    await told.once()
    told.both("one")
    told.config["alerts"]["api_base"] = told.sandbox.url
    told.write()
    await told.once()
    shown = [message.text for message in messages(told)]
    assert len(shown) == 2
    assert all(text.startswith("waiting for a person: delivery ") for text in shown)


async def test_nobody_is_told_twice_where_herald_is_killed_while_telling(told: Herald) -> None:
    told.config["posting"] = {"approval": "all"}
    told.write()
    told.fault("/sendMessage", "delay", seconds=60, commit=True)
    told.site.add("one")
    running = await told.begin("run")
    await until(lambda: len(messages(told)) > 0)
    await running.stop(signal.SIGKILL)
    told.sandbox.faults.waiting.clear()
    await told.once()
    await told.once()
    assert sum(f"{told.site.url}/one" in message.text for message in messages(told)) == len(
        messages(told)
    )
    assert len(messages(told)) <= 2, "both deliveries, told together or one by one"
    assert {row["state"] for row in await told.deliveries()} == {"held"}


async def test_doctor_says_whether_the_bot_may_speak_there(told: Herald) -> None:
    checks = {each["what"]: each for each in (await told("doctor", "--json")).document}
    assert checks["operators' chat"]["verdict"] == "ok"
    assert checks["operators' chat"]["says"].startswith("@herald_sandbox_bot tells “")
    group = told.config["alerts"]["chat"] = "-77"
    told.write()
    bot_of(told).rooms.open(Chat(id=int(group), is_admin=False), 0)
    checks = {each["what"]: each for each in (await told("doctor", "--json")).document}
    assert checks["operators' chat"]["verdict"] == "wrong"
    assert "make it an administrator of the chat" in checks["operators' chat"]["says"]
    told.config["alerts"]["deciders"] = ["@anna"]
    told.write()
    checks = {each["what"]: each for each in (await told("doctor", "--json")).document}
    assert checks["operators' chat"]["verdict"] == "ok"
    told.config["alerts"]["chat"] = "12"
    told.write()
    checks = {each["what"]: each for each in (await told("doctor", "--json")).document}
    assert checks["operators' chat"]["verdict"] == "wrong"
    assert "Chat not found" in checks["operators' chat"]["says"]
    assert messages(told) == []
