"""Explain an article's way: why."""

import asyncio
import time
from collections.abc import Collection, Sequence
from typing import Any

import typer

from bot.cli.console import answer, moment, say, session, table
from bot.cli.explanation import Facts, stages, standing
from bot.cli.looking import ledger, source
from bot.cli.reporting import say_sources
from bot.cli.stage import STOP, Stage
from bot.model import State
from bot.settings.settings import Settings
from bot.store import Store
from bot.store.showing import ShownArticle, ShownEntry

EVENTS = 1000
"""Events of one article that are looked through."""

commands = typer.Typer()


@commands.command(epilog="Example:  herald why https://www.example.org/story")
def why(context: typer.Context, url: str) -> None:
    """Say why an article was, was not or will be posted.

    Stage by stage, with times. Asks no network.
    """
    from bot.app import load_settings, opened_store

    given = session(context)
    settings = load_settings(given.config)
    url = url if "://" in url else f"https://{url}"

    async def ask() -> dict[str, Any]:
        async with opened_store(settings) as store:
            facts = await _look_up(store, url)
            if facts.entries or facts.article:
                names = {shown.entry.source for shown in facts.entries}
                sources = await _sources(store, settings, names)
                return _document(url, facts, settings, time.time()) | {"sources": sources}
            return await _unknown(url, store, settings)

    found = asyncio.run(ask())
    if given.json:
        answer(found)
    elif not given.quiet:
        _say(found)
    if "to_do" in found:
        raise typer.Exit(1)


async def _look_up(store: Store, url: str) -> Facts:
    entries = await store.showing.entries(url)
    article = await store.showing.article_at(url) or await _became(store, entries)
    if article is None:
        return Facts(entries=entries)
    address = article.article.canonical_url
    rows = await store.asking.deliveries(article=address)
    return Facts(
        entries=entries,
        article=article,
        deliveries=rows[::-1],
        history=await store.showing.history(article.id, EVENTS),
        lanes={lane.name: lane for lane in await store.asking.lanes()},
        ahead={
            row.id: await store.showing.before(row.id) for row in rows if row.state == State.DUE
        },
    )


async def _became(store: Store, entries: Sequence[ShownEntry]) -> ShownArticle | None:
    """Find what the page of an address turned out to be: its canonical address may be another."""
    became = next((entry.article_id for entry in entries if entry.article_id), None)
    return await store.showing.article(became) if became else None


def _document(url: str, facts: Facts, settings: Settings, now: float) -> dict[str, Any]:
    from bot.app import desk_of

    desk = desk_of(settings)
    deliveries = []
    for row in facts.deliveries:
        stands = standing(row, facts, desk, now)
        deliveries.append(
            ledger(row)
            | {
                "lookups": row.lookups,
                "verdict": stands.verdict,
                "why": stands.why,
                "next_at": moment(stands.next_at),
                "to_do": stands.to_do or None,
                "history": [
                    {"at": moment(event.at), "what": event.what, "why": event.why}
                    for event in facts.history
                    if event.delivery == row.id
                ],
            }
        )
    return {
        "url": url,
        "stages": [_stage(stage) for stage in stages(facts, desk, now)],
        "deliveries": deliveries,
    }


async def _sources(
    store: Store, settings: Settings, names: Collection[str]
) -> list[dict[str, object]]:
    """Say what the last look at each of these sources saw and when the next one is."""
    states = {state.name: state for state in await store.asking.sources()}
    return [
        source(rules.name, rules.url, states) for rules in settings.sources if rules.name in names
    ]


async def _unknown(url: str, store: Store, settings: Settings) -> dict[str, Any]:
    """Say that no source has shown an address, and what would make it known."""
    stage = Stage(stage="known", verdict=STOP, why="no source has shown this address")
    return {
        "url": url,
        "stages": [_stage(stage)],
        "deliveries": [],
        "sources": await _sources(store, settings, [rules.name for rules in settings.sources]),
        "to_do": f"wait for the next poll, or: herald post {url}",
    }


def _stage(stage: Stage) -> dict[str, Any]:
    return {
        "stage": stage.stage,
        "destination": stage.destination or None,
        "at": moment(stage.at),
        "verdict": stage.verdict,
        "why": stage.why,
    }


def _say(found: dict[str, Any]) -> None:
    heads = ("at", "stage", "destination", "verdict", "why")
    say(f"{found['url']}\n")
    say(table(heads, ([row[head] or "" for head in heads] for row in found["stages"])))
    for row in found["deliveries"]:
        counts = f"{row['attempts']} attempts, {row['lookups']} look-ups"
        say(f"\n{row['kind']} → {row['destination']} (delivery {row['id']}): {row['state']}")
        say(f"  {row['verdict']}: {row['why']} ({counts})")
        for name in ("next_at", "permalink", "to_do"):
            if row[name]:
                say(f"  {name.replace('_', ' ')}: {row[name]}")
        for event in row["history"]:
            say(f"    {event['at']}  {event['what']}: {event['why']}")
    if found["sources"]:
        say()
        say_sources(found["sources"])
    if "to_do" in found:
        say(f"\n{found['to_do']}")
