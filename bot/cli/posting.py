"""Put one article into the ordinary way, and say what came of it: post."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import typer

from bot.cli.console import answer, attend, say, session
from bot.errors import AnotherInstance
from bot.lifecycle import PROBLEMS, TO_DO
from bot.model import Kind, State
from bot.settings.settings import Settings
from bot.steps.plan import choose
from bot.store import Store
from bot.store.asking import LedgerRow
from bot.store.showing import ShownArticle
from bot.store.watching import BY_HAND

NO, TRY_LATER = 1, 75

commands = typer.Typer()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What is said of an article, and the command's exit code."""

    says: str
    code: int = 0


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
        rows = await _publishes(store, shown, wanted)
        if wanted and {row.destination for row in rows if row.state == State.SENT} >= {*wanted}:
            return Outcome(says=f"is posted already: {_told(rows)}")
        await store.watching.add_by_hand(url, to, time.time())
    if not is_now:
        return Outcome(says="queued: `herald run` posts it")
    try:
        async with opened_herald(settings, time.time) as herald:
            await herald.run_once(look=False)
            return await _came_of(herald.store, url, to)
    except AnotherInstance:
        return Outcome(says="queued: the Herald that is running posts it")


async def _came_of(store: Store, url: str, to: Sequence[str]) -> Outcome:
    """Say what became of an article that was just put into the way and delivered."""
    by_hand = [e for e in await store.showing.entries(url) if e.entry.source == BY_HAND]
    entry = by_hand[-1]
    shown = await store.showing.article(entry.article_id) if entry.article_id else None
    if shown is None:
        is_tried_again = entry.fate == "new"
        says = "not read yet, tried again" if is_tried_again else "not posted"
        return Outcome(says=f"{says}: {entry.why}", code=TRY_LATER if is_tried_again else NO)
    rows = await _publishes(store, shown, to)
    if not rows:
        return _goes_nowhere(shown)
    states = {row.state for row in rows}
    if states & {*PROBLEMS, State.CANCELLED}:
        return Outcome(says=_told(rows), code=NO)
    return Outcome(says=_told(rows), code=0 if states == {State.SENT} else TRY_LATER)


def _goes_nowhere(shown: ShownArticle) -> Outcome:
    match shown.plan:
        case "waiting":
            why = "not posted yet: it waits behind older articles that are still to be read"
            return Outcome(says=why, code=TRY_LATER)
        case "planned":
            return Outcome(says="not posted: no route leads anywhere; see: herald why", code=NO)
        case _:
            return Outcome(says=f"not posted: could not be composed: {shown.why}", code=NO)


async def _publishes(
    store: Store, shown: ShownArticle | None, names: Sequence[str]
) -> list[LedgerRow]:
    """List an article's publishes, those of `names` where there are any."""
    if shown is None:
        return []
    rows = await store.asking.deliveries(article=shown.article.canonical_url)
    return [
        row
        for row in reversed(rows)
        if row.kind == Kind.PUBLISH and (not names or row.destination in names)
    ]


def _told(rows: Sequence[LedgerRow]) -> str:
    """Say where deliveries are, and what is to be done about those that need a person."""
    return "; ".join(
        " ".join(filter(None, (f"{row.destination} {row.state}", row.permalink, _more(row))))
        for row in rows
    )


def _more(row: LedgerRow) -> str:
    to_do = TO_DO.get(State(row.state), "").format(id=row.id)
    return (
        f"({row.error or row.waits}{': ' if to_do else ''}{to_do})" if to_do or row.error else ""
    )
