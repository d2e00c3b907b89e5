"""Nobody leads us inside: a listener there counts who comes, and nobody does."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest

import bot.guard
from bot.engine.pictures import Pictures
from bot.engine.setup import Setup
from bot.errors import FetchError
from bot.guard import is_public
from bot.http import Patience, Web
from bot.model import Image
from bot.rules import Publisher
from bot.steps.plan import Desk

FRONT = "127.0.0.2"
"""A server that counts as public where a test says so."""
INSIDE = [
    "127.0.0.1",
    "127.1.2.3",
    "127.0.0.1.",
    "127.1",
    "0177.0.0.1",
    "0x7f.1",
    "0x7f000001",
    "2130706433",
    "017700000001",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "anna@localhost",
    "１２７.０.０.１",
    "127。0。0。1",
    "①②⑦.0.0.1",
    "0.0.0.0",  # noqa: S104 - an address to refuse
    "0",
    "[::1]",
    "[::]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b:1::7f00:1]",
    "[2002:7f00:1::]",
    "[2001:0:7f00:1::]",
    "[fe80::1]",
    "[fc00::1]",
    "[fec0::1]",
    "[ff02::1]",
    "10.0.0.1",
    "100.64.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.8",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "\\@localhost",
    "127.0.0.1%00.example.com",
    "0x7f.0.0.1",
    "anna:pw@127.0.0.1",
    "[::ffff:169.254.169.254]",
    "[::ffff:0:127.0.0.1]",
    "[100:0:0:1::1]",
    "[3fff::1]",
    "[5f00::1]",
    "[fd00:ec2::254]",
]
Reach = Callable[[Web, str], Awaitable[object]]


class Town:
    """A listener inside, and a server in front that sends everybody to `leads_to`."""

    def __init__(self) -> None:
        self.visits = 0
        self.port = 0
        self.leads_to = ""

    async def count(self, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.visits += 1
        writer.close()

    async def redirect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        location = self.leads_to.encode()
        writer.write(b"HTTP/1.1 302 So\r\nLocation: %b\r\nContent-Length: 0\r\n\r\n" % location)
        await writer.drain()
        writer.close()

    def url(self, host: str, scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}/"


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    there = Town()
    async with AsyncExitStack() as stack:
        server = await asyncio.start_server(there.count, "127.0.0.1", 0)
        there.port = server.sockets[0].getsockname()[1]
        await stack.enter_async_context(server)
        await stack.enter_async_context(
            await asyncio.start_server(there.redirect, FRONT, there.port)
        )
        if socket.has_dualstack_ipv6():
            await stack.enter_async_context(
                await asyncio.start_server(there.count, "::1", there.port)
            )
        yield there


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    fetch = Web(lambda: 0.0, patience=Patience(total=1.0, connect=0.5, read=0.3))
    yield fetch
    await fetch.close()


@pytest.fixture
def _front_is_public(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.guard, "is_public", lambda host: host == FRONT or is_public(host))


async def picture(web: Web, url: str) -> None:
    """Fetch what an article calls its picture; that it cannot be had is no error."""
    desk = Desk(publisher=Publisher(name="P", url="https://e.org"), outlets={})
    pictures = Pictures(Setup(sources={}, platforms={}, desk=desk, fetch=web))
    assert await pictures.fault(Image(url=url))
    raise FetchError(url, "no picture")


async def hub(web: Web, url: str) -> None:
    await web.submit(url.replace("http:", "https:"), {"hub.mode": "subscribe"})


WAYS: dict[str, Reach] = {
    "page or feed": lambda web, url: web(url),
    "picture": picture,
    "hub": hub,
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("host", INSIDE)
async def test_no_spelling_of_an_inside_address_is_dialled(
    web: Web, town: Town, host: str, way: str
) -> None:
    with pytest.raises(FetchError):
        await WAYS[way](web, town.url(host))
    assert town.visits == 0


@pytest.mark.parametrize("way", ["page or feed", "hub"])
@pytest.mark.parametrize("proxy", ["", "http://127.0.0.1:9"])
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "169.254.169.254"])
async def test_who_is_refused_hears_of_the_setting(
    web: Web, host: str, proxy: str, way: str
) -> None:
    url, form = f"https://{host}/", {"hub.mode": "subscribe"}
    ask = web(url, proxy=proxy) if way == "page or feed" else web.submit(url, form, proxy=proxy)
    with pytest.raises(FetchError, match=r"not a public address \(see allow_private"):
        await ask


@pytest.mark.parametrize(
    "host",
    [
        *("169.254.169.254", "[::ffff:169.254.169.254]", "169.254.170.2", "[fe80::a9fe:a9fe]"),
        *("[fd00:ec2::254]", "100.100.100.200"),
    ],
)
async def test_a_private_site_leads_nobody_to_a_machines_secrets(
    web: Web, town: Town, host: str
) -> None:
    with pytest.raises(FetchError, match="secrets, and no site"):
        await web(f"http://{host}/latest/meta-data/", allow_private=True)
    town.leads_to = f"http://{host}/latest/meta-data/"
    with pytest.raises(FetchError, match="secrets, and no site"):
        await web(town.url(FRONT), allow_private=True)


@pytest.mark.usefixtures("_front_is_public")
@pytest.mark.parametrize("host", INSIDE)
async def test_no_redirect_leads_inside(web: Web, town: Town, host: str) -> None:
    town.leads_to = town.url(host)
    for way in ("page or feed", "picture"):
        with pytest.raises(FetchError):
            await WAYS[way](web, town.url(FRONT))
    assert town.visits == 0


@pytest.mark.usefixtures("_front_is_public")
async def test_a_server_that_is_named_is_not_seen_as_inside(web: Web, town: Town) -> None:
    """Else the tests above would prove nothing."""
    town.leads_to = town.url(FRONT)
    with pytest.raises(FetchError, match="redirects more than 5 times"):
        await web(town.url(FRONT))
    with pytest.raises(FetchError, match="hung up"):
        await web(town.url("127.0.0.1"), allow_private=True)
    assert town.visits > 0


@pytest.mark.usefixtures("_front_is_public")
@pytest.mark.parametrize("inside", ["127.0.0.1", "::1"])
async def test_a_name_that_leads_elsewhere_the_second_time_is_checked_each_time(
    web: Web, town: Town, inside: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answers of a hostile name server: public first, then inside, then both at once."""
    answers = [[FRONT], [inside], [inside, FRONT], [FRONT, inside]]

    def resolve(host: str, port: Any, *_: object, **__: object) -> list[Any]:
        assert host == "rebind.example"
        return [
            (
                socket.AF_INET6 if ":" in each else socket.AF_INET,
                socket.SOCK_STREAM,
                6,
                "",
                (each, port, 0, 0) if ":" in each else (each, port),
            )
            for each in answers.pop(0)
        ]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr("aiohttp.connector._DNSCacheTable.expired", lambda *_: True)
    town.leads_to = "http://[/"
    while answers:
        with pytest.raises(FetchError):
            await web(town.url("rebind.example"))
    assert town.visits == 0


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("::ffff:93.184.215.14", True),
        ("::ffff:10.0.0.1", False),
        ("fe80::1%eth0", False),
        ("2001:db8::1", False),
    ],
)
def test_public_addresses_are_told_from_inside_ones(host: str, *, expected: bool) -> None:
    assert is_public(host) == expected
