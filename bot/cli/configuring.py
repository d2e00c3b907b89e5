"""Commands around the configuration file: check, schema, init."""

from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot.cli.console import (
    Session,
    answer,
    as_json,
    complain,
    is_interactive,
    say,
    session,
    table,
)
from bot.cli.proposal import Answers, guess, propose
from bot.errors import ConfigError, NotPossible
from bot.redact import redact

INVALID = 78

commands = typer.Typer()


@commands.command(epilog="Example:  herald -c other.yaml check --json")
def check(context: typer.Context) -> None:
    """Validate the configuration without asking the network; shows every error at once."""
    from bot.catalogue import known_platforms, known_sources
    from bot.settings.loader import load
    from bot.settings.settings import missing_secrets

    given = session(context)
    try:
        settings = load(given.config, known_platforms(), known_sources())
    except ConfigError as error:
        _refuse(given, error)
    warnings = [*settings.warnings, *missing_secrets(settings)]
    if given.json:
        targets = [target.destination for target in settings.destinations]
        answer(
            {
                "valid": True,
                "file": str(given.config),
                "publisher": settings.publisher.name,
                "sources": [
                    {"name": s.name, "kind": s.kind, "url": s.url} for s in settings.sources
                ],
                "destinations": [
                    {"name": d.name, "platform": d.platform, "address": d.address} for d in targets
                ],
                "warnings": warnings,
                "problems": [],
            }
        )
        return
    complain(f"warning: {line}" for line in warnings)
    if not given.quiet:
        rows = [("source", s.name, s.kind, s.url) for s in settings.sources]
        rows += [
            ("destination", t.destination.name, t.destination.platform, t.destination.address)
            for t in settings.destinations
        ]
        say(f"{given.config} is valid: {settings.publisher.name}\n")
        say(table(("", "name", "kind", "address"), rows))


def _refuse(given: Session, error: ConfigError) -> NoReturn:
    problems = [redact(problem) for problem in error.problems]
    if given.json:
        answer({"valid": False, "file": str(given.config), "problems": problems})
    else:
        say("\n".join(problems))
    raise typer.Exit(INVALID)


@commands.command()
def schema() -> None:
    """Print the JSON Schema of the configuration, for editors."""
    from bot.catalogue import known_platforms, known_sources
    from bot.settings.schema import json_schema

    answer(json_schema(known_platforms(), known_sources()))


@commands.command(
    epilog="""\b
Examples:
  herald init https://www.example.org/ --telegram @example --x
  herald -c other.yaml init https://www.example.org/ --feed https://www.example.org/rss"""
)
def init(  # noqa: PLR0913 - one for each question
    context: typer.Context,
    url: Annotated[str, typer.Argument(help="The publisher's front page.")] = "",
    *,
    name: Annotated[str, typer.Option(help="The publisher's name.")] = "",
    feed: Annotated[str, typer.Option(help="The address of the feed.")] = "",
    language: Annotated[str, typer.Option(help="The articles' language, like en.")] = "",
    telegram: Annotated[str, typer.Option(help="Post to this channel.")] = "",
    x: Annotated[bool, typer.Option("--x", help="Post to X.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Write over what is there.")] = False,
) -> None:
    """Write a commented configuration; asks for what is not given, if somebody can be asked."""
    path = session(context).config
    if path.exists() and not force:
        raise NotPossible(f"{path} is there already; write over it with --force")
    url = url or _ask("The publisher's front page", "")
    if not url:
        raise typer.BadParameter("say whose articles: herald init https://www.example.org/")
    found = guess(url)
    answers = Answers(
        url=url,
        name=name or _ask("The publisher's name", found.name),
        feed=feed or _ask("The address of the feed", found.feed),
        language=language or found.language,
        community=found.community,
        telegram=telegram or _ask("Post to this Telegram channel", ""),
        x=x or (is_interactive() and typer.confirm("Post to X", default=False, err=True)),
    )
    _write(path, propose(answers))
    say(f"{path} is written. Next: set the secrets that it names, then  herald check")


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
