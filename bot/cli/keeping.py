"""The database in safety: backup."""

import time
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import answer, say, session
from bot.errors import NotPossible

commands = typer.Typer()


@commands.command(epilog="Example:  herald backup /mnt/safe/herald-monday.db")
def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the copy goes, whole.")],
) -> None:
    """Copy the SQLite database while Herald works.

    A copy that was there is replaced at the end.
    """
    from bot.app import load_settings
    from bot.cli.alone import file_of
    from bot.store.sqlite import copy_whole

    given = session(context)
    source = file_of(load_settings(given.config))
    if source is None:
        raise NotPossible(
            "the database is PostgreSQL, which has its own: pg_dump --format=custom --file=FILE"
        )
    if not file.parent.is_dir():
        raise NotPossible(f"there is no folder {file.parent}")
    if not source.exists():
        raise NotPossible(f"there is no database at {source} yet")
    if file.exists() and file.samefile(source):
        raise NotPossible(f"{file} is the database itself")
    copy_whole(source, file, time.time())
    size = file.stat().st_size
    if given.json:
        answer({"file": str(file), "bytes": size})
    elif not given.quiet:
        say(f"{file}: {size:,} bytes, checked; to go back to it, stop Herald and put it in place")
