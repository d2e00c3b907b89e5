"""Commands of the operator, one file per group; this file is the frame around them."""

import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import configuring
from bot.cli.console import Session, complain
from bot.errors import (
    AnotherInstance,
    ConfigError,
    HeraldError,
    NotPossible,
    StoreRefused,
    StoreUnavailable,
)
from bot.redact import setup_logging

USAGE = 64
BUG = 70
EXITS: dict[type[HeraldError], int] = {
    NotPossible: 1,
    AnotherInstance: 69,
    StoreRefused: 69,
    StoreUnavailable: 75,
    ConfigError: 78,
}
GLOBAL_FLAGS = {"--json", "--quiet"}
GLOBAL_OPTIONS = {"--config", "-c"}

EXAMPLES = """\b
Examples:
  herald init https://www.example.org/   write a configuration
  herald check                           is it valid?
  herald -c other.yaml check --json      the same for programs

Global options may stand before or after the command."""

app = typer.Typer(
    name="herald",
    help="Every article once, well formed, where readers asked for it.",
    epilog=EXAMPLES,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for group in (configuring.commands,):
    app.add_typer(group)


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it
    if wanted:
        from importlib.metadata import version

        typer.echo(f"herald {version('herald-syndication')}")
        raise typer.Exit


@app.callback()
def _herald(
    context: typer.Context,
    *,
    config: Annotated[
        Path, typer.Option("--config", "-c", envvar="HERALD_CONFIG", help="The configuration.")
    ] = Path("config/herald.yaml"),
    json: Annotated[bool, typer.Option("--json", help="Answer with one JSON document.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say only what is wrong.")] = False,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", is_eager=True, callback=_print_version, help="Say which version."
        ),
    ] = False,
) -> None:
    setup_logging(quiet=quiet)
    context.obj = Session(config=config, json=json, quiet=quiet)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    setup_logging()
    try:
        typer.main.get_command(app)(globals_first(given), prog_name="herald")
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 0
        return USAGE if code == 2 else code  # noqa: PLR2004 - what typer says of wrong usage
    except HeraldError as error:
        complain(str(error))
        return next((code for kind, code in EXITS.items() if isinstance(error, kind)), 1)
    except Exception:
        logging.getLogger(__name__).exception("this is a bug in Herald")
        return BUG
    return 0


def globals_first(arguments: Sequence[str]) -> list[str]:
    """Move global options before the command, wherever they were typed; "--" ends options."""
    before: list[str] = []
    rest = list(arguments)
    after: list[str] = []
    while rest:
        word = rest.pop(0)
        if word == "--":
            after += [word, *rest]
            break
        if word in GLOBAL_FLAGS or word.startswith("--config="):
            before.append(word)
        elif word in GLOBAL_OPTIONS and rest:
            before += [word, rest.pop(0)]
        else:
            after.append(word)
    return before + after
