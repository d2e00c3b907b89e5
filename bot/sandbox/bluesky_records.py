"""What Bluesky takes as a post, in which words a server refuses the rest, and what readers see of it.

Words and limits are those of the PDS that `tests/real` runs (app.bsky.feed.post).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.model import Unit
from bot.sandbox.ledger import Card, Mark, Photo, Standing
from bot.text.length import measure

POST = "app.bsky.feed.post"
MOST_GRAPHEMES, MOST_BYTES, LONGEST_TAG, MOST_IMAGES, MOST_LANGUAGES = 300, 3000, 64, 4, 3
LARGEST_THUMB, LARGEST_IMAGE = 1_000_000, 2_000_000
TID = re.compile(r"[234567a-j][234567a-z]{12}")
_URI = re.compile(r"\w+:(?://)?[^\s/]\S*", re.ASCII)
_AT_URI = re.compile(r"at://(did:[a-z]+:[\w.:%-]+|[\w.-]+)(/[\w.]+(/[\w.~:-]+)?)?", re.ASCII)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_KINDS = {"link": "text_link", "tag": "hashtag", "mention": "mention"}

Json = dict[str, Any]
Shelf = Callable[[Json], Photo]
"""Gives a blob that was uploaded; raises Problem where there is none like it."""


class Problem(Exception):
    """An answer that refuses, with its status and its name."""

    def __init__(self, status: int, name: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.name = name


def invalid(why: str, where: str = "") -> Problem:
    there = f"Invalid {POST} record: {why} at $.record{where}" if where else why
    return Problem(400, "InvalidRequest", there)


def check_key(rkey: str) -> None:
    """Raise Problem where a record cannot have that name."""
    if not re.fullmatch(r"[\w.~:-]{1,512}", rkey, re.ASCII):
        raise invalid(f'Invalid record key (got "{rkey}") at $.rkey')
    if not TID.fullmatch(rkey):
        raise invalid(f'Invalid record key for {POST}: Invalid TID string (got "{rkey}") at $')


def read(record: Json, shelf: Shelf) -> Standing:
    """Read a record as its readers see it, with no id yet; raise Problem where it is none."""
    _text(record)
    at = _matching(record, "createdAt", _MOMENT, "datetime")
    for number, language in enumerate(_most(record.get("langs", []), MOST_LANGUAGES, ".langs")):
        if not _LANGUAGE.fullmatch(language):
            raise invalid(f'Invalid language (got "{language}")', f".langs[{number}]")
    parent = _reply(record["reply"]) if "reply" in record else ""
    marks = tuple(_marks(record["text"], record.get("facets", [])))
    standing = Standing(
        id="",
        at=datetime.fromisoformat(at).timestamp(),
        author="",
        text=record["text"],
        marks=marks,
        reply_to=parent.rpartition("/")[2],
    )
    return _embedded(standing, record["embed"], shelf) if "embed" in record else standing


def _text(record: Json) -> None:
    if not isinstance(record.get("text"), str):
        raise invalid('Missing required key "text"', "")
    size, length = len(record["text"].encode()), measure(record["text"], Unit.GRAPHEMES)
    if size > MOST_BYTES:
        raise invalid(f"string too big (maximum {MOST_BYTES}, got {size})", ".text")
    if length > MOST_GRAPHEMES:
        raise invalid(f"grapheme too big (maximum {MOST_GRAPHEMES}, got {length})", ".text")


def _reply(refs: Json) -> str:
    for name in ("root", "parent"):
        _matching(refs[name], "uri", _AT_URI, "at-uri", f".reply.{name}")
    return str(refs["parent"]["uri"])


def _marks(text: str, facets: list[Json]) -> Iterator[Mark]:
    """Read facets; what lies beyond the text, or inside a character, clients do not show."""
    data = text.encode()
    for number, facet in enumerate(facets):
        where = f".facets[{number}]"
        start, end = facet["index"]["byteStart"], facet["index"]["byteEnd"]
        if start < 0:
            there = f"{where}.index.byteStart"
            raise invalid(f"integer too small (minimum 0, got {start})", there)
        for place, feature in enumerate(facet["features"]):
            kind = _feature(feature, f"{where}.features[{place}]")
            edges = [len(data[:edge].decode(errors="ignore")) for edge in (start, end)]
            whole = data[start:end].decode(errors="replace")
            if start < end <= len(data) and text[edges[0] : edges[1]] == whole:
                uri = feature.get("uri", "")
                yield Mark(start=edges[0], end=edges[1], kind=kind, url=uri)


def _feature(feature: Json, where: str) -> str:
    kind = feature["$type"].rpartition("#")[2]
    if kind == "link":
        _matching(feature, "uri", _URI, "uri", where)
    if kind == "tag" and (length := measure(feature["tag"], Unit.GRAPHEMES)) > LONGEST_TAG:
        raise invalid(f"grapheme too big (maximum {LONGEST_TAG}, got {length})", f"{where}.tag")
    return _KINDS[kind]


def _embedded(standing: Standing, embed: Json, shelf: Shelf) -> Standing:
    if embed["$type"] == "app.bsky.embed.external":
        shown = embed["external"]
        url = _matching(shown, "uri", _URI, "uri", ".embed.external")
        thumb = shown.get("thumb")
        if thumb:
            _blob(thumb, LARGEST_THUMB, ".embed.external.thumb")
        words = {"title": shown["title"], "description": shown["description"]}
        picture = shelf(thumb).key if thumb else ""
        return replace(standing, card=Card(url=url, picture=picture, **words))
    photos = []
    for number, image in enumerate(_most(embed["images"], MOST_IMAGES, ".embed.images")):
        where = f".embed.images[{number}]"
        if "alt" not in image:
            raise invalid('Missing required key "alt"', where)
        _blob(image["image"], LARGEST_IMAGE, f"{where}.image")
        photos.append(replace(shelf(image["image"]), alt=image["alt"]))
    return replace(standing, photos=tuple(photos))


def _blob(blob: Json, largest: int, where: str) -> None:
    if not blob["mimeType"].startswith("image/"):
        raise invalid(f'Expected "image/*" (got "{blob["mimeType"]}")', f"{where}.mimeType")
    if blob["size"] > largest:
        raise invalid(f"blob too big (maximum {largest}, got {blob['size']})", where)


def _most(things: list[Any], most: int, where: str) -> list[Any]:
    if len(things) > most:
        raise invalid(f"array too big (maximum {most}, got {len(things)})", where)
    return things


def _matching(thing: Json, name: str, pattern: re.Pattern[str], kind: str, where: str = "") -> str:
    value = str(thing.get(name, ""))
    if not pattern.fullmatch(value):
        raise invalid(f'Invalid {kind} (got "{value}")', f"{where}.{name}")
    return value
