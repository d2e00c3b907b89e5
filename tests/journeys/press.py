"""A site that runs WordPress, and a hub by the W3C's text: what they document they enforce."""

import asyncio
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from typing import Any

import aiohttp
from aiohttp import web

PAGE = "<html lang='en'><head><title>{0}</title></head><body><h1>{0}</h1><p>It is so.</p></body></html>"


async def started(routes: list[web.RouteDef]) -> tuple[web.AppRunner, str]:
    """Serve on this machine; gives what to clean up and the address."""
    app = web.Application()
    app.add_routes(routes)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}"


@dataclass
class Post:
    """One post; `status` as WordPress has it: publish, future, private."""

    id: int
    slug: str
    date: datetime
    modified: datetime
    status: str = "publish"


@dataclass
class Press:
    """Its posts and its REST API (developer.wordpress.org/rest-api/reference/posts/)."""

    url: str = ""
    posts: list[Post] = field(default_factory=list)
    asked: list[Mapping[str, str]] = field(default_factory=list)

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/wp-json/wp/v2/posts", self._posts), web.get("/{slug}", self._page)]

    def add(self, slug: str, *, ago: float = 0, status: str = "publish") -> Post:
        """Write a post whose moment was so many seconds ago."""
        then = datetime.now(UTC).replace(microsecond=0) - timedelta(seconds=ago)
        self.posts.append(Post(len(self.posts) + 1, slug, then, then, status))
        return self.posts[-1]

    async def _posts(self, request: web.Request) -> web.Response:
        query = request.query
        self.asked.append(query)
        size = int(query.get("per_page", "10"))
        if not 1 <= size <= 100 or query.get("orderby", "date") not in {"date", "modified"}:
            return web.json_response({"code": "rest_invalid_param"}, status=400)
        found = [post for post in self.posts if post.status == "publish"]
        found.sort(key=lambda post: getattr(post, query.get("orderby", "date")), reverse=True)
        if "include" in query:
            found = [post for post in found if str(post.id) in query["include"].split(",")]
        if "modified_after" in query:
            since = datetime.fromisoformat(query["modified_after"])
            found = [post for post in found if post.modified > since]
        start = int(query.get("offset", "0"))
        fields = query["_fields"].split(",")
        body = [
            {name: value for name, value in self._json(post).items() if name in fields}
            for post in found[start : start + size]
        ]
        date = format_datetime(datetime.now(UTC), usegmt=True)
        headers = {"X-WP-Total": str(len(found)), "Date": date}
        return web.json_response(body, headers=headers)

    def _json(self, post: Post) -> dict[str, Any]:
        return {
            "id": post.id,
            "status": post.status,
            "guid": {"rendered": f"{self.url}/?p={post.id}"},
            "link": f"{self.url}/{post.slug}",
            "title": {"rendered": escape(f"News of {post.slug}")},
            "excerpt": {"rendered": "<p>It is so.</p>", "protected": False},
            "date_gmt": post.date.strftime("%Y-%m-%dT%H:%M:%S"),
            "modified_gmt": post.modified.strftime("%Y-%m-%dT%H:%M:%S"),
            "_links": {},
        }

    async def _page(self, request: web.Request) -> web.Response:
        slug = request.match_info["slug"]
        there = [post for post in self.posts if post.slug == slug and post.status == "publish"]
        if not there:
            raise web.HTTPNotFound
        return web.Response(text=PAGE.format(f"News of {slug}"), content_type="text/html")


@dataclass
class TownHub:
    """A hub: asks back whether a subscription is meant (5.3), pushes signed (5.2, 7.1)."""

    url: str = ""
    subscribers: dict[str, dict[str, str]] = field(default_factory=dict)
    answers: list[int] = field(default_factory=list)
    visits: set[asyncio.Task[None]] = field(default_factory=set)

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/hub", self._subscribe)]

    async def _subscribe(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        needed = {"hub.callback", "hub.mode", "hub.topic"}
        if not needed <= form.keys() or form["hub.mode"] not in {"subscribe", "unsubscribe"}:
            return web.Response(status=400, text="hub.callback, hub.mode and hub.topic are needed")
        if len(form.get("hub.secret", "").encode()) > 199:
            return web.Response(status=400, text="hub.secret must be under 200 bytes")
        self.visits.add(asyncio.create_task(self._verify(form)))
        return web.Response(status=202)

    async def _verify(self, form: dict[str, str]) -> None:
        query = {
            "hub.mode": form["hub.mode"],
            "hub.topic": form["hub.topic"],
            "hub.challenge": "a long and random one",
            "hub.lease_seconds": form.get("hub.lease_seconds", "864000"),
        }
        async with (
            aiohttp.ClientSession() as session,
            session.get(form["hub.callback"], params=query) as answer,
        ):
            if answer.status // 100 == 2 and await answer.text() == query["hub.challenge"]:
                self.subscribers[form["hub.topic"]] = form

    async def push(self, topic: str, body: bytes, sign: Callable[[str], str] = str) -> int:
        """Deliver a topic's content; `sign` may spoil the signature. Gives the answer's status."""
        form = self.subscribers[topic]
        made = hmac.new(form["hub.secret"].encode(), body, "sha256").hexdigest()
        links = f'<{self.url}/hub>; rel="hub", <{topic}>; rel="self"'
        headers = {"X-Hub-Signature": f"sha256={sign(made)}", "Link": links}
        async with (
            aiohttp.ClientSession() as session,
            session.post(form["hub.callback"], data=body, headers=headers) as answer,
        ):
            return answer.status
