"""A post in the words of Slack's Block Kit. Pure."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from bot.model import Image, Post, Rich, Style

LONGEST_ALT = 2000
_STYLES = {Style.BOLD: "bold", Style.ITALIC: "italic"}


def blocks(post: Post, images: Sequence[Image]) -> list[dict[str, Any]]:
    """Say a post as rich text, in which only its spans are marks, with images below it.

    Slack wants a text for each image: the headline where the page gives none.
    """
    section = {"type": "rich_text_section", "elements": _elements(post.text)}
    return [{"type": "rich_text", "elements": [section]}] + [
        {
            "type": "image",
            "image_url": image.url,
            "alt_text": (image.alt or post.headline)[:LONGEST_ALT] or "…",
        }
        for image in images
    ]


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
