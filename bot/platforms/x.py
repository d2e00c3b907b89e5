"""X, by tweepy's `AsyncClient`."""

import logging
from base64 import b64encode
from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from bot.errors import ConfigError, HeraldError, InDoubt, Locked, Refused, Throttled, Unsent
from bot.model import Pace, Picture, Post, Receipt, Unit
from bot.ports import Capabilities, Options, Platform, Secret
from bot.redact import redact
from bot.text.alike import is_alike
from bot.text.tweets import as_sent

POSTS, MEDIA, NEWEST = "/2/tweets", "/2/media", "100"  # posts that a look-up reads and pays for
WINDOWS = ("x-rate-limit", "x-app-limit-24hour", "x-user-limit-24hour")


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


class Duplicate(InDoubt):
    """X refused a text that stands there already, or stood."""


class Address(str):
    """Where a call really goes: tweepy writes its own host in front of what it is given."""

    __slots__ = ()

    def __radd__(self, _host: str) -> str:
        return str(self)


class X(Platform):
    """One account; every post is paid for, and dearly if it has a link."""

    name = "x"
    options = XOptions
    settings: XOptions
    capabilities = Capabilities(
        text=280,
        unit=Unit.WEIGHTED,
        link_length=23,
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
        priced_on="2026-04-20",
    )
    _user = ""

    async def send(self, post: Post, pictures: Sequence[Picture], **under: Any) -> Receipt:
        """Upload the picture, then post; a duplicate is looked up, for it may be our own."""
        media = await self._upload(pictures[0]) if pictures else {}
        try:
            sent = await self._call("POST", POSTS, json={"text": post.text.text, **media, **under})
        except Duplicate as duplicate:
            with suppress(Unsent, Throttled):
                if standing := await self.find(post, ""):
                    return standing
                raise Refused(f"{duplicate} Our newest {NEWEST} posts lack it.") from None
            raise
        return self._receipt(sent["data"]["id"])

    async def reply(self, receipt: Receipt, post: Post, pictures: Sequence[Picture]) -> Receipt:
        """Post under what stands at `receipt`: we may always answer ourselves."""
        return await self.send(post, pictures, reply={"in_reply_to_tweet_id": receipt.id})

    async def delete(self, receipt: Receipt) -> None:
        """Take the post down; one that is gone already is as good."""
        try:
            await self._call("DELETE", f"{POSTS}/{receipt.id}")
        except Refused as error:
            if not str(error).startswith("X: 404 "):
                raise

    async def find(self, post: Post, after: str) -> Receipt | None:
        """Look for the same words and links in our own timeline."""
        if not self._user:
            self._user = (await self._call("GET", "/2/users/me"))["data"]["id"]
        params = {"max_results": NEWEST, "tweet.fields": "entities"}
        params |= {"since_id": after} if after else {}
        timeline = await self._call("GET", f"/2/users/{self._user}/tweets", params=params)
        for tweet in timeline.get("data", ()):
            if is_alike(as_sent(tweet), post.text.text):
                return self._receipt(tweet["id"])
        if after and "next_token" in timeline["meta"]:
            raise InDoubt(f"more than {NEWEST} posts are newer than {after}: look there yourself")
        return None

    async def close(self) -> None:
        if client := vars(self).pop("_client", None):
            await client.session.close()

    async def _upload(self, picture: Picture) -> dict[str, Any]:
        """Make a picture ready before anything is public; what X refuses is left out."""
        upload = {"media": b64encode(picture.data).decode(), "media_category": "tweet_image"}
        try:
            media_id = (await self._call("POST", f"{MEDIA}/upload", json=upload))["data"]["id"]
        except Refused:
            return {}
        if picture.alt:
            alt_text = {"id": media_id, "metadata": {"alt_text": {"text": picture.alt[:1000]}}}
            with suppress(HeraldError):  # why: better no alt text than no post
                await self._call("POST", f"{MEDIA}/metadata", json=alt_text)
        return {"media": {"media_ids": [media_id]}}

    async def _call(self, method: str, path: str, *, params: Any = None, json: Any = None) -> Any:
        """Make a call; what publishes nothing may be repeated, so it is never in doubt."""
        from aiohttp import ClientError
        from tweepy import TweepyException

        base = path.startswith(MEDIA) and self.settings.upload_base
        base = base or self.destination.api_base or "https://api.x.com"
        url = Address(base.rstrip("/") + path)
        try:
            answer = await self._client.request(method, url, params or {}, json, user_auth=True)
            content = await answer.json() or {}
            if "data" in content or "meta" in content:
                return content
            why = f"X answered {redact(str(content))}"
            outcome: HeraldError = Refused(why) if "errors" in content else InDoubt(why)
        except (ConfigError, TweepyException, ClientError, TimeoutError, ValueError) as error:
            outcome = classify(error)
        publishes = (method, path) == ("POST", POSTS)
        raise Unsent(str(outcome)) if isinstance(outcome, InDoubt) and not publishes else outcome

    @cached_property
    def _client(self) -> Any:
        from aiohttp import ClientSession, ClientTimeout
        from tweepy.asynchronous import AsyncClient

        for logger in ("tweepy", "oauthlib"):  # these log signed requests
            logging.getLogger(logger).setLevel(logging.WARNING)
        client = AsyncClient(**{name: self.reveal(key) for name, key in self.settings.auth})
        share = 0.3 * self.destination.timeout  # why: picture, alt text and post are three calls
        client.session = ClientSession(timeout=ClientTimeout(total=share, connect=share / 2))
        return client

    def _receipt(self, post_id: str) -> Receipt:
        handle = self.settings.account.removeprefix("@") or "i"
        return Receipt(id=post_id, permalink=f"https://x.com/{handle}/status/{post_id}")


def classify(error: Exception) -> HeraldError:
    """Say what an exception means for a call that posts; tweepy lets aiohttp's own escape."""
    from aiohttp import ClientConnectorError, ConnectionTimeoutError
    from tweepy import HTTPException

    why = "X: " + (redact(" ".join(str(error).split())) or type(error).__name__)
    answer: Any = error.response if isinstance(error, HTTPException) else error
    if isinstance(error, ClientConnectorError | ConnectionTimeoutError):
        return Unsent(why)
    match getattr(answer, "status", 0):
        case 429:
            return Throttled(why, until=_reopens(answer.headers or {}))
        case 403 if "duplicate" in why.lower():
            return Duplicate(why)
        case status if status in range(400, 500) or isinstance(error, ConfigError):
            return Locked(why) if status in {0, 401, 402, 403} else Refused(why)
        case _:
            return InDoubt(why)


def _reopens(headers: dict[str, str]) -> float | None:
    """Read when the last of the used-up windows begins anew; X counts by quarter and by day."""
    closed = [window for window in WINDOWS if headers.get(f"{window}-remaining", "0") == "0"]
    resets = [headers.get(f"{window}-reset", "") for window in closed]
    return max((float(reset) for reset in resets if reset.isdigit()), default=None)
