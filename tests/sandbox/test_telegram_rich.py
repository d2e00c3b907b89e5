"""Rich messages: what the stand-in takes, what readers see, and that the platform's own fit."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from selectolax.lexbor import LexborHTMLParser

from bot.model import Image, Post
from bot.platforms.telegram import Telegram, TelegramOptions
from bot.rules import Destination
from bot.sandbox.ledger import Mark
from bot.sandbox.server import Sandbox
from bot.sandbox.setup import BOT_TOKEN
from bot.sandbox.telegram_rich import MOST_BLOCKS, Article, Figure, read_article
from bot.sandbox.telegram_text import Refusal
from bot.text.rich import bold, hashtag, join, link, plain

CHAT = "@morningtick"
FIGURE = '<figure><img src="https://n.example/a?b&amp;c"/><figcaption>A &lt;b&gt;<cite>Anna</cite></figcaption></figure>'


def test_an_article_is_its_paragraphs_and_figures() -> None:
    html = f'<p><b>Big &amp; <i>new</i></b></p>{FIGURE}<p>One<br/><a href="https://n.example/">two</a></p>'
    assert read_article({"html": html}) == Article(
        text="Big & new\n\nOne\ntwo",
        marks=(
            Mark(start=0, end=9, kind="bold"),
            Mark(start=6, end=9, kind="italic"),
            Mark(start=15, end=18, kind="text_link", url="https://n.example/"),
        ),
        figures=(Figure(url="https://n.example/a?b&c", caption="A <b>", credit="Anna"),),
    )


@pytest.mark.parametrize(
    ("message", "why"),
    [
        ({"markdown": "*a*"}, "must have html"),
        ({}, "must have html"),
        ({"html": "words"}, "text outside of a block"),
        ({"html": "<p>a"}, 'Can\'t find end tag corresponding to start tag "p"'),
        ({"html": "<p><script>x</script></p>"}, 'Unsupported start tag "script"'),
        ({"html": "<b>a</b>"}, 'Unsupported start tag "b"'),
        ({"html": "<p><p>a</p></p>"}, '"p" inside "p"'),
        ({"html": "<p>a</b></p>"}, 'Unmatched end tag "b"'),
        ({"html": '<p><img src="https://n.example/"/></p>'}, "a picture outside of a figure"),
        ({"html": f"<p>{'a' * 32_769}</p>"}, "is too long"),
        ({"html": "<p>a</p>" * (MOST_BLOCKS + 1)}, "has too many blocks"),
    ],
)
def test_what_is_no_article_is_refused(message: dict[str, str], why: str) -> None:
    with pytest.raises(Refusal, match=why):
        read_article(message)


@pytest.fixture
async def telegram(sandbox: Sandbox) -> AsyncIterator[Telegram]:
    place = Destination(name="t", platform="telegram", address=CHAT, api_base=sandbox.url)
    options = TelegramOptions(chat=CHAT, token="env:T", style="rich")
    platform = Telegram(place, options, lambda _: BOT_TOKEN)
    yield platform
    await platform.close()


@pytest.fixture
def article(sandbox: Sandbox, png: Callable[[int, int], bytes]) -> Post:
    key = sandbox.ledger.keep(png(40, 30), "image/png")
    url = f"{sandbox.url}/_sandbox/pictures/{key}"
    text = join(
        [bold("Big <news>"), plain("Water rose."), link("Tick", "https://n.example/a")], "\n\n"
    )
    image = Image(url=url, alt="A bridge", credit="Anna Berg")
    return Post(key="k", text=text, link="https://n.example/a", images=(image,))


async def test_a_rich_post_stands_with_its_picture_below_the_headline(
    telegram: Telegram, sandbox: Sandbox, http: aiohttp.ClientSession, article: Post
) -> None:
    sent = await telegram.send(article, [])
    (post,) = sandbox.ledger.channel("telegram", "morningtick").standing
    assert (post.text, post.card) == (article.text.text, None)
    assert [(photo.width, photo.caption) for photo in post.photos] == [(40, "A bridge Anna Berg")]
    async with http.get(f"{sandbox.url}/telegram/morningtick/{sent.id}") as answer:
        bubble = LexborHTMLParser(await answer.text()).css(".bubble")[0]
    shown = [node.text().strip() for node in bubble.css(".text, .under")]
    assert shown == ["Big <news>", "A bridge Anna Berg", "Water rose.\n\nTick"]


async def test_tags_are_found_and_nobody_is_credited_twice(
    telegram: Telegram, sandbox: Sandbox, article: Post
) -> None:
    text = join([article.text, plain("Photo: Anna Berg"), hashtag("Water")], "\n\n")
    await telegram.send(replace(article, text=text), [])
    (post,) = sandbox.ledger.channel("telegram", "morningtick").standing
    assert [(m.kind, post.text[m.start : m.end]) for m in post.marks][-1] == ("hashtag", "#Water")
    assert post.photos[0].caption == "A bridge"


async def test_a_correction_keeps_the_article_rich(
    telegram: Telegram, sandbox: Sandbox, article: Post
) -> None:
    sent = await telegram.send(article, [])
    corrected = replace(article, text=join([bold("Big news"), plain("Water fell.")], "\n\n"))
    for _ in range(2):
        assert await telegram.edit(sent, corrected, []) == sent
    (post,) = sandbox.ledger.channel("telegram", "morningtick").standing
    assert (post.text, len(post.photos)) == ("Big news\n\nWater fell.", 1)
    assert sandbox.ledger.channel("telegram", "morningtick").edited == 1


async def test_a_picture_that_telegram_cannot_fetch_makes_a_message_as_ever(
    telegram: Telegram, sandbox: Sandbox, article: Post
) -> None:
    gone = replace(article.images[0], url=f"{sandbox.url}/_sandbox/pictures/gone")
    await telegram.send(replace(article, images=(gone,)), [])
    (post,) = sandbox.ledger.channel("telegram", "morningtick").standing
    assert (post.text, post.photos) == (article.text.text, ())


async def test_the_api_shows_a_rich_message_by_its_blocks(api: Any) -> None:
    answer = await api("sendRichMessage", chat_id=CHAT, rich_message={"html": "<p>a</p><p>b</p>"})
    blocks = [{"type": "paragraph", "text": text} for text in "ab"]
    assert answer["result"]["rich_message"] == {"blocks": blocks}
    assert "text" not in answer["result"]
