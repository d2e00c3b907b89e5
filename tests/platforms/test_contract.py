"""What every platform must keep; a new file in bot/platforms is tested here by being there."""

import importlib.util
import pkgutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bot import platforms
from bot.catalogue import known_platforms
from bot.errors import HeraldError, InDoubt, Locked, Throttled, Unsent
from bot.ports import Options, Platform

ALL = known_platforms()
FILES = [module.name for module in pkgutil.iter_modules(platforms.__path__)]
HERE = Path(__file__).parent
ROOT = HERE.parents[1]

pytestmark = pytest.mark.parametrize("name", FILES)


def written_for(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"outcomes_of_{name}", HERE / f"test_{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def outcomes(name: str) -> list[tuple[Any, type[HeraldError]]]:
    return [(step, expected) for _, step, expected in written_for(name).OUTCOMES]


def status(step: Any) -> int:
    return step[0] if isinstance(step, tuple) else 0


def test_a_file_is_a_platform_of_its_name(name: str) -> None:
    assert ALL[name].name == name
    assert ALL[name].__module__ == f"bot.platforms.{name}"


@pytest.mark.parametrize("verb", ["edit", "reply", "delete", "find"])
def test_it_declares_what_it_does(name: str, verb: str) -> None:
    declared = getattr(ALL[name].capabilities, verb)
    assert declared == (getattr(ALL[name], verb) is not getattr(Platform, verb))


def test_what_it_declares_is_possible(name: str) -> None:
    can = ALL[name].capabilities
    assert can.text > 0
    assert can.caption is None or 0 < can.caption <= can.text
    assert can.images == bool(can.image_bytes) == bool(can.image_types)
    assert can.images or not can.alt_text
    assert can.pace
    assert all(pace.count > 0 and pace.seconds > 0 for pace in can.pace)
    assert 0 <= can.price <= can.price_with_link
    assert bool(can.price_with_link) == bool(can.priced_on)
    assert not can.priced_on or date.fromisoformat(can.priced_on) > date(2026, 1, 1)


def test_its_options_are_documented_and_strict(name: str) -> None:
    options = ALL[name].options
    assert issubclass(options, Options)
    assert options.model_config["extra"] == "forbid"
    assert all(field.description for field in options.model_fields.values())


def test_its_table_says_what_a_rate_limit_means(name: str) -> None:
    limits = {expected for step, expected in outcomes(name) if status(step) == 429}
    assert limits == {Throttled}


def test_its_table_says_what_wrong_credentials_mean(name: str) -> None:
    assert {expected for step, expected in outcomes(name) if status(step) == 401} == {Locked}


def test_its_table_never_takes_a_server_error_for_a_refusal(name: str) -> None:
    failures = {expected for step, expected in outcomes(name) if status(step) >= 500}
    assert failures == {InDoubt}


@pytest.mark.parametrize("step", ["stall", "reset", "hang up", "half", "cut"])
def test_its_table_leaves_what_may_have_arrived_in_doubt(name: str, step: str) -> None:
    can = ALL[name].capabilities
    # why: who only notifies gives no id, so that a cut answer tells as much as a whole one
    only_notifies = not (can.find or can.edit or can.delete)
    meant = set() if step == "cut" and only_notifies else {InDoubt}
    assert {expected for given, expected in outcomes(name) if given == step} == meant


@pytest.mark.parametrize("step", ["nobody", "deaf"])
def test_its_table_sends_again_what_surely_did_not_leave(name: str, step: str) -> None:
    assert {expected for given, expected in outcomes(name) if given == step} == {Unsent}


def test_its_libraries_load_when_it_is_first_used(name: str) -> None:
    known = "aiohttp apprise httpx telegram tweepy atproto mastodon requests"
    code = f"""
import sys, bot.platforms.{name}
print([library for library in {known.split()} if library in sys.modules])
"""
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert loaded.stdout.strip() == "[]"
