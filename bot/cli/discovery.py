"""What a publisher's site says of itself: where its feeds are, where it invites its readers."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urljoin

from bot.catalogue import known_sources
from bot.cli.proposal import Site
from bot.errors import FetchError
from bot.model import SourceRules
from bot.page.article import read_page
from bot.page.charset import decode
from bot.page.discover import guess_feeds, read_signposts, sitemaps_of
from bot.page.dom import parse
from bot.page.head import read_head
from bot.ports import Fetch, Validators

AT_MOST = 8
"""Feeds that are tried; some sites name one for each of their sections."""


async def read_site(url: str, fetch: Fetch, *, allow_private: bool = False) -> Site:
    """Read the front page; raises FetchError."""
    answer = await fetch(url, allow_private=allow_private)
    html = decode(answer.body, answer.content_type)
    page = read_page(html, answer.url)
    signs = read_signposts(html, answer.url, answer.links)
    return Site(
        url=answer.url,
        name=" ".join(read_head(parse(html)).first("og:site_name").split()),
        language=page.language,
        feeds=signs.feeds,
        hubs=signs.hubs,
        wordpress=signs.wordpress,
        community=page.community,
        date=answer.date,
    )


async def explore(url: str, fetch: Fetch, *, allow_private: bool = False) -> Site:
    """Read the front page and try what it names, or what is usual: feeds that list articles, sitemaps.

    Raises FetchError where the front page cannot be read.
    """
    site = await read_site(url, fetch, allow_private=allow_private)
    feeds, hubs = [], list(site.hubs)
    for candidate in (site.feeds or guess_feeds(site.url))[:AT_MOST]:
        rules = SourceRules(name="main", kind="feed", url=candidate, allow_private=allow_private)
        try:
            poll = await known_sources()["feed"](rules, fetch).poll(Validators())
        except FetchError:
            continue
        if poll.entries:
            feeds.append(poll.moved_to or candidate)
            hubs += [poll.hub.url] if poll.hub else []
        if feeds and not site.feeds:
            break
    sitemaps = await _sitemaps(site.url, fetch, allow_private=allow_private)
    return replace(
        site, feeds=tuple(feeds), sitemaps=tuple(sitemaps), hubs=tuple(dict.fromkeys(hubs))
    )


async def _sitemaps(url: str, fetch: Fetch, *, allow_private: bool) -> Sequence[str]:
    try:
        robots = await fetch(urljoin(url, "/robots.txt"), allow_private=allow_private)
    except FetchError:
        return ()
    return sitemaps_of(decode(robots.body, robots.content_type), robots.url)
