"""What is in order and yet perhaps not meant: warnings for the operator."""

from collections.abc import Iterator, Sequence

from bot.model import Destination
from bot.settings.document import Document
from bot.settings.later import later


def doubts(document: Document, destinations: Sequence[Destination]) -> Iterator[str]:
    """Warn of what is not acted on, of no destination, and of two that are one place."""
    yield from later(document)
    if not destinations:
        yield f"{document.where(('destinations',))}: none given, so nothing will be posted"
    first: dict[tuple[str, str], str] = {}
    for index, destination in enumerate(destinations):
        where = (destination.platform, destination.address)
        if destination.address and where in first:
            place = document.where(("destinations", index, "name"))
            yield f"{place}: posts to the same {where[0]} address as {first[where]}"
        first.setdefault(where, destination.name)
