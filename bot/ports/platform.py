"""What a platform is: one must, three may, four errors."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import AfterValidator, BaseModel, ConfigDict, WithJsonSchema

from bot.errors import Refused
from bot.model import Destination, Pace, Picture, Post, Receipt, Unit


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
    picture (None: the same as `text`). Prices are in US dollars a post, as on the day `priced_on`.
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
    priced_on: str = ""


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
