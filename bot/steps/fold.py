"""Fold what has piled up at a destination into digests."""

import logging
from collections.abc import Mapping

from bot.ports import FoldStore, Lane, Planned
from bot.steps.compose import cost
from bot.steps.digest import compose_digest
from bot.steps.plan import Desk

_log = logging.getLogger("herald.fold")


async def fold(store: FoldStore, desk: Desk, lanes: Mapping[str, Lane], now: float) -> int:
    """Make a digest wherever more is due than may be; gives how many were made."""
    made = 0
    crowds = await store.crowds(lanes, now) if any(lane.digest for lane in lanes.values()) else []
    for crowd in crowds:
        outlet = desk.outlets.get(crowd.destination)
        if outlet is None:
            continue
        can = outlet.capabilities
        composed = compose_digest(crowd.stories, outlet.destination, can, desk.publisher)
        if composed is None:
            continue
        post, count = composed
        planned = Planned(
            destination=crowd.destination,
            platform=outlet.destination.platform,
            post=post,
            cost_usd=cost(post, can),
        )
        if await store.fold(crowd.stories[:count], planned, now):
            _log.info("%s: %d posts go out as one digest", crowd.destination, count)
            made += 1
    return made
