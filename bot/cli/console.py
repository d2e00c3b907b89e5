"""What commands say and to whom: answers on stdout, everything else on stderr."""

import json
import logging
import sys
from collections.abc import Coroutine, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import typer

from bot.redact import redact

PATIENCE = 1.0
"""Seconds after which people are told what is under way."""
TRY_LATER = 75
"""How a command ends that did what it could for now."""
T = TypeVar("T")


@dataclass(slots=True, kw_only=True)
class Session:
    """What the global options said; `is_default`: nobody named a configuration."""

    config: Path
    is_default: bool = False
    json: bool = False
    quiet: bool = False


def session(context: typer.Context) -> Session:
    """Give the global options to a command."""
    return context.ensure_object(Session)


def say(text: str = "") -> None:
    """Answer people."""
    typer.echo(text)


def answer(document: object) -> None:
    """Answer programs: one JSON document."""
    typer.echo(as_json(document), nl=False)


def as_json(document: object) -> str:
    """Write a JSON document as programs and people can both read it."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def complain(lines: Iterable[str] | str) -> None:
    """Tell people what is wrong or under way, without secrets."""
    for line in [lines] if isinstance(lines, str) else lines:
        typer.echo(redact(line), err=True)


def attend(what: str, work: Coroutine[Any, Any, T]) -> T:
    """Do what may take a while, and say on stderr what is under way where it does."""
    import asyncio

    async def attended() -> T:
        told = logging.getLogger("herald").info
        timer = asyncio.get_running_loop().call_later(PATIENCE, told, "%s …", what)
        try:
            return await work
        finally:
            timer.cancel()

    return asyncio.run(attended())


def moment(seconds: float | None) -> str | None:
    """Write a moment as RFC 3339 in UTC."""
    if seconds is None:
        return None
    return (
        datetime.fromtimestamp(seconds, UTC)
        .isoformat(timespec="milliseconds")
        .replace("+00:00", "Z")
    )


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Set rows under heads in columns of equal width."""
    cells = [list(heads), *([str(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ("  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) for row in cells)
    return "\n".join(line.rstrip() for line in lines)


def is_interactive() -> bool:
    """Say whether a person can be asked."""
    return sys.stdin.isatty()
