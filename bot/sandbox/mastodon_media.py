"""Pictures on their way into a status."""

from collections.abc import Callable, Sequence

from aiohttp import web

from bot.sandbox.forms import read_form
from bot.sandbox.images import sniff
from bot.sandbox.ledger import Ledger, Photo
from bot.sandbox.mastodon_accounts import Account, Problem

MAX_BYTES = 16_777_216
MAX_ALT = 1500
IN_WORK = 3
"""Seconds that the server takes for a GIF, of which it makes a video."""


class MediaShelf:
    """Uploads by their id."""

    def __init__(
        self, ledger: Ledger, next_id: Callable[[], str], clock: Callable[[], float]
    ) -> None:
        self._ledger = ledger
        self._next_id = next_id
        self._clock = clock
        self._media: dict[str, tuple[float, Photo]] = {}

    def clear(self) -> None:
        self._media.clear()

    async def upload(self, request: web.Request, account: Account) -> object:
        """Take a picture with its alt text."""
        form = await read_form(request)
        data, alt = form.get("file"), str(form.get("description", ""))
        seen = sniff(data) if isinstance(data, bytes) else None
        if seen is None or not isinstance(data, bytes):
            raise account.invalid("File content type is invalid, File is invalid")
        if len(data) > MAX_BYTES:
            raise account.invalid("File file size must be less than 16 MB")
        if len(alt) > MAX_ALT:
            raise account.invalid(f"Description is too long (maximum is {MAX_ALT} characters)")
        photo = Photo(
            key=self._ledger.keep(data, seen.mime),
            mime=seen.mime,
            size=len(data),
            width=seen.width,
            height=seen.height,
            alt=alt,
        )
        media_id, seconds = self._next_id(), IN_WORK if seen.mime == "image/gif" else 0
        self._media[media_id] = self._clock() + seconds, photo
        return self._shown(request, media_id, 202)

    async def look(self, request: web.Request, _: Account) -> object:
        """Show whether an upload is ready."""
        media_id = request.match_info["id"]
        if media_id not in self._media:
            raise Problem(404, "Record not found")
        return self._shown(request, media_id, 206)

    def take(self, account: Account, ids: Sequence[str]) -> tuple[Photo, ...]:
        """Find uploads for a status."""
        if len(ids) > account.dialect.most_media:
            raise account.invalid(f"Cannot attach more than {account.dialect.most_media} files")
        if missing := [media_id for media_id in ids if media_id not in self._media]:
            raise account.invalid(f"Media {', '.join(missing)} not found")
        if any(self._media[media_id][0] > self._clock() for media_id in ids):
            raise account.invalid(
                "Cannot attach files that have not finished processing. Try again in a moment!"
            )
        return tuple(self._media[media_id][1] for media_id in ids)

    def _shown(self, request: web.Request, media_id: str, in_work: int) -> object:
        ready_at, photo = self._media[media_id]
        is_ready = self._clock() >= ready_at
        url = f"{request.url.origin()}/_sandbox/pictures/{photo.key}" if is_ready else None
        shown = {"id": media_id, "type": "image", "url": url, "description": photo.alt or None}
        return (200 if is_ready else in_work), shown
