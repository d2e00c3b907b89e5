"""A place on an article's way and its verdict."""

from dataclasses import dataclass

PASS, WAIT, HOLD, STOP = "pass", "wait", "hold", "stop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What one place on the way says; `at`: when it said so or, where it waits, until when."""

    stage: str
    verdict: str
    why: str
    at: float | None = None
    destination: str = ""
