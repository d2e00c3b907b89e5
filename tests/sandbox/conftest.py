import json
import os
import struct
import zlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.ports import Platform
from bot.rules import Destination
from bot.sandbox.server import Sandbox, serve
from bot.sandbox.setup import BOT_TOKEN, Setup

ROOT = Path(__file__).parents[2]
BEGIN = 1_800_000_000.0


class Clock:
    """Time that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = BEGIN

    def __call__(self) -> float:
        return self.now


class Api:
    """The Bot API over a real socket, answers as they come."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self.session = session
        self.url = url

    async def __call__(self, method: str, token: str = BOT_TOKEN, **body: Any) -> Any:
        url = f"{self.url}/bot{token}/{method}"
        async with self.session.post(url, json=body) as answer:
            return await answer.json()

    async def error(self, method: str, **body: Any) -> tuple[int, str]:
        answer = await self(method, **body)
        assert not answer["ok"], answer
        return answer["error_code"], answer["description"]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def start() -> AsyncIterator[Callable[..., Any]]:
    """Start sandboxes that end with the test."""
    running: list[Sandbox] = []

    async def start(setup: Setup, **more: Any) -> Sandbox:
        running.append(await serve(setup=setup, **more))
        return running[-1]

    yield start
    for sandbox in running:
        await sandbox.close()


@pytest.fixture
async def sandbox(start: Callable[..., Any], clock: Clock) -> Any:
    return await start(Setup(clock=clock))


@pytest.fixture
def api(http: aiohttp.ClientSession, sandbox: Sandbox) -> Api:
    return Api(http, sandbox.url)


@pytest.fixture
def api_of(http: aiohttp.ClientSession) -> Callable[[Sandbox], Api]:
    return lambda sandbox: Api(http, sandbox.url)


def posting(kind: type[Platform], secret: str, **own: Any) -> Any:
    """Give the fixture that makes such platforms for a sandbox, by `secret` or another, and closes them.

    They have the options `own`, and more where a test says so.
    """

    @pytest.fixture
    async def made(sandbox: Sandbox) -> AsyncIterator[Callable[..., Platform]]:
        platforms: list[Platform] = []

        def make(token: str = secret, there: Sandbox = sandbox, **more: Any) -> Platform:
            place = Destination(name="p", platform=kind.name, address="", api_base=there.url)
            options = kind.options.model_validate({**own, **more})
            platforms.append(kind(place, options, lambda _: token))
            return platforms[-1]

        yield make
        for platform in platforms:
            await platform.close()

    return made


@pytest.fixture(scope="session")
def png() -> Callable[[int, int], bytes]:
    def draw(width: int, height: int) -> bytes:
        def chunk(kind: bytes, data: bytes) -> bytes:
            return (
                struct.pack(">I", len(data))
                + kind
                + data
                + struct.pack(">I", zlib.crc32(kind + data))
            )

        header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
        rows = zlib.compress((b"\0" + bytes((width + 7) // 8)) * height)
        return (
            b"\x89PNG\r\n\x1a\n"
            + chunk(b"IHDR", header)
            + chunk(b"IDAT", rows)
            + chunk(b"IEND", b"")
        )

    return draw


@pytest.fixture(scope="session")
def corpus() -> Callable[[str], Any]:
    """Read a machine-readable API description."""

    def read(name: str) -> Any:
        path = Path(os.environ.get("HERALD_DATA", ROOT / "../shared/data")) / name
        if not path.exists():
            missing = f"{name} is not here; HERALD_DATA says where the descriptions are"
            if os.environ.get("CI") == "true":
                pytest.fail(missing)
            pytest.skip(missing)
        return json.loads(path.read_text())

    return read
