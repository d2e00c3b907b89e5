"""What the format already knows and this version does not act on yet: said, never ignored."""

from collections.abc import Iterator

from bot.settings.document import Document

ANY = frozenset[str]()
LATER: dict[str, frozenset[str]] = {
    "console.password": ANY,
}
"""Keys, and which of their values (none listed: any)."""


def later(document: Document) -> Iterator[str]:
    """Warn of each key that is accepted and not acted on."""
    for loc, value in document.parts():
        values = LATER.get(".".join("*" if isinstance(step, int) else step for step in loc))
        if values is not None and (not values or value in values):
            where = document.where(loc, at_key=True)
            yield f"{where}: accepted, but this version does not act on it yet"
