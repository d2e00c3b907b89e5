"""Send what is claimed and look up what is in doubt. Decides nothing; `lifecycle` does."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from bot.errors import InDoubt, Locked, Refused, Unsent
from bot.lifecycle import REPEATABLE, after_attempt, after_interruption, after_lookup
from bot.manner import Act
from bot.model import Delivery, Picture, Post, Receipt
from bot.ports import Platform, Settled

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gallery:
    """The pictures of a post that could be had, and what is wrong with the others."""

    pictures: tuple[Picture, ...] = ()
    faults: tuple[str, ...] = ()


class Pictures(Protocol):
    """Gives a post's images as one platform takes them, as far as can be had."""

    async def __call__(self, post: Post, platform: Platform) -> Gallery: ...


async def attempt(
    delivery: Delivery, platform: Platform, pictures: Pictures, clock: Clock
) -> Settled:
    """Make the one attempt whose intent is durable, within the destination's time limit from then."""
    outcome: Receipt | BaseException
    gallery, charged, found = Gallery(), platform.charged, None
    try:
        async with asyncio.timeout(_left(delivery, platform, clock)):
            if delivery.assumed and delivery.act in {*REPEATABLE, Act.REPLY}:
                found = await _found(delivery, delivery.assumed, platform)
                delivery = replace(delivery, stands=(found,))
            if _shows_pictures(delivery):
                gallery = await pictures(delivery.post, platform)
            outcome = await _send(delivery, platform, gallery.pictures)
    except Exception as error:  # noqa: BLE001 - a bug in an adapter must not lose the delivery
        outcome = error
    settlement = after_attempt(outcome, delivery, clock())
    note = settlement.receipt.note if settlement.receipt else ""
    if settlement.receipt and (missing := "; ".join(filter(None, (*gallery.faults, note)))):
        why = f"{settlement.why} without what cannot be shown: {missing}"
        settlement = replace(settlement, why=why)
    usd = platform.charged - charged
    return Settled(delivery=delivery, settlement=settlement, usd=usd, found=found)


async def look_up(delivery: Delivery, platform: Platform, clock: Clock) -> Settled:
    """Ask the platform whether a delivery in doubt stands there; what may be repeated needs no answer."""
    if delivery.act in REPEATABLE:
        limit = platform.destination.timeout
        settlement = after_interruption(delivery, limit, clock())
        return Settled(delivery=delivery, settlement=settlement)
    found: Receipt | BaseException | None
    charged = platform.charged
    try:
        async with asyncio.timeout(platform.destination.timeout):
            post = replace(delivery.post, sent_at=delivery.claimed_at)
            platform.reads = delivery.reads
            found = await platform.find(post, delivery.after)
    except Exception as error:  # noqa: BLE001 - a failed look-up tells nothing, it is repeated
        found = error
    finally:
        platform.reads = None
    limit, on_doubt = platform.destination.timeout, platform.destination.on_doubt
    settlement = after_lookup(found, delivery, limit, clock(), on_doubt)
    return Settled(delivery=delivery, settlement=settlement, usd=platform.charged - charged)


def _left(delivery: Delivery, platform: Platform, clock: Clock) -> float:
    """Say how many seconds the attempt still has; raises Unsent where it has none.

    why from the claim on: others give up who stands still (stopped, asleep), and send it themselves.
    """
    limit = platform.destination.timeout
    left = delivery.claimed_at + limit - clock()
    if left <= 0:
        raise Unsent("the time for this attempt was over before it could begin")
    return min(left, limit)  # a clock that was set back gives no more


async def _found(delivery: Delivery, assumed: Post, platform: Platform) -> Receipt:
    """Look for what was only taken for sent; Refused tells a person, who may find it."""
    try:
        # why not after an id: by now what came after it may be others of ours, or not ours.
        found, why = await platform.find(assumed, ""), "it was not found now"
    except Locked:
        raise
    except (InDoubt, Refused) as error:
        found, why = None, str(error)
    if found is None:
        raise Refused(
            f"what this is about was only taken for sent (on_doubt), and {why}. Where you see it:"
            f" herald resolve {delivery.id} --posted REMOTE_ID, and this is done; or do it by hand"
        )
    return found


def _shows_pictures(delivery: Delivery) -> bool:
    if delivery.act is Act.EDIT:
        return not delivery.keeps_pictures
    return delivery.act in {Act.SEND, Act.REPLY}


async def _send(delivery: Delivery, platform: Platform, pictures: Sequence[Picture]) -> Receipt:
    post = replace(delivery.post, sent_at=delivery.claimed_at)
    if delivery.act is Act.SEND:
        return await platform.send(post, pictures)
    if not delivery.stands:
        raise Refused("nothing of it stands there that could be corrected or taken down")
    first = delivery.stands[0]
    match delivery.act:
        case Act.EDIT:
            return await platform.edit(first, post, pictures)
        case Act.REPLY:
            return await platform.reply(first, post, pictures)
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
