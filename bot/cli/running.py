"""The main job and what stands around it: run, migrate."""

import asyncio
import time
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import TRY_LATER, Session, answer, attend, complain, say, session, table
from bot.errors import NotPossible
from bot.model import State
from bot.settings.settings import Settings
from bot.store import Store

commands = typer.Typer()


@commands.command(epilog="Examples:  herald run\n\n  herald run --once")
def run(
    context: typer.Context,
    *,
    once: Annotated[
        bool, typer.Option("--once", help="One pass over all sources, deliver what is due, end.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what one pass would post; post nothing.")
    ] = False,
) -> None:
    """Watch, read, summarise, compose and deliver."""
    from bot.cli.alone import load_alone

    given = session(context)
    settings = load_alone(given.config, may_share=dry_run)
    complain(f"warning: {line}" for line in settings.warnings)
    if dry_run:
        attend("looking at every source", _dry_run(given, settings))
    elif once:
        attend("looking at every source, delivering what is due", _run_once(given, settings))
    else:
        asyncio.run(_run(settings))


@commands.command(epilog="Example:  herald -c other.yaml migrate")
def migrate(context: typer.Context) -> None:
    """Bring the database up to date (`run` does so by itself)."""
    from bot.app import load_settings

    given = session(context)
    applied = asyncio.run(_migrate(load_settings(given.config)))
    if given.json:
        answer({"applied": applied})
    elif not given.quiet:
        say(f"applied: {', '.join(map(str, applied))}" if applied else "nothing to do")


async def _run(settings: Settings) -> None:
    from bot.app import keep_running

    await keep_running(settings, time.time)


async def _run_once(given: Session, settings: Settings) -> None:
    from bot.app import opened_herald

    async with opened_herald(settings, time.time) as herald:
        began = herald.now()
        next_at = await herald.run_once()
        bad = await _unsettled(herald.store, began)
        settling, read_at = await herald.store.asking.settling(herald.now())
        now = herald.now()
        locked = [lane for lane in await herald.store.asking.lanes() if lane.is_locked]
    if next_at is not None:
        complain(f"what waits longer is left for later: next in {next_at - now:.0f} s")
    if bad:
        complain(f"{bad} deliveries failed or are in doubt: `herald status` says what to do")
    for lane in locked:
        complain(f"{lane.name} rests with its queue: {lane.paused_why}; `herald status`")
    if bad or locked:
        raise typer.Exit(1)
    if next_at is not None:
        raise typer.Exit(TRY_LATER)
    if given.quiet:
        return
    if settling:
        wait = read_at - now
        complain(f"done; articles that are read later (settle): {settling}, in {wait:.0f} s")
    else:
        complain("done: nothing is due")


async def _unsettled(store: Store, since: float) -> int:
    """Count deliveries of this pass that a person must look at."""
    rows = [
        row
        for state in (State.FAILED, State.IN_DOUBT)
        for row in await store.asking.deliveries(in_state=state)
    ]
    return sum(row.claimed_at is not None and row.claimed_at >= since for row in rows)


async def _dry_run(given: Session, settings: Settings) -> None:
    """Make one pass on a copy of the database, without delivering."""
    import tempfile
    from dataclasses import replace

    from bot.app import opened_herald
    from bot.cli.alone import file_of
    from bot.store.sqlite import copy

    file = file_of(settings)
    if file is None:
        raise NotPossible("--dry-run works on a copy of an SQLite database only")
    with tempfile.TemporaryDirectory(prefix="herald-") as folder:
        path = Path(folder) / "copy.db"
        copy(file, path)
        trial = replace(settings, database=f"sqlite:///{path}")
        async with opened_herald(trial, time.time) as herald:
            await herald.collect()
            due = await herald.store.asking.deliveries(in_state=State.DUE)
            held = await herald.store.asking.deliveries(in_state=State.HELD)
    rows = [(row.state, row.destination, row.article) for row in reversed(due + held)]
    if given.json:
        answer([dict(zip(("state", "destination", "article"), row, strict=True)) for row in rows])
    elif rows:
        say(table(("state", "destination", "article"), rows))
    else:
        say("nothing would be posted; `herald why URL` says of an article why")


async def _migrate(settings: Settings) -> list[int]:
    from bot.store.connect import connect
    from bot.store.migrate import migrate as bring_up

    reference = settings.database_password
    db = await connect(settings.database, settings.reveal(reference) if reference else None)
    try:
        return await bring_up(db)
    finally:
        await db.close()
