"""What each step reads and writes; time comes in as an argument."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.lifecycle import Settlement
from bot.model import Article, Delivery, Entry, Post, Receipt
from bot.ports.drafts import Drafts, Others
from bot.ports.lane import Lane
from bot.ports.web import Poll, Validators
from bot.wording import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class DueSource:
    """A source whose time has come, leased to us; `errors` counts failures in a row.

    `moments` are those of publication of the last ten dated entries that it showed first, oldest
    first; `since` is that of the first look that found any. `is_full`: nothing is to be sent along
    this time, since some servers' validators are broken; so it is once a day. `last_failure` is the
    `Failure` of the last look ("": none). `moved_to` is where every look since `moved_since` was led
    for good ("": nowhere). `missing` counts looks in a row since `missing_since` that found nothing
    at its address.
    """

    name: str
    validators: Validators
    errors: int
    first: bool
    moments: tuple[float, ...] = ()
    since: float = 0.0
    is_full: bool = False
    last_failure: str = ""
    moved_to: str = ""
    moved_since: float = 0.0
    missing: int = 0
    missing_since: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundEntry:
    """An entry never seen before and what becomes of it.

    `keys` are all its identities (opaque, at least one); each becomes known. `fate` is "new" (read
    it from `not_before` on), "known" (recorded, not posted), "held" (a person decides) or "same": the
    first key is that of an entry known before, which is found under the others now; "changed": its
    key is that of an entry known before, of which the source says something else now. `why` says the
    reason in words. `order_at` is the moment of publication, in seconds since the epoch,
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
    """An entry to be read; `tries` counts failed reads.

    `hold` says why a person must approve what was read of it ("": nothing there says so).
    """

    id: int
    entry: Entry
    order_at: float
    tries: int
    hold: str = ""


class Failure(StrEnum):
    """What a failed look means for its source."""

    OTHER = "other"
    UNREACHED = "unreached"
    """Nobody was there."""
    NETWORK = "network"
    """Nobody was there, nor elsewhere: no error of the source's."""
    MISSING = "missing"
    """Somebody was there, and nothing at the address."""
    GONE = "gone"
    """The server says that there will be no more of it."""
    OVER = "over"
    """It says so again: pause the source until a person resumes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """What one look at a source changes.

    `found` is in publication order. An entry is skipped when any of its keys is known by now, but
    for one that is the "same". `aliases` maps a further key to one known before: from now on both
    name the same entry.
    """

    source: str
    poll: Poll
    found: Sequence[FoundEntry]
    aliases: Mapping[str, str]
    next_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEntry:
    """An entry as it was first seen, and how many keys name it by now."""

    id: int
    entry: Entry
    keys: int


class WatchStore(Protocol):
    """What `watch` reads and writes."""

    async def due_sources(self, now: float, lease: float, limit: int) -> list[DueSource]:
        """Take sources whose time has come; each is due again after `lease` seconds unless saved."""
        ...

    async def known_entries(self, source: str, keys: Sequence[str]) -> dict[str, KnownEntry]:
        """Say which entries `keys` (any number) name; those never seen here are left out.

        None is ever forgotten.
        """
        ...

    async def save_polls(self, looks: Sequence[Polled], now: float) -> None:
        """Entries, keys, validators and the next polls of all in one commit.

        Ends their errors in a row. A look that somebody asked for does not put off the one that was
        planned. Where one of them cannot be written, the others are, and its error is raised then.
        """
        ...

    async def source_failed(
        self,
        source: str,
        why: str,
        next_at: float,
        now: float,
        rests_until: float = 0,
        kind: Failure = Failure.OTHER,
    ) -> None:
        """Count an error in a row, keep its text for `status`, come back at `next_at`.

        Nobody has it looked at before `rests_until`. NETWORK counts no error, OVER pauses it.
        """
        ...

    async def postpone(self, sources: Sequence[str], until: float) -> None:
        """Look at none of these before `until`."""
        ...

    async def reach(self, since: float) -> tuple[int, int]:
        """Count the sources whose last look, since then, reached nobody; and all looked at since."""
        ...


class ReadStore(Protocol):
    """What `read` reads and writes."""

    async def due_entries(
        self, now: float, lease: float, limit: int, busy: Sequence[str] = ()
    ) -> list[PendingEntry]:
        """Take entries to be read, oldest first, none of the sources that are `busy`."""
        ...

    async def save_article(self, entry: PendingEntry, article: Article, now: float) -> None:
        """Make the article, or join it to the one with the same canonical URL.

        The same story as another source showed it, at another address, joins that one's article.
        """
        ...

    async def set_aside(self, entry: PendingEntry, why: str, now: float) -> None:
        """Record that an entry is known and will not be posted, and why."""
        ...

    async def give_up(self, entry: PendingEntry, why: str, now: float) -> None:
        """Record that an entry could not be made an article, and why: a person is told."""
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
    destinations that a person chose (empty: the routes decide). `note` is for the audit. `wording` is
    what a model was asked for (None: none was).
    """

    article_id: int
    revision: int
    article: Article
    order_at: float
    hold: str = ""
    only_to: tuple[str, ...] = ()
    note: str = ""
    wording: Wording | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A delivery to be made: where, what readers will see, at what price, why it waits.

    `spare` is the same without what is dear, for `spare_usd`. It is breaking news until
    `urgent_until` (0: none). `first` is why it waits anew where another text of it did for that.
    """

    destination: str
    platform: str
    post: Post
    cost_usd: float
    hold: str = ""
    spare: Post | None = None
    spare_usd: float = 0.0
    urgent_until: float = 0.0
    note: str = ""
    first: str = ""


class PlanStore(Protocol):
    """What `plan` reads and writes."""

    async def new_revisions(self, now: float, limit: int, asked_of: str = "") -> list[NewRevision]:
        """List revisions without deliveries in publication order.

        One that is newer than an entry still to be read for the first time waits for it, for some
        seconds, and where a model is `asked_of`, one waits for its words and for those of older ones.
        """
        ...

    async def proven(self, article: int, destinations: Sequence[str]) -> frozenset[str]:
        """Say at which destinations something of one of the article's sources has been posted."""
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
class Settled:
    """The outcome of an attempt or a look-up: `usd` is what it cost besides the post itself, `found` where its `assumed` post stands."""

    delivery: Delivery
    settlement: Settlement
    usd: float = 0.0
    found: Receipt | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What is to be done now: attempts whose intent is durable, and look-ups.

    `next_at`: when there may be more (None: not before something changes).
    """

    claimed: tuple[Delivery, ...] = ()
    doubtful: tuple[Delivery, ...] = ()
    next_at: float | None = None


class DeliverStore(Drafts, Others, Protocol):
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
