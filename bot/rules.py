"""What the operator decides: whose articles, from which sources, to which destinations; no secrets."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.manner import Breaking, Budget, Craft, Doubt, Follows, Prices, Quiet


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """Whose articles these are; `community` None means: read it from the article pages."""

    name: str
    url: str
    language: str = ""
    community: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRules:
    """How one source is watched; durations in seconds. `websub`: a hub may tell us of news.

    `first_run` is how many of the entries found at the first poll are posted (None: all). `links` is the CSS
    selector of links that are articles ("": the kind's own). `noindex`: what search engines are to leave out
    is posted too. `proxy` is the address of one ("": none), or where that is kept (env:NAME or file:PATH).
    """

    name: str
    kind: str
    url: str
    links: str = ""
    every: float = 300
    first_run: int | None = 0
    max_age: float = 172_800
    settle: float = 60
    burst: int = 20
    allow_private: bool = False
    user_agent: str = ""
    websub: bool = True
    noindex: bool = False
    proxy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hub:
    """Who pushes the news of a source (WebSub): the hub's address, and what it calls the source."""

    url: str
    topic: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """At most `count` posts in any `seconds`."""

    count: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """A channel, page or account of ours on one platform; holds no secret.

    `hashtags` is how many at most, none beside a word of `grave`; `pace` is what the platform
    allows, `spacing` what we allow ourselves, both kept over restarts; `timeout` is how many
    seconds one attempt may take, and how long after it a post that is not found counts as absent.
    More than `digest` due at once (0: however many) go as one. `api_base` replaces scheme, host
    and port ("": own).
    """

    name: str
    platform: str
    address: str
    api_base: str = ""
    language: str = ""
    hashtags: int = 0
    grave: tuple[str, ...] = ()
    image: bool = True
    link: bool = True
    pace: tuple[Pace, ...] = ()
    spacing: tuple[Pace, ...] = ()
    quiet: Quiet | None = None
    digest: int = 0
    craft: Craft = field(default_factory=Craft)
    follows: Follows = field(default_factory=Follows)
    breaking: Breaking = field(default_factory=Breaking)
    prices: Prices = field(default_factory=Prices)
    budget: Budget = field(default_factory=Budget)
    timeout: float = 20
    on_doubt: Doubt = Doubt.ASK


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Articles that fit every given condition go to `to`; "community": where their links invite to."""

    sections: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
