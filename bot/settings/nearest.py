"""What somebody probably meant to write."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(written: object, known: Iterable[str]) -> str | None:
    """Find the known word that looks most like what was written, whatever its case."""
    words = {word.lower(): word for word in known}
    found = get_close_matches(str(written).lower(), words, n=1)
    return words[found[0]] if found else None


def did_you_mean(written: object, known: Iterable[str]) -> str:
    """Name the known words, the nearest one first."""
    words = sorted(known)
    near = nearest(written, words)
    hint = f"did you mean {near}? " if near else ""
    return f"{hint}known: {', '.join(words) or 'none'}"
