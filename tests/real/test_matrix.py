"""Synapse, the homeserver that most of Matrix runs on, between Herald and its readers."""

import asyncio
import hmac
import os
import signal
import socket
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiohttp
import httpx
import pytest
from aiohttp import web

from bot.errors import Locked, Refused, Throttled
from bot.model import Post, Receipt
from bot.platforms.matrix import Matrix, MatrixOptions
from bot.rules import Destination
from bot.text.rich import bold, join, link, plain
from tests.journeys import conftest as journeys
from tests.journeys.conftest import Herald, Running, until
from tests.real.conftest import Installed

shim, door = journeys.shim, journeys.door

SHARED = "a secret between the homeserver and its tests"
CONFIG = """
server_name: news.test
listeners:
  - {{port: {port}, bind_addresses: [127.0.0.1], type: http, tls: false, resources: [{{names: [client]}}]}}
database: {{name: sqlite3, args: {{database: {folder}/homeserver.db}}}}
media_store_path: {folder}/media
signing_key_path: {folder}/signing.key
registration_shared_secret: "{shared}"
macaroon_secret_key: "another secret"
trusted_key_servers: []
report_stats: false
"""
NO_LONGER_ON_ITS_WAY = 25
POST = Post(
    key="0123456789abcdef",
    text=join([bold("Cats & <dogs> @room"), link("Morning Tick", "https://n.example/a")], "\n\n"),
    link="https://n.example/a",
)


@pytest.fixture(scope="module")
def synapse(installed: Installed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a homeserver and say where it listens."""
    python = installed("synapse") / "venv/bin/python"
    folder = tmp_path_factory.mktemp("synapse")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    file = folder / "homeserver.yaml"
    file.write_text(CONFIG.format(port=port, folder=folder, shared=SHARED))
    command: list[str | Path] = [python, "-m", "synapse.app.homeserver", "-c", file]
    with (folder / "log").open("w") as log:
        subprocess.run([*command, "--generate-keys"], check=True, cwd=folder, stderr=log)
        with subprocess.Popen(command, cwd=folder, stdout=log, stderr=log) as process:
            url = f"http://127.0.0.1:{port}"
            asyncio.run(until(lambda: _answers(f"{url}/health"), patience=60))
            yield url
            process.terminate()


def _answers(url: str) -> bool:
    try:
        return httpx.get(url).is_success
    except httpx.TransportError:
        return False


@dataclass
class Room:
    """A room of an account of its own, asked past Herald."""

    url: str
    user: str
    token: str
    id: str = ""

    def ask(self, method: str, path: str, **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.token}"}
        url = f"{self.url}/_matrix/client/v3{path}"
        answer = httpx.request(method, url, headers=headers, timeout=20, **more)
        assert answer.is_success, answer.text
        return answer.json()

    @property
    def messages(self) -> list[dict[str, Any]]:
        """Give what was ever said, oldest first; what was redacted is empty."""
        asked = {"dir": "f", "limit": "100", "filter": '{"types": ["m.room.message"]}'}
        chunk: list[dict[str, Any]] = self.ask(
            "GET", f"/rooms/{quote(self.id)}/messages", params=asked
        )["chunk"]
        return [
            message
            for message in chunk
            if message["content"].get("m.relates_to", {}).get("rel_type") != "m.replace"
        ]

    def shows(self, event_id: str) -> dict[str, Any]:
        """Give what readers see of an event: its newest text."""
        path = f"/rooms/{quote(self.id)}/event/{quote(event_id)}"
        event = self.ask("GET", path)
        newest = event["unsigned"].get("m.relations", {}).get("m.replace")
        content: dict[str, Any] = (
            newest["content"]["m.new_content"] if newest else event["content"]
        )
        return content


@pytest.fixture
def room(synapse: str, request: pytest.FixtureRequest) -> Room:
    """Open an account and its room."""
    path = f"{synapse}/_synapse/admin/v1/register"
    nonce = httpx.get(path).json()["nonce"]
    name = f"herald{abs(hash(request.node.name))}"
    said = f"{nonce}\0{name}\0hunter22-hunter22\0notadmin".encode()
    body = {
        "nonce": nonce,
        "username": name,
        "password": "hunter22-hunter22",
        "mac": hmac.digest(SHARED.encode(), said, "sha1").hex(),
    }
    opened = httpx.post(path, json=body).json()
    room = Room(synapse, opened["user_id"], opened["access_token"])
    room.id = room.ask("POST", "/createRoom", json={"preset": "public_chat"})["room_id"]
    return room


@pytest.fixture
async def platform(room: Room) -> AsyncIterator[Matrix]:
    there = Destination(name="matrix", platform="matrix", address="", timeout=30)
    own = {"homeserver": room.url, "room": room.id, "token": "env:M"}
    platform = Matrix(there, MatrixOptions.model_validate(own), lambda _: room.token)
    yield platform
    await platform.close()


async def test_a_post_stands_once_is_found_changed_and_taken_down(
    platform: Matrix, room: Room
) -> None:
    sent = await platform.send(POST, [])
    assert await platform.send(POST, []) == sent
    assert await platform.find(POST, "") == sent
    assert await platform.find(replace(POST, key="other"), "") is None
    (message,) = room.messages
    assert message["event_id"] == sent.id
    assert message["content"]["formatted_body"].startswith("<strong>Cats &amp; &lt;dogs&gt;")
    await platform.edit(sent, replace(POST, key="2", text=plain("Corrected: cats")), [])
    assert room.shows(sent.id)["body"] == "Corrected: cats"
    answer = await platform.reply(sent, replace(POST, key="3"), [])
    assert answer.id != sent.id
    await platform.delete(answer)
    for _ in range(2):
        await platform.delete(sent)
    assert [message["content"] for message in room.messages] == [{}, {}, {}]
    assert await platform.find(POST, "") is None


async def test_what_was_never_there_is_as_good_as_deleted(platform: Matrix) -> None:
    await platform.delete(Receipt(id="$" + "x" * 43))


async def test_too_many_at_once_are_told_to_wait(platform: Matrix) -> None:
    async def many() -> None:
        for number in range(30):
            await platform.send(replace(POST, key=f"fast{number}"), [])

    with pytest.raises(Throttled) as raised:
        await many()
    assert raised.value.retry_after


async def test_a_token_that_was_revoked_and_a_room_that_was_left_close_the_destination(
    platform: Matrix, room: Room
) -> None:
    assert room.user in await platform.examine()
    assert (await platform.learn()).image_bytes == 10_000_000
    algorithm = {"algorithm": "m.megolm.v1.aes-sha2"}
    room.ask("PUT", f"/rooms/{quote(room.id)}/state/m.room.encryption", json=algorithm)
    with pytest.raises(Refused, match="is encrypted"):
        await platform.examine()
    room.ask("POST", f"/rooms/{quote(room.id)}/leave", json={})
    for refused in (platform.send(POST, []), platform.examine()):
        with pytest.raises(Locked, match=r"M_FORBIDDEN|is not in"):
            await refused
    room.ask("POST", "/logout", json={})
    with pytest.raises(Locked, match="M_UNKNOWN_TOKEN"):
        await platform.send(POST, [])


@dataclass
class Between:
    """Passes calls on to the homeserver; kills Herald before or after one that posts is done."""

    target: str
    url: str = ""
    strike: str = ""
    victim: Running | None = None

    async def start(self, stack: AsyncExitStack) -> None:
        app = web.Application(client_max_size=2**26)
        app.router.add_route("*", "/{path:.*}", self.answer)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"

    async def answer(self, request: web.Request) -> web.Response:
        posts = "/send/m.room.message/" in request.path
        body = await request.read()
        if posts and self.strike == "before":
            return self.kill()
        named = ("Authorization", "Content-Type")
        headers = {name: request.headers[name] for name in named if name in request.headers}
        url = self.target + request.raw_path
        async with (
            aiohttp.ClientSession() as session,
            session.request(request.method, url, data=body, headers=headers) as answer,
        ):
            said = await answer.read()
        if posts and self.strike == "after":
            assert answer.status == 200
            return self.kill()
        return web.Response(status=answer.status, body=said, content_type="application/json")

    def kill(self) -> web.Response:
        assert self.victim
        self.strike = ""
        os.kill(self.victim.pid, signal.SIGKILL)
        return web.Response(status=503)


@pytest.fixture
async def between(room: Room) -> AsyncIterator[Between]:
    async with AsyncExitStack() as stack:
        between = Between(room.url)
        await between.start(stack)
        yield between


@pytest.fixture
async def herald(
    door: Path, tmp_path: Path, room: Room, between: Between
) -> AsyncIterator[Callable[..., Any]]:
    async with journeys.installed(door, tmp_path) as herald:
        herald.config["destinations"] = [
            {
                "name": "matrix",
                "platform": "matrix",
                "homeserver": between.url,
                "room": room.id,
                "token": "file:token",
                "rate": "1000/1s",
            }
        ]
        (tmp_path / "token").write_text(room.token)
        herald.write()
        yield herald


async def killed(herald: Herald, between: Between, when: str, *words: str) -> None:
    """Let a pass of Herald die at its next post, and restart it until nothing is in doubt."""
    between.strike = when
    between.victim = await herald.begin(*words)
    assert (await between.victim.ended()).code == -signal.SIGKILL
    herald.ahead += NO_LONGER_ON_ITS_WAY
    await herald.once()


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_kill_on_either_side_of_the_servers_commit_leaves_one_post(
    herald: Herald, room: Room, between: Between, when: str
) -> None:
    herald.site.add("bridge")
    await killed(herald, between, when, "run", "--once")
    (message,) = room.messages
    (row,) = await herald.deliveries()
    assert (row["state"], row["remote_id"]) == ("sent", message["event_id"])
    assert message["content"]["url"].startswith("mxc://news.test/")
    url = f"{herald.site.url}/bridge"
    herald.site.story("bridge").headline = "Other news of the bridge"
    assert (await herald("correct", url)).code == 0
    await killed(herald, between, when, "run", "--once")
    shown = room.shows(message["event_id"])
    assert shown["body"].startswith("Other news of the bridge")
    assert shown["url"] == message["content"]["url"]
    assert len(room.messages) == 1
    assert (await herald("retract", url)).code == 0
    await herald.once()
    assert [message["content"] for message in room.messages] == [{}, {}], "the text before it, too"
