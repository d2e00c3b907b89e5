"""Ask the sources whose time has come and keep what is new."""

import asyncio
import logging
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from bot.errors import HeraldError, StoreUnavailable
from bot.model import Entry
from bot.ports import (
    DueSource,
    Failure,
    KnownEntry,
    Poll,
    Polled,
    Source,
    Validators,
    WatchStore,
)
from bot.rules import SourceRules
from bot.steps.changes import missed
from bot.steps.decide import Decision, decide, is_dated, order_of
from bot.steps.failures import is_unreached, meaning
from bot.steps.moves import asked_at, moved_to
from bot.steps.rhythm import DAY, interval, is_refusal, pause, retry_after
from bot.text.identity import Identity, id_key, identify

LEASE = 120.0
"""Seconds after which a source that nobody reported on is due again."""
AT_ONCE = 64
AT_ONE_HOST = 2
"""Looks at sources of one host at the same time."""
TOGETHER = 0.05
"""Seconds in which looks that end are one commit, each of which costs a write to the disk."""
MINUTE = 60.0
_NOTHING = Decision(found=(), aliases={}, is_complete=True)
_log = logging.getLogger("herald")


async def watch(
    store: WatchStore, sources: Mapping[str, Source], now: float, rng: random.Random
) -> int:
    """Look at every source that is due, many at once; gives how many entries are to be read.

    Whatever goes wrong with a source stays with it. One that hangs holds up this call by no more
    than the time-outs of a fetch, and no other call. An error of the store is raised at the end.
    """
    found = 0
    turn = _Turn(store=store, sources=sources, now=now, rng=rng)
    while due := await store.due_sources(now, LEASE, AT_ONCE):
        found += await turn.looks([each for each in due if each.name in sources])
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """One call of `watch`: the doors of hosts, and which of them are closed to us for now."""

    store: WatchStore
    sources: Mapping[str, Source]
    now: float
    rng: random.Random
    doors: dict[str, asyncio.Semaphore] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)

    async def looks(self, due: Sequence[DueSource]) -> int:
        """Look at sources side by side; those that end at the same time are one commit."""
        left = {asyncio.create_task(self.look(each)) for each in due}
        found, errors = 0, list[Exception]()
        try:
            while left:
                done, left = await asyncio.wait(left, return_when=asyncio.FIRST_COMPLETED)
                if left:
                    more, left = await asyncio.wait(left, timeout=TOGETHER)
                    done |= more
                try:
                    found += await self._save(done)
                except Exception as error:  # noqa: BLE001 - raised when all were looked at
                    errors.append(error)
        finally:
            for task in left:
                task.cancel()
            # why: where each source has a host of its own, all of them together would weigh much.
            self.doors.clear()
        if errors:
            raise errors[0]
        return found

    async def _save(self, ended: Iterable[asyncio.Task[Polled | None]]) -> int:
        looks = [look for task in ended if (look := task.result())]
        if looks:
            await self.store.save_polls(looks, self.now)
        found = 0
        for look in looks:
            if new := sum(entry.fate in {"new", "held"} for entry in look.found):
                _log.info("source %s: %d new", look.source, new)
                found += new
        return found

    async def look(self, due: DueSource) -> Polled | None:
        """Look at one source; None where that failed, which is written down already."""
        source = self.sources[due.name]
        configured = source.rules.url
        url = asked_at(configured, due, self.now)
        source = source if url == configured else source.at(url)
        host = _host(source)
        async with self.doors.setdefault(host, asyncio.Semaphore(AT_ONE_HOST)):
            if host in self.closed:
                return None
            try:
                poll = await source.poll(Validators() if due.is_full else due.validators)
                decision = await _judge(self.store, due, poll, source.rules, self.now)
            except StoreUnavailable:
                raise
            except Exception as error:  # noqa: BLE001 - a mistake of ours in one source is no other's
                await self._fail(due, source, error)
                return None
        place = moved_to(poll, url if url != configured else "", is_familiar=decision.is_familiar)
        if place != poll.moved_to:
            poll = replace(poll, moved_to=place)
        if not decision.is_complete:
            # why: what is left out of the next look must be known by all its names.
            poll = replace(poll, validators=replace(poll.validators, seen=""))
        moments = (*due.moments, *(one.order_at for one in decision.found if is_dated(one)))
        wait = interval(source.rules, moments, poll.max_age, self.now)
        next_at = self.now + wait * self.rng.uniform(0.9, 1.1)
        return Polled(
            source=due.name,
            poll=poll,
            found=decision.found,
            aliases=decision.aliases,
            next_at=next_at,
        )

    async def _fail(self, due: DueSource, source: Source, error: Exception) -> None:
        rules = source.rules
        why = str(error) or type(error).__name__
        lately = is_unreached(error) and await self.store.reach(self.now - MINUTE)
        kind = meaning(error, due, lately or (0, 0), self.now)
        if kind is Failure.OVER:
            why += ", again: the source is paused, until a person resumes it"
        if isinstance(error, HeraldError):
            _log.warning("source %s: %s", due.name, why)
        else:
            _log.error("source %s: a mistake in Herald", due.name, exc_info=error)
        wait = rules.every if kind is Failure.NETWORK else pause(rules, error, due.errors)
        next_at = self.now + wait * self.rng.uniform(1.0, 1.1)
        # why: a ping says that a site that was down is there again, not that a refusal is over.
        rests_until = next_at if is_refusal(error) or retry_after(error) else 0
        await self.store.source_failed(due.name, why, next_at, self.now, rests_until, kind)
        if retry_after(error):
            host = _host(source)
            self.closed.add(host)
            until = self.now + min(retry_after(error), DAY)
            there = [name for name, each in self.sources.items() if _host(each) == host]
            await self.store.postpone([*dict.fromkeys((due.name, *there))], until)


def _host(source: Source) -> str:
    return urlsplit(source.rules.url).netloc.rpartition("@")[2].lower()


async def _judge(
    store: WatchStore, due: DueSource, poll: Poll, rules: SourceRules, now: float
) -> Decision:
    """Decide about what a poll found; by all that the document has, where that could differ.

    It cannot where nothing of the new entries was ever seen, none is older than our first look, and
    their dates alone order them.
    """
    entries = poll.entries or ()
    if not entries and not poll.ended:
        return _NOTHING
    identities, known = await _recall(store, due.name, entries)
    moments = {order_of(one, now) for one in entries}
    is_early = bool(moments) and min(moments) < due.since
    if poll.whole and (known or is_early or len(moments) < len(entries)):
        entries = await poll.whole()
        identities, known = await _recall(store, due.name, entries)
    if unreadable := sum(not entry.url for entry in entries):
        _log.info("source %s: skipped %d entries that have no link", due.name, unreadable)
    decision = decide(identities, known, rules, first=due.first, now=now, since=due.since)
    if not poll.ended:
        return decision
    ended = await store.known_entries(due.name, sorted(map(id_key, poll.ended)))
    return replace(decision, found=(*decision.found, *missed(ended.values(), now)))


async def _recall(
    store: WatchStore, source: str, entries: Sequence[Entry]
) -> tuple[list[Identity], dict[str, KnownEntry]]:
    """Find the entries' identities, and which entries their keys named before."""
    identities = identify(entry for entry in entries if entry.url)
    lookups = {key for identity in identities for key in identity.lookups()}
    return identities, await store.known_entries(source, sorted(lookups)) if lookups else {}
