"""Several platforms on one local server, with their readers' pages and controls for tests."""

import errno
import os
from collections.abc import Sequence

from aiohttp import web
from pydantic import ValidationError

from bot.errors import AddressTaken, NotPossible
from bot.sandbox.catalogue import known_standins
from bot.sandbox.faults import Fault, Handle, Script, suffer
from bot.sandbox.ledger import Ledger
from bot.sandbox.pages import Pages
from bot.sandbox.setup import Setup
from bot.sandbox.standin import StandIn
from bot.settings.values import is_loopback

MAX_BODY = 50 * 1024 * 1024
"""Bytes of one request; more is 413, as at the Bot API."""
PATIENCE = 1.0
"""Seconds that open calls get at the end."""


class Sandbox:
    """A sandbox: `ledger` is what stands where, `faults` what is still to go wrong."""

    def __init__(self, setup: Setup, faults: Sequence[Fault] = ()) -> None:
        self.ledger = Ledger()
        self.faults = Script(faults)
        self.url = ""
        self._platforms = [standin(setup, self.ledger) for standin in known_standins()]
        self._pages = Pages(self.ledger)
        self._runner = web.AppRunner(self._app(), access_log=None, shutdown_timeout=PATIENCE)

    async def start(self, host: str, port: int) -> None:
        """Listen; port 0 means any free one, which `url` then tells."""
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        self.url = f"http://{host}:{self._runner.addresses[0][1]}"

    async def close(self) -> None:
        """Stop listening and close every connection."""
        await self._runner.cleanup()

    def reset(self) -> None:
        """Forget everything that was posted and every fault still to come."""
        self.ledger.clear()
        self._pages.previews.clear()
        self.faults.waiting.clear()
        for platform in self._platforms:
            platform.reset()

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=MAX_BODY)
        for platform in self._platforms:
            for route in platform.routes():
                # why: aiohttp's type also allows class-based views, which no platform here has
                handle = self._faulty(platform, route.handler)  # type: ignore[arg-type]
                app.router.add_route(route.method, route.path, handle)
        app.add_routes(self._pages.routes())
        app.add_routes(
            [
                web.get("/healthz", self._healthz),
                web.get("/_sandbox/ledger", self._show_ledger),
                web.post("/_sandbox/reset", self._reset),
                web.post("/_sandbox/faults", self._add_faults),
                web.delete("/_sandbox/faults", self._clear_faults),
            ]
        )
        return app

    def _faulty(self, platform: StandIn, handle: Handle) -> Handle:
        async def answer(request: web.Request) -> web.Response:
            if self.faults.waiting:
                # why: who waits for a fault to strike may then end the client
                await request.read()
            fault = self.faults.strike(f"{request.method} {request.path}")
            if fault is None:
                return await handle(request)
            return await suffer(fault, request, handle, platform.refuse)

        return answer

    async def _healthz(self, _: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def _show_ledger(self, _: web.Request) -> web.Response:
        return web.json_response(self.ledger.as_json())

    async def _reset(self, _: web.Request) -> web.Response:
        self.reset()
        return web.Response(status=204)

    async def _add_faults(self, request: web.Request) -> web.Response:
        try:
            self.faults.add(await request.read())
        except ValidationError as error:
            return web.Response(status=400, text=str(error))
        return web.Response(status=204)

    async def _clear_faults(self, _: web.Request) -> web.Response:
        self.faults.waiting.clear()
        return web.Response(status=204)


async def serve(
    host: str = "127.0.0.1",
    port: int = 0,
    setup: Setup | None = None,
    faults: Sequence[Fault] = (),
) -> Sandbox:
    """Start a sandbox; the caller closes it. Raises AddressTaken where it cannot listen.

    It has no password, so NotPossible where others than this machine could reach it.
    """
    if not is_loopback(host.strip("[]")):
        raise NotPossible(
            f"{host}: the sandbox has no password, so it listens on this machine only:"
            f" say 127.0.0.1:{port}"
        )
    sandbox = Sandbox(setup or Setup(), faults)
    try:
        await sandbox.start(host, port)
    except OSError as error:
        await sandbox.close()
        why = os.strerror(error.errno or errno.EADDRNOTAVAIL)
        raise AddressTaken(f"{host}:{port}: {why}; say another with --listen") from error
    return sandbox
