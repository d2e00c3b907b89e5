"""Turns what pages show into HTML; everything foreign is escaped, every moment is in UTC."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from shlex import quote
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.lifecycle import ANSWERS, TO_DO
from bot.model import Post, Rich, Style
from bot.ports import Capabilities
from bot.redact import redact

HERE = Path(__file__).parent / "templates"
EARLIEST, LATEST = -62_135_596_800.0, 253_402_300_799.0
"""Years 1 and 9999, in seconds since the epoch; what a feed dates outside is shown as these."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text in the same style; `url` is empty or safe to open."""

    text: str
    styles: str
    url: str


def environment() -> Environment:
    """Make the templates ready; a name that is not given is an error."""
    templates = Environment(
        loader=FileSystemLoader(HERE, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    templates.filters |= {
        "rfc3339": lambda at: f"{_moment(at)}Z",
        "clock": lambda at: f"{_moment(at).replace('T', ' ')} UTC",
        "opened": opened,
        "host": _host,
        "pieces": pieces,
        "redact": redact,
        "shell": quote,
        "words": lambda name: str(name).replace("_", " "),
    }
    templates.globals |= {"to_do": TO_DO, "answers": ANSWERS}
    return templates


def pieces(rich: Rich) -> Iterator[Piece]:
    """Cut a text at the edges of its spans, so that spans may overlap as they like."""
    edges = {0, len(rich.text), *(e for span in rich.spans for e in (span.start, span.end))}
    for start, end in pairwise(sorted(edges)):
        over = [s for s in rich.spans if s.start <= start and end <= s.end]
        yield Piece(
            text=rich.text[start:end],
            styles=" ".join(sorted({span.style.value for span in over})),
            url=opened(next((s.url for s in over if s.style is Style.LINK), "")),
        )


def opened(url: str) -> str:
    """Give an address that is safe to open from a page, or ""."""
    return url if url.lower().startswith(("https://", "http://")) else ""


def length_of(post: Post, capabilities: Capabilities | None) -> Mapping[str, object]:
    """Measure a post as its platform does: `count` of at most `limit` in `unit`.

    Without capabilities (the destination has left the configuration) in plain characters.
    """
    if capabilities is None:
        return {"count": len(post.text.text), "limit": None, "unit": "characters"}
    is_caption = bool(post.images) and capabilities.caption is not None
    return {
        "count": capabilities.size(post.text),
        "limit": capabilities.caption if is_caption else capabilities.text,
        "unit": capabilities.unit.value,
    }


def _moment(at: float) -> str:
    moment = datetime.fromtimestamp(min(max(at, EARLIEST), LATEST), UTC)
    return moment.replace(tzinfo=None).isoformat(timespec="seconds")


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or url).removeprefix("www.")
    except ValueError:
        return url
