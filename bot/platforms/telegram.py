"""Telegram channels and groups, by python-telegram-bot's `Bot`."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property, partial
from typing import Annotated, Any, Literal

from pydantic import Field

from bot.botapi import BotApi, Chat, album, named, photo, receipt
from bot.errors import HeraldError, InDoubt, Locked, Refused
from bot.model import Picture, Post, Receipt, Unit
from bot.ports import Capabilities, Options, Platform, Secret
from bot.rules import Pace
from bot.text.botapi import article, content, keyboard, lacking
from bot.text.messages import is_in, link_to, numbers_of, place_of, receipt_of
from bot.tme import HOST, PublicPage

ChatId = int | Annotated[str, Field(pattern=r"^(@[A-Za-z]\w{3,31}|-?\d+)$")]
PROBES = 3  # ids are given one by one; a post has a later one if messages came and went
UNCHANGED, NO_SUCH_PART, ANY = "message is not modified", "there is no", ""
NO_PICTURE = ("photo", "image", "too large")
NOTHING_TO_EDIT, NOTHING_TO_DELETE = "message to edit not found", "message to delete not found"


class TelegramOptions(Options):
    """Where to post, as a public name or a numeric id, and whose token may."""

    chat: ChatId = Field(description='The channel or group: "@name" or its numeric id.')
    token: Secret = Field(description="The bot's token: env:NAME or file:PATH.")
    topic: int | None = Field(None, ge=1, description="The topic of a forum group: its number.")
    style: Literal["classic", "rich"] = Field(
        "classic", description="A message as ever, or as an article (rich, Bot API 10.1)."
    )
    web_base: str = Field("", description="Stands in for https://t.me, for which it is asked.")
    pin: Literal["off", "breaking", "all"] = Field("off", description="Which posts are pinned.")

    def address(self) -> str:
        return str(self.chat)

    def found(self, posted: str, place: str) -> str:
        return receipt_of([int(posted)], place) if posted.isdecimal() else posted


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
        """Post pictures with the text under them, or the text alone where there are none."""
        more = {"disable_notification": post.silent, "reply_parameters": under}
        more |= {"message_thread_id": self.settings.topic} if self.settings.topic else {}
        sent, missing, call = None, "", self._api.call
        if self.settings.style == "rich" and not under:
            sent, _ = await call("sendRichMessage", ANY, **article(post), **more)  # or as ever
        # why: a picture that is refused was not posted, and words are better than nothing
        if not sent and len(pictures) > 1:
            several = album(post, pictures) | more
            sent, missing = await call("send_media_group", *NO_PICTURE, **several)
        if not sent and pictures:
            one = {"photo": pictures[0].data, "filename": named(pictures[0])} | more
            one |= content(post, "caption")
            sent, refusal = await call("send_photo", *NO_PICTURE, **one)
            missing = refusal or missing
        if not sent:
            sent, _ = await call("send_message", **content(post, "text"), **more)
        made = receipt(sent, await self._api.where())
        return await self._pinned(post, replace(made, note=missing))

    async def reply(self, receipt: Receipt, post: Post, pictures: Sequence[Picture]) -> Receipt:
        """Post under what stands at `receipt`, or alone where that is gone."""
        first = {"message_id": numbers_of(receipt.id)[0], "allow_sending_without_reply": True}
        stands = is_in(receipt.id, await self._api.where())
        return await self.send(post, pictures, first if stands else None)

    async def edit(self, receipt: Receipt, post: Post, pictures: Sequence[Picture]) -> Receipt:
        """Change the picture, if there is a new one, and the text or caption that stands there."""
        numbers = await self._numbers(receipt)
        call = partial(self._api.call, message_id=numbers[0])
        post = replace(post, link="") if len(numbers) > 1 else post  # why: albums have no buttons
        if self.settings.style == "rich":
            changed, refusal = await call("editmessagetext", ANY, **article(post))
            if changed or UNCHANGED in refusal:
                return receipt
        for picture in pictures[:1]:
            words, known = content(post, "caption"), (UNCHANGED, NO_SUCH_PART, *NO_PICTURE)
            markup = {"reply_markup": words.pop("reply_markup")}
            media = photo(picture, **words)
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
        """Take every message of it down; one that is gone already is as good."""
        for message_id in reversed(await self._numbers(receipt)):
            await self._api.call("delete_message", NOTHING_TO_DELETE, message_id=message_id)

    async def find(self, post: Post, after: str) -> Receipt | None:
        """Ask the Bot API; where that cannot tell, look at the public page, if there is one."""
        chat = await self._api.where()
        try:
            return await self._probed(post, after, chat)
        except InDoubt as doubt:
            newest = numbers_of(after)[-1] if after and is_in(after, chat) else 0
            try:
                return await self._page.find(post, newest, chat)
            except InDoubt as unseen:
                raise InDoubt(f"{doubt}; {unseen}") from None

    async def _probed(self, post: Post, after: str, chat: str) -> Receipt | None:
        """Ask whether one of the next ids carries our button.

        The Bot API shows no history, but to give a message the buttons that it has already is
        refused as "not modified", which proves our post. Sure where nobody else posts.
        """
        knows = after and post.link and place_of(chat) and is_in(after, chat)
        if not knows or len(post.images) > 1:
            raise InDoubt(f"Telegram cannot tell what stands in {chat}: look there and resolve it")
        set_buttons = partial(self._api.call, "edit_message_reply_markup", "message")
        newest = numbers_of(after)[-1]
        for message_id in range(newest + 1, newest + 1 + PROBES):
            _, refusal = await set_buttons(message_id=message_id, reply_markup=keyboard(post))
            if UNCHANGED in refusal:
                return Receipt(id=str(message_id), permalink=link_to(place_of(chat), message_id))
            if not refusal:  # somebody else's message took our button: take it off again
                with suppress(HeraldError):
                    await set_buttons(message_id=message_id)
            if NOTHING_TO_EDIT not in refusal:
                why = refusal or "it had another button or none"
                raise InDoubt(f"message {message_id} in {chat} is not ours ({why}): look there")
        return None

    async def examine(self) -> str:
        """Ask who we are, whether the chat is there, and what we may do in it."""
        me, _ = await self._api.api.call("get_me")
        chat, _ = await self._api.call("get_chat")
        member, _ = await self._api.call("get_chat_member", user_id=me.id)
        if missing := lacking(member.to_dict(), chat.type, wants_pins=self.settings.pin != "off"):
            where = self.settings.address()
            raise Locked(f"Telegram: @{me.username} lacks the right to {missing} in {where}")
        return f"@{me.username} may post in “{chat.title or self.settings.address()}”"

    @cached_property
    def _api(self) -> Chat:
        where = self.destination
        token = partial(self.reveal, self.settings.token)
        api = BotApi(token, where.api_base, where.timeout)
        return Chat(api, where.name, self.settings.address(), self.forwarding)

    @cached_property
    def _page(self) -> PublicPage:
        where = self.destination
        own = "" if where.api_base else HOST  # why: a stand-in's channels are not there
        return PublicPage(self.settings.web_base or own, where.timeout)

    async def _numbers(self, receipt: Receipt) -> list[int]:
        """Give the messages that a receipt names, if they can still be changed."""
        if not is_in(receipt.id, await self._api.where()):
            why = "stands in the group as it was before it became a supergroup"
            raise Refused(f"Telegram: message {receipt.id} {why}, where no bot can change it")
        return numbers_of(receipt.id)

    async def _pinned(self, post: Post, receipt: Receipt) -> Receipt:
        """Pin what was posted where that is wanted; it stands there in any case."""
        if self.settings.pin == "all" or (self.settings.pin == "breaking" and post.is_breaking):
            how = {"message_id": numbers_of(receipt.id)[0], "disable_notification": True}
            with suppress(HeraldError):
                await self._api.call("pin_chat_message", **how)
        return receipt
