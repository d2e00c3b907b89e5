"""What X makes of a text, taken back. Pure."""

from html import unescape
from typing import Any


def as_sent(tweet: dict[str, Any]) -> str:
    """Give a text as it was sent: X escapes signs, shortens links and adds one for the picture."""
    text = unescape(tweet["text"])
    for url in tweet.get("entities", {}).get("urls", ()):
        text = text.replace(url["url"], "" if "media_key" in url else url["expanded_url"])
    return text
