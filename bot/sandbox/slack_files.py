"""Files of the app in Slack: asked for, uploaded, completed, and ready a little later.

What Slack answers is not always documented; where it is not, this was chosen: that large files take
time until a message may show them, and that a message with one that is not ready is `invalid_blocks`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from aiohttp import web

from bot.sandbox.images import sniff
from bot.sandbox.ledger import Ledger, Photo

LARGE, IN_WORK = 1_000_000, 1
"""Bytes from which on a file takes so many seconds."""
TYPES = {"image/jpeg", "image/png", "image/gif"}
UPLOADS = "/upload/v1"


class NoFile(Exception):
    """A call about files that is refused, with Slack's word for it."""


@dataclass(frozen=True, slots=True)
class File:
    """A file on its way: how long it is to be, whether it is, its picture, and from when it can be shown."""

    length: int
    is_there: bool = False
    photo: Photo | None = None
    ready_at: float | None = None


class Files:
    """All files by their id; none is seen by anybody until a message shows it."""

    def __init__(self, ledger: Ledger, clock: Callable[[], float]) -> None:
        self._ledger, self._clock = ledger, clock
        self._files: dict[str, File] = {}

    async def ask(self, request: web.Request, given: Mapping[str, Any]) -> dict[str, Any]:
        """Give a file its id, and the address that takes its bytes."""
        if not given.get("filename") or int(given.get("length", 0)) <= 0:
            raise NoFile("missing_argument")
        file_id = f"F0SANDBOX{len(self._files):02d}"
        self._files[file_id] = File(int(given["length"]))
        return {
            "ok": True,
            "upload_url": f"{request.url.origin()}{UPLOADS}/{file_id}",
            "file_id": file_id,
        }

    async def take(self, request: web.Request) -> web.Response:
        """Take the bytes of a file that was asked for, if they are all there; the answer is no JSON."""
        file_id, data = request.match_info["file"], await request.read()
        seen, file = sniff(data), self._files.get(file_id)
        if file is None or file.length != len(data):
            return web.Response(status=400, text="Bad Request")
        photo = None
        if seen:
            key, size = self._ledger.keep(data, seen.mime), len(data)
            photo = Photo(key=key, mime=seen.mime, size=size, width=seen.width, height=seen.height)
        self._files[file_id] = replace(file, is_there=True, photo=photo)
        return web.Response(text=f"OK - {len(data)}")

    async def complete(self, _: web.Request, given: Mapping[str, Any]) -> dict[str, Any]:
        """Make files of what was uploaded; once."""
        for one in given["files"]:
            file = self._files.get(one["id"])
            if file is None or not file.is_there or file.ready_at is not None:
                raise NoFile("file_not_found")
            seconds = IN_WORK if file.length >= LARGE else 0
            self._files[one["id"]] = replace(file, ready_at=self._clock() + seconds)
        return {"ok": True, "files": given["files"]}

    async def delete(self, _: web.Request, given: Mapping[str, Any]) -> dict[str, Any]:
        """Take a file away for good."""
        if self._files.pop(given["file"], None) is None:
            raise NoFile("file_not_found")
        return {"ok": True}

    def shown(self, file_id: str, alt: str) -> Photo | None:
        """Give the picture that a message shows; None: there is none, or it is still in work."""
        file = self._files.get(file_id)
        is_ready = file and file.ready_at is not None and file.ready_at <= self._clock()
        photo = file.photo if file and is_ready else None
        return replace(photo, alt=alt) if photo and photo.mime in TYPES else None
