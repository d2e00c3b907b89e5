"""What posts, and the models that word them, cost: costs."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo
from typing import Annotated, Any, Literal

import typer

from bot.cli.console import answer, say, session, table
from bot.steps.prompt import name_in
from bot.store.spending import Cost

commands = typer.Typer()


@commands.command(epilog="Example:  herald costs --by month --json")
def costs(
    context: typer.Context,
    by: Annotated[
        Literal["day", "month"], typer.Option(help="Whole days or months of the publisher.")
    ] = "day",
) -> None:
    """Add up what posts and models have cost, in US dollars."""
    from bot.app import load_settings, opened_store

    given = session(context)
    settings = load_settings(given.config)

    async def ask() -> list[Cost]:
        async with opened_store(settings) as store:
            return [*await store.spending.costs(), *await store.spending.word_costs()]

    rows = ledger(asyncio.run(ask()), by, settings.zone)
    if given.json:
        answer(rows)
        return
    heads = (by, "destination", "posts", "usd")
    say(table(heads, ([row[by], _whose(row), row["posts"], f"{row['usd']:.3f}"] for row in rows)))
    say(f"\n{sum(row['usd'] for row in rows):.3f} US dollars, by the prices in the configuration")


def ledger(costs: Iterable[Cost], by: str, zone: tzinfo) -> list[dict[str, Any]]:
    """Add up costs by the days ("2027-01-31") or months ("2027-01") of a time zone.

    A model has no destination and no posts, but its name and how many answers were paid.
    """
    sums: dict[tuple[str, bool, str], list[float]] = defaultdict(list)
    for cost in costs:
        day = datetime.fromtimestamp(cost.at, zone).date().isoformat()
        name = cost.destination or name_in(cost.asked_of)
        sums[day if by == "day" else day[:7], not cost.destination, name].append(cost.usd)
    return [
        {by: period, **_named(name, len(usd), is_model=is_model), "usd": round(sum(usd), 6)}
        for (period, is_model, name), usd in sorted(sums.items())
    ]


def _named(name: str, count: int, *, is_model: bool) -> dict[str, Any]:
    if is_model:
        return {"destination": None, "posts": 0, "model": name, "answers": count}
    return {"destination": name, "posts": count}


def _whose(row: Mapping[str, Any]) -> str:
    return row["destination"] or f"model {row['model']}, {row['answers']} answers"
