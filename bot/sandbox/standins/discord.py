"""A stand-in of Discord's webhooks.

Stricter than Discord: fields that it does not know are refused, not ignored; lengths count UTF-16 units. A
channel that is not open to the webhook does not exist here: it is closed by deleting the webhook.
"""

import json
import math
from collections import deque
from dataclasses import replace
from typing import Annotated, Any, ClassVar

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.model import Unit
from bot.sandbox.discord_text import read
from bot.sandbox.forms import read_form
from bot.sandbox.images import sniff
from bot.sandbox.ledger import Card, Ledger, Photo, Standing
from bot.sandbox.setup import Setup
from bot.sandbox.standin import StandIn
from bot.text.length import measure

WEBHOOK, TOKEN = "1100000000000000001", "sandboxWebhookToken-0123456789abcdefghij"
GUILD, CHANNEL, THREAD = "1100000000000000002", "1100000000000000003", "1100000000000000004"
ROOMS = {
    CHANNEL: ("morningtick", "#morningtick"),
    THREAD: ("morningtick-thread", "A thread of #morningtick"),
}
LONGEST, LARGEST, LONGEST_ALT = 2000, 10 * 1024 * 1024, 1024
NO_CARD, NO_SOUND = 1 << 2, 1 << 12
PACES = ((5, 2.0), (30, 60.0))
"""Messages by seconds: of a webhook, and of a channel."""
EPOCH_MS = 1420070400000
"""The moment from which Discord's ids count milliseconds."""
_CODES = {
    "unknown webhook": (404, 10015, "Unknown Webhook"),
    "unknown message": (404, 10008, "Unknown Message"),
    "unknown channel": (404, 10003, "Unknown Channel"),
    "token": (401, 50027, "Invalid Webhook Token"),
    "empty": (400, 50006, "Cannot send an empty message"),
    "too large": (413, 40005, "Request entity too large"),
    "400": (400, 50035, "Invalid Form Body"),
    "401": (401, 50027, "Invalid Webhook Token"),
    "403": (403, 50001, "Missing Access"),
    "500": (500, 0, "500: Internal Server Error"),
    "migrate": (404, 10015, "Unknown Webhook"),
}


class _Refused(Exception):
    def __init__(self, what: str, errors: object = None) -> None:
        self.status, code, message = _CODES[what]
        self.body = {"message": message, "code": code} | ({"errors": errors} if errors else {})


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Allowed(_Strict):
    parse: list[str] = []


class _Attachment(_Strict):
    id: int | str
    filename: str = ""
    description: Annotated[str, Field(max_length=LONGEST_ALT)] = ""


class _Message(_Strict):
    content: str | None = None
    allowed_mentions: _Allowed | None = None
    attachments: list[_Attachment] | None = None
    flags: int = 0
    username: Annotated[str, Field(max_length=80)] = ""
    tts: bool = False


class Discord(StandIn):
    """One webhook of one channel with one thread."""

    name = "discord"
    secrets: ClassVar = {
        "DEMO_DISCORD_WEBHOOK": f"https://discord.com/api/webhooks/{WEBHOOK}/{TOKEN}"
    }

    def __init__(self, setup: Setup, ledger: Ledger) -> None:
        super().__init__(setup, ledger)
        self.reset()

    def reset(self) -> None:
        """Begin again with empty channels."""
        self._last_id = 0
        self._sent: deque[float] = deque(maxlen=max(count for count, _ in PACES))

    def routes(self) -> list[web.RouteDef]:
        path = r"/api{version:(?:/v\d+)?}/webhooks/{webhook}/{token}"
        return [
            web.get(path, self._answer, allow_head=False),
            web.post(path, self._answer),
            web.get(path + "/messages/{message}", self._answer, allow_head=False),
            web.patch(path + "/messages/{message}", self._answer),
            web.delete(path + "/messages/{message}", self._answer),
        ]

    def refuse(self, what: str, seconds: int) -> web.Response:
        """Give Discord's own answer to a call that is to fail."""
        return _limited(seconds) if what == "429" else _refusal(_Refused(what))

    async def _answer(self, request: web.Request) -> web.Response:
        try:
            _admit(request)
            if request.method == "POST" and (wait := self._closed_for()):
                return _limited(wait)
            result = await self._do(request)
        except _Refused as refused:
            return _refusal(refused)
        verb = "webhook" if "message" not in request.match_info else "message"
        self._ledger.count(self.name, f"{request.method} {verb}")
        if result is None or (request.method == "POST" and request.query.get("wait") != "true"):
            return web.Response(status=204)
        return web.json_response(result)

    async def _do(self, request: web.Request) -> dict[str, Any] | None:
        channel = request.query.get("thread_id", CHANNEL)
        if channel not in ROOMS:
            raise _Refused("unknown channel")
        there, now = self._ledger.channel(self.name, *ROOMS[channel]), self._setup.clock()
        message_id = request.match_info.get("message", "")
        if request.method == "POST":
            from_clock = (round(now * 1000) - EPOCH_MS) << 22
            self._last_id = max(self._last_id + 1, from_clock)
            wire = {"id": str(self._last_id), "channel_id": channel, "webhook_id": WEBHOOK}
            new = Standing(id=wire["id"], at=now, author="Herald", wire=wire)
            there.add(await self._shown(request, new))
            return dict(there.posts[new.id].wire)
        if not message_id:
            described = {"id": WEBHOOK, "type": 1, "name": "Herald", "application_id": None}
            return described | {"channel_id": CHANNEL, "guild_id": GUILD, "token": TOKEN}
        if message_id not in there.posts:
            raise _Refused("unknown message")
        before = there.posts[message_id]
        if request.method == "DELETE":
            there.remove(message_id)
            return None
        if request.method == "PATCH":
            before = replace(await self._shown(request, before), edited_at=now)
            there.replace(before)
        return dict(before.wire)

    async def _shown(self, request: web.Request, before: Standing) -> Standing:
        """Give a message as a call makes it; a change keeps what it does not name."""
        message, files = await _read(request)
        text, marks = read((message.content or "").strip())
        photos = tuple(self._photo(message, n, data) for n, data in files.items())
        if not text and not photos:
            raise _Refused("empty")
        allowed = message.allowed_mentions is None or "everyone" in message.allowed_mentions.parse
        calls = [mark for mark in marks if mark.kind == "call"]
        links = [mark.url for mark in marks if mark.kind == "text_link"]
        has_card = links and not message.flags & NO_CARD
        return replace(
            before,
            text=text,
            marks=marks,
            photos=photos or before.photos,
            card=Card(url=links[0]) if has_card else None,
            silent=bool(message.flags & NO_SOUND) or before.silent,
            wire=dict(before.wire)
            | {"content": message.content, "flags": message.flags}
            | {"mention_everyone": bool(allowed and calls)},
        )

    def _photo(self, message: _Message, number: int, data: bytes) -> Photo:
        seen = sniff(data)
        if seen is None:
            raise _Refused("400", {"files": "this stand-in takes pictures only"})
        told = {str(one.id): one.description for one in message.attachments or ()}
        return Photo(
            key=self._ledger.keep(data, seen.mime),
            mime=seen.mime,
            size=len(data),
            width=seen.width,
            height=seen.height,
            alt=told.get(str(number), ""),
        )

    def _closed_for(self) -> float:
        """Say for how long the webhook may not post, or let it post now."""
        now = self._setup.clock()
        for count, seconds in PACES:
            if len(self._sent) >= count and now < (until := self._sent[-count] + seconds):
                return until - now if self._setup.enforce_limits else 0.0
        self._sent.append(now)
        return 0.0


def _admit(request: web.Request) -> None:
    if request.match_info["webhook"] != WEBHOOK:
        raise _Refused("unknown webhook")
    if request.match_info["token"] != TOKEN:
        raise _Refused("token")


async def _read(request: web.Request) -> tuple[_Message, dict[int, bytes]]:
    is_form = request.content_type.startswith("multipart/")
    form = await read_form(request) if is_form else {"payload_json": await request.text()}
    files = {
        int(name.removeprefix("files[").removesuffix("]")): data
        for name, data in form.items()
        if isinstance(data, bytes)
    }
    if any(len(data) > LARGEST for data in files.values()):
        raise _Refused("too large")
    try:
        message = _Message.model_validate_json(form.get("payload_json", "{}"))
    except ValidationError as error:
        raise _Refused("400", json.loads(error.json(include_url=False))) from None
    if measure(message.content or "", Unit.UTF16) > LONGEST:
        why = f"Must be {LONGEST} or fewer in length."
        errors = {"content": {"_errors": [{"code": "BASE_TYPE_MAX_LENGTH", "message": why}]}}
        raise _Refused("400", errors)
    return message, files


def _limited(seconds: float) -> web.Response:
    body = {"message": "You are being rate limited.", "retry_after": seconds, "global": False}
    headers = {
        "Retry-After": str(math.ceil(seconds)),
        "X-RateLimit-Remaining": "0",
        "X-RateLimit-Reset-After": f"{seconds:.3f}",
        "X-RateLimit-Scope": "user",
    }
    return web.json_response(body, status=429, headers=headers)


def _refusal(refused: _Refused) -> web.Response:
    return web.json_response(refused.body, status=refused.status)
