"""An article and its posts as a preview shows them."""

from datetime import tzinfo
from typing import Any

from bot.cli.console import moment
from bot.model import Article, Post
from bot.ports import Planned
from bot.steps.hours import quiet_until
from bot.steps.plan import Desk


def article_shown(article: Article, *, is_full: bool) -> dict[str, Any]:
    """Give what was read of a page; its body only where `is_full`."""
    image = article.image
    shown: dict[str, Any] = {
        "canonical_url": article.canonical_url,
        "headline": article.headline,
        "summary": article.summary,
        "byline": article.byline,
        "section": article.section,
        "published_at": moment(article.published.timestamp() if article.published else None),
        "modified_at": moment(article.modified.timestamp() if article.modified else None),
        "language": article.language,
        "image": {
            "url": image.url,
            "alt": image.alt,
            "credit": image.credit,
            "caption": image.caption,
        }
        if image
        else None,
        "keywords": list(article.keywords),
        "community": dict(article.community),
        "paywalled": article.paywalled,
        "live": article.live,
        "label": article.label,
        "noindex": article.noindex,
        "origins": dict(article.origins),
    }
    return shown | ({"text": article.body} if is_full else {})


def shown(planned: Planned, desk: Desk, zone: tzinfo, now: float) -> dict[str, Any]:
    """Give what readers of one destination would get, what it costs, and when it could go."""
    post = planned.post
    can = desk.outlets[planned.destination].capabilities
    length = can.length(post.text.text)
    limit = can.caption if post.images and can.caption else can.text
    return {
        "destination": planned.destination,
        "platform": planned.platform,
        "text": post.text.text,
        "length": length,
        "limit": limit,
        "unit": can.unit.value,
        "link": post.link,
        "image": post.images[0].url if post.images else None,
        "alt": (post.images[0].alt or None) if post.images else None,
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
    if not all(image.alt for image in post.images):
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
