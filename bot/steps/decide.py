"""What becomes of the entries that a look found. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.model import Entry
from bot.ports import FoundEntry, KnownEntry
from bot.rules import SourceRules
from bot.steps.changes import KNOWN, changed
from bot.steps.match import match
from bot.steps.rhythm import DAY
from bot.text.identity import Identity

NAMES, ADDRESSES = 16, 64
"""Keys of one entry beyond which no further ids are kept, and no further addresses and moments."""
TIE = 1e-6
"""Seconds between entries of the same moment, so that their order lasts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What one look at a source changes; `found` and `aliases` as in `Polled`.

    `is_complete`: with these, every name of every entry of the document is known. `is_familiar`:
    some of its entries were known before.
    """

    found: tuple[FoundEntry, ...]
    aliases: Mapping[str, str]
    is_complete: bool
    is_familiar: bool = False


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
    fresh.sort(key=lambda one: order_of(one[0].entry, now))
    listed = [
        order_of(one.entry, now) for one, m in zip(identities, matches, strict=True) if m.known
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
        order_at=order_of(identity.entry, now),
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
            whys[place] = "already there at the first look at the source (first_run)"
    wanted = sum(not why for why in whys)
    burst = f"{wanted} new entries in one look, more than {rules.burst}"
    fate, reason = ("held", burst) if wanted > rules.burst and not first else ("new", "")
    found = []
    order_at = 0.0
    for (identity, keys, new), why in zip(fresh, whys, strict=True):
        published = order_of(identity.entry, now)
        order_at = max(published, order_at + TIE)
        found.append(
            FoundEntry(
                keys=keys,
                entry=identity.entry,
                fate="known" if why else fate,
                why=why or reason or new or "new",
                # why: what was there before we came has had its second thoughts.
                not_before=max(now, (published if first else now) + rules.settle),
                order_at=order_at,
            )
        )
    return tuple(found)


def _why_not(entry: Entry, rules: SourceRules, now: float, oldest: float) -> str:
    at = order_of(entry, now)
    if now - at > rules.max_age:
        return f"published {(now - at) / DAY:.1f} days ago, too old to post"
    return "older than what was there at the first look at the source" if at < oldest else ""


def order_of(entry: Entry, now: float) -> float:
    """Give the moment of publication; what is public already was not published in the future."""
    moment = entry.published or entry.updated
    return min(moment.timestamp(), now) if moment else now


def is_dated(found: FoundEntry) -> bool:
    """Say whether an entry that was not seen before says when it came out."""
    return found.fate not in KNOWN and bool(found.entry.published or found.entry.updated)


def _is_newest_first(entries: Sequence[Entry]) -> bool:
    dated = [moment for entry in entries if (moment := entry.published or entry.updated)]
    return not dated or dated[0] >= dated[-1]
