"""Rich messages (Bot API 10.1): the HTML that we write, checked, and what readers see of it.

Telegram's words for refusals are not documented; these were chosen. Strict where Telegram takes more:
only the tags below, and HTML only. Limits as of docs.rs/telegram-rich, which quotes the official page.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from typing import Any

from bot.sandbox.ledger import Mark
from bot.sandbox.telegram_text import Refusal, check_link

LONGEST, MOST_BLOCKS, MOST_MEDIA = 32_768, 500, 50
_INLINE = {
    "b": "bold",
    "i": "italic",
    "u": "underline",
    "s": "strikethrough",
    "code": "code",
    "a": "text_link",
}
_BLOCKS = {"p", "h1", "h2", "h3", "blockquote", "footer"}
_FIGURE = {"figcaption", "cite"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A picture by its address, with what stands under it."""

    url: str
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What a rich message says: its text with marks, paragraphs apart by an empty line, and its pictures."""

    text: str
    marks: tuple[Mark, ...]
    figures: tuple[Figure, ...]


@dataclass(slots=True)
class _Open:
    """A tag that is open: its name, where it began, where it leads."""

    name: str
    start: int
    url: str = ""


class _Reader(HTMLParser):
    """Collects blocks; raises Refusal where a tag is none of ours, or stands where it cannot."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.marks, self.figures = "", list[Mark](), list[Figure]()
        self.blocks = 0
        self.open: list[_Open] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in {"br", "img"}:
            self._void(tag, given)
            return
        if tag in _BLOCKS | {"figure"}:
            if self.open:
                raise _broken(f'"{tag}" inside "{self.open[-1].name}"')
            self.blocks += 1
            self.text += "\n\n" if tag in _BLOCKS and self.text else ""
        elif not self.open or tag not in {*_INLINE, *_FIGURE}:
            raise _broken(f'Unsupported start tag "{tag}"')
        self.open.append(_Open(tag, len(self.text), given.get("href", "")))

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1].name != tag:
            raise _broken(f'Unmatched end tag "{tag}"')
        opened = self.open.pop()
        if tag in _INLINE and len(self.text) > opened.start:
            url = check_link(opened.url, "entity URL") if tag == "a" else ""
            mark = Mark(start=opened.start, end=len(self.text), kind=_INLINE[tag], url=url)
            self.marks.append(mark)

    def handle_data(self, data: str) -> None:
        names = [opened.name for opened in self.open]
        if not names:
            raise _broken("text outside of a block")
        if "figure" not in names:
            self.text += data
            return
        part = "credit" if "cite" in names else "caption"
        last = self.figures[-1]
        self.figures[-1] = replace(last, **{part: getattr(last, part) + data})

    def _void(self, tag: str, given: Mapping[str, str]) -> None:
        if tag == "br":
            self.text += "\n"
        elif not self.open or self.open[-1].name != "figure":
            raise _broken("a picture outside of a figure")
        else:
            self.figures.append(Figure(url=given.get("src", "")))


def read_article(message: Mapping[str, Any]) -> Article:
    """Read an InputRichMessage; raise Refusal where it breaks a rule."""
    if "markdown" in message or not message.get("html"):
        raise Refusal("rich message must have html, the only form that is read here")
    reader = _Reader()
    reader.feed(message["html"])
    reader.close()
    if reader.open:
        raise _broken(f'Can\'t find end tag corresponding to start tag "{reader.open[-1].name}"')
    if len(reader.text) > LONGEST:
        raise Refusal("rich message is too long")
    if reader.blocks > MOST_BLOCKS or len(reader.figures) > MOST_MEDIA:
        raise Refusal("rich message has too many blocks")
    marks = tuple(sorted(reader.marks, key=lambda mark: (mark.start, -mark.end)))
    return Article(text=reader.text, marks=marks, figures=tuple(reader.figures))


def _broken(why: str) -> Refusal:
    return Refusal(f"can't parse rich message: {why}")
