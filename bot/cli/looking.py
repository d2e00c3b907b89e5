"""What people ask: status, deliveries."""

import asyncio
import time
from collections import Counter
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from bot.cli.console import answer, moment, say, session, table
from bot.cli.reporting import pushed, say_status
from bot.lifecycle import PROBLEMS, TO_DO
from bot.model import State
from bot.settings.settings import Settings, Target
from bot.steps.hours import calendar
from bot.store import Store
from bot.store.alerts import Alert
from bot.store.asking import LaneState, LedgerRow, SourceState

LAST = 5
"""Articles that `status` shows of what was made last, where each goes everywhere."""
REPORTED_FOR = 7 * 86_400
"""Seconds for which is told what a person should know of an article."""

commands = typer.Typer()


@commands.command(epilog="Example:  herald status --json")
def status(context: typer.Context) -> None:
    """Show sources, destinations and the queue; problems first."""
    from bot.app import load_settings, opened_store

    given = session(context)
    settings = load_settings(given.config)

    async def ask() -> dict[str, Any]:
        async with opened_store(settings) as store:
            return await _status(store, settings)

    found = asyncio.run(ask())
    if given.json:
        answer(found)
    elif not given.quiet:
        say_status(found)


@commands.command(epilog="Example:  herald deliveries --state in_doubt --json")
def deliveries(
    context: typer.Context,
    state: Annotated[State | None, typer.Option(help="Only those in this state.")] = None,
    article: Annotated[str, typer.Option(metavar="URL", help="Only those of this article.")] = "",
) -> None:
    """List what went where, when and with what outcome."""
    from bot.app import load_settings, opened_store

    given = session(context)
    settings = load_settings(given.config)

    async def ask() -> list[LedgerRow]:
        async with opened_store(settings) as store:
            return await store.asking.deliveries(in_state=state or "", article=article)

    rows = [ledger(row) for row in asyncio.run(ask())]
    if given.json:
        answer(rows)
        return
    heads = ("id", "state", "destination", "sent_at", "article", "permalink", "error")
    say(table(heads, ([row[head] or "" for head in heads] for row in rows)))


async def _status(store: Store, settings: Settings) -> dict[str, Any]:
    from importlib.metadata import version

    from bot.app import desk_of

    asking = store.asking
    lanes = {lane.name: lane for lane in await asking.lanes()}
    known = {source.name: source for source in await asking.sources()}
    hubs = await store.hubs.subscriptions()
    totals: Counter[str] = Counter({state.value: 0 for state in State})
    for lane in lanes.values():
        totals.update(lane.counts)
    oldest = await asking.oldest_due()
    now = store.now(time.time)
    today = calendar(settings.zone, now)
    day, month = [await store.spending.since(at) for at in (today.day, today.month)]
    outlets = desk_of(settings).outlets
    last = max(10, LAST * len(settings.destinations))
    problems = [row for state in PROBLEMS for row in await asking.deliveries(in_state=state)]
    return {
        "version": version("herald-syndication"),
        "sources": [
            {**source(each.name, each.url, known), "websub": pushed(hubs.get(each.name))}
            for each in settings.sources
        ],
        "destinations": [
            _destination(each, lanes, day, month)
            | {"blind": outlets[each.destination.name].capabilities.is_blind}
            for each in settings.destinations
        ],
        "gone": [
            {"name": lane.name, "queued": queued}
            for lane in lanes.values()
            if lane.name not in outlets and (queued := _queued(lane.counts))
        ],
        "totals": dict(totals),
        "oldest_due_seconds": 0.0 if oldest is None else max(0.0, now - oldest),
        "alerts": [alert(each) for each in await store.alerts.now(now)],
        "problems": [
            {**ledger(row), "to_do": TO_DO[State(row.state)].format(id=row.id)} for row in problems
        ],
        "reports": [
            {
                "at": moment(each.at),
                "article": each.article,
                "destination": each.destination or None,
                "what": each.what,
                "why": each.why,
            }
            for each in await asking.reports(now - REPORTED_FOR)
        ],
        "unread": [
            {
                "source": entry.source,
                "url": entry.url,
                "error": entry.why,
                "tries": entry.tries,
                "next_try": moment(entry.next_try),
                "to_do": None if entry.next_try else f"herald post {entry.url}",
            }
            for entry in await asking.unread(now - REPORTED_FOR)
        ],
        "last": [ledger(row) for row in await asking.deliveries(limit=last)],
    }


def source(name: str, url: str, known: Mapping[str, SourceState]) -> dict[str, object]:
    """Give a source as programs are told of it; `known` are those that the database knows."""
    state = known.get(name)
    return {
        "name": name,
        "url": url,
        "last_success": moment(state.last_success) if state else None,
        "last_error": (state.last_error or None) if state else None,
        "errors": state.errors if state else 0,
        "next_poll": moment(state.next_poll) if state and state.next_poll else None,
        "entries_known": state.entries_known if state else 0,
        "paused": bool(state and state.paused),
        "moved_to": (state.moved_to or None) if state else None,
        "last_poll": _last_poll(state) if state and state.saw else None,
    }


def _last_poll(state: SourceState) -> dict[str, object]:
    return {
        "at": moment(state.last_success),
        "saw": state.saw,
        "entries": state.listed,
        "new": state.added,
        "bytes": state.size,
    }


def _destination(
    target: Target,
    lanes: Mapping[str, LaneState],
    day: Mapping[str, float],
    month: Mapping[str, float],
) -> dict[str, object]:
    destination, name = target.destination, target.destination.name
    lane = lanes.get(name)
    counts: Mapping[str, int] = lane.counts if lane else {}
    return {
        "name": name,
        "platform": destination.platform,
        "paused": bool(lane and lane.paused),
        "paused_why": (lane.paused_why or None) if lane else None,
        "queued": _queued(counts),
        "sent": counts.get("sent", 0),
        "failed": counts.get("failed", 0),
        "in_doubt": counts.get("in_doubt", 0),
        "next_send": moment(lane.next_send) if lane else None,
        "usd_today": round(day.get(name, 0.0), 6),
        "usd_this_month": round(month.get(name, 0.0), 6),
        "usd_per_day": destination.budget.usd_per_day,
        "usd_per_month": destination.budget.usd_per_month,
    }


def _queued(counts: Mapping[str, int]) -> int:
    return sum(counts.get(state, 0) for state in (State.DUE, State.SENDING, State.HELD))


def alert(each: Alert) -> dict[str, object]:
    """Give an alert as programs are told of it."""
    return {
        "topic": each.topic,
        "name": each.name or None,
        "why": each.why,
        "to_do": each.to_do or None,
        "since": moment(each.raised_at),
    }


def ledger(row: LedgerRow) -> dict[str, Any]:
    """Give a delivery as programs are told of it."""
    return {
        "id": row.id,
        "article": row.article,
        "revision": row.revision,
        "destination": row.destination,
        "platform": row.platform,
        "kind": row.kind,
        "state": row.state,
        "attempts": row.attempts,
        "created_at": moment(row.created_at),
        "due_at": moment(row.due_at),
        "sent_at": moment(row.sent_at),
        "remote_id": row.remote_id or None,
        "permalink": row.permalink or None,
        "error": row.error or None,
        "cost_usd": row.cost_usd,
        "charged_usd": row.charged_usd,
    }
