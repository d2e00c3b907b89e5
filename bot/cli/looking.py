"""What people ask: status, deliveries."""

import asyncio
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from bot.cli.console import answer, moment, say, session, table
from bot.lifecycle import PROBLEMS, TO_DO
from bot.model import Destination, State
from bot.ports import Subscription
from bot.settings.settings import Settings
from bot.steps.hours import calendar
from bot.store import Store
from bot.store.alerts import Alert
from bot.store.asking import LaneState, LedgerRow, SourceState

REPORTED_FOR = 7 * 86_400
"""Seconds for which is told what a person should know of an article."""

commands = typer.Typer()


@commands.command(epilog="Example:  herald status --json")
def status(context: typer.Context) -> None:
    """Show how sources, destinations and the queue are doing; problems first."""
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
        _say_status(found)


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
    today = calendar(settings.zone, time.time())
    day, month = [await store.spending.since(at) for at in (today.day, today.month)]
    problems = [row for state in PROBLEMS for row in await asking.deliveries(in_state=state)]
    return {
        "version": version("herald-syndication"),
        "sources": [
            {**source(each.name, each.url, known), "websub": pushed(hubs.get(each.name))}
            for each in settings.sources
        ],
        "destinations": [
            _destination(each.destination, lanes, day, month)
            | {"blind": each.capabilities.is_blind}
            for each in desk_of(settings).outlets.values()
        ],
        "totals": dict(totals),
        "oldest_due_seconds": 0.0 if oldest is None else max(0.0, time.time() - oldest),
        "alerts": [alert(each) for each in await store.alerts.standing()],
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
            for each in await asking.reports(time.time() - REPORTED_FOR)
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
            for entry in await asking.unread(time.time() - REPORTED_FOR)
        ],
        "last": [ledger(row) for row in await asking.deliveries(limit=10)],
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


def say_sources(sources: Sequence[Mapping[str, Any]]) -> None:
    """Print how sources are doing: what the last look saw, when the next one is, what is wrong."""
    heads = ("source", "known", "last success", "saw", "next poll", "last error")
    rows = [
        (
            one["name"],
            one["entries_known"],
            one["last_success"] or "",
            _seen(one["last_poll"]),
            "paused" if one["paused"] else one["next_poll"] or "",
            one["last_error"] or "",
        )
        for one in sources
    ]
    say(table(heads, rows))
    for one in sources:
        if one["moved_to"]:
            say(f"{one['name']}: has moved for good to {one['moved_to']}; write that instead")


def _seen(poll: Mapping[str, Any] | None) -> str:
    if poll is None:
        return ""
    if poll["saw"] == "changed":
        return f"{poll['new']} new of {poll['entries']}, {poll['bytes'] / 1000:.0f} kB"
    return str(poll["saw"])


def pushed(hub: Subscription | None) -> str:
    """Say whether a hub tells us of a source's news."""
    if hub is None or hub.state == "offered":
        return "none"
    if hub.state == "subscribed":
        return f"subscribed until {moment(hub.lease_until)}"
    return hub.state


def _destination(
    destination: Destination,
    lanes: Mapping[str, LaneState],
    day: Mapping[str, float],
    month: Mapping[str, float],
) -> dict[str, object]:
    name = destination.name
    lane = lanes.get(name)
    counts: Mapping[str, int] = lane.counts if lane else {}
    return {
        "name": name,
        "platform": destination.platform,
        "paused": bool(lane and lane.paused),
        "paused_why": (lane.paused_why or None) if lane else None,
        "queued": counts.get("due", 0) + counts.get("sending", 0) + counts.get("held", 0),
        "sent": counts.get("sent", 0),
        "failed": counts.get("failed", 0),
        "in_doubt": counts.get("in_doubt", 0),
        "next_send": moment(lane.next_send) if lane else None,
        "usd_today": round(day.get(name, 0.0), 6),
        "usd_this_month": round(month.get(name, 0.0), 6),
        "usd_per_day": destination.budget.usd_per_day,
        "usd_per_month": destination.budget.usd_per_month,
    }


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
    }


def _say_status(found: dict[str, Any]) -> None:
    for each in found["alerts"]:
        name = f": {each['name']}" if each["name"] else ""
        say(f"{each['topic']}{name}, since {each['since']}")
        say(f"  {each['why']}\n  {each['to_do'] or ''}".rstrip())
    for row in found["problems"]:
        say(f"{row['state']}: delivery {row['id']}, {row['article']} → {row['destination']}")
        say(f"  {row['error']}\n  {row['to_do']}")
    for entry in found["unread"]:
        say(f"unread: {entry['url']} ({entry['source']}), tries: {entry['tries']}")
        again = f"next try {entry['next_try']}" if entry["next_try"] else "given up"
        say(f"  {entry['error']}\n  {entry['to_do'] or again}")
    for each in found["reports"]:
        where = f" → {each['destination']}" if each["destination"] else ""
        say(f"{each['what']}: {each['article']}{where}, {each['at']}\n  {each['why']}")
    if found["reports"] or found["alerts"] or found["problems"] or found["unread"]:
        say()
    say_sources(found["sources"])
    say()
    lane = (
        "name",
        "platform",
        "blind",
        "paused",
        "queued",
        "sent",
        "failed",
        "in_doubt",
        "next_send",
    )
    rows = ([_cell(d[h]) for h in lane] for d in found["destinations"])
    say(table(("destination", *lane[1:]), rows))
    for each in found["destinations"]:
        if each["usd_this_month"] or each["usd_per_day"] or each["usd_per_month"]:
            say(f"{each['name']} cost {_of('day', each)} and {_of('month', each)}")


def _of(per: str, destination: Mapping[str, Any]) -> str:
    """Say what a destination has cost, of what it may cost."""
    spent, may = (
        destination["usd_today" if per == "day" else "usd_this_month"],
        destination[f"usd_per_{per}"],
    )
    of = "" if may is None else f" of {may:.2f}"
    return f"${spent:.3f}{of} {'today' if per == 'day' else 'this month'}"


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else value
