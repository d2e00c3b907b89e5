"""What may be written in each section of the file; what it means is in `settings.py`."""

from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)

from bot.manner import Doubt
from bot.ports import Secret
from bot.settings.section import (
    Breaking,
    Budget,
    Or,
    Prices,
    Section,
    Templates,
    Utm,
    When,
    Words,
    one_is_a_list,
)
from bot.settings.values import (
    Count,
    Digest,
    Duration,
    FirstRun,
    Language,
    Listen,
    Name,
    ProxyAddress,
    PublicAddress,
    QuietHours,
    Rate,
    Selector,
    WebAddress,
    Zone,
    is_loopback,
    listen,
    within,
)


def _not_empty(items: tuple[object, ...]) -> tuple[object, ...]:
    if not items:
        raise ValueError("must not be empty")
    return items


SOME = AfterValidator(_not_empty)
"""At least one; said only where every single one is in order."""


def _auto_is_none(written: object) -> object:
    if written == "auto" or isinstance(written, dict):
        return None if written == "auto" else written
    raise ValueError("must be auto or a list of platforms with their addresses")


Community = Annotated[
    dict[str, WebAddress] | None,
    BeforeValidator(_auto_is_none),
    WithJsonSchema(
        {
            "anyOf": [
                {"const": "auto"},
                {"type": "object", "additionalProperties": {"type": "string", "format": "uri"}},
            ]
        }
    ),
]


Correction = Literal["edit", "reply", "off"]
Retraction = Literal["delete", "notice", "reply", "off"]


class PublisherSection(Section):
    """Whose articles these are."""

    name: str = Field(min_length=1, description="The publisher's name, as readers know it.")
    url: WebAddress = Field(description="The front page.")
    language: Language | None = Field(None, description="The articles' language, like en.")
    timezone: Zone = Field("UTC", description="The newsroom's time zone, like Europe/London.")
    community: Community = Field(
        None,
        description="Where readers follow the publisher, by platform; auto: read from the pages.",
    )


class PageSection(Section):
    """A page that lists articles."""

    url: WebAddress = Field(description="The page.")
    links: Selector = Field(
        "", description="Its links that are articles, as a CSS selector; left out: its headlines."
    )


def _alone(written: object) -> object:
    return {"url": written} if isinstance(written, str) else written


LinkedPage = Annotated[
    PageSection, BeforeValidator(_alone), Or(type="string", pattern="^https?://.+$")
]
"""An address alone, or with the links that count."""


def _one_kind(schema: dict[str, Any], model: type["SourceSection"]) -> None:
    schema["oneOf"] = [{"required": [kind]} for kind in model.kinds]


class SourceSection(Section):
    """One way to learn of articles; exactly one key says of which kind and where."""

    kinds: ClassVar[tuple[str, ...]] = ()
    model_config = ConfigDict(json_schema_extra=_one_kind)

    name: Name = Field(description="Our name for this source.")
    every: Annotated[Duration, within("1s", "7d")] = Field(
        "5m", description="Look at least this often; adapts to the source's rhythm."
    )
    websub: Literal["auto", "off"] = Field("auto", description="Let a hub tell us at once.")
    first_run: FirstRun = Field(
        "none", description="How many of the entries found at first are posted."
    )
    max_age: Duration = Field("2d", description="Older articles never post by themselves.")
    settle: Duration = Field("60s", description="Wait this long before reading a new article.")
    burst: Count = Field(20, description="More new entries than this in one poll hold and ask.")
    allow_private: bool = Field(default=False, description="Allow private addresses here.")
    noindex: Literal["hold", "post"] = Field(
        "hold", description="What to do with pages that search engines are asked to leave out."
    )
    user_agent: str = Field("", description="Call ourselves this instead of Herald.")
    proxy: ProxyAddress | None = Field(
        None, description="An HTTP proxy to go through; with a password: env:NAME or file:PATH."
    )

    def place(self) -> tuple[str, str, str]:
        """Say of which kind this source is, where, and which links count ("": not said)."""
        places = {kind: getattr(self, kind) for kind in self.kinds}
        kind, place = next(given for given in places.items() if given[1] is not None)
        return (kind, place, "") if isinstance(place, str) else (kind, place.url, place.links)


class Manner(Section):
    """How posts are made; a destination's own word goes before that of `posting`."""

    rate: Rate | None = Field(None, description="Our own pace, instead of the platform's.")
    spacing: Duration | None = Field(None, description="At least this long between two posts.")
    per_day: Count | None = Field(None, description="At most so many posts in 24 hours.")
    quiet_hours: QuietHours | None = Field(
        None, description="Hours of the publisher's day in which nothing rings, or off."
    )
    quiet: Literal["held", "silent"] | None = Field(
        None, description="What quiet hours do to a post: it waits (held), or makes no sound."
    )
    digest: Digest | None = Field(
        None,
        description="More posts than this due at once go out as one with all headlines; or off.",
    )
    breaking: Breaking | None = Field(
        None, description="News that passes quiet hours, spacing and per_day."
    )
    template: Templates | None = Field(
        None, description="How posts are laid out; or a list of such, each with when it is meant."
    )
    utm: Utm | None = Field(
        None, description="What is added to links, so that the publisher sees who came from where."
    )
    language: Language | None = Field(None, description="The language of the posts.")
    hashtags: Annotated[int, Field(strict=True, ge=0, le=2)] | None = Field(
        None, description="At most so many hashtags, from the publisher's keywords."
    )
    no_hashtags: Words | None = Field(
        None, description="Words of a headline or summary beside which there are no hashtags."
    )
    image: bool | Annotated[int, Field(strict=True, ge=1, le=10)] | None = Field(
        None, description="Whether posts show the article's picture, or how many at most."
    )
    paywall_mark: bool | None = Field(
        None, description="Whether headlines of articles that must be paid for end in 🔒."
    )
    link_style: Literal["link", "reply", "none"] | None = Field(
        None,
        description="Whether posts carry the article's link, or where there are threads a reply does.",
    )
    thread: Annotated[int, Field(strict=True, ge=0, le=10)] | None = Field(
        None,
        description="At most so many further posts say what does not fit, where there are threads.",
    )
    approval: Literal["off", "all", "first_time", "llm"] | None = Field(
        None,
        description="Whether a person lets each post go first; llm: each that a model chose words for or wrote.",
    )


class Posting(Manner):
    """How posts are made wherever a destination does not say it itself."""

    correction: dict[str, Correction] | None = Field(
        None, description="How each platform shows that an article changed."
    )
    retraction: dict[str, Retraction] | None = Field(
        None, description="What becomes of a post on each platform when its article is withdrawn."
    )


class DestinationSection(Manner):
    """A channel, page or account of ours; the platform adds keys of its own."""

    name: Name = Field(description="Our name for this destination.")
    platform: str = Field(description="The platform's name.")
    api_base: WebAddress | None = Field(
        None, description="Scheme, host and port instead of the platform's own."
    )
    timeout: Annotated[Duration, within("1s", "20s")] = Field(
        "20s", description="How long one attempt may take."
    )
    on_doubt: Doubt = Field(
        Doubt.ASK,
        description="What becomes of a post that may stand there where the platform cannot tell.",
    )
    prices: Prices | None = Field(
        None, description="What the platform charges a post, instead of its usual prices."
    )
    budget: Budget | None = Field(None, description="What this destination may cost.")
    correction: Correction | None = Field(
        None, description="How a post shows that its article changed."
    )
    retraction: Retraction | None = Field(
        None, description="What becomes of a post when its article is withdrawn."
    )


Selectors = Annotated[
    tuple[Selector, ...],
    BeforeValidator(one_is_a_list),
    WithJsonSchema(
        {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
    ),
]


class RouteSection(Section):
    """Articles that fit go there."""

    when: When = Field(When.model_construct(), description="Which articles; left out: every one.")
    to: Annotated[Words, SOME] = Field(
        description="Names of destinations; community: where the article's links invite readers.",
    )


class AlertsSection(Section):
    """The operators' chat on Telegram: each alert is told there once."""

    chat: int | Annotated[str, Field(pattern=r"^(@[A-Za-z]\w{3,31}|-?\d+)$")] = Field(
        description='The chat: its numeric id, or "@name".'
    )
    token: Secret = Field(description="The token of a bot in that chat: env:NAME or file:PATH.")
    deciders: tuple[int | Annotated[str, Field(pattern=r"^@[A-Za-z]\w{3,31}$")], ...] | None = (
        Field(
            None,
            description='Who may decide there, by id or "@name"; by default who administers the chat.',
        )
    )
    api_base: WebAddress | None = Field(
        None, description="Scheme, host and port instead of Telegram's own."
    )


class ConsoleSection(Section):
    """The operator's pages."""

    listen: Listen = Field("127.0.0.1:8080", description="Address and port.")
    public_url: PublicAddress | None = Field(
        None, description="Where a reverse proxy makes hubs and pings reach this console."
    )
    ping_token: Secret | None = Field(
        None, description="What a ping must know, letters and digits: env:NAME or file:PATH."
    )
    password: Secret | None = Field(
        None, description="Asked of everybody, needed beyond this machine: env:NAME or file:PATH."
    )

    @model_validator(mode="after")
    def _stays_at_home(self) -> Self:
        if self.password is None and not is_loopback(listen(self.listen)[0]):
            raise ValueError(
                "needs a password to listen beyond this machine: password: env:NAME or file:PATH"
            )
        return self
