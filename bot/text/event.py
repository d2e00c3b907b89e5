"""A post in the words of Matrix: events with a plain and a formatted text. Pure."""

from collections.abc import Callable, Mapping
from html import escape
from itertools import pairwise
from typing import Any
from urllib.parse import quote

import regex

from bot.model import Picture, Post, Receipt, Rich, Span, Style

LONGEST_NAME = 100
_NO_NAME = regex.compile(r"[\\/:*?\"<>|\p{Cc}]+")
"""What file systems do not take in a name."""
_TAGS = {Style.BOLD: "strong", Style.ITALIC: "em"}


def message(post: Post) -> dict[str, Any]:
    """Say a post as a message that calls nobody; a notice makes no sound."""
    return {
        "msgtype": "m.notice" if post.silent else "m.text",
        "body": spelled(post.text),
        "format": "org.matrix.custom.html",
        "formatted_body": html(post.text),
        "m.mentions": {},
    }


def photo(picture: Picture, url: str) -> dict[str, Any]:
    """Say what makes a message one of a picture, with its text as the caption.

    Matrix has no field for alt text (v1.18; MSC3552 would bring one): it becomes the file's name,
    which clients without pictures, bridges and screen readers say.
    """
    sizes = {"size": len(picture.data), "w": picture.width, "h": picture.height}
    return {
        "msgtype": "m.image",
        "filename": _named(picture),
        "url": url,
        "info": {"mimetype": picture.mime, **sizes},
    }


def photo_of(event: Mapping[str, Any]) -> dict[str, Any]:
    """Take the picture out of an event as it was last replaced; {} where it shows none."""
    newest = event.get("unsigned", {}).get("m.relations", {}).get("m.replace", event)
    shows = newest["content"].get("m.new_content", newest["content"])
    named = ("msgtype", "filename", "url", "info")
    return {name: shows[name] for name in named if name in shows and "url" in shows}


def replacement(new: Mapping[str, Any], event_id: str) -> dict[str, Any]:
    """Say what replaces an event; what old clients show is plain, for it has 64 KiB in all."""
    plain = {name: part for name, part in new.items() if not name.startswith("format")}
    relation = {"rel_type": "m.replace", "event_id": event_id}
    said = {"body": f"* {new['body']}", "m.new_content": dict(new), "m.relates_to": relation}
    return plain | said


def answer(event_id: str) -> dict[str, Any]:
    """Say what makes a message an answer."""
    return {"m.relates_to": {"m.in_reply_to": {"event_id": event_id}}}


def proof(room: str, room_id: str, event_id: str) -> Receipt:
    """Say where an event stands; a client that does not know the room asks its server."""
    link = f"https://matrix.to/#/{quote(room, safe='')}/{quote(event_id, safe='')}"
    server = room_id.partition(":")[2]
    return Receipt(id=event_id, permalink=f"{link}?via={server}" if server else link)


def html(rich: Rich) -> str:
    """Write a text in HTML: bold, italic, links and line breaks, and nothing else of it is a mark."""
    return _written(rich, lambda words: escape(words).replace("\n", "<br>"), _tagged)


def spelled(rich: Rich) -> str:
    """Write a text in plain words: the address of a link stands behind it, where it is another."""
    return _written(rich, str, _addressed)


def _written(rich: Rich, write: Callable[[str], str], mark: Callable[[str, Span], str]) -> str:
    edges = sorted({0, len(rich.text)} | {e for s in rich.spans for e in (s.start, s.end)})
    written = ""
    for start, end in pairwise(edges):
        words = write(rich.text[start:end])
        for span in rich.spans:
            if span.start <= start and end <= span.end:
                words = mark(words, span)
        written += words
    return written


def _tagged(words: str, span: Span) -> str:
    if span.style is Style.LINK:
        return f'<a href="{escape(span.url)}">{words}</a>'
    tag = _TAGS.get(span.style)
    return f"<{tag}>{words}</{tag}>" if tag else words


def _named(picture: Picture) -> str:
    words = " ".join(_NO_NAME.sub(" ", picture.alt).split())
    name = regex.match(rf"\X{{0,{LONGEST_NAME}}}", words)[0].strip(" .")
    return f"{name or 'image'}.{picture.mime.rpartition('/')[2]}"


def _addressed(words: str, span: Span) -> str:
    is_elsewhere = span.style is Style.LINK and words != span.url
    return f"{words} ({span.url})" if is_elsewhere else words
