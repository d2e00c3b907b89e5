"""What a publisher's silence is judged by."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """The time since a source's `last` entry, and how many came in it one and two weeks before.

    `source` "": all sources together.
    """

    source: str
    last: float
    before: tuple[int, int]
