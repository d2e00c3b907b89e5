"""The command line, run in this process."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli import main

EXAMPLE = Path(__file__).parents[2] / "config" / "herald.example.yaml"
SECRETS = ("TELEGRAM_TOKEN", "X_KEY", "X_SECRET", "X_TOKEN", "X_TOKEN_SECRET")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one command did."""

    code: int
    out: str
    err: str


Herald = Callable[..., Outcome]


@pytest.fixture
def herald(capsys: pytest.CaptureFixture[str]) -> Iterator[Herald]:
    """Run a command; the root logger is given back as it was."""
    root = logging.getLogger()
    before = root.level, root.handlers[:]

    def run(*words: object) -> Outcome:
        capsys.readouterr()
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return Outcome(code=code, out=said.out, err=said.err)

    yield run
    root.level, root.handlers[:] = before


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """Give a copy of the example configuration."""
    path = tmp_path / "herald.yaml"
    path.write_bytes(EXAMPLE.read_bytes())
    return path


@pytest.fixture
def _secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SECRETS:
        monkeypatch.setenv(name, f"canary-{name}")
