"""What the steps need from the outside world; time comes in as an argument."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Protocol

from pydantic import AfterValidator, BaseModel, ConfigDict, WithJsonSchema

from bot.errors import Refused
from bot.lifecycle import Settlement
from bot.model import (
    Article,
    Delivery,
    Destination,
    Entry,
    Pace,
    Picture,
    Post,
    Receipt,
    SourceRules,
    Unit,
)


def _reference(value: str) -> str:
    if not value.startswith(("env:", "file:")) or value in {"env:", "file:"}:
        raise ValueError("a secret is never written here: say env:NAME or file:PATH")
    return value


Secret = Annotated[
    str,
    AfterValidator(_reference),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": "^(env|file):.+$",
            "description": "Where the secret is kept: env:NAME or file:PATH.",
        }
    ),
]
"""Where a secret is to be found: env:NAME or file:PATH; never the secret itself."""

Reveal = Callable[[str], str]
"""Gives the secret behind a `Secret`; raises ConfigError naming the reference."""


class Options(BaseModel):
    """Settings of one destination that only its platform understands; unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def address(self) -> str:
        """Say which channel, page or account this is, as the platform names it ("@news")."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What a platform can do; data, so that compose, docs and tests read the same truth.

    Lengths are in `unit`; `link_length` is what any URL in the text costs (None: its own length);
    `hidden_links`: a link may stand behind words. `caption` is the limit of a text under a
    picture (None: the same as `text`). Prices are in US dollars a post.
    """

    text: int
    unit: Unit = Unit.CODEPOINTS
    caption: int | None = None
    link_length: int | None = None
    hidden_links: bool = False
    link_preview: bool = False
    buttons: bool = False
    images: bool = False
    image_bytes: int = 0
    image_types: frozenset[str] = frozenset()
    alt_text: bool = False
    edit: bool = False
    delete: bool = False
    find: bool = False
    pace: tuple[Pace, ...] = ()
    price: float = 0.0
    price_with_link: float = 0.0


class Platform(ABC):
    """One destination on one platform; `send` is the only must.

    A file in `platforms/` that defines one *is* the platform. Libraries load and secrets are
    revealed when it is first used, not before.
    """

    name: ClassVar[str]
    capabilities: ClassVar[Capabilities]
    options: ClassVar[type[Options]]

    def __init__(self, destination: Destination, options: Options, reveal: Reveal) -> None:
        self.destination = destination
        self.settings = options
        self.reveal = reveal

    @abstractmethod
    async def send(self, post: Post, picture: Picture | None) -> Receipt:
        """Publish once; raise Throttled, Unsent, Refused or InDoubt.

        `picture` is the checked image of `post.image`, or None where it could not be had.
        """

    async def edit(self, receipt: Receipt, post: Post) -> Receipt:
        """Change what stands at `receipt` into `post`."""
        raise Refused(f"{self.name} cannot edit {receipt.id} ({post.key})")

    async def delete(self, receipt: Receipt) -> None:
        """Take down what stands at `receipt`."""
        raise Refused(f"{self.name} cannot delete {receipt.id}")

    async def find(self, post: Post, after: str) -> Receipt | None:
        """Look whether `post` stands there, newer than the post with id `after` ("": unknown).

        None: surely not there. InDoubt: cannot tell, ask a person. Throttled, Unsent: ask later.
        """
        raise Refused(f"{self.name} cannot look up {post.key} after {after}")

    async def close(self) -> None:  # noqa: B027 - most platforms hold nothing open
        """Give back sockets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a conditional GET sends back, exactly as received; "" where there was none."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server said; `body` is inflated and bounded, `url` is where redirects ended."""

    url: str
    status: int
    body: bytes = b""
    content_type: str = ""
    validators: Validators = field(default_factory=Validators)
    max_age: float | None = None
    moved_to: str = ""


class Fetch(Protocol):
    """The one door to the web; raises FetchError for everything that is not 200 or 304."""

    async def __call__(
        self,
        url: str,
        *,
        validators: Validators = ...,
        allow_private: bool = ...,
        user_agent: str = ...,
        limit: int = ...,
    ) -> Answer: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """What one look at a source found; `entries` in the source's own order, None: unchanged."""

    entries: tuple[Entry, ...] | None
    validators: Validators = field(default_factory=Validators)
    max_age: float | None = None
    moved_to: str = ""


class Source(ABC):
    """One way to learn of articles; `kind` is its key in the configuration."""

    kind: ClassVar[str]

    def __init__(self, rules: SourceRules, fetch: Fetch) -> None:
        self.rules = rules
        self.fetch = fetch

    @abstractmethod
    async def poll(self, validators: Validators) -> Poll:
        """Look once; raise FetchError where the source cannot be read or understood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueSource:
    """A source whose time has come, leased to us; `errors` counts failures in a row."""

    name: str
    validators: Validators
    errors: int
    first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundEntry:
    """An entry never seen before and what becomes of it.

    `keys` are all its identities (opaque, at least one); each becomes known. `fate` is "new" (read
    it from `not_before` on), "known" (recorded, not posted) or "held" (a person decides); `why`
    says the reason in words. `order_at` is the moment of publication, in seconds since the epoch,
    and differs for all entries of one poll.
    """

    keys: tuple[str, ...]
    entry: Entry
    fate: str
    why: str
    not_before: float
    order_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingEntry:
    """An entry to be read; `tries` counts failed reads."""

    id: int
    entry: Entry
    order_at: float
    tries: int


class WatchStore(Protocol):
    """What `watch` reads and writes."""

    async def due_sources(self, now: float, lease: float, limit: int) -> list[DueSource]:
        """Take sources whose time has come; each is due again after `lease` seconds unless saved."""
        ...

    async def known_keys(self, source: str, keys: Sequence[str]) -> set[str]:
        """Say which of `keys` (any number) this source has shown before; none is ever forgotten."""
        ...

    async def save_poll(
        self,
        source: str,
        poll: Poll,
        found: Sequence[FoundEntry],
        aliases: Mapping[str, str],
        next_at: float,
        now: float,
    ) -> None:
        """Entries, keys, validators and the next poll in one commit; ends the errors in a row.

        `found` is in publication order. An entry is skipped when any of its keys is known by now.
        `aliases` maps a further key to one known before: from now on both name the same entry.
        """
        ...

    async def source_failed(self, source: str, why: str, next_at: float, now: float) -> None:
        """Count an error in a row, keep its text for `status`, come back at `next_at`."""
        ...


class ReadStore(Protocol):
    """What `read` reads and writes."""

    async def due_entries(self, now: float, lease: float, limit: int) -> list[PendingEntry]:
        """Take entries to be read, oldest first."""
        ...

    async def save_article(self, entry: PendingEntry, article: Article, now: float) -> None:
        """Make the article, or join it to the one with the same canonical URL."""
        ...

    async def set_aside(self, entry: PendingEntry, why: str, now: float) -> None:
        """Record that an entry is known and will not be posted, and why."""
        ...

    async def read_failed(
        self, entry: PendingEntry, why: str, retry_at: float, now: float
    ) -> None:
        """Count a failed read and come back at `retry_at`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRevision:
    """An article revision that has no deliveries yet.

    `hold` says why a person must approve it first ("": nobody need); `only_to` names the
    destinations that a person chose (empty: the routes decide).
    """

    article_id: int
    revision: int
    article: Article
    order_at: float
    hold: str = ""
    only_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A delivery to be made: where, what readers will see, at what price, why it waits."""

    destination: str
    platform: str
    post: Post
    cost_usd: float
    hold: str = ""


class PlanStore(Protocol):
    """What `plan` reads and writes."""

    async def new_revisions(self, now: float, limit: int) -> list[NewRevision]:
        """List revisions without deliveries in publication order.

        One that is newer than an entry still to be read for the first time waits for it.
        """
        ...

    async def save_plan(
        self, revision: NewRevision, planned: Sequence[Planned], now: float
    ) -> None:
        """Deliveries and the mark that the revision is planned, in one commit.

        A destination that already has this article gets no second publish.
        """
        ...

    async def plan_failed(self, revision: NewRevision, why: str, now: float) -> None:
        """Set a revision aside that could not be composed, for a person to look at."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """What claiming needs to know of one destination; `paces` hold over restarts."""

    paces: tuple[Pace, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The outcome of an attempt or a look-up, on its way into the store."""

    delivery: Delivery
    settlement: Settlement


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What is to be done now: attempts whose intent is durable, and look-ups.

    `next_at`: when there may be more (None: not before something changes).
    """

    claimed: tuple[Delivery, ...] = ()
    doubtful: tuple[Delivery, ...] = ()
    next_at: float | None = None


class DeliverStore(Protocol):
    """What `deliver` reads and writes."""

    async def step(
        self, settled: Sequence[Settled], lanes: Mapping[str, Lane], now: float, limit: int
    ) -> Work:
        """Write what is done and claim what is next, in one commit: the durable intent.

        At most one delivery a destination is sending or being looked up, oldest first, at most
        `limit` new ones. When StoreUnavailable is raised nothing was written: call again with the
        same `settled`.
        """
        ...

    async def recover(self, now: float) -> int:
        """Put in doubt what was being sent by processes that are gone; gives how many."""
        ...
