"""What X makes of a text, taken back. Pure."""

from collections.abc import Sequence
from html import unescape
from typing import Any

from bot.model import Rich
from bot.text.alike import is_alike


def numbers_of(first: str, parts: Sequence[Rich], timeline: Sequence[dict[str, Any]]) -> list[str]:
    """Give the ids of a thread that begins with `first`, as far as its `parts` stand in a timeline."""
    newer = {as_sent(tweet): tweet["id"] for tweet in timeline if int(tweet["id"]) > int(first)}
    ids = [first]
    for part in parts:
        below = next((number for text, number in newer.items() if is_alike(text, part.text)), "")
        if not below:
            break
        ids.append(below)
    return ids


def as_sent(tweet: dict[str, Any]) -> str:
    """Give a text as it was sent: X escapes signs, shortens links and adds one for the picture."""
    text = unescape(tweet["text"])
    for url in tweet.get("entities", {}).get("urls", ()):
        text = text.replace(url["url"], "" if "media_key" in url else url["expanded_url"])
    return text
