"""A server on a real socket that does what it is told, well or badly, and remembers what it got."""

import asyncio
import json
import socket
import struct
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from bot.redact import hide
from bot.rules import Destination
from bot.sandbox.server import Sandbox, serve
from bot.sandbox.setup import Setup

pytest.register_assert_rewrite("tests.platforms.outcomes")

Step = str | tuple[int, Any] | tuple[int, Any, dict[str, str]]
"""What happens to one request.

An answer is (status, body) or (status, body, headers): a str body is HTML, any other is JSON.
"stall": no answer · "hang up": closed before any answer · "reset": RST · "cut": a JSON answer that
ends in the middle, well framed · "half": the connection closes in the middle of an answer.
"""


@dataclass(frozen=True)
class Request:
    """What a platform sent; `target` is path and query."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query))

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode()))

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Server:
    """Takes requests in order, one step of `script` each."""

    url: str
    script: list[Step] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    conversations: set[asyncio.Task[None]] = field(default_factory=set)

    def does(self, *steps: Step) -> None:
        self.script.extend(steps)

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self.conversations.add(task)
        try:
            while True:
                self.requests.append(await _read(reader))
                assert self.script, f"nobody expected {self.requests[-1]}"
                if not await _act(self.script.pop(0), writer):
                    return
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the platform went away
        finally:
            writer.close()

    async def close(self) -> None:
        for task in self.conversations:
            task.cancel()
        for ended in await asyncio.gather(*self.conversations, return_exceptions=True):
            if isinstance(ended, Exception):
                raise ended


async def _read(reader: asyncio.StreamReader) -> Request:
    head, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    method, target, _ = head.split(" ")
    headers = {name.lower(): value for name, _, value in (x.partition(": ") for x in lines if x)}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Request(method, target, headers, body)


async def _act(step: Step, writer: asyncio.StreamWriter) -> bool:
    """Do one step; False when the conversation is over."""
    match step:
        case (int(status), body, *more):
            writer.write(_answer(status, body, more[0] if more else {}))
            await writer.drain()
            return True
        case "cut":
            writer.write(_framed(200, b'{"ok": true, "data": {"id', {}))
            await writer.drain()
            return True
        case "half":
            writer.write(_framed(200, b'{"ok": true}', {})[:-6])
            await writer.drain()
        case "stall":
            await asyncio.Event().wait()
        case "reset":
            raw = writer.get_extra_info("socket")
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()
        case "hang up":
            pass
        case _:
            raise AssertionError(f"no such step: {step}")
    return False


def _answer(status: int, body: Any, headers: Mapping[str, str]) -> bytes:
    if isinstance(body, str):
        return _framed(status, body.encode(), {"Content-Type": "text/html", **headers})
    return _framed(status, json.dumps(body).encode(), headers)


def _framed(status: int, body: bytes, headers: Mapping[str, str]) -> bytes:
    lines = {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}
    reason = HTTPStatus(status).phrase
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 {status} {reason}\r\n{head}\r\n".encode() + body


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    scripted = Server(url="")
    listening = await asyncio.start_server(scripted.talk, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    scripted.url = f"http://127.0.0.1:{port}"
    yield scripted
    listening.close()
    await scripted.close()
    assert not scripted.script, "the platform asked for less than expected"


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    sandbox = await serve(setup=Setup())
    yield sandbox
    await sandbox.close()


@pytest.fixture
def nobody() -> Iterator[str]:
    """Take an address where nobody listens: connections are refused."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


@pytest.fixture
def deaf() -> Iterator[str]:
    """Give an address that never completes a connection: its queue is full."""
    with socket.socket() as listening, socket.socket() as first, socket.socket() as second:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        for waiting in (first, second):
            waiting.settimeout(0)
            waiting.connect_ex(listening.getsockname())
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


@pytest.fixture
def destination() -> Callable[..., Destination]:
    """Make a destination; tests of what never answers give it a short `timeout`."""

    def make(platform: str, api_base: str, timeout: float = 20) -> Destination:
        return Destination(
            name="there", platform=platform, address="", api_base=api_base, timeout=timeout
        )

    return make


@pytest.fixture
def reveal() -> Callable[[str], str]:
    """Give a secret that can be told in any text, and have it masked as in the real one."""

    def give(reference: str) -> str:
        secret = f"424242:CANARY-{reference.removeprefix('env:')}"
        hide(secret)
        return secret

    return give
