"""What the steps need from the outside world."""

from bot.ports.drafts import Drafts, Passing
from bot.ports.fold import Crowd, FoldStore, Story
from bot.ports.follow import Behind, DueLook, FollowStore, FollowUp, Look, LookStore, ways
from bot.ports.forwarding import Forwarding, Unforwarded
from bot.ports.hub import HubStore, Subscription
from bot.ports.lane import Allowance, Lane
from bot.ports.platform import Capabilities, Options, Platform, Reveal, Secret
from bot.ports.store import (
    DeliverStore,
    DueSource,
    Failure,
    FoundEntry,
    KnownEntry,
    NewRevision,
    PendingEntry,
    Planned,
    PlanStore,
    Polled,
    ReadStore,
    Settled,
    WatchStore,
    Work,
)
from bot.ports.stretch import Stretch
from bot.ports.web import (
    Answer,
    Ask,
    Fetch,
    Make,
    Manners,
    Poll,
    Source,
    Submit,
    Validators,
    manners,
)
from bot.ports.wording import Consulted, Model, Wordless, WordStore

__all__ = [
    "Allowance",
    "Answer",
    "Ask",
    "Behind",
    "Capabilities",
    "Consulted",
    "Crowd",
    "DeliverStore",
    "Drafts",
    "DueLook",
    "DueSource",
    "Failure",
    "Fetch",
    "FoldStore",
    "FollowStore",
    "FollowUp",
    "Forwarding",
    "FoundEntry",
    "HubStore",
    "KnownEntry",
    "Lane",
    "Look",
    "LookStore",
    "Make",
    "Manners",
    "Model",
    "NewRevision",
    "Options",
    "Passing",
    "PendingEntry",
    "PlanStore",
    "Planned",
    "Platform",
    "Poll",
    "Polled",
    "ReadStore",
    "Reveal",
    "Secret",
    "Settled",
    "Source",
    "Story",
    "Stretch",
    "Submit",
    "Subscription",
    "Unforwarded",
    "Validators",
    "WatchStore",
    "WordStore",
    "Wordless",
    "Work",
    "manners",
    "ways",
]
