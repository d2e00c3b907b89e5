"""Pages read and composed as the engine would, as documents to show."""

import asyncio
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC
from functools import partial
from pathlib import Path
from typing import Any

from bot.app import desk_of, look_at
from bot.errors import FetchError
from bot.model import Article, Entry, Post, Publisher
from bot.page.charset import decode
from bot.ports import NewRevision, Planned
from bot.settings.settings import Settings
from bot.steps.plan import Desk, deliveries_of
from bot.steps.read import article_from
from bot.text.length import measure

NOBODY = Desk(publisher=Publisher(name="", url=""), outlets={})
"""For a look at an article alone, without a configuration."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a preview is to show: for which destinations (none: all), with the body or not."""

    settings: Settings | None
    to: tuple[str, ...] = ()
    is_full: bool = False


def documents(
    pages: Sequence[str], wanted: Wanted, base_url: str, jobs: int
) -> Iterator[dict[str, Any]]:
    """Read pages in the order given; local files are shared among `jobs` processes."""
    read_file = partial(_read_file, base_url=base_url, wanted=wanted)
    if jobs > 1 and not any(_is_url(page) for page in pages):
        with ProcessPoolExecutor(jobs) as pool:
            yield from pool.map(read_file, pages, chunksize=8)
        return
    for page in pages:
        if _is_url(page):
            yield asyncio.run(_read_url(page, wanted))
        else:
            yield read_file(page)


def _is_url(page: str) -> bool:
    return page.startswith(("http://", "https://"))


def _read_file(name: str, base_url: str, wanted: Wanted) -> dict[str, Any]:
    path = Path(name)
    try:
        data = path.read_bytes()
    except OSError as error:
        return {"source": name, "error": f"{name}: {error.strerror}"}
    url = f"{base_url.rstrip('/')}/{path.name}" if base_url else path.absolute().as_uri()
    return _document(name, data, "", url, wanted)


async def _read_url(url: str, wanted: Wanted) -> dict[str, Any]:
    try:
        page = await look_at(url, wanted.settings)
    except FetchError as error:
        return {"source": url, "error": str(error)}
    return _document(url, page.body, page.content_type, page.url, wanted)


def _document(
    name: str, data: bytes, content_type: str, url: str, wanted: Wanted
) -> dict[str, Any]:
    zone = wanted.settings.zone if wanted.settings else UTC
    html = decode(data, content_type)
    article = article_from(Entry(source="", guid="", url=url), html, url, zone)
    desk = desk_of(wanted.settings) if wanted.settings else NOBODY
    revision = NewRevision(
        article_id=0, revision=1, article=article, order_at=0, only_to=wanted.to
    )
    planned = deliveries_of(revision, desk)
    return {
        "source": name,
        "article": _article(article, is_full=wanted.is_full),
        "posts": [_post(one, desk) for one in planned],
    }


def _article(article: Article, *, is_full: bool) -> dict[str, Any]:
    image = article.image
    shown: dict[str, Any] = {
        "canonical_url": article.canonical_url,
        "headline": article.headline,
        "summary": article.summary,
        "byline": article.byline,
        "section": article.section,
        "published_at": article.published.isoformat() if article.published else None,
        "modified_at": article.modified.isoformat() if article.modified else None,
        "language": article.language,
        "image": {
            "url": image.url,
            "alt": image.alt,
            "credit": image.credit,
            "caption": image.caption,
        }
        if image
        else None,
        "keywords": list(article.keywords),
        "community": dict(article.community),
        "origins": dict(article.origins),
    }
    return shown | ({"text": article.body} if is_full else {})


def _post(planned: Planned, desk: Desk) -> dict[str, Any]:
    post = planned.post
    can = desk.outlets[planned.destination].capabilities
    length = measure(post.text.text, can.unit, can.link_length)
    limit = can.caption if post.image and can.caption else can.text
    return {
        "destination": planned.destination,
        "platform": planned.platform,
        "text": post.text.text,
        "length": length,
        "limit": limit,
        "unit": can.unit.value,
        "link": post.link,
        "image": post.image.url if post.image else None,
        "alt": (post.image.alt or None) if post.image else None,
        "silent": post.silent,
        "cost_usd": planned.cost_usd,
        "problems": _problems(post, length, limit),
    }


def _problems(post: Post, length: int, limit: int) -> list[str]:
    problems = []
    if length > limit:
        problems.append(f"too long: {length} of {limit}")
    if not post.text.text.strip():
        problems.append("there is nothing to say: the page has no headline")
    if post.image and not post.image.alt:
        problems.append("the page gives no alt text for the image")
    return problems
