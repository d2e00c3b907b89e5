"""The operators' chat, on Telegram."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from bot.botapi import BotApi
from bot.model import Unit
from bot.redact import redact
from bot.text.length import measure

TIMEOUT = 10.0
"""Seconds one call may take."""


class Place(Protocol):
    """Where the chat is, as the configuration has it; `token` is a reference."""

    @property
    def chat(self) -> int | str: ...
    @property
    def token(self) -> str: ...
    @property
    def api_base(self) -> str | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a message; a command is shown so that a tap copies it."""

    text: str
    is_command: bool = False


class OpsChat:
    """Speaks in plain text: nothing that it is given is taken for markup."""

    def __init__(self, place: Place, reveal: Callable[[str], str]) -> None:
        self.place = place
        self._api = BotApi(partial(reveal, place.token), place.api_base or "", TIMEOUT)

    async def say(self, lines: Sequence[Line]) -> None:
        """Post a message, secrets masked; raises as `BotApi.call` does."""
        text, entities = "", []
        for line in lines:
            said = redact(line.text)
            if line.is_command:
                at, length = (measure(part, Unit.UTF16) for part in (text, said))
                entities.append({"type": "code", "offset": at, "length": length})
            text += f"{said}\n"
        await self._api.call(
            "send_message",
            chat_id=self.place.chat,
            text=text.rstrip(),
            entities=entities,
            link_preview_options={"is_disabled": True},
        )

    async def close(self) -> None:
        await self._api.close()


def chat_of(
    place: Place | None, reveal: Callable[[str], str], before: OpsChat | None
) -> OpsChat | None:
    """Give the operators' chat, if there is one; one that did not change keeps its connection."""
    if place is None or (before and before.place == place):
        return before if place else None
    return OpsChat(place, reveal)
