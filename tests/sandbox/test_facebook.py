from collections.abc import Callable
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from selectolax.lexbor import LexborHTMLParser

from bot.errors import HeraldError, InDoubt, Locked, Refused, Throttled
from bot.model import Picture, Post, Receipt, Rich
from bot.platforms.facebook import Facebook
from bot.sandbox.faults import Fault
from bot.sandbox.server import Sandbox
from bot.sandbox.setup import Setup
from bot.sandbox.standins.facebook import EXPIRED_TOKEN, PAGE, PERSONS_TOKEN, TOKEN
from tests.sandbox.conftest import posting

LINK = "https://news.example/2026/a?x=1&y=2"
TEXT = f"Cats & <dogs>\n\n{LINK}"

Make = Callable[..., Facebook]


@pytest.fixture
def post(clock: Any) -> Post:
    return Post(key="k", text=Rich(text=TEXT), link=LINK, made_at=clock.now)


facebook = posting(Facebook, TOKEN, page=PAGE, token="env:T")


@pytest.fixture
def picture(png: Callable[[int, int], bytes]) -> Picture:
    return Picture(data=png(40, 30), mime="image/png", width=40, height=30, alt="A bridge")


def standing(sandbox: Sandbox) -> list[Any]:
    return sandbox.ledger.channel("facebook", PAGE).standing


async def test_a_link_post_stands_with_its_preview(
    facebook: Make, sandbox: Sandbox, http: aiohttp.ClientSession, post: Post, picture: Picture
) -> None:
    receipt = await facebook().send(post, [picture])
    (stands,) = standing(sandbox)
    assert (stands.id, stands.text, stands.links) == (receipt.id, TEXT, [LINK])
    assert (stands.card.url, stands.photos) == (LINK, ())
    async with http.get(receipt.permalink) as answer:
        shown = LexborHTMLParser(await answer.text())
    assert shown.css("article.target .text a")[0].attributes["href"] == LINK


async def test_a_photo_post_stands_with_its_alt_text(
    facebook: Make, sandbox: Sandbox, post: Post, picture: Picture
) -> None:
    await facebook(style="photo").send(post, [picture, picture])
    (stands,) = standing(sandbox)
    assert [(p.alt, p.width) for p in stands.photos] == [("A bridge", 40)] * 2
    assert (stands.card, stands.links) == (None, [LINK])


@pytest.mark.parametrize("data", [b"no picture", b"\x89PNG\r\n\x1a\n" + b"x" * 4_200_000])
async def test_a_picture_that_facebook_does_not_take_is_left_out(
    facebook: Make, sandbox: Sandbox, post: Post, picture: Picture, data: bytes
) -> None:
    await facebook(style="photo").send(post, [replace(picture, data=data)])
    assert standing(sandbox)[0].photos == ()


async def test_an_answer_stands_under_the_post_and_is_found_there(
    facebook: Make, sandbox: Sandbox, post: Post
) -> None:
    platform = facebook()
    first = await platform.send(post, [])
    under = replace(post, key="2", text=Rich(text="Corrected"), link="")
    answer = await platform.reply(first, under, [])
    assert [(each.id, each.reply_to) for each in standing(sandbox)] == [
        (first.id, ""),
        (answer.id, first.id),
    ]
    assert await platform.find(under, "") == answer
    await platform.delete(answer)
    assert await platform.find(under, "") is None


async def test_the_same_words_twice_in_a_row_are_a_duplicate(
    facebook: Make, sandbox: Sandbox, post: Post
) -> None:
    first = await facebook().send(post, [])
    assert await facebook().send(post, []) == first
    assert len(standing(sandbox)) == 1


@pytest.mark.parametrize("seconds", [0, 7200])
async def test_two_articles_that_say_the_same_both_stand(
    facebook: Make, sandbox: Sandbox, post: Post, seconds: float
) -> None:
    platform, words = facebook(), replace(post, text=Rich(text="The weather"))
    await platform.send(words, [])
    other = replace(words, key="2", link=f"{LINK}&tomorrow", made_at=post.made_at + seconds)
    await platform.send(other, [])
    stands = [(each.text, each.card.url) for each in standing(sandbox)]
    assert stands == [
        ("The weather", LINK),
        (f"The weather\n\n{other.link}", other.link),
    ]


async def test_a_correction_changes_the_words_and_a_deletion_takes_them_down(
    facebook: Make, sandbox: Sandbox, post: Post
) -> None:
    platform = facebook()
    receipt = await platform.send(post, [])
    await platform.edit(receipt, replace(post, text=Rich(text="New"), is_fresh=True), [])
    (stands,) = standing(sandbox)
    assert (stands.text, bool(stands.edited_at)) == ("New", True)
    for _ in range(2):
        await platform.delete(receipt)
    assert standing(sandbox) == []


async def test_a_post_is_found_on_a_later_page(
    facebook: Make, sandbox: Sandbox, clock: Any, post: Post
) -> None:
    ours = await facebook().send(post, [])
    for number in range(101):
        clock.now += 1
        await facebook().send(replace(post, key=str(number), text=Rich(text=f"{number}")), [])
    assert await facebook().find(post, "") == ours
    assert await facebook().find(replace(post, text=Rich(text="Other")), "") is None


@pytest.mark.parametrize(
    ("token", "expected", "why"),
    [
        (EXPIRED_TOKEN, Locked, "expired"),
        ("nobody's", Locked, "Invalid OAuth"),
        (PERSONS_TOKEN, Locked, "pages_manage_posts"),
    ],
)
async def test_a_token_that_may_not_post_has_the_page_rest(
    facebook: Make, post: Post, token: str, expected: type[HeraldError], why: str
) -> None:
    with pytest.raises(expected, match=why):
        await facebook(token).send(post, [])


async def test_doctor_is_told_whose_token_it_is(facebook: Make) -> None:
    assert "Morning Tick" in await facebook().examine()
    with pytest.raises(Refused, match="Anna Editor"):
        await facebook(PERSONS_TOKEN).examine()


async def test_what_another_may_not_see_is_not_taken_for_gone(facebook: Make, post: Post) -> None:
    receipt = await facebook().send(post, [])
    with pytest.raises(Refused):
        await facebook(PERSONS_TOKEN).delete(receipt)


async def test_a_page_that_used_up_its_calls_is_told_for_how_long(
    start: Callable[..., Any], clock: Any, facebook: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.sandbox.standins.facebook.CALLS", 3)
    platform = facebook(TOKEN, await start(Setup(clock=clock, enforce_limits=True)))
    for _ in range(3):
        await platform.examine()
    clock.now += 86_400 - 61
    with pytest.raises(Throttled) as raised:
        await platform.examine()
    assert raised.value.retry_after == 120
    clock.now += 61
    await platform.examine()


@pytest.mark.parametrize(
    ("what", "expected"), [("429", Throttled), ("400", Refused), ("401", Locked), ("403", Locked), ("500", InDoubt), ("migrate", Refused)]
)  # fmt: skip
async def test_faults_are_answered_as_by_facebook(
    facebook: Make, sandbox: Sandbox, post: Post, what: Any, expected: type[HeraldError]
) -> None:
    sandbox.faults.waiting.append(Fault(match="feed", do=what, seconds=90))
    with pytest.raises(expected, match="Facebook: ") as raised:
        await facebook().send(post, [])
    if isinstance(raised.value, Throttled):
        assert raised.value.retry_after == 120


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"message": "x" * 63_207},
        {"message": "x", "link": "news"},
        {"message": "x", "attached_media[0]": '{"media_fbid": "1"}'},
    ],
    ids=["nothing", "too long", "no link", "no photo"],
)
async def test_what_facebook_refuses_is_refused(
    sandbox: Sandbox, http: aiohttp.ClientSession, form: dict[str, str]
) -> None:
    token = {"access_token": TOKEN}
    place = f"{sandbox.url}/v25.0/{PAGE}/feed"
    async with http.post(place, data={**form, **token}) as answer:
        assert answer.status == 400
        assert (await answer.json())["error"]["type"] == "OAuthException"


async def test_a_draft_is_seen_by_nobody(
    facebook: Make, sandbox: Sandbox, http: aiohttp.ClientSession, post: Post
) -> None:
    form = {"message": "Draft", "published": "false", "access_token": TOKEN}
    async with http.post(f"{sandbox.url}/v25.0/{PAGE}/feed", data=form) as answer:
        draft = await answer.json()
    assert standing(sandbox) == []
    assert await facebook().find(replace(post, text=Rich(text="Draft")), "") is None
    with pytest.raises(Refused, match="only the message"):
        await facebook()._call("POST", draft["id"], "success", link=LINK)
    await facebook().delete(Receipt(id=draft["id"]))
