"""Whatever a platform does to a call: no story is doubled, none lost, no other channel waits."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import Herald, installed, until

SENDS = {"telegram": "/send", "x": "POST /2/tweets"}
LOOKS = {"telegram": "/editMessageReplyMarkup", "x": "GET /2/users"}
OTHER = {"telegram": "x", "x": "telegram"}
IN_TIME, LATE = ["one", "two", "three"], ["one", "three", "two"]
AT_ONCE = 4

Fault = Mapping[str, Any]
Journey = Callable[[Herald, str, Fault], Awaitable[list[Any]]]

# What is made of the struck delivery, and after how many attempts.
FATES: dict[str, tuple[Fault, str, int]] = {
    "never arrived": ({"do": "drop_before"}, "sent", 2),
    "arrived, its answer lost": ({"do": "drop_after_commit"}, "sent", 1),
    "arrived, its answer late": ({"do": "delay", "seconds": 6, "commit": True}, "sent", 1),
    "arrived late": ({"do": "delay", "seconds": 1.2}, "sent", 1),
    "the gateway failed": ({"do": "html_502"}, "sent", 2),
    "the gateway failed after the fact": ({"do": "html_502", "commit": True}, "sent", 1),
    "half an answer": ({"do": "cut_json"}, "sent", 1),
    "too many requests": ({"do": "429", "seconds": 1}, "sent", 1),
    "refused": ({"do": "400"}, "failed", 1),
    "token revoked": ({"do": "401"}, "due", 0),
    "thrown out": ({"do": "403"}, "due", 0),
    "an error": ({"do": "500"}, "sent", 2),
    "an error after the fact": ({"do": "500", "commit": True}, "sent", 1),
}

# What the look-up of a post whose answer was lost meets, and what is made of the delivery.
LOOKUPS: dict[str, tuple[Fault, str, int]] = {
    "too many requests": ({"do": "429", "seconds": 1}, "sent", 1),
    "the gateway failed": ({"do": "html_502"}, "sent", 1),
    "never arrived": ({"do": "drop_before"}, "sent", 1),
    "token revoked": ({"do": "401"}, "sent", 1),
}


async def table(
    cases: Mapping[str, tuple[Fault, str, int]], go: Journey, where: tuple[Path, Path, str]
) -> dict[str, list[Any]]:
    """Go one way with every fault, each with a Herald of its own, a few at once."""
    door, folder, platform = where
    turns = asyncio.Semaphore(AT_ONCE)

    async def at(name: str, fault: Fault) -> list[Any]:
        async with turns, installed(door, folder / name) as herald:
            herald.site.add("one")
            await herald.once()
            herald.hurry()
            herald.site.add("two")
            return await go(herald, platform, fault)

    ends = await asyncio.gather(*(at(name, fault) for name, (fault, _, _) in cases.items()))
    return dict(zip(cases, ends, strict=True))


async def hit(herald: Herald, platform: str) -> Any:
    """Give the ledger's row of what was struck."""
    rows = await herald.deliveries("--article", f"{herald.site.url}/two")
    return next(row for row in rows if row["destination"] == platform)


async def resumed(herald: Herald, platform: str) -> None:
    """Let a destination go on that its platform locked; there is one alert about it."""
    (alert,) = (await herald.ask("status"))["alerts"]
    assert (alert["topic"], alert["name"]) == ("locked", platform)
    assert (await herald("resume", platform)).code == 0
    assert (await herald.ask("status"))["alerts"] == []
    await herald.once(later=1)


async def publish(herald: Herald, platform: str, fault: Fault) -> list[Any]:
    herald.fault(SENDS[platform], **fault)
    done = await herald("run", "--once")
    struck = await hit(herald, platform)
    has_failed, is_locked = (struck["state"] == state for state in ("failed", "due"))
    assert herald.posts(OTHER[platform]) == ["one", "two"]
    assert done.code == (has_failed or is_locked), done.log
    herald.site.add("three")
    await herald.once(int(is_locked))
    if is_locked:
        assert herald.posts(platform) == ["one"]
        await resumed(herald, platform)
    if has_failed:
        assert herald.posts(platform) == ["one", "three"]
        (problem,) = (await herald.ask("status"))["problems"]
        assert problem["to_do"].startswith(f"mend the cause, then: herald retry {struck['id']}")
        assert problem["error"].startswith({"telegram": "Telegram: ", "x": "X: "}[platform])
        assert (await herald("retry", str(struck["id"]))).code == 0
        await herald.once()
    return [struck["state"], struck["attempts"], herald.posts(platform)]


@pytest.mark.parametrize("platform", SENDS)
async def test_no_fault_doubles_or_loses_a_post(platform: str, door: Path, tmp_path: Path) -> None:
    assert await table(FATES, publish, (door, tmp_path, platform)) == {
        name: [state, attempts, LATE if state == "failed" else IN_TIME]
        for name, (_, state, attempts) in FATES.items()
    }


async def look_up(herald: Herald, platform: str, fault: Fault) -> list[Any]:
    herald.fault(SENDS[platform], "drop_after_commit")
    herald.fault(LOOKS[platform], **fault)
    running = await herald.begin("run")
    await until(lambda: not herald.sandbox.faults.waiting)
    assert (await running.stop()).code == 0
    herald.site.add("three")
    is_locked = fault["do"] == "401"
    await herald.once(int(is_locked), later=20)
    if is_locked:
        assert herald.posts(platform) == ["one", "two"]
        await resumed(herald, platform)
    struck = await hit(herald, platform)
    return [struck["state"], struck["attempts"], herald.posts(platform)]


@pytest.mark.parametrize("platform", SENDS)
async def test_a_look_up_that_tells_nothing_is_repeated_and_never_the_post(
    platform: str, door: Path, tmp_path: Path
) -> None:
    assert await table(LOOKUPS, look_up, (door, tmp_path, platform)) == {
        name: [state, attempts, IN_TIME] for name, (_, state, attempts) in LOOKUPS.items()
    }


async def test_a_platform_that_cannot_be_reached_gets_its_posts_later(herald: Herald) -> None:
    telegram = herald.config["destinations"][0]
    reachable, telegram["api_base"] = telegram["api_base"], "http://127.0.0.1:9"
    herald.write()
    herald.site.add("one", "two")
    running = await herald.begin("run")
    await until(lambda: herald.posts("x") == ["one", "two"])
    await until(lambda: "attempt 1: due" in running.log)
    await running.stop()
    telegram["api_base"] = reachable
    herald.write()
    await herald.once(later=20)
    herald.both("one", "two")


async def with_picture(herald: Herald, platform: str, fault: Fault) -> list[Any]:
    herald.fault(**fault)
    running = await herald.begin("run")
    await until(lambda: not herald.sandbox.faults.waiting)
    assert (await running.stop()).code == 0
    await herald.once(later=20)
    return herald.posts(platform)


async def test_trouble_with_a_picture_doubles_no_post(door: Path, tmp_path: Path) -> None:
    cases: dict[str, tuple[Fault, str, int]] = {
        f"{do} at {call}": ({"do": do, "match": f"/media/{call}"}, "sent", 1)
        for call in ("upload", "metadata")
        for do in ("500", "401", "drop_before", "drop_after_commit", "html_502", "cut_json")
    }
    ends = await table(cases, with_picture, (door, tmp_path, "x"))
    assert ends == {name: ["one", "two"] for name in cases}
