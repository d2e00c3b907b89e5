"""Sitemaps, and those that Google News reads."""

import asyncio
import json
import logging
from dataclasses import dataclass, replace
from typing import ClassVar

from bot.errors import FetchError
from bot.model import Entry
from bot.page.sitemap import read_sitemap
from bot.ports import Answer, Poll, Source, Validators

DOCUMENTS = 6
"""Sitemaps read in one look: an index and the five newest that it lists, directly or not."""

_UNCHANGED = 304
_log = logging.getLogger("herald")

Notes = dict[str, list[str]]
"""What is kept of each sitemap read: its ETag, its Last-Modified, the sitemaps it lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """One sitemap as it stands now; `entries` None: unchanged, or an index."""

    answer: Answer
    sitemaps: tuple[str, ...]
    entries: tuple[Entry, ...] | None


class Sitemap(Source):
    """A sitemap, or an index of sitemaps of which the newest are read.

    `Validators.seen` has notes of every sitemap read, its own validators among them, as JSON.
    """

    kind = "sitemap"
    only_news: ClassVar[bool] = False

    async def poll(self, validators: Validators) -> Poll:
        before = _recall(validators.seen)
        top = await self._look(self.rules.url, before)
        looks = {self.rules.url: top}
        failures: dict[str, FetchError] = {}
        waiting = list(top.sitemaps)
        # One after the other, so that no publisher's server has us at all its doors at once.
        while waiting and len(looks) + len(failures) < DOCUMENTS:
            url = waiting.pop(0)
            if url in looks or url in failures:
                continue
            try:
                looks[url] = await self._look(url, before)
            except FetchError as error:
                _log.info("source %s: skipped a sitemap: %s", self.rules.name, error)
                failures[url] = error
            else:
                waiting = [*looks[url].sitemaps, *waiting]
        if failures and len(looks) == 1:
            raise next(iter(failures.values()))
        unchanged = any(look.answer.status == _UNCHANGED for look in looks.values())
        changed = [look.entries for look in looks.values() if look.entries is not None]
        return Poll(
            entries=tuple(entry for entries in changed for entry in entries) if changed else None,
            validators=Validators(seen=json.dumps({url: _note(looks[url]) for url in looks})),
            max_age=top.answer.max_age,
            moved_to=top.answer.moved_to,
            listed=None if unchanged else sum(map(len, changed)),
            size=sum(len(look.answer.body) for look in looks.values()),
        )

    async def _look(self, url: str, before: Notes) -> _Look:
        rules = self.rules
        etag, last_modified, *sitemaps = before.get(url, ["", ""])
        answer = await self.ask(url, Validators(etag=etag, last_modified=last_modified))
        if answer.status == _UNCHANGED:
            return _Look(answer=answer, sitemaps=tuple(sitemaps), entries=None)
        # In a thread, since the largest document allowed takes seconds.
        contents = await asyncio.to_thread(
            read_sitemap,
            answer.body,
            url=answer.url,
            source=rules.name,
            only_news=self.only_news,
        )
        if not contents.is_whole:
            # why: what was cut off is not to wait until the sitemap changes again.
            answer = replace(answer, validators=Validators())
        return _Look(
            answer=answer,
            sitemaps=contents.sitemaps[: DOCUMENTS - 1],
            entries=None if contents.sitemaps else contents.entries,
        )


class NewsSitemap(Sitemap):
    """A sitemap for Google News: only pages marked as news count."""

    kind = "news_sitemap"
    only_news = True


def _recall(seen: str) -> Notes:
    """Read our notes back; what another kind of source noted is none."""
    try:
        notes = json.loads(seen)
    except (ValueError, RecursionError):
        return {}
    return notes if isinstance(notes, dict) else {}


def _note(look: _Look) -> list[str]:
    validators = look.answer.validators
    return [validators.etag, validators.last_modified, *look.sitemaps]
