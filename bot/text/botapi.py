"""A post in the words of Telegram's Bot API. Pure."""

from typing import Any

from bot.model import Post, Style
from bot.text.rich import utf16_entities


def content(post: Post, part: str) -> dict[str, Any]:
    """Say a post as the "text" of a message or the "caption" of a photo."""
    entities = [
        {"type": span.style, "offset": offset, "length": length}
        | ({"type": "text_link", "url": span.url} if span.style is Style.LINK else {})
        for offset, length, span in utf16_entities(post.text)
    ]
    said = {part: post.text.text, "reply_markup": keyboard(post)}
    if part == "caption":
        return said | {"caption_entities": entities}
    large = {"url": _previewed(post), "prefer_large_media": True, "show_above_text": True}
    preview = large if post.preview and post.link else {"is_disabled": True}
    return said | {"entities": entities, "link_preview_options": preview}


def keyboard(post: Post) -> dict[str, Any] | None:
    """Say the button that opens the link."""
    if not post.link:
        return None
    url = post.tracked or post.link
    return {"inline_keyboard": [[{"text": post.link_label or post.link, "url": url}]]}


def _previewed(post: Post) -> str:
    """Give the address whose preview is shown: Telegram keeps what it once saw at an address."""
    if not post.is_fresh:
        return post.link
    page, sign, fragment = post.link.partition("#")
    return f"{page}{'&' if '?' in page else '?'}v={post.key[:8]}{sign}{fragment}"
