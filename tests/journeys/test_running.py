"""Herald at work in the background: what changes meanwhile is taken up, and its end is tidy."""

import asyncio
import json
import os
import re
import signal
import sys
from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.journeys.conftest import ROOT, SECRETS, Herald, Running, until

ENV = {**os.environ, **SECRETS, "PYTHONPATH": str(ROOT)}


@pytest.fixture
async def running(herald: Herald) -> Running:
    """Start Herald on one story that both channels then have."""
    herald.site.add("one")
    running = await herald.begin("run")
    await until(lambda: herald.posts("telegram") == herald.posts("x") == ["one"])
    return running


async def reach(herald: Herald, *slugs: str) -> None:
    """Wait until both channels have these stories, then see that they have no other."""
    await until(lambda: len(herald.posts("telegram")) >= len(slugs) <= len(herald.posts("x")))
    herald.both(*slugs)


async def test_what_appears_is_posted_and_the_end_is_tidy(
    herald: Herald, running: Running
) -> None:
    herald.site.add("two", "three")
    await reach(herald, "one", "two", "three")
    done = await running.stop()
    assert (done.code, done.out) == (0, "")
    assert "stopping: what is in flight is settled first" in done.log
    assert {d["state"] for d in await herald.deliveries()} == {"sent"}


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
async def test_what_is_in_flight_is_settled_before_the_end(
    herald: Herald, running: Running, how: signal.Signals
) -> None:
    herald.fault("/send", "delay", seconds=1.5, commit=True)
    herald.fault("POST /2/tweets", "delay", seconds=1.5)
    herald.site.add("two")
    await until(lambda: not herald.sandbox.faults.waiting)
    assert (await running.stop(how)).code == 0
    herald.both("one", "two")
    rows = await herald.deliveries()
    assert {(d["state"], d["attempts"]) for d in rows} == {("sent", 1)}


async def test_a_changed_configuration_is_taken_up_and_a_broken_one_changes_nothing(
    herald: Herald,
) -> None:
    file, x = herald.folder / "herald.yaml", herald.config["destinations"].pop()
    herald.write()
    running = await herald.begin("run")
    herald.site.add("one")
    await until(lambda: herald.posts("telegram") == ["one"])

    herald.config["destinations"].append(x)
    herald.write()
    await until(lambda: "configuration: destination x added" in running.log)
    herald.site.add("two")
    await until(lambda: herald.posts("x") == ["two"])

    file.write_text(file.read_text()[:-40])
    broken = "the changed configuration is not used; going on as before"
    await until(lambda: broken in running.log)
    herald.site.add("three")
    await until(lambda: herald.posts("telegram") == ["one", "two", "three"])

    herald.config["destinations"].pop(0)
    herald.write()
    await until(lambda: "configuration: destination telegram removed" in running.log)
    herald.site.add("four")
    await until(lambda: herald.posts("x") == ["two", "three", "four"])
    done = await running.stop()
    assert (done.code, done.log.count(broken)) == (0, 1)
    (said,) = (
        line for line in map(json.loads, done.log.splitlines()) if broken in line["message"]
    )
    assert said["level"] == "error"
    place = said["message"].partition("\n")[2]
    assert place.startswith("herald.yaml:"), said
    assert all(part.isdecimal() for part in place.split(":")[1:3]), said
    assert herald.posts("telegram") == ["one", "two", "three"]


async def test_a_changed_password_of_the_console_counts_at_once_and_none_beyond_this_machine_is_refused(
    herald: Herald,
) -> None:
    (herald.folder / "p").write_text("first password")
    (herald.folder / "q").write_text("second password")
    herald.config["console"] = {"listen": "0.0.0.0:0", "password": "file:p"}
    herald.write()
    running = await herald.begin("run")
    await until(lambda: "the console is at" in running.log)
    port = running.log.partition("the console is at http://0.0.0.0:")[2].partition("/")[0]

    async def let_in(password: str) -> bool:
        auth = {"Authorization": aiohttp.encode_basic_auth("", password)}
        async with (
            aiohttp.ClientSession(headers=auth) as http,
            http.get(f"http://127.0.0.1:{port}/readyz") as answer,
        ):
            return int(answer.status) == 200

    assert [await let_in(each) for each in ("first password", "second password")] == [True, False]
    herald.config["console"]["password"] = "file:q"
    herald.write()
    await until(lambda: "configuration: console changed" in running.log)
    await until(lambda: let_in("second password"))
    assert not await let_in("first password")
    (herald.folder / "q").write_text("third password")
    await until(lambda: "the secret in file:q changed" in running.log)
    await until(lambda: let_in("third password"))
    assert not await let_in("second password")
    assert "restart" not in running.log

    herald.config["console"] = {"listen": "127.0.0.1:0"}
    herald.write()
    await until(lambda: "the changed configuration is not used" in running.log)
    del herald.config["console"]
    herald.write()
    await until(lambda: "console.listen changed: takes effect after a restart" in running.log)
    assert [await let_in(each) for each in ("third password", "")] == [True, False]


async def test_a_new_token_in_the_file_where_it_is_kept_is_used_at_once(herald: Herald) -> None:
    telegram, token = herald.config["destinations"][0], herald.folder / "token"
    token.write_text("110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0")
    telegram["token"] = "file:token"
    herald.write()
    herald.site.add("one")
    running = await herald.begin("run")
    await until(lambda: "Unauthorized" in running.log and herald.posts("x") == ["one"])
    token.write_text(SECRETS["T"])
    await until(lambda: herald.posts("telegram") == ["one"])
    assert "telegram goes on: its configuration has changed" in running.log
    token.unlink()
    await until(lambda: "the changed configuration is not used" in running.log)
    herald.site.add("two")
    await until(lambda: herald.posts("telegram") == herald.posts("x") == ["one", "two"])
    done = await running.stop()
    assert SECRETS["T"] not in done.log


async def test_a_person_posts_an_article_while_herald_is_running(
    herald: Herald, running: Running
) -> None:
    herald.site.add("by-hand")
    herald.site.story("by-hand").is_listed = False
    url = f"{herald.site.url}/by-hand"
    told = await herald.ask("post", url, "--to", "x", "--now")
    assert told == {
        "url": url,
        "to": ["x"],
        "result": "queued: the Herald that is running posts it",
    }
    await until(lambda: herald.posts("x") == ["one", "by-hand"])
    await herald.ask("post", url)
    await until(lambda: herald.posts("telegram") == ["one", "by-hand"])
    herald.both("one", "by-hand")
    assert running.code is None


async def test_a_paused_channel_waits_and_loses_nothing(herald: Herald, running: Running) -> None:
    assert await herald.ask("pause", "telegram") == [{"name": "telegram", "paused": True}]
    herald.site.add("two", "three")
    await until(lambda: herald.posts("x") == ["one", "two", "three"])
    told = (await herald.ask("status"))["destinations"][0]
    assert (told["name"], told["paused"], told["queued"], told["sent"]) == ("telegram", True, 2, 1)
    assert herald.posts("telegram") == ["one"]
    assert await herald.ask("resume", "telegram") == [{"name": "telegram", "paused": False}]
    await until(lambda: herald.posts("telegram") == ["one", "two", "three"])
    assert {d["attempts"] for d in await herald.deliveries()} == {1}
    assert (await herald("pause", "facebook")).code == 1


async def test_what_waits_for_a_destination_that_was_taken_out_stays_in_sight(
    herald: Herald,
) -> None:
    await herald.once()
    await herald.ask("pause", "x")
    herald.site.add("one")
    await herald("run", "--once")
    assert (await herald.ask("status"))["gone"] == []
    herald.config["destinations"].pop()
    herald.write()
    assert (await herald.ask("status"))["gone"] == [{"name": "x", "queued": 1}]
    assert "x is not in the configuration, and 1 wait for it" in (await herald("status")).out


async def test_a_failed_post_is_tried_again_and_another_cancelled_meanwhile(
    herald: Herald, running: Running
) -> None:
    for _ in range(2):
        herald.fault("POST /2/tweets", "400")
    herald.site.add("two", "three")
    await until(lambda: running.log.count("attempt 1: failed") == 2)
    two, three = await herald.deliveries("--state", "failed")
    assert (await herald("cancel", str(three["id"]))).code == 0
    assert (await herald("retry", str(two["id"]), str(three["id"]))).code == 1
    await until(lambda: herald.posts("x") == ["one", "two"])
    assert herald.posts("telegram") == ["one", "two", "three"]
    (gone,) = await herald.deliveries("--state", "cancelled")
    assert gone["id"] == three["id"]


async def test_a_paused_source_is_not_asked(herald: Herald) -> None:
    herald.site.add("one")
    await herald.once()
    await herald.ask("pause", "main")
    herald.site.add("two")
    asked = herald.site.asked["/feed"]
    await herald.once()
    assert herald.site.asked["/feed"] == asked
    assert (await herald.ask("status"))["sources"][0]["paused"] is True
    await herald.ask("resume", "main")
    await herald.once()
    herald.both("one", "two")


async def test_who_starts_it_sees_that_it_works_and_what_it_finds(herald: Herald) -> None:
    running = await herald.begin("run")
    await until(lambda: "at work: sources watched: 1, destinations: 2" in running.log)
    herald.site.add("one", "two")
    await until(lambda: "source main: 2 new" in running.log)
    await running.stop()


async def test_without_a_name_nothing_is_sent_and_then_all_goes_on(herald: Herald) -> None:
    herald.site.add("one")
    await herald.once()
    paused = [{"name": name, "paused": True} for name in ("telegram", "x")]
    assert await herald.ask("pause") == paused
    herald.site.add("two")
    await herald("run", "--once")
    herald.both("one")
    assert [there["queued"] for there in (await herald.ask("status"))["destinations"]] == [1, 1]
    await herald.ask("pause", "main")
    assert [there["name"] for there in await herald.ask("resume")] == ["telegram", "x", "main"]
    assert (await herald.ask("status"))["sources"][0]["paused"] is False
    await herald.once()
    herald.both("one", "two")


async def test_without_a_destination_nothing_is_queued(herald: Herald) -> None:
    herald.config["destinations"] = []
    herald.write()
    herald.site.add("one")
    done = await herald("post", f"{herald.site.url}/one")
    assert (done.code, "herald.yaml names no destination to post to" in done.log) == (1, True)
    done = await herald("preview", f"{herald.site.url}/one")
    assert (done.code, "names no destination: showing the article" in done.log) == (0, True)


@pytest.fixture
async def first(herald: Herald) -> AsyncIterator[asyncio.subprocess.Process]:
    """Start the installed command itself, as another program would."""
    herald.site.add("one")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "-c", "herald.yaml", "run"),
        cwd=herald.folder,
        env=ENV,
        stderr=asyncio.subprocess.DEVNULL,
    )
    await until(lambda: herald.posts("telegram") == herald.posts("x") == ["one"])
    yield process
    if process.returncode is None:
        process.kill()
        await process.wait()


async def test_a_second_instance_goes_at_once_and_names_the_first(
    herald: Herald, first: asyncio.subprocess.Process
) -> None:
    for words in (["run", "--once"], ["run"]):
        second = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "-c", "herald.yaml", *words),
            cwd=herald.folder,
            env=ENV | {"PYTHONPROFILEIMPORTTIME": "1"},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, log = await second.communicate()
        assert (second.returncode, out) == (69, b"")
        assert f"is in use by {os.uname().nodename}, process {first.pid}" in log.decode()
        # why: most of a start is loading, and a second is soon over on a busy machine.
        assert "bot.settings" in log.decode()
        assert not re.search(r"\bbot\.(engine|steps|console)\b", log.decode())
    first.send_signal(signal.SIGTERM)
    assert await first.wait() == 0
    herald.both("one")
    await herald.once()


async def test_an_instance_that_was_killed_is_in_nobodys_way(
    herald: Herald, first: asyncio.subprocess.Process
) -> None:
    first.kill()
    await first.wait()
    herald.site.add("two")
    await herald.once()
    herald.both("one", "two")
