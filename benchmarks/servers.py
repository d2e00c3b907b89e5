"""Servers for benchmarks, each in a process of its own, so that only our CPU is counted."""

import asyncio
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from email.utils import formatdate

from aiohttp import web

from benchmarks.watcher import CERTIFICATES
from bot.sandbox.server import serve

FEED = "".join(
    f"<item><guid>{n}</guid><link>https://e.org/{n}</link><title>Story {n}</title></item>"
    for n in range(30)
)
BODY = f"<rss version='2.0'><channel>{FEED}</channel></rss>".encode()


_PARAGRAPH = (
    '<p>Rivers <strong>rose</strong> overnight &amp; trains <a href="https://e.org/t">stopped</a>,'
    " said the mayor&#8217;s office; schools in three towns stay closed until Friday.</p>\n"
)
_TEXT = _PARAGRAPH * 15
_asked: dict[str, tuple[float, int]] = {}
"""Of each feed when its first story came out, and how many there are."""


async def _news(request: web.Request) -> web.Response:
    """Answer with thirty items of 3 KB, one newer than the last time, each with a second of its own."""
    first, count = _asked.get(request.path, (time.time() - 30, 30))
    newest = count + 1
    _asked[request.path] = first, newest
    items = "".join(
        f"<item><guid>{n}</guid><link>https://e.org/{n}</link><title>Story {n}</title>"
        f"<pubDate>{formatdate(first + n, usegmt=True)}</pubDate>"
        f"<description><![CDATA[<p>{n}</p>{_TEXT}]]></description></item>"
        for n in range(newest, newest - 30, -1)
    )
    body = f"<rss version='2.0'><channel>{items}</channel></rss>"
    return web.Response(text=body, content_type="application/rss+xml")


async def _feed(request: web.Request) -> web.Response:
    if request.headers.get("If-None-Match") == '"same"':
        return web.Response(status=304, headers={"ETag": '"same"'})
    return web.Response(body=BODY, content_type="application/rss+xml", headers={"ETag": '"same"'})


async def _serve_feeds(
    answer: Callable[[web.Request], Awaitable[web.Response]], tls: ssl.SSLContext | None
) -> str:
    async def answer_once(request: web.Request) -> web.Response:
        response = await answer(request)
        response.force_close()
        return response

    app = web.Application()
    app.router.add_get("/{any:.*}", answer_once)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    door = socket.socket()
    # Every address of loopback, and nothing else: so each source can have a host of its own.
    door.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"lo")
    door.bind(("", 0))
    await web.SockSite(runner, door, ssl_context=tls, backlog=1024).start()
    return f"{'https://localhost' if tls else 'http://127.0.0.1'}:{door.getsockname()[1]}"


def _tls() -> ssl.SSLContext:
    """Serve as a site does: a chain of three certificates."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / "server.pem")
    return context


async def _main(kind: str) -> None:
    feeds = {"feeds": (_feed, None), "news": (_news, None), "tls": (_feed, _tls())}
    url = await _serve_feeds(*feeds[kind]) if kind in feeds else (await serve()).url
    print(url, flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


@contextmanager
def running(kind: str) -> Iterator[str]:
    """Run the "feeds", "news" or "tls" server or the "sandbox" and give its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.servers", kind],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin
    assert process.stdout
    try:
        yield process.stdout.readline().strip()
    finally:
        process.stdin.close()
        process.wait(10)
        process.stdout.close()


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1]))
