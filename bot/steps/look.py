"""Look again at the pages of articles that were posted, for what has changed or is gone."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from bot.errors import FetchError, StoreUnavailable
from bot.model import Article
from bot.ports import Answer, DueLook, Fetch, Look, LookStore, Make, Validators
from bot.rules import SourceRules
from bot.steps.pages import article_of, manners_of
from bot.steps.read import article_from
from bot.text.diff import seen
from bot.text.links import url_key
from bot.text.words import share_said

LEASE = 120.0
AT_ONCE = 8
FIRST = 600.0
"""Seconds from the first reading to the first look; each further one waits twice as long."""
LONGEST = 43_200.0
FOLLOWED = 3 * 86_400.0
"""Seconds for which an article is looked at by itself; afterwards only where its source changes."""
CONFIRMED = 600.0
"""Seconds between two looks that find an article gone before that is believed."""
HOUR = 3_600.0
MANY_GONE, TENTH = 3, 10
"""More than three articles gone in an hour, or ten of the last hundred, are a broken site."""
MANY_REVISED = 20
"""More articles than these changed within an hour are a new layout and no corrections."""
TRIES = 3
"""How often what a person asked for is tried."""
OTHER_HEADLINE, OTHER_TEXT = 0.5, 0.2
"""Shares of the words below which another story stands under the address."""

_GONE = frozenset({404, 410})
_log = logging.getLogger("herald.look")


async def look(
    store: LookStore,
    fetch: Fetch,
    rules: Mapping[str, SourceRules],
    home: str,
    now: float,
    make: Make = article_from,
) -> int:
    """Look at the pages whose time has come, side by side; gives how many.

    `home` is the publisher's front page; `make` as in `read`. Raises StoreUnavailable.
    """
    due = await store.due_looks(now, LEASE, AT_ONCE)
    turn = _Turn(store=store, fetch=fetch, rules=rules, home=home, now=now, make=make)
    outcomes = await asyncio.gather(*(turn.look(one) for one in due), return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, BaseException):
            raise outcome
    return len(due)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """One call of `look`; `homes` remembers for its length which front pages answer."""

    store: LookStore
    fetch: Fetch
    rules: Mapping[str, SourceRules]
    home: str
    now: float
    make: Make
    homes: dict[str, bool] = field(default_factory=dict)

    async def look(self, due: DueLook) -> None:
        try:
            found = await self._found(due)
        except StoreUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 - one bad page stops no other
            _log.exception("%s could not be looked at", due.entry.url)
            found = self._unread(due, repr(error), 0.0)
        await self.store.save_look(due, found, self.now)

    async def _found(self, due: DueLook) -> Look:
        try:
            answer = await self._ask(due, due.entry.url)
        except FetchError as error:
            if error.status not in _GONE or due.article.origins.get("canonical_url") == "feed":
                return self._unread(due, str(error), error.retry_after or 0.0)
            try:
                answer = await self._ask_at_home(due, error)
            except FetchError as gone:
                return await self._gone(due, gone)
        if not answer.body and answer.status == 304:  # noqa: PLR2004 - not modified
            return replace(self._calm(due), validators=answer.validators, is_there=True)
        article = article_of(due.entry, answer, self.make)
        if article is None or not _is_whole(article, due.article):
            return self._unread(due, "its page shows no article", 0.0)
        found = await self._read(due, article)
        return replace(found, validators=answer.validators)

    async def _ask(self, due: DueLook, url: str) -> Answer:
        validators = Validators() if due.asked or url != due.entry.url else due.validators
        more = manners_of(due.entry, self.rules)
        return await self.fetch(url, validators=validators, **more)

    async def _ask_at_home(self, due: DueLook, error: FetchError) -> Answer:
        """Ask at the article's own address, where it was read at another one that is no more."""
        own = due.article.canonical_url
        if url_key(own) == url_key(due.entry.url):
            raise error
        try:
            return replace(await self._ask(due, own), validators=Validators())
        except FetchError as other:
            raise (other if other.status in _GONE else error) from None

    async def _read(self, due: DueLook, article: Article) -> Look:
        """Judge a page that is there."""
        if article.noindex and not due.article.noindex:
            if due.is_retracted:
                return self._calm(due)
            return await self._end(due, "its page asks search engines to forget it (noindex)")
        calm = replace(self._calm(due), is_there=True)
        if due.is_retracted or (seen(article) == seen(due.article) and not due.asked):
            return calm
        return replace(
            calm, revised=article, hold="" if due.asked else await self._doubt(due, article)
        )

    async def _doubt(self, due: DueLook, article: Article) -> str:
        """Say why a person should look at a change first; "" where nobody need."""
        before = due.article
        is_other = (
            share_said(before.headline, article.headline) < OTHER_HEADLINE
            and share_said(before.body, article.body) < OTHER_TEXT
        )
        if is_other:
            return "nothing of its text is as it was: another story stands under this address"
        count = await self.store.revised_lately(self.now - HOUR) + 1
        if count > MANY_REVISED:
            return f"{count} articles changed within an hour: a new layout of the site?"
        return ""

    async def _gone(self, due: DueLook, error: FetchError) -> Look:
        """Believe that a page is gone when it is so twice, and the site itself is well."""
        calm = self._calm(due)
        if due.is_retracted:
            return calm
        if not await self._is_well(due):
            note = f"{error}; but neither does the front page answer: the site is broken"
            return replace(calm, next_at=self.now + CONFIRMED, note=note)
        first = self.now if due.gone_at is None else due.gone_at
        if self.now - first < CONFIRMED:
            return replace(calm, next_at=first + CONFIRMED, gone=str(error))
        return replace(await self._end(due, f"{error}, twice"), gone=str(error))

    async def _end(self, due: DueLook, why: str) -> Look:
        lately, among = await self.store.gone_lately(due.id, self.now - HOUR)
        hold = ""
        if lately + 1 > MANY_GONE or among + 1 >= TENTH:
            hold = f"{max(lately, among) + 1} articles are gone at once: is the site broken?"
        look = replace(self._calm(due), retract=why, hold=hold)
        return replace(look, next_at=self.now + CONFIRMED) if hold else look

    async def _is_well(self, due: DueLook) -> bool:
        """Say whether the front page of the article's site answers."""
        parts = urlsplit(due.entry.url)
        is_own = urlsplit(self.home).netloc == parts.netloc
        home = self.home if is_own else f"{parts.scheme}://{parts.netloc}/"
        if home not in self.homes:
            try:
                await self.fetch(home, **manners_of(due.entry, self.rules))
            except FetchError:
                self.homes[home] = False
            else:
                self.homes[home] = True
        return self.homes[home]

    def _unread(self, due: DueLook, why: str, retry_after: float) -> Look:
        """Come back later; a page that cannot be seen says nothing about its article."""
        calm = self._calm(due)
        is_tried = due.asked and due.idle + 1 < TRIES
        next_at = self.now + 60 * 2**due.idle if is_tried else calm.next_at
        if next_at is not None and retry_after:
            next_at = max(next_at, self.now + min(retry_after, FOLLOWED))
        note = why if due.asked else ""
        return replace(calm, next_at=next_at, note=note, is_unread=is_tried)

    def _calm(self, due: DueLook) -> Look:
        """Say when an article is looked at again of which nothing new is known."""
        age = self.now - due.first_read
        wait = min(max(age, FIRST), LONGEST)
        return Look(next_at=self.now + wait if age < FOLLOWED else None, validators=due.validators)


def _is_whole(now: Article, before: Article) -> bool:
    """Whether a page shows an article as it did: none does that asks for a click or a password."""
    is_told = now.origins.get("headline") != "feed" or before.origins.get("headline") == "feed"
    return bool(now.headline) and is_told and bool(now.body or not before.body)
