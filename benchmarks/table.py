"""What a benchmark gives: named figures beside what they aim at."""

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured number; `aim` says what it is held against, in words."""

    what: str
    value: float
    unit: str
    aim: str = ""


def print_table(figures: list[Figure]) -> None:
    width = max(len(figure.what) for figure in figures)
    for figure in figures:
        value = f"{figure.value:10.3f} {figure.unit}"
        print(f"{figure.what:<{width}}  {value:<26} {figure.aim}".rstrip())


def resident() -> float:
    """Give this process's resident memory in MiB, without loading anything that would add to it."""
    found = re.search(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text(encoding="utf-8"))
    return int(found[1]) / 1024 if found else 0.0
