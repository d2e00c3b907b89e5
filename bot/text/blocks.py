"""A post in the words of Slack's Block Kit. Pure."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from bot.model import Image, Picture, Rich, Style

LONGEST_ALT = 2000
_STYLES = {Style.BOLD: "bold", Style.ITALIC: "italic"}


def blocks(rich: Rich) -> list[dict[str, Any]]:
    """Say a text as rich text, in which only its spans are marks."""
    section = {"type": "rich_text_section", "elements": _elements(rich)}
    return [{"type": "rich_text", "elements": [section]}]


def photo(image: Image | Picture, headline: str, file: str = "") -> dict[str, Any]:
    """Say a picture: an uploaded `file`, or what Slack fetches from the picture's own address.

    Slack wants a text for each picture: the headline where the page gives none.
    """
    place = {"slack_file": {"id": file}} if file else {"image_url": image.url}
    alt = (image.alt or headline)[:LONGEST_ALT] or "…"
    return {"type": "image", **place, "alt_text": alt}


def photos_of(message: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Take the pictures out of a message that stands, as they may be said again: a file by its id alone."""
    found = []
    for block in message.get("blocks", ()):
        if block.get("type") == "image":
            file = block.get("slack_file", {}).get("id")
            place = {"slack_file": {"id": file}} if file else {"image_url": block.get("image_url")}
            found.append({"type": "image", **place, "alt_text": block["alt_text"]})
    return found


def _elements(rich: Rich) -> list[dict[str, Any]]:
    edges = sorted({0, len(rich.text)} | {e for s in rich.spans for e in (s.start, s.end)})
    elements = []
    for start, end in pairwise(edges):
        over = [span for span in rich.spans if span.start <= start and end <= span.end]
        element: dict[str, Any] = {"type": "text", "text": rich.text[start:end]}
        for span in over:
            if span.style is Style.LINK:
                element |= {"type": "link", "url": span.url}
        if style := {_STYLES[span.style]: True for span in over if span.style in _STYLES}:
            element["style"] = style
        elements.append(element)
    return elements
