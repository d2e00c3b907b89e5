"""What the outside world says of a configuration, one line for each thing asked. Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC

from bot.cli.console import moment
from bot.cli.proposal import Site
from bot.model import Entry
from bot.page.places import INVITING, place_of
from bot.ports import Platform, Poll
from bot.rules import Destination, SourceRules
from bot.settings.settings import Settings
from bot.steps.plan import is_same_place
from bot.text.links import url_key
from bot.text.moments import read_moment

OK, LOOK, WRONG = "ok", "look", "wrong"
ENOUGH = 500_000_000
"""Bytes of free disk below which the ledger may soon find no room."""
SKEW = 60.0
"""Seconds by which clocks may differ; platforms refuse signatures of another time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What was asked and how it is: "ok", "look" (a person should) or "wrong"."""

    what: str
    verdict: str
    says: str
    to_do: str = ""


def wrong(what: str, says: object, to_do: str) -> Check:
    """Say what is wrong with something."""
    return Check(what=what, verdict=WRONG, says=str(says), to_do=to_do)


def of_source(rules: SourceRules, poll: Poll) -> Check:
    """Judge what one look at a source found."""
    what = f"source {rules.name}"
    entries = poll.entries or ()
    if not entries:
        return wrong(what, f"{rules.url} lists no article", "is it the address of the feed?")
    says = f"{len(entries)} entries, the newest of {_newest(entries)}"
    if not any(entry.url for entry in entries):
        return wrong(what, f"{says}, none with a link", "is it the address of the feed?")
    if poll.moved_to:
        to_do = f"write {poll.moved_to} instead of {rules.url}"
        return Check(what=what, verdict=LOOK, says=f"{says}; it has moved", to_do=to_do)
    return Check(what=what, verdict=OK, says=says)


def of_clock(date: str, now: float) -> Check:
    """Compare our clock with that of a server; one that is behind us may be a cache."""
    theirs = read_moment(date)
    if theirs is None:
        return Check(what="clock", verdict=LOOK, says="the site's server does not say its time")
    ahead = now - theirs.timestamp()
    if abs(ahead) <= SKEW:
        return Check(what="clock", verdict=OK, says=f"within {SKEW:.0f} s of the site's server")
    says = f"{abs(ahead):.0f} s {'ahead of' if ahead > 0 else 'behind'} the site's server"
    verdict = LOOK if ahead > 0 else WRONG
    return Check(what="clock", verdict=verdict, says=says, to_do="set the clock, by NTP")


def of_shared_clock(ahead: float) -> list[Check]:
    """Judge how far our clock is ahead of the one by which all go that share the database."""
    if abs(ahead) <= SKEW:
        return []
    says = (
        f"{abs(ahead):.0f} s {'ahead of' if ahead > 0 else 'behind'} the database's, which counts"
    )
    return [wrong("clock", says, "set it, by NTP, here or there")]


def of_disk(free: int) -> Check:
    """Judge the free space where the database stands, in bytes."""
    says = f"{free / 1e9:.1f} GB free"
    if free < ENOUGH:
        return wrong("disk", says, f"make room: {ENOUGH / 1e9:.1f} GB at least")
    return Check(what="disk", verdict=OK, says=says)


def of_destination(
    destination: Destination, platform: type[Platform], site: Mapping[str, str] | None
) -> Check:
    """Compare a destination with where the `site` (None: not reached) invites its readers."""
    what, can = f"destination {destination.name}", platform.capabilities.at(destination.prices)
    price = f"; ${can.price:.3f} a post, ${can.price_with_link:.3f} with a link"
    costs = price if can.price or can.price_with_link else ""
    if site is None:
        return Check(what=what, verdict=LOOK, says=f"the site could not be compared{costs}")
    link = site.get(destination.platform)
    if link is None and destination.platform not in INVITING:
        return Check(what=what, verdict=OK, says=f"no place that sites invite readers to{costs}")
    if link is None:
        says = f"the site does not invite readers to {destination.platform}{costs}"
        to_do = f"link {destination.address or 'it'} on the site, so that readers find it"
        return Check(what=what, verdict=LOOK, says=says, to_do=to_do)
    if is_same_place(link, destination.address):
        return Check(what=what, verdict=OK, says=f"the site invites readers to {link}{costs}")
    says = f"posts to {destination.address}, but the site invites readers to {link}"
    return wrong(what, says, "correct the destination, or the link on the site")


def of_ways(settings: Settings, site: Site) -> Check:
    """Tell which ways to learn of articles the site offers, and what would be gained by them."""
    offered = [f"{kind} {url}" for kind, url in site.sources()]
    says = ", ".join([*offered, *(f"hub {hub}" for hub in site.hubs)]) or "it names none"
    watched = {url_key(rules.url) for rules in settings.sources}
    is_watched = any(url_key(url) in watched for _, url in site.sources())
    if offered and not is_watched:
        to_do = "see whether one of these is better than what is configured"
        return Check(what="ways to hear", verdict=LOOK, says=says, to_do=to_do)
    if site.hubs and not (settings.console and settings.console.public_url):
        to_do = "set console.public_url, so that the hub can tell of news at once"
        return Check(what="ways to hear", verdict=LOOK, says=says, to_do=to_do)
    return Check(what="ways to hear", verdict=OK, says=says)


def of_community(
    settings: Settings, site: Mapping[str, str], platforms: Collection[str]
) -> Iterator[Check]:
    """Find where the site invites readers and nothing is posted, or the configuration differs."""
    served = {target.destination.platform for target in settings.destinations}
    for platform, link in site.items():
        if platform in platforms and platform not in served:
            says = f"the site invites readers to {link}, where nothing is posted"
            to_do = f"add a destination with platform: {platform}"
            yield Check(what=f"community {platform}", verdict=LOOK, says=says, to_do=to_do)
    for platform, written in (settings.publisher.community or {}).items():
        link = site.get(platform, written)
        if (place_of(written) or written) != (place_of(link) or link):
            says = f"the configuration says {written}, the site {link}"
            yield wrong(f"community {platform}", says, "correct publisher.community, or the site")


def _newest(entries: Sequence[Entry]) -> str:
    moments = [at for entry in entries if (at := entry.published or entry.updated)]
    return (moment(max(moments).astimezone(UTC).timestamp()) or "") if moments else "no known time"
