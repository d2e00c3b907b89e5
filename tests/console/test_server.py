"""Who may ask, what every answer carries, and whether the instance is well."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from bot.console.server import Console, serve_console
from bot.errors import AddressTaken, ConfigError, StoreUnavailable
from bot.redact import hide

ADDRESSES = [
    "/",
    "/articles/1",
    "/queue",
    "/problems",
    "/sources",
    "/destinations",
    "/config",
    "/style.css",
    "/healthz",
    "/readyz",
    "/metrics",
]
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Server": "herald",
}


class Gone:
    """A database that does not answer."""

    @asynccontextmanager
    async def tx(self, *, write: bool = True) -> AsyncIterator[None]:
        raise StoreUnavailable("PostgreSQL is gone: password=hunter2")
        yield


def test_the_addresses_here_are_all_there_are(console: Console) -> None:
    served = {resource.canonical for resource in console._runner.app.router.resources()}
    shown = {address.replace("/1", "/{id}") for address in ADDRESSES}
    assert served == shown | {"/articles/{article}/deliveries/{id}"}


@pytest.mark.parametrize("path", [*ADDRESSES, "/articles/99", "/nowhere", "/%00"])
async def test_every_answer_keeps_browsers_in_check(
    newsroom: Any, http: aiohttp.ClientSession, path: str
) -> None:
    await newsroom.publish("a")
    async with http.get(path) as answer:
        assert answer.status == (200 if path in ADDRESSES else 404)
        assert HEADERS.items() <= dict(answer.headers).items()
        policy = answer.headers["Content-Security-Policy"].split("; ")
        assert policy[:2] == ["default-src 'none'", "style-src 'self'"]
        assert {"base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"} < set(policy)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("path", ADDRESSES)
async def test_nothing_can_be_done_only_seen(
    http: aiohttp.ClientSession, method: str, path: str
) -> None:
    async with http.request(method, path) as answer:
        assert answer.status == 405
        assert answer.headers["Allow"] == "GET,HEAD"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8080", 200),
        ("localhost", 200),
        ("LOCALHOST:80", 200),
        ("[::1]:8080", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example:8080", 421),
        ("localhost@evil.example", 421),
        ("192.168.1.5", 421),
        ("[", 421),
    ],
)
async def test_a_foreign_name_for_this_machine_is_refused(
    http: aiohttp.ClientSession, host: str, status: int
) -> None:
    async with http.get("/healthz", headers={"Host": host}) as answer:
        assert answer.status == status


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "news.example", ""])  # noqa: S104
async def test_without_a_password_it_listens_on_this_machine_only(
    newsroom: Any, host: str
) -> None:
    with pytest.raises(ConfigError, match=r"needs a password \(console.password\)"):
        await serve_console(newsroom.store, host, 0, lambda: 0, newsroom.about)


async def test_a_port_that_is_taken_is_said(newsroom: Any, console: Console) -> None:
    port = int(console.url.rpartition(":")[2])
    with pytest.raises(AddressTaken, match=rf"127\.0\.0\.1:{port}: Address already in use"):
        await serve_console(newsroom.store, "127.0.0.1", port, lambda: 0, newsroom.about)


async def test_it_is_alive_and_ready(show: Callable[[str], Awaitable[str]]) -> None:
    assert await show("/healthz") == "ok\n"
    assert await show("/readyz") == "ok\n"


async def _stop(newsroom: Any) -> None:
    newsroom.is_stopping = True


async def _make_read_only(newsroom: Any) -> None:
    async with newsroom.store.db.tx(write=False) as q:
        await q("pragma query_only = 1")


async def _lose(newsroom: Any) -> None:
    newsroom.store.vitals.db = Gone()


async def _break(newsroom: Any) -> None:
    await newsroom.store.close()


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (_stop, "stopping"),
        (_make_read_only, "readonly database"),
        (_lose, "PostgreSQL is gone: password=***"),
        (_break, "closed database"),
    ],
)
async def test_it_is_not_ready_but_alive(
    newsroom: Any, http: aiohttp.ClientSession, happens: Any, reason: str
) -> None:
    await happens(newsroom)
    async with http.get("/readyz") as answer:
        assert answer.status == 503
        assert reason in await answer.text()
    async with http.get("/healthz") as answer:
        assert answer.status == 200


async def test_being_ready_is_proved_by_a_write(
    newsroom: Any, show: Callable[[str], Awaitable[str]]
) -> None:
    await newsroom.publish("a")
    async with newsroom.store.db.tx(write=False) as q:
        before = (await q("select total_changes() as n"))[0]["n"]
    await show("/readyz")
    async with newsroom.store.db.tx(write=False) as q:
        assert (await q("select total_changes() as n"))[0]["n"] == before + 1


async def test_a_database_that_does_not_answer_is_a_sentence(
    newsroom: Any, http: aiohttp.ClientSession
) -> None:
    newsroom.store.showing.db = Gone()
    async with http.get("/") as answer:
        assert answer.status == 503
        text = await answer.text()
    assert "The database does not answer" in text
    assert "hunter2" not in text


async def test_a_bug_is_said_and_told_to_nobody_but_the_log(
    newsroom: Any, http: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture
) -> None:
    await newsroom.publish("a")
    async with newsroom.store.db.tx() as q:
        await q("drop table audit")
    async with http.get("/articles/1") as answer:
        assert answer.status == 500
        text = await answer.text()
        assert "style-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "This is a bug in Herald" in text
    assert "audit" not in text
    assert "no such table: audit" in caplog.text


@pytest.mark.parametrize(
    "said",
    [
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: much\r\n\r\n",
        b"GET /\x01 HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: " + 9_000 * b"a" + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nno header\r\n\r\n",
        b"\x16\x03\x01\r\n\r\n",
    ],
)
async def test_what_scanners_send_is_refused_and_fills_no_log(
    console: Console, caplog: pytest.LogCaptureFixture, said: bytes
) -> None:
    caplog.set_level(logging.INFO)
    host, port = console.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(said)
    assert (await reader.read()).split(b" ")[1] == b"400"
    writer.close()
    assert not caplog.records


async def test_a_secret_in_an_error_or_the_file_is_masked(
    newsroom: Any, show: Callable[[str], Awaitable[str]]
) -> None:
    hide("s3cret-canary-value")
    newsroom.about.config.write_text("# s3cret-canary-value\n", encoding="utf-8")
    await newsroom.publish("a", hold="s3cret-canary-value")
    await newsroom.store.watching.source_failed("main", "s3cret-canary-value", 0, 0)
    await newsroom.store.deciding.pause("x", "s3cret-canary-value")
    pages = [await show(path) for path in ADDRESSES]
    assert not [page for page in pages if "canary" in page]
    assert sum("***" in page for page in pages) == 7
