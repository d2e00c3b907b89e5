"""The stand-in of Discord refuses what Discord refuses, and shows what its clients show."""

import json
from collections.abc import Callable
from typing import Any

import aiohttp
import pytest

from bot.sandbox.discord_text import read
from bot.sandbox.ledger import Mark
from bot.sandbox.server import Sandbox
from bot.sandbox.setup import Setup
from bot.sandbox.standins.discord import THREAD, TOKEN, WEBHOOK

PLACE = f"/api/v10/webhooks/{WEBHOOK}/{TOKEN}"
MENTIONED = {"content": "@everyone <@12>"}


class Call:
    """Discord over a real socket, answers as they come."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self.session = session
        self.url = url

    async def __call__(
        self, method: str, path: str = PLACE, **more: Any
    ) -> tuple[int, dict[str, Any] | None]:
        async with self.session.request(method, self.url + path, **more) as answer:
            text = await answer.text()
            return answer.status, json.loads(text) if text else None


@pytest.fixture
def call(http: aiohttp.ClientSession, sandbox: Sandbox) -> Call:
    return Call(http, sandbox.url)


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        (PLACE.replace(WEBHOOK, "1"), {"content": "x"}, 404, 10015),
        (PLACE + "x", {"content": "x"}, 401, 50027),
        (PLACE, {"content": " "}, 400, 50006),
        (PLACE, {"content": "x" * 2001}, 400, 50035),
        (PLACE, {"content": "😀" * 1001}, 400, 50035),
        (PLACE, {"text": "x"}, 400, 50035),
        (PLACE, {"content": "x", "attachments": [{"id": 0, "description": "x" * 1025}]}, 400, 50035),
        (f"{PLACE}?thread_id=1", {"content": "x"}, 404, 10003),
    ],
)  # fmt: skip
async def test_what_cannot_be_posted_is_refused_in_its_words(
    call: Call, sandbox: Sandbox, path: str, body: Any, status: int, code: int
) -> None:
    answered, said = await call("POST", path, json=body)
    assert said
    assert (answered, said["code"], bool(said["message"])) == (status, code, True)
    assert not any(c.standing for c in sandbox.ledger.channels.values())


async def test_without_waiting_there_is_no_id(call: Call) -> None:
    assert await call("POST", json={"content": "x"}) == (204, None)
    status, said = await call("POST", f"{PLACE}?wait=true", json={"content": "x"})
    assert (status, bool(said and said["id"])) == (200, True)


async def test_a_message_is_read_changed_and_deleted_by_its_id(call: Call) -> None:
    _, said = await call("POST", f"{PLACE}?wait=true&thread_id={THREAD}", json={"content": "x"})
    assert said
    there = f"{PLACE}/messages/{said['id']}?thread_id={THREAD}"
    status, said = await call("PATCH", there, json={"content": "y"})
    assert (status, said and said["content"]) == (200, "y")
    status, said = await call("GET", there)
    assert (status, said and said["content"]) == (200, "y")
    assert await call("DELETE", there) == (204, None)
    for method in ("GET", "PATCH", "DELETE"):
        status, said = await call(method, there, json={"content": "y"})
        assert (status, said and said["code"]) == (404, 10008)


@pytest.mark.parametrize(
    ("allowed", "pinged"), [(None, True), ({"parse": ["everyone"]}, True), ({"parse": []}, False)]
)
async def test_only_allowed_mentions_ring(call: Call, allowed: Any, *, pinged: bool) -> None:
    body = MENTIONED | ({"allowed_mentions": allowed} if allowed else {})
    _, said = await call("POST", f"{PLACE}?wait=true", json=body)
    assert said
    assert said["mention_everyone"] is pinged


async def test_a_sixth_message_in_two_seconds_waits(
    http: aiohttp.ClientSession, start: Callable[..., Any], clock: Any
) -> None:
    sandbox = await start(Setup(clock=clock, enforce_limits=True))
    call = Call(http, sandbox.url)
    answers = [await call("POST", json={"content": "x"}) for _ in range(6)]
    assert [status for status, _ in answers] == [204] * 5 + [429]
    body = answers[-1][1]
    assert body == {
        "message": "You are being rate limited.",
        "retry_after": 2.0,
        "global": False,
    }
    clock.now += 2
    assert (await call("POST", json={"content": "x"}))[0] == 204


async def test_a_picture_is_shown_with_its_alt_text(
    call: Call, sandbox: Sandbox, png: Callable[[int, int], bytes]
) -> None:
    message = {"content": "x", "attachments": [{"id": 0, "description": "A bridge"}]}
    form = aiohttp.FormData()
    form.add_field("files[0]", png(40, 30), filename="a.png", content_type="image/png")
    form.add_field("payload_json", json.dumps(message))
    assert (await call("POST", data=form))[0] == 204
    (post,) = sandbox.ledger.channel("discord", "morningtick").standing
    assert [(p.alt, p.width, p.mime) for p in post.photos] == [("A bridge", 40, "image/png")]


def mark(start: int, end: int, kind: str, url: str = "") -> Mark:
    return Mark(start=start, end=end, kind=kind, url=url)


@pytest.mark.parametrize(
    ("content", "text", "marks"),
    [
        ("a **b** c", "a b c", [mark(2, 3, "bold")]),
        (r"a \*\*b\*\* \# c", "a **b** # c", []),
        ("*a*, _b_, a_b_c", "a, b, a_b_c", [mark(0, 1, "italic"), mark(3, 4, "italic")]),
        ("__a__ ~~b~~ ||c|| `d`", "a b c `d`", [mark(0, 1, "underline"), mark(2, 3, "strikethrough"), mark(4, 5, "spoiler"), mark(6, 9, "code")]),
        ("[**a** b](https://a.example/)", "a b", [mark(0, 3, "text_link", "https://a.example/"), mark(0, 1, "bold")]),
        ("[a](<https://a.example/>)", "a", [mark(0, 1, "quiet_link", "https://a.example/")]),
        ("[https://b.example](https://a.example/)", "[https://b.example](https://a.example/)", [mark(0, 39, "broken_link")]),
        ("see https://a.example/b_c.", "see https://a.example/b_c.", [mark(4, 25, "text_link", "https://a.example/b_c")]),
        ("# a\n- b\n1. c", "# a\n- b\n1. c", [mark(0, 2, "block"), mark(4, 6, "block"), mark(8, 11, "block")]),
        ("@everyone <@1> :smile:", "@everyone <@1> :smile:", [mark(0, 9, "call"), mark(10, 14, "call"), mark(15, 22, "thing")]),
    ],
)  # fmt: skip
def test_a_message_is_read_as_its_clients_read_it(
    content: str, text: str, marks: list[Mark]
) -> None:
    assert read(content) == (text, tuple(marks))
