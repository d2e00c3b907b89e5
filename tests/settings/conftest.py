"""Two invented platforms and two kinds of source, so that these tests know no real ones."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

import pytest

from bot.model import Picture, Post, Receipt
from bot.ports import Capabilities, Options, Platform, Poll, Secret, Source, Validators
from bot.rules import Pace
from bot.settings.loader import load
from bot.settings.settings import Settings
from bot.settings.watcher import Watcher


class PigeonOptions(Options):
    """Keys of a platform with one secret."""

    loft: str
    token: Secret

    def address(self) -> str:
        return self.loft


class Seal(Options):
    """Secrets one level down."""

    wax: Secret
    ring: Secret


class ScrollOptions(Options):
    """Keys of a platform with nested secrets."""

    seal: Seal
    herald: str = "scroll"

    def address(self) -> str:
        return self.herald


class Pigeon(Platform):
    """Documents a pace."""

    name = "pigeon"
    capabilities = Capabilities(
        text=100, edit=True, reply=True, delete=True, pace=(Pace(count=5, seconds=60),)
    )
    options: ClassVar[type[Options]] = PigeonOptions

    async def send(self, post: Post, pictures: Sequence[Picture]) -> Receipt:
        raise NotImplementedError


class Scroll(Pigeon):
    """Documents none."""

    name = "scroll"
    capabilities = Capabilities(text=1000)
    options = ScrollOptions


PLATFORMS: dict[str, type[Platform]] = {"pigeon": Pigeon, "scroll": Scroll}


class Crier(Source):
    """One who calls out."""

    kind = "feed"

    async def poll(self, validators: Validators) -> Poll:
        raise NotImplementedError


class Notice(Crier):
    """A board with notices."""

    kind = "board"
    takes_links = True


KINDS: dict[str, type[Source]] = {"feed": Crier, "board": Notice, "sitemap": Crier}

VALID = """\
version: 1
publisher:
  name: Morning Tick
  url: https://www.morningtick.example/
sources:
  - name: main
    feed: https://www.morningtick.example/feed/
destinations:
  - name: tower
    platform: pigeon
    loft: "@tower"
    token: env:TOWER_TOKEN
  - name: gate
    platform: scroll
    seal: {wax: env:WAX, ring: "file:ring.txt"}
"""

Load = Callable[[str], Settings]


@pytest.fixture
def valid() -> str:
    return VALID


@pytest.fixture
def read(tmp_path: Path) -> Load:
    """Load a configuration given as text."""

    def load_text(text: str) -> Settings:
        path = tmp_path / "herald.yaml"
        path.write_text(text, encoding="utf-8")
        return load(path, PLATFORMS, KINDS)

    return load_text


@pytest.fixture
def watch() -> Callable[[Settings], Watcher]:
    """Watch the file of some settings."""
    return lambda settings: Watcher(settings, PLATFORMS, KINDS)
