"""What one valid configuration gives the engine; swapped in whole when it changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo

from bot.engine.opschat import OpsChat
from bot.page.profile import Profile
from bot.ports import Allowance, Ask, Fetch, Lane, Model, Options, Platform, Source, Submit
from bot.rules import SourceRules
from bot.steps.hear import Entrance
from bot.steps.hours import Calendar, calendar, quiet_until
from bot.steps.plan import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """Everything the steps work with, by name.

    `fetch` reads pages and pictures; `submit` asks hubs, which answer at our `entrance`; `zone` is
    the publisher's, for dates that name none; `sites` say how single ones are read. `marks` tell one
    configuration of a destination from another. `ask` asks the `model` that words articles. `chat` is the operators'.
    """

    sources: Mapping[str, Source]
    platforms: Mapping[str, Platform]
    desk: Desk
    fetch: Fetch
    zone: tzinfo = UTC
    sites: tuple[Profile, ...] = ()
    submit: Submit | None = None
    ask: Ask | None = None
    model: Model | None = None
    entrance: Entrance = field(default_factory=Entrance)
    marks: Mapping[str, str] = field(default_factory=dict)
    chat: OpsChat | None = None

    @property
    def rules(self) -> dict[str, SourceRules]:
        """Give the rules of each source by its name."""
        return {name: source.rules for name, source in self.sources.items()}

    @property
    def addresses(self) -> dict[str, str]:
        """Say where each destination is, and the operators' chat (""), as it is configured."""
        chat = {"": str(self.chat.place.chat)} if self.chat else {}
        return chat | {name: each.destination.address for name, each in self.platforms.items()}

    @property
    def options(self) -> dict[str, Options]:
        """Give what only its platform understands of each destination."""
        return {name: each.settings for name, each in self.platforms.items()}

    def lanes(self, now: float) -> dict[str, Lane]:
        """Give what claiming needs to know of each destination in this minute."""
        day = calendar(self.zone, now)
        return {name: self._lane(platform, day, now) for name, platform in self.platforms.items()}

    def _lane(self, platform: Platform, day: Calendar, now: float) -> Lane:
        destination = platform.destination
        prices = platform.capabilities.at(destination.prices)
        budget, quiet = destination.budget, destination.quiet
        limits = (
            (budget.usd_per_day, "day", day.day, day.next_day),
            (budget.usd_per_month, "month", day.month, day.next_month),
        )
        return Lane(
            paces=destination.pace,
            spacing=destination.spacing,
            quiet_until=quiet_until(quiet, self.zone, now),
            is_silent=quiet is not None and quiet.is_silent,
            allowances=tuple(
                Allowance(usd=usd, per=per, since=since, until=until)
                for usd, per, since, until in limits
                if usd is not None
            ),
            drops_link=budget.drops_link,
            read_usd=prices.price_read,
            alt_text_usd=prices.price_alt_text,
            digest=destination.digest,
            mark=self.marks.get(destination.name, Lane().mark),
        )

    @property
    def private_hosts(self) -> frozenset[str]:
        """Name the hosts whose pages and pictures may stand on private addresses."""
        return frozenset(
            host_of(rules.url) for rules in self.rules.values() if rules.allow_private
        )

    def proxy_for(self, url: str) -> str:
        """Say which proxy leads to a picture: its host's own, else the one that all sources share."""
        of_hosts = {host_of(rules.url): rules.proxy for rules in self.rules.values()}
        shared = next(iter(of_hosts.values()), "") if len(set(of_hosts.values())) == 1 else ""
        return of_hosts.get(host_of(url), shared)


def host_of(url: str) -> str:
    """Give the host and port of an address, as written."""
    return url.partition("://")[2].partition("/")[0].lower()
