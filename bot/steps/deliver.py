"""Send what is claimed and look up what is in doubt. Decides nothing; `lifecycle` does."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Protocol

from bot.errors import Unsent
from bot.lifecycle import after_attempt, after_lookup
from bot.model import Delivery, Kind, Picture, Post, Receipt
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
    """Ask the platform whether a delivery in doubt stands there."""
    found: Receipt | BaseException | None
    try:
        async with asyncio.timeout(platform.destination.timeout):
            found = await platform.find(delivery.post, delivery.after)
    except Exception as error:  # noqa: BLE001 - a failed look-up tells nothing, it is repeated
        found = error
    limit = platform.destination.timeout
    return Settled(delivery=delivery, settlement=after_lookup(found, delivery, limit, clock()))


async def _send(delivery: Delivery, platform: Platform, pictures: Pictures) -> Receipt:
    if delivery.kind not in {Kind.PUBLISH, Kind.DIGEST}:
        raise Unsent(f"{delivery.kind} deliveries are not sent by this version")
    return await platform.send(delivery.post, await pictures(delivery.post, platform))
