"""What the console is told of the instance that it shows."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.steps.plan import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """`desk` and `is_stopping` give the present state; `config` is the configuration's file."""

    desk: Callable[[], Desk]
    is_stopping: Callable[[], bool]
    config: Path
