"""Fetch the pages that sources hinted at, and make articles of them."""

import asyncio
import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, tzinfo
from functools import partial
from typing import Any

from bot.errors import FetchError, StoreUnavailable
from bot.lifecycle import wait
from bot.model import Article, Entry
from bot.page.profile import Profile
from bot.ports import Fetch, Make, PendingEntry, ReadStore
from bot.rules import SourceRules
from bot.steps.pages import article_of, manners_of
from bot.text.tracking import without_tracking

LEASE = 120.0
"""Seconds after which an entry that somebody took and never settled is read by another."""
AT_ONCE = 16
"""Entries taken in one turn."""
UNDER_WAY = 64
"""Pages being read, those that hang included."""
OF_ONE_SOURCE = 8
"""Pages of one source being read, from which on the others have the next turn."""
BRIEFLY = 1.0
"""Seconds that a turn waits for its pages; those that take longer go on beside the next turns."""
TRIES = 3
"""Reads of a page before what the feed says must do."""
DAY = 86_400
HIDDEN = "its page asks search engines to leave it out (noindex): is it meant for readers?"
"""Why a person decides about a page that is found by those alone who know it."""

_GONE = frozenset({401, 403, 404, 410, 451})
"""Statuses with which a server says that asking again is useless."""

_log = logging.getLogger("herald.read")


class Reader:
    """Reads pages side by side, over many turns: one that hangs goes on while others are begun.

    Whoever dies while reading loses nothing: an entry is leased, and another reads it after that.
    """

    def __init__(self, patience: float = BRIEFLY) -> None:
        self._patience = patience
        self._under_way: dict[asyncio.Task[None], str] = {}

    async def read(
        self,
        store: ReadStore,
        fetch: Fetch,
        rules: Mapping[str, SourceRules],
        now: float,
        zone: tzinfo = UTC,
        sites: Sequence[Profile] = (),
    ) -> int:
        """Begin to read the entries whose time has come; gives how many ended or are under way.

        Each ends as an article, set aside or given up with a reason, or due again; what goes wrong with
        one touches no other. `rules` are by source name, `zone` is the publisher's, `sites` say how to
        read single ones. Raises StoreUnavailable.
        """
        make = partial(article_from, zone=zone, sites=sites)
        room = min(AT_ONCE, UNDER_WAY - len(self._under_way))
        counts = Counter(self._under_way.values())
        busy = [source for source, count in counts.items() if count >= OF_ONE_SOURCE]
        begun = {
            asyncio.create_task(_read_one(store, fetch, rules, one, now, make)): one.entry.source
            for one in (await store.due_entries(now, LEASE, room, busy) if room > 0 else ())
        }
        self._under_way |= begun
        asked = len(self._under_way)
        if asked:
            await asyncio.wait(begun or self._under_way, timeout=self._patience)
        for task in [task for task in self._under_way if task.done()]:
            del self._under_way[task]
            task.result()
        return asked

    async def close(self) -> None:
        """Leave the pages that still hang to whoever comes next."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        self._under_way.clear()


def article_from(
    entry: Entry,
    html: str | None,
    url: str,
    zone: tzinfo = UTC,
    sites: Sequence[Profile] = (),
) -> Article:
    """Make an article of the page at `url`, and of what the feed says where the page is silent.

    `html` None: there is no page to be had.
    """
    from bot.page.article import read_page
    from bot.page.illustration import told_of

    page = (
        Article(
            canonical_url=without_tracking(url), headline="", origins={"canonical_url": "feed"}
        )
        if html is None
        else read_page(html, url, zone, sites)
    )
    said: dict[str, Any] = {
        "headline": entry.headline,
        "summary": entry.summary,
        "byline": entry.byline,
        "language": entry.language.replace("_", "-").partition("-")[0].lower(),
        "published": entry.published,
        "modified": entry.updated,
        "keywords": entry.keywords,
    }
    added = {name: value for name, value in said.items() if value and not getattr(page, name)}
    image = told_of(page.image, entry.image_url, entry.image_alt, entry.image_caption)
    from_feed = [*added, *(["image"] if image and not page.image else [])]
    origins = {**page.origins, **dict.fromkeys(from_feed, "feed")}
    return replace(page, **added, image=image, origins=origins)


async def _read_one(
    store: ReadStore,
    fetch: Fetch,
    rules: Mapping[str, SourceRules],
    pending: PendingEntry,
    now: float,
    make: Make,
) -> None:
    entry = pending.entry
    try:
        answer = await fetch(entry.url, **manners_of(entry, rules))
        article = article_of(entry, answer, make) or make(entry, None, entry.url)
        own = rules.get(entry.source)
        if not article.headline:
            await store.give_up(pending, "neither the page nor the feed gives a headline", now)
        elif why := _too_old(article, own, now):
            await store.set_aside(pending, why, now)
        else:
            is_hidden = article.noindex and own is not None and not own.noindex
            pending = replace(pending, hold=HIDDEN) if is_hidden else pending
            await store.save_article(pending, article, now)
    except FetchError as error:
        await _without_page(store, pending, error, now)
    except StoreUnavailable:
        raise
    except Exception as error:  # noqa: BLE001 - one bad page stops no other
        _log.exception("%s could not be made an article", entry.url)
        await _again(store, pending, repr(error), now)


async def _without_page(
    store: ReadStore, pending: PendingEntry, error: FetchError, now: float
) -> None:
    """Come back later, or go on with what the feed says, if that has a headline."""
    if error.status not in _GONE and pending.tries + 1 < TRIES:
        await _again(store, pending, str(error), now, error.retry_after or 0.0)
    elif pending.entry.headline:
        _log.warning("%s; the feed's own words are used", error)
        article = article_from(pending.entry, None, pending.entry.url)
        await store.save_article(pending, article, now)
    else:
        await store.give_up(pending, f"{error}, and the feed gives no headline", now)


async def _again(
    store: ReadStore, pending: PendingEntry, why: str, now: float, retry_after: float = 0.0
) -> None:
    """Come back later, as often as makes sense."""
    tries = pending.tries + 1
    if tries < TRIES:
        pause = max(wait(tries), min(retry_after, DAY))
        await store.read_failed(pending, why, now + pause, now)
    else:
        await store.give_up(pending, why, now)


def _too_old(article: Article, rules: SourceRules | None, now: float) -> str:
    """Say that an article is too old to be posted by itself; "" where it is not."""
    age = now - article.published.timestamp() if article.published else 0.0
    if rules and age > rules.max_age:
        return f"published {age / DAY:.1f} days ago, too old to post"
    return ""
