"""A post in doubt is looked for on the channel's public page, where the Bot API cannot tell."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.errors import InDoubt, Unsent
from bot.model import Post, Receipt, Rich
from bot.platforms.telegram import Telegram
from bot.tme import PublicPage
from tests.platforms.conftest import Server, Step
from tests.platforms.outcomes import making

NOW = 1_800_000_000.0
LINK = "https://news.example/a?x=1&y=2"
TEXT = "🎈 Big news: read it\n\nFoo <bar>"
POST = Post(key="k", text=Rich(text=TEXT), link=LINK, sent_at=NOW)
BUTTON = LINK.replace("&", "&amp;")
OURS = (
    '<i class="emoji" style="background-image:url(\'//t.example/1.png\')"><b>🎈</b></i> '
    f'<b>Big</b> news: <a href="{BUTTON}">read it</a><br/><br/>Foo &lt;bar&gt;'
)

telegram = making(Telegram, {"chat": "@News", "token": "env:TOKEN"})
Make = Callable[..., Telegram]


def message(number: int, words: str, *, ago: float = 0, more: str = "") -> str:
    at = datetime.fromtimestamp(NOW - ago, UTC).isoformat()
    return (
        '<div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="tgme_widget_message'
        f' text_not_supported_wrap js-widget_message" data-post="news/{number}">{more}'
        f'<div class="tgme_widget_message_text js-message_text" dir="auto">{words}</div>'
        '<a class="tgme_widget_message_inline_button url_button" href="https://news.example/other">'
        "<span>Read</span></a>"
        f'<a class="tgme_widget_message_date" href="https://t.me/news/{number}">'
        f'<time datetime="{at}" class="time">10:00</time></a></div></div>'
    )


def page(*messages: str) -> Step:
    return 200, f"<!DOCTYPE html><html><body>{''.join(messages)}</body></html>"


OLD = message(40, "Old news", ago=2 * 3600)
FIRST = message(1, "Channel created", ago=5)


@pytest.mark.parametrize("after", [0, 40])
async def test_a_post_is_found_by_its_link_and_words(server: Server, after: int) -> None:
    server.does(page(OLD, message(41, OURS), message(42, "Newer")))
    found = await PublicPage(server.url, 20).find(POST, after, "@News")
    assert found == Receipt(id="41", permalink="https://t.me/News/41")
    assert server.requests[0].path == "/s/News"


async def test_an_album_is_found_with_all_its_pictures(server: Server) -> None:
    photos = "".join(
        f'<a class="tgme_widget_message_photo_wrap" href="https://t.me/news/{number}?single"></a>'
        for number in (41, 42, 43)
    )
    server.does(page(OLD, message(41, OURS, more=photos)))
    found = await PublicPage(server.url, 20).find(POST, 0, "@news")
    assert found == Receipt(id="41+42+43", permalink="https://t.me/news/41")


async def test_a_post_without_a_link_is_found_by_its_words(server: Server) -> None:
    server.does(page(OLD, message(41, OURS)))
    post = Post(key="k", text=Rich(text=TEXT), link="")
    found = await PublicPage(server.url, 20).find(post, 0, "@news")
    assert found
    assert found.id == "41"


@pytest.mark.parametrize(
    ("shown", "after"),
    [([OLD], 0), ([FIRST], 0), ([OLD], 40), ([OLD, message(41, "Another's")], 40)],
    ids=["an older one", "the channel's first", "the last known", "another's"],
)
async def test_what_is_missed_twice_is_not_there(
    server: Server, shown: list[str], after: int
) -> None:
    server.does(*[page(*shown)] * 3)
    there = PublicPage(server.url, 20)
    with pytest.raises(Unsent, match="does not show it yet"):
        await there.find(POST, after, "@news")
    assert await there.find(POST, after, "@news") is None
    with pytest.raises(Unsent):
        await there.find(POST, after, "@news")


@pytest.mark.parametrize(
    ("step", "after", "why"),
    [
        (page(), 0, "does not reach back"),
        (page(message(50, "News", ago=60)), 0, "does not reach back"),
        (page(message(50, "News", ago=7200)), 40, "does not reach back"),
        (page(OLD, message(41, f'Other words, <a href="{BUTTON}">ours</a>')), 0, "much like it"),
        (page(OLD, message(41, TEXT.replace("<", "&lt;"))), 0, "much like it"),
        ((302, "", {"Location": "/news"}), 0, "no public page"),
        ((502, "<html>"), 0, "no public page"),
        ("reset", 0, "cannot be read"),
        ("nobody", 0, "cannot be read"),
    ],
)
async def test_what_the_page_cannot_tell_is_for_a_person(
    server: Server, nobody: str, step: Any, after: int, why: str
) -> None:
    server.does(*([] if step == "nobody" else [step]))
    base = nobody if step == "nobody" else server.url
    with pytest.raises(InDoubt, match=why):
        await PublicPage(base, 20).find(POST, after, "@news")


@pytest.mark.parametrize(("base", "chat"), [("", "@news"), ("http://x.example", "-1001234567890")])
async def test_what_has_no_public_page_is_not_looked_for(base: str, chat: str) -> None:
    with pytest.raises(InDoubt, match="no public page"):
        await PublicPage(base, 20).find(POST, 0, chat)


async def test_the_page_is_read_where_the_bot_api_cannot_tell(
    telegram: Make, server: Server
) -> None:
    server.does(page(OLD, message(41, OURS)))
    there = telegram(web_base=server.url)
    assert await there.find(POST, "") == Receipt(id="41", permalink="https://t.me/News/41")
    refused = {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: message can't be edited",
    }
    server.does((400, refused), page(OLD, message(42, OURS)))
    assert (await there.find(POST, "40") or Receipt(id="")).id == "42"


async def test_of_what_nobody_can_tell_both_reasons_are_said(
    telegram: Make, server: Server
) -> None:
    server.does((302, "", {"Location": "/news"}))
    with pytest.raises(InDoubt, match="look there and resolve it; it has no public page"):
        await telegram(web_base=server.url).find(POST, "")
