"""What the configuration, or another one, would make of what is known already: replay."""

import asyncio
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.console import answer, complain, say, session, table
from bot.cli.posts import shown
from bot.ports import NewRevision
from bot.settings.settings import Settings
from bot.settings.values import seconds
from bot.steps.plan import Desk, deliveries_of
from bot.store.showing import ShownArticle, ShownDelivery

PAGE = 200
"""Articles read at once."""
SAME = "as it was"
commands = typer.Typer()


@commands.command(
    epilog="Examples:  herald replay --since 7d\n\n  herald replay --since 30d --with other.yaml"
)
def replay(
    context: typer.Context,
    since: Annotated[str, typer.Option(metavar="DURATION", help="How far back: 12h, 7d.")] = "7d",
    other: Annotated[
        Path | None, typer.Option("--with", metavar="FILE", help="By this configuration.")
    ] = None,
) -> None:
    """Compose known articles again; show what would differ.

    Also what would be too long, and what it would cost. Nothing is posted.
    """
    from bot.app import load_settings

    given = session(context)
    if not re.fullmatch(r"\d+[smhd]", since):
        raise typer.BadParameter(f"{since} is no duration: say 12h or 7d")
    settings = load_settings(given.config)
    by = load_settings(other) if other else settings
    posts = asyncio.run(_replay(settings, by, time.time() - seconds(since)))
    known, new = (sum(post[key] or 0.0 for post in posts) for key in ("cost_before", "cost_usd"))
    differing = [post for post in posts if post["result"] != SAME or post["problems"]]
    if given.json:
        answer({"posts": posts, "cost_before_usd": round(known, 6), "cost_usd": round(new, 6)})
        return
    heads = ("result", "destination", "length", "cost", "article")
    if differing:
        say(table(heads, map(_cells, differing)))
    for post in differing:
        complain(f"{post['destination']} {post['article']}: {each}" for each in post["problems"])
    if not given.quiet:
        same = len(posts) - len(differing)
        say(f"{len(posts)} posts, {same} as they were; ${known:.3f} before, ${new:.3f} now")


def _cells(post: dict[str, Any]) -> tuple[object, ...]:
    length = f"{post['length']}/{post['limit']}" if post["limit"] else ""
    cost = "" if post["cost_usd"] is None else f"${post['cost_usd']:.3f}"
    return post["result"], post["destination"], length, cost, post["article"]


async def _replay(settings: Settings, by: Settings, since: float) -> list[dict[str, Any]]:
    """Read the database of the one configuration and compose by the other, newest first."""
    from bot.app import desk_of, opened_store

    desk, before = desk_of(by), 2**62
    posts: list[dict[str, Any]] = []
    async with opened_store(settings) as store:
        while articles := await store.showing.articles(PAGE, before):
            before = articles[-1].id
            recent = [one for one in articles if one.read_at >= since]
            made = await store.showing.deliveries([one.id for one in recent])
            for one in recent:
                mine = [each for each in made if each.ledger.article_id == one.id]
                posts += _compared(one, mine, desk, by)
    return posts


def _compared(
    one: ShownArticle, made: Iterable[ShownDelivery], desk: Desk, by: Settings
) -> Iterator[dict[str, Any]]:
    """Hold what was made of an article against what would be made of it."""
    before = {each.ledger.destination: each for each in made if each.ledger.kind == "publish"}
    revision = NewRevision(
        article_id=one.id,
        revision=one.revision,
        article=one.article,
        order_at=one.read_at,
        only_to=one.only_to,
    )
    for planned in deliveries_of(revision, desk):
        known = before.pop(planned.destination, None)
        post = shown(replace(planned, urgent_until=0.0), desk, by.zone, one.read_at)
        yield post | {
            "article": one.article.canonical_url,
            "result": _result(known, post["text"]),
            "text_before": known.post.text.text if known else None,
            "cost_before": known.ledger.cost_usd if known else None,
        }
    for name, known in before.items():
        yield {
            "destination": name,
            "platform": known.ledger.platform,
            "article": one.article.canonical_url,
            "result": "no longer",
            "text": None,
            "text_before": known.post.text.text,
            "length": 0,
            "limit": 0,
            "cost_usd": None,
            "cost_before": known.ledger.cost_usd,
            "problems": [],
        }


def _result(known: ShownDelivery | None, text: str) -> str:
    if known is None:
        return "new"
    return SAME if known.post.text.text == text else "differs"
