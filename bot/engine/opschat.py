"""The operators' chat, on Telegram."""

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, partial
from types import MappingProxyType
from typing import Any, Protocol

from bot.botapi import BotApi, Chat
from bot.errors import HeraldError, Locked, Refused
from bot.model import Unit
from bot.ports import Forwarding, Unforwarded
from bot.redact import redact
from bot.text.botapi import lacking
from bot.text.length import measure

TIMEOUT = 10.0
"""Seconds one call may take."""
LISTENING = 10
"""Seconds for which Telegram keeps a question after news open."""
NOT_NAMED = "Only who is named in Herald's configuration may decide."
NO_ADMINISTRATOR = "Only administrators of this chat may decide."
ADMINISTRATORS = frozenset({"creator", "administrator"})
IS_NOT_TOLD = (
    "is not told who may decide in the chat: make it an administrator of the chat (any right will"
    " do), or name who decides (alerts.deciders)"
)
UNKNOWN = (
    "Telegram does not say whether you may decide: try again. If it never does, make me an"
    " administrator, or name you in the configuration."
)

_log = logging.getLogger("herald.chat")


class Place(Protocol):
    """Where the chat is, as the configuration has it; `token` is a reference."""

    @property
    def chat(self) -> int | str: ...
    @property
    def token(self) -> str: ...
    @property
    def api_base(self) -> str | None: ...
    @property
    def deciders(self) -> Sequence[int | str] | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody in the chat; `name` may be another's tomorrow, `id` never."""

    id: int
    name: str

    def __str__(self) -> str:
        return f"{self.name} ({self.id})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a message; a command is shown so that a tap copies it, a quotation may have more lines."""

    text: str
    is_command: bool = False
    is_quote: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the buttons under a message are about: a delivery, by the event that told of it.

    `answers` are the buttons' labels, by what they mean.
    """

    delivery: int
    subject: str
    answers: Mapping[str, str]


class OpsChat:
    """Speaks in plain text: nothing that it is given is taken for markup."""

    def __init__(self, place: Place, reveal: Callable[[str], str], seal: str = "") -> None:
        self.place = place
        self.seal = seal
        self.forwarding: Forwarding = Unforwarded()
        self._next = 0
        self._api = BotApi(partial(reveal, place.token), place.api_base or "", TIMEOUT)

    @cached_property
    def chat(self) -> Chat:
        """The chat, wherever it is by now."""
        return Chat(self._api, "", str(self.place.chat), self.forwarding)

    @property
    def hears(self) -> bool:
        """Say whether people may answer: not where anybody can look in."""
        return not str(self.place.chat).startswith("@")

    async def say(self, lines: Sequence[Line], question: Question | None = None) -> None:
        """Post a message, secrets masked; raises as `BotApi.call` does."""
        text, entities = "", []
        for line in lines:
            said = redact(line.text)
            if kind := "code" if line.is_command else "blockquote" if line.is_quote else "":
                at, length = (measure(part, Unit.UTF16) for part in (text, said))
                entities.append({"type": kind, "offset": at, "length": length})
            text += f"{said}\n"
        await self.chat.call(
            "send_message",
            text=text.rstrip(),
            entities=entities,
            link_preview_options={"is_disabled": True},
            reply_markup=_buttons(question) if question and self.hears else None,
        )

    async def examine(self) -> str:
        """Ask who we are, whether the chat is there, and whether we may speak, and hear, in it."""
        me, _ = await self._api.call("get_me")
        chat, _ = await self.chat.call("get_chat")
        member, _ = await self.chat.call("get_chat_member", user_id=me.id)
        if missing := lacking(member.to_dict(), chat.type):
            raise Locked(f"Telegram: @{me.username} lacks the right to {missing} in the chat")
        asks_who = self.hears and chat.type != "private" and self.place.deciders is None
        if asks_who and member.status not in ADMINISTRATORS:
            raise Refused(f"Telegram: @{me.username} {IS_NOT_TOLD}")
        return f"@{me.username} tells “{chat.title or self.place.chat}”"

    async def objection(self, who: Person) -> str:
        """Say why somebody may not decide here ("": may): not named, or no administrator of the chat."""
        if (named := self.place.deciders) is not None:
            known = {str(each).lower() for each in named}
            return "" if {str(who.id), f"@{who.name}".lower()} & known else NOT_NAMED
        if await self.chat.where() == str(who.id):  # a chat with one person alone
            return ""
        try:
            member, _ = await self.chat.call("get_chat_member", user_id=who.id)
        except HeraldError as error:
            _log.warning("nobody can say whether %s may decide: %s", who, error)
            return UNKNOWN
        return "" if member.status in ADMINISTRATORS else NO_ADMINISTRATOR

    async def listen(self) -> list[dict[str, Any]]:
        """Wait a while for what people press and answer, each given once."""
        updates, _ = await self._api.call(
            "get_updates",
            offset=self._next,
            timeout=LISTENING,
            allowed_updates=["callback_query", "message"],
        )
        if updates:
            self._next = updates[-1].update_id + 1
        return [update.to_dict() for update in updates]

    async def answer(self, tap: str, text: str) -> None:
        """Show who pressed a button what came of it; one that waited too long sees nothing."""
        said = {"text": redact(text), "show_alert": True}
        with suppress(HeraldError):
            await self._api.call("answer_callback_query", callback_query_id=tap, **said)

    async def close_question(self, message: int) -> None:
        """Take the buttons away; they are stale in any case."""
        with suppress(HeraldError):
            await self.chat.call("edit_message_reply_markup", message_id=message)

    async def close(self) -> None:
        await self._api.close()


def _buttons(question: Question) -> dict[str, Any]:
    about = f"{question.delivery}:{question.subject}"
    row = [
        {"text": label, "callback_data": f"{answer}:{about}"}
        for answer, label in question.answers.items()
    ]
    return {"inline_keyboard": [row]}


def chat_of(
    place: Place | None,
    reveal: Callable[[str], str],
    before: OpsChat | None,
    seals: Mapping[str, str] = MappingProxyType({}),
) -> OpsChat | None:
    """Give the operators' chat, if there is one; one that did not change keeps its connection.

    `seals` tell the secrets behind references from others.
    """
    if place is None:
        return None
    seal = seals.get(place.token, "")
    if before and (before.place, before.seal) == (place, seal):
        return before
    return OpsChat(place, reveal, seal)
