"""What tells one configuration of a destination from another, secrets included."""

import hashlib
from collections.abc import Iterator

from bot.errors import ConfigError
from bot.settings.settings import Settings, Target


def mark_of(target: Target, settings: Settings) -> str:
    """Give a mark that changes whenever the destination's settings or its secrets do.

    It is a hash, so that it may stand in the database.
    """
    options = target.options.model_dump()
    whole = repr((target.destination, options, [*_secrets(options, settings)]))
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


def _secrets(value: object, settings: Settings) -> Iterator[str]:
    if isinstance(value, dict):
        for part in value.values():
            yield from _secrets(part, settings)
    elif isinstance(value, str) and value in settings.secrets:
        try:
            yield settings.reveal(value)
        except ConfigError:
            yield ""
