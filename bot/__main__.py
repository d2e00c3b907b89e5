"""Herald's command: `herald`, or `python -m bot`."""

import gc
import sys

from bot.cli import main as command

MADE = 10_000
"""Objects made between two searches for garbage: what loads is none, and searches are a twentieth of a start."""


def main() -> int:
    """Run the command that the shell names; gives its exit code."""
    gc.set_threshold(MADE)
    return command()


if __name__ == "__main__":
    sys.exit(main())
