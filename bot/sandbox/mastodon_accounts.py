"""Who may call the stand-in of Mastodon, and how it refuses."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from bot.sandbox.mastodon_dialects import GOTOSOCIAL, MASTODON, PLEROMA, Dialect

TOKEN = "sandboxMastodon"  # noqa: S105 - opens only the sandbox
GOTOSOCIAL_TOKEN = "sandboxGoToSocial"  # noqa: S105
PLEROMA_TOKEN = "sandboxPleroma"  # noqa: S105
READING_TOKEN = "sandboxMastodonReading"  # noqa: S105

Wire = dict[str, Any]


class Problem(Exception):
    """An answer that refuses, with its status."""

    def __init__(self, status: int, error: str) -> None:
        super().__init__(error)
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Who a token is for, on a server of which kind."""

    id: str
    username: str
    dialect: Dialect
    may_write: bool = True

    def invalid(self, what: str) -> Problem:
        """Refuse what breaks a rule for posts, in the server's own way."""
        return Problem(self.dialect.invalid, f"Validation failed: {what}")


ACCOUNTS = {
    TOKEN: Account(id="1001", username="morningtick", dialect=MASTODON),
    READING_TOKEN: Account(id="1001", username="morningtick", dialect=MASTODON, may_write=False),
    GOTOSOCIAL_TOKEN: Account(id="1002", username="tick_gts", dialect=GOTOSOCIAL),
    PLEROMA_TOKEN: Account(id="1003", username="tick_pleroma", dialect=PLEROMA),
}


def who(request: web.Request) -> Account:
    """Tell an account by its token; raise Problem where there is none that may do this."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or token not in ACCOUNTS:
        raise Problem(401, "The access token is invalid")
    if request.method != "GET" and not ACCOUNTS[token].may_write:
        raise Problem(403, "This action is outside the authorized scopes")
    return ACCOUNTS[token]


def date(at: float) -> str:
    """Write a moment as the API does."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds")[:-6] + "Z"
