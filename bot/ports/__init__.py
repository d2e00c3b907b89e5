"""What the steps need from the outside world."""

from bot.ports.fold import Crowd, FoldStore, Story
from bot.ports.follow import Behind, DueLook, FollowStore, FollowUp, Look, LookStore, ways
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
from bot.ports.web import Answer, Fetch, Make, Manners, Poll, Source, Submit, Validators, manners

__all__ = [
    "Allowance",
    "Answer",
    "Behind",
    "Capabilities",
    "Crowd",
    "DeliverStore",
    "DueLook",
    "DueSource",
    "Failure",
    "Fetch",
    "FoldStore",
    "FollowStore",
    "FollowUp",
    "FoundEntry",
    "HubStore",
    "KnownEntry",
    "Lane",
    "Look",
    "LookStore",
    "Make",
    "Manners",
    "NewRevision",
    "Options",
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
    "Validators",
    "WatchStore",
    "Work",
    "manners",
    "ways",
]
