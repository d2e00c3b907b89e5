"""A stand-in of a Personal Data Server: sessions, blobs, and records at names that one chooses."""

from collections.abc import Awaitable, Callable, Mapping
from typing import ClassVar

from aiohttp import web

from bot.sandbox.bluesky_records import Json, Problem, invalid
from bot.sandbox.bluesky_repo import PASSWORD, WHO, Repo, Sessions
from bot.sandbox.ledger import Ledger
from bot.sandbox.setup import Setup
from bot.sandbox.standin import StandIn
from bot.sandbox.windows import Windows

HOUR, DAY = 3600, 86_400
LOGINS = ((30, 300), (300, DAY))
WRITES = ((5000, HOUR), (35_000, DAY))
POINTS = {"createRecord": 3, "putRecord": 2, "deleteRecord": 1}
"""What of `WRITES` a call costs."""
_LIMIT = 429
_REFUSALS = {
    "400": (400, "InvalidRequest", "Invalid app.bsky.feed.post record"),
    "401": (401, "AuthenticationRequired", "Invalid identifier or password"),
    "403": (403, "AccountNotFound", "Account not found"),
    "429": (_LIMIT, "RateLimitExceeded", "Rate Limit Exceeded"),
    "500": (500, "InternalServerError", "Internal Server Error"),
    "migrate": (400, "ExpiredToken", "Token has expired"),
}

Do = Callable[[web.Request], Awaitable[Json]]


class Bluesky(StandIn):
    """One account."""

    name = "bluesky"
    secrets: ClassVar[Mapping[str, str]] = {"DEMO_BLUESKY_PASSWORD": PASSWORD}

    def __init__(self, setup: Setup, ledger: Ledger) -> None:
        super().__init__(setup, ledger)
        self._windows = Windows(setup.clock, enforce=setup.enforce_limits)
        self._sessions = Sessions(setup.clock)
        self._repo = Repo(ledger, setup.clock)
        self._reopens = 0.0

    def reset(self) -> None:
        """Begin again with nothing posted and nobody signed in."""
        self._windows.clear()
        self._sessions.clear()
        self._repo.clear()

    def routes(self) -> list[web.RouteDef]:
        repo = self._repo
        return [
            self._route("POST", "com.atproto.server.createSession", self._sign_in),
            self._route("POST", "com.atproto.server.refreshSession", self._renew),
            self._route("GET", "com.atproto.server.getSession", self._who),
            self._route("POST", "com.atproto.repo.uploadBlob", self._upload),
            self._route("GET", "com.atproto.repo.getRecord", _reading(repo.get)),
            self._writing("createRecord", repo.create),
            self._writing("putRecord", repo.put),
            self._writing("deleteRecord", repo.delete),
        ]

    def refuse(self, what: str, seconds: int) -> web.Response:
        """Give a server's own answer to a call that is to fail."""
        self._reopens = self._setup.clock() + seconds
        return self._refused(Problem(*_REFUSALS[what]))

    def _route(self, method: str, nsid: str, do: Do) -> web.RouteDef:
        async def answer(request: web.Request) -> web.Response:
            try:
                result = await do(request)
            except Problem as problem:
                return self._refused(problem)
            except (AttributeError, KeyError, TypeError, ValueError) as error:
                return self._refused(invalid(f"Missing required key {error}"))
            self._ledger.count(self.name, f"{method} {nsid}")
            return web.json_response(result)

        return web.route(method, f"/xrpc/{nsid}", answer)

    def _writing(self, name: str, do: Callable[[Json], Json]) -> web.RouteDef:
        async def write(request: web.Request) -> Json:
            self._sessions.check(request.headers.get("Authorization", ""))
            self._count(WRITES, POINTS[name])
            return do(await request.json())

        return self._route("POST", f"com.atproto.repo.{name}", write)

    def _refused(self, problem: Problem) -> web.Response:
        body = {"error": problem.name, "message": str(problem)}
        reset = {"RateLimit-Reset": str(round(self._reopens))}
        headers = reset if problem.status == _LIMIT else {}
        return web.json_response(body, status=problem.status, headers=headers)

    def _count(self, limits: tuple[tuple[int, int], ...], points: int = 1) -> None:
        for limit, seconds in limits:
            for _ in range(points):
                window = self._windows.admit(f"{limit} in {seconds}", limit, seconds)
                if not window.is_admitted:
                    self._reopens = window.reset
                    raise Problem(*_REFUSALS["429"])

    async def _sign_in(self, request: web.Request) -> Json:
        self._count(LOGINS)
        return self._sessions.sign_in(await request.json())

    async def _renew(self, request: web.Request) -> Json:
        self._sessions.check(request.headers.get("Authorization", ""), "refresh")
        return self._sessions.open()

    async def _who(self, request: web.Request) -> Json:
        self._sessions.check(request.headers.get("Authorization", ""))
        return WHO

    async def _upload(self, request: web.Request) -> Json:
        self._sessions.check(request.headers.get("Authorization", ""))
        return self._repo.upload(await request.read(), request.content_type)


def _reading(do: Callable[[Json], Json]) -> Do:
    async def read(request: web.Request) -> Json:
        return do(dict(request.query))

    return read
