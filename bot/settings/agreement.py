"""What the sections of the file promise each other; read from the data as written. Pure."""

from collections.abc import Collection, Iterator

from bot.settings.document import Document, Loc, Problem
from bot.settings.nearest import did_you_mean
from bot.settings.sections import SourceSection

COMMUNITY = "community"
"""Not a destination: "wherever the article's own community links invite readers"."""


def disagreements(document: Document, kinds: Collection[str]) -> list[Problem]:
    """Find what does not fit: a source of no kind or two, a name used twice or meant nowhere."""
    found = [*_not_of_one_kind(document, kinds)]
    found += [*_twice(document, "sources"), *_twice(document, "destinations")]
    names = dict(_names(document, "destinations"))
    for loc, name in _routed(document):
        if name not in names.values() and name != COMMUNITY:
            known = {*names.values(), COMMUNITY}
            message = f"no destination has this name, {did_you_mean(name, known)}"
            found.append(Problem(loc=loc, message=message))
    found.extend(
        Problem(
            loc=loc,
            message=f"no destination has this name, {did_you_mean(name, {*names.values()})}",
            at_key=True,
        )
        for loc, name in _expected(document)
        if name not in names.values()
    )
    found.extend(
        Problem(loc=loc, message=f"{COMMUNITY} has a meaning of its own in routes")
        for loc, name in names.items()
        if name == COMMUNITY
    )
    return found


def _not_of_one_kind(document: Document, kinds: Collection[str]) -> Iterator[Problem]:
    for index, source in enumerate(_list(document.data, "sources")):
        if not isinstance(source, dict):
            continue
        given = [kind for kind in kinds if source.get(kind) is not None]
        # why: a key that nobody knows is the kind, misspelt, and said already.
        is_misspelt = not source.keys() <= {*kinds, *SourceSection.model_fields}
        if len(given) > 1 or not (given or is_misspelt):
            message = f"needs exactly one of: {', '.join(sorted(kinds))}"
            yield Problem(loc=("sources", index), message=message)


def _twice(document: Document, section: str) -> Iterator[Problem]:
    first: dict[str, Loc] = {}
    for loc, name in _names(document, section):
        if name in first:
            line, _ = document.place(first[name])
            yield Problem(loc=loc, message=f"this name is taken by line {line}")
        first.setdefault(name, loc)


def _names(document: Document, section: str) -> Iterator[tuple[Loc, str]]:
    for index, item in enumerate(_list(document.data, section)):
        if isinstance(item, dict) and isinstance(item.get("name"), str):
            yield (section, index, "name"), item["name"]


def _routed(document: Document) -> Iterator[tuple[Loc, str]]:
    for index, route in enumerate(_list(document.data, "routes")):
        to = route.get("to") if isinstance(route, dict) else None
        if isinstance(to, str):
            yield ("routes", index, "to"), to
        elif isinstance(to, list):
            for place, name in enumerate(to):
                if isinstance(name, str):
                    yield ("routes", index, "to", place), name


def _expected(document: Document) -> Iterator[tuple[Loc, str]]:
    for index, test in enumerate(_list(document.data, "tests")):
        expect = test.get("expect") if isinstance(test, dict) else None
        posts = expect.get("posts") if isinstance(expect, dict) else None
        for name in posts if isinstance(posts, dict) else ():
            yield ("tests", index, "expect", "posts", name), name


def _list(data: object, section: str) -> list[object]:
    items = data.get(section) if isinstance(data, dict) else None
    return items if isinstance(items, list) else []
