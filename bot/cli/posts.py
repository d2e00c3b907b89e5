"""An article, the words for it and its posts as a preview shows them."""

import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, tzinfo
from typing import Any

from bot.app import consulted, opened_pictures
from bot.cli.console import moment
from bot.cli.limits import Limits, asked_limits, whose, with_limits
from bot.model import Article, Image, Post
from bot.page.picture import Unusable
from bot.ports import Consulted, Model, NewRevision, Planned
from bot.settings.settings import Settings
from bot.steps.hours import quiet_until
from bot.steps.plan import NOBODY, Desk, deliveries_of, without_picture
from bot.steps.summarise import word

SMALL = 200
"""Pixels of width below which platforms show a picture as a thumbnail, or none."""


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
        "gallery": [asdict(picture) for picture in article.gallery],
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
    length = can.size(post.text)
    limit = can.caption if post.images and can.caption else can.text
    return {
        "destination": planned.destination,
        "platform": planned.platform,
        "text": post.text.text,
        "thread": [text.text for text in post.thread],
        "images": len(post.images),
        "length": length,
        "limit": limit,
        "unit": can.unit.value,
        "link": post.link,
        "image": post.images[0].url if post.images else None,
        "other_sizes": list(post.images[0].others) if post.images else [],
        "alt": (post.images[0].alt or None) if post.images else None,
        "picture": None,
        **_quietly(planned, desk, zone, now),
        "cost_usd": planned.cost_usd,
        "alt_texts_usd": post.alt_texts * can.price_alt_text,
        "hold": planned.hold or None,
        "problems": [*_problems(post, length, limit), *filter(None, [planned.note])],
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """What posts are shown by: the desk, and the limits that servers said."""

    desk: Desk = NOBODY
    zone: tzinfo = UTC
    limits: Mapping[str, Limits] = field(default_factory=dict)

    def shown(self, planned: Planned, now: float) -> dict[str, Any]:
        """Show a post, and whose limits it keeps."""
        name = planned.destination
        post = shown(planned, self.desk, self.zone, now)
        if name in self.limits and (why := self.limits[name].why):
            post["problems"].append(
                f"the usual limits are assumed, its server does not say: {why}"
            )
        return post | {"limits_from": whose(self.desk, name, self.limits)}

    def posts(
        self, article: Article, words: Consulted, hold: str, only: tuple[str, ...], fault: str
    ) -> list[dict[str, Any]]:
        """Compose an article as if it were new, and show each post (for `only` these, if any).

        `hold` says why a person has to decide first, `fault` why it goes without its picture.
        """
        now = time.time()
        published = article.published.timestamp() if article.published else now
        revision = NewRevision(
            article_id=0,
            revision=1,
            article=article,
            order_at=min(published, now),
            hold=hold,
            only_to=only,
            wording=words.wording,
        )
        composed = without_picture(revision, fault) if fault else revision
        return [self.shown(one, now) for one in deliveries_of(composed, self.desk)]

    async def learned(self, settings: Settings, only: Collection[str]) -> "Showing":
        """Give the same with what the servers of destinations (`only` these, if any) say."""
        limits = await asked_limits(settings, only)
        return replace(self, desk=with_limits(self.desk, limits), limits=limits)


def _problems(post: Post, length: int, limit: int) -> list[str]:
    problems = []
    if length > limit:
        problems.append(f"too long: {length} of {limit}")
    if not post.headline.strip():
        problems.append("the page has no headline: unless its feed gives one, it is not posted")
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


async def picture(posts: Iterable[dict[str, Any]], settings: Settings, desk: Desk) -> str:
    """Add to each post what its picture becomes; says why the picture cannot be posted at all."""
    illustrated = [post for post in posts if post["image"]]
    if not illustrated:
        return ""
    first = illustrated[0]
    image = Image(url=first["image"], others=tuple(first["other_sizes"]))
    async with opened_pictures(settings) as pictures:
        if fault := await pictures.fault(image):
            return fault
        for post in illustrated:
            made = await pictures.made(image, desk.outlets[post["destination"]].capabilities)
            if isinstance(made, Unusable):
                post["problems"].append(f"posted without its picture: {made}")
                continue
            size = {"width": made.width, "height": made.height}
            post["picture"] = {"type": made.mime, **size, "bytes": len(made.data)}
            if made.width < SMALL:
                small = f"the picture is small: {made.width}×{made.height} pixels"
                post["problems"].append(small)
    return ""


async def word_now(article: Article, model: Model | None, max_sentences: int) -> Consulted:
    """Word an article as the engine would; a model is asked anew, whatever it said before."""
    if model is None:
        return Consulted(wording=word(article, max_sentences))
    return await consulted(article, model)


def wording_shown(found: Consulted) -> dict[str, Any]:
    """Show words with their provenance, as fields of an article."""
    wording = found.wording
    shown = {
        "sentences": list(wording.sentences),
        "model": wording.model or None,
        "why": wording.why or None,
        "tokens_in": found.tokens_in,
        "tokens_out": found.tokens_out,
        "cost_usd": found.cost_usd,
    }
    return {"summary_origin": wording.origin or "none", "wording": shown}
