"""Text as Telegram takes it: entities in UTF-16 units, trimming, the links that it finds.

Rules and error texts follow TDLib (`MessageEntity.cpp`, `LinkManager.cpp`) as the Bot API server
words them. One thing is stricter: entities that overlap without nesting are refused, where
Telegram would split them and readers would see something that nobody asked for.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from urllib.parse import urlsplit

from bot.sandbox.ledger import Mark

MAX_ENTITIES = 100
MAX_OFFSET = 1_000_000
STYLES = {
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "blockquote",
    "expandable_blockquote",
    "code",
    "pre",
    "text_link",
}
FOUND = {"url", "email", "hashtag", "cashtag", "mention", "bot_command", "phone_number"}
"""Telegram finds these by itself and ignores them where a sender names them."""

_HOST = re.compile(r"[^\s.]+(\.[^\s.]+)+\.?|[0-9a-f:]*:[0-9a-f:.]*")
_LINKLIKE = re.compile(
    r"""
    (?P<url>https?://[^\s<>"]*[^\s<>".,;:!?)\]'»”])
    |(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)
    |(?<![\w/])(?P<hashtag>\#\d*[^\W\d]\w*)
    |(?<![\w/])(?P<cashtag>\$[A-Z]{1,8})(?!\w)
    |(?<![\w/])(?P<mention>@[A-Za-z]\w{3,31})(?!\w)
    """,
    re.VERBOSE,
)


class Refusal(Exception):
    """An answer with `ok: false`; its text is the description without the status' own words."""

    def __init__(self, why: str, status: int = 400, **parameters: int) -> None:
        super().__init__(why)
        self.status = status
        self.parameters = parameters


def check_link(url: str, what: str) -> str:
    """Give a link as Telegram stores it; raise Refusal where it would not take it."""
    scheme, _, rest = url.partition("://") if "://" in url else ("http", "", url)
    scheme = scheme.lower()
    if scheme in {"tg", "ton"}:
        return url
    if scheme not in {"http", "https"}:
        raise Refusal(f"{what} '{url}' is invalid: Unsupported URL protocol")
    if not rest:
        raise Refusal(f"{what} '{url}' is invalid: URL host is empty")
    try:
        parts = urlsplit(f"{scheme}://{rest}")
        is_right = bool(_HOST.fullmatch(parts.hostname or "")) and parts.port != 0
    except ValueError:
        is_right = False
    if not is_right:
        raise Refusal(f"{what} '{url}' is invalid: Wrong HTTP URL")
    return parts._replace(path=parts.path or "/").geturl()


def read_marks(text: str, entities: Sequence[Mapping[str, object]]) -> tuple[Mark, ...]:
    """Check entities as a sender gives them and turn them into marks; raise Refusal.

    Each has `type` (str), `offset` and `length` (int, UTF-16 units) and, for links, `url` (str).
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Refusal("strings must be encoded in UTF-8") from None
    given = [_read_mark(text, entity) for entity in entities]
    marks = sorted(
        (m for m in given if m.start < m.end and m.kind in STYLES), key=lambda m: (m.start, -m.end)
    )
    if len(marks) > MAX_ENTITIES:
        raise Refusal("ENTITIES_TOO_LONG")
    ends: list[int] = []
    for mark in marks:
        while ends and ends[-1] <= mark.start:
            ends.pop()
        if ends and mark.end > ends[-1]:
            raise Refusal(f"entities overlap without nesting at character {mark.start}")
        ends.append(mark.end)
    return tuple(marks)


def _read_mark(text: str, entity: Mapping[str, object]) -> Mark:
    kind, url = str(entity["type"]), ""
    if kind not in STYLES | FOUND:
        raise Refusal("can't parse MessageEntity: Unsupported type specified")
    if kind == "text_link":
        if "url" not in entity:
            raise Refusal("can't parse MessageEntity: Can't find field \"url\"")
        url = check_link(str(entity["url"]), "entity URL")
    start, end = _stretch(text, int(str(entity["offset"])), int(str(entity["length"])))
    return Mark(start=start, end=end, kind=kind, url=url)


def _stretch(text: str, offset: int, length: int) -> tuple[int, int]:
    """Turn UTF-16 units into code points."""
    for name, number in (("offset", offset), ("length", length)):
        if not 0 <= number <= MAX_OFFSET:
            raise Refusal(f"receive an entity with incorrect {name} {number}")
    if not length:
        return 0, 0
    index = {unit: i for i, unit in enumerate(_units(text))}
    end, last = offset + length, max(index)
    if offset >= last:
        raise Refusal(f"entity begins after the end of the text at UTF-16 offset {offset}")
    if offset not in index:
        after = len(text[: index[offset + 1]].encode())
        raise Refusal(f"entity begins in a middle of a UTF-16 symbol at byte offset {after}")
    which = f"entity beginning at UTF-16 offset {offset} ends"
    if end > last:
        raise Refusal(f"{which} after the end of the text at UTF-16 offset {end}")
    if end not in index:
        after = len(text[: index[end + 1]].encode())
        raise Refusal(f"{which} in a middle of a UTF-16 symbol at byte offset {after}")
    return index[offset], index[end]


def _units(text: str) -> list[int]:
    return list(accumulate((1 + (c > "\uffff") for c in text), initial=0))


def write_entities(text: str, marks: Iterable[Mark]) -> list[dict[str, object]]:
    """Turn marks into entities as the Bot API answers them."""
    units = _units(text)
    return [
        {"type": m.kind, "offset": units[m.start], "length": units[m.end] - units[m.start]}
        | ({"url": m.url} if m.kind == "text_link" else {})
        for m in marks
    ]


def settle(text: str, marks: Iterable[Mark]) -> tuple[str, tuple[Mark, ...]]:
    """Clean and trim text as Telegram does, and add the links and tags that it finds."""
    cleaned, moved = "", [0]
    for c in text:
        cleaned += "" if c == "\r" else " " if c < " " and c != "\n" else c
        moved.append(len(cleaned))
    marks = [replace(m, start=moved[m.start], end=moved[m.end]) for m in marks]
    end = len(cleaned.rstrip(" \n"))
    head = min([m.start for m in marks], default=end)
    start = min(head, len(cleaned) - len(cleaned.lstrip(" \n")), end)
    cleaned = cleaned[start:end]
    kept = [replace(m, start=m.start - start, end=min(m.end, end) - start) for m in marks]
    kept = [m for m in kept if m.start < m.end]
    return cleaned, tuple(sorted(kept + _find(cleaned, kept), key=lambda m: (m.start, -m.end)))


def _find(text: str, marks: Sequence[Mark]) -> list[Mark]:
    """Find links and tags outside of code and of links that are there already."""
    closed = [m for m in marks if m.kind in {"code", "pre", "text_link"}]
    found = []
    for match in _LINKLIKE.finditer(text):
        start, end = match.span()
        if not any(m.start < end and start < m.end for m in closed):
            kind = match.lastgroup or ""
            url = match[0] if kind == "url" else ""
            found.append(Mark(start=start, end=end, kind=kind, url=url))
    return found
