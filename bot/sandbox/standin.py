"""What a platform's stand-in is; each is a file in `standins/`."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar

from aiohttp import web

from bot.sandbox.ledger import Ledger
from bot.sandbox.setup import Setup


class StandIn(ABC):
    """One platform in the sandbox; `name` is the platform's.

    `secrets` are the credentials that it takes, by the environment variable that the demo's
    configuration names for each; they open nothing but the sandbox.
    """

    name: ClassVar[str]
    secrets: ClassVar[Mapping[str, str]] = {}

    def __init__(self, setup: Setup, ledger: Ledger) -> None:
        self._setup = setup
        self._ledger = ledger

    @abstractmethod
    def routes(self) -> list[web.RouteDef]:
        """Give the calls it answers."""

    @abstractmethod
    def refuse(self, what: str, seconds: int) -> web.Response:
        """Answer as the platform does for "429", "400", "401", "403", "500" or "migrate"."""

    @abstractmethod
    def reset(self) -> None:
        """Begin again; the ledger is empty by then."""
