"""Under which keys an entry is known, so that none is posted twice or taken for another. Pure.

An entry has up to three names: its id, its link, its moment together with its headline. It is
known when any of them was seen before: however the others change, it stays the same entry. A name
that two entries of one document bear tells nothing, then or later; so there is a last key, of all
that the entry says of itself.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from hashlib import blake2b

from bot.model import Entry
from bot.text.links import url_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """An entry and the keys of its names; those in `shared` others of its document bear too."""

    entry: Entry
    names: tuple[str, ...]
    shared: frozenset[str]
    whole: str

    def lookups(self) -> tuple[str, ...]:
        """Give every key that must be looked up before `keys` can tell."""
        return (*self.names, *map(_mark, self.names), self.whole)

    def keys(self, known: Collection[str]) -> tuple[str, ...]:
        """Give the keys that tell this entry from all others; `known`: seen in earlier documents."""
        telling = (name for name in self.names if name not in self.shared)
        return (*(name for name in telling if _mark(name) not in known), self.whole)

    def marks(self) -> tuple[str, ...]:
        """Give the keys to be remembered so that a shared name is never believed again."""
        return tuple(_mark(name) for name in self.names if name in self.shared)


def identify(entries: Iterable[Entry]) -> list[Identity]:
    """Find the names of a document's entries, in its order; one that is listed twice is one.

    It is listed twice when headline and moment agree, and id or link too.
    """
    distinct: list[tuple[Entry, tuple[str, ...], str]] = []
    listed: set[str] = set()
    for entry in entries:
        names = _names(entry)
        whole = _key("all", *names, entry.headline)
        traits = {whole, *(_key(name, names[-1]) for name in names[:-1] if _moment(entry))}
        if listed.isdisjoint(traits):
            distinct.append((entry, names, whole))
        listed |= traits
    borne = Counter(name for _, names, _ in distinct for name in names)
    shared = frozenset(name for name, count in borne.items() if count > 1)
    return [
        Identity(entry=entry, names=names, shared=shared, whole=whole)
        for entry, names, whole in distinct
    ]


def _names(entry: Entry) -> tuple[str, ...]:
    named = {"id": entry.guid, "link": url_key(entry.url), "moment": _moment(entry)}
    return tuple(_key(kind, name) for kind, name in named.items() if name)


def _moment(entry: Entry) -> str:
    moment = entry.published or entry.updated
    headline = " ".join(entry.headline.casefold().split())
    return f"{moment.timestamp():.0f} {headline}" if moment and headline else ""


def _mark(name: str) -> str:
    return _key("shared", name)


def _key(*parts: str) -> str:
    """Hash to 16 bytes: no two entries of a publisher's lifetime meet."""
    text = "\0".join(parts).encode("utf-8", "surrogatepass")
    return blake2b(text, digest_size=16).hexdigest()
