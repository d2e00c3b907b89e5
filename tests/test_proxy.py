"""Through a proxy: it dials, so we check what is written; what it is told stays between us."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from bot.errors import FetchError
from bot.guard import is_named_inside
from bot.http import Web
from tests.test_tls import HERE, serving

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nproxy"


class Proxy:
    """Answers what it is asked itself, or opens a tunnel to `tunnel` whoever was named."""

    def __init__(self, answer: bytes = OK, tunnel: int = 0) -> None:
        self.answer = answer
        self.tunnel = tunnel
        self.url = ""
        self.asked: list[str] = []
        self.visits: list[asyncio.Task[None]] = []

    def welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.visits.append(asyncio.create_task(self.serve(reader, writer)))

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = (await reader.readuntil(b"\r\n\r\n")).decode()
        self.asked.append(request)
        if request.startswith("CONNECT") and self.tunnel:
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            there, out = await asyncio.open_connection("127.0.0.1", self.tunnel)
            await asyncio.gather(_pour(reader, out), _pour(there, writer))
        else:
            writer.write(self.answer)
            await _close(writer)


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(2**16):
        writer.write(data)
    await _close(writer)


async def _close(writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        await writer.drain()
        writer.close()
        await writer.wait_closed()


@asynccontextmanager
async def proxying(answer: bytes = OK, tunnel: int = 0) -> AsyncIterator[Proxy]:
    proxy = Proxy(answer, tunnel)
    async with await asyncio.start_server(proxy.welcome, "127.0.0.1", 0) as server:
        proxy.url = f"http://anna:s3cret@127.0.0.1:{server.sockets[0].getsockname()[1]}"
        yield proxy
        await asyncio.gather(*proxy.visits)


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    fetch = Web(lambda: 0.0)
    fetch.tls.load_verify_locations(HERE / "root.pem")
    yield fetch
    await fetch.close()


async def test_a_proxy_is_asked_for_the_whole_address(web: Web) -> None:
    async with proxying() as proxy:
        answer = await web("http://news.example/feed", proxy=proxy.url)
    assert (answer.url, answer.body) == ("http://news.example/feed", b"proxy")
    assert proxy.asked[0].startswith("GET http://news.example/feed HTTP/1.1\r\n")
    assert "Proxy-Authorization: Basic" in proxy.asked[0]


async def test_tls_goes_through_it_untouched(web: Web) -> None:
    async with serving() as there:
        port = int(there.url.rpartition(":")[2].strip("/"))
        async with proxying(tunnel=port) as proxy:
            url = f"https://localhost:{port}/"
            answer = await web(url, proxy=proxy.url, allow_private=True)
    assert answer.body == b"ok"
    assert proxy.asked[0].startswith(f"CONNECT localhost:{port} HTTP/1.1\r\n")


async def test_a_form_goes_through_it_too(web: Web) -> None:
    async with proxying() as proxy:
        await web.submit("http://hub.example/", {"a": "b"}, allow_private=True, proxy=proxy.url)
    assert proxy.asked[0].startswith("POST http://hub.example/ HTTP/1.1\r\n")


INSIDE = ["127.0.0.1", "127.1", "0x7f.1", "2130706433", "[::1]", "[::ffff:10.0.0.1]"]
INSIDE += ["localhost", "feeds.LOCALHOST.", "169.254.169.254", "10.0.0.1"]


@pytest.mark.parametrize("host", INSIDE)
async def test_it_is_not_asked_for_what_is_written_as_inside(web: Web, host: str) -> None:
    redirect = f"HTTP/1.1 302 So\r\nLocation: http://{host}/\r\nContent-Length: 0\r\n\r\n"
    async with proxying(redirect.encode()) as proxy:
        with pytest.raises(FetchError, match="not a public address"):
            await web(f"http://{host}/", proxy=proxy.url)
        assert proxy.asked == []
        with pytest.raises(FetchError, match="not a public address"):
            await web("http://news.example/", proxy=proxy.url)
        assert len(proxy.asked) == 1


@pytest.mark.parametrize("host", ["news.example", "93.184.215.14", "2606:2800:21f::1", "nohost"])
def test_what_is_not_written_as_inside_is_left_to_the_proxy(host: str) -> None:
    assert not is_named_inside(host)


async def test_a_proxy_that_refuses_is_said_without_its_password(web: Web) -> None:
    async with proxying(b"HTTP/1.1 407 Who are you\r\nContent-Length: 0\r\n\r\n") as proxy:
        with pytest.raises(FetchError, match="the proxy answers 407") as caught:
            await web("https://news.example/feed", proxy=proxy.url)
    assert "s3cret" not in str(caught.value)


async def test_a_proxy_that_is_down_is_said(web: Web, unused_tcp_port: int) -> None:
    with pytest.raises(FetchError, match="cannot connect"):
        await web("http://news.example/", proxy=f"http://127.0.0.1:{unused_tcp_port}")
