from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import ConfigError
from bot.settings.settings import Settings
from bot.settings.watcher import Watcher

Load = Callable[[str], Settings]


@pytest.fixture
def settings(read: Load, valid: str) -> Settings:
    return read(valid)


@pytest.fixture
def watcher(settings: Settings, watch: Callable[[Settings], Watcher]) -> Watcher:
    return watch(settings)


def look_twice(watcher: Watcher) -> Settings | ConfigError | None:
    assert watcher.check() is None
    return watcher.check()


def test_a_file_that_stays_as_it_was_is_no_news(watcher: Watcher, settings: Settings) -> None:
    assert [watcher.check() for _ in range(3)] == [None] * 3
    settings.path.touch()
    assert look_twice(watcher) is None


def test_a_valid_change_is_taken_up_once_it_is_whole(watcher: Watcher, settings: Settings) -> None:
    settings.path.write_text(settings.path.read_text().replace("Morning", "Evening"))
    new = look_twice(watcher)
    assert isinstance(new, Settings)
    assert new.publisher.name == "Evening Tick"
    assert watcher.check() is None


def test_a_secret_whose_file_alone_changes_is_taken_up_once(
    watch: Callable[[Settings], Watcher], read: Load, valid: str, tmp_path: Path
) -> None:
    ring = tmp_path / "ring.txt"
    watcher = watch(read(valid))
    for change in (lambda: ring.write_text("gold"), lambda: ring.write_text("tin"), ring.unlink):
        change()
        assert isinstance(look_twice(watcher), Settings)
        assert [watcher.check() for _ in range(2)] == [None] * 2


def test_a_change_to_another_secret_is_one_change(
    watcher: Watcher, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "other.txt").write_text("gold")
    settings.path.write_text(settings.path.read_text().replace("ring.txt", "other.txt"))
    assert isinstance(look_twice(watcher), Settings)
    assert [watcher.check() for _ in range(2)] == [None] * 2
    (tmp_path / "ring.txt").write_text("nobody's any more")
    assert look_twice(watcher) is None
    (tmp_path / "other.txt").write_text("tin")
    assert isinstance(look_twice(watcher), Settings)


@pytest.mark.parametrize("content", [b"", b"version: 1\n", b"\xff", b"a: [", None])
def test_an_invalid_change_is_said_once(
    watcher: Watcher, settings: Settings, content: bytes | None
) -> None:
    before = settings.path.read_bytes()
    if content is None:
        settings.path.unlink()
    else:
        settings.path.write_bytes(content)
    assert isinstance(look_twice(watcher), ConfigError)
    assert watcher.check() is None
    settings.path.write_bytes(before)
    assert look_twice(watcher) == settings


def test_half_a_file_is_never_taken_up(watcher: Watcher, settings: Settings) -> None:
    whole = settings.path.read_bytes().replace(b"Morning", b"Evening")
    for length in range(len(whole) + 1):
        settings.path.write_bytes(whole[:length])
        assert watcher.check() is None
    new = watcher.check()
    assert isinstance(new, Settings)
    assert new.publisher.name == "Evening Tick"


def test_half_a_file_left_lying_is_an_error_and_not_a_crash(
    watcher: Watcher, settings: Settings
) -> None:
    whole = settings.path.read_bytes()
    for length in range(0, whole.index(b"token"), 5):
        settings.path.write_bytes(whole[:length])
        assert isinstance(look_twice(watcher), ConfigError)
