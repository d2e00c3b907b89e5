"""Servers for benchmarks, each in a process of its own, so that only our CPU is counted."""

import asyncio
import subprocess
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from aiohttp import web

from bot.sandbox.server import serve

FEED = "".join(
    f"<item><guid>{n}</guid><link>https://e.org/{n}</link><title>Story {n}</title></item>"
    for n in range(30)
)
BODY = f"<rss version='2.0'><channel>{FEED}</channel></rss>".encode()


_TEXT = "Rivers rose overnight and trains stopped. " * 65
_asked: Counter[str] = Counter()


async def _news(request: web.Request) -> web.Response:
    """Answer with thirty items of 3 KB, one newer than the last time."""
    _asked[request.path] += 1
    newest = _asked[request.path] + 30
    items = "".join(
        f"<item><guid>{n}</guid><link>https://e.org/{n}</link><title>Story {n}</title>"
        f"<pubDate>Thu, 05 Nov 2026 {n // 60 % 24:02}:{n % 60:02}:00 GMT</pubDate>"
        f"<description><![CDATA[<p>{n} {_TEXT}</p>]]></description></item>"
        for n in range(newest, newest - 30, -1)
    )
    body = f"<rss version='2.0'><channel>{items}</channel></rss>"
    return web.Response(text=body, content_type="application/rss+xml")


async def _feed(request: web.Request) -> web.Response:
    if request.headers.get("If-None-Match") == '"same"':
        return web.Response(status=304, headers={"ETag": '"same"'})
    return web.Response(body=BODY, content_type="application/rss+xml", headers={"ETag": '"same"'})


async def _serve_feeds(answer: Callable[[web.Request], Awaitable[web.Response]]) -> str:
    app = web.Application()
    app.router.add_get("/{any:.*}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return f"http://127.0.0.1:{runner.addresses[0][1]}"


async def _main(kind: str) -> None:
    feeds = {"feeds": _feed, "news": _news}
    url = await _serve_feeds(feeds[kind]) if kind in feeds else (await serve()).url
    print(url, flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


@contextmanager
def running(kind: str) -> Iterator[str]:
    """Run the "feeds" or "news" server or the "sandbox" and give its address."""
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
