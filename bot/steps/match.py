"""Which entries of a document are known ones, whatever name they go by now. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.ports import KnownEntry
from bot.text.identity import Identity, is_same_text
from bot.text.links import url_key

AGREE = 2
"""Of link, moment and text, how many must agree where the own key is another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The known entry that an entry is (None: it is new), a key of it, and what tells so.

    `why` is empty where the own key tells, and where nothing of a new entry was seen before.
    """

    known: KnownEntry | None = None
    key: str = ""
    why: str = ""
    votes: int = 0


def match(identities: Sequence[Identity], known: Mapping[str, KnownEntry]) -> list[Match]:
    """Find the known entry of each entry of a document, in its order.

    What is known by its own key is settled first: no other entry of the document can be it. Of the
    others, those that agree in most come first.
    """
    matches: dict[int, Match] = {}
    for at, identity in enumerate(identities):
        own = next((key for key in (identity.own(known), identity.whole) if key in known), "")
        if own:
            matches[at] = Match(known=known[own], key=own)
    taken = {one.known.id for one in matches.values() if one.known}
    offers = [
        (at, offer)
        for at, identity in enumerate(identities)
        if at not in matches
        for offer in _offers(identity, known)
    ]
    for at, offer in sorted(offers, key=lambda each: -each[1].votes):
        assert offer.known  # noqa: S101 - for the types
        if offer.votes >= AGREE and at not in matches and offer.known.id not in taken:
            matches[at] = offer
            taken.add(offer.known.id)
    seen = {at for at, _ in offers}
    return [
        matches.get(at) or Match(why=_NEW if at in seen else "") for at in range(len(identities))
    ]


_NEW = "new, though its address or its moment was seen before: two of three do not agree"


def _offers(identity: Identity, known: Mapping[str, KnownEntry]) -> Iterator[Match]:
    """Give each known entry that shares a name with this one, and what else they share."""
    keys = {known[key].id: key for key in identity.hints(known) if key in known}
    for key in keys.values():
        votes = _votes(identity, known[key], known)
        why = f"renamed: the same article under another name, since {' and '.join(votes)} agree"
        yield Match(known=known[key], key=key, why=why, votes=len(votes))


def _votes(
    identity: Identity, candidate: KnownEntry, known: Mapping[str, KnownEntry]
) -> list[str]:
    def is_its(key: str) -> bool:
        return key in known and known[key].id == candidate.id

    entry, other = identity.entry, candidate.entry
    moment, before = (each.published or each.updated for each in (entry, other))
    is_same_second = bool(moment and before and int(moment.timestamp()) == int(before.timestamp()))
    hints = identity.hints(known)
    link = identity.link in hints and (
        is_its(identity.link) or url_key(entry.url) == url_key(other.url)
    )
    second = any(
        key in hints and (is_same_second or is_its(key))
        for key in (identity.second, identity.moment)
        if key
    )
    agree = {"link": link, "moment": second, "text": is_same_text(entry, other)}
    return [name for name, does in agree.items() if does]
