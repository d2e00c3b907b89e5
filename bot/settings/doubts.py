"""What is in order and yet perhaps not meant: warnings for the operator."""

from collections.abc import Iterator, Mapping, Sequence

from bot.ports import Platform
from bot.rules import Destination
from bot.settings.document import Document
from bot.settings.following import unheeded, unthreaded
from bot.settings.schema import File


def doubts(
    document: Document,
    file: File,
    destinations: Sequence[Destination],
    platforms: Mapping[str, type[Platform]],
) -> Iterator[str]:
    """Warn of what cannot be done, of no destination, and of two in one place."""
    yield from unheeded(file, document, platforms)
    yield from unthreaded(file, document, platforms)
    if file.summary.asked() is None:
        yield from _held_in_vain(document)
    if not destinations:
        yield f"{document.where(('destinations',))}: none given, so nothing will be posted"
    first: dict[tuple[str, str], str] = {}
    for index, destination in enumerate(destinations):
        where = (destination.platform, destination.address)
        if destination.address and where in first:
            place = document.where(("destinations", index, "name"))
            yield f"{place}: posts to the same {where[0]} address as {first[where]}"
        first.setdefault(where, destination.name)


def _held_in_vain(document: Document) -> Iterator[str]:
    """Warn where posts wait for approval of what a model said, and there is none."""
    for loc, value in document.parts():
        if loc[-1:] == ("approval",) and value == "llm":
            yield f"{document.where(loc, at_key=True)}: llm holds nothing: summary names no model"
