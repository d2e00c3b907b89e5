"""Pictures on their way into a post on X: upload, alt text."""

from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Callable, Sequence
from dataclasses import replace

from aiohttp import web

from bot.sandbox.forms import read_form
from bot.sandbox.images import sniff
from bot.sandbox.ledger import Ledger, Photo
from bot.sandbox.oauth import Account
from bot.sandbox.x_forms import NewMedia, NewMetadata, invalid, read_body, read_json

MAX_BYTES = 5 * 1024 * 1024
KEPT_FOR = 24 * 3600


class MediaShelf:
    """Uploads by their id; each belongs to who uploaded it."""

    def __init__(self, ledger: Ledger, next_id: Callable[[], str]) -> None:
        self._ledger = ledger
        self._next_id = next_id
        self._photos: dict[tuple[str, str], Photo] = {}

    def clear(self) -> None:
        self._photos.clear()

    async def upload(self, request: web.Request, account: Account) -> object:
        """Take a picture, as base64 in JSON or as bytes in multipart."""
        form = read_body(NewMedia, await _form(request))
        if form.media_category != "tweet_image":
            raise invalid((f"$.media_category: {form.media_category} is not supported here", {}))
        data = _decode(form.media) if isinstance(form.media, str) else form.media
        if len(data) > MAX_BYTES:
            raise invalid((f"File size exceeds {MAX_BYTES} bytes.", {"media": [str(len(data))]}))
        seen = sniff(data)
        if seen is None:
            raise invalid(("The media could not be recognised as an image.", {"media": []}))
        media_id = self._next_id()
        self._photos[account.id, media_id] = Photo(
            key=self._ledger.keep(data, seen.mime),
            mime=seen.mime,
            size=len(data),
            width=seen.width,
            height=seen.height,
        )
        return {
            "data": {
                "id": media_id,
                "media_key": f"3_{media_id}",
                "size": len(data),
                "expires_after_secs": KEPT_FOR,
                "image": {"image_type": seen.mime, "w": seen.width, "h": seen.height},
            }
        }

    async def describe(self, request: web.Request, account: Account) -> object:
        """Take the alt text of an upload."""
        form = read_body(NewMetadata, await read_json(request))
        (photo,) = self.take(account, [form.id])
        alt = form.metadata.alt_text.text
        self._photos[account.id, form.id] = replace(photo, alt=alt)
        return {"data": {"id": form.id, "associated_metadata": {"alt_text": {"text": alt}}}}

    def take(self, account: Account, ids: Sequence[str]) -> list[Photo]:
        """Find uploads of this account for a post."""
        photos = [self._photos.get((account.id, media_id)) for media_id in ids]
        found = [photo for photo in photos if photo]
        if len(found) < len(ids):
            raise invalid(("Your media IDs are invalid.", {"media.media_ids": [*ids]}))
        return found


async def _form(request: web.Request) -> object:
    if request.content_type == "application/json":
        return await read_json(request)
    return await read_form(request)


def _decode(media: str) -> bytes:
    try:
        return b64decode(media, validate=True)
    except NotBase64:
        raise invalid(("$.media: is not base64", {"media": []})) from None
