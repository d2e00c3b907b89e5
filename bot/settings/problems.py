"""What pydantic finds, said the way an operator can act on it."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel, ValidationError

from bot.settings.document import Loc, Problem
from bot.settings.nearest import did_you_mean, nearest

_KEYS = "must be keys with values"
_PLAIN = {
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
    "dict_type": _KEYS,
    "float_parsing": "must be a number",
    "float_type": "must be a number",
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "model_attributes_type": _KEYS,
    "model_type": _KEYS,
    "string_too_short": "must not be empty",
    "string_type": "must be text; write numbers in quotes",
    "tuple_type": "must be a list",
}
_FORM = "string_pattern_mismatch"


def problems_of(error: ValidationError, data: object, model: type[BaseModel]) -> list[Problem]:
    """Translate every finding; `data` is what was validated against `model`."""
    schema = _schema(model)
    found: dict[Loc, Problem] = {}
    for finding in error.errors(include_url=False):
        problem = _problem(finding, data, schema)
        other = found.get(problem.loc)
        if other and finding["type"] != _FORM and other.message != problem.message:
            # why: the members of a union each say theirs.
            message = f"{other.message}, or {problem.message}"
            problem = Problem(loc=problem.loc, message=message)
        found[problem.loc] = problem
    return list(found.values())


@cache
def _schema(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema()


def _problem(finding: Mapping[str, Any], data: object, schema: Mapping[str, Any]) -> Problem:
    kind, context = finding["type"], finding.get("ctx", {})
    loc = _without_tags(finding["loc"], data, is_missing=kind == "missing")
    match kind:
        case "missing":
            message = "is missing"
        case "extra_forbidden":
            message = _unknown_key(loc[-1], _known_keys(schema, finding["loc"][:-1]))
        case "union_tag_not_found":
            loc = (*loc, context["discriminator"].strip("'"))
            near = nearest(loc[-1], finding["input"])
            message = f"is missing; did you mean it by {near}?" if near else "is missing"
        case "union_tag_invalid":
            loc = (*loc, context["discriminator"].strip("'"))
            message = _unknown_value(context["tag"], context["expected_tags"])
        case "literal_error" | "enum":
            message = _unknown_value(finding["input"], context["expected"])
        case "string_pattern_mismatch" if told := _description(schema, finding["loc"]):
            message = f"must be {told[0].lower()}{told[1:].rstrip('.')}"
        case _:
            message = _plain(finding)
    return Problem(loc=loc, message=message, at_key=kind == "extra_forbidden")


def _plain(finding: Mapping[str, Any]) -> str:
    if finding["input"] is None:
        return "is empty: give it a value or leave it out"
    if finding["type"] == "value_error":
        return str(finding["ctx"]["error"])
    said: str = re.sub(r"^\w+ should", "must", finding["msg"])
    return _PLAIN.get(finding["type"], said)


def _unknown_key(written: object, known: set[str]) -> str:
    near = nearest(written, known)
    return f"unknown key, {f'did you mean {near}?' if near else did_you_mean(written, known)}"


def _unknown_value(written: object, expected: str) -> str:
    """Name what is expected, given as pydantic lists it: "'off' or 'all'"."""
    known = re.findall(r"'([^']+)'", expected)
    return f"unknown value, {did_you_mean(written, known)}" if known else f"must be {expected}"


def _without_tags(loc: Loc, data: Any, *, is_missing: bool) -> Loc:
    """Leave out the steps that name a member of a union and not a part of the data."""
    way: list[int | str] = []
    for place, step in enumerate(loc):
        if _is_part(step, data):
            data = data[step]
            way.append(step)
        elif is_missing and place == len(loc) - 1:
            way.append(step)
    return tuple(way)


def _is_part(step: int | str, data: object) -> bool:
    if isinstance(data, dict):
        return step in data and step != data.get("platform")
    return isinstance(data, list) and isinstance(step, int)


def _known_keys(schema: Mapping[str, Any], loc: Loc) -> set[str]:
    """Say which keys the schema knows at a place."""
    return {key for node in _nodes(schema, loc) for key in node.get("properties", {})}


def _description(schema: Mapping[str, Any], loc: Loc) -> str:
    """Give what the schema says of a value; the last steps may name a member of a union."""
    ways = (loc[:length] for length in range(len(loc), 0, -1))
    told = (node.get("description") for way in ways for node in _nodes(schema, way))
    return next(filter(None, told), "")


def _nodes(schema: Mapping[str, Any], loc: Loc) -> list[Mapping[str, Any]]:
    nodes = list(_alternatives(schema, schema))
    for step in loc:
        nodes = [
            part
            for node in nodes
            for below in _below(node, step)
            for part in _alternatives(below, schema)
        ]
    return nodes


def _below(node: Mapping[str, Any], step: int | str) -> Iterator[Mapping[str, Any]]:
    """Take one step of pydantic's way: an index, a key or the tag of a union's member."""
    properties = node.get("properties", {})
    if isinstance(step, int):
        yield node.get("items", {})
    elif step in properties:
        yield properties[step]
    elif properties.get("platform", {}).get("const") == step:
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
