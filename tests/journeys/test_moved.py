"""A Telegram group that becomes a supergroup, with another id, is followed there."""

import pytest

from bot.sandbox.ledger import Standing
from bot.sandbox.standins.telegram import Telegram, tap
from tests.journeys.conftest import Herald, until
from tests.journeys.site import Story

GROUP = "-4242424242"


@pytest.fixture
async def group(herald: Herald) -> Herald:
    """Post to a group, in which one story stands."""
    herald.config["destinations"][0]["chat"] = GROUP
    herald.write()
    herald.site.stories = [Story(slug="one", headline="Nine die in fire")]
    await herald.once()
    return herald


def upgraded(herald: Herald, group: str = GROUP) -> str:
    return str(telegram(herald).rooms.upgrade(group, 0))


def telegram(herald: Herald) -> Telegram:
    (found,) = [each for each in herald.sandbox._platforms if isinstance(each, Telegram)]
    return found


def standing(herald: Herald, chat: str) -> list[Standing]:
    return herald.sandbox.ledger.channel("telegram", chat).standing


def headlines(herald: Herald, chat: str) -> list[str]:
    return [post.text.splitlines()[0] for post in standing(herald, chat)]


async def test_posts_go_on_in_the_supergroup_and_the_operator_is_told_once(group: Herald) -> None:
    supergroup = upgraded(group)
    group.site.stories.append(Story(slug="two", headline="Bridge opens"))
    await group.once()
    group.site.stories.append(Story(slug="three", headline="Council meets"))
    await group.once()
    assert headlines(group, GROUP) == ["Nine die in fire"]
    assert headlines(group, supergroup) == ["Bridge opens", "Council meets"]
    asked = group.sandbox.ledger.accepted["telegram"]
    assert asked["sendPhoto"] == 3
    (alert,) = (await group.ask("status"))["alerts"]
    assert (alert["topic"], alert["name"]) == ("moved", "telegram")
    assert alert["to_do"] == f'in the configuration, write "{supergroup}" instead of "{GROUP}"'
    group.config["destinations"][0]["chat"] = supergroup
    group.write()
    await group.once()
    assert (await group.ask("status"))["alerts"] == []
    assert {row["state"] for row in await group.deliveries()} == {"sent"}


@pytest.mark.parametrize("is_configured", [False, True], ids=["followed", "configured"])
async def test_what_stood_in_the_group_is_never_written_over_what_has_its_number(
    group: Herald,
    is_configured: bool,  # noqa: FBT001 - a case
) -> None:
    supergroup = upgraded(group)
    if is_configured:
        group.config["destinations"][0]["chat"] = supergroup
        group.write()
    group.site.stories.append(Story(slug="two", headline="Bridge opens"))
    await group.once()
    assert [post.id for post in standing(group, supergroup)] == [
        post.id for post in standing(group, GROUP)
    ]
    group.site.story("one").headline = "Ten die in fire"
    await group.once(1)
    assert headlines(group, GROUP) + headlines(group, supergroup) == [
        "Nine die in fire",
        "Bridge opens",
    ]
    (failed,) = await group.deliveries("--state", "failed")
    assert (failed["kind"], failed["destination"]) == ("correct", "telegram")
    assert "before it became a supergroup, where no bot can change it" in failed["error"]


async def test_what_a_person_found_in_the_group_is_known_to_stand_in_the_group(
    herald: Herald,
) -> None:
    herald.config["destinations"] = [herald.config["destinations"][0] | {"chat": GROUP}]
    herald.write()
    herald.fault("/send", "drop_after_commit")
    herald.site.stories = [Story(slug="one", headline="Nine die in fire")]
    await herald.once(1)
    (post,) = standing(herald, GROUP)
    assert (await herald("resolve", "1", "--posted", post.id)).code == 0
    (row,) = await herald.deliveries()
    assert (row["state"], row["remote_id"]) == ("sent", f"{GROUP}:{post.id}")
    supergroup = upgraded(herald)
    herald.site.stories.append(Story(slug="two", headline="Bridge opens"))
    await herald.once()
    herald.site.story("one").headline = "Ten die in fire"
    await herald.once(1)
    assert headlines(herald, supergroup) == ["Bridge opens"]
    (failed,) = await herald.deliveries("--state", "failed")
    assert "before it became a supergroup, where no bot can change it" in failed["error"]


async def test_a_doubt_that_outlives_its_group_is_about_the_group(herald: Herald) -> None:
    herald.config["destinations"] = [herald.config["destinations"][0] | {"chat": GROUP}]
    herald.write()
    herald.fault("/send", "drop_after_commit")
    herald.site.add("one")
    await herald.once(1)
    supergroup = upgraded(herald)
    herald.site.add("two")
    await herald.once()
    assert headlines(herald, supergroup) == ["News of two"]
    (post,) = standing(herald, GROUP)
    await herald("resolve", "1", "--posted", post.id)
    row = (await herald.deliveries())[0]
    assert (row["state"], row["remote_id"]) == ("sent", f"{GROUP}:{post.id}")


async def test_the_operators_chat_is_followed(herald: Herald) -> None:
    herald.config["alerts"] = {"chat": GROUP, "token": "env:T", "api_base": herald.sandbox.url}
    herald.write()
    herald.config["posting"] = {"approval": "all"}
    herald.write()
    herald.site.add("one")
    await herald.once()
    assert len(standing(herald, GROUP)) == 2
    supergroup = upgraded(herald)
    herald.config["posting"] = {}
    herald.write()
    herald.fault("/sendPhoto", "drop_after_commit")
    herald.site.add("two")
    await herald.once(1)
    running = await herald.begin("run")
    await until(lambda: len(standing(herald, supergroup)) == 2)
    moved, asked = standing(herald, supergroup)
    assert moved.text.startswith(f"moved\n{GROUP} is {supergroup} by now, and what is sent goes")
    inbox = tap(telegram(herald), supergroup, asked.id, "It is not there")
    await until(lambda: len(inbox.answers) == 1)
    assert inbox.answers[0]["text"] == "It is sent again."
    await running.stop()
