"""The console's server: who may ask, health, figures and pages."""

import errno
import logging
import os
from typing import Any

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.typedefs import Handler

from bot.console.about import About
from bot.console.frame import Frame
from bot.console.lock import Lock, check
from bot.console.metrics import CONTENT_TYPE, collect, exposition
from bot.console.pages import Pages
from bot.console.pushes import Pushes
from bot.errors import AddressTaken, StoreUnavailable
from bot.redact import redact
from bot.steps.deliver import Clock
from bot.store import Store

PATIENCE = 1.0
"""Seconds that open requests get at the end."""
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none';"
    " form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Server": "herald",
}
_SORRY = {
    404: ("Nothing is here", "The address is wrong, or what stood here is gone."),
    405: ("This page only shows", "What waits for somebody stands at Problems."),
}

_log = logging.getLogger("herald.console")


class _Refusals(logging.LoggerAdapter[logging.Logger]):
    """Tells aiohttp's word on requests that are no HTTP only who asks for it: scanners send them all day."""

    def exception(self, msg: object, *args: object, exc_info: Any = True, **more: Any) -> None:
        is_theirs = isinstance(exc_info, HttpProcessingError)
        self.log(
            logging.DEBUG if is_theirs else logging.ERROR, msg, *args, exc_info=exc_info, **more
        )


class Console:
    """A console that listens at `url` until closed."""

    def __init__(
        self, store: Store, about: About, now: Clock, pushes: Pushes | None = None
    ) -> None:
        self.url = ""
        self._store = store
        self._about = about
        self._pushes = pushes
        self._frame = Frame(store, about, now)
        self._lock = Lock(about.password, now)
        app = web.Application(middlewares=[self._guard])
        app.on_response_prepare.append(_add_headers)
        app.add_routes(Pages(store, about, self._frame).routes())
        app.add_routes(
            [
                web.get("/healthz", self._healthz),
                web.get("/readyz", self._readyz),
                web.get("/metrics", self._metrics),
            ]
        )
        app.add_routes(pushes.routes() if pushes else [])
        self._runner = web.AppRunner(
            app, access_log=None, logger=_Refusals(_log), shutdown_timeout=PATIENCE
        )

    async def start(self, host: str, port: int) -> None:
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        name = f"[{host}]" if ":" in host else host
        self.url = f"http://{name}:{self._runner.addresses[0][1]}"

    async def close(self) -> None:
        """Stop listening and close every connection."""
        await self._runner.cleanup()

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        # why: who knocks at these doors has a secret of its own.
        is_expected = self._pushes is not None and self._pushes.expects(request)
        if not is_expected and (refusal := self._lock.refuse(request)):
            return refusal
        try:
            return await handler(request)
        except web.HTTPException as error:
            title, why = _SORRY.get(error.status, (error.reason, ""))
            sorry = self._frame.sorry(error.status, title, why)
            if "Allow" in error.headers:
                sorry.headers["Allow"] = error.headers["Allow"]
            return sorry
        except StoreUnavailable as error:
            return self._frame.sorry(503, "The database does not answer", str(error))
        except Exception:  # noqa: BLE001 - logged whole, and said as a page
            _log.exception("%s could not be shown", request.path)
            return self._frame.sorry(500, "This is a bug in Herald", "The log has the details.")

    async def _healthz(self, _: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def _readyz(self, _: web.Request) -> web.Response:
        if self._about.is_stopping():
            return web.Response(status=503, text="stopping\n")
        try:
            await self._store.vitals.try_write()
        except Exception as error:  # noqa: BLE001 - whatever the reason: it is not ready
            return web.Response(status=503, text=f"{redact(str(error))}\n")
        return web.Response(text="ok\n")

    async def _metrics(self, _: web.Request) -> web.Response:
        families = await collect(self._store, self._about.desk().outlets)
        return web.Response(
            body=exposition(families).encode(), headers={"Content-Type": CONTENT_TYPE}
        )


async def serve_console(
    store: Store, host: str, port: int, now: Clock, about: About, pushes: Pushes | None = None
) -> Console:
    """Start a console; the caller closes it. Port 0 means any free one, which `url` then tells.

    `pushes` are the doors for others.

    Raises ConfigError for an address beyond this machine without a password, and for one that is too
    short; AddressTaken for an address where nothing can listen.
    """
    check(about.password(), host, port)
    console = Console(store, about, now, pushes)
    try:
        await console.start(host, port)
    except OSError as error:
        await console.close()
        why = os.strerror(error.errno or errno.EADDRNOTAVAIL)
        raise AddressTaken(f"console.listen: {host}:{port}: {why}") from error
    return console


async def _add_headers(_: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)
