"""Matrix rooms, by the client-server API (spec.matrix.org, v1.10 and later)."""

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import Any
from urllib.parse import quote

from pydantic import Field

from bot.api import Api, Reply, Upload, verdict
from bot.errors import HeraldError, InDoubt, Locked, Refused, Throttled
from bot.model import Picture, Post, Receipt
from bot.ports import AHEAD, Capabilities, Options, Platform, Secret
from bot.redact import redact
from bot.rules import Pace
from bot.text.event import answer, message, photo, photo_of, proof, replacement

CLIENT, CLIENT_1 = "/_matrix/client/v3", "/_matrix/client/v1"
KEY = "herald.post_key"
"""The field of an event that names its post: by it a post is found, also by a new login."""
PAGE, PAGES = "100", 10
"""Messages that one look-up reads at a time, and how often it does."""
LARGEST = 10_000_000
MISSING, TOO_LARGE = 404, 413
_quoted = partial(quote, safe="")
SHUT = {"M_MISSING_TOKEN", "M_UNKNOWN_TOKEN", "M_FORBIDDEN", "M_USER_DEACTIVATED"}


class MatrixOptions(Options):
    """Which room on which homeserver, and whose access token may post there."""

    told = (
        r"/#/(?:#|%23)(?P<name>[^/?]+)(?::|%3[Aa])(?P<server>[\w.:-]+)",
        {"homeserver": "https://{server}", "room": "#{name}:{server}"},
    )
    homeserver: str = Field(pattern=r"^https?://\S+$", description="The homeserver's address.")
    room: str = Field(
        pattern=r"^[!#]\S+$", description='The room: its alias "#news:example.org", or its id.'
    )
    token: Secret = Field(description="The account's access token: env:NAME or file:PATH.")

    def address(self) -> str:
        return self.room


class Matrix(Platform):
    """One room; a call's transaction id comes from the post, so that repeated it is one event."""

    name = "matrix"
    options = MatrixOptions
    settings: MatrixOptions
    capabilities = Capabilities(
        text=3000,
        hidden_links=True,
        link_preview=True,
        most_images=1,
        image_bytes=LARGEST,
        image_types=frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"}),
        varies=True,
        edit=True,
        reply=True,
        delete=True,
        find=True,
        pace=(Pace(count=10, seconds=50),),
    )
    _room = ""

    async def send(self, post: Post, pictures: Sequence[Picture], **more: Any) -> Receipt:
        """Post the picture with the text as its caption, or the text alone."""
        event = message(post) | {KEY: post.key} | await self._uploaded(pictures) | more
        path = f"{await self._place()}/send/m.room.message/{post.key}"
        sent = await self._call("PUT", path, field="event_id", may_repeat=False, json=event)
        is_less = pictures and "url" not in event
        missing = f"{post.images[0].url}: Matrix: too large" if is_less else ""
        return replace(proof(self.settings.room, self._room, sent["event_id"]), note=missing)

    async def reply(self, receipt: Receipt, post: Post, pictures: Sequence[Picture]) -> Receipt:
        return await self.send(post, pictures, **answer(receipt.id))

    async def edit(self, receipt: Receipt, post: Post, pictures: Sequence[Picture]) -> Receipt:
        """Replace what stands there (m.replace); its picture stays where there is no new one."""
        picture, place = await self._uploaded(pictures), await self._place()
        if post.images and not picture:
            there = f"{place}/event/{_quoted(receipt.id)}"
            picture = photo_of(await self._call("GET", there, field="content"))
        event = replacement(message(post) | picture, receipt.id)
        path = f"{place}/send/m.room.message/{post.key}.edit"
        await self._call("PUT", path, field="event_id", json=event)
        return receipt

    async def delete(self, receipt: Receipt) -> None:
        """Redact what stands there, its other texts first; what is gone already is as good."""
        place = await self._place()
        there = f"{place.replace(CLIENT, CLIENT_1)}/relations/{_quoted(receipt.id)}/m.replace"
        said = await self._call("GET", there, known=MISSING, params={"limit": PAGE})
        for event_id in [*(event["event_id"] for event in said.get("chunk", ())), receipt.id]:
            path = f"{place}/redact/{_quoted(event_id)}/{_quoted(event_id)}"
            await self._call("PUT", path, known=MISSING, json={})

    async def find(self, post: Post, after: str) -> Receipt | None:
        """Look for the post's key in the newest messages of ours."""
        me = await self._call("GET", f"{CLIENT}/account/whoami", field="user_id")
        ours = json.dumps({"types": ["m.room.message"], "senders": [me["user_id"]]})
        asked, there = {"dir": "b", "limit": PAGE, "filter": ours}, await self._place()
        for _ in range(PAGES):
            said = await self._call("GET", f"{there}/messages", field="chunk", params=asked)
            for event in said["chunk"]:
                if event["content"].get(KEY) == post.key:
                    return proof(self.settings.room, self._room, event["event_id"])
                is_older = event["origin_server_ts"] / 1000 < post.made_at - AHEAD
                if event["event_id"] == after or is_older:
                    return None
            if not (further := said.get("end")):
                return None
            asked["from"] = further
        raise InDoubt(f"Matrix: more than {PAGES * int(PAGE)} newer messages of ours: look there")

    async def learn(self) -> Capabilities:
        """Ask how large files may be."""
        said = await self._call("GET", f"{CLIENT_1}/media/config", known=MISSING)
        most = said.get("m.upload.size") or LARGEST
        return replace(self.capabilities, image_bytes=min(most, LARGEST))

    async def examine(self) -> str:
        me = (await self._call("GET", f"{CLIENT}/account/whoami", field="user_id"))["user_id"]
        encrypted = f"{await self._place()}/state/m.room.encryption"
        said = await self._call("GET", f"{CLIENT}/joined_rooms", field="joined_rooms")
        if self._room not in said["joined_rooms"]:
            raise Locked(f"Matrix: {me} is not in {self.settings.room}: invite it and let it join")
        if await self._call("GET", encrypted, known=MISSING):
            raise Refused(f"Matrix: {self.settings.room} is encrypted, and posts are in the clear")
        return f"{me} is in {self.settings.room}"

    async def _place(self) -> str:
        """Give the path of the room; the id behind an alias is asked for once."""
        name = self.settings.room
        if name.startswith("#") and not self._room:
            path = f"{CLIENT}/directory/room/{_quoted(name)}"
            self._room = (await self._call("GET", path, known=MISSING)).get("room_id", "")
            if not self._room:
                raise Locked(f"Matrix: no room is called {name}")
        self._room = self._room or name
        return f"{CLIENT}/rooms/{_quoted(self._room)}"

    async def _uploaded(self, pictures: Sequence[Picture]) -> dict[str, Any]:
        """Make the picture ready before anything is in the room; one too large is left out."""
        for one in pictures[:1]:
            sent: dict[str, Any] = {
                "data": Upload(data=one.data, mime=one.mime),
                "known": TOO_LARGE,
            }
            said = await self._call("POST", "/_matrix/media/v3/upload", **sent)
            if url := said.get("content_uri"):
                return photo(one, url)
        return {}

    async def _call(
        self, method: str, path: str, *, field: str = "", known: int = 0, **sent: Any
    ) -> Any:
        """Make a call: its answer, which has `field`, or {} where it is refused with the status `known`."""
        sent = {"may_repeat": True} | sent
        reply = await self._api.call(method, path, **sent)
        if reply.is_success and (not field or reply.tells(field)):
            return reply.body or {}
        if reply.status == known and "errcode" in reply.said:
            return {}
        raise classify(reply, may_repeat=sent["may_repeat"])

    @cached_property
    def _api(self) -> Api:
        bearer = {"Authorization": f"Bearer {self.reveal(self.settings.token)}"}
        share = self.destination.timeout / 3  # why: room, picture and post are three calls
        return Api(
            self.name.title(), self.destination.api_base or self.settings.homeserver, share, bearer
        )


def classify(reply: Reply, *, may_repeat: bool = False) -> HeraldError:
    """Say what a refusal means; one that holds for every message closes the destination."""
    said = reply.said
    words = f"{said.get('errcode', 'no known answer')} {said.get('error', '')}"
    why = "Matrix: " + redact(" ".join(words.split()))
    if said.get("errcode") in SHUT or reply.status in {401, 403}:
        again = " (soft logout: log in again as the same device)"
        return Locked(f"{why} ({reply.status}){again if said.get('soft_logout') else ''}")
    if said.get("errcode") == "M_LIMIT_EXCEEDED" and "retry_after_ms" in said:
        return Throttled(why, retry_after=said["retry_after_ms"] / 1000)
    return verdict(reply, why, may_repeat=may_repeat)
