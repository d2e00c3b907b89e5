"""The one caller of X's API, by tweepy's `AsyncClient`: its errors are ours."""

import logging
import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from bot.errors import HeraldError, InDoubt, Locked, Refused, Throttled, Unsent
from bot.redact import redact

HOST = "https://api.x.com"
POSTS, MEDIA, ME = "/2/tweets", "/2/media", "/2/users/me"
WINDOWS = ("x-rate-limit", "x-app-limit-24hour", "x-user-limit-24hour")
ABOUT_ONE_POST = re.compile(r"(?i)cashtag|deleted or not visible|conversation")
"""In a 403: the account may post, only not this."""


class Duplicate(InDoubt):
    """X refused a text that stands there already, or stood."""


class _Address(str):
    """Where a call really goes: tweepy writes its own host in front of what it is given."""

    __slots__ = ()

    def __radd__(self, _host: str) -> str:
        return str(self)


class XApi:
    """Calls as one account; the library loads and the keys are revealed with the first of them.

    `hosts` say where calls go whose path begins so; `timeout` is that of one call, in seconds.
    """

    def __init__(
        self, keys: Callable[[], dict[str, str]], hosts: Mapping[str, str], timeout: float
    ) -> None:
        self._keys = keys
        self._hosts = hosts
        self._timeout = timeout

    async def call(self, method: str, path: str, *, params: Any = None, json: Any = None) -> Any:
        """Make a call; what publishes nothing may be repeated, so it is never in doubt."""
        from aiohttp import ClientError
        from tweepy import TweepyException

        host = next((host for start, host in self._hosts.items() if path.startswith(start)), HOST)
        url = _Address(host.rstrip("/") + path)
        try:
            answer = await self._client.request(method, url, params or {}, json, user_auth=True)
            content = await answer.json() or {}
            if "data" in content or "meta" in content:
                return content
            why = f"X answered {redact(str(content))}"
            outcome: HeraldError = Refused(why) if "errors" in content else InDoubt(why)
        except (TweepyException, ClientError, TimeoutError, ValueError) as error:
            outcome = classify(error)
        publishes = (method, path) == ("POST", POSTS)
        raise Unsent(str(outcome)) if isinstance(outcome, InDoubt) and not publishes else outcome

    async def close(self) -> None:
        """Give back sockets; the next call reads the keys anew."""
        if client := vars(self).pop("_client", None):
            await client.session.close()

    @cached_property
    def _client(self) -> Any:
        from aiohttp import ClientSession, ClientTimeout
        from tweepy.asynchronous import AsyncClient

        for logger in ("tweepy", "oauthlib"):  # these log signed requests
            logging.getLogger(logger).setLevel(logging.WARNING)
        client = AsyncClient(**self._keys())
        share = self._timeout
        client.session = ClientSession(timeout=ClientTimeout(total=share, connect=share / 2))
        return client


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
        case 403 if ABOUT_ONE_POST.search(why):
            return Refused(why)
        case status if status in range(400, 500):
            return Locked(why) if status in {401, 402, 403} else Refused(why)
        case _:
            return InDoubt(why)


def _reopens(headers: Mapping[str, str]) -> float | None:
    """Read when the last of the used-up windows begins anew; X counts by quarter and by day."""
    closed = [window for window in WINDOWS if headers.get(f"{window}-remaining", "0") == "0"]
    resets = [headers.get(f"{window}-reset", "") for window in closed]
    return max((float(reset) for reset in resets if reset.isdigit()), default=None)
