"""A stand-in of the Threads API for one account."""

from collections.abc import Awaitable, Callable, Mapping
from typing import ClassVar

from aiohttp import web

from bot.sandbox.forms import read_form
from bot.sandbox.graph_answers import Fields, Problem, paged
from bot.sandbox.ledger import Ledger
from bot.sandbox.setup import Setup
from bot.sandbox.standin import StandIn
from bot.sandbox.threads_posts import USER, USERNAME, Posts
from bot.sandbox.windows import Windows

TOKEN = "sandboxThreads"  # noqa: S105 - opens only the sandbox
DAY = 86_400
QUOTAS = {f"POST /{USER}/threads_publish": 250, "DELETE /{id}": 100}
"""How many posts and deletions an account has in a day."""
_REFUSALS: Mapping[str, tuple[int, int, str, int]] = {
    "400": (400, 100, "Invalid parameter", 0),
    "401": (401, 190, "Error validating access token: Session has expired", 463),
    "403": (403, 10, "Application does not have permission for this action", 0),
    "429": (403, 4, "Application request limit reached", 0),
    "500": (500, 2, "An unexpected error has occurred. Please retry your request later.", 0),
    "migrate": (400, 100, "Unsupported request.", 33),
}

Do = Callable[[web.Request, Fields], Awaitable[object]]


class Threads(StandIn):
    """One account with what stands on it; "me" is the account of the token."""

    name = "threads"
    secrets: ClassVar[Mapping[str, str]] = {"DEMO_THREADS_TOKEN": TOKEN}

    def __init__(self, setup: Setup, ledger: Ledger) -> None:
        super().__init__(setup, ledger)
        self._windows = Windows(setup.clock, enforce=setup.enforce_limits)
        self._posts = Posts(ledger, setup.clock)

    def reset(self) -> None:
        """Begin again with nothing posted."""
        self._windows.clear()
        self._posts.clear()

    def routes(self) -> list[web.RouteDef]:
        calls: dict[str, Do] = {
            f"GET /{USER}": _me,
            f"POST /{USER}/threads": self._contain,
            f"POST /{USER}/threads_publish": self._publish,
            f"GET /{USER}/threads_publishing_limit": self._quota,
            f"GET /{USER}/threads": self._list,
            f"GET /{USER}/replies": self._list,
            "GET /{id}": self._show,
            "DELETE /{id}": self._delete,
        }
        names = [
            (call.replace(USER, name), call, do)
            for call, do in calls.items()
            for name in ("me", USER)
        ]
        return [self._route(*route) for route in dict.fromkeys(names)]

    def refuse(self, what: str, _: int) -> web.Response:
        """Give Meta's own answer to a call that is to fail; it does not say how long."""
        return _refused(_problem(what))

    def _route(self, where: str, call: str, do: Do) -> web.RouteDef:
        async def answer(request: web.Request) -> web.Response:
            try:
                is_post = request.method == "POST"
                fields: Fields = await read_form(request) if is_post else request.query
                if fields.get("access_token") != TOKEN:
                    raise _problem("401")
                quota = QUOTAS.get(call)
                if quota and not self._windows.admit(call, quota, DAY).is_admitted:
                    raise _problem("429")
                result = await do(request, fields)
            except Problem as problem:
                return _refused(problem)
            self._ledger.count(self.name, call)
            return web.json_response(result)

        method, _, path = where.partition(" ")
        return web.route(method, f"/v1.0{path}", answer)

    async def _contain(self, _: web.Request, fields: Fields) -> object:
        return {"id": await self._posts.contain(fields)}

    async def _publish(self, _: web.Request, fields: Fields) -> object:
        return {"id": self._posts.publish(str(fields.get("creation_id", "")))}

    async def _quota(self, _: web.Request, __: Fields) -> object:
        used = len([p for p in self._posts.channel.standing if p.at > self._setup.clock() - DAY])
        config = {"quota_total": 250, "quota_duration": DAY}
        return {"data": [{"quota_usage": used, "config": config}]}

    async def _list(self, request: web.Request, fields: Fields) -> object:
        """Give posts, or replies, newest first."""
        since, are_replies = int(str(fields.get("since", 0))), request.path.endswith("replies")
        posts = [
            self._posts.shown(post, str(request.url.origin()))
            for post in reversed(self._posts.channel.standing)
            if post.at >= since and bool(post.reply_to) == are_replies
        ]
        return paged(posts, fields)

    async def _show(self, request: web.Request, _: Fields) -> object:
        thing = request.match_info["id"]
        state = self._posts.state(thing)
        return state or self._posts.shown(self._posts.find(thing), str(request.url.origin()))

    async def _delete(self, request: web.Request, _: Fields) -> object:
        post = self._posts.find(request.match_info["id"])
        self._posts.channel.remove(post.id)
        return {"success": True, "deleted_id": post.id}


async def _me(_: web.Request, __: Fields) -> object:
    return {"id": USER, "username": USERNAME}


def _problem(what: str) -> Problem:
    return Problem(*_REFUSALS[what])


def _refused(problem: Problem) -> web.Response:
    return web.json_response(problem.body(), status=problem.status)
