"""What a bot hears: taps on its buttons and answers to its messages, by getUpdates."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from bot.sandbox.telegram_text import Refusal

MOST = 100
"""Updates in one answer."""
LONGEST = 50
"""Seconds for which a bot may wait for them."""
_CONFLICT = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"

Wire = dict[str, Any]


class Inbox:
    """The updates of one bot, each kept until a later one is asked for."""

    def __init__(self) -> None:
        self.answers: list[Wire] = []
        """What people were shown for their taps."""
        self._updates: list[Wire] = []
        self._number = 0
        self._open = set[str]()
        self._arrived = asyncio.Event()
        self._turn = 0

    def put(self, kind: str, what: Wire) -> None:
        """Let something happen that the bot is told of; a tap gets the id of its query."""
        self._number += 1
        if kind == "callback_query":
            what = {"id": str(self._number), "chat_instance": "1", **what}
            self._open.add(what["id"])
        self._updates.append({"update_id": self._number, kind: what})
        self._arrived.set()

    async def do(self, method: str, values: Mapping[str, Any]) -> object:
        """Answer one of the two calls that are about updates."""
        return await self.take(values) if method == "getUpdates" else self.answer(values)

    async def take(self, values: Mapping[str, Any]) -> list[Wire]:
        """Answer getUpdates; whoever asks next ends the wait of who asked before."""
        self._turn += 1
        turn, offset = self._turn, values.get("offset", 0)
        self._arrived.set()
        if offset > 0:
            self._updates = [each for each in self._updates if each["update_id"] >= offset]
        elif offset < 0:
            self._updates = self._updates[offset:]
        kinds = set(values.get("allowed_updates") or ("message", "callback_query"))
        with suppress(TimeoutError):
            async with asyncio.timeout(min(values.get("timeout", 0), LONGEST)):
                while not self._wanted(kinds) and turn == self._turn:
                    self._arrived.clear()
                    await self._arrived.wait()
        if turn != self._turn:
            raise Refusal(_CONFLICT, status=409)
        return self._wanted(kinds)[: min(values.get("limit", MOST), MOST)]

    def answer(self, values: Mapping[str, Any]) -> bool:
        """Answer answerCallbackQuery: each tap is answered once."""
        if values["callback_query_id"] not in self._open:
            raise Refusal(_TOO_OLD)
        if len(values.get("text", "")) > 200:  # noqa: PLR2004 - the Bot API's own figure
            raise Refusal("MESSAGE_TOO_LONG")
        self._open.remove(values["callback_query_id"])
        self.answers.append(dict(values))
        return True

    def _wanted(self, kinds: set[str]) -> list[Wire]:
        return [each for each in self._updates if kinds & each.keys()]
