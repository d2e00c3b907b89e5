"""What the format already knows and this version does not act on yet: said, never ignored."""

from collections.abc import Iterator

from bot.settings.document import Document

ANY = frozenset[str]()
LATER: dict[str, frozenset[str]] = {
    "destinations.*.template": ANY,
    "destinations.*.approval": frozenset({"llm"}),
    "posting.template": ANY,
    "posting.approval": frozenset({"llm"}),
    "summary.mode": frozenset({"select", "rewrite"}),
    "summary.base_url": ANY,
    "summary.model": ANY,
    "summary.api_key": ANY,
    "console.password": ANY,
}
"""Keys, and which of their values (none listed: any)."""
INSTEAD = {
    "llm": "; every post is held, as with all",
}


def later(document: Document) -> Iterator[str]:
    """Warn of each key that is accepted and not acted on."""
    for loc, value in document.parts():
        values = LATER.get(".".join("*" if isinstance(step, int) else step for step in loc))
        if values is not None and (not values or value in values):
            note = INSTEAD.get(str(value), "")
            yield (
                f"{document.where(loc, at_key=True)}: accepted,"
                f" but this version does not act on it yet{note}"
            )
