"""The nouns. Frozen, plain, no behaviour beyond reading themselves; they know only `manner`.

Moments on a publisher's clock are aware `datetime`s, on our own seconds since the epoch (`float`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.manner import Act


class State(StrEnum):
    """Where a delivery stands; the allowed moves are in `lifecycle.MOVES`."""

    HELD = "held"
    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    IN_DOUBT = "in_doubt"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Kind(StrEnum):
    """What a delivery does at its destination."""

    PUBLISH = "publish"
    CORRECT = "correct"
    RETRACT = "retract"
    DIGEST = "digest"


POSTS = frozenset({Kind.PUBLISH, Kind.DIGEST})
"""Kinds of which each makes a post of its own."""


class Style(StrEnum):
    """How readers see a span of text."""

    BOLD = "bold"
    ITALIC = "italic"
    LINK = "link"
    HASHTAG = "hashtag"


class Unit(StrEnum):
    """How a platform counts length; measured by `text.length.measure`."""

    CODEPOINTS = "codepoints"
    UTF16 = "utf16"
    GRAPHEMES = "graphemes"
    WEIGHTED = "weighted"
    EMOJI_BYTES = "emoji_bytes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A styled stretch of text; `start` and `end` count code points, `url` only for links."""

    start: int
    end: int
    style: Style
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rich:
    """Text with spans: what readers see, free of any platform's markup."""

    text: str = ""
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture at its publisher's address; texts are empty where the page says nothing.

    `others` are other sizes of it.
    """

    url: str
    alt: str = ""
    credit: str = ""
    caption: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The bytes of the image at `url`, checked by content; sizes in pixels.

    `mime` as in "image/jpeg".
    """

    data: bytes
    mime: str
    width: int
    height: int
    alt: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a source says exists: a hint, not yet the article.

    Its texts serve where the page is silent. `guid` is the id as given ("" where the feed gives none).
    """

    source: str
    guid: str
    url: str
    headline: str = ""
    summary: str = ""
    byline: str = ""
    image_url: str = ""
    image_alt: str = ""
    image_caption: str = ""
    language: str = ""
    keywords: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One revision of a story as the publisher shows it.

    `summary` is the publisher's own standfirst or description ("" where there is none), `body` the
    paragraphs, joined by blank lines, `gallery` further pictures. `community` maps a platform's
    name (x, telegram, …) to the address that the page invites readers to. `paywalled`: one must
    pay to read on; `live`: a live blog, which goes on changing; `label` is what readers must be
    told ("opinion", "sponsored", "" for news); `noindex`: search engines are to leave it out.
    `origins` says where each field came from ("json-ld", "meta", "page", "address", "feed"), and
    why we trust in each `community`.
    """

    canonical_url: str
    headline: str
    summary: str = ""
    body: str = ""
    byline: str = ""
    section: str = ""
    language: str = ""
    published: datetime | None = None
    modified: datetime | None = None
    keywords: tuple[str, ...] = ()
    image: Image | None = None
    gallery: tuple[Image, ...] = ()
    community: Mapping[str, str] = field(default_factory=dict)
    paywalled: bool = False
    live: bool = False
    label: str = ""
    noindex: bool = False
    origins: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What readers of one destination will see, frozen before the first byte is sent.

    `key` is the same for every attempt; `made_at` (seconds) is when the post was made: ids that a
    platform lets us choose come from them. `sent_at`: when this attempt began. `images`, the lead
    one first: text is their caption. `thread` continues it. `preview`: a platform may show a large
    one of `link`, or a card of `headline` and `summary`, plain words. `link_label`: a button to
    `link`, or `tracked`, which counts visitors. `note`: what it says of its own correction.
    `is_fresh`: a platform's preview is out of date.
    """

    key: str
    text: Rich
    link: str
    tracked: str = ""
    link_label: str = ""
    images: tuple[Image, ...] = ()
    thread: tuple[Rich, ...] = ()
    headline: str = ""
    summary: str = ""
    language: str = ""
    made_at: float = 0.0
    sent_at: float = 0.0
    preview: bool = True
    silent: bool = False
    is_breaking: bool = False
    note: str = ""
    is_fresh: bool = False

    @property
    def alt_texts(self) -> int:
        """Count its pictures that have one."""
        return sum(bool(image.alt) for image in self.images)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A platform's proof that it took a post; `note` says what of it readers miss."""

    id: str
    permalink: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One article revision on its way to one destination; the unit of "exactly once".

    `after` is the id of the newest post known there when this one was claimed: where a look-up
    begins, which may read `reads` posts (None: any number). `claimed_at`: when the intent was
    durable. What corrects or retracts has in `stands` the post that it is about, then what was
    said under it, or in `assumed` what was only taken for sent; `keeps_pictures`: the same as
    before.
    """

    id: int
    article: str
    revision: int
    destination: str
    kind: Kind
    state: State
    post: Post
    attempts: int = 0
    act: Act = Act.SEND
    stands: tuple[Receipt, ...] = ()
    assumed: Post | None = None
    keeps_pictures: bool = False
    after: str = ""
    claimed_at: float = 0.0
    lookups: int = 0
    reads: int | None = None
    receipt: Receipt | None = None
