"""With a password the console shows nothing but that it is alive to whoever does not say it."""

import logging
from base64 import b64encode
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import aiohttp
import pytest

from bot.console.lock import MOST
from bot.console.server import serve_console
from bot.errors import ConfigError
from tests.console.test_server import ADDRESSES, HEADERS

PASSWORD = "canäry:hunter 22"
OPEN = "/healthz"


def by(password: str, name: str = "") -> dict[str, str]:
    said = b64encode(f"{name}:{password}".encode()).decode()
    return {"Authorization": f"Basic {said}"}


@pytest.fixture
async def http(newsroom: Any) -> AsyncIterator[aiohttp.ClientSession]:
    """Ask a console that listens on every address of this machine."""
    await newsroom.publish("a")
    about = replace(newsroom.about, password=lambda: PASSWORD)
    console = await serve_console(newsroom.store, "0.0.0.0", 0, lambda: newsroom.now, about)  # noqa: S104
    port = console.url.rpartition(":")[2]
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
        yield session
    await console.close()


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "DELETE"])
@pytest.mark.parametrize("path", [*(each for each in ADDRESSES if each != OPEN), "/nowhere"])
async def test_nothing_is_shown_without_the_password(
    http: aiohttp.ClientSession, method: str, path: str
) -> None:
    async with http.request(method, path) as answer:
        assert answer.status == 401
        asked = answer.headers["WWW-Authenticate"]
        assert asked == 'Basic realm="Herald", charset="UTF-8"'
        assert HEADERS.items() <= dict(answer.headers).items()
        assert await answer.text() in {"", "Say the password of this console.\n"}


async def test_that_it_is_alive_everybody_may_know(http: aiohttp.ClientSession) -> None:
    async with http.get(OPEN) as answer:
        assert (answer.status, await answer.text()) == (200, "ok\n")


@pytest.mark.parametrize("name", ["", "anna"])
@pytest.mark.parametrize("path", ADDRESSES)
async def test_who_says_the_password_sees_all_by_any_name_of_the_machine(
    http: aiohttp.ClientSession, path: str, name: str
) -> None:
    headers = by(PASSWORD, name) | {"Host": "herald.example"}
    async with http.get(path, headers=headers) as answer:
        assert answer.status == 200


@pytest.mark.parametrize(
    "given",
    [
        by(""),
        by(PASSWORD[:-1]),
        by(PASSWORD.upper()),
        {"Authorization": ""},
        {"Authorization": "Basic"},
        {"Authorization": "Basic ????"},
        {"Authorization": f"Basic {b64encode(b'no colon').decode()}"},
        {"Authorization": f"Bearer {PASSWORD.encode().hex()}"},
    ],
)
async def test_a_wrong_password_shows_nothing(
    http: aiohttp.ClientSession, given: dict[str, str]
) -> None:
    async with http.get("/", headers=given) as answer:
        assert answer.status == 401


async def test_who_guesses_waits_for_the_next_minute(
    newsroom: Any, http: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    newsroom.now += 15
    statuses = []
    for _ in range(MOST + 1):
        async with http.get("/", headers=by("canary-guess")) as answer:
            statuses.append(answer.status)
    assert statuses == [401] * MOST + [429]
    async with http.get("/", headers=by(PASSWORD)) as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (429, "46")
    newsroom.now += 45
    async with http.get("/", headers=by(PASSWORD)) as answer:
        assert answer.status == 200
    assert caplog.text.count("wrong password from 127.0.0.1") == MOST
    assert "canary" not in caplog.text


@pytest.mark.parametrize("password", ["1234567", "ä" * 7])
async def test_a_short_password_is_refused(newsroom: Any, password: str) -> None:
    about = replace(newsroom.about, password=lambda: password)
    with pytest.raises(ConfigError, match=r"console\.password: has fewer than 8 characters"):
        await serve_console(newsroom.store, "127.0.0.1", 0, lambda: 0, about)


def test_the_password_is_not_shown_with_what_it_belongs_to(newsroom: Any) -> None:
    assert PASSWORD not in repr(replace(newsroom.about, password=lambda: PASSWORD))


async def test_a_password_that_changes_lets_in_only_who_says_the_new_one(newsroom: Any) -> None:
    said = [PASSWORD]
    about = replace(newsroom.about, password=lambda: said[0])
    console = await serve_console(newsroom.store, "127.0.0.1", 0, lambda: newsroom.now, about)
    async with aiohttp.ClientSession(console.url) as http:
        said[0] = "another one"
        for word, status in ((PASSWORD, 401), ("another one", 200)):
            async with http.get("/readyz", headers=by(word)) as answer:
                assert answer.status == status
    await console.close()
