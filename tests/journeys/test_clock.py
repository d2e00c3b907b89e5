"""Somebody sets the machine's clock while Herald runs."""

import os
import signal

import pytest

from tests.journeys.conftest import Herald, Running, until
from tests.sweep.outlets import OUTLETS, channel, is_blind, post_to, standing

PUBLISHING = {
    "telegram": "/sendPhoto",
    "x": "POST /2/tweets",
    "facebook": "/feed",
    "bluesky": "com.atproto.repo.putRecord",
    "mastodon": "POST /api/v1/statuses",
    "gotosocial": "POST /api/v1/statuses",
    "threads": "/threads_publish",
    "matrix": "/send/m.room.message",
    "slack": "completeUploadExternal",
}


@pytest.fixture(params=[-3600, 3600, -86_400], ids=["an hour back", "an hour ahead", "a day back"])
async def running(herald: Herald, shim: object, request: pytest.FixtureRequest) -> Running:
    if shim is None:
        pytest.skip("there is no compiler for what sets the clock")
    herald.site.add("one")
    return await herald.begin("run", jump=request.param)


async def test_a_clock_that_is_set_stops_nothing_and_doubles_nothing(
    herald: Herald, running: Running
) -> None:
    await until(lambda: herald.posts("telegram") == herald.posts("x") == ["one"])
    os.kill(running.pid, signal.SIGUSR1)
    await until(lambda: "the clock was set" in running.log)
    herald.site.add("two", "three")
    await until(lambda: herald.posts("telegram") == herald.posts("x") == ["one", "two", "three"])
    assert running.log.count("the clock was set") == 1
    assert (await running.stop()).code == 0


async def test_a_clock_that_was_ahead_and_is_right_at_the_next_start_stops_nothing(
    herald: Herald,
) -> None:
    herald.site.add("one")
    await herald.once(later=86_400)
    herald.site.add("two")
    run = await herald.begin("run")
    await until(lambda: herald.posts("telegram") == herald.posts("x") == ["one", "two"])
    assert "the clock was set back by" in run.log


@pytest.mark.parametrize("outlet", [name for name in OUTLETS if not is_blind(name)])
async def test_a_clock_half_a_day_ahead_of_a_platform_s_lets_no_look_up_miss_what_stands(
    herald: Herald, outlet: str
) -> None:
    herald.ahead += 13 * 3600
    post_to(herald, outlet)
    herald.site.add("in-peace")
    await herald.once()
    herald.hurry()
    herald.site.add("bridge")
    herald.fault(PUBLISHING[outlet], "drop_after_commit")
    for _ in range(4):
        await herald("run", "--once")
        herald.ahead += 60
    assert not herald.sandbox.faults.waiting
    assert len(standing(herald, outlet)) == channel(herald, outlet).posted == 2
    assert channel(herald, outlet).drafts == {}
    assert [row["state"] for row in await herald.deliveries()] == ["sent", "sent"]
