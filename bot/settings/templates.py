"""Templates as they are written in the file: where they stand, and what is wrong with them."""

from collections.abc import Iterator

from bot.settings.document import Document, Loc, Problem


def misspelt(document: Document) -> Iterator[Problem]:
    """Find what keeps a template from being used, each with its line in the file."""
    for loc, source in written(document):
        from bot.text.template import faults

        for fault in faults(source):
            yield Problem(loc=loc, message=fault.message, line=fault.line)


def written(document: Document) -> Iterator[tuple[Loc, str]]:
    """Give every template and where it stands."""
    for loc, value in document.parts():
        if isinstance(value, str) and _is_template(loc):
            yield loc, value


def _is_template(loc: Loc) -> bool:
    """Say whether a template stands there: `…template`, or the text of one of several."""
    if loc[:1] not in {("posting",), ("destinations",)}:
        return False
    return loc[-1] == "template" or (loc[-3:-2] == ("template",) and loc[-1] == "text")
