"""What the console is told of the instance that it shows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from pathlib import Path

from bot.ports import Options
from bot.steps.plan import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """`desk` and `is_stopping` give the present state; `config` is the configuration's file.

    `zone` gives the publisher's, by whose days costs are added up. `password` gives what lets people
    in now ("": only who is at this machine), `options` the destinations' own;
    `go_on` is called where somebody decided, so that something may be sent now.
    """

    desk: Callable[[], Desk]
    is_stopping: Callable[[], bool]
    config: Path
    zone: Callable[[], tzinfo] = lambda: UTC
    password: Callable[[], str] = field(default=str, repr=False)
    options: Callable[[], Mapping[str, Options]] = dict
    go_on: Callable[[], object] = dict
