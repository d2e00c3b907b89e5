"""What platforms and kinds of source there are: the files in their folders."""

import inspect
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import TypeVar

import bot.platforms
import bot.sources
from bot.ports import Platform, Source

Kind = TypeVar("Kind", Platform, Source)


def known_platforms() -> dict[str, type[Platform]]:
    """Find every platform by its name: a file in `platforms/` that defines one."""
    return {platform.name: platform for platform in _defined(bot.platforms, Platform)}  # type: ignore[type-abstract]  # why: it asks for subclasses


def known_sources() -> dict[str, type[Source]]:
    """Find every way to learn of articles by its kind: a file in `sources/` that defines one."""
    return {source.kind: source for source in _defined(bot.sources, Source)}  # type: ignore[type-abstract]  # why: it asks for subclasses


def _defined(room: ModuleType, base: type[Kind]) -> Iterator[type[Kind]]:
    for found in pkgutil.iter_modules(room.__path__, f"{room.__name__}."):
        for thing in vars(import_module(found.name)).values():
            if (
                inspect.isclass(thing)
                and issubclass(thing, base)
                and not inspect.isabstract(thing)
            ):
                yield thing
