"""A server of Mastodon's API that others wrote: it keeps posts, keys, pictures and history."""

import asyncio
import socket
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.errors import InDoubt, Locked, Refused
from bot.manner import Craft
from bot.model import Picture, Post, Receipt, Rich, Unit
from bot.platforms.mastodon import Mastodon, MastodonOptions
from bot.rules import Destination
from bot.text.toots import as_sent
from tests.real.conftest import Installed

TOKEN, NAME = "mock_token", "testuser"
TRIES = 8
"""Looks whether the server is there, each after twice as long: a minute in all."""
LINK = "https://news.example/2026/a?x=1&y=2"
POST = Post(key="k", text=Rich(text=f"Cats & <dogs> “win”\n\n{LINK}"), link=LINK, language="en-GB")
PNG = Path(__file__).parents[2] / "docs" / "images" / "telegram-channel.png"
PICTURE = Picture(data=PNG.read_bytes(), mime="image/png", width=1, height=1, alt="Two cats")


@pytest.fixture(scope="module")
def served(installed: Installed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a server with one account and say where it listens."""
    log = tmp_path_factory.mktemp("mastodon") / "log"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = [str(installed("mastodon") / "venv/bin/mastodon_mock"), "serve", "--in-memory"]
    with (
        log.open("w") as told,
        subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--port", port],
            cwd=log.parent,
            stdout=told,
            stderr=told,
        ) as process,
    ):
        try:
            url = f"http://127.0.0.1:{port}"
            transport = httpx.HTTPTransport(retries=TRIES)
            with httpx.Client(transport=transport) as client:
                assert client.get(f"{url}/api/v2/instance").is_success, log.read_text()
            yield url
        finally:
            process.terminate()


def platform(url: str, token: str = TOKEN, **options: str) -> Mastodon:
    there = Destination(name="m", platform="mastodon", address="", api_base=url)
    given = {"account": f"{NAME}@localhost", "token": "env:T", **options}
    return Mastodon(there, MastodonOptions.model_validate(given), lambda _: token)


@pytest.fixture
async def mastodon(served: str) -> AsyncIterator[Mastodon]:
    made = platform(served)
    yield made
    await made.close()


async def shown(mastodon: Mastodon, receipt: Receipt, more: str = "") -> Any:
    return await mastodon._call("GET", f"/api/v1/statuses/{receipt.id}{more}", tells="")


async def standing(mastodon: Mastodon, text: str) -> list[str]:
    """Give the ids of all posts with these words."""
    me = await mastodon._call("GET", "/api/v1/accounts/verify_credentials")
    posts = await mastodon._call("GET", f"/api/v1/accounts/{me['id']}/statuses", each=True)
    return [post["id"] for post in posts if text in as_sent(post)]


@asynccontextmanager
async def deafened(url: str, call: bytes, *, forwards: bool) -> AsyncIterator[str]:
    """Stand before a server; lose each such call, or (`forwards`) only its answer."""
    host, _, port = url.removeprefix("http://").partition(":")

    async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            (int(v) for n, _, v in (h.partition(b":") for h in head.split(b"\r\n")) if n.lower() == b"content-length"),
            0,
        )  # fmt: skip
        body, is_lost = await reader.readexactly(length), head.startswith(call)
        if forwards or not is_lost:
            inner, outer = await asyncio.open_connection(host, int(port))
            outer.write(head.replace(b"\r\n", b"\r\nConnection: close\r\n", 1) + body)
            answer = await inner.read()
            outer.close()
            writer.write(b"" if is_lost else answer)
        writer.close()

    listening = await asyncio.start_server(relay, "127.0.0.1", 0)
    async with listening:
        yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"


async def test_a_post_stands_with_its_picture_and_is_told_by_its_words(
    mastodon: Mastodon,
) -> None:
    post = replace(POST, key="picture", text=Rich(text=f"One {POST.text.text}"))
    receipt = await mastodon.send(post, [PICTURE])
    there = await shown(mastodon, receipt)
    assert (there["language"], there["visibility"]) == ("en", "public")
    assert [media["description"] for media in there["media_attachments"]] == ["Two cats"]
    assert await mastodon.find(post, "") == receipt
    assert await mastodon.find(post, str(int(receipt.id) - 1)) == receipt
    assert await mastodon.find(post, receipt.id) is None


@pytest.mark.parametrize("forwards", [True, False], ids=["answer lost", "call lost"])
async def test_a_lost_answer_leaves_one_post(
    served: str, mastodon: Mastodon, *, forwards: bool
) -> None:
    post = replace(POST, key=f"lost {forwards}", text=Rich(text=f"Lost {forwards}\n\n{LINK}"))
    async with deafened(served, b"POST /api/v1/statuses", forwards=forwards) as between:
        broken = platform(between)
        with pytest.raises(InDoubt):
            await broken.send(post, [])
        found = await broken.find(post, "")
        await broken.close()
    assert bool(found) == forwards
    receipt = await mastodon.send(post, [])
    assert found in (None, receipt)
    assert await standing(mastodon, f"Lost {forwards}") == [receipt.id]


async def test_a_correction_keeps_the_picture_and_the_history(mastodon: Mastodon) -> None:
    receipt = await mastodon.send(replace(POST, key="edit"), [PICTURE])
    changed = replace(POST, text=Rich(text="Ten cats, not nine"))
    assert (await mastodon.edit(receipt, changed, [])).id == receipt.id
    there = await shown(mastodon, receipt)
    assert (as_sent(there), len(there["media_attachments"])) == ("Ten cats, not nine", 1)
    assert there["edited_at"]
    assert len(await shown(mastodon, receipt, "/history")) > 1


async def test_an_answer_stands_under_the_post_until_both_are_gone(mastodon: Mastodon) -> None:
    first = await mastodon.send(replace(POST, key="first"), [])
    under = replace(POST, key="under", text=Rich(text="Corrected: ten"))
    answer = await mastodon.reply(first, under, [])
    assert (await shown(mastodon, answer))["in_reply_to_id"] == first.id
    assert await mastodon.find(under, first.id) == answer
    for receipt in (answer, first, first):
        await mastodon.delete(receipt)
    with pytest.raises(Refused, match="404"):
        await shown(mastodon, first)


async def test_its_limits_are_learned_and_kept(served: str, mastodon: Mastodon) -> None:
    warned = platform(served, content_warning="Pets")
    can = warned.settings.fitted(await warned.learn(), Craft())
    await warned.close()
    assert (can.text, can.unit, can.link_length) == (496, Unit.GRAPHEMES, 23)
    with pytest.raises(Refused, match="500"):
        await mastodon.send(replace(POST, key="long", text=Rich(text="x" * 501)), [])


async def test_whose_token_it_is_is_told(served: str, mastodon: Mastodon) -> None:
    assert await mastodon.examine() == f"the token is that of @{NAME}@localhost"
    stranger = platform(served, token="nobody's")
    with pytest.raises(Locked):
        await stranger.send(POST, [])
    await stranger.close()
