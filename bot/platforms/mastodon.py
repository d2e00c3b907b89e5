"""Mastodon, and the servers that speak its API: GoToSocial, Pleroma, Akkoma, Pixelfed, Friendica."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal

from pydantic import Field

from bot.api import Api, Reply, Upload, verdict
from bot.errors import Gone, HeraldError, InDoubt, Locked, Refused, Throttled
from bot.manner import Craft
from bot.model import Picture, Post, Receipt
from bot.ports import Capabilities, Options, Platform, Secret
from bot.rules import Pace
from bot.text.alike import is_alike
from bot.text.toots import LINK, as_sent, limits, said

STATUSES, ACCOUNTS, MEDIA = "/api/v1/statuses", "/api/v1/accounts", "/api/v1/media"
ME, APP = f"{ACCOUNTS}/verify_credentials", "/api/v1/apps/verify_credentials"
PAGE, PAGES, LONGEST_ALT = 40, 5, 1500  # posts of a page, pages that a look-up reads, characters
STATUS = {401: Locked, 403: Locked, 404: Gone, 410: Gone}
READY = (5, 10, 20, 40)  # seconds between looks at a picture in work; then the post goes without


class MastodonOptions(Options):
    """Whose account on which server, and how it posts."""

    told = (r"//(?P<host>[^/]+)/(?P<name>@\w+)", {"account": "{name}@{host}"})
    account: str = Field(
        pattern=r"^@?[\w.-]+@[\w.-]+(:\d+)?$", description='The account: "@news@mastodon.social".'
    )
    token: Secret = Field(description="Its access token: env:NAME or file:PATH.")
    visibility: Literal["public", "unlisted", "private"] = Field(
        "public", description="Who sees posts; unlisted keeps them out of public timelines."
    )
    content_warning: str = Field("", max_length=100, description="Shown until a post is opened.")

    def fitted(self, can: Capabilities, craft: Craft) -> Capabilities:  # noqa: ARG002 - others need it
        """Leave room for the warning, which counts."""
        return replace(can, text=can.text - len(self.content_warning))

    def address(self) -> str:
        return f"@{self.account.removeprefix('@')}"


class Mastodon(Platform):
    """One account; what its server allows is asked, what stands here holds until it answers."""

    name = "mastodon"
    options = MastodonOptions
    settings: MastodonOptions
    capabilities = Capabilities(
        text=500,
        link_length=LINK,
        link_preview=True,
        most_images=4,
        image_bytes=8_000_000,
        image_pixels=5760,
        image_types=frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"}),
        alt_text=True,
        varies=True,
        edit=True,
        reply=True,
        delete=True,
        find=True,
        pace=(Pace(count=300, seconds=300),),
    )
    _user = ""
    _uploads: Mapping[str, tuple[str, int]] = MappingProxyType({})

    async def send(self, post: Post, pictures: Sequence[Picture], under: str = "") -> Receipt:
        """Upload the pictures, then post; by the key, Mastodon gives a post it has once more."""
        body = said(post, self.settings.content_warning) | {"visibility": self.settings.visibility}
        media, note = await self._upload(post, pictures)
        body |= {"media_ids": media} if pictures else {}
        body |= {"in_reply_to_id": under} if under else {}
        key = {"Idempotency-Key": post.key}
        return _receipt(await self._call("POST", STATUSES, json=body, headers=key), note)

    async def reply(self, receipt: Receipt, post: Post, pictures: Sequence[Picture]) -> Receipt:
        """Post under what stands at `receipt`."""
        return await self.send(post, pictures, receipt.id)

    async def edit(self, receipt: Receipt, post: Post, pictures: Sequence[Picture]) -> Receipt:
        """Change the words; the pictures stay, unless there are new ones."""
        place, (media, note) = f"{STATUSES}/{receipt.id}", await self._upload(post, pictures)
        if not media:
            standing = await self._call("GET", place)
            media = [attachment["id"] for attachment in standing["media_attachments"]]
        body = said(post, self.settings.content_warning) | {"media_ids": media}
        return _receipt(await self._call("PUT", place, json=body), note)

    async def delete(self, receipt: Receipt) -> None:
        """Take the post down; one that is gone already is as good."""
        with suppress(Gone):
            await self._call("DELETE", f"{STATUSES}/{receipt.id}", tells="")

    async def find(self, post: Post, after: str) -> Receipt | None:
        """Look for the same words among the account's own posts, newest first."""
        self._user = self._user or (await self._call("GET", ME))["id"]
        since = {"since_id": after} if after else {}
        params = {"limit": str(PAGE), "exclude_reblogs": "true", **since}
        for _ in range(PAGES):
            place = f"{ACCOUNTS}/{self._user}/statuses"
            page = await self._call("GET", place, each=True, params=params)
            for status in page:
                if is_alike(as_sent(status), post.text.text):
                    return _receipt(status)
            if not (page and after):
                return None
            params["max_id"] = page[-1]["id"]
        raise InDoubt(f"more than {PAGES} pages are newer than {after}: look there yourself")

    async def learn(self) -> Capabilities:
        """Read the server's limits; servers that lack the newer address have the older one."""
        try:
            instance = await self._call("GET", "/api/v2/instance", "version")
        except Gone:
            instance = await self._call("GET", "/api/v1/instance", "version")
        told, can = limits(instance), self.capabilities
        types = told.get("image_types", can.image_types) & can.image_types
        return replace(can, **told | {"image_types": types or can.image_types})

    async def examine(self) -> str:
        """Ask whose token it is, and what it may do where the server tells."""
        name, wanted = (await self._call("GET", ME))["username"], self.settings.address()
        if name.lower() != wanted.split("@")[1].lower():
            raise Refused(f"Mastodon: the token is @{name}'s, not that of {wanted}")
        scopes: Sequence[str] = ()
        with suppress(Refused):  # why: only newer servers tell, and not of every token
            scopes = (await self._call("GET", APP, "name")).get("scopes")
        if scopes and not {"write", "write:statuses"} & set(scopes):
            raise Refused(f"Mastodon: the token may {', '.join(scopes)}, and not write:statuses")
        return f"the token is that of {wanted}"

    async def _upload(self, post: Post, pictures: Sequence[Picture]) -> tuple[list[str], str]:
        """Have the pictures ready before anything is public; say what the server refuses of them."""
        named = {f"{post.key} {number}": picture for number, picture in enumerate(pictures)}
        self._uploads = {name: seen for name, seen in self._uploads.items() if name in named}
        ready, refused = [], []
        for name, picture in [*named.items()][: self.capabilities.most_images]:
            try:
                ready.append(await self._prepare(name, picture))
            except Refused as error:
                refused.append(str(error))
        return ready, "; ".join(refused)

    async def _prepare(self, name: str, picture: Picture) -> str:
        """Upload once, and look later where it takes the server time, as long as that is not long."""
        media_id, looks = self._uploads.get(name, ("", 0))
        if media_id:
            media = await self._call("GET", f"{MEDIA}/{media_id}")
        else:
            file = Upload(data=picture.data, mime=picture.mime, name="picture")
            form = {"file": file, "description": picture.alt[:LONGEST_ALT]}
            try:
                media = await self._call("POST", "/api/v2/media", form=form)
            except Gone:  # an older server
                media = await self._call("POST", MEDIA, form=form)
        self._uploads = {**self._uploads, name: (media["id"], looks + 1)}
        if media.get("url", "there"):
            return str(media["id"])
        if looks < len(READY):
            raise Throttled("Mastodon still works on the picture", retry_after=READY[looks])
        raise Refused("Mastodon works too long on the picture")

    async def _call(self, method: str, path: str, tells: str = "id", **more: Any) -> Any:
        """Make a call; what publishes nothing may be repeated, so it is never in doubt."""
        again, each = (method, path) != ("POST", STATUSES), more.pop("each", False)
        reply = await self._api.call(method, path, may_repeat=again, **more)
        if reply.is_success and (not tells or reply.tells(tells, each=each)):
            return reply.body
        raise _outcome(reply, may_repeat=again)

    @cached_property
    def _api(self) -> Api:
        server = f"https://{self.settings.account.rpartition('@')[2]}"
        token = {"Authorization": f"Bearer {self.reveal(self.settings.token)}"}
        share = 0.4 * self.destination.timeout  # why: a picture and its post are two calls
        return Api("Mastodon", self.destination.api_base or server, share, token)


def _outcome(reply: Reply, *, may_repeat: bool) -> HeraldError:
    why = reply.said.get("error")
    outcome = verdict(reply, f"Mastodon: {why or 'no reason given'}", may_repeat=may_repeat)
    known = STATUS.get(reply.status)
    return known(str(outcome)) if known else outcome


def _receipt(status: dict[str, Any], note: str = "") -> Receipt:
    return Receipt(id=status["id"], permalink=status.get("url") or "", note=note)
