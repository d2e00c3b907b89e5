"""The web and the sources on it: what a fetch answers, what a poll finds."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from typing import ClassVar, Protocol, Self, TypedDict, Unpack

from bot.errors import FetchError
from bot.model import Article, Entry
from bot.rules import Hub, SourceRules


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a conditional GET sends back, exactly as received; "" where there was none.

    `seen` is no header: it names what the last document held, for a source that then reads only
    what is new in the next one.
    """

    etag: str = ""
    last_modified: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server said; `body` is inflated and bounded, `url` is where redirects ended.

    `links` is the `Link` header (RFC 8288), its lines joined by commas; `date` is the server's time
    as its `Date` header has it, `language` the `Content-Language`, `robots` the `X-Robots-Tag`.
    """

    url: str
    status: int
    body: bytes = b""
    content_type: str = ""
    validators: Validators = field(default_factory=Validators)
    max_age: float | None = None
    moved_to: str = ""
    links: str = ""
    date: str = ""
    language: str = ""
    robots: str = ""


class BrokenOff(FetchError):
    """The server's answer ended before its end; `part` is what came, without validators."""

    def __init__(self, url: str, why: str, part: Answer) -> None:
        super().__init__(url, why)
        self.part = part


class Manners(TypedDict, total=False):
    """How a publisher's server is asked: as which browser ("": as ourselves), through which proxy.

    Private addresses are refused where that is not allowed.
    """

    allow_private: bool
    user_agent: str
    proxy: str


def manners(rules: SourceRules) -> Manners:
    """Say how all that belongs to a source is asked for."""
    return Manners(
        allow_private=rules.allow_private, user_agent=rules.user_agent, proxy=rules.proxy
    )


class Fetch(Protocol):
    """The one door to the web; raises FetchError for everything that is not 200 or 304."""

    async def __call__(
        self,
        url: str,
        *,
        validators: Validators = ...,
        limit: int = ...,
        **manners: Unpack[Manners],
    ) -> Answer: ...


Make = Callable[[Entry, str | None, str], Article]
"""Makes an article of an entry, its page and where that stands."""


class Submit(Protocol):
    """The way to ask something of another server: a form, sent once; raises FetchError."""

    async def __call__(
        self, url: str, form: Mapping[str, str], **manners: Unpack[Manners]
    ) -> None: ...


class Ask(Protocol):
    """The way to ask a language model: a JSON document, answered by one; raises FetchError."""

    async def __call__(
        self, url: str, question: object, *, key: str = ..., patience: float = ...
    ) -> bytes: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """What one look at a source found; `entries` in the source's own order, None: unchanged.

    `hub` is who pushes the news of the source, where it says so now. Where `whole` is set,
    `entries` are only those that the last document did not have; awaiting it gives all that the
    document has. `listed` is how many entries it has (None: not counted), `size` its bytes (0: the
    server says that it did not change). `ended` are ids of entries that are no more, as the source
    has it: a reason to look at their pages, which alone tell.
    """

    entries: tuple[Entry, ...] | None
    validators: Validators = field(default_factory=Validators)
    max_age: float | None = None
    moved_to: str = ""
    hub: Hub | None = None
    whole: Callable[[], Awaitable[tuple[Entry, ...]]] | None = None
    listed: int | None = None
    size: int = 0
    ended: tuple[str, ...] = ()


class Source(ABC):
    """One way to learn of articles; `kind` is its key in the configuration.

    `takes_links`: the configuration may say which links on a page are articles. The first line
    under the class says in the reference what address is wanted.
    """

    kind: ClassVar[str]
    takes_links: ClassVar[bool] = False

    def __init__(self, rules: SourceRules, fetch: Fetch) -> None:
        self.rules = rules
        self.fetch = fetch

    def ask(
        self,
        url: str,
        validators: Validators = Validators(),
    ) -> Awaitable[Answer]:
        """Fetch one of its documents in the way that the configuration wants."""
        return self.fetch(url, validators=validators, **manners(self.rules))

    def at(self, url: str) -> Self:
        """Give this source as it is at another address."""
        there = copy(self)
        there.rules = replace(self.rules, url=url)
        return there

    @abstractmethod
    async def poll(self, validators: Validators) -> Poll:
        """Look once; raise FetchError where the source cannot be read or understood."""
