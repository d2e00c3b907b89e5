"""A public channel as t.me shows it to everybody (/s/…), in the shape of the real page."""

from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape

from aiohttp import web

from bot.sandbox.ledger import Ledger, Standing
from bot.sandbox.pages import groups, pieces

NEWEST = 20
"""Messages on a page."""


class PublicPages:
    """The newest messages of each channel that has a public name."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def show(self, request: web.Request) -> web.Response:
        """Answer a reader; what has no page leads to the channel itself."""
        name = request.match_info["name"]
        channel = self._ledger.find("telegram", name)
        if channel is None or not name.isidentifier():
            raise web.HTTPFound(f"/{name}")
        shown = "".join(
            _message(group, channel.name) for group in groups(channel.posts.values())[-NEWEST:]
        )
        page = f'<html><body><section class="tgme_channel_history">{shown}</section></body></html>'
        return web.Response(text=page, content_type="text/html")


def _message(group: Sequence[Standing], name: str) -> str:
    first = group[0]
    kind = "service_message" if first.service else "text_not_supported_wrap"
    at = datetime.fromtimestamp(first.at, UTC).isoformat(timespec="seconds")
    photos = "".join(
        f'<a class="tgme_widget_message_photo_wrap" href="https://t.me/{name}/{post.id}'
        f'{"?single" if len(group) > 1 else ""}"></a>'
        for post in group
        if post.photos
    )
    words = "".join(
        f'<a href="{escape(piece.url)}" target="_blank" rel="noopener">{text}</a>'
        if piece.url
        else text
        for piece in pieces(first)
        for text in [escape(piece.text).replace("\n", "<br/>")]
    )
    buttons = "".join(
        f'<a class="tgme_widget_message_inline_button url_button" href="{escape(button.url)}">'
        f'<span class="tgme_widget_message_inline_button_text">{escape(button.label)}</span></a>'
        for row in first.buttons
        for button in row
    )
    return (
        f'<div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="tgme_widget_message'
        f' {kind} js-widget_message" data-post="{name}/{first.id}">{photos}'
        f'<div class="tgme_widget_message_text js-message_text" dir="auto">{words}</div>'
        f'<div class="tgme_widget_message_inline_keyboard">{buttons}</div>'
        f'<a class="tgme_widget_message_date" href="https://t.me/{name}/{first.id}">'
        f'<time datetime="{at}"></time></a></div></div>'
    )
