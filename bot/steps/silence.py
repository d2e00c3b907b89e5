"""Whether a publisher has fallen silent: nothing came in hours in which there usually is news. Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo

from bot.ports import Stretch

USUAL = 4
"""Entries in the same stretch of each of the last two weeks without which nothing is missed."""


def silences(stretches: Sequence[Stretch], zone: tzinfo) -> Iterator[tuple[str, str]]:
    """Name the sources that have fallen silent, and say why it is thought so.

    Nights, weekends and holidays of a week ago are compared with those of now. Where all sources
    together are silent it is said once.
    """
    silent = [one for one in stretches if min(one.before) >= USUAL]
    whole = [one for one in silent if not one.source]
    for one in whole or silent:
        since = datetime.fromtimestamp(one.last, zone)
        first, second = one.before
        why = (
            f"nothing new since {since:%A %H:%M} ({since:%Y-%m-%d});"
            f" in the same hours there were {first} a week before and {second} another week before"
        )
        yield one.source, why
