"""How a destination behaves: when it is quiet, what is urgent, what it may cost, how it follows."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Hours of the publisher's day, in minutes from midnight; `end` is the first that is not quiet.

    `is_silent`: posts go out and make no sound; else they wait.
    """

    start: int
    end: int
    is_silent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaking:
    """What counts as breaking news, for `max_age` seconds after its publication."""

    keywords: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    max_age: float = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What the platform charges, in US dollars a post (None: what it usually charges).

    `deleted`: for taking one down; `read`: for each that a look-up reads; `alt_text`: for each.
    """

    post: float | None = None
    with_link: float | None = None
    deleted: float | None = None
    read: float | None = None
    alt_text: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What a destination may cost in US dollars (None: whatever it takes), by the publisher's days.

    `drops_link`: when it is spent, posts go on without their link as long as that is paid for.
    """

    usd_per_day: float | None = None
    usd_per_month: float | None = None
    drops_link: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """How posts about the articles of some sections and languages (none given: all) are laid out."""

    text: str
    sections: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Craft:
    """How posts are written.

    Of `templates` the first that is meant for an article is taken. `utm` are parameters of links
    ("source", …) with their values, in which {destination}, {platform}, {section} and {language}
    are filled in. `lock`: what must be paid for is marked so. `pictures`: as many at most. Where a
    platform has threads, at most `thread` further posts say what does not fit, and the link goes
    into the last (`link_in_reply`).
    """

    templates: tuple[Template, ...] = ()
    utm: tuple[tuple[str, str], ...] = ()
    lock: bool = True
    pictures: int = 1
    thread: int = 0
    link_in_reply: bool = False


class Doubt(StrEnum):
    """What becomes of a post of which the platform cannot tell whether it stands there."""

    ASK = "ask"
    ASSUME_SENT = "assume_sent"
    REPEAT = "repeat"


class Act(StrEnum):
    """What a delivery does at its platform."""

    SEND = "send"
    EDIT = "edit"
    REPLY = "reply"
    DELETE = "delete"
    NOTICE = "notice"
    """What stands there becomes a notice that the article was withdrawn."""
    BY_HAND = "by_hand"
    """The platform has no way: a person does it."""
    OFF = "off"
    """Not at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Follows:
    """How what stands at a destination follows its article when that changes or ends."""

    correction: Act = Act.OFF
    retraction: Act = Act.OFF
