"""A small publisher for demos and tests: a news site served from a folder, with one correction.

The folder holds `articles/*.toml` (one story a file, named by its slug), `pages/` (templates) and
`media/`. Dates are counted back from the moment the site opens, so that its news never grow old.
"""

import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from aiohttp import ETag, web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

RELATED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What an article gets wrong, what is right, and the line that says so to readers."""

    wrong: str
    right: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One file of `articles/`; `paragraphs` are HTML, everything else is plain text."""

    slug: str
    layout: str
    headline: str
    authors: Sequence[str]
    section: str
    minutes_ago: int
    paragraphs: Sequence[str]
    standfirst: str = ""
    language: str = "en"
    keywords: Sequence[str] = ()
    image: str = ""
    alt: str = ""
    caption: str = ""
    credit: str = ""
    correction: Correction | None = None

    @property
    def path(self) -> str:
        return f"/{self.slug}/"


def read_story(path: Path) -> Story:
    """Read one file; TypeError names a key that is missing or unknown."""
    fields: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    correction = fields.pop("correction", None)
    paragraphs = fields.pop("paragraphs").strip().split("\n\n")
    return Story(
        slug=path.stem,
        paragraphs=paragraphs,
        correction=Correction(**correction) if correction else None,
        **fields,
    )


def correct(story: Story, correction: Correction) -> Story:
    """Give the story as it reads after its correction."""
    wrong, right = correction.wrong, correction.right
    return replace(
        story,
        standfirst=story.standfirst.replace(wrong, right),
        paragraphs=[text.replace(wrong, right) for text in story.paragraphs],
    )


class Newsroom:
    """The stories and what has become of them; `corrected_at` is None until the correction."""

    def __init__(self, stories: Iterable[Story], now: Callable[[], float]) -> None:
        self.stories = sorted(stories, key=lambda story: story.minutes_ago)
        self.now = now
        self.opened_at = self._read_clock()
        self.corrected_at: datetime | None = None

    def _read_clock(self) -> datetime:
        return datetime.fromtimestamp(int(self.now()), UTC)

    def publish_correction(self) -> None:
        """From now on readers see what is right; doing it again changes nothing."""
        self.corrected_at = self.corrected_at or self._read_clock()

    def shown(self) -> list[Story]:
        """Give all stories as readers see them now, newest first."""
        if self.corrected_at is None:
            return self.stories
        return [correct(s, s.correction) if s.correction else s for s in self.stories]

    def published(self, story: Story) -> datetime:
        return self.opened_at - timedelta(minutes=story.minutes_ago)

    def modified(self, story: Story) -> datetime:
        return (self.corrected_at if story.correction else None) or self.published(story)

    def changed(self) -> datetime:
        return self.corrected_at or self.opened_at


class Site:
    """The newsroom's web pages."""

    def __init__(self, newsroom: Newsroom, templates: Path, polls_until_correction: int) -> None:
        self.newsroom = newsroom
        self.polls_until_correction = polls_until_correction
        self.polls = 0
        self.templates = Environment(
            loader=FileSystemLoader(templates),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.templates.globals["newsroom"] = newsroom
        self.templates.filters.update(
            iso=datetime.isoformat,
            rfc822=format_datetime,
            in_words=lambda moment: moment.strftime("%H:%M, %d %B %Y"),
        )

    async def feed(self, request: web.Request) -> web.Response:
        if self.polls >= self.polls_until_correction:
            self.newsroom.publish_correction()
        self.polls += 1
        return self._answer(request, "feed.xml")

    async def front(self, request: web.Request) -> web.Response:
        return self._answer(request, "front.html")

    async def story(self, request: web.Request) -> web.Response:
        stories = {story.slug: story for story in self.newsroom.shown()}
        story = stories.pop(request.match_info["slug"], None)
        if story is None:
            raise web.HTTPNotFound
        related = list(stories.values())[:RELATED]
        return self._answer(request, story.layout, story=story, related=related)

    async def correct(self, _request: web.Request) -> web.Response:
        self.newsroom.publish_correction()
        return web.Response(status=204)

    def _answer(self, request: web.Request, template: str, **said: object) -> web.Response:
        page = self.templates.get_template(template)
        body = page.render(site=str(request.url.origin()), **said)
        changed = self.newsroom.changed()
        etag = sha256(body.encode()).hexdigest()[:16]
        if _is_known(request, etag, changed):
            response = web.Response(status=304)
        else:
            kind = "application/rss+xml" if template.endswith(".xml") else "text/html"
            response = web.Response(text=body, content_type=kind)
        response.etag = ETag(etag)
        response.last_modified = changed
        return response


def _is_known(request: web.Request, etag: str, changed: datetime) -> bool:
    """Say whether the asker has this version already; an ETag outranks a date (RFC 9110, 13.2.2)."""
    if request.if_none_match is not None:
        return any(known.value in {etag, "*"} for known in request.if_none_match)
    since = request.if_modified_since
    return since is not None and changed <= since


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSite:
    """A site that is being served; `url` has no slash at its end, `articles` are addresses."""

    url: str
    articles: tuple[str, ...]
    runner: web.AppRunner

    async def close(self) -> None:
        await self.runner.cleanup()


async def serve_publisher(
    folder: Path,
    host: str,
    port: int,
    now: Callable[[], float],
    *,
    polls_until_correction: int = 3,
) -> OpenSite:
    """Serve the site in `folder`; port 0 takes a free one.

    Its one correction is published once the feed was asked `polls_until_correction` times, or by
    `POST /_publisher/correct`. OSError where the port is taken.
    """
    stories = [read_story(path) for path in (folder / "articles").glob("*.toml")]
    site = Site(Newsroom(stories, now), folder / "pages", polls_until_correction)
    app = web.Application()
    app.router.add_get("/", site.front)
    app.router.add_get("/feed/", site.feed)
    app.router.add_get("/{slug}/", site.story)
    app.router.add_post("/_publisher/correct", site.correct)
    app.router.add_static("/media/", folder / "media")
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError:
        await runner.cleanup()
        raise
    url = f"http://{host}:{runner.addresses[0][1]}"
    articles = tuple(f"{url}{story.path}" for story in stories)
    return OpenSite(url=url, articles=articles, runner=runner)
