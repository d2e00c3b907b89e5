"""Slack channels, by the Web API with an app's bot token."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from html import escape
from itertools import repeat
from types import MappingProxyType
from typing import Any

from pydantic import Field

from bot.errors import InDoubt, Locked, Throttled
from bot.model import Picture, Post, Receipt
from bot.ports import AHEAD, Capabilities, Options, Platform, Secret
from bot.rules import Pace
from bot.slackapi import SlackApi
from bot.text.blocks import blocks, photo, photos_of

EVENT, KEY = "herald_post", "key"
"""What the metadata of a message calls itself, and where they hold its post's key."""
PAGE, PAGES = 100, 10
"""Messages that one look-up reads at a time, and how often."""
UNREAD, MISSING = {"missing_scope"}, "missing"  # what of a post was left out
NO_FILE = {"missing_scope", "file_not_found", "file_deleted", "cant_delete_file"}
NO_PICTURE = {"invalid_blocks", "invalid_blocks_format", "invalid_attachments"}
READY = (1, 2, 4, 8, 15)
"""Seconds between attempts to show a file that Slack still works on; then the post goes without."""


class SlackOptions(Options):
    """Which channel, and whose bot token may post there."""

    channel: str = Field(
        pattern=r"^[CG][A-Z0-9]{6,}$",
        description="The channel's id, like C0123456789: at the end of its details in Slack.",
    )
    token: Secret = Field(description="The app's bot token (xoxb-…): env:NAME or file:PATH.")

    def address(self) -> str:
        return self.channel


class Slack(Platform):
    """One channel; text is sent in blocks, so that nothing of an article can be a mark."""

    name = "slack"
    options = SlackOptions
    settings: SlackOptions
    capabilities = Capabilities(
        text=3000,
        hidden_links=True,
        link_preview=True,
        most_images=10,
        image_bytes=10_000_000,
        image_types=frozenset({"image/jpeg", "image/png", "image/gif"}),
        alt_text=True,
        edit=True,
        reply=True,
        delete=True,
        find=True,
        pace=(Pace(count=1, seconds=1),),
    )
    _workspace = ""
    _looks: Mapping[str, int] = MappingProxyType({})

    async def send(self, post: Post, pictures: Sequence[Picture], **more: Any) -> Receipt:
        """Post the text with the pictures below it."""
        has_card = post.preview and not pictures
        more |= {"metadata": {"event_type": EVENT, "event_payload": {KEY: post.key}}}
        more |= {"unfurl_links": has_card, "unfurl_media": has_card}
        shown = await self._shown(post, pictures)
        sent = await self._say("chat.postMessage", post, shown, **more)
        return replace(self._receipt(sent["ts"]), note=sent.get(MISSING, ""))

    async def reply(self, receipt: Receipt, post: Post, pictures: Sequence[Picture]) -> Receipt:
        """Answer in the thread of what stands at `receipt`, and show it in the channel as well."""
        return await self.send(post, pictures, thread_ts=receipt.id, reply_broadcast=True)

    async def edit(self, receipt: Receipt, post: Post, pictures: Sequence[Picture]) -> Receipt:
        """Change the words; the pictures stay, unless there are new ones."""
        shown = await self._shown(post, pictures)
        if post.images and not shown:
            shown = photos_of(await self._standing(receipt)) or [
                photo(image, post.headline) for image in post.images
            ]
        said = await self._say("chat.update", post, shown, ts=receipt.id)
        return replace(receipt, note=said.get(MISSING, ""))

    async def delete(self, receipt: Receipt) -> None:
        """Take the message down, its files first; what is gone already is as good."""
        for block in photos_of(await self._standing(receipt)):
            if file := block.get("slack_file", {}).get("id"):
                await self._api.call("POST", "files.delete", known=NO_FILE, json={"file": file})
        there = {"channel": self.settings.channel, "ts": receipt.id}
        await self._api.call("POST", "chat.delete", known={"message_not_found"}, json=there)

    async def find(self, post: Post, after: str) -> Receipt | None:
        """Look for the post's key in the metadata of the channel's newest messages."""
        oldest = after or f"{max(post.made_at - AHEAD, 0):.6f}"
        asked = {"channel": self.settings.channel, "limit": f"{PAGE}", "oldest": oldest}
        asked["include_all_metadata"] = "true"
        for _ in range(PAGES):
            said = await self._api.call("GET", "conversations.history", known=UNREAD, params=asked)
            if (
                not said
            ):  # why not Locked: posting goes on without this right, and a person can look
                raise InDoubt("Slack: missing_scope: give the app channels:history, or look there")
            for message in said["messages"]:
                metadata = message.get("metadata", {})
                if metadata.get("event_payload", {}).get(KEY) == post.key:
                    return self._receipt(message["ts"])
            if not said.get("has_more"):
                return None
            asked["cursor"] = said["response_metadata"]["next_cursor"]
        raise InDoubt(f"Slack: more than {PAGES * PAGE} messages since then: look there yourself")

    async def learn(self) -> Capabilities:
        """Ask what the workspace is called, which addresses of messages name."""
        self._workspace = (await self._api.call("GET", "auth.test"))["url"]
        return self.capabilities

    async def examine(self) -> str:
        said = await self._api.call("GET", "auth.test")
        asked, name = {"channel": self.settings.channel}, self.settings.channel
        info = await self._api.call("GET", "conversations.info", known=UNREAD, params=asked)
        if not info.get("channel", {}).get("is_member", True):
            raise Locked(f"Slack: the app is not in {name}: say /invite @{said['user']} there")
        where = f"{said['user']} of {said['team']} may post in {name}"
        if await self._api.asks_upload("herald.png", 1):
            return f"{where} and upload pictures"
        return f"{where}; without files:write Slack fetches pictures from their addresses"

    async def _shown(self, post: Post, pictures: Sequence[Picture]) -> list[dict[str, Any]]:
        """Say the pictures as files of ours; where we may not upload, Slack is to fetch them."""
        if not pictures:
            return []
        files = (await self.drafts.draft(post.key)).split()
        if len(files) != len(pictures):
            files = await self._api.upload(pictures)
            await self.drafts.keep_draft(post.key, " ".join(files))
        return [
            photo(one, post.headline, file)
            for one, file in zip(pictures, files or repeat(""), strict=False)
        ]

    async def _standing(self, receipt: Receipt) -> dict[str, Any]:
        """Read a message as it stands; {} where it is gone, or we may not read."""
        there = {"channel": self.settings.channel, "latest": receipt.id, "oldest": receipt.id}
        asked = there | {"inclusive": "true", "limit": "1"}
        said = await self._api.call("GET", "conversations.history", known=UNREAD, params=asked)
        return next(iter(said.get("messages", ())), {})

    async def _say(
        self, method: str, post: Post, shown: Sequence[Mapping[str, Any]], **more: Any
    ) -> Any:
        """Send blocks; pictures that Slack does not take are left out, for nothing was posted."""
        message: dict[str, Any] = {
            "channel": self.settings.channel,
            "text": escape(post.text.text, quote=False),  # what notifications show
            "blocks": [*blocks(post.text), *shown],
            "parse": "none",
            "link_names": False,
        }
        known = NO_PICTURE if shown else ()
        is_new = method == "chat.postMessage"
        sent: dict[str, Any] = {"json": message | more, "may_repeat": not is_new, "known": known}
        if said := await self._api.call("POST", method, **sent):
            return said
        looks = self._looks.get(post.key, 0)
        if any("slack_file" in block for block in shown) and looks < len(READY):
            self._looks = {post.key: looks + 1}
            raise Throttled("Slack still works on the picture", retry_after=READY[looks])
        missing = {MISSING: f"{post.images[0].url}: Slack: it cannot be fetched or is no picture"}
        return await self._say(method, post, (), **more) | missing

    @cached_property
    def _api(self) -> SlackApi:
        base = self.destination.api_base.rstrip("/") or "https://slack.com"
        share = 0.25 * self.destination.timeout  # why: a picture is three calls, its post one
        return SlackApi(f"{base}/api", share, self.reveal(self.settings.token))

    def _receipt(self, ts: str) -> Receipt:
        place = f"archives/{self.settings.channel}/p{ts.replace('.', '')}"
        return Receipt(id=ts, permalink=self._workspace + place if self._workspace else "")
