"""One Herald between a small publisher and the sandbox, run through the real command.

The sandbox's ledger, which knows what was ever posted, is the judge.
"""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.catalogue import all_secrets
from bot.sandbox.faults import Fault
from bot.sandbox.mastodon_accounts import GOTOSOCIAL_TOKEN
from bot.sandbox.server import Sandbox, serve
from bot.sandbox.setup import BOT_TOKEN, X_ACCOUNT
from tests.journeys.site import Site

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SECRETS = {
    "T": BOT_TOKEN,
    "K": X_ACCOUNT.consumer_key,
    "S": X_ACCOUNT.consumer_secret,
    "A": X_ACCOUNT.access_token,
    "B": X_ACCOUNT.access_token_secret,
    "G": GOTOSOCIAL_TOKEN,
    **all_secrets(),
}
PATIENCE = 20.0
"""Seconds within which everything that a test waits for happens, also on a busy machine."""


def x_keys() -> dict[str, str]:
    """Give the references to X's four keys, anew each time: tests write others into them."""
    return {
        "consumer_key": "env:K",
        "consumer_secret": "env:S",
        "access_token": "env:A",
        "access_token_secret": "env:B",
    }


def config_of(site: Site, sandbox: Sandbox, database: str) -> dict[str, Any]:
    """Give a configuration as data: one feed, both platforms, as quick as it can be."""
    manner = {"api_base": sandbox.url, "rate": "1000/1s"}
    return {
        "version": 1,
        "database": database,
        "publisher": {"name": "Morning Tick", "url": f"{site.url}/", "language": "en"},
        "sources": [
            {
                "name": "main",
                "feed": f"{site.url}/feed",
                "every": "1s",
                "first_run": "all",
                "settle": "0s",
                "allow_private": True,
            }
        ],
        "destinations": [
            {"name": "telegram", "platform": "telegram", "chat": "@morningtick", "token": "env:T"}
            | manner,
            {
                "name": "x",
                "platform": "x",
                "account": "morningtick",
                "auth": x_keys(),
            }
            | manner,
        ],
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What one run of the command did; `log` is its stderr."""

    code: int
    out: str
    log: str

    @property
    def document(self) -> Any:
        """Read the one JSON document on stdout; ValueError where anything else stands there."""
        return json.loads(self.out)


@dataclass(slots=True, kw_only=True)
class Running:
    """A command that runs beside the test."""

    pid: int
    out: Path
    log_file: Path
    lines: asyncio.StreamReader
    writer: asyncio.StreamWriter
    code: int | None = None

    @property
    def log(self) -> str:
        return self.log_file.read_text()

    async def ended(self, patience: float = 60) -> Ended:
        """Wait so many seconds for its end."""
        if self.code is None:
            async with asyncio.timeout(patience):
                self.code = int(await self.lines.readline())
            self.writer.close()
        return Ended(code=self.code, out=self.out.read_text(), log=self.log)

    async def stop(self, how: signal.Signals = signal.SIGTERM) -> Ended:
        """Tell it to end, and wait."""
        if self.code is None:
            with suppress(ProcessLookupError):  # it has ended by itself in this very moment
                os.kill(self.pid, how)
        return await self.ended()


@dataclass(slots=True, kw_only=True)
class Herald:
    """One installation: a folder, its configuration, its publisher and its platforms.

    By `ahead` seconds the clock is ahead in every run that does not say it itself.
    """

    door: Path
    folder: Path
    site: Site
    sandbox: Sandbox
    config: dict[str, Any] = field(default_factory=dict)
    runs: list[Running] = field(default_factory=list)
    ahead: float = 0

    def write(self) -> None:
        """Put the configuration into its file, as a whole."""
        part = self.folder / "part"
        part.write_text(json.dumps(self.config, indent=1))
        part.rename(self.folder / "herald.yaml")

    def hurry(self) -> None:
        """Give up attempts after three seconds, so that what is in doubt is soon looked up."""
        for destination in self.config["destinations"]:
            destination["timeout"] = "3s"
        self.write()

    async def begin(self, *words: str, **more: Any) -> Running:
        """Start a command; `more` as `forks.py` takes it."""
        name = self.folder / f"{len(self.runs)}"
        out, log = name.with_suffix(".out"), name.with_suffix(".log")
        for file in (out, log):
            file.touch()
        order = {"folder": self.folder, "out": out, "log": log, "env": {}, "later": self.ahead}
        order |= {
            "strike": (0, 0, 0, 0),
            "armed_later": False,
            "horizon": 60.0,
            "store_patience": 30.0,
            "pulse": 45.0,
            "most_bytes": 0,
            "jump": 0,
            "apart": 0,
            "arguments": ["-c", "herald.yaml", *words],
        }
        lines, writer = await asyncio.open_unix_connection(self.door)
        writer.write(json.dumps(order | more, default=str).encode() + b"\n")
        run = Running(
            pid=int(await lines.readline()), out=out, log_file=log, lines=lines, writer=writer
        )
        self.runs.append(run)
        return run

    async def __call__(self, *words: str, **more: Any) -> Ended:
        """Run a command to its end."""
        return await (await self.begin(*words, **more)).ended()

    async def once(self, code: int = 0, **more: Any) -> Ended:
        """Make one pass that ends with `code`."""
        done = await self("run", "--once", **more)
        assert done.code == code, done.log
        return done

    async def ask(self, *words: str, **more: Any) -> Any:
        """Ask for the JSON that a command answers."""
        done = await self(*words, "--json", **more)
        assert done.code == 0, done.log
        return done.document

    async def deliveries(self, *words: str) -> list[dict[str, Any]]:
        """Give the ledger, oldest first."""
        rows: list[dict[str, Any]] = await self.ask("deliveries", *words)
        return rows[::-1]

    async def heard_out(self) -> None:
        """Wait until the platforms have taken in all that dead runs sent: nobody is connected."""
        server = self.sandbox._runner.server
        assert server
        await asyncio.sleep(0.05)  # the platforms' turn: who connected before is known after it
        await until(lambda: not server.connections)

    def fault(self, match: str, do: Any, **more: Any) -> None:
        """Script what goes wrong with a platform's next call."""
        self.sandbox.faults.waiting.append(Fault(match=match, do=do, **more))

    def posts(self, platform: str) -> list[str]:
        """Give the slugs of what was ever posted, in order; a double is there twice.

        What was said under a post is none.
        """
        channel = self.sandbox.ledger.channel(platform, "morningtick")
        assert channel.posted == len(channel.standing), "nothing here takes a post down"
        return [
            slug
            for post in channel.standing
            if not post.reply_to
            for slug in [next(u for u in post.links if u.startswith(self.site.url))]
            for slug in [slug.removeprefix(f"{self.site.url}/")]
        ]

    def both(self, *slugs: str) -> None:
        """Both channels have exactly these stories, in this order."""
        assert (self.posts("telegram"), self.posts("x")) == ([*slugs], [*slugs])


async def until(fact: Callable[[], bool | Awaitable[bool]], patience: float = PATIENCE) -> None:
    """Wait until something is so."""
    give_up = time.monotonic() + patience
    while not (is_so if isinstance(is_so := fact(), bool) else await is_so):
        assert time.monotonic() < give_up, f"after {patience} s still not so"
        await asyncio.sleep(0.05)


def compiled(folder: Path) -> Path | None:
    """Compile the library that kills, where there is a compiler."""
    compiler = shutil.which("cc")
    if not compiler:
        return None
    target = folder / "kill.so"
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-O1", "-o", target, HERE / "kill.c", "-ldl"], check=True
    )
    return target


@contextmanager
def forking(shim: Path | None, folder: Path) -> Iterator[Path]:
    """Warm up the process that runs are forked from, and say where it listens."""
    path = folder / "door"
    env = {**os.environ, **SECRETS, "PYTHONPATH": str(ROOT)}
    if shim:
        env["LD_PRELOAD"] = str(shim)
    with subprocess.Popen([sys.executable, HERE / "forks.py", path], env=env) as process:
        give_up = time.monotonic() + 60
        while not path.exists():
            assert process.poll() is None, "the process that runs are forked from has ended"
            assert time.monotonic() < give_up
            time.sleep(0.02)
        try:
            yield path
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path | None:
    return compiled(tmp_path_factory.mktemp("shim"))


@pytest.fixture(scope="session")
def door(shim: Path | None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with forking(shim, tmp_path_factory.mktemp("forks")) as path:
        yield path


@asynccontextmanager
async def installed(
    door: Path, folder: Path, database: str = "sqlite:///herald.db"
) -> AsyncIterator[Herald]:
    """Set up a publisher, a sandbox and a configuration; end whatever still runs."""
    site = Site()
    async with AsyncExitStack() as stack:
        await site.start()
        stack.push_async_callback(site.close)
        sandbox = await serve()
        stack.push_async_callback(sandbox.close)
        folder.mkdir(exist_ok=True)
        herald = Herald(door=door, folder=folder, site=site, sandbox=sandbox)
        herald.config = config_of(site, sandbox, database)
        herald.write()
        try:
            yield herald
        finally:
            for run in herald.runs:
                await run.stop(signal.SIGKILL)
            # why: a server that closes while who was killed still knocks would leave that door open.
            with suppress(TimeoutError):
                await asyncio.wait_for(asyncio.Event().wait(), timeout=0.05)


@pytest.fixture
async def herald(door: Path, tmp_path: Path) -> AsyncIterator[Herald]:
    async with installed(door, tmp_path) as herald:
        yield herald
