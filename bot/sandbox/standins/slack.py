"""A stand-in of Slack's Web API: one workspace, one app, one channel.

As at Slack a refusal is `ok: false` with a word at status 200; only a rate limit is a 429. Stricter than
Slack: arguments and parts of blocks that it does not know are refused.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from aiohttp import web
from pydantic import ValidationError

from bot.sandbox.elsewhere import fetch_photo
from bot.sandbox.forms import read_form
from bot.sandbox.ledger import Card, Channel, Ledger, Photo, Standing
from bot.sandbox.setup import Setup
from bot.sandbox.slack_files import UPLOADS, Files, NoFile
from bot.sandbox.slack_message import (
    LONGEST_BLOCKS,
    LONGEST_TEXT,
    MOST_BLOCKS,
    Message,
    Picture,
    read,
)
from bot.sandbox.standin import StandIn

TOKEN = "xoxb-sandbox-bot-token"  # noqa: S105 - opens only the sandbox
TOKEN_WITHOUT_FILES = "xoxb-sandbox-without-files"  # noqa: S105 - the same
CHANNEL, BOT, WORKSPACE = "C0SANDBOX01", "herald", "https://morningtick.slack.com/"
_ERRORS = {
    "400": "invalid_arguments",
    "401": "invalid_auth",
    "403": "not_in_channel",
    "500": "internal_error",
    "migrate": "channel_not_found",
}

Do = Callable[[web.Request, Mapping[str, Any]], Awaitable[dict[str, Any]]]


class _Refused(Exception):
    def __init__(self, error: str, **more: object) -> None:
        self.body = {"ok": False, "error": error, **more}


class Slack(StandIn):
    """Messages by their time, which is their id."""

    name = "slack"
    secrets: ClassVar = {"DEMO_SLACK_TOKEN": TOKEN}

    def __init__(self, setup: Setup, ledger: Ledger) -> None:
        super().__init__(setup, ledger)
        self.reset()

    def reset(self) -> None:
        """Begin again with an empty channel."""
        self._last = 0.0
        self._files = Files(self._ledger, self._setup.clock)

    def routes(self) -> list[web.RouteDef]:
        calls: dict[str, Do] = {
            "GET auth.test": _auth,
            "GET conversations.info": _info,
            "GET conversations.history": self._history,
            "POST chat.postMessage": self._post,
            "POST chat.update": self._update,
            "POST chat.delete": self._delete,
            "POST files.getUploadURLExternal": self._files.ask,
            "POST files.completeUploadExternal": self._files.complete,
            "POST files.delete": self._files.delete,
        }
        upload = web.post(f"{UPLOADS}/{{file}}", self._files.take)
        return [upload, *(self._route(call, do) for call, do in calls.items())]

    def refuse(self, what: str, seconds: int) -> web.Response:
        """Give Slack's own answer to a call that is to fail."""
        if what == "429":
            return _limited(seconds)
        status = 500 if what == "500" else 200
        return web.json_response({"ok": False, "error": _ERRORS[what]}, status=status)

    @property
    def _channel(self) -> Channel:
        return self._ledger.channel(self.name, "morningtick", "#morningtick")

    def _route(self, call: str, do: Do) -> web.RouteDef:
        verb, _, method = call.partition(" ")

        async def answer(request: web.Request) -> web.Response:
            try:
                given = await _admitted(request)
                wait = self._last + 1 - self._setup.clock()
                if method == "chat.postMessage" and wait > 0 and self._setup.enforce_limits:
                    return _limited(1)
                result = await do(request, given)
            except ValidationError as error:
                result = _Refused(_named(error)).body
            except NoFile as missing:
                result = _Refused(str(missing)).body
            except _Refused as refused:
                result = refused.body
            if result["ok"]:
                self._ledger.count(self.name, method)
            return web.json_response(result)

        return web.route(verb, f"/api/{method}", answer)

    async def _post(self, _: web.Request, given: Mapping[str, Any]) -> dict[str, Any]:
        message = _message(given)
        if message.thread_ts and message.thread_ts not in self._channel.posts:
            raise _Refused("cannot_reply_to_message")
        now = max(self._setup.clock(), self._last + 0.000001)
        new = Standing(id=f"{now:.6f}", at=now, author=BOT, reply_to=message.thread_ts)
        shown = await self._shown(new, message)
        self._last = now
        self._channel.add(shown)
        return {"ok": True, "channel": CHANNEL, "ts": shown.id, "message": dict(shown.wire)}

    async def _update(self, _: web.Request, given: Mapping[str, Any]) -> dict[str, Any]:
        message = _message(given)
        before = _standing(self._channel, message.ts)
        shown = await self._shown(before, message)
        self._channel.replace(replace(shown, edited_at=self._setup.clock()))
        return {"ok": True, "channel": CHANNEL, "ts": before.id, "text": message.text}

    async def _delete(self, _: web.Request, given: Mapping[str, Any]) -> dict[str, Any]:
        self._channel.remove(_standing(self._channel, given["ts"]).id)
        return {"ok": True, "channel": CHANNEL, "ts": given["ts"]}

    async def _history(self, _: web.Request, given: Mapping[str, Any]) -> dict[str, Any]:
        """Give a page of messages, newest first; answers in a thread only if shown in the channel."""
        has_ends = given.get("inclusive") == "true"
        oldest = float(given.get("oldest", 0))
        latest = float(given.get("cursor", given.get("latest", "inf")))
        limit = min(int(given.get("limit", 100)), 999)
        hidden = set() if given.get("include_all_metadata") == "true" else {"metadata"}
        fits = [
            {name: value for name, value in post.wire.items() if name not in hidden}
            for post in reversed(self._channel.standing)
            if (
                oldest < float(post.id) < latest
                or (has_ends and float(post.id) in {oldest, latest})
            )
            and (not post.reply_to or post.wire.get("subtype") == "thread_broadcast")
        ]
        page = {"ok": True, "messages": fits[:limit], "has_more": len(fits) > limit}
        if len(fits) > limit:
            page["response_metadata"] = {"next_cursor": str(fits[limit - 1]["ts"])}
        return page

    async def _shown(self, before: Standing, message: Message) -> Standing:
        text, marks = read(message.blocks)
        pictures = [block for block in message.blocks if isinstance(block, Picture)]
        photos = [await self._photo(block) for block in pictures]
        if None in photos:
            why = [
                "downloading image failed" if p.image_url else "invalid slack file"
                for p in pictures
            ]
            raise _Refused("invalid_blocks", errors=why)
        links = [mark.url for mark in marks if mark.url]
        wire = {"type": "message", "ts": before.id, "bot_id": "B01"} | dict(before.wire)
        wire |= {
            "text": message.text,
            "blocks": [b.model_dump(exclude_none=True) for b in message.blocks],
        }
        if message.metadata:
            wire["metadata"] = message.metadata.model_dump()
        if message.reply_broadcast:
            wire["subtype"] = "thread_broadcast"
        return replace(
            before,
            text=text or message.text,
            marks=marks,
            photos=tuple(photo for photo in photos if photo),
            card=Card(url=links[0]) if links and message.unfurl_links and not photos else None,
            wire=wire,
        )

    async def _photo(self, block: Picture) -> Photo | None:
        if block.slack_file:
            return self._files.shown(block.slack_file.id, block.alt_text)
        return await fetch_photo(self._ledger, block.image_url or "", block.alt_text)


async def _auth(*_: object) -> dict[str, Any]:
    return {"ok": True, "url": WORKSPACE, "team": "Morning Tick", "user": BOT, "bot_id": "B01"}


async def _info(*_: object) -> dict[str, Any]:
    return {"ok": True, "channel": {"id": CHANNEL, "name": "morningtick", "is_member": True}}


def _standing(channel: Channel, ts: str) -> Standing:
    if ts not in channel.posts:
        raise _Refused("message_not_found")
    return channel.posts[ts]


async def _admitted(request: web.Request) -> Mapping[str, Any]:
    """Give the arguments of a call whose token is the app's."""
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token not in {TOKEN, TOKEN_WITHOUT_FILES}:
        raise _Refused("invalid_auth" if token else "not_authed")
    if token == TOKEN_WITHOUT_FILES and "/files." in request.path:
        raise _Refused("missing_scope", needed="files:write", provided="chat:write")
    is_json = request.content_type == "application/json"
    given = await request.json() if is_json else {**request.query, **await read_form(request)}
    if given.get("channel", CHANNEL) != CHANNEL:
        raise _Refused("channel_not_found")
    return given


def _message(given: Mapping[str, Any]) -> Message:
    message = Message.model_validate(given)
    if not message.text and not message.blocks:
        raise _Refused("no_text")
    if len(message.text) > LONGEST_TEXT:
        raise _Refused("msg_too_long")
    if len(message.blocks) > MOST_BLOCKS or len(read(message.blocks)[0]) > LONGEST_BLOCKS:
        raise _Refused("msg_blocks_too_long")
    return message


def _named(error: ValidationError) -> str:
    parts = {part for problem in error.errors() for part in problem["loc"]}
    return next(
        (f"invalid_{n}" for n in ("blocks", "metadata") if n in parts), "invalid_arguments"
    )


def _limited(seconds: int) -> web.Response:
    body = {"ok": False, "error": "ratelimited"}
    return web.json_response(body, status=429, headers={"Retry-After": str(seconds)})
