"""Slack channels, by the Web API with an app's bot token."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from html import escape
from typing import Any

from pydantic import Field

from bot.api import Api, Reply, verdict
from bot.errors import HeraldError, InDoubt, Locked, Refused, Throttled, Unsent
from bot.model import Image, Pace, Picture, Post, Receipt
from bot.ports import Capabilities, Options, Platform, Secret
from bot.redact import redact
from bot.text.blocks import blocks

EVENT, KEY = "herald_post", "key"
"""What the metadata of a message calls itself, and where they hold its post's key."""
PAGE, PAGES, BEFORE = 100, 10, 3600.0
"""Messages that one look-up reads at a time, how often, and seconds by which clocks may differ."""
SHUT = re.compile(
    "access_denied|account_inactive|channel_not_found|ekm_access_denied|enterprise_is_restricted"
    "|invalid_auth|is_archived|missing_scope|no_permission|not_allowed_token_type|not_authed"
    "|not_in_channel|org_login_required|restricted_action.*|team_access_not_granted|token_.*"
)
"""Errors that hold for every message: credentials, rights, or a channel that is closed to us."""
BUSY = {"ratelimited", "rate_limited", "message_limit_exceeded"}
UNCLEAR = {"fatal_error", "internal_error", "service_unavailable"}
"""Errors after which "some aspect of the operation" may have succeeded, as Slack says."""
UNTAKEN = {"request_timeout", "team_added_to_org"}
UNREAD, MISSING = {"missing_scope"}, "missing"  # what of a post was left out
NO_PICTURE = {"invalid_blocks", "invalid_blocks_format", "invalid_attachments"}


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
        most_images=1,
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

    async def send(self, post: Post, pictures: Sequence[Picture], **more: Any) -> Receipt:
        """Post the text with the picture below it, which Slack fetches from its publisher."""
        has_card = post.preview and not pictures
        more |= {"metadata": {"event_type": EVENT, "event_payload": {KEY: post.key}}}
        more |= {"unfurl_links": has_card, "unfurl_media": has_card}
        sent = await self._say("chat.postMessage", post, post.images if pictures else (), **more)
        return replace(self._receipt(sent["ts"]), note=sent.get(MISSING, ""))

    async def reply(self, receipt: Receipt, post: Post, pictures: Sequence[Picture]) -> Receipt:
        """Answer in the thread of what stands at `receipt`, and show it in the channel as well."""
        return await self.send(post, pictures, thread_ts=receipt.id, reply_broadcast=True)

    async def edit(self, receipt: Receipt, post: Post, pictures: Sequence[Picture]) -> Receipt:
        """Change what stands there; the picture is fetched by Slack itself, so it need not be had."""
        del pictures
        said = await self._say("chat.update", post, post.images, ts=receipt.id)
        return replace(receipt, note=said.get(MISSING, ""))

    async def delete(self, receipt: Receipt) -> None:
        """Take the message down; one that is gone already is as good."""
        there = {"channel": self.settings.channel, "ts": receipt.id}
        await self._call("POST", "chat.delete", known={"message_not_found"}, json=there)

    async def find(self, post: Post, after: str) -> Receipt | None:
        """Look for the post's key in the metadata of the channel's newest messages."""
        oldest = after or f"{max(post.made_at - BEFORE, 0):.6f}"
        asked = {"channel": self.settings.channel, "limit": f"{PAGE}", "oldest": oldest}
        asked["include_all_metadata"] = "true"
        for _ in range(PAGES):
            said = await self._call("GET", "conversations.history", known=UNREAD, params=asked)
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
        self._workspace = (await self._call("GET", "auth.test"))["url"]
        return self.capabilities

    async def examine(self) -> str:
        said = await self._call("GET", "auth.test")
        asked, name = {"channel": self.settings.channel}, self.settings.channel
        info = await self._call("GET", "conversations.info", known=UNREAD, params=asked)
        if not info.get("channel", {}).get("is_member", True):
            raise Locked(f"Slack: the app is not in {name}: say /invite @{said['user']} there")
        return f"{said['user']} of {said['team']} may post in {name}"

    async def _say(self, method: str, post: Post, images: Sequence[Image], **more: Any) -> Any:
        """Send blocks; a picture that Slack cannot fetch is left out, for nothing was posted."""
        message: dict[str, Any] = {
            "channel": self.settings.channel,
            "text": escape(post.text.text, quote=False),  # what notifications show
            "blocks": blocks(post, images),
            "parse": "none",
            "link_names": False,
        }
        known = NO_PICTURE if images else ()
        is_new = method == "chat.postMessage"
        sent = {"json": message | more, "may_repeat": not is_new, "known": known}
        if said := await self._call("POST", method, **sent):
            return said
        missing = {MISSING: f"{images[0].url}: Slack: it cannot be fetched or is no picture"}
        return await self._say(method, post, (), **more) | missing

    async def _call(self, verb: str, method: str, *, known: Any = (), **sent: Any) -> Any:
        """Make a call: its answer, or {} where its error is `known`."""
        sent = {"may_repeat": True} | sent
        reply = await self._api.call(verb, f"/{method}", **sent)
        if reply.is_success and reply.said.get("ok"):
            return reply.said
        if reply.said.get("error") in known:
            return {}
        raise classify(reply, may_repeat=sent["may_repeat"])

    @cached_property
    def _api(self) -> Api:
        bearer = {"Authorization": f"Bearer {self.reveal(self.settings.token)}"}
        base = self.destination.api_base.rstrip("/") or "https://slack.com"
        return Api("Slack", f"{base}/api", self.destination.timeout / 2, bearer)

    def _receipt(self, ts: str) -> Receipt:
        place = f"archives/{self.settings.channel}/p{ts.replace('.', '')}"
        return Receipt(id=ts, permalink=self._workspace + place if self._workspace else "")


def classify(reply: Reply, *, may_repeat: bool = False) -> HeraldError:
    """Say what a refusal means: Slack mostly refuses with 200 and a word."""
    error = str(reply.said.get("error") or "")
    needed = f" (needs {reply.said['needed']})" if "needed" in reply.said else ""
    why = redact(f"Slack: {error or 'no known answer'}{needed}")
    if SHUT.fullmatch(error) or reply.status in {401, 403}:
        return Locked(why)
    if error in BUSY:
        return Throttled(why, retry_after=reply.retry_after)
    if error in UNTAKEN:
        return Unsent(why)
    if error and reply.is_success and error not in UNCLEAR:
        return Refused(why)
    return verdict(reply, why, may_repeat=may_repeat)
