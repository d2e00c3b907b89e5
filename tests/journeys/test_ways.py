"""Every way of hearing of news, through `herald run`: a hub's push, a ping, WordPress's REST API."""

import socket
from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.journeys.conftest import Herald, until
from tests.journeys.press import Press, TownHub, started

TOKEN = "correct-horse-battery"


@pytest.fixture
async def press() -> AsyncIterator[Press]:
    there = Press()
    runner, there.url = await started(there.routes())
    yield there
    await runner.cleanup()


@pytest.fixture
async def hub() -> AsyncIterator[TownHub]:
    there = TownHub()
    runner, there.url = await started(there.routes())
    yield there
    await runner.cleanup()


def open_console(herald: Herald) -> str:
    """Let others reach this installation; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        here = f"127.0.0.1:{free.getsockname()[1]}"
    herald.config["console"] = {
        "listen": here,
        "public_url": f"http://{here}",
        "ping_token": "env:PING_TOKEN",
    }
    herald.config["sources"][0]["every"] = "7d"
    herald.write()
    return f"http://{here}"


async def test_a_push_is_posted_though_no_look_is_due_for_a_week(
    herald: Herald, hub: TownHub
) -> None:
    open_console(herald)
    site = herald.site
    site.hub = f"{hub.url}/hub"
    site.add("one")
    topic = f"{site.url}/feed"
    running = await herald.begin("run", env={"PING_TOKEN": TOKEN})
    await until(lambda: herald.posts("x") == ["one"])
    await until(lambda: topic in hub.subscribers)
    status = await herald.ask("status", env={"PING_TOKEN": TOKEN})
    assert status["sources"][0]["websub"].startswith("subscribed until")
    planned = status["sources"][0]["next_poll"]
    asked = site.asked["/feed"]
    site.add("two")
    assert await hub.push(topic, b"<feed/>", lambda made: made[::-1]) == 204
    assert site.asked["/feed"] == asked
    assert await hub.push(topic, b"<feed/>") == 204
    await until(lambda: herald.posts("telegram") == herald.posts("x") == ["one", "two"])
    status = await herald.ask("status", env={"PING_TOKEN": TOKEN})
    assert status["sources"][0]["next_poll"] <= planned
    assert (await running.stop()).code == 0
    herald.both("one", "two")


async def test_a_ping_is_posted_though_no_look_is_due_for_a_week(herald: Herald) -> None:
    here = open_console(herald)
    herald.site.add("one")
    running = await herald.begin("run", env={"PING_TOKEN": TOKEN})
    await until(lambda: herald.posts("x") == ["one"])
    herald.site.add("two")
    call = (
        "<?xml version='1.0'?><methodCall><methodName>weblogUpdates.ping</methodName><params>"
        "<param><value>Tick</value></param><param><value>https://e.org/</value></param>"
        "</params></methodCall>"
    )
    async with (
        aiohttp.ClientSession(headers={"Content-Type": "text/xml"}) as session,
        session.post(f"{here}/ping/{TOKEN}/main", data=call) as answer,
    ):
        assert (answer.status, "<boolean>0</boolean>" in await answer.text()) == (200, True)
    await until(lambda: herald.posts("telegram") == herald.posts("x") == ["one", "two"])
    assert (await running.stop()).code == 0


async def test_wordpress_is_watched_by_its_own_api(herald: Herald, press: Press) -> None:
    (source,) = herald.config["sources"]
    del source["feed"]
    source |= {"wordpress": press.url, "burst": 500}
    herald.config["publisher"]["url"] = f"{press.url}/"
    herald.config["destinations"] = herald.config["destinations"][1:]
    source["first_run"] = "none"
    herald.write()
    for n in range(130):
        press.add(f"old-{n}", ago=86_400 - n)
    embargoed = press.add("embargoed", ago=3600, status="future")
    private = press.add("private", ago=3600, status="private")
    await herald.once()
    running = await herald.begin("run")
    press.add("fresh")
    await until(lambda: posted(herald, press) == ["fresh"])
    embargoed.status = "publish"  # its moments stay: WordPress changes nothing else
    await until(lambda: posted(herald, press) == ["fresh", "embargoed"])
    private.status = "trash"
    press.posts[0].modified = private.modified  # an edit of the oldest post is no news
    press.add("last")
    await until(lambda: posted(herald, press) == ["fresh", "embargoed", "last"])
    assert (await running.stop()).code == 0
    assert posted(herald, press) == ["fresh", "embargoed", "last"]
    assert {"offset", "include", "modified_after"} <= {key for one in press.asked for key in one}
    assert "100" in {query.get("offset") for query in press.asked}


def posted(herald: Herald, press: Press) -> list[str]:
    """Give the slugs of what was ever posted to X, in order."""
    channel = herald.sandbox.ledger.channel("x", "morningtick")
    links = [next(u for u in post.links if u.startswith(press.url)) for post in channel.standing]
    return [link.removeprefix(f"{press.url}/") for link in links]
