"""The stand-in of Bluesky answers as its own server does, and shows what its readers see."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import aiohttp
import pytest

from bot.errors import Unsent
from bot.model import Post
from bot.platforms.bluesky import Bluesky, BlueskyOptions
from bot.rules import Destination
from bot.sandbox.bluesky_repo import DID, HANDLE, PASSWORD
from bot.sandbox.faults import Fault
from bot.sandbox.ledger import Mark
from bot.sandbox.server import Sandbox
from bot.sandbox.setup import Setup
from bot.text.rich import plain
from tests.sandbox.conftest import Clock
from tests.sandbox.rules_of_bluesky import (
    ANSWERS,
    PIXEL,
    REFUSED,
    TAKEN,
    Call,
    Json,
    answers,
    calling,
    put,
)

KEY = "3n3csjzae43kz"


@pytest.fixture
def call(http: aiohttp.ClientSession, sandbox: Sandbox) -> Call:
    return calling(http, sandbox.url)


async def signed_in(call: Call) -> Json:
    _, session = await call(
        "server.createSession", json={"identifier": HANDLE, "password": PASSWORD}
    )
    return session


async def test_it_answers_as_a_server_does(call: Call) -> None:
    assert await answers(call, HANDLE, PASSWORD) == ANSWERS


@pytest.mark.parametrize(
    ("change", "why"), [row[1:] for row in REFUSED], ids=[r[0] for r in REFUSED]
)
async def test_a_record_that_breaks_a_rule_is_refused_in_its_words(
    call: Call, sandbox: Sandbox, change: Json, why: str
) -> None:
    status, body = await put(call, await signed_in(call), KEY, change)
    assert (status, body["error"]) == (400, "InvalidRequest")
    assert why in body["message"]
    assert not any(channel.standing for channel in sandbox.ledger.channels.values())


@pytest.mark.parametrize("change", [row[1] for row in TAKEN], ids=[row[0] for row in TAKEN])
async def test_a_record_within_the_rules_is_taken(
    call: Call, sandbox: Sandbox, change: Json
) -> None:
    status, body = await put(call, await signed_in(call), KEY, change)
    assert (status, body["validationStatus"]) == (200, "valid")
    (post,) = sandbox.ledger.channel("bluesky", HANDLE).standing
    assert post.id == KEY


async def test_readers_see_text_links_tags_and_the_card_with_its_picture(
    call: Call, http: aiohttp.ClientSession, sandbox: Sandbox
) -> None:
    session = await signed_in(call)
    _, sent = await call("repo.uploadBlob", token=session["accessJwt"], data=PIXEL)
    link = {"$type": "app.bsky.richtext.facet#link", "uri": "https://x.example/"}
    card = {"uri": "https://news.example/a", "title": "Tide", "description": "High", "thumb": sent["blob"]}  # fmt: skip
    change = {
        "text": "Été: X",
        "facets": [
            {"index": {"byteStart": 7, "byteEnd": 8}, "features": [link]},
            {"index": {"byteStart": 1, "byteEnd": 3}, "features": [link]},
            {"index": {"byteStart": 7, "byteEnd": 99}, "features": [link]},
        ],
        "embed": {"$type": "app.bsky.embed.external", "external": card},
    }
    await put(call, session, KEY, change)
    (post,) = sandbox.ledger.channel("bluesky", HANDLE).standing
    assert post.marks == (Mark(start=5, end=6, kind="text_link", url="https://x.example/"),)
    assert post.links == ["https://x.example/", "https://news.example/a"]
    for page in (f"/bluesky/{HANDLE}", f"/bluesky/{HANDLE}/{KEY}"):
        async with http.get(sandbox.url + page) as answer:
            shown = await answer.text()
        assert f'<img src="/_sandbox/pictures/{post.card and post.card.picture}"' in shown
        assert "Morning Tick · Bluesky" in shown
        assert ">Tide</b>" in shown


PARTS = ("Tide", "It was high.", "It will be low.")
WHOLE = Post(
    key="k",
    text=plain(PARTS[0]),
    link="",
    thread=tuple(map(plain, PARTS[1:])),
    made_at=1_800_000_000,
)


@pytest.fixture
async def bluesky(sandbox: Sandbox) -> AsyncIterator[Bluesky]:
    place = Destination(name="b", platform="bluesky", address="", api_base=sandbox.url)
    platform = Bluesky(
        place, BlueskyOptions(handle=HANDLE, app_password="env:P"), lambda _: PASSWORD
    )
    yield platform
    await platform.close()


async def test_a_thread_stands_part_under_part_and_goes_as_a_whole(
    bluesky: Bluesky, sandbox: Sandbox
) -> None:
    sent = await bluesky.send(WHOLE, [])
    posts = sandbox.ledger.channel("bluesky", HANDLE).standing
    assert [post.text for post in posts] == [*PARTS]
    assert [post.reply_to for post in posts] == ["", posts[0].id, posts[1].id]
    root = f"'root': {{'uri': 'at://{DID}/app.bsky.feed.post/{posts[0].id}'"
    assert all(root in str(post.wire["reply"]) for post in posts[1:])
    assert sent.permalink == f"https://bsky.app/profile/{HANDLE}/post/{posts[0].id}"
    assert await bluesky.find(WHOLE, "") == sent
    changed = await bluesky.edit(sent, replace(WHOLE, text=plain("Tide corrected")), [])
    assert changed.id == sent.id
    await bluesky.delete(changed)
    assert sandbox.ledger.channel("bluesky", HANDLE).standing == []


@pytest.mark.parametrize("do", ["drop_before", "drop_after_commit", "500"])
@pytest.mark.parametrize("number", [1, 2], ids=["the second", "the third"])
async def test_a_thread_that_was_interrupted_is_continued_and_nothing_doubled(
    bluesky: Bluesky, sandbox: Sandbox, number: int, do: Any
) -> None:
    sandbox.faults.waiting.append(Fault(match="putRecord", do=do, nth=number + 1))
    with pytest.raises(Unsent):
        await bluesky.send(WHOLE, [])
    if do != "drop_after_commit" or number == 1:
        assert await bluesky.find(WHOLE, "") is None
    await bluesky.send(replace(WHOLE, sent_at=1_800_000_100), [])
    assert [p.text for p in sandbox.ledger.channel("bluesky", HANDLE).standing] == [*PARTS]


async def test_a_session_ends_and_may_be_renewed(call: Call, clock: Clock) -> None:
    session = await signed_in(call)
    clock.now += 7200
    status, body = await put(call, session, KEY, {})
    assert (status, body["error"]) == (400, "ExpiredToken")
    status, renewed = await call("server.refreshSession", token=session["refreshJwt"])
    assert status == 200
    assert (await put(call, renewed, KEY, {}))[0] == 200
    clock.now += 91 * 86_400
    status, body = await call("server.refreshSession", token=renewed["refreshJwt"])
    assert (status, body["error"]) == (400, "ExpiredToken")


async def test_it_counts_as_the_platform_does(
    http: aiohttp.ClientSession, start: Callable[..., Any], clock: Clock
) -> None:
    there = await start(Setup(clock=clock, enforce_limits=True))
    call = calling(http, there.url)
    for _ in range(30):
        session = await signed_in(call)
    who = {"identifier": HANDLE, "password": PASSWORD}
    async with http.post(
        f"{there.url}/xrpc/com.atproto.server.createSession", json=who
    ) as refused:
        assert refused.status == 429
        assert float(refused.headers["RateLimit-Reset"]) == clock.now + 300
        assert (await refused.json())["error"] == "RateLimitExceeded"
    for _ in range(1, 2500, 100):  # 2 points each, 5,000 an hour
        assert (await put(call, session, KEY, {}))[0] == 200


async def test_a_reset_forgets_all(call: Call, sandbox: Sandbox) -> None:
    session = await signed_in(call)
    await put(call, session, KEY, {})
    sandbox.reset()
    assert sandbox.ledger.find("bluesky", HANDLE) is None
    status, body = await put(call, session, KEY, {})
    assert (status, body["error"]) == (400, "InvalidToken")
