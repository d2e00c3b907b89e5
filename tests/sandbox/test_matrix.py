"""The stand-in of a Matrix homeserver holds to the client-server API."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import aiohttp
import pytest

from bot.sandbox.ledger import Mark
from bot.sandbox.matrix_room import ROOM
from bot.sandbox.matrix_text import read
from bot.sandbox.server import Sandbox
from bot.sandbox.setup import Setup
from bot.sandbox.standins.matrix import ALIAS, TOKEN

V3 = "/_matrix/client/v3"
THERE = f"{V3}/rooms/{quote(ROOM)}"
SEND = f"{THERE}/send/m.room.message"
HELLO = {"msgtype": "m.text", "body": "hello"}


class Call:
    """A homeserver over a real socket, answers as they come."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self.session = session
        self.url = url

    async def __call__(
        self, method: str, path: str, token: str = TOKEN, **more: Any
    ) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {token}"}
        url = self.url + path
        async with self.session.request(method, url, headers=headers, **more) as answer:
            return answer.status, await answer.json()


@pytest.fixture
def call(http: aiohttp.ClientSession, sandbox: Sandbox) -> Call:
    return Call(http, sandbox.url)


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "errcode"),
    [
        ("PUT", f"{V3}/rooms/!other:x/send/m.room.message/1", HELLO, 403, "M_FORBIDDEN"),
        ("PUT", f"{SEND}/1", {"msgtype": "m.text"}, 400, "M_UNKNOWN"),
        ("PUT", f"{SEND}/1", HELLO | {"body": "x" * 65_600}, 413, "M_TOO_LARGE"),
        ("PUT", f"{SEND}/1", HELLO | {"msgtype": "m.image", "url": "mxc://x/y"}, 400, "M_UNKNOWN"),
        ("PUT", f"{THERE}/redact/$no/1", {}, 404, "M_NOT_FOUND"),
        ("GET", f"{THERE}/event/$no", None, 404, "M_NOT_FOUND"),
        ("GET", f"{THERE.replace('v3', 'v1')}/relations/$no/m.replace", None, 404, "M_NOT_FOUND"),
        ("GET", f"{V3}/directory/room/{quote('#other:x')}", None, 404, "M_NOT_FOUND"),
    ],
)
async def test_what_cannot_be_is_refused_in_its_words(
    call: Call, method: str, path: str, body: Any, status: int, errcode: str
) -> None:
    answered, said = await call(method, path, json=body)
    assert (answered, said["errcode"], bool(said["error"])) == (status, errcode, True)
    _, page = await call("GET", f"{THERE}/messages")
    assert page["chunk"] == []


async def test_nobody_posts_without_the_token(call: Call) -> None:
    status, said = await call("PUT", f"{SEND}/1", token="other", json=HELLO)
    assert (status, said["errcode"]) == (401, "M_UNKNOWN_TOKEN")


async def test_a_transaction_is_one_event(call: Call, sandbox: Sandbox) -> None:
    first = await call("PUT", f"{SEND}/1", json=HELLO)
    assert await call("PUT", f"{SEND}/1", json=HELLO | {"body": "other"}) == first
    second = await call("PUT", f"{SEND}/2", json=HELLO)
    assert second != first
    assert len(sandbox.ledger.channel("matrix", "morningtick").standing) == 2


async def test_messages_are_read_backwards_in_pages(call: Call) -> None:
    sent = [(await call("PUT", f"{SEND}/{n}", json=HELLO))[1]["event_id"] for n in range(3)]
    wanted = json.dumps({"types": ["m.room.message"]})
    query = {"dir": "b", "limit": "2", "filter": wanted}
    _, page = await call("GET", f"{THERE}/messages", params=query)
    assert [event["event_id"] for event in page["chunk"]] == [sent[2], sent[1]]
    _, rest = await call("GET", f"{THERE}/messages", params=query | {"from": page["end"]})
    assert [event["event_id"] for event in rest["chunk"]] == [sent[0]]
    assert "end" not in rest


async def test_an_eleventh_message_at_once_waits(
    http: aiohttp.ClientSession, start: Callable[..., Any], clock: Any
) -> None:
    call = Call(http, (await start(Setup(clock=clock, enforce_limits=True))).url)
    answers = [await call("PUT", f"{SEND}/{n}", json=HELLO) for n in range(11)]
    assert [status for status, _ in answers] == [200] * 10 + [429]
    assert answers[-1][1] == {
        "errcode": "M_LIMIT_EXCEEDED",
        "error": "Too Many Requests",
        "retry_after_ms": 50_000,
    }
    clock.now += 50
    assert (await call("PUT", f"{SEND}/11", json=HELLO))[0] == 200


async def test_the_alias_leads_to_the_room(call: Call) -> None:
    _, said = await call("GET", f"{V3}/directory/room/{quote(ALIAS)}")
    assert said["room_id"] == ROOM


@pytest.mark.parametrize(
    ("formatted", "text", "marks"),
    [
        ("a &lt;b&gt; <strong>c</strong><br>d", "a <b> c\nd", [("bold", 6, 7, "")]),
        ('<a href="https://a.example/?x&amp;y">b</a>', "b", [("text_link", 0, 1, "https://a.example/?x&y")]),
        ('<a href="https://matrix.to/#/@a:b">a</a>', "a", [("mention", 0, 1, "https://matrix.to/#/@a:b")]),
        ("<script>x</script><font>y</font>", "xy", []),
    ],
)  # fmt: skip
def test_a_message_is_read_as_its_clients_read_it(
    formatted: str, text: str, marks: list[tuple[str, int, int, str]]
) -> None:
    shown = tuple(Mark(kind=kind, start=a, end=b, url=url) for kind, a, b, url in marks)
    assert read(formatted) == (text, shown)
