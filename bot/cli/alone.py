"""A configuration whose SQLite file no other Herald works on.

It knows neither the engine nor the console: who is one too many goes before they are loaded.
"""

from pathlib import Path

from bot.catalogue import known_platforms, known_sources
from bot.settings.loader import load
from bot.settings.settings import Settings
from bot.settings.values import SQLITE


def load_alone(path: Path, *, may_share: bool) -> Settings:
    """Read a configuration; AnotherInstance where one works on its file, unless it `may_share`."""
    settings = load(path, known_platforms(), known_sources())
    file = file_of(settings)
    if file and not may_share:
        from bot.store.sqlite import refuse_second

        refuse_second(file)
    return settings


def file_of(settings: Settings) -> Path | None:
    """Give the SQLite file of a configuration; None where there is a server instead."""
    if not settings.database.startswith(SQLITE):
        return None
    return Path(settings.database.removeprefix(SQLITE))
