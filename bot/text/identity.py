"""Under which keys an entry is known, so that none is posted twice or taken for another. Pure.

An entry has up to three names: its id, its link, its moment together with its headline. A name
that two entries of one document bear tells nothing, then or later; so there is a last key, of all
that the entry says of itself.

It is known by its own key: its id, else its link, else all it says. Where that was never seen, it
is a known entry under another name if two of three agree: link, moment of publication, text.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from hashlib import blake2b

from bot.model import Entry
from bot.text.links import url_key
from bot.text.resemblance import resemblance

ALIKE = 0.5
"""Resemblance of two versions of one text: a tenth of the words may be other ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """An entry and the keys of its names; those in `shared` others of its document bear too."""

    entry: Entry
    names: tuple[str, ...]
    shared: frozenset[str]
    whole: str
    link: str
    moment: str
    second: str

    def lookups(self) -> tuple[str, ...]:
        """Give every key that must be looked up before the methods below can tell."""
        names = (*self.names, self.second) if self.second else self.names
        return (*names, *map(mark, names), self.whole)

    def own(self, known: Collection[str]) -> str:
        """Give the one key that it is known by: its id, else its link, else all it says."""
        return next((key for key in self.keys(known) if key != self.moment), self.whole)

    def hints(self, known: Collection[str]) -> tuple[str, ...]:
        """Give the keys under which a known entry with another own key may be found."""
        keys = (*self.keys(known)[:-1], self.second)
        return tuple(key for key in keys if key and self.tells(key, known))

    def tells(self, key: str, known: Collection[str]) -> bool:
        """Say whether no other entry bears this name, now or ever before."""
        return key not in self.shared and mark(key) not in known

    def keys(self, known: Collection[str]) -> tuple[str, ...]:
        """Give the keys that tell this entry from all others; `known`: seen in earlier documents."""
        return (*(name for name in self.names if self.tells(name, known)), self.whole)

    def marks(self) -> tuple[str, ...]:
        """Give the keys to be remembered so that a shared name is never believed again."""
        return tuple(map(mark, sorted(self.shared.intersection((*self.names, self.second)))))


def identify(entries: Iterable[Entry]) -> list[Identity]:
    """Find the names of a document's entries, in its order; one that is listed twice is one.

    It is listed twice when headline and moment agree, and id or link too.
    """
    distinct: list[Identity] = []
    listed: set[str] = set()
    for entry in entries:
        one = _identity(entry)
        others = [name for name in one.names if name != one.moment]
        traits = {one.whole, *(_key(name, one.moment) for name in others if one.moment)}
        if listed.isdisjoint(traits):
            distinct.append(one)
        listed |= traits
    borne = Counter(name for one in distinct for name in (*one.names, one.second) if name)
    shared = frozenset(name for name, count in borne.items() if count > 1)
    return [replace(one, shared=shared) for one in distinct]


def agreements(one: Identity, other: Entry, believed: Collection[str]) -> list[str]:
    """Say what shows that entries of two sources are one article: two at least; [] where it is not.

    Of id, link and moment only those `believed` count. Text alone with the moment must have the same
    headline: what is written by one pattern for every town comes out in the same second.
    """
    entry, its = one.entry, _identity(other)
    agree = {
        "id": bool(entry.guid) and entry.guid == other.guid and one.names[0] in believed,
        "link": one.link in believed and one.link == its.link,
        "moment": one.second in believed and one.second == its.second,
        "text": is_same_text(entry, other),
    }
    votes = [name for name, does in agree.items() if does]
    is_pattern = votes == ["moment", "text"] and _headline(entry) != _headline(other)
    return votes if len(votes) > 1 and not is_pattern else []


def is_same_text(one: Entry, other: Entry) -> bool:
    """Say whether two entries have one headline, or half of their words in common."""
    if _headline(one) and _headline(one) == _headline(other):
        return True
    words = (f"{entry.headline} {entry.summary}" for entry in (one, other))
    return resemblance(*words) >= ALIKE


def _identity(entry: Entry) -> Identity:
    moment = entry.published or entry.updated
    second = f"{moment.timestamp():.0f}" if moment else ""
    headline = _headline(entry)
    named = {
        "id": entry.guid,
        "link": url_key(entry.url),
        "moment": f"{second} {headline}" if second and headline else "",
        "second": second,
    }
    keys = {kind: _key(kind, name) for kind, name in named.items() if name}
    names = tuple(key for kind, key in keys.items() if kind != "second")
    return Identity(
        entry=entry,
        names=names,
        shared=frozenset(),
        whole=_key("all", *names, entry.headline),
        link=keys.get("link", ""),
        moment=keys.get("moment", ""),
        second=keys.get("second", ""),
    )


def _headline(entry: Entry) -> str:
    return " ".join(entry.headline.casefold().split())


def id_key(guid: str) -> str:
    """Give the key of an id."""
    return _key("id", guid)


def mark(name: str) -> str:
    """Give the key that says of a name that it tells nothing."""
    return _key("shared", name)


def _key(*parts: str) -> str:
    """Hash to 16 bytes: no two entries of a publisher's lifetime meet."""
    text = "\0".join(parts).encode("utf-8", "surrogatepass")
    return blake2b(text, digest_size=16).hexdigest()
