"""What is known of a platform's posts besides themselves: drafts that nobody sees yet, what others stand there."""

from collections.abc import Sequence
from typing import Protocol


class Drafts(Protocol):
    """Names of drafts, each by the key of its post."""

    async def draft(self, key: str) -> str:
        """Give the name that was kept for a post ("": none)."""
        ...

    async def keep_draft(self, key: str, name: str) -> None:
        """Keep a name in place of the one before; on disk when this returns."""
        ...


class Others(Protocol):
    """Where other posts of ours stand."""

    async def others(self, delivery: int) -> Sequence[str]:
        """Give the ids under which posts of other articles stand at a delivery's destination, the newest."""
        ...


class Passing:
    """Kept for as long as the process lives, where nothing else was given."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    async def draft(self, key: str) -> str:
        return self._names.get(key, "")

    async def keep_draft(self, key: str, name: str) -> None:
        self._names[key] = name
