"""What the servers of our destinations really allow, where each may choose for itself."""

import asyncio
import logging
from dataclasses import replace

from bot.engine.setup import Setup
from bot.errors import HeraldError
from bot.ports import Capabilities, Platform

_log = logging.getLogger("herald.limits")


async def learned(setup: Setup) -> Setup:
    """Ask the servers that can tell; where one cannot be asked, what is known of it stays."""
    can_tell = [
        (name, platform)
        for name, platform in setup.platforms.items()
        if type(platform).learn is not Platform.learn
    ]
    answers = await asyncio.gather(*(_ask(name, platform) for name, platform in can_tell))
    outlets = dict(setup.desk.outlets)
    for (name, _), answer in zip(can_tell, answers, strict=True):
        if answer:
            outlets[name] = replace(outlets[name], capabilities=answer)
    return replace(setup, desk=replace(setup.desk, outlets=outlets))


async def asked(platform: Platform) -> Capabilities:
    """Ask a server what it allows, by the prices and for posts as configured.

    Raises HeraldError, or TimeoutError where there is no answer in time.
    """
    where = platform.destination
    async with asyncio.timeout(where.timeout):
        return platform.settings.fitted((await platform.learn()).at(where.prices), where.craft)


async def _ask(name: str, platform: Platform) -> Capabilities | None:
    try:
        return await asked(platform)
    except (HeraldError, TimeoutError) as error:
        why = str(error) or "no answer in time"
        _log.warning("%s does not say what it allows, the usual is assumed: %s", name, why)
        return None
