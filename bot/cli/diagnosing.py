"""Ask the outside world whether the configuration works: doctor."""

import asyncio
import shutil
import time
from dataclasses import asdict, replace
from pathlib import Path

import typer

from bot.cli.console import answer, attend, say, session, table
from bot.cli.diagnosis import (
    OK,
    WRONG,
    Check,
    of_disk,
    of_shared_clock,
    wrong,
)
from bot.errors import HeraldError
from bot.redact import redact
from bot.settings.settings import Settings

SQLITE = "sqlite:///"

commands = typer.Typer()


@commands.command(epilog="Example:  herald doctor --json")
def doctor(context: typer.Context) -> None:
    """Ask the outside world whether all is well; say what to do.

    Sources, platforms and the site are asked; database, disk and clock are looked at.

    Nothing is posted. Platforms are asked who we are and what we may do there; the site is compared
    with the configuration, and held to what Google News wants.
    """
    from bot.app import load_settings

    given = session(context)
    settings = load_settings(given.config)
    checks = attend("asking sources, site and platforms", _examine(settings))
    if given.json:
        answer([asdict(check) for check in checks])
    else:
        rows = [
            (check.verdict, check.what, check.says, check.to_do)
            for check in checks
            if check.verdict != OK or not given.quiet
        ]
        say(table(("", "asked", "answer", "what to do"), rows))
    if any(check.verdict == WRONG for check in checks):
        raise typer.Exit(1)


async def _examine(settings: Settings) -> list[Check]:
    from bot.cli.consulting import answered
    from bot.cli.examining import examined, learned
    from bot.cli.visiting import sources, visited
    from bot.http import Web
    from bot.settings.settings import missing_secrets

    secrets = [
        wrong("secrets", line, "set it where it is kept") for line in missing_secrets(settings)
    ]
    web = Web(time.time, contact=settings.publisher.url)
    try:
        listed, posting, allowed, words, site = await asyncio.gather(
            sources(settings, web),
            examined(settings),
            learned(settings),
            answered(settings, web.ask),
            visited(settings, web, time.time()),
        )
    finally:
        await web.close()
    checks = [*secrets, *await _database(settings), *listed, *posting, *allowed, *words, *site]
    return [replace(check, says=redact(check.says)) for check in checks]


async def _database(settings: Settings) -> list[Check]:
    from bot.app import opened_store

    checks = []
    try:
        async with opened_store(settings) as store:
            await store.vitals.try_write()
            ahead = time.time() - store.now(time.time)
        checks.append(Check(what="database", verdict=OK, says="takes writes"))
        checks += of_shared_clock(ahead)
    except HeraldError as error:
        checks.append(wrong("database", error, "see to the file or the server that it names"))
    if settings.database.startswith(SQLITE):
        folder = Path(settings.database.removeprefix(SQLITE)).parent
        there = next(path for path in (folder, *folder.parents) if path.exists())
        checks.append(of_disk(shutil.disk_usage(there).free))
    return checks
