"""The one door to the web: guarded, bounded, conditional."""

import asyncio
import re
from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from http.client import responses
from importlib.metadata import version
from typing import Unpack

import aiohttp
from yarl import URL

from bot.errors import FetchError
from bot.guard import REFUSED, is_named_inside, open_private_socket, open_public_socket
from bot.names import Names
from bot.ports import Answer, BrokenOff, Manners, Validators
from bot.tls import Resuming
from bot.trouble import is_unreached, reason, retry_after, shown

BODY_LIMIT = 8 * 2**20
"""Bytes of a body after inflation, unless the caller says otherwise."""

QUESTION_LIMIT = 2**20
"""Bytes of what is answered to a question."""
_OK, _UNCHANGED = 200, 304
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_SENT_AGAIN = frozenset({307, 308})
_TAKEN = range(200, 300)
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age=\"?(\d{1,10})", re.IGNORECASE)
_WORDS = 400
"""Bytes of what a server says to a refusal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long one fetch may take, in seconds; `total` includes redirects, `hops` bounds them."""

    total: float = 30
    connect: float = 10
    read: float = 15
    hops: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """How a server is reached; `is_guarded`: another one dials, so what is written is checked."""

    session: aiohttp.ClientSession
    proxy: str
    is_guarded: bool

    def ask(
        self,
        method: str,
        at: URL,
        headers: Mapping[str, str],
        form: Mapping[str, str] | None = None,
    ) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
        if self.is_guarded and is_named_inside(at.host or ""):
            raise ValueError(REFUSED.format(at.host))
        return self.session.request(
            method,
            at,
            data=form,
            headers=headers,
            allow_redirects=False,
            proxy=self.proxy or None,
        )


class Web:
    """Fetches addresses; implements `ports.Fetch`. Close it when done.

    `clock` gives seconds since the epoch, for servers that name the hour to come back at.
    `contact` is the address in our User-Agent where a publisher finds out who is asking.
    """

    def __init__(
        self, clock: Callable[[], float], *, contact: str = "", patience: Patience | None = None
    ) -> None:
        self.clock = clock
        self.patience = patience or Patience()
        name = f"Herald/{version('herald-syndication')}"
        self.user_agent = f"{name} (+{contact})" if contact else name
        self.tls = Resuming()
        self._names: Names | None = None
        # Two sessions, so that no guarded request rides on a private connection kept alive.
        self._sessions: dict[bool, aiohttp.ClientSession] = {}

    async def __call__(
        self,
        url: str,
        *,
        validators: Validators = Validators(),  # noqa: B008 - frozen
        limit: int = BODY_LIMIT,
        **manners: Unpack[Manners],
    ) -> Answer:
        """GET `url`, following redirects; FetchError for everything that is not 200 or 304 and whole.

        Validators go out exactly as given. `moved_to` is set when every redirect on the way was
        permanent. Private addresses are refused at the moment of connecting, also after redirects.
        Through a `proxy` only addresses written as such can be: it is the proxy that dials.
        """
        headers = {
            "Accept-Encoding": "gzip, deflate",
            "User-Agent": manners.get("user_agent") or self.user_agent,
            "If-None-Match": validators.etag,
            "If-Modified-Since": validators.last_modified,
        }
        headers = {name: value for name, value in headers.items() if value}
        try:
            async with asyncio.timeout(self.patience.total):
                return await self._follow(url, headers, self._way(manners), limit)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise FetchError(
                shown(url), reason(error), is_reached=not is_unreached(error)
            ) from error

    async def submit(self, url: str, form: Mapping[str, str], **manners: Unpack[Manners]) -> None:
        """POST a form, which may hold a secret: only over TLS, unless private addresses are allowed.

        FetchError for everything that is not 2xx. It is sent again only to where a server says
        that the same request belongs (307, 308), guarded in the same way.
        """
        try:
            async with asyncio.timeout(self.patience.total):
                headers = {"User-Agent": manners.get("user_agent") or self.user_agent}
                schemes = {"http", "https"} if manners.get("allow_private") else {"https"}
                await self._send(url, form, headers, schemes, self._way(manners))
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise FetchError(shown(url), reason(error)) from error

    async def ask(
        self, url: str, question: object, *, key: str = "", patience: float = 20
    ) -> bytes:
        """POST JSON to where the operator himself wrote, inside too; gives the body of a 2xx.

        For language models: `key` is their bearer token, `patience` is in seconds. FetchError for
        everything else, with what the server says. No redirect is followed: the key would go along.
        """
        session = self._session(True)  # noqa: FBT003 - a key
        headers = {"User-Agent": self.user_agent} | (
            {"Authorization": f"Bearer {key}"} if key else {}
        )
        try:
            async with (
                asyncio.timeout(patience),
                session.post(
                    URL(url),
                    json=question,
                    headers=headers,
                    allow_redirects=False,
                    timeout=aiohttp.ClientTimeout(sock_connect=self.patience.connect),
                ) as response,
            ):
                await _read(response, QUESTION_LIMIT, body := bytearray())
                if response.status in _TAKEN:
                    return bytes(body)
                raise self._refusal(url, response, body)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise FetchError(
                shown(url), reason(error), is_reached=not is_unreached(error)
            ) from error

    async def _send(
        self,
        url: str,
        form: Mapping[str, str],
        headers: Mapping[str, str],
        schemes: Collection[str],
        way: "_Way",
    ) -> None:
        at = URL(url)
        for _ in range(self.patience.hops + 1):
            if at.scheme not in schemes or not at.host:
                raise FetchError(shown(url), f"a secret goes only over https, not to {at.scheme}:")
            async with way.ask("POST", at, headers, form) as response:
                location = _header(response, "Location")
                if response.status in _SENT_AGAIN and location:
                    at = at.join(URL(location))
                elif response.status in _TAKEN:
                    return
                else:
                    raise self._refusal(url, response)
        raise FetchError(shown(url), f"redirects more than {self.patience.hops} times")

    async def close(self) -> None:
        """Give back sockets."""
        while self._sessions:
            await self._sessions.popitem()[1].close()
        if self._names:
            await self._names.close()
            self._names = None

    def _way(self, manners: Manners) -> "_Way":
        """Give how to reach a server; what a person names as a proxy may stand anywhere."""
        allow_private, proxy = manners.get("allow_private", False), manners.get("proxy", "")
        session = self._session(allow_private or bool(proxy))
        return _Way(session=session, proxy=proxy, is_guarded=bool(proxy) and not allow_private)

    def _session(self, allow_private: bool) -> aiohttp.ClientSession:  # noqa: FBT001 - a key
        if allow_private not in self._sessions:
            self._names = self._names or Names()
            self._sessions[allow_private] = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=64,
                    limit_per_host=2,
                    socket_factory=open_private_socket if allow_private else open_public_socket,
                    ssl=self.tls,
                    resolver=self._names,
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(
                    total=None, sock_connect=self.patience.connect, sock_read=self.patience.read
                ),
                max_field_size=2**15,
            )
        return self._sessions[allow_private]

    async def _follow(
        self, url: str, headers: Mapping[str, str], way: "_Way", limit: int
    ) -> Answer:
        at, has_moved = URL(url), True
        for hop in range(self.patience.hops + 1):
            if at.scheme not in {"http", "https"} or not at.host:
                raise FetchError(shown(url), f"{shown(str(at))!r} is no web address")
            async with way.ask("GET", at, headers) as response:
                location = _header(response, "Location")
                if response.status in _REDIRECTS and location:
                    has_moved = has_moved and response.status in _PERMANENT
                    at = at.join(URL(location))
                    continue
                if response.status in {_OK, _UNCHANGED}:
                    return await _answer(
                        response, limit, shown(str(at)) if hop and has_moved else ""
                    )
                raise self._refusal(url, response)
        raise FetchError(shown(url), f"redirects more than {self.patience.hops} times")

    def _refusal(
        self, url: str, response: aiohttp.ClientResponse, body: bytes | bytearray = b""
    ) -> FetchError:
        status = response.status
        words = " ".join(body[:_WORDS].decode("utf-8", "replace").split())
        return FetchError(
            shown(url),
            f"the server answers {status} {responses.get(status, '')} {words}".rstrip(),
            status=status,
            retry_after=retry_after(_header(response, "Retry-After"), self.clock()),
        )


async def _answer(response: aiohttp.ClientResponse, limit: int, moved_to: str) -> Answer:
    asked = response.request_info.headers
    etag = _header(response, "ETag")
    last_modified = _header(response, "Last-Modified")
    if response.status == _UNCHANGED:
        etag = etag or asked.get("If-None-Match", "")
        last_modified = last_modified or asked.get("If-Modified-Since", "")
        if not (etag or last_modified):
            raise ValueError("the server answers 304 Not Modified to a question not asked")
    max_age = _MAX_AGE.search(_header(response, "Cache-Control"))
    body, fault = bytearray(), None
    try:
        await _read(response, limit, body)
    except aiohttp.ClientPayloadError as error:
        fault, etag, last_modified = error, "", ""
    answer = Answer(
        url=str(response.url),
        status=response.status,
        body=bytes(body),
        content_type=_header(response, "Content-Type"),
        validators=Validators(etag=etag, last_modified=last_modified),
        max_age=float(max_age[1]) if max_age else None,
        moved_to=moved_to,
        links=", ".join(filter(str.isprintable, response.headers.getall("Link", ()))),
        date=_header(response, "Date"),
        language=_header(response, "Content-Language"),
        robots=_header(response, "X-Robots-Tag"),
    )
    if fault:
        raise BrokenOff(shown(answer.url), reason(fault), answer) from fault
    return answer


async def _read(response: aiohttp.ClientResponse, limit: int, body: bytearray) -> None:
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > limit:
            raise ValueError(f"the answer is larger than {limit / 2**20:.3g} MiB")


def _header(response: aiohttp.ClientResponse, name: str) -> str:
    """Give a header; one that is no text (stray bytes) counts as absent: we could not send it back."""
    value = response.headers.get(name, "")
    return value if value.isprintable() else ""
