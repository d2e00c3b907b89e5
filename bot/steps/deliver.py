"""Send what is claimed and look up what is in doubt. Decides nothing; `lifecycle` does."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Protocol

from bot.errors import Locked, Refused
from bot.lifecycle import REPEATABLE, after_attempt, after_interruption, after_lookup
from bot.manner import Act
from bot.model import Delivery, Picture, Post, Receipt
from bot.ports import Platform, Settled

Clock = Callable[[], float]


class Pictures(Protocol):
    """Gives the checked bytes of a post's images for one platform, as far as can be had."""

    async def __call__(self, post: Post, platform: Platform) -> Sequence[Picture]: ...


async def attempt(
    delivery: Delivery, platform: Platform, pictures: Pictures, clock: Clock
) -> Settled:
    """Make the one attempt whose intent is durable, within the destination's time limit."""
    outcome: Receipt | BaseException
    try:
        async with asyncio.timeout(platform.destination.timeout):
            outcome = await _send(delivery, platform, pictures)
    except Exception as error:  # noqa: BLE001 - a bug in an adapter must not lose the delivery
        outcome = error
    return Settled(delivery=delivery, settlement=after_attempt(outcome, delivery, clock()))


async def look_up(delivery: Delivery, platform: Platform, clock: Clock) -> Settled:
    """Ask the platform whether a delivery in doubt stands there; what may be repeated needs no answer."""
    if delivery.act in REPEATABLE:
        limit = platform.destination.timeout
        settlement = after_interruption(delivery, limit, clock())
        return Settled(delivery=delivery, settlement=settlement)
    found: Receipt | BaseException | None
    try:
        async with asyncio.timeout(platform.destination.timeout):
            found = await platform.find(delivery.post, delivery.after)
    except Exception as error:  # noqa: BLE001 - a failed look-up tells nothing, it is repeated
        found = error
    limit = platform.destination.timeout
    return Settled(delivery=delivery, settlement=after_lookup(found, delivery, limit, clock()))


async def _send(delivery: Delivery, platform: Platform, pictures: Pictures) -> Receipt:
    post = delivery.post
    if delivery.act is Act.SEND:
        return await platform.send(post, await pictures(post, platform))
    if not delivery.stands:
        raise Refused("nothing of it stands there that could be corrected or taken down")
    first = delivery.stands[0]
    match delivery.act:
        case Act.EDIT:
            new = () if delivery.keeps_pictures else await pictures(post, platform)
            return await platform.edit(first, post, new)
        case Act.REPLY:
            return await platform.reply(first, post, await pictures(post, platform))
        case Act.NOTICE:
            return await platform.edit(first, post, ())
        case Act.DELETE:
            return await _take_down(delivery, platform)
        case _:
            raise Refused(f"{platform.name} has no way to do this: do it there by hand")


async def _take_down(delivery: Delivery, platform: Platform) -> Receipt:
    """Delete what stands there, what was said under it first; what is too old becomes a notice."""
    first, *answers = delivery.stands
    for answer in reversed(answers):
        await platform.delete(answer)
    try:
        await platform.delete(first)
    except Locked:
        raise
    except Refused:
        if not platform.capabilities.edit:
            raise
        return await platform.edit(first, delivery.post, ())
    return Receipt(id=first.id)
