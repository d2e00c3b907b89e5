"""What people ask of articles that were posted: correct, retract."""

import time
from collections.abc import Awaitable, Callable
from typing import Annotated

import typer

from bot.cli.console import answer, attend, say, session
from bot.cli.outcome import Outcome, judged
from bot.errors import AnotherInstance
from bot.store import Store

NOTHING = "nothing is left to be done: `herald why` says why"

commands = typer.Typer()

Now = Annotated[bool, typer.Option("--now", help="Deliver before this command ends.")]


@commands.command(epilog="Example:  herald correct https://www.example.org/story --now")
def correct(context: typer.Context, url: str, *, now: Now = False) -> None:
    """Read an article again and correct it where it stands."""

    async def ask(store: Store) -> str:
        return await store.looking.ask(_whole(url), store.now(time.time))

    _ask(context, ask, "read again and corrected where it stands", is_now=now)


@commands.command(epilog='Example:  herald retract https://example.org/story --reason "A hoax."')
def retract(
    context: typer.Context,
    url: str,
    reason: Annotated[
        str, typer.Option(metavar="TEXT", help="What readers of a notice are told.")
    ] = "",
    *,
    now: Now = False,
) -> None:
    """Take an article down, or mark it as withdrawn, everywhere.

    What waits is cancelled.
    """

    async def ask(store: Store) -> str:
        return await store.looking.retract(_whole(url), reason, store.now(time.time))

    _ask(context, ask, "withdrawn where it stands", is_now=now)


def _whole(url: str) -> str:
    return url if "://" in url else f"https://{url}"


def _ask(
    context: typer.Context, ask: Callable[[Store], Awaitable[str]], done: str, *, is_now: bool
) -> None:
    from bot.app import load_settings, opened_herald, opened_store

    given = session(context)
    settings = load_settings(given.config)

    async def work() -> tuple[str, Outcome]:
        async with opened_store(settings) as store:
            began = store.now(time.time)
            address = await ask(store)
        if not is_now:
            return address, Outcome(says=f"queued: `herald run` has it {done}")
        try:
            async with opened_herald(settings, time.time) as herald:
                await herald.run_once(look=False)
                rows = await herald.store.asking.deliveries(article=address)
        except AnotherInstance:
            return address, Outcome(says=f"queued: the Herald that is running has it {done}")
        begun = [row for row in reversed(rows) if row.created_at >= began]
        return address, judged(begun) if begun else Outcome(says=NOTHING)

    address, outcome = attend("reading and delivering", work())
    if given.json:
        answer({"url": address, "result": outcome.says})
    elif not given.quiet:
        say(f"{address}: {outcome.says}")
    if outcome.code:
        raise typer.Exit(outcome.code)
