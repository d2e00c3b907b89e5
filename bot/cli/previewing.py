"""Show what each destination would get, post nothing: preview."""

import json
import sys
import time
from collections.abc import Iterable, Iterator
from typing import Annotated, Any

import typer

from bot.cli.console import Session, answer, attend, complain, say, session
from bot.cli.limits import ASSUMED, PLATFORM, SERVER
from bot.cli.previews import Wanted, documents
from bot.settings.settings import Settings

WHOSE = {
    PLATFORM: "",
    SERVER: " as its server says",
    ASSUMED: " (the usual: its server is not asked)",
}

commands = typer.Typer()


def _address(given: str) -> str:
    from bot.settings.values import public_address

    if given:
        try:
            fits = " " not in public_address(given)
        except ValueError:
            fits = False
        if not fits:
            raise typer.BadParameter(
                f"{given} is no address that names of files can follow: write https://www.example.org/"
            )
    return given


@commands.command(
    epilog="""\b
Examples:
  herald preview https://www.example.org/story
  herald preview pages/*.html --base-url https://example.org/ --jobs 2 --jsonl"""
)
def preview(  # noqa: PLR0913 - a command has its options
    context: typer.Context,
    pages: Annotated[
        list[str],
        typer.Argument(metavar="URL|FILE…", help="Articles to read; - for standard input."),
    ],
    to: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only for this destination.")
    ] = None,
    base_url: Annotated[
        str,
        typer.Option(metavar="URL", help="Where local files would stand.", callback=_address),
    ] = "",
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Processes that read files.")] = 1,
    *,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One JSON document a line.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Add the article's text.")] = False,
    rejected: Annotated[
        bool, typer.Option("--rejected", help="Add what was not taken; of one page always.")
    ] = False,
) -> None:
    """Print exactly what each destination would get; post nothing."""
    given = session(context)
    settings = _settings(given)
    known = [target.destination.name for target in settings.destinations] if settings else []
    for name in to or ():
        if name not in known:
            there = ", ".join(known) or "none"
            raise typer.BadParameter(f"there is no destination {name}; there are: {there}")
    wanted = Wanted(
        to=tuple(to or ()),
        is_full=full,
        has_rejected=rejected or len(pages) == 1,
        base_url=base_url,
        jobs=jobs,
    )
    found: list[dict[str, Any]] = []
    read = documents(pages, settings, wanted, attend)
    for document in read if given.quiet else _told(read, len(pages)):
        if jsonl:
            typer.echo(json.dumps(document, ensure_ascii=False))
        elif not given.json:
            _say(document)
        found.append(document if given.json else {"error": document.get("error")})
    if given.json and not jsonl:
        answer(found[0] if len(pages) == 1 else found)
    if any(document.get("error") for document in found):
        raise typer.Exit(1)


def _told(documents: Iterable[dict[str, Any]], total: int) -> Iterator[dict[str, Any]]:
    """Tell somebody at a terminal once a second how far it is."""
    said = time.monotonic()
    for count, document in enumerate(documents, 1):
        if sys.stderr.isatty() and time.monotonic() > said + 1:
            said = time.monotonic()
            complain(f"{count} of {total} pages read")
        yield document


def _settings(given: Session) -> Settings | None:
    """Load the configuration; without one the article alone is shown."""
    from bot.app import load_settings

    if given.is_default and not given.config.exists():
        complain(f"there is no {given.config}: showing the article alone")
        return None
    settings = load_settings(given.config)
    if not settings.destinations:
        complain(f"{given.config} names no destination: showing the article alone")
    return settings


def _say(document: dict[str, Any]) -> None:
    if error := document.get("error"):
        complain(error)
        return
    article = document["article"]
    say(f"{article['canonical_url']}\n{article['headline']}")
    for field, origin in article["origins"].items():
        say(f"  {field}: {_value(article, field)}  ({origin})")
    words = article["wording"]
    say(f"  words: {' '.join(words['sentences']) or '…'}  ({article['summary_origin']})")
    if words["why"]:
        say(f"   ! {words['why']}")
    for post in document["posts"]:
        say(
            f"\n── {post['destination']} ({post['platform']}), {post['length']} of {post['limit']} {post['unit']}{WHOSE[post['limits_from']]}, ${post['cost_usd']:.3f}"
            + (f" and ${usd:.3f} for alt texts" if (usd := post["alt_texts_usd"]) else "")
        )
        say("\n   ↳\n".join([post["text"], *post["thread"]]))
        say(f"   link: {post['link']}   image: {post['image'] or 'none'}")
        if sent := post["picture"]:
            size = f"{sent['width']}×{sent['height']}"
            say(f"   sent as {sent['type']}, {size} pixels, {sent['bytes'] / 1000:.0f} kB")
        if post["silent"] or post["not_before"]:
            quiet = f"not before {post['not_before']}" if post["not_before"] else "without a sound"
            say(f"   quiet hours: {quiet}")
        for problem in (*filter(None, [post["hold"]]), *post["problems"]):
            say(f"   ! {problem}")
    _say_rejected(document.get("rejected", {}))
    say()


def _say_rejected(rejected: dict[str, list[dict[str, str]]]) -> None:
    """Show what an operator could choose instead, by a profile in `sites`."""
    if rejected:
        say("\n── not taken (`sites` in the configuration chooses)")
    for field, others in rejected.items():
        for one in others:
            say(f"  {field}: {one['value']}  ({one['selector'] or one['origin']})")


def _value(article: dict[str, Any], field: str) -> object:
    """Give a field under the name that its origin has: "community.x", "published", "body"."""
    name, _, inner = field.partition(".")
    name = "text" if name == "body" else name
    value = article.get(name) or article.get(f"{name}_at") or "…"
    if isinstance(value, dict):
        told = ", ".join(f"{key}: {part}" for key, part in value.items() if part)
        return value.get(inner, told)
    return ", ".join(value) if isinstance(value, list) else value
