"""A second visit to a host is a short one, and is as safe as the first.

`tests/tls` has a root, a server's chain with its key, for this machine alone: nobody else trusts it.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

import bot.tls
from bot.errors import FetchError
from bot.http import Web
from bot.tls import Resuming

HERE = Path(__file__).parent / "tls"
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"


class Server:
    """Answers over TLS; `resumed` says of each visit whether it went on from an earlier one."""

    def __init__(self) -> None:
        self.url = ""
        self.resumed: list[bool] = []
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(HERE / "server.pem")

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        self.resumed.append(writer.get_extra_info("ssl_object").session_reused)
        writer.write(ANSWER)
        await writer.drain()
        writer.close()


@asynccontextmanager
async def serving(version: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3) -> AsyncIterator[Server]:
    there = Server()
    there.context.maximum_version = version
    async with await asyncio.start_server(
        there.serve, "127.0.0.1", 0, ssl=there.context
    ) as server:
        there.url = f"https://localhost:{server.sockets[0].getsockname()[1]}/"
        yield there


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    fetch = Web(lambda: 0.0)
    fetch.tls.load_verify_locations(HERE / "root.pem")
    yield fetch
    await fetch.close()


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
async def test_a_second_visit_goes_on_from_the_first(web: Web, version: ssl.TLSVersion) -> None:
    async with serving(version) as there:
        for _ in range(3):
            assert (await web(there.url, allow_private=True)).body == b"ok"
    assert there.resumed == [False, True, True]


async def test_each_name_has_a_session_of_its_own(web: Web) -> None:
    async with serving() as there:
        for host in ("localhost", "127.0.0.1", "localhost", "127.0.0.1"):
            await web(there.url.replace("localhost", host), allow_private=True)
    assert there.resumed == [False, False, True, True]


async def test_another_server_at_the_same_name_is_checked_afresh(web: Web) -> None:
    for _ in range(2):
        async with serving() as there:
            assert (await web(there.url, allow_private=True)).body == b"ok"
        assert there.resumed == [False]


async def test_a_certificate_that_nobody_vouches_for_is_refused() -> None:
    web = Web(lambda: 0.0)
    async with serving() as there:
        for _ in range(2):
            with pytest.raises(FetchError, match="the certificate is not valid"):
                await web(there.url, allow_private=True)
    assert not web.tls.sessions
    await web.close()


async def test_only_the_last_hosts_are_kept(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.tls, "KEPT", 1)
    async with serving() as there:
        for host in ("localhost", "127.0.0.1", "localhost", "localhost"):
            await web(there.url.replace("localhost", host), allow_private=True)
    assert there.resumed == [False, False, False, True]
    assert list(web.tls.sessions) == ["localhost"]


def test_it_checks_as_the_usual_context_does() -> None:
    usual, ours = ssl.create_default_context(), Resuming()
    for name in ("verify_mode", "check_hostname", "minimum_version"):
        assert getattr(ours, name) == getattr(usual, name)
    ours.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_hostname="www.example.org")
    assert ours.get_ca_certs() == usual.get_ca_certs()
