"""What pydantic finds, said the way an operator can act on it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from bot.settings.document import Loc, Problem

_PLAIN = {
    "string_type": "must be text; write numbers in quotes",
    "tuple_type": "must be a list",
    "dict_type": "must be a list of keys with values",
    "model_type": "must be a list of keys with values",
    "model_attributes_type": "must be a list of keys with values",
    "string_too_short": "must not be empty",
    "too_short": "must not be empty",
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
}


def did_you_mean(written: object, known: Iterable[str]) -> str:
    """Name the nearest known word, or all of them where none is near."""
    words = sorted(known)
    near = get_close_matches(str(written).lower(), words, n=1)
    return f"did you mean {near[0]}?" if near else f"known: {', '.join(words) or 'none'}"


def problems_of(error: ValidationError, data: object, model: type[BaseModel]) -> list[Problem]:
    """Translate every finding; `data` is what was validated against `model`."""
    schema = model.model_json_schema()
    return [_problem(found, data, schema) for found in error.errors(include_url=False)]


def _problem(found: Any, data: object, schema: Mapping[str, Any]) -> Problem:
    loc, kind, context = _without_tags(found["loc"], data), found["type"], found.get("ctx", {})
    match kind:
        case "missing":
            return Problem(loc=loc, message="is missing")
        case "extra_forbidden":
            keys = _known_keys(schema, found["loc"][:-1])
            message = f"unknown key, {did_you_mean(loc[-1], keys)}"
            return Problem(loc=loc, message=message, at_key=True)
        case "union_tag_not_found":
            return Problem(loc=(*loc, "platform"), message="is missing")
        case "union_tag_invalid" | "literal_error":
            known = re.findall(r"'([^']+)'", context.get("expected_tags") or context["expected"])
            key = ("platform",) if kind == "union_tag_invalid" else ()
            return Problem(loc=(*loc, *key), message=_not_one_of(found["input"], known, context))
        case "value_error":
            return Problem(loc=loc, message=str(context["error"]))
        case _:
            message = found["msg"].replace("Input should", "must").replace("String should", "must")
            return Problem(loc=loc, message=_PLAIN.get(kind, message))


def _not_one_of(written: Any, known: list[str], context: Mapping[str, Any]) -> str:
    if not known:
        return f"must be {context.get('expected')}"
    if isinstance(written, dict):
        written = written.get("platform")
    return f"unknown value, {did_you_mean(written, known)}"


def _without_tags(loc: Loc, data: object) -> Loc:
    """Leave out what names a member of a union and not a part of the data."""
    way: list[int | str] = []
    for step in loc:
        if isinstance(data, dict) and step not in data and step == data.get("platform"):
            continue
        way.append(step)
        data = _part(data, step)
    return tuple(way)


def _part(data: object, step: int | str) -> object:
    match data, step:
        case dict(), _:
            return data.get(step)
        case list(), int() if step < len(data):
            return data[step]
    return None


def _known_keys(schema: Mapping[str, Any], loc: Loc) -> set[str]:
    """Say which keys the schema knows at a place."""
    nodes = list(_alternatives(schema, schema))
    for step in loc:
        nodes = [
            part
            for node in nodes
            for below in _below(node, step)
            for part in _alternatives(below, schema)
        ]
    return {key for node in nodes for key in node.get("properties", {})}


def _below(node: Mapping[str, Any], step: int | str) -> Iterator[Mapping[str, Any]]:
    if isinstance(step, int):
        yield node.get("items", {})
    elif step in node.get("properties", {}):
        yield node["properties"][step]
    elif node.get("properties", {}).get("platform", {}).get("const") == step:
        yield node


def _alternatives(
    node: Mapping[str, Any], schema: Mapping[str, Any]
) -> Iterator[Mapping[str, Any]]:
    """Follow references and unions to the plain schemas behind them."""
    if "$ref" in node:
        node = schema["$defs"][node["$ref"].rpartition("/")[2]]
    yield node
    for part in (*node.get("anyOf", ()), *node.get("oneOf", ())):
        yield from _alternatives(part, schema)
