"""What destinations really allow, and who says so: the platform, or a server that chooses for itself."""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from bot.catalogue import known_platforms
from bot.engine.learning import asked
from bot.errors import HeraldError
from bot.ports import Capabilities
from bot.settings.settings import Settings, Target
from bot.steps.plan import Desk

PLATFORM, SERVER, ASSUMED = "platform", "server", "assumed"
"""Whose limits hold: all servers' of a platform, what the server said, or the usual as it said nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the server of one destination says that it allows, or `why` it does not say."""

    said: Capabilities | None = None
    why: str = ""


async def asked_limits(settings: Settings, only: Collection[str] = ()) -> dict[str, Limits]:
    """Ask the servers of destinations (`only` these, if any) whose limits vary what these are."""
    known = known_platforms()
    waiting = {
        target.destination.name: _asked(settings, target)
        for target in settings.destinations
        if known[target.destination.platform].capabilities.varies
        and (not only or target.destination.name in only)
    }
    answers = await asyncio.gather(*waiting.values())
    return dict(zip(waiting, answers, strict=True))


async def _asked(settings: Settings, target: Target) -> Limits:
    destination = target.destination
    kind = known_platforms()[destination.platform]
    platform = kind(destination, target.options, settings.reveal)
    try:
        return Limits(said=await asked(platform))
    except (HeraldError, TimeoutError) as error:
        return Limits(why=str(error) or "no answer in time")
    finally:
        await platform.close()


def with_limits(desk: Desk, limits: Mapping[str, Limits]) -> Desk:
    """Give the desk as it is with what servers said."""
    said = {
        name: replace(desk.outlets[name], capabilities=found.said)
        for name, found in limits.items()
        if found.said
    }
    return replace(desk, outlets={**desk.outlets, **said})


def whose(desk: Desk, name: str, limits: Mapping[str, Limits]) -> str:
    """Say whose limits hold at a destination."""
    if not desk.outlets[name].capabilities.varies:
        return PLATFORM
    return SERVER if name in limits and limits[name].said else ASSUMED
