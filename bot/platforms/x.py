"""X, by tweepy's `AsyncClient`."""

from base64 import b64encode
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from bot.errors import HeraldError, InDoubt, Locked, Refused, Throttled, Unsent
from bot.model import Picture, Post, Receipt, Unit
from bot.ports import Capabilities, Options, Platform, Secret
from bot.rules import Pace
from bot.text.alike import is_alike
from bot.text.fit import fit
from bot.text.tweets import as_sent, numbers_of
from bot.xapi import HOST, ME, MEDIA, POSTS, Duplicate, XApi

NEWEST, FEWEST = 100, 5  # posts that a look-up reads and pays for
ALT_TEXT = 1000


class Auth(BaseModel):
    """OAuth 1.0a: these tokens do not expire."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    consumer_key: Secret
    consumer_secret: Secret
    access_token: Secret
    access_token_secret: Secret


class XOptions(Options):
    """Whose account it is."""

    auth: Auth = Field(description="The app's and the account's keys, each env:NAME or file:PATH.")
    account: str = Field("", pattern=r"^(@?\w{1,15})?$", description="The account's handle.")
    upload_base: str = Field("", description="Stands in for X where pictures are uploaded.")

    def address(self) -> str:
        return f"@{self.account.removeprefix('@')}" if self.account else ""


class X(Platform):
    """One account; every post is paid for, and dearly if it has a link."""

    name = "x"
    options = XOptions
    settings: XOptions
    capabilities = Capabilities(
        text=280,
        unit=Unit.WEIGHTED,
        link_length=23,
        threads=True,
        most_images=4,
        image_bytes=5_000_000,
        image_types=frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"}),
        alt_text=True,
        reply=True,
        delete=True,
        find=True,
        pace=(Pace(count=100, seconds=900),),
        price=0.015,
        price_with_link=0.20,
        price_deleted=0.010,
        price_read=0.001,
        price_alt_text=0.005,
        priced_on="2026-04-20",
    )
    _user = ""

    async def send(self, post: Post, pictures: Sequence[Picture], **under: Any) -> Receipt:
        """Upload pictures, then post; a duplicate is looked up, for it may be our own.

        What continues the post follows under it: if that fails the first stands, which is told.
        """
        missing: list[str] = []
        media = await self._upload(pictures, missing)
        try:
            sent = await self._call("POST", POSTS, json={"text": post.text.text, **media, **under})
        except Duplicate as duplicate:
            with suppress(Unsent, Throttled):
                if standing := await self.find(post, ""):
                    return await self._completed(standing, post)
                raise Refused(f"{duplicate} Our newest {NEWEST} posts lack it.") from None
            raise
        return await self._completed(self._receipt([sent["data"]["id"]]), post, missing)

    async def reply(self, receipt: Receipt, post: Post, pictures: Sequence[Picture]) -> Receipt:
        """Post under what stands at `receipt`: we may always answer ourselves."""
        under = {"in_reply_to_tweet_id": receipt.id.partition("+")[0]}
        return await self.send(post, pictures, reply=under)

    async def delete(self, receipt: Receipt) -> None:
        """Take the post down, and first what continues it; one that is gone already is as good."""
        for post_id in reversed(receipt.id.split("+")):
            try:
                await self._call("DELETE", f"{POSTS}/{post_id}")
                self.charged += self._prices.price_deleted
            except Refused as error:
                if not str(error).startswith("X: 404 "):
                    raise

    async def find(self, post: Post, after: str) -> Receipt | None:
        """Look for the same words and links in our own timeline, but where another article's stand."""
        self._user = self._user or (await self._call("GET", ME))["data"]["id"]
        after = after.rpartition("+")[2]
        most = NEWEST if self.reads is None else min(self.reads, NEWEST)
        if most < FEWEST:
            cost = FEWEST * self._prices.price_read
            raise InDoubt(f"to ask X costs ${cost:.3f}, which the budget has not: look there")
        params = {"max_results": f"{most}", "tweet.fields": "entities"}
        params |= {"since_id": after} if after else {}
        timeline = await self._call("GET", f"/2/users/{self._user}/tweets", params=params)
        self.charged += self._prices.price_read * len(timeline.get("data", ()))
        for tweet in timeline.get("data", ()):
            if is_alike(as_sent(tweet), post.text.text) and not any(
                tweet["id"] in other.split("+") for other in await self.others()
            ):
                ids = numbers_of(tweet["id"], post.thread, timeline["data"])
                lacks = "stands without all that continues it" * (len(ids) <= len(post.thread))
                return replace(self._receipt(ids), note=lacks)
        if after and "next_token" in timeline["meta"]:
            raise InDoubt(f"more than {most} posts are newer than {after}: look there yourself")
        return None

    async def examine(self) -> str:
        """Ask whose keys these are."""
        name, wanted = (await self._call("GET", ME))["data"]["username"], self.settings.address()
        if wanted and name.lower() != wanted[1:].lower():
            raise Locked(f"X: the keys are those of @{name}, not of {wanted}")
        return f"posts as @{name}"

    async def _completed(
        self, standing: Receipt, post: Post, missing: Sequence[str] = ()
    ) -> Receipt:
        """Post what continues what stands there, each under the one before, as far as X takes it.

        Nothing is raised: the first one stands, and to send it again would double it.
        """
        ids, missing = standing.id.split("+"), list(missing)
        for part in post.thread[len(ids) - 1 :]:
            try:
                text = {"text": part.text, "reply": {"in_reply_to_tweet_id": ids[-1]}}
                ids.append((await self._call("POST", POSTS, json=text))["data"]["id"])
            except HeraldError as error:
                missing.append(f"stands without what continues it: {error}")
                break
        return replace(self._receipt(ids), note="; ".join(missing))

    async def _upload(self, pictures: Sequence[Picture], missing: list[str]) -> dict[str, Any]:
        """Make pictures ready before anything is public; what X refuses is left out.

        Also where the account may upload none: whether it may post is asked by the post itself.
        """
        ids = []
        for picture in pictures:
            try:
                ids.append(await self._uploaded(picture))
            except (Locked, Refused) as error:
                missing.append(str(error))
        return {"media": {"media_ids": ids}} if ids else {}

    async def _uploaded(self, picture: Picture) -> str:
        upload = {"media": b64encode(picture.data).decode(), "media_category": "tweet_image"}
        media_id: str = (await self._call("POST", f"{MEDIA}/upload", json=upload))["data"]["id"]
        if alt := fit(picture.alt, ALT_TEXT, len):
            alt_text = {"id": media_id, "metadata": {"alt_text": {"text": alt}}}
            with suppress(HeraldError):  # why: better no alt text than no post
                await self._call("POST", f"{MEDIA}/metadata", json=alt_text)
                self.charged += self._prices.price_alt_text
        return media_id

    async def _call(self, method: str, path: str, *, params: Any = None, json: Any = None) -> Any:
        return await self._api.call(method, path, params=params, json=json)

    @cached_property
    def _api(self) -> XApi:
        def keys() -> dict[str, str]:
            return {name: self.reveal(key) for name, key in self.settings.auth}

        base = self.destination.api_base or HOST
        share = 0.3 * self.destination.timeout  # why: picture, alt text and post are three calls
        return XApi(keys, {MEDIA: self.settings.upload_base or base, "": base}, share)

    @property
    def _prices(self) -> Capabilities:
        return self.capabilities.at(self.destination.prices)

    def _receipt(self, ids: Sequence[str]) -> Receipt:
        """Tell of one post, or of all of a thread by their numbers: "7+8"."""
        handle = self.settings.account.removeprefix("@") or "i"
        permalink = f"https://x.com/{handle}/status/{ids[0]}"
        return Receipt(id="+".join(ids), permalink=permalink)
