"""A configuration as written: plain data, and where each part of it stands."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Loc = tuple[int | str, ...]
"""The way to a part of the data: ("sources", 0, "every")."""
Place = tuple[int, int]
"""Line and column as editors count them, from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong with a part; `at_key`: with its name rather than with its value.

    `line` is that of a text of several lines (from 1; 0: the whole).
    """

    loc: Loc
    message: str
    at_key: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The data of a file named `name`, with the place of every value and of every key.

    `blocks` are texts that begin on the line below their place (`|`, `>`).
    """

    name: str
    data: object
    values: Mapping[Loc, Place]
    keys: Mapping[Loc, Place]
    blocks: frozenset[Loc] = frozenset()

    def parts(self) -> Iterator[tuple[Loc, object]]:
        """Walk over every part of the data, each after the one that it belongs to."""
        return _parts((), self.data)

    def place(self, loc: Loc, *, at_key: bool = False) -> Place:
        """Say where a part stands; what is missing stands where its parent begins."""
        places = self.keys if at_key else self.values
        while loc and loc not in places:
            loc, places = loc[:-1], self.values
        return places.get(loc, (1, 1))

    def where(self, loc: Loc, *, at_key: bool = False, within: int = 0) -> str:
        """Say where a part stands, for people: "herald.yaml:3:5: sources[0].every".

        `within` is the line of a text that is meant (from 1; 0: the whole).
        """
        line, column = self.place(loc, at_key=at_key)
        if within and loc in self.blocks:
            line, column = line + within, 1
        return f"{self.name}:{line}:{column}: {dotted(loc)}"

    def report(self, problems: list[Problem]) -> tuple[str, ...]:
        """Put problems into words, in the order of the file."""
        ordered = sorted(
            problems, key=lambda found: (self.place(found.loc, at_key=found.at_key), found.line)
        )
        lines = (
            f"{self.where(p.loc, at_key=p.at_key, within=p.line)}: {p.message}" for p in ordered
        )
        return tuple(dict.fromkeys(lines))


def dotted(loc: Loc) -> str:
    """Write a way as people do: ("sources", 0, "every") → "sources[0].every"."""
    return "".join(map(_step, loc)).removeprefix(".") or "file"


def _step(step: int | str) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    return "." + (step if re.fullmatch(r"[\w-]+", step) else json.dumps(step))


def _parts(loc: Loc, data: object) -> Iterator[tuple[Loc, object]]:
    yield loc, data
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _parts((*loc, key), value)
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _parts((*loc, index), value)
