"""What a publisher's site says of itself: where its feeds are, where it invites its readers."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urljoin

from bot.catalogue import known_sources
from bot.cli.frontpage import about_of, site_of
from bot.cli.proposal import Site
from bot.errors import FetchError
from bot.page.address import is_front
from bot.page.charset import decode
from bot.page.discover import guess_feeds, guess_sitemaps, sitemaps_of
from bot.page.sitemap import read_sitemap
from bot.ports import Fetch, Validators
from bot.rules import SourceRules

AT_MOST = 8
"""Feeds that are tried; some sites name one for each of their sections."""


async def read_site(url: str, fetch: Fetch, *, allow_private: bool = False) -> Site:
    """Read the front page, or that of the feed at `url`; raises FetchError."""
    answer = await fetch(url, allow_private=allow_private)
    about = about_of(answer)
    if about is None:
        return site_of(answer)
    front = about.url or urljoin(answer.url, "/")
    try:
        site = site_of(await fetch(front, allow_private=allow_private))
    except FetchError:
        site = Site(url=front)
    return replace(
        site,
        name=site.name or about.title,
        language=site.language or about.language,
        feeds=tuple(dict.fromkeys((answer.url, *site.feeds))),
    )


async def explore(url: str, fetch: Fetch, *, allow_private: bool = False) -> Site:
    """Read the page and try what it names, or what is usual: feeds that list articles, sitemaps.

    An article's page, or one that leads to no feed, is no front page: the site's own is read too.
    Raises FetchError where the page cannot be read.
    """
    page = await read_site(url, fetch, allow_private=allow_private)
    page = await _tried(page, fetch, allow_private=allow_private)
    if is_front(page.url) or (page.feeds and not page.is_article):
        return page
    try:
        home = await read_site(urljoin(page.url, "/"), fetch, allow_private=allow_private)
    except FetchError:
        return page
    home = await _tried(home, fetch, allow_private=allow_private)
    if not (page.is_article or home.sources()):
        return page
    return replace(
        home,
        name=home.name or page.name,
        language=home.language or page.language,
        # why: a feed that only an article names is often that of its comments.
        feeds=home.feeds or page.feeds,
        hubs=tuple(dict.fromkeys((*home.hubs, *page.hubs))),
        wordpress=home.wordpress or page.wordpress,
        community={**page.community, **home.community},
    )


async def _tried(site: Site, fetch: Fetch, *, allow_private: bool) -> Site:
    """Keep of what a page names, or of what is usual, what is there."""
    feeds, hubs = [], list(site.hubs)
    usual = () if site.is_article else guess_feeds(site.url)
    for candidate in (site.feeds or usual)[:AT_MOST]:
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


async def newest_of(site: Site, fetch: Fetch, *, allow_private: bool) -> list[str]:
    """Give the addresses of the articles that the site's first feed lists; [] without one."""
    for url in site.feeds[:1]:
        rules = SourceRules(name="main", kind="feed", url=url, allow_private=allow_private)
        try:
            poll = await known_sources()["feed"](rules, fetch).poll(Validators())
        except FetchError:
            break
        return [entry.url for entry in poll.entries or () if entry.url]
    return []


async def _sitemaps(url: str, fetch: Fetch, *, allow_private: bool) -> Sequence[str]:
    """Give the sitemaps that robots.txt names, else the first where they usually are."""
    try:
        robots = await fetch(urljoin(url, "/robots.txt"), allow_private=allow_private)
        if named := sitemaps_of(decode(robots.body, robots.content_type), robots.url):
            return named
    except FetchError:
        pass
    for candidate in guess_sitemaps(url):
        try:
            answer = await fetch(candidate, allow_private=allow_private)
            read_sitemap(answer.body, url=answer.url, source="")
        except FetchError:
            continue
        return (candidate,)
    return ()
