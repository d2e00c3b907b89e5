"""A post in the words of Telegram's Bot API. Pure."""

from collections.abc import Mapping
from html import escape
from typing import Any

from bot.model import Image, Post, Rich, Span, Style
from bot.text.rich import is_rtl, utf16_entities

_TAGS = {Style.BOLD: "b", Style.ITALIC: "i"}
_RIGHTS = {
    "can_post_messages": "post messages",
    "can_edit_messages": "edit messages",
    "can_pin_messages": "pin messages",
    "can_send_messages": "send messages",
    "can_send_photos": "send photos",
}


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


def article(post: Post) -> dict[str, Any]:
    """Say a post as a rich message with the button that opens the link.

    The library's own methods take none: such calls are named as they are, to edit "editmessagetext",
    for Telegram reads names in any case.
    """
    return {"rich_message": in_rich_html(post), "reply_markup": keyboard(post)}


def in_rich_html(post: Post) -> dict[str, Any]:
    """Say a post as an article (Bot API 10.1): its headline, pictures by their addresses, paragraphs."""
    figures = [
        f'<figure><img src="{escape(image.url)}"/>'
        f"<figcaption>{escape(image.caption or image.alt)}{_cited(image, post)}</figcaption></figure>"
        for image in post.images
    ]
    first, *others = [f"<p>{part}</p>" for part in _html(post.text).split("\n\n")]
    html = "".join([first, *figures, *others]).replace("\n", "<br/>")
    has_tags = any(span.style is Style.HASHTAG for span in post.text.spans)
    return {"html": html, "is_rtl": is_rtl(post.text.text), "skip_entity_detection": not has_tags}


def _cited(image: Image, post: Post) -> str:
    """Say who made a picture, unless the text does already."""
    is_said = not image.credit or image.credit in post.text.text
    return "" if is_said else f"<cite>{escape(image.credit)}</cite>"


def lacking(member: Mapping[str, Any], kind: str, *, wants_pins: bool = False) -> str:
    """Say which right a bot lacks in a chat of this kind, given as getChatMember answers."""
    if member["status"] in {"left", "kicked"}:
        return "be a member"
    if kind == "channel":
        wanted = ["can_post_messages", "can_edit_messages"]
    elif member["status"] == "restricted":
        wanted = ["can_send_messages", "can_send_photos"]
    else:
        wanted = ["can_pin_messages"] if wants_pins else []
    return next((_RIGHTS[right] for right in wanted if not member.get(right)), "")


def _html(rich: Rich) -> str:
    """Write spans as tags, everything else as it is read."""
    written, at = "", 0
    for span in rich.spans:
        inside = escape(rich.text[span.start : span.end])
        written += escape(rich.text[at : span.start]) + _tagged(span, inside)
        at = span.end
    return written + escape(rich.text[at:])


def _tagged(span: Span, inside: str) -> str:
    if span.style is Style.LINK:
        return f'<a href="{escape(span.url)}">{inside}</a>'
    tag = _TAGS.get(span.style)
    return f"<{tag}>{inside}</{tag}>" if tag else inside
