"""How people are told how everything is."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.cli.console import moment, say, table
from bot.model import Kind
from bot.ports import Subscription


def say_status(found: dict[str, Any]) -> None:
    """Print what `status` answers; what needs a person comes first."""
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
    _say_destinations(found)
    _say_last(found["last"])


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


def _say_destinations(found: Mapping[str, Any]) -> None:
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
    for each in found["gone"]:
        say(f"{each['name']} is not in the configuration, and {each['queued']} wait for it:")
        say("  put it back, or cancel them; herald deliveries --state due lists them")
    for each in found["destinations"]:
        if each["usd_this_month"] or each["usd_per_day"] or each["usd_per_month"]:
            say(f"{each['name']} cost {_of('day', each)} and {_of('month', each)}")


def _say_last(deliveries: Sequence[Mapping[str, Any]]) -> None:
    """Print the last articles, newest first, and where each of them is."""
    places: dict[str, list[str]] = {}
    for row in deliveries:
        what = "" if row["kind"] == Kind.PUBLISH else f"{row['kind']} "
        place = f"{row['destination']} {what}{row['state']}"
        places.setdefault(row["article"], []).append(place)
    if places:
        say("\nlast articles")
    for article, where in places.items():
        say(f"{article}: {', '.join(reversed(where))}")


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


def pushed(hub: Subscription | None) -> str:
    """Say whether a hub tells us of a source's news."""
    if hub is None or hub.state == "offered":
        return "none"
    if hub.state == "subscribed":
        return f"subscribed until {moment(hub.lease_until)}"
    return hub.state
