"""What doctor says of a model, asked over a real socket."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import load_settings
from bot.cli.consulting import answered
from bot.http import Web
from bot.ports import Model
from bot.settings.settings import Settings
from tests.model_server import rewriting, serving


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    there = Web(lambda: 0.0)
    yield there
    await there.close()


def settings(example: Path, url: str, **more: str) -> Settings:
    model = replace(Model(mode="select", base_url=url, name="small"), **more)  # type: ignore[arg-type]  # names
    return replace(load_settings(example), model=model)


async def test_without_a_model_there_is_nothing_to_say(example: Path, web: Web) -> None:
    assert await answered(load_settings(example), web.ask) == []


@pytest.mark.parametrize(
    ("mode", "says", "verdict", "expected"),
    [
        ("select", "[2]", "ok", "select: A storm had broken"),
        ("select", "Hello!", "look", "it answered no list of numbers"),
        ("rewrite", rewriting("Port Ellery buys 48 lamps."), "ok", "rewrite: Port Ellery buys"),
        ("rewrite", rewriting("Port Ellery buys 50 lamps."), "look", "does not state: 50"),
    ],
)
async def test_an_answer_is_shown_and_judged(
    example: Path, web: Web, mode: str, says: str, verdict: str, expected: str
) -> None:
    async with serving(says=says) as server:
        (check,) = await answered(settings(example, server.base_url, mode=mode), web.ask)
    assert (check.what, check.verdict) == ("model small", verdict)
    assert expected in check.says


async def test_a_model_that_cannot_be_asked_is_wrong(
    example: Path, web: Web, tmp_path: Path
) -> None:
    (tmp_path / "key").write_text("sk-wrong-canary")
    async with serving(key="sk-right-canary") as server:
        asked = settings(example, server.base_url, key=f"file:{tmp_path / 'key'}")
        (check,) = await answered(asked, web.ask)
    assert check.verdict == "wrong"
    assert "401" in check.says
    assert "sk-wrong" not in check.says
    assert "api_key" in check.to_do
    gone = settings(example, server.base_url, key="env:NOT_THERE")
    assert await answered(gone, web.ask) == [], "said among the secrets"
