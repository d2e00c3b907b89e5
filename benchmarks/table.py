"""What a benchmark gives: named figures beside what they aim at."""

from dataclasses import dataclass


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
