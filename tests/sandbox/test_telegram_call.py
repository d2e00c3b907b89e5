from collections.abc import Callable
from typing import Any

import pytest

from bot.sandbox.telegram_call import METHODS, OBJECTS, kind_of

SPEC = "telegram/bot-api-10.1.json"
WORDS = {
    "bool": "Boolean",
    "int": "Integer",
    "str": "String",
    "str[]": "Array of String",
    "file": "InputFile",
    "chat": "Integer",
    "InputMediaPhoto": "InputMedia",
    "InlineKeyboardButton[][]": "Array of Array of InlineKeyboardButton",
}


def words(kind: str) -> str:
    many = f"Array of {kind.removesuffix('[]')}" if kind.endswith("[]") else kind
    return WORDS.get(kind, many)


def bare(name: str) -> tuple[str, bool]:
    return name.rstrip("!"), name.endswith("!")


@pytest.mark.parametrize("method", METHODS)
def test_our_parameters_agree_with_the_bot_api(method: str, corpus: Callable[[str], Any]) -> None:
    fields = {field["name"]: field for field in corpus(SPEC)["methods"][method].get("fields", [])}
    ours = dict(bare(name) for name in METHODS[method])
    for name, is_required in ours.items():
        assert fields[name]["required"] == is_required, name
        assert words(kind_of(method, name)) in fields[name]["types"], name
    assert {name for name, field in fields.items() if field["required"]} <= set(ours)


@pytest.mark.parametrize("kind", OBJECTS)
def test_our_objects_agree_with_the_bot_api(kind: str, corpus: Callable[[str], Any]) -> None:
    fields = {field["name"]: field for field in corpus(SPEC)["types"][kind]["fields"]}
    for name, type_ in OBJECTS[kind].items():
        assert fields[bare(name)[0]]["required"] == bare(name)[1], name
        assert words(type_) in fields[bare(name)[0]]["types"], name
