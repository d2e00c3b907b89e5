"""Whether the publisher's site tells Google News what that wants to know."""

from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from bot.cli.diagnosis import LOOK, OK, Check
from bot.cli.proposal import Site
from bot.errors import FetchError
from bot.model import Entry
from bot.page.charset import decode
from bot.page.googlenews import markup_faults, sitemap_faults
from bot.page.sitemap import read_sitemap
from bot.ports import Fetch

AT_MOST = 8
"""Sitemaps that are looked at to find the one of the news."""
SITEMAP, MARKUP = "google news sitemap", "google news markup"


async def google_news(
    site: Site, newest: Iterable[str], fetch: Fetch, now: float, *, allow_private: bool
) -> list[Check]:
    """Look at the site's news sitemap, and at the markup of its newest article.

    `newest` are addresses of articles, for a site without such a sitemap.
    """
    found = await _news_sitemap(site.sitemaps, fetch, allow_private=allow_private)
    entries = found[1] if found else ()
    article = next(iter([*(entry.url for entry in entries), *newest]), "")
    markup = await _markup(article, fetch, allow_private=allow_private)
    return [_of_sitemap(site, found, now), *markup]


def _of_sitemap(site: Site, found: tuple[str, tuple[Entry, ...]] | None, now: float) -> Check:
    if found is None:
        says = "the site names none in robots.txt"
        to_do = (
            "make one (most content systems can), so that Google News hears of articles at once"
        )
        return Check(what=SITEMAP, verdict=LOOK, says=says, to_do=to_do)
    url, entries = found
    host = urlsplit(site.url).hostname or ""
    faults = list(sitemap_faults(entries, host, datetime.fromtimestamp(now, UTC)))
    return _check(SITEMAP, f"{url}, {len(entries)} articles", faults)


async def _markup(url: str, fetch: Fetch, *, allow_private: bool) -> Iterable[Check]:
    if not url:
        return []
    try:
        answer = await fetch(url, allow_private=allow_private)
    except FetchError as error:
        return [Check(what=MARKUP, verdict=LOOK, says=str(error))]
    faults = markup_faults(decode(answer.body, answer.content_type))
    return [_check(MARKUP, url, list(faults))]


def _check(what: str, where: str, faults: list[str]) -> Check:
    if not faults:
        return Check(what=what, verdict=OK, says=where)
    to_do = "mend it in the content system; see developers.google.com/search/docs"
    return Check(what=what, verdict=LOOK, says=f"{where}: {'; '.join(faults)}", to_do=to_do)


async def _news_sitemap(
    sitemaps: Iterable[str], fetch: Fetch, *, allow_private: bool
) -> tuple[str, tuple[Entry, ...]] | None:
    """Find the first sitemap that marks news, in those given or in those that they list."""
    waiting = sorted(sitemaps, key=_unlikely)
    for _ in range(AT_MOST):
        if not waiting:
            break
        url = waiting.pop(0)
        try:
            answer = await fetch(url, allow_private=allow_private)
            contents = read_sitemap(answer.body, url=answer.url, source="", only_news=True)
        except FetchError:
            continue
        if not contents.sitemaps:
            return url, contents.entries
        waiting = sorted([*waiting, *contents.sitemaps[:AT_MOST]], key=_unlikely)
    return None


def _unlikely(url: str) -> bool:
    return "news" not in urlsplit(url).path.lower()
