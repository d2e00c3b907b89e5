"""Ask the outside world whether the configuration works: doctor."""

import asyncio
import shutil
import time
from dataclasses import asdict, replace
from pathlib import Path
from urllib.parse import urlsplit

import typer

from bot.cli.console import answer, say, session, table
from bot.cli.diagnosis import (
    LOOK,
    OK,
    WRONG,
    Check,
    of_clock,
    of_community,
    of_destination,
    of_disk,
    of_source,
    of_ways,
    wrong,
)
from bot.errors import HeraldError, Refused
from bot.ports import Fetch, Platform, Source, Validators
from bot.redact import redact
from bot.settings.settings import Settings

SQLITE = "sqlite:///"

commands = typer.Typer()


@commands.command(epilog="Example:  herald doctor --json")
def doctor(context: typer.Context) -> None:
    """Ask sources, site, platforms, database, disk and clock whether all is well; say what to do.

    Nothing is posted. Platforms are asked whose credentials they are and whether these may post.
    """
    from bot.app import load_settings

    given = session(context)
    settings = load_settings(given.config)
    checks = asyncio.run(_examine(settings))
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
    from bot.catalogue import known_sources
    from bot.http import Web
    from bot.settings.settings import missing_secrets

    kinds = known_sources()
    secrets = [
        wrong("secrets", line, "set it where it is kept") for line in missing_secrets(settings)
    ]
    web = Web(time.time, contact=settings.publisher.url)
    try:
        sources, site = await asyncio.gather(
            asyncio.gather(
                *(_source(settings, kinds[rules.kind](rules, web)) for rules in settings.sources)
            ),
            _site(settings, web),
        )
    finally:
        await web.close()
    accounts = await _accounts(settings)
    checks = [*secrets, *await _database(settings), *sources, *site, *accounts]
    return [replace(check, says=redact(check.says)) for check in checks]


async def _source(settings: Settings, source: Source) -> Check:
    try:
        source.rules = settings.reveal_proxy(source.rules)
        return of_source(source.rules, await source.poll(Validators()))
    except HeraldError as error:
        what = f"source {source.rules.name}"
        return wrong(what, error, "see whether the address opens in a browser")


async def _site(settings: Settings, fetch: Fetch) -> list[Check]:
    """Compare the site's community links with the destinations both ways, and its clock with ours.

    Say too which ways to learn of articles it offers.
    """
    from bot.catalogue import known_platforms
    from bot.cli.discovery import explore

    platforms = known_platforms()
    private = {urlsplit(rules.url).netloc for rules in settings.sources if rules.allow_private}
    url = settings.publisher.url
    try:
        site = await explore(url, fetch, allow_private=urlsplit(url).netloc in private)
    except HeraldError as error:
        links = None
        first = [wrong("site", error, "see whether publisher.url opens in a browser")]
    else:
        links = site.community
        first = [of_clock(site.date, time.time()), of_ways(settings, site)]
    destinations = (
        of_destination(target.destination, platforms[target.destination.platform], links)
        for target in settings.destinations
    )
    return [*first, *destinations, *of_community(settings, links or {}, platforms)]


async def _accounts(settings: Settings) -> list[Check]:
    """Ask each platform that can tell whether we may post there."""
    from bot.catalogue import known_platforms

    known = known_platforms()
    platforms = [
        known[target.destination.platform](target.destination, target.options, settings.reveal)
        for target in settings.destinations
    ]
    able = [each for each in platforms if type(each).examine is not Platform.examine]
    return await asyncio.gather(*map(_account, able))


async def _account(platform: Platform) -> Check:
    what = f"account {platform.destination.name}"
    try:
        async with asyncio.timeout(platform.destination.timeout):
            return Check(what=what, verdict=OK, says=await platform.examine())
    except Refused as error:
        return wrong(what, error, "see to its credentials, and to what these may do there")
    except (HeraldError, TimeoutError) as error:
        says = f"could not be asked: {str(error) or 'no answer in time'}"
        return Check(what=what, verdict=LOOK, says=says, to_do="see whether it answers later")
    finally:
        await platform.close()


async def _database(settings: Settings) -> list[Check]:
    from bot.app import opened_store

    checks = []
    try:
        async with opened_store(settings) as store:
            await store.vitals.try_write()
        checks.append(Check(what="database", verdict=OK, says="takes writes"))
    except HeraldError as error:
        checks.append(wrong("database", error, "see to the file or the server that it names"))
    if settings.database.startswith(SQLITE):
        folder = Path(settings.database.removeprefix(SQLITE)).parent
        there = next(path for path in (folder, *folder.parents) if path.exists())
        checks.append(of_disk(shutil.disk_usage(there).free))
    return checks
