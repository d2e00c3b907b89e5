"""A message's HTML as Matrix clients show it: the tags that the specification allows, no other."""

from html.parser import HTMLParser

from bot.sandbox.ledger import Mark

KINDS = {
    "strong": "bold",
    "b": "bold",
    "em": "italic",
    "i": "italic",
    "u": "underline",
    "del": "strikethrough",
    "s": "strikethrough",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
}
"""Tags that give a stretch of text a look (client-server API, m.room.message msgtypes)."""
_MENTION = "https://matrix.to/#/@"


class Reader(HTMLParser):
    """Collects text and marks; tags that clients do not show are left out with nothing in their place."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.marks: list[Mark] = []
        self._open: list[tuple[str, int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.text += "\n"
        elif tag in KINDS:
            self._open.append((tag, len(self.text), dict(attrs).get("href") or ""))

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1][0] == tag:
            _, start, url = self._open.pop()
            kind = "mention" if url.startswith(_MENTION) else KINDS[tag]
            self.marks.append(Mark(start=start, end=len(self.text), kind=kind, url=url))

    def handle_data(self, data: str) -> None:
        self.text += data


def read(formatted: str) -> tuple[str, tuple[Mark, ...]]:
    """Give what readers see of a formatted body, and its marks."""
    reader = Reader()
    reader.feed(formatted)
    reader.close()
    return reader.text, tuple(sorted(reader.marks, key=lambda mark: (mark.start, -mark.end)))
