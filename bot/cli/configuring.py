"""Commands around the configuration file: check, schema, init."""

from typing import NoReturn

import typer

from bot.cli.console import Session, answer, complain, say, session, table
from bot.errors import ConfigError
from bot.redact import redact

INVALID = 78

commands = typer.Typer()


@commands.command(epilog="Example:  herald -c other.yaml check --json")
def check(context: typer.Context) -> None:
    """Validate the configuration without asking the network; shows every error at once."""
    from bot.app import load_settings
    from bot.settings.settings import missing_secrets

    given = session(context)
    try:
        settings = load_settings(given.config)
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
    if given.json:
        answer({"valid": False, "file": str(given.config), "problems": list(error.problems)})
    else:
        say(redact(str(error)))
    raise typer.Exit(INVALID)


@commands.command()
def schema() -> None:
    """Print the JSON Schema of the configuration, for editors."""
    from bot.app import known_platforms, known_sources
    from bot.settings.schema import json_schema

    answer(json_schema(known_platforms(), known_sources()))
