"""The one caller of Telegram's Bot API, by python-telegram-bot's `Bot`: its errors are ours."""

import logging
import os
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import cached_property
from typing import Any, cast

from bot.errors import (
    ConfigError,
    HeraldError,
    InDoubt,
    Locked,
    Refused,
    StoreUnavailable,
    Throttled,
    Unsent,
)
from bot.model import Picture, Post, Receipt
from bot.ports import Forwarding
from bot.redact import redact
from bot.text.botapi import content
from bot.text.messages import bare, link_to, place_of, receipt_of

HOST = "https://api.telegram.org"
TALKATIVE = ("httpx", "telegram.Bot", "telegram.request")
"""Loggers that write addresses, each of which holds the token."""
SHUT = re.compile(r"(?i)chat not found|not enough rights|administrator rights|write_forbidden")


class Moved(Unsent):
    """The group is a supergroup by now, at `to`; nothing that was meant for it was taken."""

    def __init__(self, to: str) -> None:
        super().__init__(f"Telegram: the group is a supergroup by now, with the id {to}")
        self.to = to


class BotApi:
    """Calls as one bot; the library loads and the token is revealed with the first of them."""

    def __init__(self, token: Callable[[], str], host: str, timeout: float) -> None:
        self._token = token
        self._host = host.rstrip("/") or HOST
        self._timeout = timeout

    async def call(self, method: str, *known: str, **arguments: Any) -> tuple[Any, str]:
        """Make a call: its result, or its refusal if that holds a known phrase.

        A method that the library has no name for yet ("sendRichMessage") is called by its own.
        """
        from telegram.error import TelegramError

        try:
            named = getattr(self._bot, method, None)
            if named is None:
                return await self._bot.do_api_request(method, api_kwargs=arguments), ""
            return await named(**arguments), ""
        except ConfigError as error:
            raise Locked(str(error)) from error
        except TelegramError as error:
            outcome = classify(error)
        refusal = str(outcome).lower()
        if isinstance(outcome, Refused) and any(phrase in refusal for phrase in known):
            return None, refusal
        if isinstance(outcome, InDoubt) and not method.startswith("send"):
            raise Unsent(str(outcome))  # why: all but sending may be repeated
        raise outcome

    async def close(self) -> None:
        """Give back sockets; the next call reads the token anew."""
        if bot := vars(self).pop("_bot", None):
            await bot.request.shutdown()

    @cached_property
    def _bot(self) -> Any:
        os.environ["PTB_TIMEDELTA"] = "1"  # why: else every rate limit is a warning
        from httpx import Timeout
        from telegram import Bot
        from telegram.request import HTTPXRequest

        class Request(HTTPXRequest):
            """Shows the library of a posted message what we read; it refuses one that lacks more."""

            @staticmethod
            def parse_json_payload(payload: bytes) -> dict[str, Any]:
                return bare(HTTPXRequest.parse_json_payload(payload))

        for logger in TALKATIVE:
            logging.getLogger(logger).setLevel(logging.CRITICAL)
        whole = self._timeout
        parts = Timeout(pool=whole / 10, connect=whole / 5, write=whole / 5, read=whole / 2.5)
        request = Request(
            connection_pool_size=2,
            media_write_timeout=parts.write,
            httpx_kwargs={"timeout": parts, "trust_env": False},
        )
        base = f"{self._host}/bot"
        return Bot(self._token(), base, request=request, get_updates_request=request)


class Chat:
    """Calls about one chat, under its configured `name`; where it moves, it is followed for ever."""

    def __init__(self, api: BotApi, name: str, address: str, forwarding: Forwarding) -> None:
        self.api = api
        self._forwarding = forwarding
        self._name = name
        self._address = address
        self._found = ""

    async def where(self) -> str:
        """Say at which id or name it is by now."""
        if not self._found:
            try:
                found = await self._forwarding.forwarded(self._name, self._address)
            except StoreUnavailable as error:
                raise Unsent(str(error)) from error
            self._found = found or self._address
        return self._found

    async def call(self, method: str, *known: str, **arguments: Any) -> tuple[Any, str]:
        """Call as `BotApi` does; Unsent where it has just moved: the next call goes there.

        This one does not, as the numbers of messages that it may name are those of the old place.
        """
        try:
            where = await self.where()
            return await self.api.call(method, *known, chat_id=where, **arguments)
        except Moved as moved:
            with suppress(StoreUnavailable):  # then the next call is told so again
                await self._forwarding.forward(self._name, self._address, moved.to)
                self._found = moved.to
            raise

    async def close(self) -> None:
        await self.api.close()


def classify(error: Exception) -> HeraldError:
    """Say what an exception of python-telegram-bot means for a call that posts something.

    The order matters, as BadRequest is a NetworkError; where the library has no class of its own
    for a status, only the text tells. The text loses the answer that the library appends to it.
    """
    import httpx
    from telegram import error as ptb

    if isinstance(error, ptb.ChatMigrated):
        return Moved(str(error.new_chat_id))
    why = "Telegram: " + redact(str(error).partition(". Parsing the server response")[0])
    if isinstance(error, ptb.RetryAfter):
        return Throttled(why, retry_after=cast("timedelta", error.retry_after).total_seconds())
    is_shut = isinstance(error, ptb.Forbidden | ptb.InvalidToken) or SHUT.search(why)
    refused = ptb.BadRequest | ptb.Conflict | ptb.Forbidden | ptb.InvalidToken
    if isinstance(error, refused | ptb.EndPointNotFound) or why.endswith(
        ("Request Entity Too Large", "(413)")
    ):
        return Locked(why) if is_shut else Refused(why)
    if isinstance(error.__cause__, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout):
        return Unsent(why)
    if "Too Many Requests" in why:
        return Throttled(why)
    return InDoubt(why)


def receipt(sent: Any, chat: str) -> Receipt:
    """Tell of one message, or of all of an album."""
    messages = sent if isinstance(sent, Sequence) else [sent]
    numbers = [number_of(message) for message in messages]
    username = getattr(getattr(messages[0], "chat", None), "username", None)
    permalink = link_to(username or place_of(chat), numbers[0])
    return Receipt(id=receipt_of(numbers, chat), permalink=permalink)


def number_of(message: Any) -> int:
    """Give a message's number; what the library has no class for yet comes as it was written."""
    number: int = message["message_id"] if isinstance(message, dict) else message.message_id
    return number


def photo(picture: Picture, **words: Any) -> Any:
    """Say a picture, and what stands under it, as one part of a message."""
    from telegram import InputMediaPhoto

    return InputMediaPhoto(picture.data, filename=named(picture), **words)


def album(post: Post, pictures: Sequence[Picture]) -> dict[str, Any]:
    """Say pictures as an album, whose words stand under the first; albums have no buttons."""
    words = content(post, "caption")
    del words["reply_markup"]
    first, *others = pictures
    return {"media": [photo(first, **words), *map(photo, others)]}


def named(picture: Picture) -> str:
    """Give a picture a file name that tells its type."""
    return picture.mime.replace("/", ".")
