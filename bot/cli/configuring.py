"""Commands that write around the configuration file: schema, init."""

import asyncio
import time
from dataclasses import asdict
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from bot.cli.console import (
    answer,
    as_json,
    attend,
    complain,
    is_interactive,
    say,
    session,
)
from bot.cli.proposal import Answers, Site, channel_of, guess, propose
from bot.errors import ConfigError, FetchError, NotPossible
from bot.guard import is_named_inside
from bot.page.address import is_front

PATIENCE = 60.0
"""Seconds in which a site may tell what it has."""

NO, NO_ANSWER = 1, 69
"""How it ends where the site tells of no feed, or cannot be read."""

commands = typer.Typer()


@commands.command(epilog="Example:  herald schema > config/schema.json")
def schema() -> None:
    """Print the JSON Schema of the configuration, for editors."""
    from bot.catalogue import known_platforms, known_sources
    from bot.settings.schema import json_schema

    answer(json_schema(known_platforms(), known_sources()))


@commands.command(
    epilog="""\b
Examples:
  herald init https://www.example.org/ --telegram @example --x
  herald -c my.yaml init https://example.org/ --feed https://example.org/rss"""
)
def init(  # noqa: PLR0913 - one for each question
    context: typer.Context,
    url: Annotated[str, typer.Argument(help="The publisher's front page, or the feed.")] = "",
    *,
    name: Annotated[str, typer.Option(help="The publisher's name.")] = "",
    feed: Annotated[str, typer.Option(help="The address of the feed.")] = "",
    language: Annotated[str, typer.Option(help="The articles' language, like en.")] = "",
    telegram: Annotated[str, typer.Option(help="Post to this channel.")] = "",
    x: Annotated[bool, typer.Option("--x", help="Post to X.")] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="The site is in a private network.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Write over what is there.")] = False,
) -> None:
    """Write a commented configuration for a publisher's site.

    Asks for what is not given, if somebody can be asked; what the site tells is the proposal. Where it
    cannot be read (69) or tells of no feed (1), what is written is a guess that says so.
    """
    given = session(context)
    path = given.config
    if path.exists() and not force:
        raise NotPossible(f"{path} is there already; write over it with --force")
    url = url or _ask("The publisher's front page", "")
    if not url:
        raise typer.BadParameter("say whose articles: herald init https://www.example.org/")
    url = _address(url)
    # why: who writes an inside address means it; what a public one leads to stays guarded.
    allow_private = allow_private or is_named_inside(urlsplit(url).hostname or "")
    site = _look(url, allow_private=allow_private)
    found = site or guess(url)
    first = (found.sources() or guess(url).sources())[0]
    name = name or _ask("The publisher's name", found.name or guess(url).name)
    address = feed or _ask(f"The address of the {first[0]}", first[1])
    # why: nobody there to ask has no token ready either, so what was found stays a comment.
    channel = channel_of(found.community) if is_interactive() else ""
    on_x = "x" in found.community
    answers = Answers(
        url=found.url if url in found.feeds or _is_home_of(found.url, url) else url,
        name=name,
        source=first if address == first[1] else ("feed", address),
        language=language or found.language,
        community=found.community,
        telegram=telegram or _ask("Post to this Telegram channel", channel),
        x=x or (is_interactive() and typer.confirm("Post to X", default=on_x, err=True)),
        others=[other for other in found.sources() if site and other[1] != address],
        hub=next(iter(found.hubs), ""),
        allow_private=allow_private,
        is_guess=not (feed or (site and site.sources()) or is_interactive()),
    )
    from bot.catalogue import known_platforms

    options = {name: platform.options for name, platform in known_platforms().items()}
    _write(path, propose(answers, options))
    if given.json:
        found_there = asdict(site) if site else None
        answer({"file": str(path), "found": found_there, "guessed": answers.is_guess})
    elif answers.is_guess:
        complain(
            f"{path} is written, but its feed is a guess: correct it, or init again (--force)"
        )
    elif not given.quiet:
        say(f"{path} is written. Next: {_todo(answers)}, then  herald check")
    if answers.is_guess:
        raise typer.Exit(NO if site else NO_ANSWER)


def _look(url: str, *, allow_private: bool) -> Site | None:
    """Look at the site; None where it cannot be read, so that the address alone must tell."""
    from bot.cli.discovery import explore
    from bot.http import Web

    async def looking() -> Site:
        web = Web(time.time)
        try:
            async with asyncio.timeout(PATIENCE):
                return await explore(url, web, allow_private=allow_private)
        except TimeoutError:
            raise FetchError(url, f"no answer within {PATIENCE:.0f} s") from None
        finally:
            await web.close()

    try:
        site = attend(f"looking at {url}", looking())
    except FetchError as error:
        complain(str(error))
        return None
    if url not in site.feeds and _is_home_of(site.url, url):
        complain(f"{url} is no front page: {site.url} was read too")
    if not site.sources():
        complain(f"{url} names no feed, and none is where they usually are")
    return site


def _todo(answers: Answers) -> str:
    if answers.telegram or answers.x:
        return "set the secrets that it names"
    return "say in it where to post (destinations)"


def _address(url: str) -> str:
    """Give the web address that somebody means, who may leave out how it begins."""
    whole = url if "://" in url else f"https://{url}"
    parts = urlsplit(whole)
    is_named = "://" in url or "." in parts.netloc or parts.hostname == "localhost"
    if not (parts.scheme in {"http", "https"} and parts.hostname and is_named):
        raise typer.BadParameter(f"{url} is no web address: https://www.example.org/ is one")
    return whole


def _is_home_of(home: str, url: str) -> bool:
    return is_front(home) and not is_front(url)


def _ask(question: str, proposed: str) -> str:
    if not is_interactive():
        return proposed
    answer: str = typer.prompt(question, default=proposed, show_default=bool(proposed), err=True)
    return answer


def _write(path: Path, text: str) -> None:
    """Write a configuration that is in order, and the schema that its first line names."""
    from bot.catalogue import known_platforms, known_sources
    from bot.settings.loader import understand
    from bot.settings.schema import json_schema

    platforms, kinds = known_platforms(), known_sources()
    try:
        understand(text.encode(), path, platforms, kinds)
    except ConfigError as error:
        raise typer.BadParameter(
            f"what was given does not make a configuration\n{error}"
        ) from None
    schema_path = path.with_name("schema.json")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        if not schema_path.exists():
            schema_path.write_text(as_json(json_schema(platforms, kinds)), encoding="utf-8")
    except OSError as error:
        raise NotPossible(f"{error.filename} cannot be written: {error.strerror}") from None
