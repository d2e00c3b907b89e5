"""Discord's Markdown as its clients show it: what of a message readers see, and as what.

The rules are those of the clients' parser (simple-markdown with Discord's own): a backslash before a
sign shows the sign; a link behind words is one only where the words look like no address.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.sandbox.ledger import Mark

_RULES = re.compile(
    r"""
    \\(?P<escaped>[^0-9A-Za-z\s])
  | ```(?P<pre>.+?)```
  | (?P<ticks>`+)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)
  | \[(?P<label>(?:\\.|[^\[\]\\])+)\]\((?:<(?P<quiet>https?://[^\s<>]+)>|(?P<target>https?://[^\s<>()]+))\)
  | <(?P<bare>https?://[^\s>]+)>
  | (?P<url>https?://[^\s<]+[^<.,:;"'\]\s])
  | (?P<call><(?:@!?|@&|\#)\d+>|@everyone|@here)
  | (?P<thing><(?:a?:\w+:\d+|t:-?\d+(?::[a-zA-Z])?|/[^:>]+:\d+)>|:[\w+~-]+:)
  | \*\*(?P<bold>(?:\\.|[^\\])+?)\*\*(?!\*)
  | __(?P<underline>(?:\\.|[^\\])+?)__(?!_)
  | (?:\*(?=\S)(?P<italic>(?:\\.|[^\\*])+?)(?<!\s)\*(?!\*))
  | (?:(?<!\w)_(?P<slanted>(?:\\.|[^\\_])+?)_(?!\w))
  | ~~(?P<strikethrough>(?:\\.|[^\\])+?)~~
  | \|\|(?P<spoiler>(?:\\.|[^\\])+?)\|\|
  | (?:^|(?<=\n))[ ]*(?P<block>(?:\#{1,3}|-\#|[-*]|\d+\.|>{1,3})[ ])
    """,
    re.VERBOSE | re.DOTALL,
)
_NESTED = ("bold", "underline", "italic", "slanted", "strikethrough", "spoiler")
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


def read(content: str) -> tuple[str, tuple[Mark, ...]]:
    """Give what readers see of a message, and its marks; a link without a preview is "quiet_link"."""
    text, marks = "", list[Mark]()
    for shown, inside in _parts(content):
        marks += [replace(m, start=m.start + len(text), end=m.end + len(text)) for m in inside]
        text += shown
    return text, tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end)))


def _parts(content: str) -> Iterator[tuple[str, list[Mark]]]:
    at = 0
    for found in _RULES.finditer(content):
        yield content[at : found.start()], []
        yield _shown(found)
        at = found.end()
    yield content[at:], []


def _shown(found: re.Match[str]) -> tuple[str, list[Mark]]:
    kind = found.lastgroup or ""
    if kind == "escaped":
        return found["escaped"], []
    if found["label"] is not None:
        return _link(found)
    if kind in _NESTED:
        text, inside = read(found[kind])
        return text, [_mark(text, "italic" if kind == "slanted" else kind), *inside]
    if kind in {"bare", "url"}:
        return found[kind], [_mark(found[kind], _LINKS[kind], found[kind])]
    return found[0], [_mark(found[0], kind)]


_LINKS = {"bare": "quiet_link", "url": "text_link"}


def _link(found: re.Match[str]) -> tuple[str, list[Mark]]:
    label, inside = read(found["label"])
    if _ADDRESS.search(label):
        return found[0], [_mark(found[0], "broken_link")]
    kind = "quiet_link" if found["quiet"] else "text_link"
    return label, [_mark(label, kind, found["quiet"] or found["target"]), *inside]


def _mark(text: str, kind: str, url: str = "") -> Mark:
    return Mark(start=0, end=len(text), kind=kind, url=url)
