from collections.abc import Callable
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from bot.errors import Locked, Refused, Throttled
from bot.manner import Craft
from bot.model import Article, Picture, Post, Rich
from bot.platforms.mastodon import Mastodon
from bot.rules import Destination, Publisher
from bot.sandbox.faults import Fault
from bot.sandbox.mastodon_accounts import (
    GOTOSOCIAL_TOKEN,
    PLEROMA_TOKEN,
    READING_TOKEN,
    TOKEN,
)
from bot.sandbox.mastodon_statuses import DOMAIN
from bot.sandbox.mastodon_text import content
from bot.sandbox.server import Sandbox
from bot.sandbox.setup import Setup
from bot.steps.compose import compose
from bot.text.alike import is_alike
from bot.text.rich import clean
from bot.text.toots import as_sent
from tests.sandbox.conftest import posting

LINK = "https://news.example/2026/a-rather-long-address?x=1&y=2"
POST = Post(key="k", text=Rich(text=f"Cats & <dogs>\n\n{LINK}"), link=LINK, language="en")
GIF = Picture(data=b"GIF89a\x02\x00\x02\x00", mime="image/gif", width=2, height=2)

Make = Callable[..., Mastodon]


mastodon = posting(Mastodon, TOKEN, account="morningtick@news.sandbox", token="env:T")


def standing(sandbox: Sandbox, name: str = "morningtick") -> list[Any]:
    return sandbox.ledger.channel("mastodon", name).standing


async def test_a_post_stands_as_it_was_composed(
    mastodon: Make, sandbox: Sandbox, png: Callable[[int, int], bytes]
) -> None:
    picture = Picture(data=png(40, 30), mime="image/png", width=40, height=30, alt="A bridge")
    receipt = await mastodon(content_warning="Pets").send(POST, [picture])
    (post,) = standing(sandbox)
    assert (post.id, post.text, post.links) == (receipt.id, POST.text.text, [LINK])
    assert [(p.alt, p.width) for p in post.photos] == [("A bridge", 40)]
    assert post.wire["spoiler_text"] == "Pets"
    assert (post.wire["language"], post.wire["visibility"]) == ("en", "public")


async def test_readers_open_a_post_at_its_permalink(
    mastodon: Make, http: aiohttp.ClientSession
) -> None:
    receipt = await mastodon().send(POST, [])
    async with http.get(receipt.permalink) as answer:
        page = LexborHTMLParser(await answer.text())
    link = page.css("article.target .text a")[0]
    assert (link.attributes["href"], link.text()) == (LINK, "news.example/2026/a-rather-lon…")


async def test_the_preview_is_the_articles_whatever_it_links(
    mastodon: Make, sandbox: Sandbox
) -> None:
    article = Article(canonical_url=LINK, headline="Read https://council.example/plan.pdf")
    publisher = Publisher(name="News", url="https://news.example/")
    there, can = Destination(name="m", platform="mastodon", address=""), Mastodon.capabilities
    await mastodon().send(compose(article, (), there, can, publisher, 1), [])
    (post,) = standing(sandbox)
    assert (post.text.startswith("Read council.example/plan.pdf"), post.card.url) == (True, LINK)


async def test_what_stands_behind_a_warning_is_opened_first(
    mastodon: Make, http: aiohttp.ClientSession
) -> None:
    receipt = await mastodon(content_warning="Pets <3").send(POST, [])
    async with http.get(receipt.permalink) as answer:
        page = LexborHTMLParser(await answer.text())
    assert page.css("details > summary")[0].text() == "Pets <3"
    assert page.css("details .text a")[0].attributes["href"] == LINK


async def test_a_lost_answer_doubles_nothing_where_the_key_counts(
    mastodon: Make, sandbox: Sandbox
) -> None:
    platform = mastodon()
    sandbox.faults.waiting.append(Fault(match="POST /api/v1/statuses", do="cut_json"))
    with pytest.raises(Exception, match="no JSON"):
        await platform.send(POST, [])
    receipt = await platform.send(POST, [])
    assert [post.id for post in standing(sandbox)] == [receipt.id]


@pytest.mark.parametrize("token", [TOKEN, GOTOSOCIAL_TOKEN, PLEROMA_TOKEN])
async def test_a_lost_answer_is_found_whatever_the_server(mastodon: Make, token: str) -> None:
    platform = mastodon(token)
    before = await platform.send(replace(POST, key="1", text=Rich(text="Before")), [])
    assert await platform.find(POST, before.id) is None
    receipt = await platform.send(POST, [])
    assert await platform.find(POST, before.id) == receipt
    assert await platform.find(POST, "") == receipt


@pytest.mark.parametrize(
    ("token", "name", "count"), [(TOKEN, "morningtick", 1), (GOTOSOCIAL_TOKEN, "tick_gts", 2)]
)
async def test_gotosocial_does_not_know_the_key(
    mastodon: Make, sandbox: Sandbox, token: str, name: str, count: int
) -> None:
    platform = mastodon(token)
    for _ in range(2):
        await platform.send(POST, [])
    assert len(standing(sandbox, name)) == count


async def test_a_key_is_forgotten_after_an_hour(
    mastodon: Make, sandbox: Sandbox, clock: Any
) -> None:
    platform = mastodon()
    for _ in range(2):
        await platform.send(POST, [])
        clock.now += 3600
    assert len(standing(sandbox)) == 2


@pytest.mark.parametrize(
    ("token", "text", "links"), [(TOKEN, 500, 23), (GOTOSOCIAL_TOKEN, 5000, None), (PLEROMA_TOKEN, 5000, None)]
)  # fmt: skip
async def test_what_a_server_says_of_itself_is_what_it_takes(
    mastodon: Make, token: str, text: int, links: int | None
) -> None:
    platform = mastodon(token, content_warning="Pets")
    can = platform.settings.fitted(await platform.learn(), Craft())
    assert (can.text, can.link_length) == (text - 4, links)
    link = "https://news.example/" + "x" * 40
    words = "x" * (can.text - can.length(f" {link}"))
    await platform.send(replace(POST, text=Rich(text=f"{words} {link}")), [])
    with pytest.raises(Refused, match="character limit"):
        await platform.send(replace(POST, key="2", text=Rich(text=f"{words}x {link}")), [])


async def test_a_correction_keeps_the_pictures_and_the_history(
    mastodon: Make, sandbox: Sandbox, http: aiohttp.ClientSession, png: Callable[[int, int], bytes]
) -> None:
    platform = mastodon()
    picture = Picture(data=png(40, 30), mime="image/png", width=40, height=30, alt="A bridge")
    receipt = await platform.send(POST, [picture])
    assert await platform.edit(receipt, replace(POST, text=Rich(text="New")), []) == receipt
    (post,) = standing(sandbox)
    assert (post.text, len(post.photos), bool(post.edited_at)) == ("New", 1, True)
    place = f"{sandbox.url}/api/v1/statuses/{receipt.id}/history"
    async with http.get(place, headers={"Authorization": f"Bearer {TOKEN}"}) as answer:
        versions = [as_sent(version) for version in await answer.json()]
    assert versions == [POST.text.text.replace("\n\n", "\n"), "New"]


async def test_an_answer_stands_under_the_post_until_both_are_gone(
    mastodon: Make, sandbox: Sandbox
) -> None:
    platform = mastodon()
    first = await platform.send(POST, [])
    under = replace(POST, key="2", text=Rich(text="Corrected"))
    answer = await platform.reply(first, under, [])
    assert standing(sandbox)[1].reply_to == first.id
    assert await platform.find(under, first.id) == answer
    for receipt in (answer, first, first):
        await platform.delete(receipt)
    assert standing(sandbox) == []
    with pytest.raises(Refused, match="does not exist"):
        await platform.reply(first, under, [])


async def test_a_picture_in_work_joins_the_post_when_it_is_ready(
    mastodon: Make, sandbox: Sandbox, clock: Any
) -> None:
    platform = mastodon()
    for _ in range(2):
        with pytest.raises(Throttled):
            await platform.send(POST, [GIF])
    clock.now += 5
    await platform.send(POST, [GIF])
    assert len(standing(sandbox)[0].photos) == 1


async def test_a_picture_that_is_none_is_left_out(mastodon: Make, sandbox: Sandbox) -> None:
    await mastodon().send(POST, [replace(GIF, data=b"no picture")])
    assert standing(sandbox)[0].photos == ()


async def test_a_token_that_may_only_read_is_told(mastodon: Make) -> None:
    assert "news.sandbox" in await mastodon().examine()
    platform = mastodon(READING_TOKEN)
    with pytest.raises(Refused, match="may read"):
        await platform.examine()
    with pytest.raises(Locked, match="authorized scopes"):
        await platform.send(POST, [])
    with pytest.raises(Locked, match="token is invalid"):
        await mastodon("nobody's").send(POST, [])


async def test_deletions_are_counted_by_the_half_hour(
    start: Callable[..., Any], clock: Any, mastodon: Make
) -> None:
    limited = await start(Setup(clock=clock, enforce_limits=True))
    platform = mastodon(TOKEN, limited)
    receipt = await platform.send(POST, [])
    for _ in range(30):
        await platform.delete(receipt)
    with pytest.raises(Throttled) as raised:
        await platform.delete(receipt)
    assert raised.value.until == clock.now + 1800
    clock.now += 1800
    await platform.delete(receipt)


@pytest.mark.parametrize(
    ("what", "expected"), [("429", Throttled), ("400", Refused), ("401", Locked), ("403", Locked), ("migrate", Refused)]
)  # fmt: skip
async def test_faults_are_answered_as_by_mastodon(
    mastodon: Make, sandbox: Sandbox, what: Any, expected: type[Exception]
) -> None:
    sandbox.faults.waiting.append(Fault(match="statuses", do=what))
    with pytest.raises(expected, match="Mastodon: "):
        await mastodon().send(POST, [])


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"status": " "}, 422),
        ({"status": "x", "media_ids": ["7"]}, 422),
        ({"status": "x", "media_ids": ["1", "2", "3", "4", "5"]}, 422),
    ],
)
async def test_what_mastodon_refuses_is_refused(
    sandbox: Sandbox, http: aiohttp.ClientSession, body: Any, status: int
) -> None:
    token = {"Authorization": f"Bearer {TOKEN}"}
    async with http.post(f"{sandbox.url}/api/v1/statuses", json=body, headers=token) as answer:
        assert answer.status == status
        assert (await answer.json())["error"].startswith("Validation failed: ")


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(words=st.text(max_size=400), link=st.sampled_from(["", LINK]))
def test_a_text_comes_back_as_it_was_composed(words: str, link: str) -> None:
    text = f"{clean(words)}\n\n{link} #news".strip()
    assert is_alike(as_sent({"content": content(text, DOMAIN)}), text)
