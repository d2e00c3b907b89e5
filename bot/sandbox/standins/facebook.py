"""A stand-in of the Graph API for one Facebook page."""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import ClassVar

from aiohttp import web

from bot.sandbox.facebook_posts import Posts
from bot.sandbox.forms import read_form
from bot.sandbox.graph_answers import Fields, Problem, gone, paged
from bot.sandbox.ledger import Ledger
from bot.sandbox.setup import Setup
from bot.sandbox.standin import StandIn
from bot.sandbox.windows import Windows

PAGE = "1234567890"
TOKEN = "sandboxFacebookPage"  # noqa: S105 - opens only the sandbox
PERSONS_TOKEN = "sandboxFacebookPerson"  # noqa: S105
EXPIRED_TOKEN = "sandboxFacebookExpired"  # noqa: S105
DAY, CALLS = 86_400, 4800
"""Seconds, and how many calls a page may make in them for each person that it reaches."""
_EXPIRED = "Error validating access token: Session has expired"
_NOT_A_PAGE = (
    "(#200) If posting to a page, requires both pages_read_engagement and pages_manage_posts"
)
_REFUSALS: Mapping[str, tuple[int, int, str, int]] = {
    "400": (400, 100, "Invalid parameter", 0),
    "401": (401, 190, _EXPIRED, 463),
    "403": (403, 200, _NOT_A_PAGE, 0),
    "429": (400, 80001, "There have been too many calls to this Page account.", 2446079),
    "500": (500, 2, "An unexpected error has occurred. Please retry your request later.", 0),
    "migrate": (400, 100, "Unsupported request.", 33),
}

Do = Callable[[web.Request, Fields], Awaitable[object]]


class Facebook(StandIn):
    """One page with what stands on it."""

    name = "facebook"
    secrets: ClassVar[Mapping[str, str]] = {"DEMO_FACEBOOK_TOKEN": TOKEN}

    def __init__(self, setup: Setup, ledger: Ledger) -> None:
        super().__init__(setup, ledger)
        self._windows = Windows(setup.clock, enforce=setup.enforce_limits)
        self._posts = Posts(PAGE, ledger, setup.clock)

    def reset(self) -> None:
        """Begin again with an empty page."""
        self._windows.clear()

    def routes(self) -> list[web.RouteDef]:
        calls: dict[str, Do] = {
            "POST /": _scrape,
            "GET /me": _me,
            f"POST /{PAGE}/photos": self._upload,
            f"POST /{PAGE}/feed": self._create,
            f"GET /{PAGE}/published_posts": self._page,
            f"GET /{PAGE}/ads_posts": self._page,
            "GET /{id}/comments": self._page,
            "POST /{id}/comments": self._comment,
            "GET /{id}": self._show,
            "POST /{id}": self._change,
            "DELETE /{id}": self._delete,
        }
        return [self._route(call, do) for call, do in calls.items()]

    def refuse(self, what: str, seconds: int) -> web.Response:
        """Give Meta's own answer to a call that is to fail."""
        problem = _problem(what)
        return _refused(problem, _usage(100, seconds) if what == "429" else {})

    def _route(self, call: str, do: Do) -> web.RouteDef:
        async def answer(request: web.Request) -> web.Response:
            try:
                is_post = request.method == "POST"
                fields: Fields = await read_form(request) if is_post else request.query
                _check_token(str(fields.get("access_token", "")), request)
                window = self._windows.admit(PAGE, CALLS, DAY)
                if not window.is_admitted:
                    seconds = round(window.reset - self._setup.clock())
                    return _refused(_problem("429"), _usage(100, seconds))
                result = await do(request, fields)
            except Problem as problem:
                return _refused(problem, {})
            self._ledger.count(self.name, call)
            used = 100 * (window.limit - window.remaining) // window.limit
            return web.json_response(result, headers=_usage(used, 0))

        method, _, path = call.partition(" ")
        return web.route(method, r"/{version:v[2-9]\d\.\d}" + path, answer)

    async def _upload(self, _: web.Request, fields: Fields) -> object:
        return {"id": self._posts.upload(fields)}

    async def _create(self, request: web.Request, fields: Fields) -> object:
        post = self._posts.create(fields, f"{request.url.origin()}/facebook/{PAGE}")
        wanted = str(fields.get("fields", "id")).split(",")
        return {name: value for name, value in self._posts.shown(post).items() if name in wanted}

    async def _comment(self, request: web.Request, fields: Fields) -> object:
        place = f"{request.url.origin()}/facebook/{PAGE}"
        comment = self._posts.comment(request.match_info["id"], fields, place)
        return {"id": comment.id, **comment.wire}

    async def _page(self, request: web.Request, fields: Fields) -> object:
        """Give what is published, drafted or said under a post, newest first."""
        edge = request.match_info.get("id") or request.path.rpartition("/")[2]
        since, posts = int(str(fields.get("since", 0))), self._posts.listed(edge)
        return paged([self._posts.shown(post) for post in posts if post.at >= since], fields)

    async def _show(self, request: web.Request, _: Fields) -> object:
        thing = request.match_info["id"]
        if thing == PAGE:
            return {"id": PAGE, "name": "Morning Tick"}
        return self._posts.shown(self._posts.find(thing))

    async def _change(self, request: web.Request, fields: Fields) -> object:
        self._posts.find(request.match_info["id"])
        self._posts.change(request.match_info["id"], fields)
        return {"success": True}

    async def _delete(self, request: web.Request, _: Fields) -> object:
        self._posts.delete(request.match_info["id"])
        return {"success": True}


async def _me(_: web.Request, fields: Fields) -> object:
    if fields["access_token"] == PERSONS_TOKEN:
        return {"id": "77", "name": "Anna Editor"}
    return {"id": PAGE, "name": "Morning Tick"}


async def _scrape(_: web.Request, fields: Fields) -> object:
    return {"id": fields.get("id"), "url": fields.get("id")}


def _check_token(token: str, request: web.Request) -> None:
    if token == EXPIRED_TOKEN:
        raise _problem("401")
    if token not in {TOKEN, PERSONS_TOKEN}:
        raise Problem(400, 190, "Invalid OAuth access token - Cannot parse access token")
    if token == PERSONS_TOKEN and not request.path.endswith("/me"):
        raise gone(PAGE) if request.method == "GET" else _problem("403")


def _problem(what: str) -> Problem:
    return Problem(*_REFUSALS[what])


def _usage(percent: int, seconds: int) -> dict[str, str]:
    minutes = -(-seconds // 60)
    use = {"type": "pages", "call_count": percent, "estimated_time_to_regain_access": minutes}
    return {"X-Business-Use-Case-Usage": json.dumps({PAGE: [use]})}


def _refused(problem: Problem, headers: dict[str, str]) -> web.Response:
    return web.json_response(problem.body(), status=problem.status, headers=headers)
