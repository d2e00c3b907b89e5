"""Ask the sources whose time has come and keep what is new."""

import asyncio
import logging
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from bot.errors import HeraldError, StoreUnavailable
from bot.model import Entry, SourceRules
from bot.ports import (
    DueSource,
    Failure,
    FoundEntry,
    KnownEntry,
    Poll,
    Source,
    Validators,
    WatchStore,
)
from bot.steps.changes import KNOWN, changed
from bot.steps.failures import is_unreached, meaning
from bot.steps.match import match
from bot.steps.moves import asked_at, moved_to
from bot.steps.rhythm import DAY, interval, is_refusal, pause, retry_after
from bot.text.identity import Identity, identify

LEASE = 120.0
"""Seconds after which a source that nobody reported on is due again."""
AT_ONCE = 64
AT_ONE_HOST = 2
"""Looks at sources of one host at the same time."""
MINUTE = 60.0
NAMES, ADDRESSES = 16, 64
"""Keys of one entry beyond which no further ids are kept, and no further addresses and moments."""
TIE = 1e-6
"""Seconds between entries of the same moment, so that their order lasts."""

_log = logging.getLogger("herald")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What one look at a source changes; `found` and `aliases` as in `WatchStore.save_poll`.

    `is_complete`: with these, every name of every entry of the document is known. `is_familiar`:
    some of its entries were known before.
    """

    found: tuple[FoundEntry, ...]
    aliases: Mapping[str, str]
    is_complete: bool
    is_familiar: bool = False


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
        looks = [turn.look(each) for each in due if each.name in sources]
        for outcome in await asyncio.gather(*looks, return_exceptions=True):
            if isinstance(outcome, BaseException):
                raise outcome
            found += outcome
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

    async def look(self, due: DueSource) -> int:
        """Look at one source; gives how many entries are to be read."""
        source = self.sources[due.name]
        configured = source.rules.url
        url = asked_at(configured, due, self.now)
        source = source if url == configured else source.at(url)
        host = _host(source)
        async with self.doors.setdefault(host, asyncio.Semaphore(AT_ONE_HOST)):
            if host in self.closed:
                return 0
            try:
                poll = await source.poll(Validators() if due.is_full else due.validators)
                decision = await _judge(self.store, due, poll, source.rules, self.now)
            except StoreUnavailable:
                raise
            except Exception as error:  # noqa: BLE001 - a mistake of ours in one source is no other's
                await self._fail(due, source, error)
                return 0
        place = moved_to(poll, url if url != configured else "", is_familiar=decision.is_familiar)
        if place != poll.moved_to:
            poll = replace(poll, moved_to=place)
        if not decision.is_complete:
            # why: what is left out of the next look must be known by all its names.
            poll = replace(poll, validators=replace(poll.validators, seen=""))
        moments = (*due.moments, *(one.order_at for one in decision.found if _is_dated(one)))
        wait = interval(source.rules, moments, poll.max_age, self.now)
        next_at = self.now + wait * self.rng.uniform(0.9, 1.1)
        await self.store.save_poll(
            due.name, poll, decision.found, decision.aliases, next_at, self.now
        )
        return sum(entry.fate in {"new", "held"} for entry in decision.found)

    async def _fail(self, due: DueSource, source: Source, error: Exception) -> None:
        rules = source.rules
        if not isinstance(error, HeraldError):
            _log.error("source %s: a mistake in Herald", due.name, exc_info=error)
        why = str(error) or type(error).__name__
        lately = is_unreached(error) and await self.store.reach(self.now - MINUTE)
        kind = meaning(error, due, lately or (0, 0), self.now)
        if kind is Failure.OVER:
            why += ", again: the source is paused, until a person resumes it"
            _log.warning("source %s: %s", due.name, why)
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
    identities, known = await _recall(store, due.name, entries)
    moments = {_order(one, now) for one in entries}
    is_early = bool(moments) and min(moments) < due.since
    if poll.whole and (known or is_early or len(moments) < len(entries)):
        entries = await poll.whole()
        identities, known = await _recall(store, due.name, entries)
    if unreadable := sum(not entry.url for entry in entries):
        _log.info("source %s: skipped %d entries that have no link", due.name, unreadable)
    return decide(identities, known, rules, first=due.first, now=now, since=due.since)


async def _recall(
    store: WatchStore, source: str, entries: Sequence[Entry]
) -> tuple[list[Identity], dict[str, KnownEntry]]:
    """Find the entries' identities, and which entries their keys named before."""
    identities = identify(entry for entry in entries if entry.url)
    lookups = {key for identity in identities for key in identity.lookups()}
    return identities, await store.known_entries(source, sorted(lookups)) if lookups else {}


def decide(
    identities: Sequence[Identity],
    known: Mapping[str, KnownEntry],
    rules: SourceRules,
    *,
    first: bool,
    now: float,
    since: float = 0.0,
) -> Decision:
    """Say which entries of a document are new and what becomes of each.

    `since` is the first look at the source: what is older, and older than all that is known and
    still listed, was there before us and slides in where another story left.

    New is what was never seen here: dates decide what is posted, not what is new. Every further
    name of an entry that is known is kept, so that what changes one by one stays known;
    up to a bound, so that random ids do not pile up.
    """
    matches = match(identities, known)
    fresh: list[tuple[Identity, tuple[str, ...], str]] = []
    same: list[FoundEntry] = []
    aliases: dict[str, str] = {}
    is_complete = True
    for identity, matched in zip(identities, matches, strict=True):
        names = [key for key in (*identity.hints(known), *identity.marks()) if key not in known]
        if not matched.known:
            keys = tuple(key for key in identity.keys(known) if key not in known)
            fresh.append((identity, keys, matched.why))
            aliases |= {key: identity.whole for key in names if key not in keys}
            continue
        kept = [key for key in names if _is_kept(key, identity, matched.known.keys)]
        is_complete = is_complete and len(kept) == len(names)
        if matched.why and (kept or matched.known.keys < NAMES):
            keys = (matched.key, *kept, *([identity.whole] if matched.known.keys < NAMES else ()))
            same.append(_same(identity, tuple(dict.fromkeys(keys)), matched.why, now))
        else:
            aliases |= dict.fromkeys(kept, matched.key)
    if _is_newest_first([identity.entry for identity in identities]):
        fresh.reverse()
    fresh.sort(key=lambda one: _order(one[0].entry, now))
    listed = [
        _order(one.entry, now) for one, m in zip(identities, matches, strict=True) if m.known
    ]
    oldest = min(since, *listed) if listed else 0.0
    same += changed(identities, matches, rules, now)
    found = (*same, *_fates(fresh, rules, first=first, now=now, oldest=oldest))
    return Decision(
        found=found,
        aliases=aliases,
        is_complete=is_complete,
        is_familiar=any(one.known for one in matches),
    )


def _is_kept(key: str, identity: Identity, keys: int) -> bool:
    """Say whether an entry with so many keys gets one more: a system may make up ids at every look."""
    is_place = key in {identity.link, identity.second}
    return keys < (ADDRESSES if is_place else NAMES)


def _same(identity: Identity, keys: tuple[str, ...], why: str, now: float) -> FoundEntry:
    return FoundEntry(
        keys=keys,
        entry=identity.entry,
        fate="same",
        why=why,
        not_before=now,
        order_at=_order(identity.entry, now),
    )


def _fates(
    fresh: Sequence[tuple[Identity, tuple[str, ...], str]],
    rules: SourceRules,
    *,
    first: bool,
    now: float,
    oldest: float,
) -> tuple[FoundEntry, ...]:
    """Give each entry, older first, its fate; see `FoundEntry`."""
    whys = [_why_not(identity.entry, rules, now, oldest) for identity, *_ in fresh]
    if first and rules.first_run is not None:
        for place in range(len(fresh) - rules.first_run):
            whys[place] = "already there at the first look at the source"
    wanted = sum(not why for why in whys)
    burst = f"{wanted} new entries in one look, more than {rules.burst}"
    fate, reason = ("held", burst) if wanted > rules.burst and not first else ("new", "")
    found = []
    order_at = 0.0
    for (identity, keys, new), why in zip(fresh, whys, strict=True):
        order_at = max(_order(identity.entry, now), order_at + TIE)
        found.append(
            FoundEntry(
                keys=keys,
                entry=identity.entry,
                fate="known" if why else fate,
                why=why or reason or new or "new",
                not_before=now + rules.settle,
                order_at=order_at,
            )
        )
    return tuple(found)


def _why_not(entry: Entry, rules: SourceRules, now: float, oldest: float) -> str:
    at = _order(entry, now)
    if now - at > rules.max_age:
        return f"published {(now - at) / DAY:.1f} days ago, too old to post"
    return "older than what was there at the first look at the source" if at < oldest else ""


def _order(entry: Entry, now: float) -> float:
    """Give the moment of publication; what is public already was not published in the future."""
    moment = entry.published or entry.updated
    return min(moment.timestamp(), now) if moment else now


def _is_dated(found: FoundEntry) -> bool:
    return found.fate not in KNOWN and bool(found.entry.published or found.entry.updated)


def _is_newest_first(entries: Sequence[Entry]) -> bool:
    dated = [moment for entry in entries if (moment := entry.published or entry.updated)]
    return not dated or dated[0] >= dated[-1]
