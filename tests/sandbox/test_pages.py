from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from selectolax.lexbor import LexborHTMLParser

from bot.sandbox.ledger import Card, Channel, Mark, Photo, Standing
from bot.sandbox.pages import Piece, pieces
from bot.sandbox.server import Sandbox
from bot.sandbox.setup import X_ACCOUNT, Setup

CHAT = "@morningtick"


def standing(text: str, *marks: Mark) -> Standing:
    return Standing(id="1", at=0, author="a", text=text, marks=marks)


def test_marks_may_overlap_as_they_like() -> None:
    post = standing(
        "one two three",
        Mark(start=0, end=7, kind="bold"),
        Mark(start=4, end=13, kind="text_link", url="https://news.example/"),
    )
    assert list(pieces(post)) == [
        Piece("one ", "bold"),
        Piece("two", "bold text_link", "https://news.example/"),
        Piece(" three", "text_link", "https://news.example/"),
    ]


@pytest.mark.parametrize(
    ("url", "opened"),
    [
        ("https://a.example/", "https://a.example/"),
        ("tg://resolve?domain=x", "tg://resolve?domain=x"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
    ],
)
def test_only_addresses_that_are_safe_can_be_opened(url: str, opened: str) -> None:
    (piece,) = pieces(standing("x", Mark(start=0, end=1, kind="text_link", url=url)))
    assert piece.url == opened


def test_an_empty_text_has_no_pieces() -> None:
    assert list(pieces(standing(""))) == []


@pytest.fixture
def page(http: aiohttp.ClientSession, sandbox: Sandbox) -> Callable[..., Any]:
    async def page(path: str) -> LexborHTMLParser:
        async with http.get(sandbox.url + path) as answer:
            assert answer.status == 200, await answer.text()
            policy = answer.headers["Content-Security-Policy"]
            assert policy.startswith("default-src 'none'")
            return LexborHTMLParser(await answer.text())

    return page


async def test_the_first_page_lists_the_channels(page: Callable[..., Any], api: Any) -> None:
    await api("sendMessage", chat_id=CHAT, text="<i>Homes</i> & more")
    listed = (await page("/")).css(".channel")
    assert [(c.attributes["href"], c.css_first(".count").text()) for c in listed] == [
        ("/x/morningtick", "0"),
        ("/telegram/morningtick", "1"),
    ]
    assert listed[1].css_first(".last").text() == "<i>Homes</i> & more"


async def test_a_telegram_channel_looks_as_it_was_posted(
    page: Callable[..., Any], api: Any
) -> None:
    text = "🏗️ <b>Homes</b>\n\nRead more"
    await api(
        "sendMessage",
        chat_id=CHAT,
        text=text,
        entities=[
            {"type": "bold", "offset": 0, "length": 4},
            {"type": "text_link", "offset": 18, "length": 9, "url": "https://news.example/a?b&c"},
        ],
        link_preview_options={"url": "https://news.example/a", "prefer_large_media": True},
        reply_markup={"inline_keyboard": [[{"text": "Open", "url": "https://news.example/a"}]]},
    )
    await api(
        "sendMessage", chat_id=CHAT, text="draft", disable_notification=True, message_thread_id=7
    )
    await api("editMessageText", chat_id=CHAT, message_id=3, text="final")
    first, second = (await page("/telegram/MorningTick")).css("article")
    assert first.css_first(".text").text() == text
    assert first.css_first(".text").attributes["dir"] == "auto"
    assert first.css_first(".bold").text() == "🏗️ "
    assert first.css_first(".text a").attributes["href"] == "https://news.example/a?b&c"
    assert first.css_first(".card.large b").text() == "news.example"
    assert first.css_first(".buttons a").attributes["href"] == "https://news.example/a"
    seen = second.css_first("footer").text(separator=" ").split()
    assert seen == ["topic", "7", "silent", "edited", "08:00"]


async def test_pictures_are_shown(
    page: Callable[..., Any], sandbox: Sandbox, http: aiohttp.ClientSession, png: Any, api: Any
) -> None:
    key = sandbox.ledger.keep(png(4, 3), "image/png")
    address = f"{sandbox.url}/_sandbox/pictures/{key}"
    media = [{"type": "photo", "media": address, "caption": "Four"}] * 2
    await api("sendMediaGroup", chat_id=CHAT, media=media)
    (album,) = (await page("/telegram/morningtick")).css("article")
    assert [img.attributes["src"] for img in album.css("img")] == [f"/_sandbox/pictures/{key}"] * 2
    async with http.get(address) as answer:
        assert (answer.content_type, await answer.read()) == ("image/png", png(4, 3))


async def test_an_x_account_shows_the_newest_first(
    page: Callable[..., Any], sandbox: Sandbox
) -> None:
    channel = sandbox.ledger.channel("x", X_ACCOUNT.username)
    link = Mark(start=4, end=22, kind="url", url="https://news.com/a", shown="news.com/a")
    channel.add(
        Standing(id="1", at=0, author="morningtick", text="See https://news.com/a", marks=(link,))
    )
    channel.add(Standing(id="2", at=60, author="morningtick", text="Correction", reply_to="1"))
    newest, oldest = (await page("/x/morningtick")).css("article")
    assert newest.css_first(".reply a").attributes["href"] == "#p1"
    assert oldest.css_first(".text").text() == "See news.com/a"
    assert oldest.css_first("time").text() == "Jan 1, 00:00"


async def test_a_post_has_an_address_of_its_own(
    page: Callable[..., Any], sandbox: Sandbox, http: aiohttp.ClientSession, api: Any
) -> None:
    for text in ("one", "two"):
        await api("sendMessage", chat_id=CHAT, text=text)
    sandbox.ledger.channel("x", "morningtick").add(Standing(id="7", at=0, author="", text="x"))
    marked = (await page("/telegram/morningtick/3")).css(".target")
    assert [article.css_first(".text").text() for article in marked] == ["two"]
    assert len((await page("/x/morningtick/status/7")).css(".target")) == 1
    for path in ("/telegram/morningtick/9", "/telegram/nobody", "/_sandbox/pictures/9"):
        async with http.get(sandbox.url + path) as answer:
            assert answer.status == 404


async def test_pages_need_nothing_from_elsewhere(
    page: Callable[..., Any], http: aiohttp.ClientSession, sandbox: Sandbox
) -> None:
    tree = await page("/x/morningtick")
    assert [link.attributes["href"] for link in tree.css("link")] == ["/_sandbox/style.css"]
    assert tree.css("script") == []
    async with http.get(f"{sandbox.url}/_sandbox/style.css") as answer:
        assert answer.content_type == "text/css"
        assert "url(" not in await answer.text()


async def test_hostile_titles_stay_text(
    start: Callable[..., Any], http: aiohttp.ClientSession
) -> None:
    account = replace(X_ACCOUNT, name="<script>alert(1)</script>")
    sandbox = await start(Setup(accounts=(account,)))
    async with http.get(f"{sandbox.url}/x/morningtick") as answer:
        assert "<script>" not in await answer.text()


PAGE = """<html><head><meta property="og:title" content="Homes &amp; gardens">
<meta property="og:description" content="Nobody moved."><meta property="og:site_name" content="Tick">
<meta property="og:image" content="/picture.png"></head></html>"""


@pytest.fixture
async def publisher(png: Callable[[int, int], bytes]) -> AsyncIterator[Any]:
    """Serve one page and a picture of more bytes than arrive at once; `asked` is what was asked for."""
    asked: list[str] = []
    picture = png(300, 150) + bytes(400_000)

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.path)
        if request.path == "/picture.png":
            return web.Response(body=picture, content_type="image/png")
        return web.Response(text=PAGE, content_type="text/html")

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    server = TestServer(app)
    await server.start_server()
    yield SimpleNamespace(url=str(server.make_url("/")), asked=asked, picture=picture)
    await server.close()


def stand(sandbox: Sandbox, platform: str, **said: Any) -> Channel:
    channel = sandbox.ledger.channel(platform, "morningtick", "Morning Tick")
    usual: dict[str, Any] = {"id": "1", "at": 0.0, "author": "tick", "text": "Homes"}
    channel.add(Standing(**usual | said))
    return channel


@pytest.mark.parametrize("platform", ["facebook", "mastodon", "discord", "slack", "threads", "x"])
async def test_a_card_shows_what_its_page_says_of_itself(
    page: Callable[..., Any],
    http: aiohttp.ClientSession,
    sandbox: Sandbox,
    publisher: Any,
    platform: str,
) -> None:
    stand(sandbox, platform, card=Card(url=publisher.url))
    for _ in range(2):
        (card,) = (await page(f"/{platform}/morningtick")).css(".card")
    assert card.css_first("b").text() == "Homes & gardens"
    assert (card.css_first(".about").text(), card.css_first(".site").text()) == (
        "Nobody moved.",
        "Tick",
    )
    assert publisher.asked == ["/", "/picture.png"]
    async with http.get(sandbox.url + card.css_first("img").attributes["src"]) as answer:
        assert await answer.read() == publisher.picture


async def test_a_card_keeps_the_words_that_its_post_brings(
    page: Callable[..., Any], sandbox: Sandbox, publisher: Any
) -> None:
    stand(sandbox, "bluesky", card=Card(url=publisher.url, title="Own words"))
    card = (await page("/bluesky/morningtick")).css_first(".card")
    assert (card.css_first("b").text(), publisher.asked) == ("Own words", [])


async def test_a_card_of_a_page_that_gives_nothing_names_where_it_leads(
    page: Callable[..., Any], sandbox: Sandbox
) -> None:
    stand(sandbox, "facebook", card=Card(url="http://127.0.0.1:1/a"))
    card = (await page("/facebook/morningtick")).css_first(".card")
    assert (card.css_first("b").text(), len(card.css(".picture"))) == ("127.0.0.1", 1)


async def test_a_reset_forgets_what_pages_said(
    page: Callable[..., Any], http: aiohttp.ClientSession, sandbox: Sandbox, publisher: Any
) -> None:
    for _ in range(2):
        stand(sandbox, "facebook", card=Card(url=publisher.url))
        await page("/facebook/morningtick")
        async with http.post(f"{sandbox.url}/_sandbox/reset"):
            pass
    assert publisher.asked == ["/", "/picture.png"] * 2


CHAT_LIKE, FEED_LIKE = ["telegram", "discord", "slack", "matrix"], ["x", "bluesky", "facebook"]


@pytest.mark.parametrize(
    ("platform", "order"),
    [(name, ["old", "new"]) for name in CHAT_LIKE]
    + [(name, ["new", "old"]) for name in FEED_LIKE],
)
async def test_a_chat_reads_downwards_and_a_feed_shows_the_newest_first(
    page: Callable[..., Any], sandbox: Sandbox, platform: str, order: list[str]
) -> None:
    stand(sandbox, platform, text="old")
    stand(sandbox, platform, text="new", id="2")
    shown = (await page(f"/{platform}/morningtick")).css("article .text")
    assert [text.text() for text in shown] == order


@pytest.mark.parametrize(
    ("platform", "wire", "seen"),
    [
        (
            "mastodon",
            {"spoiler_text": "Football"},
            {"details summary": "Football", "details .text": "Homes"},
        ),
        (
            "mastodon",
            {"sensitive": True},
            {"details summary": "Sensitive content", "details .photos": "ALTLamps"},
        ),
        ("mastodon", {"visibility": "unlisted"}, {".by span:last-of-type": "unlisted"}),
        ("threads", {"topic_tag": "Harbour"}, {".by b:nth-of-type(2)": "Harbour"}),
        ("discord", {}, {".by .app": "APP"}),
        ("slack", {}, {".by .app": "APP"}),
        ("matrix", {}, {".photos + .text": "Homes"}),
        ("bluesky", {}, {".by span": "@tick"}),
        ("facebook", {}, {".post > footer": "LikeCommentShare"}),
    ],
)
async def test_a_channel_has_what_is_its_platforms_own(
    page: Callable[..., Any],
    sandbox: Sandbox,
    platform: str,
    wire: dict[str, Any],
    seen: dict[str, str],
) -> None:
    photo = Photo(key="1", mime="image/png", size=1, width=1, height=1, alt="Lamps")
    stand(sandbox, platform, wire=wire, photos=(photo,))
    (article,) = (await page(f"/{platform}/morningtick")).css("article")
    found = {where: article.css_first(where).text().replace("\n", "") for where in seen}
    assert found == seen


async def test_an_answer_on_facebook_is_a_comment(
    page: Callable[..., Any], sandbox: Sandbox
) -> None:
    stand(sandbox, "facebook")
    stand(sandbox, "facebook", id="2", reply_to="1", text="Corrected")
    (article,) = (await page("/facebook/morningtick")).css("article")
    assert article.css_first(".comment .text").text() == "Corrected"


@pytest.mark.parametrize("platform", ["matrix", "slack", "mastodon"])
async def test_an_answer_quotes_what_it_answers(
    page: Callable[..., Any], sandbox: Sandbox, platform: str
) -> None:
    stand(sandbox, platform, text="<i>Homes</i>")
    stand(sandbox, platform, id="2", reply_to="1", text="Corrected")
    quote = (await page(f"/{platform}/morningtick")).css_first(".reply")
    assert (quote.text(), quote.attributes["href"]) == ("<i>Homes</i>", "#p1")
