"""Text with spans: clean it, build it, join it, cut it, count its spans as Telegram does. Pure."""

import re
from collections.abc import Iterable
from itertools import accumulate
from unicodedata import bidirectional

from bot.model import Rich, Span, Style
from bot.text.length import urls

WORD_JOINER = "\u2060"
ISOLATE, END_ISOLATE = "\u2068", "\u2069"

_SPACE = re.compile(r"[^\S\xa0\u2007\u202f\u3000]+")
"""Runs that become one space; spaces that typographers set on purpose stay."""
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u202a-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
"""Controls, soft hyphens, overrides of the reading direction and what is no character at all."""
_SCHEME = re.compile(r"https?://(?=\w)", re.IGNORECASE)
_CALL = re.compile(
    r"""
    ( (?:(?<![A-Za-z0-9_])|(?<=(?<![A-Za-z0-9_])[Rr][Tt]))[@＠]  # somebody's name
    | (?<![A-Za-z0-9_])[\#＃](?!\d+(?![\w\u200c]))     # a tag, not "No. 1"
    | (?<![\w/<>])/(?=[A-Za-z0-9_])                   # a command to a bot
    | (?<!\w)\$(?=[A-Za-z])                           # a share; X takes one a post
    )
    ([\w\xb7\u200c][\w\-]*(?:\.\w[\w\-]*)*)
    """,
    re.VERBOSE,
)


def clean(text: str) -> str:
    """Make foreign text one line that every platform takes and shows as it is read.

    Halves of surrogate pairs are mended or dropped, as are all that nobody sees; direction
    controls too, so that no text can be cut between a pair of them.
    """
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    return _SPACE.sub(" ", _UNSEEN.sub("", _SPACE.sub(" ", text))).strip()


def disarm(text: str) -> str:
    """Keep `@name`, `#tag`, `$SHARE` and `/command` out of platforms' reach; readers see no change.

    A word joiner (U+2060) ends what the platform would take for a name, and dots of a handle like
    `@anna.example.com` get one so that it does not turn into a link. Addresses stay whole.
    """
    links = urls(text)

    def calm(call: re.Match[str]) -> str:
        if any(start <= call.start() < end for start, end in links):
            return call[0]
        return call[1] + WORD_JOINER + call[2].replace(".", "." + WORD_JOINER)

    return _CALL.sub(calm, text)


def unlinked(text: str) -> str:
    """Keep addresses of `text` from becoming links; readers see them, without their scheme.

    A word joiner (U+2060) behind each dot ends what X, Facebook and Threads would take for one.
    """
    text = _SCHEME.sub("", text)
    for start, end in reversed(urls(text)):
        text = text[:start] + text[start:end].replace(".", "." + WORD_JOINER) + text[end:]
    return text


def is_rtl(text: str) -> bool:
    """Say whether a line of `text` begins at the right: its first strong letter does (UAX #9, P2)."""
    strong = (bidirectional(character) for character in text)
    return next((way for way in strong if way in {"L", "R", "AL"}), "L") != "L"


def plain(text: str) -> Rich:
    return Rich(text=text)


def bold(text: str) -> Rich:
    return _styled(text, Style.BOLD)


def italic(text: str) -> Rich:
    return _styled(text, Style.ITALIC)


def link(label: str, url: str) -> Rich:
    return _styled(label, Style.LINK, url)


def hashtag(word: str) -> Rich:
    """Set `word` (without the sign) as a hashtag."""
    return _styled(f"#{word}", Style.HASHTAG)


def isolated(part: Rich, *, rtl: bool) -> Rich:
    """Keep a part that reads the other way from disturbing a line that is `rtl` or not (UAX #9)."""
    if is_rtl(part.text) == rtl:
        return part
    return join([plain(ISOLATE), part, plain(END_ISOLATE)])


def join(parts: Iterable[Rich], separator: str = "") -> Rich:
    """Set parts one after the other; empty ones leave no separator."""
    text = ""
    spans: list[Span] = []
    for part in parts:
        if part.text:
            text += separator if text else ""
            spans += [_moved(span, len(text)) for span in part.spans]
            text += part.text
    return Rich(text=text, spans=tuple(spans))


def cut(rich: Rich, start: int, end: int) -> Rich:
    """Take the code points from `start` to `end`; spans are clipped, empty ones go."""
    text = rich.text[start:end]
    clipped = (_moved(span, -start, len(text)) for span in rich.spans)
    return Rich(text=text, spans=tuple(span for s in clipped for span in _trimmed(text, s)))


def utf16_entities(rich: Rich) -> list[tuple[int, int, Span]]:
    """Give offset and length of each span in UTF-16 units, as Telegram's entities count."""
    units = [0, *accumulate(2 if character > "\uffff" else 1 for character in rich.text)]
    return [(units[s.start], units[s.end] - units[s.start], s) for s in rich.spans]


def _styled(text: str, style: Style, url: str = "") -> Rich:
    span = Span(start=0, end=len(text), style=style, url=url)
    return Rich(text=text, spans=_trimmed(text, span))


def _moved(span: Span, by: int, limit: int | None = None) -> Span:
    start, end = span.start + by, span.end + by
    if limit is not None:
        start, end = min(max(start, 0), limit), min(max(end, 0), limit)
    return Span(start=start, end=end, style=span.style, url=span.url)


def _trimmed(text: str, span: Span) -> tuple[Span, ...]:
    """Leave spaces at the ends out of a span: Telegram moves such entities; none if all is space."""
    inside = text[span.start : span.end]
    start = span.end - len(inside.lstrip())
    end = span.start + len(inside.rstrip())
    return (Span(start=start, end=end, style=span.style, url=span.url),) if start < end else ()
