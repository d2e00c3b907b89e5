"""What folding many posts into one needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.model import Article
from bot.ports.lane import Lane
from bot.ports.store import Planned


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A publish that goes, or went, in a digest, and its article as readers are to see it."""

    delivery: int
    article: Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """More publishes, in publication order, than may be due at once at a destination."""

    destination: str
    stories: tuple[Story, ...]


class FoldStore(Protocol):
    """What `fold` reads and writes."""

    async def crowds(self, lanes: Mapping[str, Lane], now: float) -> list[Crowd]:
        """List the destinations that could post now and have more to post than their `digest`."""
        ...

    async def fold(self, stories: Sequence[Story], planned: Planned, now: float) -> bool:
        """Make one digest in place of these publishes, in one commit.

        Each publish is in one digest at most, ever. It is sent with the digest, and due again by
        itself where that is cancelled. False: one of them went its way meanwhile, nothing is changed.
        """
        ...
