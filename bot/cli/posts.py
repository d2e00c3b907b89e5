"""A post as a preview shows it."""

from datetime import tzinfo
from typing import Any

from bot.cli.console import moment
from bot.model import Post
from bot.ports import Planned
from bot.steps.hours import quiet_until
from bot.steps.plan import Desk
from bot.text.length import measure


def shown(planned: Planned, desk: Desk, zone: tzinfo, now: float) -> dict[str, Any]:
    """Give what readers of one destination would get, what it costs, and when it could go."""
    post = planned.post
    can = desk.outlets[planned.destination].capabilities
    length = measure(post.text.text, can.unit, can.link_length)
    limit = can.caption if post.image and can.caption else can.text
    return {
        "destination": planned.destination,
        "platform": planned.platform,
        "text": post.text.text,
        "length": length,
        "limit": limit,
        "unit": can.unit.value,
        "link": post.link,
        "image": post.image.url if post.image else None,
        "alt": (post.image.alt or None) if post.image else None,
        **_quietly(planned, desk, zone, now),
        "cost_usd": planned.cost_usd,
        "problems": _problems(post, length, limit),
    }


def _problems(post: Post, length: int, limit: int) -> list[str]:
    problems = []
    if length > limit:
        problems.append(f"too long: {length} of {limit}")
    if not post.text.text.strip():
        problems.append("there is nothing to say: the page has no headline")
    if post.image and not post.image.alt:
        problems.append("the page gives no alt text for the image")
    return problems


def _quietly(planned: Planned, desk: Desk, zone: tzinfo, now: float) -> dict[str, Any]:
    """Say what quiet hours would do to a post that is ready now."""
    quiet = desk.outlets[planned.destination].destination.quiet
    until = 0.0 if planned.urgent_until > now else quiet_until(quiet, zone, now)
    is_silent = bool(until and quiet and quiet.is_silent)
    return {
        "silent": planned.post.silent or is_silent,
        "not_before": moment(until) if until and not is_silent else None,
    }
