"""The only doors that others knock at: pings of publishers and callbacks of hubs.

Whoever knows a door's secret may make us look at a source sooner; nobody learns anything here.
"""

import asyncio
import hmac
from collections.abc import AsyncIterator, Callable
from urllib.parse import urlsplit

from aiohttp import web

from bot.console.lock import is_this_machine
from bot.steps.hear import Entrance, Hearing

LARGEST = 8 * 2**20
"""Bytes of a push that are read to check its signature."""
PATIENCE = 30.0
"""Seconds that a push may take to arrive."""
_BELLS = ("/ping/{token}", "/ping/{token}/{source}")
_CALLBACK = "/websub/{id}"
_THANKS = (
    '<?xml version="1.0"?>\n<methodResponse><params><param><value><struct>'
    "<member><name>flerror</name><value><boolean>0</boolean></value></member>"
    "<member><name>message</name><value>Thanks for the ping.</value></member>"
    "</struct></value></param></params></methodResponse>\n"
)
"""What weblogUpdates.ping answers (http://www.xmlrpc.com/weblogsCom)."""


class Pushes:
    """Pings and callbacks over HTTP; `entrance` gives how others may reach us at present."""

    def __init__(self, hearing: Hearing, entrance: Callable[[], Entrance]) -> None:
        self._hearing = hearing
        self._entrance = entrance

    def routes(self) -> list[web.RouteDef]:
        return [
            *(web.get(door, self._ping, allow_head=False) for door in _BELLS),
            *(web.post(door, self._ping) for door in _BELLS),
            web.get(_CALLBACK, self._verify, allow_head=False),
            web.post(_CALLBACK, self._push),
        ]

    def expects(self, request: web.Request) -> bool:
        """Say whether a request knocks at one of these doors, by our public name or on this machine."""
        door = request.match_info.route.resource
        name = urlsplit(self._entrance().public_url).hostname
        try:
            called = urlsplit(f"//{request.host}").hostname
        except ValueError:
            return False
        is_door = door is not None and door.canonical in {*_BELLS, _CALLBACK}
        return is_door and (is_this_machine(request.host) or (bool(name) and called == name))

    async def _ping(self, request: web.Request) -> web.Response:
        token = self._entrance().ping_token
        given = request.match_info["token"].encode(errors="replace")
        if not token or not hmac.compare_digest(given, token.encode()):
            return web.Response(status=404)
        # rssCloud asks so whether we are who was named: http://rsscloud.org/walkthrough.html
        if request.method == "GET" and "challenge" in request.query:
            return web.Response(text=request.query["challenge"])
        if not await self._hearing.ping(request.match_info.get("source", "")):
            return web.Response(status=404)
        if request.content_type == "text/xml":  # XML-RPC, as WordPress's Update Services speak it
            return web.Response(text=_THANKS, content_type="text/xml")
        return web.Response(status=204)

    async def _verify(self, request: web.Request) -> web.Response:
        answer = await self._hearing.verify(request.match_info["id"], request.query)
        return web.Response(status=404) if answer is None else web.Response(text=answer)

    async def _push(self, request: web.Request) -> web.Response:
        callback = request.match_info["id"]
        signature = request.headers.get("X-Hub-Signature", "")
        try:
            async with asyncio.timeout(PATIENCE):
                is_ours = await self._hearing.push(callback, signature, _pieces(request))
        except TimeoutError:
            return web.Response(status=408)
        # "Gone" ends what a hub still has of us (section 5.3 of WebSub).
        return web.Response(status=204 if is_ours else 410)


async def _pieces(request: web.Request) -> AsyncIterator[bytes]:
    size = 0
    async for piece in request.content.iter_any():
        size += len(piece)
        if size > LARGEST:
            raise web.HTTPRequestEntityTooLarge(LARGEST, size)
        yield piece
