"""What became of an article that a person put into the way."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.cli.console import TRY_LATER
from bot.lifecycle import PROBLEMS, TO_DO
from bot.model import Kind, State
from bot.store import Store
from bot.store.asking import LedgerRow
from bot.store.showing import ShownArticle
from bot.store.watching import BY_HAND

NO = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What is said of an article, and the command's exit code."""

    says: str
    code: int = 0


async def came_of(store: Store, url: str, to: Sequence[str]) -> Outcome:
    """Say what became of an article that was just put into the way and delivered."""
    by_hand = [e for e in await store.showing.entries(url) if e.entry.source == BY_HAND]
    entry = by_hand[-1]
    shown = await store.showing.article(entry.article_id) if entry.article_id else None
    if shown is None:
        is_tried_again = entry.fate == "new"
        says = "not read yet, tried again" if is_tried_again else "not posted"
        return Outcome(says=f"{says}: {entry.why}", code=TRY_LATER if is_tried_again else NO)
    rows = await publishes(store, shown, to)
    if not rows:
        return _goes_nowhere(shown)
    return judged(rows)


def judged(rows: Sequence[LedgerRow]) -> Outcome:
    """Say where deliveries are, and whether that is what was wanted."""
    states = {row.state for row in rows}
    if states & {*PROBLEMS, State.CANCELLED}:
        return Outcome(says=told(rows), code=NO)
    return Outcome(says=told(rows), code=0 if states == {State.SENT} else TRY_LATER)


def _goes_nowhere(shown: ShownArticle) -> Outcome:
    match shown.plan:
        case "waiting":
            why = "not posted yet: it waits behind older articles that are still to be read"
            return Outcome(says=why, code=TRY_LATER)
        case "planned":
            return Outcome(says="not posted: no route leads anywhere; see: herald why", code=NO)
        case _:
            return Outcome(says=f"not posted: could not be composed: {shown.why}", code=NO)


async def publishes(
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


def told(rows: Sequence[LedgerRow]) -> str:
    """Say where deliveries are, and what is to be done about those that need a person."""
    return "; ".join(map(_one, rows))


def _one(row: LedgerRow) -> str:
    done = "" if row.kind == Kind.PUBLISH else f"{row.kind} "
    to_do = TO_DO.get(State(row.state), "").format(id=row.id)
    more = ": ".join(filter(None, (row.error or row.waits, to_do)))
    parts = (row.destination, f"{done}{row.state}", row.permalink, f"({more})" if more else "")
    return " ".join(filter(None, parts))
