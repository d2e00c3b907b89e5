"""Telegram's HTML parse mode; error texts and byte offsets as TDLib gives them."""

import re
from html import unescape

from bot.sandbox.ledger import Mark
from bot.sandbox.telegram_text import Refusal, check_link

_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "blockquote": "blockquote",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
}
_PIECE = re.compile(r"<(?P<slash>/?)(?P<name>[^\s<>/]*)(?P<rest>[^<>]*)(?P<closed>>?)|[^<]+")
_HREF = re.compile(r"""\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))""", re.IGNORECASE)
_REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);")


def parse_html(source: str) -> tuple[str, tuple[Mark, ...]]:
    """Turn markup into text and marks; raise Refusal where a tag is unknown or does not match."""
    text = ""
    marks: list[Mark] = []
    opened: list[tuple[str, str, int]] = []
    for piece in _PIECE.finditer(source):
        at = len(source[: piece.start()].encode())
        name = (piece["name"] or "").lower()
        if piece["name"] is None:
            text += _REFERENCE.sub(lambda m: unescape(m[0]), piece[0])
        elif piece["slash"]:
            marks += _close(opened, name, text, at)
        else:
            opened.append((_open(piece, name, at), piece["rest"], len(text)))
    if opened:
        raise _broken(f'Can\'t find end tag corresponding to start tag "{opened[-1][0]}"')
    return text, tuple(sorted(marks, key=lambda m: (m.start, -m.end)))


def _open(piece: re.Match[str], name: str, at: int) -> str:
    if not piece["closed"]:
        raise _broken(f"Unclosed start tag at byte offset {at}")
    if name not in _TAGS:
        raise _broken(f'Unsupported start tag "{name}" at byte offset {at}')
    return name


def _close(opened: list[tuple[str, str, int]], found: str, text: str, at: int) -> list[Mark]:
    if not opened:
        raise _broken(f"Unexpected end tag at byte offset {at}")
    name, rest, start = opened.pop()
    if found not in {name, ""}:
        raise _broken(
            f'Unmatched end tag at byte offset {at}, expected "</{name}>", found "</{found}>"'
        )
    kind = _TAGS[name]
    if kind == "blockquote" and "expandable" in rest:
        kind = "expandable_blockquote"
    if start == len(text):
        return []
    if kind != "text_link":
        return [Mark(start=start, end=len(text), kind=kind)]
    href = _HREF.search(rest)
    try:
        url = unescape(href[1] or href[2] or href[3] or "") if href else text[start:]
        return [Mark(start=start, end=len(text), kind=kind, url=check_link(url, "entity URL"))]
    except Refusal:
        return []


def _broken(why: str) -> Refusal:
    return Refusal(f"can't parse entities: {why}")
