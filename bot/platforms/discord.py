"""Discord channels and threads, through a webhook of the channel."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from pydantic import Field

from bot.api import Api, Reply, Upload, verdict
from bot.errors import HeraldError, Locked, Throttled
from bot.model import Picture, Post, Receipt, Unit
from bot.ports import Capabilities, Options, Platform, Secret
from bot.redact import hide, redact
from bot.rules import Pace
from bot.text.markdown import markdown

NO_CARD, NO_SOUND = 1 << 2, 1 << 12  # flags of a message
MISSING = "missing"  # what of a post was left out
LONGEST_ALT, TOO_LARGE, UNKNOWN_MESSAGE = 1024, 413, 10008
SHUT = {10003, 10015, 50001, 50013, 50027, 220001, 220003}
"""Codes for a channel, thread or webhook that is gone or closed, and a forum without a thread."""
WEBHOOK = re.compile(r"(https?://[^/?#]+)/api(?:/v\d+)?/webhooks/(\d+)/([\w-]+)/?")


class DiscordOptions(Options):
    """Which webhook, and where readers find the channel."""

    told = (r"//(?P<place>discord\.gg/.+)", {"invite": "https://{place}"})
    webhook: Secret = Field(description="The webhook's whole address: env:NAME or file:PATH.")
    thread: str = Field("", pattern=r"^\d*$", description="The id of a thread to post in.")
    invite: str = Field("", description="The invitation that readers follow (discord.gg/…).")

    def address(self) -> str:
        return self.invite


class Discord(Platform):
    """One channel or thread; a webhook sees a message only by its id, so nothing is looked up."""

    name = "discord"
    options = DiscordOptions
    settings: DiscordOptions
    capabilities = Capabilities(
        text=2000,
        unit=Unit.UTF16,
        written=markdown,
        hidden_links=True,
        link_preview=True,
        most_images=10,
        image_bytes=10_000_000,
        image_types=frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"}),
        alt_text=True,
        edit=True,
        delete=True,
        pace=(Pace(count=5, seconds=2), Pace(count=30, seconds=60)),
    )
    _guild = ""

    async def send(self, post: Post, pictures: Sequence[Picture]) -> Receipt:
        """Post the text with the pictures below it, or alone where they are too large.

        No embeds: those show no alt text, and nothing at all to whoever has previews switched off.
        """
        sent = await self._say("POST", "", post, pictures)
        channel = sent.get("channel_id")
        there = f"https://discord.com/channels/{self._guild}/{channel}/{sent['id']}"
        link = there if self._guild and channel else ""
        return Receipt(id=sent["id"], permalink=link, note=sent.get(MISSING, ""))

    async def edit(self, receipt: Receipt, post: Post, pictures: Sequence[Picture]) -> Receipt:
        """Change the text, and the pictures where there are new ones."""
        said = await self._say("PATCH", f"/messages/{receipt.id}", post, pictures)
        return replace(receipt, note=said.get(MISSING, ""))

    async def delete(self, receipt: Receipt) -> None:
        """Take the message down; one that is gone already is as good."""
        reply = await self._call("DELETE", f"/messages/{receipt.id}")
        if not reply.is_success and reply.said.get("code") != UNKNOWN_MESSAGE:
            raise classify(reply, may_repeat=True)

    async def learn(self) -> Capabilities:
        """Ask which server the channel is on, which addresses of messages name."""
        self._guild = (await self._webhook()).get("guild_id") or ""
        return self.capabilities

    async def examine(self) -> str:
        there = await self._webhook()
        return f"the webhook “{there.get('name')}” of channel {there.get('channel_id')}"

    async def _webhook(self) -> dict[str, Any]:
        reply = await self._call("GET", "", thread=False)
        if not reply.is_success:
            raise classify(reply, may_repeat=True)
        return reply.said

    async def _say(
        self, method: str, path: str, post: Post, pictures: Sequence[Picture]
    ) -> dict[str, Any]:
        is_new = method == "POST"
        has_picture = pictures or (post.images and not is_new)
        flags = NO_CARD if has_picture or not post.preview else 0
        message: dict[str, Any] = {
            "content": markdown(post.text, post.link),
            "allowed_mentions": {"parse": []},
            "flags": flags | (NO_SOUND if post.silent and is_new else 0),
        }
        form: dict[str, str | Upload] = {}
        for n, one in enumerate(pictures):
            described = {"id": n, "description": one.alt[:LONGEST_ALT]}
            message.setdefault("attachments", []).append(described)
            name = f"{n}.{one.mime.rpartition('/')[2]}"
            form[f"files[{n}]"] = Upload(data=one.data, mime=one.mime, name=name)
        form["payload_json"] = json.dumps(message)
        body = {"form": form} if pictures else {"json": message}
        reply = await self._call(method, path, wait="true" if is_new else "", **body)
        if reply.is_success and reply.said.get("id"):
            return reply.said
        if pictures and reply.status == TOO_LARGE:
            why = f"{post.images[0].url}: {classify(reply)}"
            return await self._say(method, path, post, ()) | {MISSING: why}
        raise classify(reply, may_repeat=not is_new)

    async def _call(
        self, method: str, path: str, *, thread: bool = True, wait: str = "", **body: Any
    ) -> Reply:
        asked = {"wait": wait, "thread_id": self.settings.thread if thread else ""}
        params = {name: value for name, value in asked.items() if value}
        may_repeat = method != "POST"
        return await self._api.call(method, path, params=params, may_repeat=may_repeat, **body)

    @cached_property
    def _api(self) -> Api:
        webhook = WEBHOOK.fullmatch(self.reveal(self.settings.webhook))
        if not webhook:
            raise Locked(
                f"Discord: {self.settings.webhook} does not hold the address of a webhook"
                " (https://discord.com/api/webhooks/…)"
            )
        host, number, token = webhook.groups()
        hide(token)
        base = self.destination.api_base.rstrip("/") or host
        agent = {"User-Agent": "DiscordBot (Herald, self-hosted)"}
        share = self.destination.timeout / 2  # why: without its pictures a post is a second call
        return Api("Discord", f"{base}/api/v10/webhooks/{number}/{token}", share, agent)


def classify(reply: Reply, *, may_repeat: bool = False) -> HeraldError:
    """Say what a refusal means; one that holds for every message closes the destination."""
    said = reply.said
    why = "Discord: " + redact(" ".join(str(said.get("message") or "no known answer").split()))
    if reply.status in {401, 403} or said.get("code") in SHUT:
        return Locked(f"{why} ({reply.status})")
    wait = said.get("retry_after")
    if reply.status == 429 and isinstance(wait, int | float):  # noqa: PLR2004 - Too Many Requests
        return Throttled(why + " for all of us" * bool(said.get("global")), retry_after=wait)
    if errors := said.get("errors"):
        why = f"{why}: {redact(json.dumps(errors))[:300]}"
    return verdict(reply, why, may_repeat=may_repeat)
