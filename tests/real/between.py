"""A way to a real server on which the process that asks is killed, before the server's deed or after it."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from signal import SIGKILL

import aiohttp
from aiohttp import web

PASSED_ON = ("Authorization", "Content-Type", "Idempotency-Key")


@dataclass
class Between:
    """Passes calls on to `target`; at the next whose path has `match` in it, kills `victim`.

    `is_done`: only when the server has answered, which the victim then never hears.
    """

    target: str
    url: str = ""
    match: str = ""
    is_done: bool = False
    victim: asyncio.Future[int] = field(default_factory=asyncio.Future)
    passed: list[str] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.Response:
        body = await request.read()
        strikes = bool(self.match) and self.match in request.path
        if strikes and not self.is_done:
            await self._kill()
            return web.Response(status=503)
        self.passed.append(f"{request.method} {request.path}")
        headers = {name: request.headers[name] for name in PASSED_ON if name in request.headers}
        async with (
            aiohttp.ClientSession() as session,
            session.request(
                request.method, self.target + request.path_qs, data=body, headers=headers
            ) as there,
        ):
            text = await there.read()
        if strikes:
            await self._kill()
        return web.Response(status=there.status, body=text, content_type=there.content_type)

    async def _kill(self) -> None:
        self.match = ""
        os.kill(await self.victim, SIGKILL)


@asynccontextmanager
async def between(target: str) -> AsyncIterator[Between]:
    """Stand between whoever asks and a server."""
    way = Between(target)
    app = web.Application(client_max_size=10**8)
    app.router.add_route("*", "/{path:.*}", way.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    way.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield way
    finally:
        await runner.cleanup()
