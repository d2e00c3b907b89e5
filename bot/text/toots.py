"""A post in the words of Mastodon's API, and what Mastodon says of itself. Pure."""

import re
from html import unescape
from typing import Any

from bot.model import Post, Unit

MASTODON = re.compile(r"[1-9]\d*\.\d+(?!.*compatible)")
"""Versions of Mastodon and its forks; other servers say "compatible" or count from 0."""
LINK = 23
"""What Mastodon counts for a link of any length, where it does not say."""

_BREAK = re.compile(r"<br\s*/?>|</p>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")


def said(post: Post, warning: str) -> dict[str, Any]:
    """Say a post behind a content `warning` ("": none): plain text, whatever the account prefers.

    Servers that let accounts write Markdown or HTML would else read it into an article's words.
    """
    language = re.split("[-_]", post.language)[0].lower()
    return {
        "status": post.text.text,
        "content_type": "text/plain",
        "spoiler_text": warning,
        "sensitive": bool(warning),
    } | ({"language": language} if language else {})


def as_sent(status: dict[str, Any]) -> str:
    """Give a status's text as it was sent: servers set it in HTML, with parts of links hidden."""
    return unescape(_TAG.sub("", _BREAK.sub("\n", status["content"]))).strip()


def limits(instance: dict[str, Any]) -> dict[str, Any]:
    """Read which of `Capabilities` a server tells, by `/api/v2/instance` or v1 or its older forms.

    Only Mastodon itself counts every link the same, and what readers see as one character as one;
    others count code points or fewer, and links in full, also where they say that they do not.
    """
    told = instance.get("configuration") or {}
    statuses, media = told.get("statuses") or {}, told.get("media_attachments") or {}
    is_mastodon = MASTODON.match(str(instance.get("version", "")))
    found = {
        "text": statuses.get("max_characters") or instance.get("max_toot_chars"),
        "most_images": statuses.get("max_media_attachments"),
        "image_bytes": media.get("image_size_limit"),
        "image_types": frozenset(media.get("supported_mime_types") or ()),
    }
    return {name: value for name, value in found.items() if value} | {
        "unit": Unit.GRAPHEMES if is_mastodon else Unit.CODEPOINTS,
        "link_length": statuses.get("characters_reserved_per_url", LINK) if is_mastodon else None,
    }
