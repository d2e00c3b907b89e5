"""Ask hubs to tell us at once (WebSub, https://www.w3.org/TR/websub/, section 5.1)."""

import asyncio
import logging
from collections.abc import Mapping

from bot.errors import FetchError
from bot.ports import HubStore, Submit, Subscription, manners
from bot.rules import SourceRules

LEASE = 14 * 86_400
"""Seconds for which we ask to be told, and the longest that we believe."""
DAY = 86_400.0
AT_ONCE = 16

_log = logging.getLogger("herald")


async def subscribe(
    store: HubStore,
    submit: Submit | None,
    rules: Mapping[str, SourceRules],
    public_url: str,
    now: float,
) -> int:
    """Ask the hubs whose time has come, many at once; gives how many.

    None where there is no way to ask, or no address of ours (`public_url`) to be told at.

    The hub's consent comes to our callback (`hear`), perhaps before its answer to the request.
    """
    if submit is None or not public_url:
        return 0
    wanted = [name for name, source in rules.items() if source.websub]
    due = await store.due_subscriptions(wanted, public_url, now, AT_ONCE)
    await asyncio.gather(
        *(_ask(store, submit, each, rules[each.source], public_url, now) for each in due)
    )
    return len(due)


async def _ask(
    store: HubStore,
    submit: Submit,
    subscription: Subscription,
    rules: SourceRules,
    public_url: str,
    now: float,
) -> None:
    form = {
        "hub.callback": f"{public_url}/websub/{subscription.id}",
        "hub.mode": "subscribe",
        "hub.topic": subscription.topic,
        "hub.secret": subscription.secret,
        "hub.lease_seconds": str(LEASE),
    }
    try:
        await submit(subscription.hub, form, **manners(rules))
    except FetchError as error:
        _log.info("source %s: its hub cannot be asked: %s", rules.name, error)
        not_before = now + min(error.retry_after or 0.0, DAY)
        await store.hub_failed(subscription, str(error), not_before)
