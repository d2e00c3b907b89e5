from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import ConfigError
from bot.redact import redact
from bot.settings.settings import Settings, missing_secrets

Load = Callable[[str], Settings]


@pytest.fixture
def complete(read: Load, valid: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("TOWER_TOKEN", "  canary-in-the-tower\n")
    monkeypatch.setenv("WAX", "canary-of-wax")
    (tmp_path / "ring.txt").write_text("canary-ring\n")
    return read(valid)


def test_a_secret_comes_from_the_environment_or_from_a_file_beside(complete: Settings) -> None:
    assert complete.reveal("env:TOWER_TOKEN") == "canary-in-the-tower"
    assert complete.reveal("file:ring.txt") == "canary-ring"
    assert missing_secrets(complete) == ()


def test_a_revealed_secret_is_masked_from_then_on(complete: Settings) -> None:
    complete.reveal("env:WAX")
    assert redact("the wax is canary-of-wax!") == "the wax is ***!"


def test_settings_hold_no_secret(complete: Settings) -> None:
    assert missing_secrets(complete) == ()
    assert "canary" not in repr(complete)


def test_a_missing_secret_is_named_with_its_place(
    complete: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TOWER_TOKEN")
    monkeypatch.setenv("WAX", " ")
    (tmp_path / "ring.txt").unlink()
    tower, wax, ring = missing_secrets(complete)
    assert "herald.yaml:12:12: destinations[0].token: " in tower
    assert "the environment has no TOWER_TOKEN" in tower
    assert "herald.yaml:15:17: destinations[1].seal.wax: " in wax
    assert "herald.yaml:15:32: destinations[1].seal.ring: " in ring
    assert "cannot be read: No such file" in ring
    with pytest.raises(ConfigError, match="TOWER_TOKEN"):
        complete.reveal("env:TOWER_TOKEN")


def test_a_secret_that_is_no_text_is_refused_without_showing_it(
    complete: Settings, tmp_path: Path
) -> None:
    (tmp_path / "ring.txt").write_bytes(b"\xffcanary")
    with pytest.raises(ConfigError, match=r"ring\.txt is not UTF-8 text") as refusal:
        complete.reveal("file:ring.txt")
    assert "canary" not in str(refusal.value)
