"""`make bench`: every benchmark of this folder, one table. Names as arguments choose some."""

import sys
from importlib import import_module
from pathlib import Path

from benchmarks.table import Figure, print_table

ROOM = Path(__file__).parent


def main() -> None:
    names = sys.argv[1:] or sorted(
        path.stem for path in ROOM.glob("*.py") if "\ndef measure()" in path.read_text()
    )
    figures: list[Figure] = []
    for name in names:
        print(f"… {name}", file=sys.stderr)
        figures += import_module(f"benchmarks.{name}").measure()
    print_table(figures)


main()
