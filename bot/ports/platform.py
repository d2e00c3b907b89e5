"""What a platform is: one must, three may, four errors."""

import re
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Annotated, ClassVar

from pydantic import AfterValidator, BaseModel, ConfigDict, WithJsonSchema

from bot.errors import ConfigError, Locked, Refused
from bot.manner import Craft, Prices
from bot.model import Picture, Post, Receipt, Rich, Unit
from bot.ports.drafts import Drafts, Passing
from bot.ports.forwarding import Forwarding, Unforwarded
from bot.rules import Destination, Pace
from bot.text.length import measure

AHEAD = 86_400.0
"""Seconds by which our clock may be ahead of a platform's, for a look-up by time to miss nothing.

A machine that takes its local time for UTC is half a day ahead.
"""


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

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
    told: ClassVar[tuple[str, Mapping[str, str]]] = ("", {})
    """What a link for readers tells: a pattern of it, and settings made of the pattern's groups."""

    @classmethod
    def read(cls, link: str) -> dict[str, str]:
        """Give the settings that a link which invites readers there tells; {} for none."""
        pattern, settings = cls.told
        found = re.search(pattern, link, re.ASCII)
        told = found.groupdict() if found else {}
        return {key: value.format(**told) for key, value in settings.items() if found}

    def fitted(self, can: "Capabilities", craft: Craft) -> "Capabilities":  # noqa: ARG002 - some need it
        """Give what the platform can for posts written so, as these settings would have it."""
        return can

    def found(self, posted: str, place: str) -> str:  # noqa: ARG002 - some need it
        """Give the id of what a person found as `posted` at `place`, as receipts have it."""
        return posted

    def address(self) -> str:
        """Say which channel, page or account this is, as the platform names it ("@news")."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What a platform can do; data, so that compose, docs and tests read the same truth.

    Lengths are in `unit`; `link_length` is what any URL in the text costs (None: its own length),
    `most_links` how many there may be (0: any number); `hidden_links`: a link may stand behind
    words; where it may not, words of an article make none. `text_bytes` is a second limit, of the
    text in UTF-8. `written` says how a text is sent where its marks count as length, too.
    `caption` is the limit of a text under a picture (None: the same as `text`). A picture may have
    `image_bytes` and be `image_pixels` wide or high (0: as large as it likes), a post
    `most_images` (0: none); `fetches_images`: it gets them where the publisher has them, as they
    are. `varies`: servers have limits of their own, which `learn` asks for. `threads`: further
    posts can continue the first. `cards`: a preview of the link can be brought along as the post's
    `headline`, `summary` and first image. `shows_edits`: readers see what a post was changed into;
    where they may not, a correction is said under it unless a person wants it otherwise. Prices
    are in US dollars a post, as on the day `priced_on`; `price_deleted` for taking one down,
    `price_read` for each that a look-up reads, `price_alt_text` for each.
    """

    text: int
    text_bytes: int | None = None
    written: Callable[[Rich], str] | None = None
    unit: Unit = Unit.CODEPOINTS
    caption: int | None = None
    link_length: int | None = None
    most_links: int = 0
    hidden_links: bool = False
    link_preview: bool = False
    cards: bool = False
    buttons: bool = False
    threads: bool = False
    most_images: int = 0
    image_bytes: int = 0
    image_pixels: int = 0
    image_types: frozenset[str] = frozenset()
    fetches_images: bool = False
    alt_text: bool = False
    varies: bool = False
    edit: bool = False
    shows_edits: bool = True
    reply: bool = False
    delete: bool = False
    find: bool = False
    pace: tuple[Pace, ...] = ()
    price: float = 0.0
    price_with_link: float = 0.0
    price_deleted: float = 0.0
    price_read: float = 0.0
    price_alt_text: float = 0.0
    priced_on: str = ""

    @property
    def images(self) -> bool:
        return self.most_images > 0

    @property
    def is_blind(self) -> bool:
        """Say whether nobody can find out what became of a post whose answer was lost."""
        return not self.find

    def length(self, text: str) -> int:
        """Measure in `unit`, or by bytes where these are nearer to their limit."""
        length = measure(text, self.unit, self.link_length)
        if self.text_bytes is None:
            return length
        size = len(text.encode("utf-8", "surrogatepass"))
        return max(length, ceil(size * self.text / self.text_bytes))

    def size(self, rich: Rich) -> int:
        """Measure a text with its spans; where they are sent as marks in it, with these."""
        return self.length(self.written(rich) if self.written else rich.text)

    def at(self, prices: Prices) -> "Capabilities":
        """Give the same at the prices that a configuration gives, as far as it does."""
        return replace(
            self,
            price=_or(prices.post, self.price),
            price_with_link=_or(prices.with_link, self.price_with_link),
            price_deleted=_or(prices.deleted, self.price_deleted),
            price_read=_or(prices.read, self.price_read),
            price_alt_text=_or(prices.alt_text, self.price_alt_text),
        )


def _or(given: float | None, usual: float) -> float:
    return usual if given is None else given


async def _none() -> Sequence[str]:
    return ()


class Platform(ABC):
    """One destination on one platform; `send` is the only must.

    A file in `platforms/` that defines one *is* the platform. Libraries load and secrets are
    revealed when it is first used, not before. What it makes before anything is public it keeps in
    `drafts`, to finish it after a kill; what stands there is forgotten from these. `others` gives the
    ids of what stands there of other articles, for who finds posts by their words. `charged` adds
    up, in US dollars, what calls cost besides posts: alt texts, taking down, looking up, for which
    `reads` posts are paid for (None: any number).
    """

    name: ClassVar[str]
    capabilities: ClassVar[Capabilities]
    options: ClassVar[type[Options]]

    def __init__(self, destination: Destination, options: Options, reveal: Reveal) -> None:
        self.destination = destination
        self.settings = options
        self._reveal = reveal
        self.drafts: Drafts = Passing()
        self.others: Callable[[], Awaitable[Sequence[str]]] = _none
        self.forwarding: Forwarding = Unforwarded()
        self.charged = 0.0
        self.reads: int | None = None

    @abstractmethod
    async def send(self, post: Post, pictures: Sequence[Picture]) -> Receipt:
        """Publish once; raise Throttled, Unsent, Refused or InDoubt.

        `pictures` are the checked images of `post.images` that could be had, in their order.
        """

    async def edit(self, receipt: Receipt, post: Post, pictures: Sequence[Picture]) -> Receipt:
        """Change what stands at `receipt` into `post`; may be repeated."""
        raise Refused(f"{self.name} cannot edit {receipt.id} ({post.key}, {len(pictures)})")

    async def reply(self, receipt: Receipt, post: Post, pictures: Sequence[Picture]) -> Receipt:
        """Publish `post` under what stands at `receipt`; errors as in `send`."""
        raise Refused(f"{self.name} cannot reply to {receipt.id} ({post.key}, {len(pictures)})")

    async def delete(self, receipt: Receipt) -> None:
        """Take down what stands at `receipt`; may be repeated, what is gone is as good."""
        raise Refused(f"{self.name} cannot delete {receipt.id}")

    async def find(self, post: Post, after: str) -> Receipt | None:
        """Look whether `post` stands there, newer than the post with id `after` ("": unknown).

        None: surely not there. InDoubt: cannot tell, ask a person. Throttled, Unsent: ask later.
        """
        raise Refused(
            f"{self.name} is blind, nobody can ask it: look there whether it stands"
            f" ({post.key}, after {after or 'nothing known'})"
        )

    async def learn(self) -> Capabilities:
        """Ask what this server really allows; raises one of the four errors."""
        return self.capabilities

    async def examine(self) -> str:
        """Ask whether we may post there, posting nothing; gives what was found in a sentence.

        Raises Refused saying what is wrong, Throttled, Unsent or InDoubt where it cannot be asked.
        """
        return ""

    async def close(self) -> None:
        """Give back the sockets of `_api`, as platforms call what they ask through; the next call opens it anew."""
        if api := vars(self).pop("_api", None):
            await api.close()

    def reveal(self, secret: str) -> str:
        """Give the secret behind a reference; Locked says where it is missing."""
        try:
            return self._reveal(secret)
        except ConfigError as error:
            raise Locked(str(error)) from error
