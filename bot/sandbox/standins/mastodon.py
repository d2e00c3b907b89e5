"""A stand-in of Mastodon's API, and of servers that speak it in dialects of their own.

Which server it is follows from the token.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import ClassVar

from aiohttp import web

from bot.sandbox.ledger import Ledger
from bot.sandbox.mastodon_accounts import TOKEN, Account, Problem, date, who
from bot.sandbox.mastodon_statuses import DOMAIN, Statuses
from bot.sandbox.setup import Setup
from bot.sandbox.standin import StandIn
from bot.sandbox.windows import Window, Windows

HALF_AN_HOUR = 1800
_LIMITS = {"POST /api/v2/media": (30, HALF_AN_HOUR), "DELETE": (30, HALF_AN_HOUR)}
_LIMIT = 300, 300
_REFUSALS = {
    "400": (422, "Validation failed: Text can't be blank"),
    "401": (401, "The access token is invalid"),
    "403": (403, "This action is not allowed"),
    "429": (429, "Too many requests"),
    "500": (500, "We're sorry, but something went wrong on our end."),
    "migrate": (404, "Record not found"),
}

Do = Callable[[web.Request, Account], Awaitable[object]]


class Mastodon(StandIn):
    """Accounts by their tokens, each with its statuses."""

    name = "mastodon"
    secrets: ClassVar[Mapping[str, str]] = {"DEMO_MASTODON_TOKEN": TOKEN}

    def __init__(self, setup: Setup, ledger: Ledger) -> None:
        super().__init__(setup, ledger)
        self._windows = Windows(setup.clock, enforce=setup.enforce_limits)
        self._statuses = Statuses(ledger, setup.clock)

    def reset(self) -> None:
        """Begin again with nothing posted."""
        self._windows.clear()
        self._statuses.clear()

    def routes(self) -> list[web.RouteDef]:
        statuses, media = self._statuses, self._statuses.media
        calls: dict[str, Do] = {
            "GET /api/{version:v[12]}/instance": _instance,
            "GET /api/v1/accounts/verify_credentials": _me,
            "GET /api/v1/apps/verify_credentials": _app,
            "GET /api/v1/accounts/{id}/statuses": statuses.page,
            "POST /api/v2/media": media.upload,
            "GET /api/v1/media/{id}": media.look,
            "POST /api/v1/statuses": statuses.create,
            "GET /api/v1/statuses/{id}": statuses.show,
            "GET /api/v1/statuses/{id}/history": statuses.history,
            "PUT /api/v1/statuses/{id}": statuses.edit,
            "DELETE /api/v1/statuses/{id}": statuses.delete,
        }
        return [self._route(call, do) for call, do in calls.items()]

    def refuse(self, what: str, seconds: int) -> web.Response:
        """Give Mastodon's own answer to a call that is to fail."""
        reset = self._setup.clock() + seconds
        window = Window(is_admitted=False, limit=300, remaining=0, reset=reset)
        return _refused(_problem(what), _headers(window) if what == "429" else {})

    def _route(self, call: str, do: Do) -> web.RouteDef:
        async def answer(request: web.Request) -> web.Response:
            headers: dict[str, str] = {}
            try:
                account = who(request)
                window = self._admit(call, account)
                headers = _headers(window)
                if not window.is_admitted:
                    raise _problem("429")
                result = await do(request, account)
            except Problem as problem:
                return _refused(problem, headers)
            self._ledger.count(self.name, call)
            status, body = result if isinstance(result, tuple) else (200, result)
            return web.json_response(body, status=status, headers=headers)

        method, _, path = call.partition(" ")
        return web.route(method, path, answer)

    def _admit(self, call: str, account: Account) -> Window:
        kind = next((kind for kind in _LIMITS if call.startswith(kind)), "")
        return self._windows.admit(f"{account.id} {kind}", *_LIMITS.get(kind, _LIMIT))


async def _instance(request: web.Request, account: Account) -> object:
    told = account.dialect.instance(DOMAIN, int(request.match_info["version"][1:]))
    if told is None:
        raise Problem(404, "Not found")
    return told


async def _me(_: web.Request, account: Account) -> object:
    return {"id": account.id, "username": account.username, "acct": account.username}


async def _app(_: web.Request, account: Account) -> object:
    return {"name": "Herald", "scopes": ["read", *["write"] * account.may_write]}


def _problem(what: str) -> Problem:
    return Problem(*_REFUSALS[what])


def _refused(problem: Problem, headers: dict[str, str]) -> web.Response:
    return web.json_response({"error": str(problem)}, status=problem.status, headers=headers)


def _headers(window: Window) -> dict[str, str]:
    return {
        "X-RateLimit-Limit": str(window.limit),
        "X-RateLimit-Remaining": str(window.remaining),
        "X-RateLimit-Reset": date(window.reset),
    }
