"""Telegram channels and groups, by python-telegram-bot's `Bot`."""

import logging
import os
import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from functools import cached_property, partial
from typing import Annotated, Any, cast

from pydantic import Field

from bot.errors import ConfigError, HeraldError, InDoubt, Locked, Refused, Throttled, Unsent
from bot.model import Pace, Picture, Post, Receipt, Unit
from bot.ports import Capabilities, Options, Platform, Secret
from bot.redact import redact
from bot.text.botapi import content, keyboard

TALKATIVE = ("httpx", "telegram.Bot", "telegram.request")  # each address they log holds the token
Chat = int | Annotated[str, Field(pattern=r"^(@[A-Za-z]\w{3,31}|-?\d+)$")]
PROBES = 3  # ids are given one by one; a post has a later one if messages came and went
UNCHANGED, NO_SUCH_PART = "message is not modified", "there is no"
SHUT = re.compile(r"(?i)chat not found|not enough rights|administrator rights|write_forbidden")
NO_PICTURE = ("photo", "image", "too large")
NOTHING_TO_EDIT, NOTHING_TO_DELETE = "message to edit not found", "message to delete not found"


class TelegramOptions(Options):
    """Where to post, as a public name or a numeric id, and whose token may."""

    chat: Chat = Field(description='The channel or group: "@name" or its numeric id.')
    token: Secret = Field(description="The bot's token: env:NAME or file:PATH.")

    def address(self) -> str:
        return str(self.chat)

    def place(self) -> str:
        """Say where on t.me it is; "" for chats and small groups, which share their ids."""
        found = re.fullmatch(r"@(.+)|-100(\d{10,})", self.address())
        return "" if not found else found[1] or f"c/{found[2]}"


class Telegram(Platform):
    """One channel or group; limits from the Bot API's description, lengths without any markup."""

    name = "telegram"
    options = TelegramOptions
    settings: TelegramOptions
    capabilities = Capabilities(
        text=4096,
        caption=1024,
        unit=Unit.UTF16,
        hidden_links=True,
        link_preview=True,
        buttons=True,
        most_images=10,
        image_pixels=5_000,  # both edges together 10,000
        image_bytes=10_000_000,
        image_types=frozenset({"image/jpeg", "image/png", "image/webp"}),
        edit=True,
        reply=True,
        delete=True,
        find=True,
        pace=(Pace(count=1, seconds=1), Pace(count=20, seconds=60)),
    )

    async def send(self, post: Post, pictures: Sequence[Picture], under: Any = None) -> Receipt:
        """Post the picture with the text under it, or the text alone where there is none."""
        sent, more = None, {"disable_notification": post.silent, "reply_parameters": under}
        for picture in pictures[:1]:
            photo = {"photo": picture.data, "filename": _name(picture), **content(post, "caption")}
            # why: a picture that is refused was not posted, and words are better than nothing
            sent, _ = await self._call("send_photo", *NO_PICTURE, **photo, **more)
        if not sent:
            sent, _ = await self._call("send_message", **content(post, "text"), **more)
        return self._receipt(sent.message_id, sent.chat.username)

    async def reply(self, receipt: Receipt, post: Post, pictures: Sequence[Picture]) -> Receipt:
        """Post under what stands at `receipt`, or alone where that is gone."""
        first = {"message_id": int(receipt.id), "allow_sending_without_reply": True}
        return await self.send(post, pictures, first)

    async def edit(self, receipt: Receipt, post: Post, pictures: Sequence[Picture]) -> Receipt:
        """Change the picture, if there is a new one, and the text or caption that stands there."""
        from telegram import InputMediaPhoto

        call = partial(self._call, message_id=int(receipt.id))
        for picture in pictures[:1]:
            words, known = content(post, "caption"), (UNCHANGED, NO_SUCH_PART, *NO_PICTURE)
            markup = {"reply_markup": words.pop("reply_markup")}
            media = InputMediaPhoto(picture.data, filename=_name(picture), **words)
            changed, refusal = await call("edit_message_media", *known, media=media, **markup)
            if changed or UNCHANGED in refusal:
                return receipt
        for part in ("caption", "text") if post.images else ("text", "caption"):
            words = content(post, part)
            _, refusal = await call(f"edit_message_{part}", UNCHANGED, NO_SUCH_PART, **words)
            if NO_SUCH_PART not in refusal:
                return receipt
        raise Refused(f"Telegram: message {receipt.id} has neither text nor caption to change")

    async def delete(self, receipt: Receipt) -> None:
        """Take the message down; one that is gone already is as good."""
        await self._call("delete_message", NOTHING_TO_DELETE, message_id=int(receipt.id))

    async def find(self, post: Post, after: str) -> Receipt | None:
        """Ask whether one of the next ids carries our button.

        The Bot API shows no history, but to give a message the buttons that it has already is
        refused as "not modified", which proves our post. Sure where nobody else posts.
        """
        chat = self.settings.address()
        if not (after and post.link and self.settings.place()):
            raise InDoubt(f"Telegram cannot tell what stands in {chat}: look there and resolve it")
        set_buttons = partial(self._call, "edit_message_reply_markup", "message")
        for message_id in range(int(after) + 1, int(after) + 1 + PROBES):
            _, refusal = await set_buttons(message_id=message_id, reply_markup=keyboard(post))
            if UNCHANGED in refusal:
                return self._receipt(message_id)
            if not refusal:  # somebody else's message took our button: take it off again
                with suppress(HeraldError):
                    await set_buttons(message_id=message_id)
            if NOTHING_TO_EDIT not in refusal:
                why = refusal or "it had another button or none"
                raise InDoubt(f"message {message_id} in {chat} is not ours ({why}): look there")
        return None

    async def close(self) -> None:
        if bot := vars(self).pop("_bot", None):
            await bot.request.shutdown()

    async def _call(self, method: str, *known: str, **arguments: Any) -> tuple[Any, str]:
        """Make a call: its result, or its refusal if that holds a known phrase."""
        from telegram.error import TelegramError

        try:
            return await getattr(self._bot, method)(chat_id=self.settings.chat, **arguments), ""
        except ConfigError as error:
            raise Locked(str(error)) from error
        except TelegramError as error:
            outcome = classify(error)
        refusal = str(outcome).lower()
        if isinstance(outcome, Refused) and any(phrase in refusal for phrase in known):
            return None, refusal
        if isinstance(outcome, InDoubt) and not method.startswith("send_"):
            raise Unsent(str(outcome))  # why: all but sending may be repeated
        raise outcome

    @cached_property
    def _bot(self) -> Any:
        os.environ["PTB_TIMEDELTA"] = "1"  # why: else every rate limit is a warning
        from httpx import Timeout
        from telegram import Bot
        from telegram.request import HTTPXRequest

        for logger in TALKATIVE:
            logging.getLogger(logger).setLevel(logging.CRITICAL)
        whole = self.destination.timeout
        parts = Timeout(pool=whole / 10, connect=whole / 5, write=whole / 5, read=whole / 2.5)
        request = HTTPXRequest(
            connection_pool_size=2,
            media_write_timeout=parts.write,
            httpx_kwargs={"timeout": parts, "trust_env": False},
        )
        host = self.destination.api_base.rstrip("/") or "https://api.telegram.org"
        token = self.reveal(self.settings.token)
        return Bot(token, f"{host}/bot", request=request, get_updates_request=request)

    def _receipt(self, message_id: int, username: str | None = None) -> Receipt:
        place = username or self.settings.place()
        permalink = f"https://t.me/{place}/{message_id}" if place else ""
        return Receipt(id=str(message_id), permalink=permalink)


def classify(error: Exception) -> HeraldError:
    """Say what an exception of python-telegram-bot means for a call that posts something.

    The order matters, as BadRequest is a NetworkError; where the library has no class of its own
    for a status, only the text tells. The text loses the answer that the library appends to it.
    """
    import httpx
    from telegram import error as ptb

    why = "Telegram: " + redact(str(error).partition(". Parsing the server response")[0])
    if isinstance(error, ptb.RetryAfter):
        return Throttled(why, retry_after=cast("timedelta", error.retry_after).total_seconds())
    is_shut = isinstance(error, ptb.Forbidden | ptb.InvalidToken) or SHUT.search(why)
    refused = ptb.BadRequest | ptb.ChatMigrated | ptb.Conflict | ptb.Forbidden | ptb.InvalidToken
    if isinstance(error, refused) or why.endswith(("Request Entity Too Large", "(413)")):
        return Locked(why) if is_shut else Refused(why)
    if isinstance(error.__cause__, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout):
        return Unsent(why)
    if "Too Many Requests" in why:
        return Throttled(why)
    return InDoubt(why)


def _name(picture: Picture) -> str:
    return picture.mime.replace("/", ".")
