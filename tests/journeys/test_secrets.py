"""No secret comes out anywhere, whatever goes wrong and however much is logged."""

from pathlib import Path
from urllib.parse import quote

import aiohttp
import pytest

from tests.console.test_lock import by
from tests.journeys.conftest import SECRETS, Herald, until

WRONG = {
    "T": "987654321:canaryTelegramTokenThatNobodyKnows",
    "K": "canaryConsumerKey/+=",
    "S": "canaryConsumerSecret/+=",
    "A": "1234-canaryAccessToken",
    "B": "canaryAccessTokenSecret",
}


def leaks(folder: Path, secrets: dict[str, str]) -> list[str]:
    """Name every file of ours that holds a secret, as it is or as it stands in an address."""
    forms = {form.encode() for secret in secrets.values() for form in (secret, quote(secret, ""))}
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert {".out", ".log", ".db"} <= {path.suffix for path in files}
    return [path.name for path in files if any(form in path.read_bytes() for form in forms)]


async def tell_all(herald: Herald, env: dict[str, str]) -> None:
    """Have everything written that can be."""
    address = f"{herald.site.url}/one"
    for words in (
        ["status"],
        ["deliveries"],
        ["export"],
        ["why", address],
        ["preview", address],
        ["check"],
        ["doctor"],
    ):
        await herald(*words, "--verbose", env=env)
        await herald(*words, "--verbose", "--json", env=env)


@pytest.mark.parametrize("do", ["401", "403", "429", "500", "html_502", "cut_json", "drop_before"])
async def test_what_a_platform_answers_brings_no_secret_out(herald: Herald, do: str) -> None:
    herald.hurry()
    for call in ("/send", "POST /2/tweets", "/media/upload"):
        herald.fault(call, do)
    herald.site.add("one")
    running = await herald.begin("run", "--verbose")
    await until(lambda: len(herald.sandbox.faults.waiting) <= 1)
    await running.stop()
    await herald("run", "--once", "--verbose", later=20)
    assert leaks(herald.folder, SECRETS) == []


async def test_tokens_that_are_refused_are_not_shown(herald: Herald) -> None:
    herald.site.add("one")
    done = await herald.once(1, env=WRONG)
    assert "Unauthorized" in done.log
    await herald("run", "--once", "--verbose", env=WRONG)
    await tell_all(herald, WRONG)
    assert {d["state"] for d in await herald.deliveries()} == {"due"}
    assert leaks(herald.folder, WRONG) == []


async def test_an_address_that_nobody_answers_at_is_shown_without_the_token(
    herald: Herald,
) -> None:
    for destination in herald.config["destinations"]:
        destination["api_base"] = "http://127.0.0.1:9"
    herald.write()
    herald.site.add("one")
    running = await herald.begin("run", "--verbose", env=WRONG)
    await until(lambda: running.log.count("attempt 1: due") == 2)
    await running.stop()
    await tell_all(herald, WRONG)
    assert leaks(herald.folder, WRONG) == []


async def test_a_secret_written_into_the_configuration_is_refused_and_not_repeated(
    herald: Herald,
) -> None:
    herald.config["destinations"][0]["token"] = WRONG["T"]
    herald.config["destinations"][1]["auth"]["consumer_secret"] = WRONG["S"]
    herald.write()
    done = await herald("check")
    assert done.code == 78
    assert done.out.count("a secret is never written here") == 2
    for words in (["check", "--json"], ["run", "--once", "--verbose"], ["status"]):
        assert (await herald(*words)).code == 78
    said = "".join(run.out.read_text() + run.log for run in herald.runs)
    assert not any(secret in said for secret in WRONG.values())


async def test_a_secret_that_is_missing_is_named_by_its_reference(herald: Herald) -> None:
    done = await herald("run", "--once", env={"B": ""})
    assert done.code == 78
    where = "destinations[1].auth.access_token_secret: the environment has no B (env:B)"
    assert where in done.log
    assert not any(secret in done.log for secret in SECRETS.values())


async def test_the_console_asks_for_its_password_and_never_says_it(
    herald: Herald, unused_tcp_port: int
) -> None:
    password = {"C": "canaryConsolePassword"}
    herald.config["console"] = {"listen": f"0.0.0.0:{unused_tcp_port}", "password": "env:C"}
    herald.write()
    assert (await herald("check", env=password)).code == 0
    running = await herald.begin("run", "--verbose", env=password)
    url = f"http://127.0.0.1:{unused_tcp_port}"
    await until(lambda: "the console is at" in running.log)
    async with aiohttp.ClientSession(url) as session:
        for said, status in (("", 401), ("wrong", 401), (password["C"], 200)):
            async with session.get("/config", headers=by(said)) as answer:
                assert answer.status == status
                assert password["C"] not in await answer.text()
    await running.stop()
    await tell_all(herald, password)
    assert leaks(herald.folder, password) == []
    herald.config["console"] = {"listen": f"0.0.0.0:{unused_tcp_port}"}
    herald.write()
    refused = await herald("check")
    assert refused.code == 78
    assert "console: needs a password to listen beyond this machine" in refused.out
