"""What commands say to people while they work."""

import asyncio
import logging

import pytest

from bot.cli import console
from bot.cli.console import attend


@pytest.mark.parametrize(("patience", "told"), [(0, ["reading a page …"]), (600, [])])
def test_what_takes_longer_than_its_time_is_told(
    patience: float,
    told: list[str],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def work() -> str:
        loop = asyncio.get_running_loop()
        done = loop.create_future()
        loop.call_later(0.01, done.set_result, "read")
        return str(await done)

    monkeypatch.setattr(console, "PATIENCE", patience)
    with caplog.at_level(logging.INFO, "herald"):
        assert attend("reading a page", work()) == "read"
    assert caplog.messages == told
