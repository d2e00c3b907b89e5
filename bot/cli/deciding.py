"""What people decide: approve, reject, retry, cancel, resolve, pause, resume."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Annotated

import typer

from bot.cli.console import Session, answer, complain, say, session
from bot.errors import NotPossible
from bot.model import State

LAST_ID = 2**63 - 1

commands = typer.Typer()

Ids = Annotated[
    list[int],
    typer.Argument(metavar="ID…", min=1, max=LAST_ID, help="As `herald deliveries` lists them."),
]
Names = Annotated[
    list[str] | None, typer.Argument(metavar="NAME…", help="Destinations or sources.")
]


@commands.command(epilog="Example:  herald approve 12 13")
def approve(context: typer.Context, ids: Ids) -> None:
    """Let held deliveries go out."""
    _decide(session(context), "approve", ids, "approved")


@commands.command(epilog="Example:  herald reject 12 13")
def reject(context: typer.Context, ids: Ids) -> None:
    """Never send held deliveries."""
    _decide(session(context), "reject", ids, "rejected")


@commands.command(epilog="Example:  herald retry 12 13")
def retry(context: typer.Context, ids: Ids) -> None:
    """Try failed deliveries again."""
    _decide(session(context), "retry", ids, "due again")


@commands.command(epilog="Example:  herald cancel 12 13")
def cancel(context: typer.Context, ids: Ids) -> None:
    """Never send deliveries that are held, due or failed."""
    _decide(session(context), "cancel", ids, "cancelled")


@commands.command(
    epilog="Examples:  herald resolve 12 --posted 345\n\n  herald resolve 12 --not-posted"
)
def resolve(
    context: typer.Context,
    delivery: Annotated[int, typer.Argument(metavar="ID", min=1, max=LAST_ID)],
    posted: Annotated[
        str | None, typer.Option(metavar="REMOTE_ID", help="It stands there under this id.")
    ] = None,
    *,
    not_posted: Annotated[
        bool, typer.Option("--not-posted", help="It does not stand there: send it again.")
    ] = False,
) -> None:
    """Say what became of a delivery in doubt.

    Look at the channel itself first.

    Of a correction or retraction that failed, since its post was only taken for sent: where that stands.
    """
    if (posted is None) is not not_posted:
        raise typer.BadParameter("say either --posted REMOTE_ID or --not-posted")

    async def work() -> None:
        from bot.app import load_settings, opened_store

        given = session(context)
        settings = load_settings(given.config)
        options = {target.destination.name: target.options for target in settings.destinations}
        async with opened_store(settings) as store:
            state = await store.deciding.resolve(delivery, posted, store.now(time.time), options)
        if given.json:
            answer({"id": delivery, "state": state})
        elif not given.quiet:
            done = "due again" if state == State.DUE else f"sent as {posted}"
            say(f"delivery {delivery}: {done}")

    asyncio.run(work())


@commands.command(epilog="Examples:  herald pause telegram\n\n  herald pause")
def pause(context: typer.Context, names: Names = None) -> None:
    """Stop a destination or a source; the queue is kept.

    Without a name: send nothing at all. The sources are watched on, so that nothing is missed.
    """
    _switch(session(context), names, is_paused=True)


@commands.command(epilog="Examples:  herald resume telegram\n\n  herald resume")
def resume(context: typer.Context, names: Names = None) -> None:
    """Go on with what was paused; without a name, with all of it."""
    _switch(session(context), names, is_paused=False)


def _decide(given: Session, verb: str, ids: list[int], done: str) -> None:
    async def work() -> list[dict[str, object]]:
        from bot.app import load_settings, opened_store

        async with opened_store(load_settings(given.config)) as store:
            move: Callable[[int, float], Awaitable[None]] = getattr(store.deciding, verb)
            return [await _try(move, delivery, done, store.now(time.time)) for delivery in ids]

    results = asyncio.run(work())
    if given.json:
        answer(results)
    else:
        for result in results:
            if result["error"]:
                complain(str(result["error"]))
            elif not given.quiet:
                say(f"delivery {result['id']}: {done}")
    if any(result["error"] for result in results):
        raise typer.Exit(1)


async def _try(
    move: Callable[[int, float], Awaitable[None]], delivery: int, done: str, now: float
) -> dict[str, object]:
    try:
        await move(delivery, now)
    except NotPossible as error:
        return {"id": delivery, "done": None, "error": str(error)}
    return {"id": delivery, "done": done, "error": None}


def _switch(given: Session, wanted: list[str] | None, *, is_paused: bool) -> None:
    from bot.app import load_settings, opened_store

    settings = load_settings(given.config)
    destinations = [target.destination.name for target in settings.destinations]
    sources = [] if is_paused else [rules.name for rules in settings.sources]
    names = wanted or [*destinations, *sources]

    async def work() -> None:
        async with opened_store(settings) as store:
            for name in names:
                if is_paused:
                    await store.deciding.pause(name, "paused by a person")
                else:
                    await store.deciding.resume(name, store.now(time.time))

    asyncio.run(work())
    if given.json:
        answer([{"name": name, "paused": is_paused} for name in names])
    elif not given.quiet:
        for name in names:
            say(f"{name}: {'paused' if is_paused else 'goes on'}")
