"""A post in the words of Bluesky's records (AT Protocol, app.bsky.feed.post). Pure."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from itertools import accumulate
from typing import Any

from bot.model import Picture, Post, Receipt, Rich, Style

POST = "app.bsky.feed.post"
LONGEST_ALT = 2000
"""What Bluesky's own clients write; records take more."""
LONGEST_TAG = 64
_DIGITS = "234567abcdefghijklmnopqrstuvwxyz"
_CLOCK_BITS, _TID_LENGTH, _SECOND = 10, 13, 1_000_000
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?")

Json = Mapping[str, Any]
Shown = tuple[Picture, Json]
"""A picture and the blob that it was uploaded as."""


def tid(made_at: float, key: str) -> str:
    """Choose the name of a post's record, always the same: 53 bits of microseconds, 10 of a clock's id.

    All below the second comes from `key`, so that posts made in the same moment do not meet.
    """
    chance = int.from_bytes(sha256(key.encode()).digest()[:8])
    micros = int(made_at) * _SECOND + (chance >> _CLOCK_BITS) % _SECOND
    bits = micros << _CLOCK_BITS | chance & (1 << _CLOCK_BITS) - 1
    return "".join(_DIGITS[bits >> 5 * place & 31] for place in reversed(range(_TID_LENGTH)))


def said(post: Post, at: float, embedded: Json) -> dict[str, Any]:
    """Say a post of the moment `at` (seconds) and what it embeds ({}: nothing)."""
    record: dict[str, Any] = {
        "$type": POST,
        "text": post.text.text,
        "createdAt": datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds")[:-6] + "Z",
        "langs": _languages(post.language),
        "facets": facets(post.text),
        "embed": embedded,
    }
    return {name: value for name, value in record.items() if value not in ({}, [])}


def facets(rich: Rich) -> list[dict[str, Any]]:
    """Say which stretches are links and tags, counted in bytes of UTF-8; nobody is mentioned."""
    bytes_before = [0, *accumulate(len(c.encode("utf-8", "surrogatepass")) for c in rich.text)]
    found: list[dict[str, Any]] = []
    for span in rich.spans:
        words = rich.text[span.start : span.end]
        feature = _feature(span.style, words, span.url)
        if feature:
            edges = {"byteStart": bytes_before[span.start], "byteEnd": bytes_before[span.end]}
            found.append({"index": edges, "features": [feature]})
    return found


def has_card(post: Post) -> bool:
    """Say whether a post shows where its link leads; else it shows its pictures."""
    return bool(post.link and post.preview)


def embed(post: Post, shown: Sequence[Shown], before: Json) -> Json:
    """Say what a post embeds: a card, or pictures with their blobs; as it was `before` without new ones."""
    if has_card(post):
        thumb = shown[0][1] if shown else before.get("external", {}).get("thumb")
        address = post.tracked or post.link
        is_said = post.summary in post.text.text  # why not again: the text stands right above
        description = "" if is_said else post.summary
        words = {"uri": address, "title": post.headline, "description": description}
        external = words | ({"thumb": thumb} if thumb else {})
        return {"$type": "app.bsky.embed.external", "external": external}
    images = [
        {
            "image": blob,
            "alt": picture.alt[:LONGEST_ALT],
            "aspectRatio": {"width": picture.width, "height": picture.height},
        }
        for picture, blob in shown
    ]
    if images:
        return {"$type": "app.bsky.embed.images", "images": images}
    return before if post.images and "images" in before else {}


def rkey(post_id: str) -> str:
    """Give the name of a record: out of its address, of its page's, or the name alone."""
    return rkeys(post_id)[0]


def rkeys(post_id: str) -> list[str]:
    """Give the names of a post's records: its own, and those of its thread behind a plus."""
    return post_id.rstrip("/").rpartition("/")[2].split("+")


def part(key: str, number: int) -> str:
    """Give the key of one record of a post: its own, or that of the thread's part `number`."""
    return f"{key} {number}" if number else key


def ref(standing: Json) -> dict[str, Any]:
    """Say which version of a record is meant."""
    return {name: standing[name] for name in ("uri", "cid")}


def proof(uri: str, who: str, note: str = "") -> Receipt:
    """Say where a record stands, as readers open it in the account of `who`."""
    there = f"https://bsky.app/profile/{who}/post/{rkey(uri)}"
    return Receipt(id=uri, permalink=there, note=note)


def _feature(style: Style, words: str, url: str) -> dict[str, str]:
    if style is Style.LINK:
        return {"$type": "app.bsky.richtext.facet#link", "uri": url}
    tag = words.removeprefix("#")
    if style is Style.HASHTAG and 0 < len(tag) <= LONGEST_TAG:
        return {"$type": "app.bsky.richtext.facet#tag", "tag": tag}
    return {}


def _languages(tag: str) -> list[str]:
    """Give a language as records take it (BCP 47): a malformed one would cost the whole post."""
    found = _LANGUAGE.match(tag.replace("_", "-"))
    return [found[0]] if found else []
