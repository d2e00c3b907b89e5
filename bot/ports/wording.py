"""What choosing the words of a post needs: the model that is asked, and where answers are kept."""

from dataclasses import dataclass, field
from typing import Protocol

from bot.model import Article
from bot.wording import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A language model behind an OpenAI-compatible endpoint, and what it is to do.

    `mode` is "select" (choose sentences of the article) or "rewrite" (write some of its own).
    `patience` is how many seconds an answer may take. `price_in` and `price_out` are US dollars a
    million tokens, for endpoints that do not say themselves what an answer cost. `key` is a secret
    ("": the endpoint needs none), or the reference to one; `needs_approval`: a person lets go what
    the model wrote.
    """

    mode: str
    base_url: str
    name: str
    key: str = field(default="", repr=False)
    max_sentences: int = 2
    patience: float = 20
    max_tokens: int = 1000
    price_in: float = 0.0
    price_out: float = 0.0
    needs_approval: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wordless:
    """A revision whose words are to be chosen, leased to us for the `tries`-th time; read at `read_at`.

    `before` is the revision that was worded last, `said` what a model was asked for of it (None:
    there was none, or none was asked).
    """

    article_id: int
    revision: int
    article: Article
    read_at: float
    tries: int = 1
    before: Article | None = None
    said: Wording | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consulted:
    """What came of asking a model: the `question` and `answer` are those that were understood.

    `has_failed`: there was no answer at all, so that others need not be tried in vain.
    """

    wording: Wording
    question: str = ""
    answer: str = ""
    has_failed: bool = False
    tokens_in: int = 0
    tokens_out: int = 0
    cost_usd: float = 0.0


class WordStore(Protocol):
    """What `condense` reads and writes; `asked_of` names who is asked, and for what."""

    async def wordless(
        self, asked_of: str, now: float, lease: float, limit: int
    ) -> list[Wordless]:
        """Take revisions that are neither worded nor planned, in publication order.

        So too those that a publish is behind, for its correction.
        """
        ...

    async def put_off(self, one: Wordless, asked_of: str, until: float) -> None:
        """Let a revision be taken up again then."""
        ...

    async def save_wording(
        self, one: Wordless, asked_of: str, consulted: Consulted, now: float
    ) -> None:
        """Keep the words and how they came about: `plan` takes them, and none is asked again."""
        ...

    async def failing_since(self, asked_of: str, times: int) -> float | None:
        """Say when the last of `times` failures in a row was; None where fewer failed."""
        ...
