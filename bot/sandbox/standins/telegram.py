"""A stand-in of the Telegram Bot API for channels."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from aiohttp import web

from bot.sandbox.ledger import Ledger
from bot.sandbox.setup import BOT_TOKEN, Setup
from bot.sandbox.standin import StandIn
from bot.sandbox.telegram_call import Call, read_call
from bot.sandbox.telegram_chat import PEOPLE, Bot, Room, Rooms, Wire, membership
from bot.sandbox.telegram_content import read_content, read_item, read_rows
from bot.sandbox.telegram_page import PublicPages
from bot.sandbox.telegram_text import Refusal
from bot.sandbox.telegram_updates import Inbox

_STATUS_WORDS = {
    400: "Bad Request: ",
    403: "Forbidden: ",
    409: "Conflict: ",
    429: "Too Many Requests: ",
    500: "Internal Server Error: ",
}
ANNA, BEN = PEOPLE
"""Who presses buttons and answers: an administrator, and one who is none."""
_ALBUM = range(2, 11)


class Telegram(StandIn):
    """Bots by their token, channels by username or id."""

    name = "telegram"
    secrets: ClassVar = {"DEMO_TELEGRAM_TOKEN": BOT_TOKEN}

    def __init__(self, setup: Setup, ledger: Ledger) -> None:
        super().__init__(setup, ledger)
        self._bots = {
            token: Bot(int(token.partition(":")[0]), username)
            for token, username in setup.bots.items()
        }
        self._album = 0
        self.reset()

    def reset(self) -> None:
        """Begin again with empty channels."""
        self._inboxes = {bot.username: Inbox() for bot in self._bots.values()}
        self.rooms = Rooms(self._ledger, open_channels=self._setup.open_channels)
        for chat in self._setup.chats:
            self.rooms.open(chat, self._setup.clock())

    def routes(self) -> list[web.RouteDef]:
        path = "/bot{token:[^/]+}/{method}"
        return [
            web.get(path, self.answer, allow_head=False),
            web.post(path, self.answer),
            web.get("/s/{name}", PublicPages(self._ledger).show, allow_head=False),
        ]

    async def answer(self, request: web.Request) -> web.Response:
        """Answer one call of the Bot API."""
        bot = self._bots.get(request.match_info["token"])
        if bot is None:
            return _refused(Refusal("Unauthorized", status=401))
        try:
            call = await read_call(request)
            result = await self._do(call, bot)
        except web.HTTPRequestEntityTooLarge:
            return _refused(Refusal("Request Entity Too Large", status=413))
        except Refusal as refusal:
            return _refused(refusal)
        self._ledger.count(self.name, call.method)
        return web.json_response({"ok": True, "result": result})

    def asked(self, chat: int | str, message_id: int | str) -> tuple[Room, Bot, Inbox]:
        """Give the chat of a bot's message, the bot, and where that hears what people do with it."""
        room = self.rooms.find(chat, self._setup.clock())
        author = room.channel.posts[str(message_id)].author
        bot = next(bot for bot in self._bots.values() if bot.username == author)
        return room, bot, self._inboxes[author]

    def refuse(self, what: str, seconds: int) -> web.Response:
        """Give Telegram's own answer to a call that is to fail."""
        return _refused(
            {
                "429": Refusal(f"retry after {seconds}", status=429, retry_after=seconds),
                "400": Refusal("sandbox"),
                "401": Refusal("Unauthorized", status=401),
                "403": Refusal("bot was kicked from the channel chat", status=403),
                "500": Refusal("sandbox", status=500),
                "migrate": Refusal(
                    "group chat was upgraded to a supergroup chat",
                    migrate_to_chat_id=-1009999999999,
                ),
            }[what]
        )

    async def _do(self, call: Call, bot: Bot) -> object:
        if call.method == "getMe":
            return bot.wire()
        if call.method in {"getUpdates", "answerCallbackQuery"}:
            return await self._inboxes[bot.username].do(call.method, call.values)
        if "chat_id" not in call.values:
            raise Refusal("chat_id is empty")
        room = self.rooms.find(call.values["chat_id"], self._setup.clock())
        if call.method.startswith("send"):
            return await self._send(call, bot, room)
        if call.method.startswith("edit"):
            return await self._edit(call, bot, room)
        if call.method in {"copyMessage", "forwardMessage"}:
            return self._repeat(call, bot, room)
        return self._manage(call, bot, room)

    async def _send(self, call: Call, bot: Bot, room: Room) -> object:
        more = _sending(call.values, room)
        if call.method == "sendMediaGroup":
            return await self._send_album(call, bot, room, more)
        content = await read_content(call, self._ledger)
        now = self._setup.clock()
        room.admit(1, now, enforce_limits=self._setup.enforce_limits)
        return room.post(bot, content, now, **more)

    async def _send_album(self, call: Call, bot: Bot, room: Room, more: Wire) -> list[Wire]:
        items = call.values["media"]
        if len(items) not in _ALBUM:
            raise Refusal("an album has 2 to 10 items")
        contents = [await read_item(item, call, self._ledger) for item in items]
        now = self._setup.clock()
        room.admit(len(items), now, enforce_limits=self._setup.enforce_limits)
        self._album += 1
        more["media_group_id"] = str(self._album)
        return [room.post(bot, content, now, **more) for content in contents]

    async def _edit(self, call: Call, bot: Bot, room: Room) -> Wire:
        number = call.values.get("message_id")
        if number is None:
            raise Refusal("message identifier is not specified")
        room.own(bot, number)
        before = room.content(number, "message to edit not found")
        if call.method == "editMessageText" and before.photo:
            raise Refusal("there is no text in the message to edit")
        if call.method == "editMessageCaption" and not before.photo:
            raise Refusal("there is no caption in the message to edit")
        after = await read_content(call, self._ledger, before)
        return room.edit(bot, number, after, self._setup.clock())

    def _repeat(self, call: Call, bot: Bot, room: Room) -> Wire:
        """Copy or forward a message into another channel."""
        now, number = self._setup.clock(), call.values["message_id"]
        origin = self.rooms.find(call.values["from_chat_id"], now)
        is_copy = call.method == "copyMessage"
        content = origin.content(
            number, f"message to {call.method.removesuffix('Message')} not found"
        )
        more = _sending(call.values, room)
        if is_copy:
            content = replace(content, rows=read_rows(call.values))
        else:
            more["forward_origin"] = {
                "type": "channel",
                "date": origin.message(number)["date"],
                "chat": origin.wire(),
                "message_id": number,
            }
        room.admit(1, now, enforce_limits=self._setup.enforce_limits)
        message = room.post(bot, content, now, **more)
        return {"message_id": message["message_id"]} if is_copy else message

    def _manage(self, call: Call, bot: Bot, room: Room) -> object:
        match call.method:
            case "getChat":
                return room.describe()
            case "getChatMemberCount":
                return 1 + room.chat.is_member
            case "getChatMember":
                return membership(room, bot, call.values["user_id"])
            case "deleteMessage":
                room.delete(bot, call.values["message_id"], self._setup.clock())
            case _:
                room.content(call.values["message_id"], "message to pin not found")
                room.pinned = str(call.values["message_id"])
                room.serve_notice(self._setup.clock())
        return True


def tap(
    telegram: Telegram, chat: int | str, message_id: int | str, label: str, who: int = ANNA
) -> Inbox:
    """Let a person press a button of a message; gives what its bot hears and answers."""
    room, _, inbox = telegram.asked(chat, message_id)
    rows = room.channel.posts[str(message_id)].buttons
    data = next(button.callback for row in rows for button in row if button.label == label)
    query = {"from": PEOPLE[who][0], "message": room.message(message_id), "data": data}
    inbox.put("callback_query", query)
    return inbox


def reply(
    telegram: Telegram, chat: int | str, message_id: int | str, text: str, who: int = ANNA
) -> None:
    """Let a person answer a bot's message."""
    room, bot, inbox = telegram.asked(chat, message_id)
    about = room.message(message_id) | {"from": bot.wire()}
    said = {"message_id": 10**6, "date": about["date"], "chat": room.wire()}
    said["from"] = PEOPLE[who][0]
    inbox.put("message", said | {"text": text, "reply_to_message": about})


def _refused(refusal: Refusal) -> web.Response:
    body: Wire = {
        "ok": False,
        "error_code": refusal.status,
        "description": _STATUS_WORDS.get(refusal.status, "") + str(refusal),
    }
    if refusal.parameters:
        body["parameters"] = refusal.parameters
    return web.json_response(body, status=refusal.status)


def _sending(values: Mapping[str, Any], room: Room) -> Wire:
    """Read what concerns the sending of a message and not what it holds."""
    more: Wire = {"silent": values.get("disable_notification", False)}
    if values.get("protect_content"):
        more["has_protected_content"] = True
    if topic := values.get("message_thread_id"):
        more |= {"message_thread_id": topic, "is_topic_message": True}
    reply = values.get("reply_parameters")
    if reply and str(reply["message_id"]) in room.channel.posts:
        more["reply_to_message"] = room.message(reply["message_id"])
    elif reply and not reply.get("allow_sending_without_reply"):
        raise Refusal("message to be replied not found")
    return more
