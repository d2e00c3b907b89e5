"""Which entries say something else than when they were last seen. Pure."""

from collections.abc import Iterable, Iterator, Sequence

from bot.model import Entry
from bot.ports import FoundEntry, KnownEntry
from bot.rules import SourceRules
from bot.steps.match import Match
from bot.text.alike import visible
from bot.text.diff import picture_key
from bot.text.identity import Identity, id_key
from bot.text.links import url_key

KNOWN = frozenset({"same", "changed"})
"""Fates of entries that were known before."""


def changed(
    identities: Sequence[Identity], matches: Sequence[Match], rules: SourceRules, now: float
) -> Iterator[FoundEntry]:
    """Find the known entries whose texts, picture, link or `updated` are not as they were.

    That is only a hint: whether the article has changed, its page tells.
    """
    for identity, match in zip(identities, matches, strict=True):
        if match.known and _said(identity.entry) != _said(match.known.entry):
            yield FoundEntry(
                keys=(match.key,),
                entry=identity.entry,
                fate="changed",
                why="its source says something else of it",
                not_before=now + rules.settle,
                order_at=now,
            )


def missed(known: Iterable[KnownEntry], now: float) -> Iterator[FoundEntry]:
    """Have the pages of entries looked at that their source says are no more: these tell."""
    for one in known:
        yield FoundEntry(
            keys=(id_key(one.entry.guid),),
            entry=one.entry,
            fate="changed",
            why="its source says that it is no more",
            not_before=now,
            order_at=now,
        )


def _said(entry: Entry) -> tuple[object, ...]:
    texts = (entry.headline, entry.summary, entry.image_caption)
    picture = picture_key(entry.image_url)
    return (*map(visible, texts), picture, url_key(entry.url), entry.updated)
