"""The publisher's feeds and site, as the outside world shows them."""

import asyncio
from urllib.parse import urlsplit

from bot.catalogue import known_platforms, known_sources
from bot.cli.diagnosis import (
    Check,
    of_clock,
    of_community,
    of_destination,
    of_source,
    of_ways,
    wrong,
)
from bot.cli.discovery import explore, newest_of
from bot.cli.newsworthy import google_news
from bot.errors import HeraldError
from bot.ports import Fetch, Source, Validators
from bot.settings.settings import Settings


async def sources(settings: Settings, fetch: Fetch) -> list[Check]:
    """Look once at every source."""
    kinds = known_sources()
    return await asyncio.gather(
        *(_source(settings, kinds[rules.kind](rules, fetch)) for rules in settings.sources)
    )


async def _source(settings: Settings, source: Source) -> Check:
    try:
        source.rules = settings.reveal_proxy(source.rules)
        return of_source(source.rules, await source.poll(Validators()))
    except HeraldError as error:
        what = f"source {source.rules.name}"
        return wrong(what, error, "see whether the address opens in a browser")


async def visited(settings: Settings, fetch: Fetch, now: float) -> list[Check]:
    """Compare the site's community links with the destinations both ways, and its clock with ours.

    Say too which ways to learn of articles it offers.
    """
    platforms = known_platforms()
    private = {urlsplit(rules.url).netloc for rules in settings.sources if rules.allow_private}
    url = settings.publisher.url
    may = {"allow_private": urlsplit(url).netloc in private}
    news: list[Check] = []
    try:
        site = await explore(url, fetch, **may)
    except HeraldError as error:
        links = None
        first = [wrong("site", error, "see whether publisher.url opens in a browser")]
    else:
        links = site.community
        first = [of_clock(site.date, now), of_ways(settings, site)]
        news = await google_news(site, await newest_of(site, fetch, **may), fetch, now, **may)
    destinations = (
        of_destination(target.destination, platforms[target.destination.platform], links)
        for target in settings.destinations
    )
    community = of_community(settings, links or {}, platforms)
    return [*first, *destinations, *community, *news]
