"""Bluesky, and any other Personal Data Server (PDS) of the AT Protocol."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

from pydantic import Field

from bot.api import Api, Reply, Upload, verdict
from bot.errors import HeraldError, InDoubt, Locked, Refused, Throttled
from bot.model import Pace, Picture, Post, Receipt, Unit
from bot.ports import Capabilities, Options, Platform, Secret
from bot.text.alike import is_alike
from bot.text.atproto import POST, Shown, embed, has_card, proof, rkey, said, tid

SERVER, REPO, LOCKED = "com.atproto.server.", "com.atproto.repo.", (401, 403)
READ, WRITE = f"{REPO}getRecord", f"{REPO}putRecord"
EXPIRED, NO_SUCH, TAKEN = ("ExpiredToken", "InvalidToken"), "RecordNotFound", "InvalidSwap"
NO_BLOB = re.compile(r"BlobNotFound|InvalidMimeType|InvalidSize|\$\.record\.embed")
SHUT = (*EXPIRED, "AccountDeactivated", "AccountSuspended", "AccountTakedown")
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
        most_images=4,
        image_bytes=1_000_000,
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
    _session: Mapping[str, str] = MappingProxyType({})

    async def send(self, post: Post, pictures: Sequence[Picture], under: Any = None) -> Receipt:
        """Upload the pictures, then write the record where nothing stands yet."""
        ready, missing = await self._upload(post, pictures)
        record = said(post, post.sent_at or post.made_at, embed(post, ready, {})) | (under or {})
        there = {"rkey": tid(post.made_at, post.key), "record": record, "swapRecord": None}
        try:
            put = await self._call(WRITE, "uri", again=False, json=there)
        except Refused as refusal:
            if pictures and NO_BLOB.search(str(refusal)):
                return replace(await self.send(post, (), under), note=f"a picture: {refusal}")
            if _says(refusal, TAKEN) and (standing := await self.find(post, "")):
                return standing
            raise
        return proof(put["uri"], self.settings.who, missing)

    async def reply(self, receipt: Receipt, post: Post, pictures: Sequence[Picture]) -> Receipt:
        """Post under what stands at `receipt`, in its thread."""
        standing = await self._call(READ, "value", params={"rkey": rkey(receipt.id)})
        parent = {name: standing[name] for name in ("uri", "cid")}
        root = standing["value"].get("reply", {}).get("root", parent)
        return await self.send(post, pictures, {"reply": {"root": root, "parent": parent}})

    async def edit(self, receipt: Receipt, post: Post, pictures: Sequence[Picture]) -> Receipt:
        """Change the record; its moment and thread stay, its picture unless there is a new one."""
        standing = await self._call(READ, "value", params={"rkey": rkey(receipt.id)})
        before = standing["value"]
        ready, missing = await self._upload(post, pictures)
        record = said(post, post.made_at, embed(post, ready, before.get("embed", {})))
        record |= {name: before[name] for name in ("createdAt", "reply") if name in before}
        there = {"rkey": rkey(receipt.id), "record": record, "swapRecord": standing["cid"]}
        put = await self._call(WRITE, "uri", json=there)
        return proof(put["uri"], self.settings.who, missing)

    async def delete(self, receipt: Receipt) -> None:
        """Take the record away; one that is gone already is as good."""
        await self._call(f"{REPO}deleteRecord", json={"rkey": rkey(receipt.id)})

    async def find(self, post: Post, after: str) -> Receipt | None:  # noqa: ARG002 - exact without it
        """Read what stands where the post would."""
        try:
            there = {"rkey": tid(post.made_at, post.key)}
            standing = await self._call(READ, "value", params=there)
        except Refused as refusal:
            if _says(refusal, NO_SUCH):
                return None
            raise
        receipt = proof(standing["uri"], self.settings.who)
        if not is_alike(standing["value"].get("text", ""), post.text.text):
            raise InDoubt(f"Bluesky: another text stands at {receipt.permalink}: look there")
        return receipt

    async def examine(self) -> str:
        """Ask whose session the password opens, and whether the account is active."""
        found = await self._call(f"{SERVER}getSession", "did")
        if found.get("active") is False:
            raise Locked(f"Bluesky: the account is {found.get('status') or 'not active'}")
        return f"the password opens {found.get('handle')} ({found['did']})"

    async def _upload(self, post: Post, pictures: Sequence[Picture]) -> tuple[list[Shown], str]:
        """Have the blobs ready before anything is public; says what the server refused of them."""
        ready, missing = [], ""
        for picture in pictures[: 1 if has_card(post) else self.capabilities.most_images]:
            try:
                file = Upload(data=picture.data, mime=picture.mime)
                sent = await self._call(f"{REPO}uploadBlob", "blob", data=file)
                ready.append((picture, sent["blob"]))
            except Refused as refusal:
                missing = f"a picture: {refusal}"
        return ready, missing

    async def _call(self, what: str, tells: str = "", **more: Any) -> Any:
        """Make a call as the account; what an expired session was refused for is done once more."""
        self._session = self._session or await self._sign_in()
        for body in {"json", "params"} & more.keys():
            more[body] = {"repo": self._session["did"], "collection": POST, **more[body]}
        try:
            return await self._ask(what, tells, self._session["accessJwt"], **more)
        except Locked as refusal:
            if not _says(refusal, *EXPIRED):
                raise
        token, self._session = self._session["refreshJwt"], {}
        try:
            self._session = await self._ask(f"{SERVER}refreshSession", "refreshJwt", token)
        except Refused:
            self._session = await self._sign_in()
        return await self._ask(what, tells, self._session["accessJwt"], **more)

    async def _sign_in(self) -> Any:
        password = self.reveal(self.settings.app_password)
        who = {"identifier": self.settings.who, "password": password}
        return await self._ask(f"{SERVER}createSession", "refreshJwt", json=who)

    async def _ask(self, what: str, tells: str, token: str = "", **more: Any) -> Any:
        method, again = "GET" if ".get" in what else "POST", more.pop("again", True)
        more["headers"] = {"Authorization": f"Bearer {token}"} if token else {}
        reply = await self._api.call(method, f"/xrpc/{what}", may_repeat=again, **more)
        if reply.is_success and (not tells or reply.tells(tells)):
            return reply.body
        raise _outcome(reply, may_repeat=again)

    @cached_property
    def _api(self) -> Api:
        share = (
            self.destination.timeout * 0.3
        )  # why: a session, a picture and a post are three calls
        return Api("Bluesky", self.destination.api_base or "https://bsky.social", share)


def _outcome(reply: Reply, *, may_repeat: bool) -> HeraldError:
    """Say what a refusal means; a rate limit says in a header when it ends."""
    said = reply.said
    why = f"Bluesky: {said.get('message') or 'no reason given'} {said.get('error', '')}".rstrip()
    outcome = verdict(reply, why, may_repeat=may_repeat)
    reset = reply.headers.get("ratelimit-reset", "")
    if isinstance(outcome, Throttled) and outcome.retry_after is None and reset.isdigit():
        return Throttled(str(outcome), until=float(reset))
    is_shut = reply.status in LOCKED or _says(outcome, *SHUT)
    return Locked(str(outcome)) if isinstance(outcome, Refused) and is_shut else outcome


def _says(refusal: HeraldError, *names: str) -> bool:
    """Say whether a server gave one of these names to its refusal."""
    return str(refusal).rpartition(" (")[0].endswith(names)
