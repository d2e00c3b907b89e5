"""What a checked configuration means, in the house's own types."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from pathlib import Path

from bot.ports import Model, Options, Platform
from bot.rules import Destination, Publisher, Route, SourceRules
from bot.settings.document import Document
from bot.settings.doubts import doubts
from bot.settings.manners import (
    breaking_of,
    budget_of,
    craft_of,
    follows_of,
    grave_of,
    prices_of,
    quiet_of,
    spacing_of,
)
from bot.settings.reading import Sample, Sites, profile, samples
from bot.settings.references import faults, reveal, seal
from bot.settings.schema import File
from bot.settings.sections import (
    AlertsSection,
    ConsoleSection,
    DestinationSection,
    Manner,
    Posting,
    PublisherSection,
    RouteSection,
    SourceSection,
)
from bot.settings.values import SQLITE, digest, first_run, listen, pace, seconds, zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A destination with what its platform must know; `needs_approval`: a person decides first.

    `holds_first`: so it is until something of the same source has been posted there;
    `holds_words`: of what a model chose or wrote.
    """

    destination: Destination
    options: Options
    needs_approval: bool = False
    holds_first: bool = False
    holds_words: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Console:
    """Where the operator's pages are; `password` is a reference, "" only on this machine.

    `public_url` is where hubs and pings reach us ("": nowhere); `ping_token` is a reference too.
    """

    host: str
    port: int
    password: str = ""
    public_url: str = ""
    ping_token: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A whole configuration; holds references to secrets, never a secret.

    `database` is sqlite:////ABSOLUTE/PATH or postgresql://USER@HOST/DATABASE, whose password is
    behind `database_password` ("": none). `secrets` says where each reference stands in the file,
    `seals` what tells its secret from another.
    `model` is who is asked for words, its key a reference. `sites` says how single sites are read,
    `samples` what saved articles must give. `warnings` are for the operator; `digest` tells
    whether the file changed.
    """

    path: Path
    publisher: Publisher
    zone: tzinfo
    sources: tuple[SourceRules, ...]
    destinations: tuple[Target, ...]
    routes: tuple[Route, ...]
    database: str
    database_password: str = ""
    max_sentences: int = 2
    model: Model | None = None
    console: Console | None = None
    alerts: AlertsSection | None = None
    sites: Sites = ()
    samples: tuple[Sample, ...] = ()
    secrets: Mapping[str, str] = field(default_factory=dict)
    seals: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    digest: str = ""

    def reveal(self, reference: str) -> str:
        """Give the secret behind a reference; ConfigError says where it stands."""
        return reveal(reference, self.path.parent, self.secrets.get(reference, str(self.path)))

    def reveal_proxy(self, rules: SourceRules) -> SourceRules:
        """Give a source's rules with its proxy's own address; ConfigError where that is missing."""
        is_kept = rules.proxy.startswith(("env:", "file:"))
        return replace(rules, proxy=self.reveal(rules.proxy)) if is_kept else rules


def held_words(model: Model | None, target: Target) -> dict[str, str]:
    """Say why a person approves what a model chose or wrote, before it is posted there."""
    if model is None:
        return {}
    chosen = {"select": f"{model.name} chose its sentences: a person approves them first"}
    written = {"rewrite": f"{model.name} wrote it: a person approves it first"}
    if target.holds_words:
        return chosen | written
    return written if model.needs_approval else {}


def missing_secrets(settings: Settings) -> tuple[str, ...]:
    """Say which references lead nowhere, each with its place in the file."""
    places = settings.secrets.items()
    folder = settings.path.parent
    return tuple(line for secret, place in places for line in faults(secret, folder, place))


def settle(
    file: File,
    document: Document,
    path: Path,
    content: bytes,
    platforms: Mapping[str, type[Platform]],
) -> Settings:
    """Turn what is written into what is meant."""
    secrets = _references(document)
    targets = tuple(_target(d, file.posting, platforms[d.platform]) for d in file.destinations)
    return Settings(
        path=path,
        publisher=_publisher(file.publisher),
        zone=zone(file.publisher.timezone),
        sources=tuple(_source(source) for source in file.sources),
        destinations=targets,
        routes=_routes(file.routes, targets),
        database=_database(file.database, path),
        database_password=file.database_password or "",
        max_sentences=file.summary.max_sentences,
        model=file.summary.asked(),
        console=_console(file.console),
        alerts=file.alerts,
        sites=tuple(map(profile, file.sites)),
        samples=samples(file.tests, document, path.parent),
        secrets=secrets,
        seals={secret: seal(secret, path.parent) for secret in secrets},
        warnings=tuple(
            doubts(document, file, [target.destination for target in targets], platforms)
        ),
        digest=hashlib.sha256(content).hexdigest(),
    )


def _publisher(section: PublisherSection) -> Publisher:
    return Publisher(
        name=section.name,
        url=section.url,
        language=section.language or "",
        community=section.community,
    )


def _source(section: SourceSection) -> SourceRules:
    kind, url, links = section.place()
    return SourceRules(
        name=section.name,
        kind=kind,
        url=url,
        links=links,
        every=seconds(section.every),
        first_run=first_run(section.first_run),
        max_age=seconds(section.max_age),
        settle=seconds(section.settle),
        burst=section.burst,
        allow_private=section.allow_private,
        user_agent=section.user_agent,
        websub=section.websub == "auto",
        noindex=section.noindex == "post",
        proxy=section.proxy or "",
    )


def _target(own: DestinationSection, general: Posting, platform: type[Platform]) -> Target:
    if not isinstance(own, Options):
        raise TypeError(f"{own.platform} brings no options")
    manner = _manner(own, general)
    destination = Destination(
        name=own.name,
        platform=own.platform,
        address=own.address(),
        api_base=(own.api_base or "").rstrip("/"),
        language=manner.language or "",
        hashtags=manner.hashtags or 0,
        grave=grave_of(manner),
        image=manner.image is not False,
        link=manner.link_style != "none",
        pace=(pace(manner.rate),) if manner.rate else platform.capabilities.pace,
        spacing=spacing_of(manner),
        quiet=quiet_of(manner),
        digest=digest(manner.digest),
        breaking=breaking_of(manner),
        prices=prices_of(own.prices),
        budget=budget_of(own.budget),
        craft=craft_of(manner),
        follows=follows_of(own, general, platform.capabilities),
        timeout=seconds(own.timeout),
        on_doubt=own.on_doubt,
    )
    return Target(
        destination=destination,
        options=own,
        needs_approval=manner.approval not in {None, "off", "first_time", "llm"},
        holds_first=manner.approval == "first_time",
        holds_words=manner.approval == "llm",
    )


def _manner(own: Manner, general: Manner) -> Manner:
    """Take each word from the destination, or else from `posting`."""
    return Manner.model_construct(
        **{
            key: getattr(general if getattr(own, key) is None else own, key)
            for key in Manner.model_fields
        }
    )


def _routes(
    sections: tuple[RouteSection, ...] | None, targets: tuple[Target, ...]
) -> tuple[Route, ...]:
    if sections is None:
        return (Route(to=tuple(target.destination.name for target in targets)),)
    return tuple(
        Route(sections=route.when.section, languages=route.when.language, to=route.to)
        for route in sections
    )


def _database(written: str, path: Path) -> str:
    if not written.startswith(SQLITE):
        return written
    return f"{SQLITE}{path.parent.absolute() / written.removeprefix(SQLITE)}"


def _console(section: ConsoleSection | None) -> Console | None:
    if section is None:
        return None
    host, port = listen(section.listen)
    return Console(
        host=host,
        port=port,
        password=section.password or "",
        public_url=(section.public_url or "").rstrip("/"),
        ping_token=section.ping_token or "",
    )


def _references(document: Document) -> dict[str, str]:
    """Say where each reference first stands; whatever looks like one is one."""
    found: dict[str, str] = {}
    for loc, value in document.parts():
        if isinstance(value, str) and re.fullmatch(r"env:\w+|file:.+", value):
            found.setdefault(value, document.where(loc))
    return found
