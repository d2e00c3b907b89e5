"""A stand-in of the X API v2: posts, timelines, pictures.

What X answers is not always documented; where it is not, this was chosen: a text that is too long
is 400 in X's words about twitter-text; a text counts as a duplicate for 24 hours, also after its
post was deleted; deleting what is not there is 404; more than one cashtag is 403.
"""

from collections.abc import Awaitable, Callable
from typing import ClassVar

from aiohttp import web

from bot.sandbox.ledger import Ledger
from bot.sandbox.oauth import Account, Signed, signer
from bot.sandbox.setup import X_ACCOUNT, Setup
from bot.sandbox.standin import StandIn
from bot.sandbox.x_forms import (
    PROBLEMS,
    NewPost,
    PostQuery,
    PostsQuery,
    Problem,
    TimelineQuery,
    UserQuery,
    not_found,
    plain,
    read_body,
    read_json,
    read_query,
)
from bot.sandbox.x_limits import Limits, rate_headers
from bot.sandbox.x_media import MediaShelf
from bot.sandbox.x_posts import Posts, shown

_APP_ONLY = (
    "Authenticating with OAuth 2.0 Application-Only is forbidden for this endpoint.  "
    "Supported authentication types are [OAuth 1.0a User Context, OAuth 2.0 User Context]."
)
_REFUSALS = {
    "400": (400, "Invalid Request", "One or more parameters to your request was invalid."),
    "401": (401, "Unauthorized", "Unauthorized"),
    "403": (403, "Forbidden", "You are not permitted to perform this action."),
    "429": (429, "Too Many Requests", "Too Many Requests"),
    "500": (500, "Internal Server Error", "Internal Server Error"),
    "migrate": (404, "Not Found", "Not Found"),
}

Do = Callable[[web.Request, Account], Awaitable[object]]


class X(StandIn):
    """Accounts by their keys, each with its timeline."""

    name = "x"
    secrets: ClassVar = {
        "DEMO_X_KEY": X_ACCOUNT.consumer_key,
        "DEMO_X_SECRET": X_ACCOUNT.consumer_secret,
        "DEMO_X_TOKEN": X_ACCOUNT.access_token,
        "DEMO_X_TOKEN_SECRET": X_ACCOUNT.access_token_secret,
    }

    def __init__(self, setup: Setup, ledger: Ledger) -> None:
        super().__init__(setup, ledger)
        self._limits = Limits(setup.clock, enforce=setup.enforce_limits)
        self._posts = Posts(ledger, setup.clock)
        self._media = MediaShelf(ledger, self._posts.next_id)
        self.reset()

    def reset(self) -> None:
        """Begin again with empty timelines."""
        self._limits.clear()
        self._posts.clear()
        self._media.clear()
        for account in self._setup.accounts:
            self._posts.channel(account)

    def routes(self) -> list[web.RouteDef]:
        return [
            self._route("POST /2/tweets", self._create, status=201),
            self._route("GET /2/tweets", self._look_up),
            self._route("GET /2/tweets/{id}", self._show),
            self._route("DELETE /2/tweets/{id}", self._delete),
            self._route("GET /2/users/me", self._me),
            self._route("GET /2/users/{id}/tweets", self._timeline),
            self._route("POST /2/media/upload", self._media.upload),
            self._route("POST /2/media/metadata", self._media.describe),
        ]

    def refuse(self, what: str, seconds: int) -> web.Response:
        """Give X's own answer to a call that is to fail."""
        headers = rate_headers(0, 0, self._setup.clock() + seconds) if what == "429" else {}
        return _answer(plain(*_REFUSALS[what]), headers)

    def _route(self, call: str, do: Do, status: int = 200) -> web.RouteDef:
        async def answer(request: web.Request) -> web.Response:
            headers: dict[str, str] = {}
            try:
                account = self._who(request)
                is_admitted, headers = self._limits.admit(account, call)
                if not is_admitted:
                    raise plain(*_REFUSALS["429"])
                result = await do(request, account)
            except Problem as problem:
                return _answer(problem, headers)
            self._ledger.count(self.name, call)
            return web.json_response(result, status=status, headers=headers)

        method, _, path = call.partition(" ")
        return web.route(method, path, answer)

    def _who(self, request: web.Request) -> Account:
        authorization = request.headers.get("Authorization", "")
        if authorization.lower().startswith("bearer "):
            body = {"title": "Unsupported Authentication", "detail": _APP_ONLY, "status": 403}
            raise Problem(403, body | {"type": f"{PROBLEMS}unsupported-authentication"})
        signed = Signed(
            request.method,
            f"{request.scheme}://{request.host}",
            request.rel_url.raw_path,
            request.rel_url.raw_query_string,
            authorization,
        )
        account = signer(signed, self._setup.accounts)
        if account is None:
            raise plain(*_REFUSALS["401"])
        return account

    async def _create(self, request: web.Request, account: Account) -> object:
        form = read_body(NewPost, await read_json(request))
        photos = self._media.take(account, form.media.media_ids if form.media else [])
        return {"data": shown(self._posts.create(account, form, photos), set())}

    async def _look_up(self, request: web.Request, _: Account) -> object:
        query = read_query(PostsQuery, request.query)
        found = {post_id: self._posts.find(post_id) for post_id in query.ids}
        answer = {
            "data": [shown(post, query.fields) for post in found.values() if post],
            "errors": [not_found("tweet", "ids", i) for i, post in found.items() if not post],
        }
        return {name: part for name, part in answer.items() if part}

    async def _show(self, request: web.Request, _: Account) -> object:
        query = read_query(PostQuery, request.query)
        post = self._posts.find(request.match_info["id"])
        if post is None:
            return {"errors": [not_found("tweet", "id", request.match_info["id"])]}
        return {"data": shown(post, query.fields)}

    async def _delete(self, request: web.Request, account: Account) -> object:
        post_id = request.match_info["id"]
        if not self._posts.delete(account, post_id):
            raise Problem(404, not_found("tweet", "id", post_id) | {"status": 404})
        return {"data": {"deleted": True}}

    async def _me(self, request: web.Request, account: Account) -> object:
        fields = read_query(UserQuery, request.query).user_fields
        extra = {"protected": False, "verified": False, "description": ""}
        user = {"id": account.id, "name": account.name, "username": account.username}
        return {"data": user | {name: extra[name] for name in fields if name in extra}}

    async def _timeline(self, request: web.Request, _: Account) -> object:
        query = read_query(TimelineQuery, request.query)
        user_id = request.match_info["id"]
        for account in self._setup.accounts:
            if account.id == user_id:
                return self._posts.timeline(account, query)
        return {"errors": [not_found("user", "id", user_id)]}


def _answer(problem: Problem, headers: dict[str, str]) -> web.Response:
    return web.json_response(problem.body, status=problem.status, headers=headers)
