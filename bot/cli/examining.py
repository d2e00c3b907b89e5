"""What platforms say of our credentials and of our rights where we post."""

import asyncio

from bot.catalogue import known_platforms
from bot.cli.diagnosis import LOOK, OK, Check, wrong
from bot.errors import HeraldError, Refused
from bot.ports import Platform
from bot.settings.settings import Settings


async def examined(settings: Settings) -> list[Check]:
    """Ask each platform that can tell whether we may post there, posting nothing."""
    known = known_platforms()
    platforms = [
        known[target.destination.platform](target.destination, target.options, settings.reveal)
        for target in settings.destinations
    ]
    able = [each for each in platforms if type(each).examine is not Platform.examine]
    return await asyncio.gather(*map(_account, able))


async def _account(platform: Platform) -> Check:
    what = f"account {platform.destination.name}"
    try:
        async with asyncio.timeout(platform.destination.timeout):
            return Check(what=what, verdict=OK, says=await platform.examine())
    except Refused as error:
        return wrong(what, error, "see to its credentials, and to what these may do there")
    except (HeraldError, TimeoutError) as error:
        says = f"could not be asked: {str(error) or 'no answer in time'}"
        return Check(what=what, verdict=LOOK, says=says, to_do="see whether it answers later")
    finally:
        await platform.close()
