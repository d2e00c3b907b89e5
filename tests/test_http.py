"""Every server here is hostile, local, and counts who came."""

import asyncio
import contextlib
import gzip
import socket
import threading
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.errors import FetchError
from bot.http import Patience, Web
from bot.ports import BrokenOff, Validators
from bot.trouble import shown

PATIENCE = 10
NOW = 1_790_000_000.0  # Mon, 21 Sep 2026 14:13:20 GMT
Script = bytes | Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Hostile:
    """Answers each path with raw bytes or a script; keeps what it was asked."""

    port: int = 0
    scripts: dict[str, Script] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    connections: int = 0
    visits: set[asyncio.Task[None]] = field(default_factory=set)

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def says(self, answer: Script, path: str = "/") -> str:
        self.scripts[path] = answer
        return self.url(path)

    def welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.visits.add(asyncio.create_task(self.serve(reader, writer)))

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            try:
                request = (await reader.readuntil(b"\r\n\r\n")).decode()
                self.asked.append(request)
                script = self.scripts[request.split()[1]]
                if isinstance(script, bytes):
                    writer.write(script)
                    await writer.drain()
                else:
                    await script(writer)
            finally:
                writer.close()
                await writer.wait_closed()


@pytest.fixture
async def hostile() -> AsyncIterator[Hostile]:
    there = Hostile()
    server = await asyncio.start_server(there.welcome, "127.0.0.1", 0)
    there.port = server.sockets[0].getsockname()[1]
    yield there
    server.close()
    for visit in there.visits:
        visit.cancel()
    await asyncio.gather(*there.visits, return_exceptions=True)


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    fetch = Web(lambda: NOW, patience=Patience(total=1.0, connect=0.5, read=0.3))
    yield fetch
    await fetch.close()


def ok(body: bytes, *headers: str) -> bytes:
    lines = ["HTTP/1.1 200 OK", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def status(code: int, *headers: str) -> bytes:
    return "\r\n".join([f"HTTP/1.1 {code} So", "Content-Length: 0", *headers, "", ""]).encode()


def to(code: int, target: str) -> bytes:
    return status(code, f"Location: {target}")


async def drip(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while not writer.is_closing():
        writer.write(b".")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.Event().wait(), timeout=0.05)


async def hang(writer: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


async def pour(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while not writer.is_closing():
        writer.write(bytes(2**16))
        await writer.drain()


async def test_an_answer_is_handed_on_with_what_the_next_question_needs(
    web: Web, hostile: Hostile
) -> None:
    url = hostile.says(
        ok(
            b"<rss/>",
            'ETag: W/"a, b"',
            "Last-Modified: yesterday, as it were",
            "Cache-Control: public, Max-Age=600",
            "Content-Type: application/rss+xml; charset=utf-8",
        )
    )
    answer = await web(url, allow_private=True)
    assert (answer.url, answer.status, answer.body) == (url, 200, b"<rss/>")
    assert answer.content_type == "application/rss+xml; charset=utf-8"
    assert answer.validators == Validators(etag='W/"a, b"', last_modified="yesterday, as it were")
    assert answer.max_age == 600
    assert answer.moved_to == ""


async def test_validators_go_out_exactly_as_they_came(web: Web, hostile: Hostile) -> None:
    kept = Validators(etag='W/"a, b"', last_modified="yesterday, as it were")
    url = hostile.says(status(304))
    answer = await web(url, validators=kept, allow_private=True)
    assert (answer.status, answer.body, answer.validators) == (304, b"", kept)
    assert 'If-None-Match: W/"a, b"\r\n' in hostile.asked[0]
    assert "If-Modified-Since: yesterday, as it were\r\n" in hostile.asked[0]


async def test_unchanged_is_no_answer_to_someone_who_has_nothing(
    web: Web, hostile: Hostile
) -> None:
    with pytest.raises(FetchError, match="304"):
        await web(hostile.says(status(304)), allow_private=True)


async def test_we_say_who_we_are(hostile: Hostile) -> None:
    fetch = Web(lambda: NOW, contact="https://www.morningtick.example/")
    url = hostile.says(ok(b""))
    await fetch(url, allow_private=True)
    await fetch(url, allow_private=True, user_agent="Mozilla/5.0 (as the publisher wants it)")
    await fetch.close()
    assert "User-Agent: Herald/" in hostile.asked[0]
    assert "(+https://www.morningtick.example/)\r\n" in hostile.asked[0]
    assert "User-Agent: Mozilla/5.0 (as the publisher wants it)\r\n" in hostile.asked[1]


@pytest.mark.parametrize(
    ("codes", "has_moved"),
    [
        ((301,), True),
        ((308,), True),
        ((301, 308, 301), True),
        ((302,), False),
        ((303,), False),
        ((307,), False),
        ((301, 302), False),
        ((302, 301), False),
        ((), False),
    ],
)
async def test_only_a_wholly_permanent_way_counts_as_a_move(
    web: Web, hostile: Hostile, codes: tuple[int, ...], *, has_moved: bool
) -> None:
    for step, code in enumerate(codes):
        hostile.says(to(code, f"/{step + 1}"), f"/{step}")
    end = hostile.says(ok(b"here"), f"/{len(codes)}")
    answer = await web(hostile.url("/0"), allow_private=True)
    assert (answer.body, answer.url) == (b"here", end)
    assert answer.moved_to == (end if has_moved else "")


SERVED = {
    "chunked": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n"
    ),
    "HTTP/1.0": b"HTTP/1.0 200 OK\r\n\r\nhello",
    "no reason": b"HTTP/1.1 200\r\nContent-Length: 5\r\n\r\nhello",
    "text outside ASCII in a header": ok(b"hello", "X-Place: Café naïf ☕"),
    "bytes that are no text in a header": ok(b"hello").replace(b"OK\r\n", b"OK\r\nETag: \xff\r\n"),
    "gzip": ok(gzip.compress(b"hello"), "Content-Encoding: gzip"),
    "two gzips in a row": ok(
        gzip.compress(b"hel") + gzip.compress(b"lo"), "Content-Encoding: gzip"
    ),
    "deflate": ok(zlib.compress(b"hello"), "Content-Encoding: deflate"),
}


@pytest.mark.parametrize("name", SERVED)
async def test_odd_but_honest_servers_are_understood(
    web: Web, hostile: Hostile, name: str
) -> None:
    answer = await web(hostile.says(SERVED[name]), allow_private=True)
    assert answer.body == b"hello"
    assert answer.validators == Validators()


BOMB = gzip.compress(bytes(2**26), 9)
BROKEN: dict[str, tuple[Script, str]] = {
    "redirect loop": (to(302, "/"), "more than 5 times"),
    "redirect to a file": (to(302, "file:///etc/passwd"), "no web address"),
    "redirect to another protocol": (to(302, "gopher://127.0.0.1/"), "no web address"),
    "redirect to nowhere": (status(302), "302 Found"),
    "redirect to nonsense": (to(301, "http://[/"), ""),
    "endless body": (pour, "larger than 8 MiB"),
    "gzip bomb": (ok(BOMB, "Content-Encoding: gzip"), "larger than 8 MiB"),
    "broken gzip": (ok(b"no gzip at all", "Content-Encoding: gzip"), "broken"),
    "dripping body": (drip, "in time"),
    "no answer": (hang, "in time"),
    "hung up": (b"", "hung up"),
    "short body": (b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort", "broke off"),
    "broken chunks": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n",
        "broken",
    ),
    "header of 300 KB": (ok(b"hello", "X: " + "x" * 300_000), "broken"),
    "50,000 headers": (ok(b"hello", *["X: x"] * 50_000), "broken"),
    "two lengths": (ok(b"hello", "Content-Length: 7"), "broken"),
    "header without end": (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000, ""),
    "line breaks in a header": (b"HTTP/1.1 200 OK\r\nX: a\rb\r\nContent-Length: 0\r\n\r\n", ""),
    "brotli unasked": (ok(b"\x0b\x02\x80hello\x03", "Content-Encoding: br"), ""),
    "length of a negative": (b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello", "broken"),
    "both lengths and chunks": (
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello",
        "broken",
    ),
    "no HTTP": (b"SSH-2.0-OpenSSH_9.2p1\r\n", "broken"),
    "part of it": (status(206), "206 Partial Content"),
    "gone": (status(410), "410 Gone"),
    "unheard-of status": (status(599), "599"),
}


@pytest.mark.parametrize("name", BROKEN)
async def test_a_hostile_server_costs_one_error_that_names_it(
    web: Web, hostile: Hostile, name: str
) -> None:
    script, why = BROKEN[name]
    url = hostile.says(script)
    with pytest.raises(FetchError) as caught:
        await web(url, allow_private=True)
    assert str(caught.value).startswith(f"{url}: ")
    assert why in str(caught.value)
    assert len(str(caught.value)) < 300
    assert str(caught.value).isprintable()


CUT = {
    "short body": b"Content-Length: 99\r\n\r\nhello",
    "short chunks": b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
    "chunk without end": b"Transfer-Encoding: chunked\r\n\r\n9\r\nhello",
}


@pytest.mark.parametrize("name", CUT)
async def test_what_came_of_an_answer_that_broke_off_can_be_had_without_its_validators(
    web: Web, hostile: Hostile, name: str
) -> None:
    url = hostile.says(b'HTTP/1.1 200 OK\r\nETag: "1"\r\nLast-Modified: now\r\n' + CUT[name])
    with pytest.raises(BrokenOff, match="broke off") as caught:
        await web(url, allow_private=True)
    assert caught.value.part.body == b"hello"
    assert caught.value.part.validators == Validators()


async def test_the_caller_bounds_the_body(web: Web, hostile: Hostile) -> None:
    url = hostile.says(ok(b"hello"))
    assert (await web(url, allow_private=True, limit=5)).body == b"hello"
    with pytest.raises(FetchError, match="larger"):
        await web(url, allow_private=True, limit=4)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("Retry-After: 120", 120),
        ("Retry-After: 1.5", 1.5),
        ("Retry-After: Mon, 21 Sep 2026 14:23:20 GMT", 600),
        ("Retry-After: Mon, 21 Sep 2026 14:13:00 GMT", 0),
        ("Retry-After: soon", None),
        ("Retry-After: -5", None),
        ("X-Other: 1", None),
    ],
)
async def test_a_server_may_say_when_to_come_back(
    web: Web, hostile: Hostile, header: str, seconds: float | None
) -> None:
    with pytest.raises(FetchError, match="429 Too Many Requests") as caught:
        await web(hostile.says(status(429, header)), allow_private=True)
    assert (caught.value.status, caught.value.retry_after) == (429, seconds)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("Cache-Control: max-age=60", 60),
        ('Cache-Control: private,max-age="60", s-maxage=5', 60),
        ("Cache-Control: s-maxage=60", None),
        ("Cache-Control: max-age=later", None),
        ("Cache-Control: max-age=" + "9" * 5000, 9_999_999_999),
        ("Expires: 0", None),
    ],
)
async def test_a_server_may_say_how_long_its_answer_stays_fresh(
    web: Web, hostile: Hostile, header: str, seconds: float | None
) -> None:
    assert (await web(hostile.says(ok(b"", header)), allow_private=True)).max_age == seconds


async def test_names_that_nobody_answers_for_hold_up_no_other(
    web: Web, hostile: Hostile, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_over, look_up = threading.Event(), socket.getaddrinfo

    def ask(host: str, *more: Any, **named: Any) -> Any:
        if host.endswith(".example"):
            is_over.wait(PATIENCE)
            raise socket.gaierror(socket.EAI_AGAIN, "no name server answers")
        return look_up(host, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", ask)
    hostile.says(ok(b"hello"))
    urls = [*(f"http://n{n}.example/" for n in range(40)), hostile.url(host="localhost")]
    *dead, living = [asyncio.create_task(web(url, allow_private=True)) for url in urls]
    try:
        assert (await living).body == b"hello"
    finally:
        is_over.set()
        errors = await asyncio.gather(*dead, return_exceptions=True)
    assert {type(error) for error in errors} == {FetchError}


async def test_a_name_that_does_not_exist_is_said_in_plain_words(web: Web) -> None:
    with pytest.raises(FetchError, match="the name of the server cannot be found"):
        await web("http://nowhere.invalid/feed")


async def test_a_closed_door_is_said_in_plain_words(web: Web, unused_tcp_port: int) -> None:
    with pytest.raises(FetchError, match="cannot connect: Connection refused"):
        await web(f"http://127.0.0.1:{unused_tcp_port}/", allow_private=True)


@pytest.mark.parametrize("url", ["", "feed.xml", "file:///etc/passwd", "http://", "http://[::1"])
async def test_what_is_no_web_address_is_not_fetched(web: Web, url: str) -> None:
    with pytest.raises(FetchError):
        await web(url, allow_private=True)


async def test_no_password_reaches_an_error(web: Web, hostile: Hostile) -> None:
    hostile.says(status(401))
    with pytest.raises(FetchError) as caught:
        await web(hostile.url(host="anna:s3cret@127.0.0.1"), allow_private=True)
    assert "s3cret" not in str(caught.value) + caught.value.url
    assert "Authorization: Basic" in hostile.asked[0]
    assert shown("https://anna:s3cret@host/x?to=a@b") == "https://host/x?to=a@b"


async def test_a_private_connection_kept_alive_serves_no_one_else(
    web: Web, hostile: Hostile
) -> None:
    url = hostile.says(ok(b"for the one source that may"))
    await web(url, allow_private=True)
    with pytest.raises(FetchError, match="not a public address"):
        await web(url)


async def test_credentials_do_not_follow_to_another_host(web: Web, hostile: Hostile) -> None:
    hostile.says(to(302, hostile.url("/end", host="localhost")))
    hostile.says(ok(b""), "/end")
    await web(hostile.url(host="anna:s3cret@127.0.0.1"), allow_private=True)
    assert ["Authorization" in request for request in hostile.asked] == [True, False]


# --- forms -------------------------------------------------------------------------------------

FORM = {"hub.mode": "subscribe", "hub.topic": "https://e.org/feed?a=1&b=ä"}
SENT = "hub.mode=subscribe&hub.topic=https%3A%2F%2Fe.org%2Ffeed%3Fa%3D1%26b%3D%C3%A4"


@dataclass
class Clerk:
    """Reads a form to its end, then answers each path as told."""

    answers: dict[str, bytes]
    url: str = ""
    heard: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        form = (await reader.readexactly(len(SENT))).decode()
        self.heads.append(head)
        self.heard.append(f"{head.split(' HTTP')[0]} {form}")
        answer = self.answers[head.split()[1]]
        writer.write(answer.replace(b" So\r\n", b" So\r\nConnection: close\r\n"))
        await writer.drain()
        writer.close()
        await writer.wait_closed()


@contextlib.asynccontextmanager
async def clerk(**answers: bytes) -> AsyncIterator[Clerk]:
    at_work = Clerk({f"/{path}": answer for path, answer in answers.items()})
    async with await asyncio.start_server(at_work.serve, "127.0.0.1", 0) as server:
        at_work.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        yield at_work


@pytest.mark.parametrize("code", [200, 202, 204])
async def test_a_form_is_sent_once_and_taken(web: Web, code: int) -> None:
    async with clerk(hub=status(code)) as there:
        await web.submit(f"{there.url}/hub", FORM, allow_private=True, user_agent="Tick/1")
    assert there.heard == [f"POST /hub {SENT}"]
    assert "User-Agent: Tick/1\r\n" in there.heads[0]


@pytest.mark.parametrize("code", [307, 308])
async def test_a_form_is_sent_again_to_where_it_belongs(web: Web, code: int) -> None:
    async with clerk(hub=to(code, "/there"), there=status(202)) as there:
        await web.submit(f"{there.url}/hub", FORM, allow_private=True)
    assert there.heard == [f"POST /hub {SENT}", f"POST /there {SENT}"]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (to(301, "/there"), "answers 301"),
        (to(302, "/there"), "answers 302"),
        (to(303, "/there"), "answers 303"),
        (status(307), "answers 307"),
        (to(307, "/hub"), "redirects more than 5 times"),
        (to(308, "file:///etc/passwd"), "not to file:"),
        (status(400), "answers 400"),
        (status(503, "Retry-After: 120"), "answers 503"),
        (b"garbage\r\n\r\n", "broken"),
        (b"", "hung up"),
    ],
)
async def test_a_form_that_is_not_taken_is_said(web: Web, answer: bytes, why: str) -> None:
    async with clerk(hub=answer, there=status(204)) as there:
        with pytest.raises(FetchError, match=why) as caught:
            await web.submit(f"{there.url}/hub", FORM, allow_private=True)
    assert caught.value.retry_after == (120 if "503" in why else None)
    assert not [one for one in there.heard if "/there" in one]


async def test_a_form_goes_over_tls_or_not_at_all(web: Web) -> None:
    async with clerk(hub=status(204)) as there:
        with pytest.raises(FetchError, match="a secret goes only over https, not to http:"):
            await web.submit(f"{there.url}/hub", FORM)
        with pytest.raises(FetchError, match="not a public address"):
            await web.submit(f"{there.url}/hub".replace("http:", "https:"), FORM)
    assert there.heard == []


async def test_every_link_header_is_handed_on(web: Web, hostile: Hostile) -> None:
    url = hostile.says(ok(b"", 'Link: <h>; rel="hub"', 'Link: <s>; rel="self"'))
    answer = await web(url, allow_private=True)
    assert answer.links == '<h>; rel="hub", <s>; rel="self"'


async def test_nobody_there_is_told_from_somebody_who_refuses(
    web: Web, hostile: Hostile, unused_tcp_port: int
) -> None:
    closed = f"http://127.0.0.1:{unused_tcp_port}/"
    refused = hostile.says(status(500))
    broken = hostile.says(b"nonsense\r\n\r\n", "/broken")
    cases = [(closed, True), ("http://nowhere.invalid/", True), (refused, False), (broken, False)]
    for url, is_unreached in cases:
        with pytest.raises(FetchError) as caught:
            await web(url, allow_private=True)
        assert caught.value.is_reached is not is_unreached
    with pytest.raises(FetchError) as guarded:
        await web(closed)
    assert guarded.value.is_reached
