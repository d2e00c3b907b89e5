"""Put one article into the ordinary way, and say what came of it: post."""

import time
from typing import Annotated

import typer

from bot.cli.console import answer, attend, say, session
from bot.cli.outcome import Outcome, came_of, publishes, told
from bot.errors import AnotherInstance, NotPossible
from bot.model import State
from bot.settings.settings import Settings
from bot.steps.plan import choose

commands = typer.Typer()


@commands.command(epilog="Example:  herald post https://www.example.org/story --to telegram --now")
def post(
    context: typer.Context,
    url: str,
    to: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only to this destination.")
    ] = None,
    *,
    now: Annotated[bool, typer.Option("--now", help="Deliver before this command ends.")] = False,
) -> None:
    """Put one article into the ordinary way, by hand."""
    from bot.app import load_settings

    given = session(context)
    settings = load_settings(given.config)
    known = [target.destination.name for target in settings.destinations]
    if not known:
        raise NotPossible(f"{settings.path} names no destination to post to")
    for name in to or ():
        if name not in known:
            raise typer.BadParameter(
                f"there is no destination {name}; there are: {', '.join(known)}"
            )
    if not url.startswith(("https://", "http://")):
        raise typer.BadParameter(f"{url} is no web address")
    outcome = attend(f"posting {url}", _post(settings, url, to or [], is_now=now))
    if given.json:
        answer({"url": url, "to": to or [], "result": outcome.says})
    elif not given.quiet:
        say(f"{url}: {outcome.says}")
    if outcome.code:
        raise typer.Exit(outcome.code)


async def _post(settings: Settings, url: str, to: list[str], *, is_now: bool) -> Outcome:
    from bot.app import desk_of, opened_herald, opened_store

    async with opened_store(settings) as store:
        shown = await store.showing.article_at(url)
        wanted = to or (choose(shown.article, desk_of(settings)) if shown else ())
        rows = await publishes(store, shown, wanted)
        if wanted and {row.destination for row in rows if row.state == State.SENT} >= {*wanted}:
            return Outcome(says=f"is posted already: {told(rows)}")
        await store.watching.add_by_hand(url, to, store.now(time.time))
    if not is_now:
        return Outcome(says="queued: `herald run` posts it")
    try:
        async with opened_herald(settings, time.time) as herald:
            await herald.run_once(look=False)
            return await came_of(herald.store, url, to)
    except AnotherInstance:
        return Outcome(says="queued: the Herald that is running posts it")
