"""The one caller of platforms' HTTP APIs: calls once, says what surely did not leave, never waits."""

import json as jsons
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from io import BytesIO
from typing import Any

from bot.errors import HeraldError, InDoubt, Refused, Throttled, Unsent
from bot.redact import redact

LONGEST = 2**20
"""Bytes of an answer; no platform needs as many to say that it took a post."""
CONNECT = 0.5
"""Share of the time of a call within which its connection must stand."""
_THROTTLED, _CLIENT_ERRORS = 429, range(400, 500)
_SUCCESS = range(200, 300)
_MOVED = (301, 307, 308)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file in a form, or alone as the body of a call."""

    data: bytes
    mime: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a platform answered; `body` is its JSON (None: it sent none), header names are lower case."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_success(self) -> bool:
        return self.status in _SUCCESS

    @property
    def said(self) -> dict[str, Any]:
        """Give the body where it is a JSON object, {} else."""
        return self.body if isinstance(self.body, dict) else {}

    @property
    def retry_after(self) -> float | None:
        """Give the seconds that `Retry-After` says."""
        wait = self.headers.get("retry-after", "")
        return float(wait) if wait.isdigit() else None

    def tells(self, field: str, *, each: bool = False) -> bool:
        """Say whether the body is a thing with `field`, or (`each`) a list of only such things."""
        things = self.body if each else [self.body]
        return isinstance(things, list) and all(
            isinstance(thing, dict) and field in thing for thing in things
        )


class Api:
    """The API of the platform `name` at `base`; each call may take `timeout` seconds. Close it when done.

    `headers` go with every call. Who is asked is who the operator wrote down, so that private
    addresses are allowed; redirects are not followed.
    """

    def __init__(
        self, name: str, base: str, timeout: float, headers: Mapping[str, str] | None = None
    ) -> None:
        self._name = name
        self._base = base.rstrip("/")
        self._timeout = timeout
        self._headers = dict(headers or {})

    async def call(  # noqa: PLR0913 - the parts of an HTTP request
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        json: object = None,
        form: Mapping[str, str | Upload] | None = None,
        data: Upload | None = None,
        headers: Mapping[str, str] | None = None,
        may_repeat: bool = False,
        in_words: bool = False,
    ) -> Reply:
        """Make one call and give whatever a server answered, refusals too; a success may be `in_words`.

        Raises Unsent where nothing left this machine, InDoubt where it may have been taken: no
        answer in time, a connection that broke, a success that is no JSON. What `may_repeat`
        (changes nothing, or may be done twice) is never in doubt: then it is Unsent, too.
        """
        from aiohttp import ClientConnectorError, ClientError, ConnectionTimeoutError

        body = {"params": params, "json": json, "data": _body(form, data)}
        given = {name: value for name, value in body.items() if value is not None}
        own = {"Content-Type": data.mime} if data else {}
        try:
            async with self._session.request(
                method,
                self._base + path,
                headers={**self._headers, **own, **(headers or {})},
                allow_redirects=False,
                **given,
            ) as answer:
                text = await _read(answer.content)
                return _reply(answer.status, b"" if in_words else text, answer.headers)
        # why from None: what caused it may name the address, and with it a token
        except (ClientConnectorError, ConnectionTimeoutError) as error:
            raise Unsent(f"{self._name}: {_why(error)}") from None
        except (ClientError, TimeoutError, OSError, ValueError) as error:
            outcome = Unsent if may_repeat else InDoubt
            raise outcome(f"{self._name}: {_why(error)}") from None

    async def close(self) -> None:
        """Give back sockets."""
        if session := vars(self).pop("_session", None):
            await session.close()

    @cached_property
    def _session(self) -> Any:
        from aiohttp import ClientSession, ClientTimeout, DummyCookieJar

        return ClientSession(
            timeout=ClientTimeout(total=self._timeout, connect=self._timeout * CONNECT),
            cookie_jar=DummyCookieJar(),
        )


def verdict(reply: Reply, why: str, *, may_repeat: bool = False) -> HeraldError:
    """Say what a refusal means where a platform has no word of its own for it.

    429 is Throttled for as long as `Retry-After` says (seconds), or until `X-RateLimit-Reset` (a
    date); any other 4xx is Refused, and so is an address that has moved; all else may have been
    taken and is in doubt, or Unsent where the call may be repeated.
    """
    why = redact(f"{why} ({reply.status})")
    if reply.status == _THROTTLED:
        until = None if "retry-after" in reply.headers else _reset(reply.headers)
        return Throttled(why, until, retry_after=reply.retry_after)
    if reply.status in _MOVED:
        return Refused(f"{why} it has moved to {redact(reply.headers.get('location', ''))}")
    if reply.status in _CLIENT_ERRORS:
        return Refused(why)
    return Unsent(why) if may_repeat else InDoubt(why)


def _reset(headers: Mapping[str, str]) -> float | None:
    with suppress(KeyError, ValueError):
        return datetime.fromisoformat(headers["x-ratelimit-reset"]).timestamp()
    return None


def _body(form: Mapping[str, str | Upload] | None, data: Upload | None) -> Any:
    if data is not None:
        return BytesIO(data.data)  # why: aiohttp warns of large bodies that are plain bytes
    if form is None:
        return None
    if not any(isinstance(value, Upload) for value in form.values()):
        return form
    from aiohttp import FormData

    parts = FormData()
    for name, value in form.items():
        if isinstance(value, Upload):
            parts.add_field(
                name, BytesIO(value.data), filename=value.name, content_type=value.mime
            )
        else:
            parts.add_field(name, value)
    return parts


async def _read(content: Any) -> bytes:
    text = bytearray()
    async for chunk in content.iter_any():
        text += chunk
        if len(text) > LONGEST:
            raise ValueError(f"the answer is larger than {LONGEST} bytes")
    return bytes(text)


def _reply(status: int, text: bytes, headers: Mapping[str, str]) -> Reply:
    lower = {name.lower(): value for name, value in headers.items()}
    try:
        body = jsons.loads(text) if text.strip() else None
    except ValueError:
        if status in _SUCCESS:
            raise ValueError("the answer is no JSON") from None
        body = None
    return Reply(status=status, body=body, headers=lower)


def _why(error: BaseException) -> str:
    return redact(" ".join(str(error).split())) or type(error).__name__
