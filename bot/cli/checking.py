"""Whether the configuration is in order, and what it reads: check."""

from typing import NoReturn

import typer

from bot.cli.console import Session, answer, complain, say, session, table
from bot.errors import ConfigError
from bot.redact import redact
from bot.settings.settings import Settings

INVALID = 78

commands = typer.Typer()


@commands.command(epilog="Example:  herald -c other.yaml check --json")
def check(context: typer.Context) -> None:
    """Validate the configuration; show every error at once.

    Asks no network.

    Sample articles (`tests`) that do not give what is expected, and templates that cannot be used for
    some article, are shown too, and end with code 1. The longest articles of the history are tried.
    """
    from bot.catalogue import known_platforms, known_sources
    from bot.settings.loader import load
    from bot.settings.settings import missing_secrets

    given, known = session(context), known_platforms()
    try:
        settings = load(given.config, known, known_sources())
    except ConfigError as error:
        _refuse(given, error)
    varying = [
        target.destination.name
        for target in settings.destinations
        if known[target.destination.platform].capabilities.varies
    ]
    warnings = [*settings.warnings, *missing_secrets(settings)]
    failed = _failures(settings)
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
                    {
                        "name": d.name,
                        "platform": d.platform,
                        "address": d.address,
                        "limits_from": "assumed" if d.name in varying else "platform",
                    }
                    for d in targets
                ],
                "warnings": warnings,
                "problems": [],
                "tests": {"articles": len(settings.samples), "failures": failed},
            }
        )
        _end(failed)
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
        if varying:
            names = ", ".join(varying)
            say(
                f"\nthe usual limits are assumed here for {names}; doctor, preview and run ask the servers"
            )
        if settings.samples:
            say(f"\nsample articles: {len(settings.samples)}, failures: {len(failed)}")
    complain(failed)
    _end(failed)


def _failures(settings: Settings) -> list[str]:
    """Try templates and read the sample articles; what that needs is loaded where there are any."""
    found: list[str] = []
    if any(target.destination.craft.templates for target in settings.destinations):
        from bot.cli.trying import misfits

        found += misfits(settings)
    if settings.samples:
        from bot.cli.samples import failures

        found += failures(settings)
    return found


def _end(failed: list[str]) -> None:
    if failed:
        raise typer.Exit(1)


def _refuse(given: Session, error: ConfigError) -> NoReturn:
    problems = [redact(problem) for problem in error.problems]
    if given.json:
        answer({"valid": False, "file": str(given.config), "problems": problems})
    else:
        say("\n".join(problems))
    raise typer.Exit(INVALID)
