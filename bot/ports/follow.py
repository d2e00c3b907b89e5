"""What is needed to follow an article that was posted: looking again, correcting, retracting."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Protocol

from bot.manner import Act, Follows
from bot.model import Article, Entry, Post, State
from bot.ports.fold import Story
from bot.ports.platform import Capabilities
from bot.ports.store import Planned
from bot.ports.web import Validators
from bot.wording import Wording


def ways(can: Capabilities, correct: Act | None, retract: Act | None) -> Follows:
    """Say how a platform corrects and retracts: as wanted, or else in the best way that it has."""
    can_do = {
        Act.EDIT: can.edit,
        Act.REPLY: can.reply,
        Act.DELETE: can.delete,
        Act.NOTICE: can.edit,
        Act.BY_HAND: True,
        Act.OFF: True,
    }

    def first(*acts: Act | None) -> Act:
        return next(act for act in acts if act and can_do[act])

    best = (Act.EDIT, Act.REPLY) if can.shows_edits else (Act.REPLY, Act.EDIT)
    return Follows(
        correction=first(correct, *best, Act.OFF),
        retraction=first(retract, Act.DELETE, Act.NOTICE, Act.REPLY, Act.BY_HAND),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DueLook:
    """An article whose page is to be looked at again, leased to us.

    `article` is its newest revision, number `revision`; `entry` is what a source last said of it
    and where it was read; `look_at` is since when it is due. `idle` counts the looks in a row that changed nothing. `gone_at` is when
    it was first found gone (None: it is there). `asked`: a person wants it read and corrected now.
    `is_retracted`: it was withdrawn, by a person if `is_final`.
    """

    id: int
    article: Article
    revision: int
    entry: Entry
    validators: Validators
    look_at: float
    first_read: float
    idle: int = 0
    gone_at: float | None = None
    asked: bool = False
    is_retracted: bool = False
    is_final: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a look at an article's page found, and what becomes of it.

    `next_at` None: it is not looked at any more. `revised` is the next revision (None: as before).
    `is_there`: its page answers as a page should, so that what spoke of its end is taken back.
    `gone`: its page says that it is gone ("": it does not), which alone retracts nothing;
    `retract` says why it is withdrawn now. `hold` says why a person decides about that, or about
    corrections to what is `revised`, first. `note` goes into the audit. `is_unread`: nothing could
    be seen, so that what a person asked for is still to do.
    """

    next_at: float | None
    validators: Validators = field(default_factory=Validators)
    revised: Article | None = None
    is_there: bool = False
    gone: str = ""
    retract: str = ""
    hold: str = ""
    note: str = ""
    is_unread: bool = False


class LookStore(Protocol):
    """What `look` reads and writes."""

    async def due_looks(self, now: float, lease: float, limit: int) -> list[DueLook]:
        """Take articles whose page is to be looked at, those that waited longest first."""
        ...

    async def save_look(self, due: DueLook, look: Look, now: float) -> None:
        """Write what a look found, in one commit.

        At the first sign that an article is gone, others are looked at sooner: a broken site shows
        in its neighbours.
        """
        ...

    async def gone_lately(self, but: int, since: float) -> tuple[int, int]:
        """Count the articles other than `but` that are gone or were withdrawn by themselves.

        First those that have been so since then, second those among the newest hundred.
        """
        ...

    async def revised_lately(self, since: float) -> int:
        """Count the articles that a look found changed since then."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """A digest as readers see it, or will in a moment, and its stories, in order, that still stand."""

    post: Post
    stories: tuple[Story, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """A publish that the newest revision of its article, or its end, has not reached yet.

    `state` is due, held or failed where it has not been sent, else sent: then `stands` is what
    readers see or were last told. `article` is the newest `revision`, read at `read_at`; the one
    before it was read at `before`. `corrections` counts those made so far.
    `digest`: what stands there stands among others in one post (None: it stands alone).
    `is_completed`: the one before was what a feed said, and only this one was read from the page.
    `wording` is what a model was asked for of the newest revision (None: none was).
    `hold`: why a person decides first. `retracted` says why the article was withdrawn, at
    `retracted_at` ("": it was not); `reason` is what a person gave readers as the reason.
    """

    delivery: int
    article_id: int
    destination: str
    state: State
    stands: Post
    posted_at: float
    revision: int
    article: Article
    read_at: float
    before: float
    order_at: float
    corrections: int = 0
    is_completed: bool = False
    wording: Wording | None = None
    hold: str = ""
    digest: Digest | None = None
    retracted: str = ""
    retracted_at: float = 0.0
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """A correct or retract delivery to be made: how, what readers will see, why, at what price."""

    act: Act
    post: Post
    why: str
    cost_usd: float = 0.0
    hold: str = ""


class FollowStore(Protocol):
    """What `follow` reads and writes; each call is one commit and ends being behind."""

    async def behind(
        self, destinations: Collection[str], limit: int, asked_of: str = ""
    ) -> list[Behind]:
        """List publishes to these that are behind, oldest first.

        Where an attempt is on its way or in doubt, that comes first; where a model is `asked_of`, its
        words do. Of what stands in one digest only the first is listed.
        """
        ...

    async def replace(self, behind: Behind, planned: Planned, now: float) -> None:
        """Let a publish that has not been sent show the newest revision."""
        ...

    async def correct(self, behind: Behind, made: FollowUp, now: float) -> None:
        """Make the correction to the newest revision; older ones that wait are cancelled."""
        ...

    async def retract(self, behind: Behind, made: FollowUp, now: float) -> None:
        """Make the retraction; corrections that wait are cancelled."""
        ...

    async def leave(
        self, behind: Behind, why: str, now: float, *, is_reported: bool = False
    ) -> None:
        """Leave what stands there as it is; `why` goes into the audit, and to a person."""
        ...
