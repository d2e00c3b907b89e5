"""Text as X shows it: links shortened to t.co, tags and mentions found, `&<>` escaped."""

import re
from base64 import b32encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape

from bot.sandbox.ledger import Mark
from bot.text.length import urls

MAX_SHOWN = 30
"""Characters of a link that readers see, about as X cuts them."""

_TAGS = re.compile(
    r"""
    (?<![\w&/])[#＃](?P<hashtag>\w*[^\W\d_]\w*)
    |(?<![\w@/])[@＠](?P<mention>[A-Za-z0-9_]{1,15})(?!\w)
    |(?<![\w$])\$(?P<cashtag>[A-Za-z]{1,6}(?:[._][A-Za-z]{1,2})?)(?!\w)
    """,
    re.VERBOSE,
)
_LOCAL = re.compile(r"https?://(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?(?:/\S*)?")
"""X would not link this machine; the sandbox does, for the publisher may live here too."""
_NAMES = {"hashtag": "tag", "cashtag": "tag", "mention": "username"}

Entity = dict[str, object]


@dataclass(frozen=True, slots=True)
class Written:
    """A text as the API answers it, with its entities; `marks` are on the text as it was sent."""

    text: str
    entities: dict[str, list[Entity]]
    marks: tuple[Mark, ...]


def find_marks(text: str) -> tuple[Mark, ...]:
    """Find what X makes links of; `url` only where it leads out of X."""
    spans = sorted({*urls(text), *(match.span() for match in _LOCAL.finditer(text))})
    links = [
        Mark(start=a, end=b, kind="url", url=_expanded(text[a:b]), shown=_shown(text[a:b]))
        for a, b in spans
    ]
    taken = {i for link in links for i in range(link.start, link.end)}
    tags = [
        Mark(start=match.start(), end=match.end(), kind=match.lastgroup or "")
        for match in _TAGS.finditer(text)
        if match.start() not in taken
    ]
    return tuple(sorted([*links, *tags], key=lambda mark: mark.start))


def write(text: str, seed: str, pictures: Sequence[tuple[str, str]] = ()) -> Written:
    """Write a text as the API answers it; offsets count code points of that answer.

    `pictures` are (media_key, address) of what is attached; they share one t.co link at the end.
    """
    marks = find_marks(text)
    written, entities, at = "", dict[str, list[Entity]](), 0
    for mark in marks:
        written += escape(text[at : mark.start], quote=False)
        entity, shown = _entity(text, mark, seed)
        span: Entity = {"start": len(written), "end": len(written) + len(shown)}
        entities.setdefault(f"{mark.kind}s", []).append(span | entity)
        written, at = written + shown, mark.end
    written += escape(text[at:], quote=False)
    short = _short(seed, "picture")
    for entity in _attached(pictures, short, len(written) + bool(written)):
        entities.setdefault("urls", []).append(entity)
    return Written(" ".join(filter(None, (written, short if pictures else ""))), entities, marks)


def _entity(text: str, mark: Mark, seed: str) -> tuple[Entity, str]:
    source = text[mark.start : mark.end]
    if mark.kind != "url":
        return {_NAMES[mark.kind]: source[1:]}, source
    short = _short(seed, f"{mark.start} {source}")
    return {"url": short, "expanded_url": mark.url, "display_url": mark.shown}, short


def _attached(pictures: Sequence[tuple[str, str]], short: str, at: int) -> Iterator[Entity]:
    for key, address in pictures:
        yield {
            "start": at,
            "end": at + len(short),
            "url": short,
            "expanded_url": address,
            "display_url": short.replace("https://t.co/", "pic.twitter.com/"),
            "media_key": key,
        }


def _short(seed: str, what: str) -> str:
    digest = sha256(f"{seed} {what}".encode()).digest()
    return "https://t.co/" + b32encode(digest).decode()[:10].lower()


def _expanded(link: str) -> str:
    return link if "://" in link else f"http://{link}"


def _shown(link: str) -> str:
    bare = re.sub(r"^https?://(www\.)?", "", link, flags=re.IGNORECASE)
    return bare if len(bare) <= MAX_SHOWN else bare[:MAX_SHOWN] + "…"
