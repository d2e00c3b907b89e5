"""What posts say of an article, and how that came about."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Whole sentences in reading order that posts say of an article, and where they come from.

    `origin` is "publisher" (his standfirst), "extract" (sentences of the body), "select" (sentences
    of the article that `model` chose), "rewrite" (written by `model`), "kept" (what stands there) or
    "" (there are none). `why` says why a model that was to be asked has no part in them.
    """

    sentences: tuple[str, ...] = ()
    origin: str = ""
    model: str = ""
    why: str = ""
