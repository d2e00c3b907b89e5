"""Slack's Web API with a bot token: calls, uploads, and what a refusal means."""

import re
from collections.abc import Container, Sequence
from typing import Any

from bot.api import Api, Reply, Upload, verdict
from bot.errors import HeraldError, Locked, Refused, Throttled, Unsent
from bot.model import Picture
from bot.redact import redact

SHUT = re.compile(
    "access_denied|account_inactive|channel_not_found|ekm_access_denied|enterprise_is_restricted"
    "|invalid_auth|is_archived|missing_scope|no_permission|not_allowed_token_type|not_authed"
    "|not_in_channel|org_login_required|restricted_action.*|team_access_not_granted|token_.*"
)
"""Errors that hold for every message: credentials, rights, or a channel that is closed to us."""
BUSY = {"ratelimited", "rate_limited", "message_limit_exceeded"}
UNCLEAR = {"fatal_error", "internal_error", "service_unavailable"}
"""Errors after which "some aspect of the operation" may have succeeded, as Slack says."""
UNTAKEN = {"request_timeout", "team_added_to_org"}
NO_FILES = {
    "missing_scope",
    "file_not_found",
    "file_type_not_allowed",
    "file_upload_size_restricted",
    "file_uploads_disabled",
    "file_uploads_except_images_disabled",
    "storage_limit_reached",
}
"""Errors where the app may not upload, its workspace does not take the picture, or has lost it."""


class SlackApi:
    """The Web API at `base`; each call may take `timeout` seconds. Close it when done."""

    def __init__(self, base: str, timeout: float, token: str) -> None:
        self._timeout = timeout
        self._api = Api("Slack", base, timeout, {"Authorization": f"Bearer {token}"})

    async def call(
        self, verb: str, method: str, *, known: Container[str] = (), **sent: Any
    ) -> Any:
        """Make a call: its answer, or {} where its error is `known`."""
        sent = {"may_repeat": True} | sent
        reply = await self._api.call(verb, f"/{method}", **sent)
        if reply.is_success and reply.said.get("ok"):
            return reply.said
        if reply.said.get("error") in known:
            return {}
        raise classify(reply, may_repeat=sent["may_repeat"])

    async def upload(self, pictures: Sequence[Picture]) -> list[str]:
        """Upload pictures, which nobody sees until a message shows them; [] where we may not."""
        files = []
        for number, one in enumerate(pictures):
            name = f"{number}.{one.mime.rpartition('/')[2]}"
            place = await self.asks_upload(name, len(one.data))
            if not place or not await self._took(place["upload_url"], one):
                return []
            files.append({"id": place["file_id"]})
        done = {"files": files}
        said = await self.call("POST", "files.completeUploadExternal", known=NO_FILES, json=done)
        return [file["id"] for file in files] if said else []

    async def asks_upload(self, name: str, size: int) -> Any:
        """Ask where a file may go, which Slack forgets if none comes; {} where we may not."""
        asked = {"filename": name, "length": str(size)}
        return await self.call("POST", "files.getUploadURLExternal", known=NO_FILES, form=asked)

    async def _took(self, url: str, picture: Picture) -> bool:
        """Send a picture to where Slack takes it, which is no method and needs no token."""
        place = Api("Slack", url, self._timeout)
        try:
            file = Upload(data=picture.data, mime=picture.mime)
            sent = await place.call("POST", "", data=file, may_repeat=True, in_words=True)
        finally:
            await place.close()
        return sent.is_success

    async def close(self) -> None:
        """Give back sockets."""
        await self._api.close()


def classify(reply: Reply, *, may_repeat: bool = False) -> HeraldError:
    """Say what a refusal means: Slack mostly refuses with 200 and a word."""
    error = str(reply.said.get("error") or "")
    needed = f" (needs {reply.said['needed']})" if "needed" in reply.said else ""
    why = redact(f"Slack: {error or 'no known answer'}{needed}")
    if SHUT.fullmatch(error) or reply.status in {401, 403}:
        return Locked(why)
    if error in BUSY:
        return Throttled(why, retry_after=reply.retry_after)
    if error in UNTAKEN:
        return Unsent(why)
    if error and reply.is_success and error not in UNCLEAR:
        return Refused(why)
    return verdict(reply, why, may_repeat=may_repeat)
