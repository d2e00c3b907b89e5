"""What posts cost: costs."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, tzinfo
from typing import Annotated, Any, Literal

import typer

from bot.cli.console import answer, say, session, table
from bot.store.spending import Cost

commands = typer.Typer()


@commands.command(epilog="Example:  herald costs --by month --json")
def costs(
    context: typer.Context,
    by: Annotated[
        Literal["day", "month"], typer.Option(help="Whole days or months of the publisher.")
    ] = "day",
) -> None:
    """Add up what posts have cost, by destination and day or month, in US dollars."""
    from bot.app import load_settings, opened_store

    given = session(context)
    settings = load_settings(given.config)

    async def ask() -> list[Cost]:
        async with opened_store(settings) as store:
            return await store.spending.costs()

    rows = ledger(asyncio.run(ask()), by, settings.zone)
    if given.json:
        answer(rows)
        return
    heads = (by, "destination", "posts", "usd")
    say(
        table(
            heads,
            ([row[by], row["destination"], row["posts"], f"{row['usd']:.3f}"] for row in rows),
        )
    )
    say(f"\n{sum(row['usd'] for row in rows):.3f} US dollars, by the prices in the configuration")


def ledger(costs: Iterable[Cost], by: str, zone: tzinfo) -> list[dict[str, Any]]:
    """Add up costs by the days ("2027-01-31") or months ("2027-01") of a time zone."""
    sums: dict[tuple[str, str], list[float]] = defaultdict(list)
    for cost in costs:
        day = datetime.fromtimestamp(cost.at, zone).date().isoformat()
        sums[day if by == "day" else day[:7], cost.destination].append(cost.usd)
    return [
        {by: period, "destination": name, "posts": len(usd), "usd": round(sum(usd), 6)}
        for (period, name), usd in sorted(sums.items())
    ]
