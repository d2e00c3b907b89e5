from collections.abc import Callable
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from selectolax.lexbor import LexborHTMLParser

from bot.errors import Locked, Refused, Throttled, Unsent
from bot.model import Picture, Post, Rich, Span, Style
from bot.platforms.threads import Threads
from bot.sandbox.faults import Fault
from bot.sandbox.server import Sandbox
from bot.sandbox.setup import Setup
from bot.sandbox.standins.threads import QUOTAS, TOKEN
from bot.sandbox.threads_posts import USER
from tests.sandbox.conftest import posting

LINK = "https://news.example/2026/a?x=1&y=2"
TEXT = f"Cats & <dogs>\n\n{LINK}"

Make = Callable[..., Threads]


@pytest.fixture
def post(clock: Any) -> Post:
    return Post(key="k", text=Rich(text=TEXT), link=LINK, made_at=clock.now)


threads = posting(Threads, TOKEN, token="env:T")


@pytest.fixture
def picture(png: Callable[[int, int], bytes]) -> Picture:
    return Picture(data=png(40, 30), mime="image/png", width=40, height=30, alt="A bridge")


@pytest.fixture
def large(sandbox: Sandbox, picture: Picture) -> Picture:
    """Give a large picture that stands where Threads can fetch it."""
    key = sandbox.ledger.keep(picture.data + bytes(1_000_000), picture.mime)
    return replace(picture, url=f"{sandbox.url}/_sandbox/pictures/{key}")


def standing(sandbox: Sandbox) -> list[Any]:
    return sandbox.ledger.channel("threads", "morningtick").standing


async def test_a_text_stands_with_the_preview_of_its_link(
    threads: Make, sandbox: Sandbox, http: aiohttp.ClientSession, post: Post
) -> None:
    receipt = await threads().send(post, [])
    (stands,) = standing(sandbox)
    assert (stands.id, stands.text, stands.links) == (receipt.id, TEXT, [LINK])
    assert stands.card.url == LINK
    async with http.get(receipt.permalink) as answer:
        shown = LexborHTMLParser(await answer.text())
    assert shown.css("article.target .text a")[0].attributes["href"] == LINK


@pytest.mark.parametrize("count", [1, 2, 20])
async def test_a_picture_is_ready_after_a_while(
    threads: Make, sandbox: Sandbox, clock: Any, post: Post, large: Picture, count: int
) -> None:
    platform = threads()
    with pytest.raises(Throttled):
        await platform.send(post, [large] * count)
    assert standing(sandbox) == []
    clock.now += 5
    await platform.send(post, [large] * count)
    (stands,) = standing(sandbox)
    assert [(p.alt, p.width) for p in stands.photos] == [("A bridge", 40)] * count


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("place", ["http://127.0.0.1:1/a.png", "{}/_sandbox/pictures/none"])
async def test_a_picture_that_threads_cannot_fetch_leaves_the_text(
    threads: Make, sandbox: Sandbox, post: Post, picture: Picture, place: str, count: int
) -> None:
    there = replace(picture, url=place.format(sandbox.url))
    receipt = await threads().send(post, [there] * count)
    assert receipt.note.startswith(there.url)
    assert standing(sandbox)[0].photos == ()


async def test_an_answer_stands_under_the_post_until_both_are_gone(
    threads: Make, sandbox: Sandbox, post: Post
) -> None:
    platform = threads()
    first = await platform.send(post, [])
    under = replace(post, key="2", text=Rich(text="Corrected"), link="")
    answer = await platform.reply(first, under, [])
    assert standing(sandbox)[1].reply_to == first.id
    assert await threads().find(under, "") == answer
    for receipt in (answer, first, first):
        await platform.delete(receipt)
    assert standing(sandbox) == []


async def test_only_our_own_hashtag_makes_a_topic(
    threads: Make, sandbox: Sandbox, post: Post
) -> None:
    text = "#1 in #sales\n\n#News"
    ours = Span(start=14, end=19, style=Style.HASHTAG)
    await threads().send(replace(post, text=Rich(text=text, spans=(ours,))), [])
    await threads().send(replace(post, key="2", text=Rich(text="#1 in #sales")), [])
    assert [stands.wire for stands in standing(sandbox)] == [{"topic_tag": "News"}, {}]


@pytest.mark.parametrize("emoji", ["x", "é", "字", "👩‍👩‍👧", "🇩🇪", "1️⃣", "©"])
async def test_a_text_fits_to_the_byte_of_its_emoji(
    threads: Make, sandbox: Sandbox, post: Post, emoji: str
) -> None:
    can = Threads.capabilities
    count = can.text // can.length(emoji)
    text = emoji * count
    text += "x" * (can.text - can.length(text))
    await threads().send(replace(post, text=Rich(text=text)), [])
    with pytest.raises(Refused, match="at most 500"):
        await threads().send(replace(post, key="2", text=Rich(text=text + "x")), [])
    assert len(standing(sandbox)) == 1


async def test_the_days_quota_is_told_and_kept(
    start: Callable[..., Any],
    clock: Any,
    threads: Make,
    post: Post,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(QUOTAS, f"POST /{USER}/threads_publish", 2)
    platform = threads(TOKEN, await start(Setup(clock=clock, enforce_limits=True)))
    for key in ("1", "2"):
        await platform.send(replace(post, key=key), [])
    assert await platform.examine() == "the token is @morningtick's, who posted 2 of 250 in a day"
    with pytest.raises(Throttled):
        await platform.send(post, [])
    clock.now += 86_400
    assert "posted 0 of 250" in await platform.examine()
    with pytest.raises(Unsent, match="EXPIRED"):
        await platform.send(post, [])
    assert (await platform.send(post, [])).permalink


async def test_whose_token_it_is_is_told(threads: Make, post: Post) -> None:
    with pytest.raises(Refused, match="@morningtick's, not @other's"):
        await threads(account="@other").examine()
    with pytest.raises(Locked, match="expired"):
        await threads("nobody's").send(post, [])


@pytest.mark.parametrize(
    ("what", "expected"), [("429", Throttled), ("400", Refused), ("401", Locked), ("403", Locked), ("500", Unsent), ("migrate", Refused)]
)  # fmt: skip
async def test_faults_are_answered_as_by_threads(
    threads: Make, sandbox: Sandbox, post: Post, what: Any, expected: type[Exception]
) -> None:
    sandbox.faults.waiting.append(Fault(match="threads", do=what))
    with pytest.raises(expected, match="Threads: "):
        await threads().send(post, [])


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"media_type": "TEXT"},
        {"media_type": "TEXT", "text": "🐈" * 126},
        {"media_type": "TEXT", "text": " ".join(f"https://a.example/{n}" for n in range(6))},
        {"media_type": "IMAGE", "image_url": "pictures/a.png"},
        {"media_type": "IMAGE", "image_url": LINK, "link_attachment": LINK},
        {"media_type": "IMAGE", "image_url": LINK, "alt_text": "a" * 1001},
        {"media_type": "TEXT", "text": "x", "reply_to_id": "1"},
        {"media_type": "CAROUSEL", "children": "1"},
    ],
    ids=[
        "nothing",
        "no text",
        "too long",
        "too many links",
        "no address",
        "picture and link",
        "too long an alt text",
        "nothing to answer",
        "a carousel of nothing",
    ],
)
async def test_what_threads_refuses_is_refused(
    sandbox: Sandbox, http: aiohttp.ClientSession, form: dict[str, str]
) -> None:
    body = {**form, "access_token": TOKEN}
    async with http.post(f"{sandbox.url}/v1.0/{USER}/threads", data=body) as answer:
        assert answer.status == 400
        assert (await answer.json())["error"]["type"] == "OAuthException"


async def test_a_container_is_published_once(
    sandbox: Sandbox, http: aiohttp.ClientSession
) -> None:
    base, token = f"{sandbox.url}/v1.0/me", {"access_token": TOKEN}
    form = {"media_type": "TEXT", "text": "x", **token}
    async with http.post(f"{base}/threads", data=form) as answer:
        creation = {"creation_id": (await answer.json())["id"], **token}
    statuses = []
    for body in (creation, creation, {"creation_id": "7", **token}):
        async with http.post(f"{base}/threads_publish", data=body) as answer:
            statuses.append(answer.status)
    assert statuses == [200, 400, 400]
    assert len(standing(sandbox)) == 1
