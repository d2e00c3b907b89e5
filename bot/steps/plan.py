"""Decide where an article goes, and turn it into deliveries."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, tzinfo

from bot.manner import Breaking
from bot.model import Article, Image, Post
from bot.ports import Capabilities, NewRevision, Planned, PlanStore
from bot.rules import Destination, Publisher, Route
from bot.steps.compose import compose, cost, misfit
from bot.steps.conditions import fits
from bot.steps.summarise import word
from bot.text.casing import begun_calmly, calmed
from bot.text.keywords import is_named
from bot.wording import Wording

FIRST = "what a source posts here first is approved by a person"
COMMUNITY = "community"
"""The route's word for: wherever the article's own community links invite readers."""

_log = logging.getLogger("herald.plan")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A destination with what its platform can; `hold` says why a person approves first.

    `holds_first`: a person approves until something of the same source has been posted there.
    `holds_words` says why a person approves words, by their origin: "select", "rewrite".
    """

    destination: Destination
    capabilities: Capabilities
    hold: str = ""
    holds_first: bool = False
    holds_words: Mapping[str, str] = field(default_factory=dict)

    def hold_of(self, wording: Wording) -> str:
        """Say why a person approves a post with these words first; "" where nobody need."""
        return self.hold or self.holds_words.get(wording.origin, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """All that planning knows: whose articles, in which time zone, outlets by name, routes.

    `asked_of` names the model that words come from, as `prompt.asked_of` does ("": from none).
    """

    publisher: Publisher
    outlets: Mapping[str, Outlet]
    routes: tuple[Route, ...] = ()
    max_sentences: int = 2
    zone: tzinfo = UTC
    asked_of: str = ""


NOBODY = Desk(publisher=Publisher(name="", url=""), outlets={})
"""For a look at an article alone, without a configuration."""

Fault = Callable[[Image], Awaitable[str]]
"""Says why an image cannot be posted; "" where it can."""


async def plan(store: PlanStore, desk: Desk, now: float, fault: Fault, limit: int = 50) -> int:
    """Make the deliveries of new revisions, in publication order; gives how many revisions.

    A picture that cannot be had is left out before anything is composed around it.
    """
    found = await store.new_revisions(now, limit, desk.asked_of)
    revisions = await asyncio.gather(*(_illustrated(one, desk, fault) for one in found))
    tried = [name for name, outlet in desk.outlets.items() if outlet.holds_first]
    for revision in revisions:
        proven = await store.proven(revision.article_id, tried) if tried else frozenset[str]()
        try:
            planned = deliveries_of(revision, desk, proven)
        except Exception as error:  # noqa: BLE001 - set aside, shown, and the others go on
            _log.exception("%s could not be composed", revision.article.canonical_url)
            await store.plan_failed(revision, repr(error), now)
        else:
            await store.save_plan(revision, planned, now)
    return len(revisions)


async def _illustrated(revision: NewRevision, desk: Desk, fault: Fault) -> NewRevision:
    """Take a revision's picture away where it cannot be posted, and say so."""
    image = revision.article.image
    wanted = any(o.destination.image and o.capabilities.images for o in desk.outlets.values())
    if not (image and wanted):
        return revision
    why = await fault(image)
    return without_picture(revision, why) if why else revision


def without_picture(revision: NewRevision, why: str) -> NewRevision:
    """Give a revision that is composed without its picture, which `why` is to blame for."""
    article = replace(revision.article, image=None)
    return replace(revision, article=article, note=f"without its picture: {why}")


def deliveries_of(
    revision: NewRevision, desk: Desk, proven: Collection[str] = ()
) -> list[Planned]:
    """Compose a revision for each destination that it goes to.

    `proven` are those where something of its source has been posted before.
    """
    names = revision.only_to or choose(revision.article, desk)
    planned = []
    for name in names:
        outlet = desk.outlets.get(name)
        if outlet is None:  # a destination that has left the configuration meanwhile
            continue
        one = planned_for(revision, outlet, desk)
        is_first = outlet.holds_first and name not in proven and not one.hold
        planned.append(replace(one, hold=FIRST) if is_first else one)
    return planned


def planned_for(revision: NewRevision, outlet: Outlet, desk: Desk) -> Planned:
    """Compose a revision for one destination, with and without its link where that is dear."""
    wording = revision.wording or word(revision.article, desk.max_sentences)

    def form(destination: Destination) -> tuple[Post, float]:
        there = replace(outlet, destination=destination)
        post = composed(revision.article, wording.sentences, there, desk, revision.revision)
        return replace(post, is_breaking=is_urgent), cost(post, outlet.capabilities)

    destination = outlet.destination
    breaking = destination.breaking
    is_urgent = is_breaking(revision.article, breaking)
    post, price = form(destination)
    # why always: whether the budget allows a link is known when it goes, not when it is planned.
    spare, less = form(replace(destination, link=False)) if price else (post, price)
    return Planned(
        destination=destination.name,
        platform=destination.platform,
        post=post,
        cost_usd=price,
        hold=revision.hold or outlet.hold_of(wording),
        note="; ".join(filter(None, _notes(revision, wording.sentences, outlet, desk))),
        spare=spare if less < price else None,
        spare_usd=less if less < price else 0.0,
        urgent_until=revision.order_at + breaking.max_age if is_urgent else 0.0,
    )


def _notes(
    revision: NewRevision, summary: tuple[str, ...], outlet: Outlet, desk: Desk
) -> Iterator[str]:
    """Say what is other than the configuration wants it."""
    if outlet.destination.image and outlet.capabilities.images:
        yield revision.note
    given = (revision.article, summary, outlet.destination, outlet.capabilities, desk.publisher)
    if why := misfit(*given):
        yield f"laid out without the template: {why}"


def is_breaking(article: Article, breaking: Breaking) -> bool:
    """Say whether an article is breaking news, by a word of its headline or by its section."""
    return article.section.casefold() in {section.casefold() for section in breaking.sections} or (
        any(is_named(keyword, article.headline) for keyword in breaking.keywords)
    )


def composed(
    article: Article, summary: tuple[str, ...], outlet: Outlet, desk: Desk, revision: int
) -> Post:
    """Compose an article for one outlet."""
    can, publisher, destination = outlet.capabilities, desk.publisher, outlet.destination
    headline = calmed(article.headline, article.body or article.summary, article.language)
    article = replace(article, headline=headline)
    summary = tuple(begun_calmly(sentence, article.body) for sentence in summary)
    told = " ".join([article.headline, *summary])
    if destination.hashtags and any(is_named(word, told) for word in destination.grave):
        destination = replace(destination, hashtags=0)
    return compose(article, summary, destination, can, publisher, revision)


def choose(article: Article, desk: Desk) -> tuple[str, ...]:
    """Name the destinations of an article: those of every route that fits; all without routes."""
    if not desk.routes:
        return tuple(desk.outlets)
    chosen: dict[str, None] = {}
    for route in desk.routes:
        if not fits(article, route.sections, route.languages):
            continue
        for name in route.to:
            chosen |= dict.fromkeys(_invited(article, desk) if name == COMMUNITY else [name])
    return tuple(chosen)


def _invited(article: Article, desk: Desk) -> list[str]:
    community = desk.publisher.community
    links = article.community if community is None else community
    return [
        name
        for name, outlet in desk.outlets.items()
        if outlet.destination.platform in links
        and is_same_place(links[outlet.destination.platform], outlet.destination.address)
    ]


def is_same_place(link: str, address: str) -> bool:
    """Say whether a community link is this address; one without a name (a number) may be.

    A name may say its server, too: "@news@social.example" is at "https://social.example/@news".
    """
    if not address.startswith("@"):
        return True
    before, _, last = link.rstrip("/").rpartition("/")
    name, host = last.lstrip("@").casefold(), before.rpartition("/")[2].casefold()
    return address[1:].casefold() in {name, f"{name}@{host}"}
