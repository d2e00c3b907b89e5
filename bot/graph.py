"""Meta's Graph API, as Facebook and Threads speak it: one call, and what its errors mean."""

import json
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import suppress
from typing import Any

from bot.api import Api, Reply, Upload, verdict
from bot.errors import Gone, HeraldError, InDoubt, Locked, Refused, Throttled, Unsent
from bot.ports import AHEAD
from bot.redact import redact

MINUTE = 60.0
PAGE, PAGES = "100", 5  # things of a page of a list, and how many pages of it a look-up reads
_FORBIDDEN = (401, 403)


class Duplicate(InDoubt):
    """Meta refused what stands there already, or stood."""


MEANINGS: tuple[tuple[Collection[int], type[HeraldError]], ...] = (
    ({1346003, 1366046, 1404102, 1609008}, Refused),  # abusive, a bad photo, a link of Facebook's
    ({4, 17, 32, 341, 613, 1390008, 2207042, *range(80000, 80015)}, Throttled),
    ({506, 1366051, 1455006}, Duplicate),
    ({1, 2, 1363047, 1404112, 1609010}, InDoubt),  # temporary, they say
    ({33}, Gone),
    ({4279009}, Unsent),  # a container that is published before it is known everywhere
    ({3, 10, 102, 190, 368, *range(200, 300)}, Locked),  # token, permission, a block by Meta
)
"""What codes and subcodes mean, the first that fits."""


class Graph:
    """The API of `name` at `base`; the token goes in the form of a POST, else in the query."""

    def __init__(self, name: str, base: str, timeout: float, token: str) -> None:
        self._api = Api(name, base, timeout)
        self._name = name
        self._token = {"access_token": token}

    async def call(
        self,
        method: str,
        path: str,
        tells: str = "id",
        *,
        publishes: bool = False,
        **fields: str | Upload,
    ) -> Any:
        """Make a call with these fields; gives an answer that tells what was asked of it.

        Raises Throttled, Unsent, Refused, and InDoubt only where the call `publishes`.
        """
        given: Mapping[str, Any] = {
            "form" if method == "POST" else "params": {**fields, **self._token}
        }
        reply = await self._api.call(method, path, may_repeat=not publishes, **given)
        if reply.is_success and reply.tells(tells):
            return reply.body
        raise _outcome(reply, self._name, may_repeat=not publishes)

    async def listed(self, path: str, fields: str, since: float) -> AsyncIterator[dict[str, Any]]:
        """Give the things of a list that are newer than `since` (0: its newest page).

        Raises InDoubt where there are more than a look-up reads.
        """
        wanted: dict[str, Any] = {"fields": fields, "limit": PAGE}
        wanted |= {"since": str(int(since - AHEAD))} if since else {}
        for _ in range(PAGES):
            page = await self.call("GET", path, "data", **wanted)
            for thing in page["data"]:
                yield thing
            paging = page.get("paging", {})
            if not (since and paging.get("next")):
                return
            wanted["after"] = paging["cursors"]["after"]
        raise InDoubt(f"{self._name}: more than {PAGES} pages are new: look there yourself")

    async def close(self) -> None:
        """Give back sockets."""
        await self._api.close()


def _outcome(reply: Reply, name: str, *, may_repeat: bool) -> HeraldError:
    """Say what an error means: a server's failure is in doubt, all else is as its codes say."""
    told = reply.said.get("error")
    error = told if isinstance(told, dict) else {}
    codes = [error[name] for name in ("code", "error_subcode") if error.get(name)]
    said = error.get("error_user_msg") or error.get("message") or "no reason given"
    numbers = f" [{'/'.join(map(str, codes))}]" if codes else ""
    why = redact(f"{name}: {said}{numbers}")
    outcome = verdict(reply, why, may_repeat=may_repeat)
    if isinstance(outcome, Refused):
        outcome = _meaning(reply, codes, is_transient=bool(error.get("is_transient")))(why)
    if isinstance(outcome, Throttled) and outcome.retry_after is None:
        return Throttled(why, retry_after=_closed_for(reply.headers))
    is_unsure = isinstance(outcome, InDoubt) and not isinstance(outcome, Duplicate)
    return Unsent(why) if is_unsure and may_repeat else outcome


def _meaning(reply: Reply, codes: Collection[int], *, is_transient: bool) -> type[HeraldError]:
    known = (kind for numbers, kind in MEANINGS if any(code in numbers for code in codes))
    otherwise = Locked if reply.status in _FORBIDDEN else InDoubt if is_transient else Refused
    return next(known, otherwise)


def _closed_for(headers: Mapping[str, str]) -> float | None:
    """Read for how many seconds a page or user is shut out; Meta says it in minutes."""
    with suppress(ValueError, TypeError, AttributeError, KeyError):
        usage = json.loads(headers["x-business-use-case-usage"])
        minutes = [
            use["estimated_time_to_regain_access"] for uses in usage.values() for use in uses
        ]
        return max(minutes) * MINUTE or None
    return None
