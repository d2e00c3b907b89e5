import asyncio
import gc
from collections.abc import Callable
from io import BytesIO
from typing import Any

import aiohttp
import pytest

from bot.errors import AddressTaken
from bot.sandbox.faults import Fault
from bot.sandbox.server import MAX_BODY, Sandbox, serve
from bot.sandbox.setup import BOT_TOKEN, Setup

CHAT = "@morningtick"


def standing(sandbox: Sandbox) -> list[str]:
    return [post.text for post in sandbox.ledger.channel("telegram", "morningtick").standing]


@pytest.mark.parametrize(("do", "stands"), [("drop_before", False), ("drop_after_commit", True)])
async def test_a_dropped_call_has_no_answer(
    sandbox: Sandbox, api: Any, do: Any, *, stands: bool
) -> None:
    sandbox.faults.waiting.append(Fault(match="sendMessage", do=do))
    with pytest.raises(aiohttp.ClientConnectionError):
        await api("sendMessage", chat_id=CHAT, text="x")
    assert bool(standing(sandbox)) == stands
    assert (await api("sendMessage", chat_id=CHAT, text="y"))["ok"]
    assert sandbox.ledger.accepted["telegram"]["sendMessage"] == 1 + stands


@pytest.mark.parametrize("commit", [True, False])
async def test_a_gateway_answers_in_html(sandbox: Sandbox, api: Any, *, commit: bool) -> None:
    sandbox.faults.waiting.append(Fault(match="send", do="html_502", commit=commit))
    with pytest.raises(aiohttp.ContentTypeError) as broken:
        await api("sendMessage", chat_id=CHAT, text="x")
    assert broken.value.status == 502
    assert bool(standing(sandbox)) == commit


async def test_a_cut_answer_is_no_json_but_the_post_stands(
    sandbox: Sandbox, http: aiohttp.ClientSession, api: Any
) -> None:
    sandbox.faults.waiting.append(Fault(match="send", do="cut_json"))
    with pytest.raises(ValueError, match=r"delimiter|Unterminated|Expecting"):
        await api("sendMessage", chat_id=CHAT, text="x")
    assert standing(sandbox) == ["x"]


async def test_a_fault_strikes_a_call_that_has_come_whole(sandbox: Sandbox, api: Any) -> None:
    sandbox.faults.waiting.append(Fault(match="sendMessage", do="delay", seconds=0, commit=True))
    port = int(sandbox.url.rpartition(":")[2])
    body = b'{"chat_id": "@morningtick", "text": "x"}'
    head = (
        f"POST /bot{BOT_TOKEN}/sendMessage HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(head.encode())
    await writer.drain()
    assert (await api("getMe"))["ok"]
    assert len(sandbox.faults.waiting) == 1
    writer.write(body)
    assert b"200 OK" in await reader.read()
    assert (sandbox.faults.waiting, standing(sandbox)) == ([], ["x"])
    writer.close()
    await writer.wait_closed()


async def test_a_delayed_call_takes_effect(sandbox: Sandbox, api: Any) -> None:
    sandbox.faults.waiting += [
        Fault(match="send", do="delay", seconds=0, commit=commit) for commit in (True, False)
    ]
    for text in ("x", "y"):
        assert (await api("sendMessage", chat_id=CHAT, text=text))["ok"]
    assert standing(sandbox) == ["x", "y"]


@pytest.mark.parametrize(
    ("do", "answer"),
    [
        (
            "429",
            {
                "error_code": 429,
                "description": "Too Many Requests: retry after 7",
                "parameters": {"retry_after": 7},
            },
        ),
        ("401", {"error_code": 401, "description": "Unauthorized"}),
        (
            "403",
            {"error_code": 403, "description": "Forbidden: bot was kicked from the channel chat"},
        ),
        ("500", {"error_code": 500, "description": "Internal Server Error: sandbox"}),
        (
            "migrate",
            {
                "error_code": 400,
                "description": "Bad Request: group chat was upgraded to a supergroup chat",
                "parameters": {"migrate_to_chat_id": -1009999999999},
            },
        ),
    ],
)
async def test_telegram_fails_in_its_own_words(
    sandbox: Sandbox, api: Any, do: Any, answer: dict[str, Any]
) -> None:
    sandbox.faults.waiting.append(Fault(match="send", do=do, seconds=7))
    assert await api("sendMessage", chat_id=CHAT, text="x") == {"ok": False} | answer
    assert standing(sandbox) == []


@pytest.mark.parametrize(
    ("do", "status"),
    [("429", 429), ("400", 400), ("401", 401), ("403", 403), ("500", 500), ("migrate", 404)],
)
async def test_x_fails_in_its_own_words(
    sandbox: Sandbox, http: aiohttp.ClientSession, clock: Any, do: Any, status: int
) -> None:
    sandbox.faults.waiting.append(Fault(match="GET /2/users/me", do=do, seconds=7))
    async with http.get(f"{sandbox.url}/2/users/me") as answer:
        body = await answer.json()
    assert (answer.status, body["status"], body["type"]) == (status, status, "about:blank")
    reset = str(round(clock.now) + 7) if do == "429" else None
    assert answer.headers.get("x-rate-limit-reset") == reset


async def test_faults_are_set_and_cleared_while_running(
    sandbox: Sandbox, http: aiohttp.ClientSession, api: Any
) -> None:
    url = f"{sandbox.url}/_sandbox/faults"
    async with http.post(url, json=[{"match": "getMe", "do": "500", "every": True}]) as answer:
        assert answer.status == 204
    assert (await api("getMe"))["error_code"] == 500
    async with http.post(url, json={"match": "getMe"}) as answer:
        assert (answer.status, "list" in await answer.text()) == (400, True)
    async with http.delete(url) as answer:
        assert answer.status == 204
    assert (await api("getMe"))["ok"]


async def test_the_ledger_is_told_as_json(
    sandbox: Sandbox, http: aiohttp.ClientSession, api: Any
) -> None:
    link = {"type": "text_link", "offset": 0, "length": 1, "url": "https://news.example/a"}
    await api("sendMessage", chat_id=CHAT, text="x", entities=[link], disable_notification=True)
    await api("sendMessage", chat_id=CHAT, text="y")
    await api("deleteMessage", chat_id=CHAT, message_id=3)
    async with http.get(f"{sandbox.url}/_sandbox/ledger") as answer:
        told = await answer.json()
    assert told["telegram"] == {
        "accepted": {"sendMessage": 2, "deleteMessage": 1},
        "channels": {
            "morningtick": {
                "title": "morningtick",
                "standing": [
                    {
                        "id": "2",
                        "at": 1_800_000_000.0,
                        "edited_at": None,
                        "author": "herald_sandbox_bot",
                        "text": "x",
                        "links": ["https://news.example/a"],
                        "card": "https://news.example/a",
                        "images": [],
                        "buttons": [],
                        "reply_to": "",
                        "silent": True,
                    }
                ],
                "posted": 2,
                "edited": 0,
                "deleted": 1,
            }
        },
    }
    assert told["x"]["channels"]["morningtick"]["standing"] == []


async def test_a_reset_forgets_everything(
    sandbox: Sandbox, http: aiohttp.ClientSession, api: Any
) -> None:
    await api("sendMessage", chat_id=CHAT, text="x")
    sandbox.faults.waiting.append(Fault(match="send", do="500"))
    async with http.post(f"{sandbox.url}/_sandbox/reset") as answer:
        assert answer.status == 204
    assert (await api("sendMessage", chat_id=CHAT, text="y"))["result"]["message_id"] == 2
    assert standing(sandbox) == ["y"]
    assert sandbox.ledger.channel("x", "morningtick").title == "Morning Tick"


async def test_too_large_a_body_is_refused_as_telegram_refuses_it(
    sandbox: Sandbox, http: aiohttp.ClientSession, api: Any
) -> None:
    form = aiohttp.FormData({"chat_id": CHAT})
    form.add_field("photo", BytesIO(bytes(MAX_BODY)), filename="a.png")
    async with http.post(f"{api.url}/bot{BOT_TOKEN}/sendPhoto", data=form) as answer:
        assert await answer.json() == {
            "ok": False,
            "error_code": 413,
            "description": "Request Entity Too Large",
        }


@pytest.mark.parametrize("do", ["drop_after_commit", "cut_json"])
async def test_a_picture_is_posted_although_its_answer_is_lost(
    sandbox: Sandbox, http: aiohttp.ClientSession, png: Callable[[int, int], bytes], do: Any
) -> None:
    sandbox.faults.waiting.append(Fault(match="sendPhoto", do=do))
    form = aiohttp.FormData({"chat_id": CHAT, "caption": "x"})
    form.add_field("photo", png(4, 4), filename="a.png")
    with pytest.raises((aiohttp.ClientConnectionError, ValueError)):
        async with http.post(f"{sandbox.url}/bot{BOT_TOKEN}/sendPhoto", data=form) as answer:
            await answer.json()
    assert standing(sandbox) == ["x"]


async def test_half_a_form_takes_no_effect_and_leaves_nothing_open(
    sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    head = (
        f"POST /bot{BOT_TOKEN}/sendPhoto HTTP/1.1\r\nHost: sandbox\r\nContent-Length: 999999\r\n"
    )
    kind = "Content-Type: multipart/form-data; boundary=b\r\n\r\n--b\r\n"
    file = 'Content-Disposition: form-data; name="photo"; filename="a.png"\r\n\r\nhalf'
    port = int(sandbox.url.rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"{head}{kind}{file}".encode())
    writer.write_eof()
    assert await reader.read() == b""
    writer.close()
    caplog.clear()  # with it goes the error that would keep an open file alive
    gc.collect()
    assert not sandbox.ledger.accepted


async def test_it_is_up_until_it_is_closed(http: aiohttp.ClientSession) -> None:
    sandbox = await serve()
    async with http.get(f"{sandbox.url}/healthz") as answer:
        assert await answer.text() == "ok\n"
    with pytest.raises(AddressTaken, match="Address already in use"):
        await serve(port=int(sandbox.url.rpartition(":")[2]))
    await sandbox.close()
    with pytest.raises(aiohttp.ClientConnectorError):
        await http.get(f"{sandbox.url}/healthz")


async def test_sandboxes_know_nothing_of_each_other(
    start: Callable[..., Any], api_of: Callable[[Sandbox], Any]
) -> None:
    one, two = await start(Setup()), await start(Setup())
    await api_of(one)("sendMessage", chat_id=CHAT, text="x")
    assert (standing(one), standing(two)) == (["x"], [])
