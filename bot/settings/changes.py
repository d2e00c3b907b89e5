"""What a new configuration changes, in words for the log. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict

from bot.settings.settings import Settings, Target

_WHOLE = ("publisher", "zone", "routes", "max_sentences", "sites", "alerts", "model", "console")
_WRITTEN = {"model": "summary"}
"""What stands under another name in the file."""


def changes(old: Settings, new: Settings) -> list[str]:
    """Say what differs, a line each; nothing where only comments changed."""
    lines = [f"{_WRITTEN.get(k, k)} changed" for k in _WHOLE if getattr(old, k) != getattr(new, k)]
    before, after = _fixed(old), _fixed(new)
    lines += [
        f"{key} changed: takes effect after a restart"
        for key in before
        if before[key] != after[key]
    ]
    lines += _named(
        "source",
        {source.name: asdict(source) for source in old.sources},
        {source.name: asdict(source) for source in new.sources},
    )
    lines += _named(
        "destination",
        {target.destination.name: _flat(target) for target in old.destinations},
        {target.destination.name: _flat(target) for target in new.destinations},
    )
    lines += [
        f"the secret in {secret} changed"
        for secret, seal in new.seals.items()
        if old.seals.get(secret, seal) != seal
    ]
    return lines


def _fixed(settings: Settings) -> dict[str, object]:
    """Give what holds for as long as an instance is at work, by its place in the file."""
    console = settings.console
    return {
        "database": settings.database,
        "database_password": settings.database_password,
        "console.listen": console and (console.host, console.port),
        "publisher.url, where sites learn who asks,": settings.publisher.url,
    }


def _named(
    what: str, old: Mapping[str, Mapping[str, object]], new: Mapping[str, Mapping[str, object]]
) -> Iterator[str]:
    yield from (f"{what} {name} added" for name in new if name not in old)
    yield from (f"{what} {name} removed" for name in old if name not in new)
    for name in (name for name in new if name in old):
        keys = old[name].keys() | new[name].keys()
        differing = sorted(key for key in keys if old[name].get(key) != new[name].get(key))
        if differing:
            yield f"{what} {name} changed: {', '.join(differing)}"


def _flat(target: Target) -> dict[str, object]:
    return {
        **target.options.model_dump(),
        **asdict(target.destination),
        "needs_approval": target.needs_approval,
        "holds_first": target.holds_first,
        "holds_words": target.holds_words,
    }
