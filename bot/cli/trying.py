"""Templates tried on the articles that are hardest for them, before readers see them."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from bot.app import desk_of, history
from bot.model import Article, Image
from bot.settings.loader import parse, read
from bot.settings.settings import Settings
from bot.settings.templates import written
from bot.steps.compose import misfit
from bot.steps.layout import template_of
from bot.steps.plan import Outlet
from bot.steps.summarise import summarise

NEWEST = 500
"""Articles of the history that are looked through."""
LONGEST = 20
"""Of them, those with the longest headlines, which are tried."""
_WORDS = "the council of the northern harbour decided on Monday to close two bridges and a ferry "


def misfits(settings: Settings) -> Iterator[str]:
    """Say where a template cannot be used for an article, with its place in the file."""
    outlets = desk_of(settings).outlets.values()
    if not any(outlet.destination.craft.templates for outlet in outlets):
        return
    document, _ = parse(read(settings.path), settings.path)
    places: dict[str, str] = {}
    for loc, text in written(document):
        places.setdefault(text, document.where(loc))
    articles = [*_made_up(), *asyncio.run(_longest(settings))]
    for outlet in outlets:
        told = set()
        for article in articles:
            used = template_of(article, outlet.destination)
            why = _misfit(article, outlet, settings)
            if used and why and used not in told:
                told.add(used)
                name = outlet.destination.name
                yield f"{places[used]}: cannot be used at {name} for {article.canonical_url}: {why}"


def _misfit(article: Article, outlet: Outlet, settings: Settings) -> str:
    summary = summarise(article, settings.max_sentences)
    there, can = outlet.destination, outlet.capabilities
    return misfit(article, summary, there, can, settings.publisher)


def _made_up() -> Iterator[Article]:
    """Give an article that has nothing but its headline, and one that has too much of everything."""
    address = "an article "
    yield Article(canonical_url=f"{address}with a headline alone", headline="Harbour closed")
    yield Article(
        canonical_url=f"{address}with a very long headline",
        headline=_WORDS * 12,
        summary=f"{_WORDS * 4}. {_WORDS * 3}.".capitalize(),
        body=_WORDS * 30,
        byline="Anna Berg, Charles Denning and Eva Fuchs",
        section="Northern Harbours",
        language="en",
        published=datetime(2026, 1, 1, tzinfo=UTC),
        keywords=("harbour", "bridges", "ferries"),
        image=Image(url="https://www.example.org/a.jpg", alt="A", credit="Anna Berg"),
        community={"x": "https://x.com/harbour", "facebook": "https://facebook.com/harbour"},
        paywalled=True,
        live=True,
    )


async def _longest(settings: Settings) -> list[Article]:
    """Give the articles with the longest headlines of the history, as far as it is at hand."""
    articles = sorted(await history(settings, NEWEST), key=lambda article: -len(article.headline))
    return [replace(article, body=article.body[:20_000]) for article in articles[:LONGEST]]
