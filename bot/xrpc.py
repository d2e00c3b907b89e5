"""Calls of the AT Protocol (XRPC) to a Personal Data Server, as one account."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from bot.api import Api, Reply, verdict
from bot.errors import HeraldError, Locked, Refused, Throttled
from bot.text.atproto import POST

SERVER, LOCKED = "com.atproto.server.", (401, 403)
EXPIRED = ("ExpiredToken", "InvalidToken")
SHUT = (*EXPIRED, "AccountDeactivated", "AccountSuspended", "AccountTakedown")


class Xrpc:
    """The server at `base`; each call may take `timeout` seconds. Close it when done.

    `who` is the account's handle or DID, `password` gives what opens it, when it is first needed.
    """

    def __init__(self, base: str, timeout: float, who: str, password: Callable[[], str]) -> None:
        self._api = Api("Bluesky", base, timeout)
        self._who, self._password = who, password
        self._session: Mapping[str, str] = MappingProxyType({})

    async def call(self, what: str, tells: str = "", **more: Any) -> Any:
        """Make a call as the account; what an expired session was refused for is done once more."""
        self._session = self._session or await self._sign_in()
        for body in {"json", "params"} & more.keys():
            more[body] = {"repo": self._session["did"], "collection": POST, **more[body]}
        try:
            return await self._ask(what, tells, self._session["accessJwt"], **more)
        except Locked as refusal:
            if not says(refusal, *EXPIRED):
                raise
        token, self._session = self._session["refreshJwt"], {}
        try:
            self._session = await self._ask(f"{SERVER}refreshSession", "refreshJwt", token)
        except Refused:
            self._session = await self._sign_in()
        return await self._ask(what, tells, self._session["accessJwt"], **more)

    async def _sign_in(self) -> Any:
        who = {"identifier": self._who, "password": self._password()}
        return await self._ask(f"{SERVER}createSession", "refreshJwt", json=who)

    async def _ask(self, what: str, tells: str, token: str = "", **more: Any) -> Any:
        method, again = "GET" if ".get" in what else "POST", more.pop("again", True)
        more["headers"] = {"Authorization": f"Bearer {token}"} if token else {}
        reply = await self._api.call(method, f"/xrpc/{what}", may_repeat=again, **more)
        if reply.is_success and (not tells or reply.tells(tells)):
            return reply.body
        raise _outcome(reply, may_repeat=again)

    async def close(self) -> None:
        """Give back sockets."""
        await self._api.close()


def _outcome(reply: Reply, *, may_repeat: bool) -> HeraldError:
    """Say what a refusal means; a rate limit says in a header when it ends."""
    said = reply.said
    why = f"Bluesky: {said.get('message') or 'no reason given'} {said.get('error', '')}".rstrip()
    outcome = verdict(reply, why, may_repeat=may_repeat)
    reset = reply.headers.get("ratelimit-reset", "")
    if isinstance(outcome, Throttled) and outcome.retry_after is None and reset.isdigit():
        return Throttled(str(outcome), until=float(reset))
    is_shut = reply.status in LOCKED or says(outcome, *SHUT)
    return Locked(str(outcome)) if isinstance(outcome, Refused) and is_shut else outcome


def says(refusal: HeraldError, *names: str) -> bool:
    """Say whether a server gave one of these names to its refusal."""
    return str(refusal).rpartition(" (")[0].endswith(names)
