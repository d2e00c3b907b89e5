"""Bluesky, and any other Personal Data Server (PDS) of the AT Protocol."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from pydantic import Field

from bot.api import Upload
from bot.errors import InDoubt, Locked, Refused
from bot.model import Picture, Post, Receipt, Rich, Unit
from bot.ports import Capabilities, Options, Platform, Secret
from bot.rules import Pace
from bot.text.alike import is_alike
from bot.text.atproto import Shown, embed, has_card, part, proof, ref, rkey, rkeys, said, tid
from bot.xrpc import SERVER, Xrpc, says

REPO = "com.atproto.repo."
READ, WRITE = f"{REPO}getRecord", f"{REPO}putRecord"
NO_SUCH, TAKEN = "RecordNotFound", "InvalidSwap"
NO_BLOB = re.compile(r"BlobNotFound|InvalidMimeType|InvalidSize|\$\.record\.embed")
WHO = r"^@?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$|^did:[a-z]+:[\w.:%-]+$"


class BlueskyOptions(Options):
    """Whose account; an app password may post and not take the account over."""

    told = (r"/profile/(?P<handle>[\w.:-]+)", {"handle": "{handle}"})
    handle: str = Field(pattern=WHO, description='The account: "news.bsky.social", or its DID.')
    app_password: Secret = Field(description="An app password of it: env:NAME or file:PATH.")

    @property
    def who(self) -> str:
        return self.handle.removeprefix("@")

    def address(self) -> str:
        return self.who if self.who.startswith("did:") else f"@{self.who}"


class Bluesky(Platform):
    """One account; we choose where a post stands, so that it can stand there once only."""

    name = "bluesky"
    options = BlueskyOptions
    settings: BlueskyOptions
    capabilities = Capabilities(
        text=300,
        text_bytes=3000,
        unit=Unit.GRAPHEMES,
        hidden_links=True,
        cards=True,
        threads=True,
        most_images=4,
        image_bytes=1_000_000,  # why not 2 MB, as beside no card: a picture may become the card's
        image_pixels=2000,
        image_types=frozenset({"image/jpeg", "image/png", "image/webp"}),
        alt_text=True,
        edit=True,
        shows_edits=False,
        reply=True,
        delete=True,
        find=True,
        pace=(Pace(count=1666, seconds=3600), Pace(count=11_666, seconds=86_400)),
    )

    async def send(self, post: Post, pictures: Sequence[Picture], under: Any = None) -> Receipt:
        """Upload the pictures, then write the record where nothing stands yet, and its thread under it.

        Each record has a name of its own, so that to send all again writes only what is missing.
        """
        ready, missing = await self._upload(post, pictures)
        at = post.sent_at or post.made_at
        record = said(post, at, embed(post, ready, {})) | ({"reply": under} if under else {})
        try:
            first = parent = await self._write(post, 0, record)
        except Refused as refusal:
            if pictures and NO_BLOB.search(str(refusal)):
                return replace(await self.send(post, (), under), note=f"a picture: {refusal}")
            raise
        names = [first["uri"]]
        for number, text in enumerate(post.thread, 1):
            thread = {"root": under["root"] if under else ref(first), "parent": ref(parent)}
            record = said(replace(post, text=text), at, {}) | {"reply": thread}
            parent = await self._write(post, number, record)
            names.append(rkey(parent["uri"]))
        return proof("+".join(names), self.settings.who, missing)

    async def reply(self, receipt: Receipt, post: Post, pictures: Sequence[Picture]) -> Receipt:
        """Post under what stands at `receipt`, in its thread."""
        standing = await self._api.call(READ, "value", params={"rkey": rkey(receipt.id)})
        parent = ref(standing)
        root = standing["value"].get("reply", {}).get("root", parent)
        return await self.send(post, pictures, {"root": root, "parent": parent})

    async def edit(self, receipt: Receipt, post: Post, pictures: Sequence[Picture]) -> Receipt:
        """Change the record; its moment and thread stay, its picture unless there is a new one."""
        standing = await self._api.call(READ, "value", params={"rkey": rkey(receipt.id)})
        before = standing["value"]
        ready, missing = await self._upload(post, pictures)
        record = said(post, post.made_at, embed(post, ready, before.get("embed", {})))
        record |= {name: before[name] for name in ("createdAt", "reply") if name in before}
        there = {"rkey": rkey(receipt.id), "record": record, "swapRecord": standing["cid"]}
        put = await self._api.call(WRITE, "uri", json=there)
        names = "+".join([put["uri"], *rkeys(receipt.id)[1:]])
        return proof(names, self.settings.who, missing)

    async def delete(self, receipt: Receipt) -> None:
        """Take the record away, its thread first; what is gone already is as good."""
        for name in reversed(rkeys(receipt.id)):
            await self._api.call(f"{REPO}deleteRecord", json={"rkey": name})

    async def find(self, post: Post, after: str) -> Receipt | None:  # noqa: ARG002 - exact without it
        """Read what stands where the post would; it is not there while a part of its thread is not."""
        names = []
        for number, text in enumerate((post.text, *post.thread)):
            standing = await self._standing(post, number, text)
            if standing is None:
                return None
            names.append(rkey(standing["uri"]) if number else standing["uri"])
        return proof("+".join(names), self.settings.who)

    async def _write(self, post: Post, number: int, record: Any) -> Any:
        """Write one record of a post where nothing stands, or give our own that stands there."""
        name = tid(post.made_at, part(post.key, number))
        there = {"rkey": name, "record": record, "swapRecord": None}
        try:
            return await self._api.call(WRITE, "uri", again=number > 0, json=there)
        except Refused as refusal:
            text = (post.text, *post.thread)[number]
            if says(refusal, TAKEN) and (standing := await self._standing(post, number, text)):
                return standing
            raise

    async def _standing(self, post: Post, number: int, text: Rich) -> Any:
        """Read one record of a post; None: nothing stands there."""
        try:
            there = {"rkey": tid(post.made_at, part(post.key, number))}
            standing = await self._api.call(READ, "value", params=there)
        except Refused as refusal:
            if says(refusal, NO_SUCH):
                return None
            raise
        if not is_alike(standing["value"].get("text", ""), text.text):
            place = proof(standing["uri"], self.settings.who).permalink
            raise InDoubt(f"Bluesky: another text stands at {place}: look there")
        return standing

    async def examine(self) -> str:
        """Ask whose session the password opens, and whether the account is active."""
        found = await self._api.call(f"{SERVER}getSession", "did")
        if found.get("active") is False:
            raise Locked(f"Bluesky: the account is {found.get('status') or 'not active'}")
        return f"the password opens {found.get('handle')} ({found['did']})"

    async def _upload(self, post: Post, pictures: Sequence[Picture]) -> tuple[list[Shown], str]:
        """Have the blobs ready before anything is public; says what the server refused of them."""
        ready, missing = [], ""
        for picture in pictures[: 1 if has_card(post) else self.capabilities.most_images]:
            try:
                file = Upload(data=picture.data, mime=picture.mime)
                sent = await self._api.call(f"{REPO}uploadBlob", "blob", data=file)
                ready.append((picture, sent["blob"]))
            except Refused as refusal:
                missing = f"a picture: {refusal}"
        return ready, missing

    async def close(self) -> None:
        """Give back sockets; the session stays, for signing in is what servers limit most."""
        await self._api.close()

    @cached_property
    def _api(self) -> Xrpc:
        base = self.destination.api_base or "https://bsky.social"
        share = 0.3 * self.destination.timeout  # why: a session, a picture and a post are calls
        return Xrpc(
            base, share, self.settings.who, lambda: self.reveal(self.settings.app_password)
        )
