"""A small publisher whose feed and pages do what a test says."""

import asyncio
import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from html import escape
from io import BytesIO

from aiohttp import ETag, web
from PIL import Image


def painted(colour: str) -> bytes:
    """Make a picture of one colour."""
    written = BytesIO()
    Image.new("RGB", (240, 160), colour).save(written, "PNG")
    return written.getvalue()


PICTURE = painted("teal")
PAGE = """<html lang="en"><head><title>{headline}</title>
<link rel="canonical" href="{site}/{slug}"><meta property="og:title" content="{headline}">
<meta property="og:type" content="article"><meta property="og:image" content="{site}/{picture}.png">
<meta property="og:image:alt" content="A bridge"><meta name="description" content="{summary}">
{date}{robots}</head><body><article><h1>{headline}</h1>
<p>The council of {slug} opened the bridge on Monday after nine years of work and rain.</p>
{more}</article></body></html>
"""


@dataclass(kw_only=True)
class Story:
    """One story as the feed lists it; `link`, `guid` and `picture` "": made of its slug.

    `more` are further paragraphs.
    """

    slug: str
    headline: str = ""
    guid: str = ""
    link: str = ""
    summary: str = ""
    published: datetime | None = None
    is_listed: bool = True
    noindex: bool = False
    picture: str = ""
    more: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.headline = self.headline or f"News of {self.slug}"
        self.guid = self.guid or self.slug


@dataclass
class Site:
    """Its stories, oldest first; `kind` is the feed's: rss, atom or json.

    `trouble` says what is wrong with a path: a status, "hang", or what is answered instead. `asked`
    counts the requests for each path, `unchanged` those that were answered 304. `hub` is who pushes the
    feed's news ("": nobody).
    """

    stories: list[Story] = field(default_factory=list)
    kind: str = "rss"
    trouble: dict[str, int | str | bytes] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    url: str = ""
    hub: str = ""

    async def start(self) -> None:
        app = web.Application()
        app.router.add_get("/{path:.*}", self._answer)
        self._closing = asyncio.Event()
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def close(self) -> None:
        self._closing.set()
        await self._runner.cleanup()

    def add(self, *slugs: str) -> None:
        self.stories += [Story(slug=slug) for slug in slugs]

    def story(self, slug: str) -> Story:
        return next(story for story in self.stories if story.slug == slug)

    async def _answer(self, request: web.Request) -> web.Response:
        path = request.path
        self.asked[path] += 1
        match self.trouble.get(path):
            case "hang":
                await self._closing.wait()
                return web.Response()
            case int(status):
                return web.Response(
                    status=status, text="<html>no</html>", content_type="text/html"
                )
            case str(text):
                return web.Response(text=text, content_type="text/html")
            case bytes(body):
                return web.Response(body=body, content_type="application/octet-stream")
            case None:
                return self._well(request)

    def _well(self, request: web.Request) -> web.Response:
        path = request.path
        if path == "/":
            return web.Response(text="<h1>Front page</h1>", content_type="text/html")
        if path.startswith("/feed"):
            return self._conditional(request, self._feed())
        if path.endswith(".png"):
            return web.Response(body=PICTURE, content_type="image/png")
        return self._page(path.strip("/"))

    def _conditional(self, request: web.Request, text: str) -> web.Response:
        etag = ETag(sha256(text.encode()).hexdigest())
        if etag in (request.if_none_match or ()):
            self.unchanged[request.path] += 1
            return web.Response(status=304)
        answer = web.Response(text=text, content_type=f"application/{self.kind}")
        answer.etag = etag
        return answer

    def _page(self, slug: str) -> web.Response:
        story = next((story for story in self.stories if story.slug == slug), None)
        if story is None:
            raise web.HTTPNotFound
        date = ""
        if story.published:
            moment = story.published.isoformat()
            date = f'<meta property="article:published_time" content="{moment}">'
        page = PAGE.format(
            headline=escape(story.headline),
            summary=escape(story.summary),
            slug=slug,
            site=self.url,
            date=date,
            robots='<meta name="robots" content="noindex">' if story.noindex else "",
            picture=story.picture or slug,
            more="".join(f"<p>{escape(paragraph)}</p>" for paragraph in story.more),
        )
        return web.Response(text=page, content_type="text/html")

    def _feed(self) -> str:
        listed = [story for story in reversed(self.stories) if story.is_listed]
        match self.kind:
            case "rss":
                items = "".join(map(self._item, listed))
                links = f"<a:link rel='hub' href='{self.hub}'/>" if self.hub else ""
                head = f"<title>T</title>{links}"
                space = "xmlns:a='http://www.w3.org/2005/Atom'"
                return f"<rss version='2.0' {space}><channel>{head}{items}</channel></rss>"
            case "atom":
                entries = "".join(map(self._entry, listed))
                return f"<feed xmlns='http://www.w3.org/2005/Atom'>{entries}</feed>"
            case _:
                version = "https://jsonfeed.org/version/1.1"
                return json.dumps({"version": version, "items": [*map(self._json, listed)]})

    def _item(self, story: Story) -> str:
        moment = (
            f"<pubDate>{format_datetime(story.published)}</pubDate>" if story.published else ""
        )
        return (
            f"<item><guid isPermaLink='false'>{escape(story.guid)}</guid>{moment}"
            f"<link>{escape(self.link(story))}</link><title>{escape(story.headline)}</title>"
            f"<description>{escape(story.summary)}</description></item>"
        )

    def _entry(self, story: Story) -> str:
        moment = (story.published or datetime.now(UTC)).isoformat()
        return (
            f"<entry><id>urn:{escape(story.guid)}</id><published>{moment}</published>"
            f"<updated>{moment}</updated><title>{escape(story.headline)}</title>"
            f"<link rel='alternate' href='{escape(self.link(story))}'/></entry>"
        )

    def _json(self, story: Story) -> dict[str, str]:
        told = {"id": story.guid, "url": self.link(story), "title": story.headline}
        return told | ({"date_published": story.published.isoformat()} if story.published else {})

    def link(self, story: Story) -> str:
        return story.link or f"{self.url}/{story.slug}"


NOW = datetime.now(UTC).replace(microsecond=0)


def publish(site: Site, *slugs: str, hours: float = 1) -> None:
    """Publish stories one after the other, the last one `hours` ago."""
    for place, slug in enumerate(reversed(slugs)):
        moment = NOW - timedelta(hours=hours, minutes=place)
        site.stories.insert(len(site.stories) - place, Story(slug=slug, published=moment))
