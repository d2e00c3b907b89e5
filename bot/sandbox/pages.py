"""Each channel as its readers see it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby, pairwise
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.sandbox.elsewhere import Previews
from bot.sandbox.ledger import Ledger, Mark, Standing
from bot.text.labels import platform_name

HERE = Path(__file__).parent / "templates"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; style-src 'self'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
_OPENED = {"http", "https", "tg", "mailto"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same marks; `url` is empty or safe to open."""

    text: str
    kinds: str = ""
    url: str = ""


class Pages:
    """Pages for people, read from the ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.previews = Previews(ledger)
        self._templates = Environment(
            loader=FileSystemLoader(HERE),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters |= {
            "pieces": pieces,
            "parted": parted,
            "filled": self.previews.filled,
            "time": lambda at: f"{_moment(at):%H:%M}",
            "day": lambda at: f"{_moment(at):%B} {_moment(at).day}",
            "short": lambda at: f"{_moment(at):%b} {_moment(at).day}, {_moment(at):%H:%M}",
            "host": _host,
            "platform": platform_name,
        }

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/", self._index),
            web.get("/_sandbox/style.css", self._style),
            web.get("/_sandbox/pictures/{key}", self._picture),
            web.get("/{platform}/{name}", self._channel),
            web.get("/{platform}/{name}/{id}", self._channel),
            web.get("/{platform}/{name}/status/{id}", self._channel),
        ]

    async def _index(self, _: web.Request) -> web.Response:
        return self._page("index.html", channels=list(self._ledger.channels.values()), target="")

    async def _channel(self, request: web.Request) -> web.Response:
        """Show a channel; at a post's own address, with that post marked."""
        platform, wanted = request.match_info["platform"], request.match_info["name"]
        channel = self._ledger.find(platform, wanted)
        target = request.match_info.get("id", "")
        if channel is None or (target and target not in channel.posts):
            raise web.HTTPNotFound(text="Nothing stands here.")
        await self.previews.look(post.card for post in channel.standing if post.card)
        own = f"{channel.platform}.html"
        template = own if (HERE / own).exists() else "channel.html"
        return self._page(
            template, channel=channel, groups=groups(channel.standing), target=target
        )

    async def _style(self, _: web.Request) -> web.Response:
        text = (HERE / "style.css").read_text()
        return web.Response(text=text, content_type="text/css", headers=HEADERS)

    async def _picture(self, request: web.Request) -> web.Response:
        found = self._ledger.picture(request.match_info["key"])
        if found is None:
            raise web.HTTPNotFound
        mime, data = found
        return web.Response(body=data, content_type=mime, headers=HEADERS)

    def _page(self, template: str, **values: object) -> web.Response:
        text = self._templates.get_template(template).render(values)
        return web.Response(text=text, content_type="text/html", headers=HEADERS)


def pieces(post: Standing) -> Iterator[Piece]:
    """Cut a text at the edges of its marks, so that marks may overlap as they like."""
    edges = {0, len(post.text), *(e for mark in post.marks for e in (mark.start, mark.end))}
    for start, end in pairwise(sorted(edges)):
        over = [m for m in post.marks if m.start <= start and end <= m.end]
        yield Piece(
            text=_first(over, "shown") or post.text[start:end],
            kinds=" ".join(mark.kind for mark in over),
            url=_opened(_first(over, "url")),
        )


def parted(post: Standing) -> tuple[Standing, Standing]:
    """Cut a text behind its first paragraph, where a rich message has its pictures."""
    end = post.text.find("\n\n") if "\n\n" in post.text else len(post.text)
    return _part(post, 0, end), _part(post, end, len(post.text))


def _part(post: Standing, start: int, end: int) -> Standing:
    marks = tuple(
        replace(mark, start=max(mark.start, start) - start, end=min(mark.end, end) - start)
        for mark in post.marks
        if mark.start < end and mark.end > start
    )
    return replace(post, text=post.text[start:end], marks=marks)


def _first(marks: Sequence[Mark], name: str) -> str:
    return next((value for mark in marks if (value := getattr(mark, name))), "")


def _opened(url: str) -> str:
    return url if url.partition(":")[0].lower() in _OPENED else ""


def groups(posts: Iterable[Standing]) -> list[list[Standing]]:
    """Put the pictures of an album together; every other post stands alone."""
    return [list(group) for _, group in groupby(posts, key=lambda post: post.album or post.id)]


def _moment(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)


def _host(url: str) -> str:
    return (urlsplit(url).hostname or url).removeprefix("www.")
