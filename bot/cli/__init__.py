"""Commands of the operator, one file per group; this file is the frame around them."""

import errno
import logging
import os
import re
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from bot.cli.console import TRY_LATER, Session, complain
from bot.errors import (
    AddressTaken,
    AnotherInstance,
    ConfigError,
    HeraldError,
    NotPossible,
    StoreLost,
    StoreRefused,
    StoreUnavailable,
)
from bot.redact import setup_logging

DEFAULT_CONFIG = Path("config/herald.yaml")
USAGE = 64
BUG = 70
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}
"""How a system says that it takes no more of what is written."""
EXITS: dict[type[HeraldError], int] = {
    NotPossible: 1,
    AddressTaken: 69,
    AnotherInstance: 69,
    StoreRefused: 69,
    StoreLost: 69,
    StoreUnavailable: 75,
    ConfigError: 78,
}
COMMANDS = {
    "configuring": ("init", "schema"),
    "checking": ("check",),
    "running": ("run", "migrate"),
    "posting": ("post",),
    "previewing": ("preview",),
    "looking": ("status", "deliveries"),
    "spending": ("costs",),
    "explaining": ("why",),
    "following": ("correct", "retract"),
    "deciding": ("approve", "reject", "retry", "cancel", "resolve", "pause", "resume"),
    "diagnosing": ("doctor",),
    "capable": ("platforms",),
    "replaying": ("replay",),
    "exchanging": ("opml", "export"),
    "keeping": ("backup",),
    "playing": ("sandbox", "demo"),
}
"""Which file has which commands, in the order of the help; only what is needed is imported."""
GLOBAL_FLAGS = {"--json", "--quiet", "--verbose"}
GLOBAL_OPTIONS = {"--config", "-c"}

EXAMPLES = """\b
Examples:
  herald init https://www.example.org/   write a configuration
  herald check                           is it valid?
  herald -c other.yaml check --json      the same for programs

Global options may stand before or after the command."""


class Commands(TyperGroup):
    """Our commands; what is wrong with a word is said as in the configuration."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            # why: the library that typer checks words with speaks of itself.
            said = error.message.removeprefix("Value error, ").partition(", unable")[0]
            error.message = re.sub(r"^Input should", "must", said)
            raise


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it
    if wanted:
        from importlib.metadata import version

        typer.echo(f"herald {version('herald-syndication')}")
        raise typer.Exit


def _globals(
    context: typer.Context,
    *,
    config: Annotated[
        Path | None,
        typer.Option(
            "--config",
            "-c",
            envvar="HERALD_CONFIG",
            help="The configuration.",
            show_default=str(DEFAULT_CONFIG),
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Answer with one JSON document.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say only what is wrong.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Log every detail.")] = False,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", is_eager=True, callback=_print_version, help="Say which version."
        ),
    ] = False,
) -> None:
    setup_logging(verbose=verbose, quiet=quiet)
    context.obj = Session(
        config=config or DEFAULT_CONFIG, is_default=config is None, json=json, quiet=quiet
    )


def _herald(words: Sequence[str]) -> typer.Typer:
    """Build the command line as far as these words need it; all of it for help."""
    herald = typer.Typer(
        name="herald",
        help="Every article once, well formed, where readers asked for it.",
        epilog=EXAMPLES,
        cls=Commands,
        callback=_globals,
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    named = [group for group, names in COMMANDS.items() if set(names) & set(words)]
    for group in [] if "--version" in words else named or COMMANDS:
        herald.add_typer(import_module(f"bot.cli.{group}").commands)
    return herald


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    words = globals_first(sys.argv[1:] if arguments is None else arguments)
    _open_streams()
    setup_logging()
    try:
        typer.main.get_command(_herald(words))(words, prog_name="herald")
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 0
        return USAGE if code == 2 else code  # noqa: PLR2004 - what typer says of wrong usage
    except HeraldError as error:
        complain(str(error))
        return exit_code(error)
    except Exception as error:
        if isinstance(error, OSError) and error.errno in FULL:
            _drop_rest()
            complain(f"what this command says cannot be written: {error.strerror}")
            return TRY_LATER
        logging.getLogger(__name__).exception("this is a bug in Herald")
        return BUG
    return 0


def _open_streams() -> None:
    """Give a process that was started with closed streams some that lead nowhere.

    Else what is opened next, the database say, takes their number and whatever is said.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode))


def _drop_rest() -> None:
    """Let what standard output has not taken go nowhere: Python would stumble over it at its end."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def exit_code(error: HeraldError) -> int:
    """Say what a script is told of an error; 1 where there is nothing special to say."""
    return next((code for kind, code in EXITS.items() if isinstance(error, kind)), 1)


def globals_first(arguments: Sequence[str]) -> list[str]:
    """Move global options before the command, wherever they were typed; "--" ends options."""
    before: list[str] = []
    after: list[str] = []
    words = iter(arguments)
    for word in words:
        if word == "--":
            after += [word, *words]
        elif word in GLOBAL_FLAGS or word.startswith("--config="):
            before.append(word)
        elif word in GLOBAL_OPTIONS:
            value = next(words, None)
            if value is None:
                return [word]  # for a complaint about this one
            before += [word, value]
        else:
            after.append(word)
    return before + after
