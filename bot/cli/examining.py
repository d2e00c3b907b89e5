"""What platforms say of our credentials and of our rights where we post."""

import asyncio

from bot.catalogue import known_platforms
from bot.cli.capable import limits
from bot.cli.diagnosis import LOOK, OK, Check, wrong
from bot.cli.limits import Limits, asked_limits
from bot.engine.opschat import OpsChat, chat_of
from bot.errors import HeraldError, Refused
from bot.ports import Platform
from bot.settings.settings import Settings

CHAT_TIMEOUT = 20.0
"""Seconds for the questions about the operators' chat."""


async def examined(settings: Settings) -> list[Check]:
    """Ask each platform that can tell, and the operators' chat, whether we may post there."""
    known = known_platforms()
    platforms = [
        known[target.destination.platform](target.destination, target.options, settings.reveal)
        for target in settings.destinations
    ]
    able = [each for each in platforms if type(each).examine is not Platform.examine]
    asked = [
        _asked(f"account {each.destination.name}", each, each.destination.timeout) for each in able
    ]
    if chat := chat_of(settings.alerts, settings.reveal, None):
        asked.append(_asked("operators' chat", chat, CHAT_TIMEOUT))
    return await asyncio.gather(*asked)


async def learned(settings: Settings) -> list[Check]:
    """Ask each server that chooses its own limits what these are."""
    return [
        _limits(f"limits {name}", found) for name, found in (await asked_limits(settings)).items()
    ]


def _limits(what: str, found: Limits) -> Check:
    if found.said:
        return Check(what=what, verdict=OK, says=f"{limits(found.said)} (its server says so)")
    says = f"the usual are assumed, its server does not say: {found.why}"
    return Check(what=what, verdict=LOOK, says=says, to_do="see whether it answers later")


async def _asked(what: str, account: Platform | OpsChat, limit: float) -> Check:
    try:
        async with asyncio.timeout(limit):
            return Check(what=what, verdict=OK, says=await account.examine())
    except Refused as error:
        return wrong(what, error, "see to its credentials, and to what these may do there")
    except (HeraldError, TimeoutError) as error:
        says = f"could not be asked: {str(error) or 'no answer in time'}"
        return Check(what=what, verdict=LOOK, says=says, to_do="see whether it answers later")
    finally:
        await account.close()
