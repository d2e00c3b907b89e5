"""The nearest language that a table of words speaks. Pure."""

from collections.abc import Mapping
from typing import TypeVar

Words = TypeVar("Words")


def of_language(table: Mapping[str, Words], language: str) -> Words | None:
    """Find the words of a language (BCP 47), of the one that it is a kind of, or None."""
    tag = language.lower().replace("_", "-")
    while tag and tag not in table:
        tag = tag.rpartition("-")[0]
    return table.get(tag)
