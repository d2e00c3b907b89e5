"""Show what each destination would get, post nothing: preview."""

import asyncio
import json
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.console import Session, answer, complain, say, session
from bot.cli.looking import moment
from bot.errors import FetchError
from bot.http import Web
from bot.model import Article, Entry, Post, Publisher
from bot.ports import NewRevision, Planned
from bot.settings.settings import Settings
from bot.steps.plan import Desk, deliveries_of
from bot.steps.read import article_from
from bot.text.length import measure

commands = typer.Typer()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a preview is to show: for which destinations (none: all), with the body or not."""

    desk: Desk
    to: tuple[str, ...] = ()
    is_full: bool = False


@commands.command(
    epilog="Examples:  herald preview https://www.example.org/story\n\n  herald preview pages/*.html --base-url https://www.example.org/ --jobs 2 --jsonl"
)
def preview(  # noqa: PLR0913 - a command has its options
    context: typer.Context,
    pages: Annotated[list[str], typer.Argument(metavar="URL|FILE…", help="Articles to read.")],
    to: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only for this destination.")
    ] = None,
    base_url: Annotated[
        str, typer.Option(metavar="URL", help="Where local files would stand.")
    ] = "",
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Processes that read files.")] = 1,
    *,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One JSON document a line.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Add the article's text.")] = False,
) -> None:
    """Read articles and print exactly what each destination would get; post nothing."""
    given = session(context)
    settings = _settings(given)
    desk = _desk(settings)
    for name in to or ():
        if name not in desk.outlets:
            known = ", ".join(desk.outlets) or "none"
            raise typer.BadParameter(f"there is no destination {name}; there are: {known}")
    wanted = Wanted(desk=desk, to=tuple(to or ()), is_full=full)
    found: list[dict[str, Any]] = []
    for document in _documents(pages, wanted, settings, (base_url, jobs)):
        if jsonl:
            typer.echo(json.dumps(document, ensure_ascii=False))
        elif not given.json:
            _say(document)
        found.append(document if given.json else {"error": document.get("error")})
    if given.json and not jsonl:
        answer(found[0] if len(pages) == 1 else found)
    if any(document.get("error") for document in found):
        raise typer.Exit(1)


def _settings(given: Session) -> Settings | None:
    """Load the configuration; without one the article alone is shown."""
    from bot.app import load_settings

    if given.is_default and not given.config.exists():
        complain(f"there is no {given.config}: showing the article alone")
        return None
    return load_settings(given.config)


def _desk(settings: Settings | None) -> Desk:
    from bot.app import desk_of

    if settings is None:
        return Desk(publisher=Publisher(name="", url=""), outlets={})
    return desk_of(settings)


def _documents(
    pages: Sequence[str], wanted: Wanted, settings: Settings | None, files: tuple[str, int]
) -> Iterator[dict[str, Any]]:
    """Read pages in the order given; a run of local files is shared among processes."""
    base_url, jobs = files
    read_file = partial(_read_file, base_url=base_url, wanted=wanted)
    if jobs > 1 and not any(_is_url(page) for page in pages):
        with ProcessPoolExecutor(jobs) as pool:
            yield from pool.map(read_file, pages, chunksize=8)
        return
    for page in pages:
        if _is_url(page):
            yield asyncio.run(_read_url(page, wanted, settings))
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


async def _read_url(url: str, wanted: Wanted, settings: Settings | None) -> dict[str, Any]:
    from bot.engine.setup import host_of

    sources = settings.sources if settings else ()
    private = {host_of(rules.url) for rules in sources if rules.allow_private}
    web = Web(time.time)
    try:
        page = await web(url, allow_private=host_of(url) in private)
    except FetchError as error:
        return {"source": url, "error": str(error)}
    finally:
        await web.close()
    return _document(url, page.body, page.content_type, page.url, wanted)


def _document(
    name: str, data: bytes, content_type: str, url: str, wanted: Wanted
) -> dict[str, Any]:
    article = article_from(Entry(source="", guid="", url=url), decode(data, content_type), url)
    revision = NewRevision(
        article_id=0, revision=1, article=article, order_at=0, only_to=wanted.to
    )
    planned = deliveries_of(revision, wanted.desk)
    return {
        "source": name,
        "article": _article(article, is_full=wanted.is_full),
        "posts": [_post(one, wanted.desk) for one in planned],
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


def _say(document: dict[str, Any]) -> None:
    if error := document.get("error"):
        complain(error)
        return
    article = document["article"]
    say(f"{article['canonical_url']}\n{article['headline']}")
    for field, origin in article["origins"].items():
        say(f"  {field}: {article.get(field) or '…'}  ({origin})")
    for post in document["posts"]:
        say(
            f"\n── {post['destination']} ({post['platform']}), {post['length']} of {post['limit']} {post['unit']}, ${post['cost_usd']:.3f}"
        )
        say(post["text"])
        say(f"   link: {post['link']}   image: {post['image'] or 'none'}")
        for problem in post["problems"]:
            say(f"   ! {problem}")
    say()
