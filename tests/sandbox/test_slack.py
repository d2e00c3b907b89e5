"""The stand-in of Slack refuses what Slack refuses, in its words."""

from collections.abc import Callable
from typing import Any

import aiohttp
import pytest

from bot.errors import Throttled
from bot.model import Image, Picture, Post, Rich
from bot.platforms.slack import Slack, SlackOptions
from bot.rules import Destination
from bot.sandbox.ledger import Mark
from bot.sandbox.server import Sandbox
from bot.sandbox.setup import Setup
from bot.sandbox.slack_files import LARGE
from bot.sandbox.slack_message import Message, read
from bot.sandbox.standins.slack import CHANNEL, TOKEN

HELLO = {"channel": CHANNEL, "text": "hello"}


def rich(*elements: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [*elements]}],
    }


class Call:
    """Slack over a real socket, answers as they come."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self.session = session
        self.url = url

    async def __call__(
        self, method: str, token: str = TOKEN, verb: str = "POST", **more: Any
    ) -> Any:
        headers = {"Authorization": f"Bearer {token}"}
        url = f"{self.url}/api/{method}"
        async with self.session.request(verb, url, headers=headers, **more) as answer:
            return await answer.json()


@pytest.fixture
def call(http: aiohttp.ClientSession, sandbox: Sandbox) -> Call:
    return Call(http, sandbox.url)


@pytest.mark.parametrize(
    ("method", "body", "error"),
    [
        ("chat.postMessage", HELLO | {"channel": "C0OTHER0001"}, "channel_not_found"),
        ("chat.postMessage", {"channel": CHANNEL}, "no_text"),
        ("chat.postMessage", HELLO | {"text": "x" * 40_001}, "msg_too_long"),
        ("chat.postMessage", HELLO | {"blocks": [rich({"type": "text", "text": "x" * 13_001})]}, "msg_blocks_too_long"),
        ("chat.postMessage", HELLO | {"blocks": [{"type": "poem"}]}, "invalid_blocks"),
        ("chat.postMessage", HELLO | {"blocks": [rich({"type": "text", "text": ""})]}, "invalid_blocks"),
        ("chat.postMessage", HELLO | {"blocks": [{"type": "image", "image_url": "https://a.example/"}]}, "invalid_blocks"),
        ("chat.postMessage", HELLO | {"blocks": [{"type": "image", "alt_text": "a"}]}, "invalid_blocks"),
        ("chat.postMessage", HELLO | {"metadata": {"event_type": "Not so"}}, "invalid_metadata"),
        ("chat.postMessage", HELLO | {"thread_ts": "1.000001"}, "cannot_reply_to_message"),
        ("chat.postMessage", HELLO | {"color": "red"}, "invalid_arguments"),
        ("chat.update", HELLO | {"ts": "1.000001"}, "message_not_found"),
        ("chat.delete", {"channel": CHANNEL, "ts": "1.000001"}, "message_not_found"),
    ],
)  # fmt: skip
async def test_what_cannot_be_is_refused_with_a_word(
    call: Call, sandbox: Sandbox, method: str, body: Any, error: str
) -> None:
    assert await call(method, json=body) == {"ok": False, "error": error}
    assert sandbox.ledger.channel("slack", "morningtick").standing == []


async def test_nobody_posts_without_the_token(call: Call) -> None:
    assert (await call("chat.postMessage", "other", json=HELLO))["error"] == "invalid_auth"


async def test_history_is_newest_first_in_pages_without_hidden_answers(
    call: Call, clock: Any
) -> None:
    metadata = {"event_type": "herald_post", "event_payload": {"key": "k"}}
    first = (await call("chat.postMessage", json=HELLO | {"metadata": metadata}))["ts"]
    hidden = HELLO | {"thread_ts": first}
    assert (await call("chat.postMessage", json=hidden))["ok"]
    shown = (await call("chat.postMessage", json=hidden | {"reply_broadcast": True}))["ts"]
    asked = {"channel": CHANNEL, "limit": "1", "include_all_metadata": "true"}
    page = await call("conversations.history", verb="GET", params=asked)
    assert ([m["ts"] for m in page["messages"]], page["has_more"]) == ([shown], True)
    asked["cursor"] = page["response_metadata"]["next_cursor"]
    rest = await call("conversations.history", verb="GET", params=asked)
    assert [m["metadata"] for m in rest["messages"]] == [metadata]
    del asked["include_all_metadata"]
    rest = await call("conversations.history", verb="GET", params=asked | {"oldest": "0"})
    assert "metadata" not in rest["messages"][0]
    rest = await call("conversations.history", verb="GET", params=asked | {"oldest": first})
    assert rest["messages"] == []


async def test_a_second_message_in_a_second_waits(
    http: aiohttp.ClientSession, start: Callable[..., Any], clock: Any
) -> None:
    call = Call(http, (await start(Setup(clock=clock, enforce_limits=True))).url)
    assert (await call("chat.postMessage", json=HELLO))["ok"]
    assert await call("chat.postMessage", json=HELLO) == {"ok": False, "error": "ratelimited"}
    clock.now += 1
    assert (await call("chat.postMessage", json=HELLO))["ok"]


def test_only_elements_of_a_rich_text_are_marks() -> None:
    block = rich(
        {"type": "text", "text": "*a* <!channel>", "style": {"bold": True}},
        {"type": "link", "url": "https://a.example/", "text": "b"},
        {"type": "broadcast", "range": "channel", "name": "@channel"},
    )
    message = Message.model_validate({"channel": CHANNEL, "blocks": [block]})
    assert read(message.blocks) == (
        "*a* <!channel>b@channel",
        (
            Mark(start=0, end=14, kind="bold"),
            Mark(start=14, end=15, kind="text_link", url="https://a.example/"),
            Mark(start=15, end=23, kind="mention"),
        ),
    )


async def test_a_large_picture_joins_the_post_when_it_is_ready(
    sandbox: Sandbox, clock: Any
) -> None:
    place = Destination(name="s", platform="slack", address="", api_base=sandbox.url)
    slack = Slack(place, SlackOptions(channel=CHANNEL, token="env:T"), lambda _: TOKEN)
    data = b"GIF89a\x28\0\x1e\0" + bytes(LARGE)
    large = Picture(data=data, mime="image/gif", width=40, height=30, alt="Two cats")
    image = Image(url="https://news.example/a.gif")
    post = Post(key="k", text=Rich(text="Cats"), link="", images=(image,))
    with pytest.raises(Throttled):
        await slack.send(post, [large])
    clock.now += 1
    sent = await slack.send(post, [large])
    (photo,) = sandbox.ledger.channel("slack", "morningtick").posts[sent.id].photos
    assert (photo.size, photo.alt) == (len(data), "Two cats")
    assert sandbox.ledger.accepted["slack"]["files.completeUploadExternal"] == 1
    await slack.close()


@pytest.mark.parametrize(
    ("method", "body", "error"),
    [
        ("files.getUploadURLExternal", {"filename": "a.png"}, "missing_argument"),
        ("files.completeUploadExternal", {"files": [{"id": "F9"}]}, "file_not_found"),
        ("files.delete", {"file": "F9"}, "file_not_found"),
    ],
)
async def test_a_file_that_cannot_be_is_refused(
    call: Call, method: str, body: Any, error: str
) -> None:
    assert await call(method, json=body) == {"ok": False, "error": error}


async def test_a_file_takes_as_many_bytes_as_were_said(
    call: Call, http: aiohttp.ClientSession
) -> None:
    asked = await call("files.getUploadURLExternal", data={"filename": "a", "length": "5"})
    for data, status in ((b"four", 400), (b"fives", 200)):
        async with http.post(asked["upload_url"], data=data) as answer:
            assert answer.status == status
