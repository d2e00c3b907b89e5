"""What other programs take and give: export, opml."""

import asyncio
import csv
import json
import re
import sys
from collections.abc import AsyncIterator, Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.console import Session, answer, as_json, complain, say, session
from bot.cli.looking import ledger
from bot.cli.subscriptions import choose_feeds
from bot.errors import NotPossible
from bot.page.opml import Outline, read_opml, write_opml
from bot.settings.settings import Settings

PAGE = 500
"""Deliveries read at once: however long the ledger, memory stays small."""
LARGEST = 8 * 2**20
"""Bytes of an OPML file."""
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
"""What spreadsheets take for the beginning of a formula (OWASP, CSV injection)."""
_FEED = "feed"

commands = typer.Typer()


class Format(StrEnum):
    """How the ledger is written."""

    JSON = "json"
    CSV = "csv"


class Way(StrEnum):
    """Where a list of feeds goes."""

    IMPORT = "import"
    EXPORT = "export"


@commands.command(epilog="Example:  herald export --format csv > ledger.csv")
def export(
    context: typer.Context,
    form: Annotated[Format, typer.Option("--format", help="How it is written.")] = Format.JSON,
) -> None:
    """Write the whole ledger with its headlines, oldest first."""
    from bot.app import load_settings

    given = session(context)
    if given.json and form is Format.CSV:
        raise typer.BadParameter("say either --json or --format csv")
    write = _write_csv if form is Format.CSV else _write_json
    asyncio.run(write(load_settings(given.config)))


@commands.command(
    epilog="Examples:  herald opml import feeds.opml\n\n  herald opml export > feeds.opml"
)
def opml(
    context: typer.Context,
    way: Annotated[Way, typer.Argument(metavar="import|export")],
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", show_default=False)] = None,
) -> None:
    """Take feeds from an OPML file, or write the sources as one."""
    from bot.app import load_settings

    given = session(context)
    if (file is None) is (way is Way.IMPORT):
        raise typer.BadParameter("say either: opml import FILE, or: opml export")
    settings = load_settings(given.config)
    if file is not None:
        _import(given, settings, _read(file))
        return
    outlines = [
        Outline(title=s.name, url=s.url, is_feed=s.kind == _FEED) for s in settings.sources
    ]
    if given.json:
        answer([{"name": one.title, "url": one.url, "is_feed": one.is_feed} for one in outlines])
    else:
        typer.echo(write_opml(settings.publisher.name, outlines), nl=False)


async def _write_json(settings: Settings) -> None:
    """Write one list, a row at a time."""
    between = "["
    async for row in _rows(settings):
        typer.echo(f"{between}\n{as_json(row)}", nl=False)
        between = ","
    typer.echo("[]" if between == "[" else "]")


async def _write_csv(settings: Settings) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\r\n")
    heads: tuple[str, ...] = ()
    async for row in _rows(settings):
        if not heads:
            heads = tuple(row)
            writer.writerow(heads)
        writer.writerow(harmless(row[head]) for head in heads)


async def _rows(settings: Settings) -> AsyncIterator[dict[str, Any]]:
    from bot.app import opened_store

    async with opened_store(settings) as store:
        last = 0
        while shown := await store.showing.ledger(PAGE, last):
            for one in shown:
                yield ledger(one.ledger) | {"headline": one.headline}
            last = shown[-1].ledger.id


def harmless(value: object) -> object:
    """Give a cell that no spreadsheet takes for a formula; a number stays one."""
    if value is None or not isinstance(value, str):
        return "" if value is None else value
    return f"'{value}" if _FORMULA.match(value) else value


def _read(file: Path) -> list[Outline]:
    try:
        with file.open("rb") as opened:
            body = opened.read(LARGEST + 1)
    except OSError as error:
        raise NotPossible(f"{file} cannot be read: {error.strerror}") from None
    if len(body) > LARGEST:
        raise NotPossible(f"{file} is larger than {LARGEST >> 20} MiB")
    try:
        return read_opml(body)
    except ValueError as error:
        raise NotPossible(f"{file} {error}") from None


def _import(given: Session, settings: Settings, outlines: Iterable[Outline]) -> None:
    from bot.catalogue import known_platforms, known_sources
    from bot.settings.loader import read
    from bot.settings.writing import add_feeds

    feeds, skipped = choose_feeds(outlines, settings.sources)
    if feeds:
        content = read(given.config)
        added = add_feeds(content, given.config, feeds, known_platforms(), known_sources())
        try:
            given.config.write_bytes(added)
        except OSError as error:
            raise NotPossible(f"{given.config} cannot be written: {error.strerror}") from None
    if given.json:
        new = [{"name": name, "url": url} for name, url in feeds.items()]
        left = [{"url": url, "why": why} for url, why in skipped]
        answer({"file": str(given.config), "added": new, "skipped": left})
        return
    complain(f"skipped {json.dumps(url, ensure_ascii=False)}: {why}" for url, why in skipped)
    if not given.quiet:
        lines = [f"added {name}: {url}" for name, url in feeds.items()]
        say("\n".join(lines) or "nothing is new")
