"""SIGKILL at every database write and every network call of a publish: nothing lost or doubled.

The real command runs with the real libraries against the sandbox; the sandbox's ledger, which
knows what was ever posted, is the judge.
"""

import asyncio
import json
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGKILL

import pytest
from aiohttp import web

from bot.sandbox.server import Sandbox, serve
from bot.sandbox.setup import BOT_TOKEN, X_ACCOUNT

HERE = Path(__file__).parent
LEAST_POINTS = 100
AT_ONCE = 6
MOST_RESTARTS = 5
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154"
    "08d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)
SECRETS = {
    "T": BOT_TOKEN,
    "K": X_ACCOUNT.consumer_key,
    "S": X_ACCOUNT.consumer_secret,
    "A": X_ACCOUNT.access_token,
    "B": X_ACCOUNT.access_token_secret,
}
CONFIG = """\
version: 1
database: sqlite:///herald.db
publisher: {{name: Morning Tick, url: "{site}/", language: en}}
sources:
  - {{name: main, feed: "{site}/feed", first_run: all, settle: 0s, allow_private: true}}
destinations:
  - {{name: telegram, platform: telegram, chat: "@morningtick", token: "env:T",
     api_base: "{sandbox}", rate: 1000/1s, timeout: 1s}}
  - name: x
    platform: x
    auth: {{consumer_key: "env:K", consumer_secret: "env:S", access_token: "env:A",
      access_token_secret: "env:B"}}
    api_base: "{sandbox}"
    rate: 1000/1s
    timeout: 1s
"""
PAGE = """<html lang="en"><head><title>Story {n}</title>
<link rel="canonical" href="{site}/{n}"><meta property="og:title" content="Story number {n}">
<meta property="og:image" content="{site}/{n}.png"></head><body><article><h1>Story number {n}</h1>
<p>The council opened bridge number {n} on Monday after nine years of work.</p></article></body></html>
"""


@dataclass
class Site:
    """A publisher with as many stories as `stories` says."""

    stories: int = 1
    url: str = ""
    runner: web.AppRunner = field(init=False)

    async def start(self) -> None:
        app = web.Application()
        app.router.add_get("/feed", self.feed)
        app.router.add_get("/{n:\\d+}", self.page)
        app.router.add_get("/{n:\\d+}.png", self.picture)
        self.runner = web.AppRunner(app, access_log=None)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self.runner.addresses[0][1]}"

    async def feed(self, _: web.Request) -> web.Response:
        items = "".join(
            f"<item><guid>{n}</guid><link>{self.url}/{n}</link><title>Story number {n}</title></item>"
            for n in range(self.stories, 0, -1)
        )
        return web.Response(text=f"<rss version='2.0'><channel>{items}</channel></rss>")

    async def page(self, request: web.Request) -> web.Response:
        text = PAGE.format(n=request.match_info["n"], site=self.url)
        return web.Response(text=text, content_type="text/html")

    async def picture(self, _: web.Request) -> web.Response:
        return web.Response(body=PIXEL, content_type="image/png")


@dataclass
class Forks:
    """Asks the warm process for runs."""

    process: asyncio.subprocess.Process
    waiting: dict[int, asyncio.Future[int]] = field(default_factory=dict)
    asked: int = 0

    async def run(self, folder: Path, *arguments: str, die_at: int = 0) -> int:
        """Run the command and give its exit code, or minus the signal that ended it."""
        self.asked += 1
        future: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self.waiting[self.asked] = future
        order = {
            "id": self.asked,
            "folder": str(folder),
            "arguments": ["-c", "herald.yaml", *arguments],
            "die_at": die_at,
        }
        assert self.process.stdin
        self.process.stdin.write(json.dumps(order).encode() + b"\n")
        async with asyncio.timeout(60):
            return await future

    async def listen(self) -> None:
        assert self.process.stdout
        async for line in self.process.stdout:
            ended: dict[str, int] = json.loads(line)
            self.waiting.pop(ended["id"]).set_result(ended["code"])


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compile the library that kills."""
    compiler = shutil.which("cc")
    if not compiler:
        if os.environ.get("CI") == "true":
            pytest.fail("no C compiler: the kill points cannot be reached")
        pytest.skip("no C compiler: the kill points cannot be reached")
    target = tmp_path_factory.mktemp("shim") / "kill.so"
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-O1", "-o", target, HERE / "kill.c", "-ldl"], check=True
    )
    return target


@pytest.fixture
async def forks(shim: Path) -> AsyncIterator[Forks]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(HERE / "forks.py")),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, **SECRETS, "LD_PRELOAD": str(shim), "PYTHONPATH": str(HERE.parents[1])},
    )
    started = Forks(process)
    listening = asyncio.create_task(started.listen())
    yield started
    assert process.stdin
    process.stdin.close()
    await process.wait()
    await listening


@dataclass(frozen=True)
class Outcome:
    """How one kill point ended: how many posts each channel ever got; `calls` of a calm run."""

    point: int
    was_killed: bool
    posted: dict[str, int]
    calls: int


async def one_point(forks: Forks, folder: Path, die_at: int) -> Outcome:
    """Publish one story in peace, kill the publishing of the second, restart until it is done."""
    site, sandbox = Site(), await serve()
    await site.start()
    folder.mkdir()
    (folder / "herald.yaml").write_text(CONFIG.format(site=site.url, sandbox=sandbox.url))
    try:
        assert await forks.run(folder, "run", "--once") == 0, (folder / "log").read_text()
        site.stories = 2
        code = await forks.run(folder, "run", "--once", die_at=die_at)
        calls = int((folder / "calls").read_text())
        for _ in range(MOST_RESTARTS):
            if await forks.run(folder, "run", "--once") == 0:
                break
        else:
            pytest.fail(f"point {die_at}: not done after restarts\n{(folder / 'log').read_text()}")
        return Outcome(die_at, code == -SIGKILL, posted(sandbox), calls)
    finally:
        await site.runner.cleanup()
        await sandbox.close()


def posted(sandbox: Sandbox) -> dict[str, int]:
    """Count per platform how often anything was ever posted, standing or not."""
    counts = {
        platform: channel.posted for (platform, _), channel in sandbox.ledger.channels.items()
    }
    stands = {
        platform: len({post.text for post in channel.standing})
        for (platform, _), channel in sandbox.ledger.channels.items()
    }
    assert all(stands[platform] == 2 for platform in counts), stands
    return counts


async def test_a_kill_at_any_point_neither_loses_nor_doubles(forks: Forks, tmp_path: Path) -> None:
    calm = await one_point(forks, tmp_path / "calm", die_at=0)
    assert not calm.was_killed
    assert calm.calls >= LEAST_POINTS
    turns = asyncio.Semaphore(AT_ONCE)

    async def at(point: int) -> Outcome:
        async with turns:
            return await one_point(forks, tmp_path / str(point), point)

    outcomes = await asyncio.gather(*(at(point) for point in range(1, calm.calls + 1)))
    killed = [outcome for outcome in outcomes if outcome.was_killed]
    assert len(killed) >= LEAST_POINTS
    wrong = [outcome for outcome in outcomes if outcome.posted != {"telegram": 2, "x": 2}]
    assert not wrong
