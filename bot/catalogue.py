"""What platforms and kinds of source there are: the files in their folders."""

import inspect
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import TypeVar

import bot.platforms
import bot.sources
from bot.ports import Platform, Source

Kind = TypeVar("Kind", Platform, Source)


class Platforms(Mapping[str, type[Platform]]):
    """Every platform by its name; the file in `platforms/` that defines it loads when asked for."""

    def __init__(self) -> None:
        self._names = tuple(module.name for module in pkgutil.iter_modules(bot.platforms.__path__))

    def __getitem__(self, name: str) -> type[Platform]:
        if name not in self._names:
            raise KeyError(name)
        return _platform(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def known_platforms() -> Mapping[str, type[Platform]]:
    """Find every platform by its name: a file in `platforms/` that defines one."""
    return Platforms()


def known_sources() -> dict[str, type[Source]]:
    """Find every way to learn of articles by its kind: a file in `sources/` that defines one."""
    names = (module.name for module in pkgutil.iter_modules(bot.sources.__path__))
    found = (_defined(bot.sources, name, Source) for name in names)  # type: ignore[type-abstract]  # why: it asks for subclasses
    return {source.kind: source for sources in found for source in sources}


@cache
def _platform(name: str) -> type[Platform]:
    return next(_defined(bot.platforms, name, Platform))  # type: ignore[type-abstract]  # why: it asks for subclasses


def _defined(room: ModuleType, name: str, base: type[Kind]) -> Iterator[type[Kind]]:
    for thing in vars(import_module(f"{room.__name__}.{name}")).values():
        if inspect.isclass(thing) and issubclass(thing, base) and not inspect.isabstract(thing):
            yield thing
