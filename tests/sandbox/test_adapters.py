"""Our own adapters at the stand-ins: what was composed is what readers see."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.model import Image, Picture, Post, Receipt, Rich, Span, Style
from bot.platforms.telegram import Telegram, TelegramOptions
from bot.platforms.x import X, XOptions
from bot.ports import Platform
from bot.rules import Destination
from bot.sandbox.server import Sandbox
from bot.sandbox.setup import BOT_TOKEN, X_ACCOUNT

URL = "https://news.example/a"
POST = Post(
    key="k",
    text=Rich(text="Big news: read", spans=(Span(start=0, end=8, style=Style.BOLD),)),
    link=URL,
    images=(Image(url=f"{URL}.png", alt="A bridge"), Image(url=f"{URL}2.png", alt="A quay")),
    is_breaking=True,
)
KEYS = ("consumer_key", "consumer_secret", "access_token", "access_token_secret")


@pytest.fixture
async def opened() -> AsyncIterator[Callable[[Platform], Any]]:
    platforms: list[Platform] = []

    def keep(platform: Platform) -> Platform:
        platforms.append(platform)
        return platform

    yield keep
    for platform in platforms:
        await platform.close()


@pytest.fixture
def pictures(png: Callable[[int, int], bytes]) -> list[Picture]:
    return [
        Picture(data=png(300, 200), mime="image/png", width=300, height=200, alt=image.alt)
        for image in POST.images
    ]


def there(sandbox: Sandbox, platform: str) -> Destination:
    return Destination(name=platform, platform=platform, address="", api_base=sandbox.url)


@pytest.mark.parametrize("style", ["classic", "rich"])
async def test_an_album_in_a_topic_is_pinned_changed_and_taken_down(
    sandbox: Sandbox, opened: Any, pictures: list[Picture], style: str
) -> None:
    options = TelegramOptions(
        chat="@morningtick", token="env:TOKEN", topic=7, pin="breaking", style=style
    )
    telegram = opened(Telegram(there(sandbox, "telegram"), options, lambda _: BOT_TOKEN))
    assert await telegram.examine() == "@herald_sandbox_bot may post in “morningtick”"
    receipt: Receipt = await telegram.send(POST, pictures)
    channel = sandbox.ledger.channel("telegram", "morningtick", "")
    first, second = (channel.posts[number] for number in receipt.id.split("+"))
    assert (first.text, second.text) == ("Big news: read", "")
    assert {post.wire["message_thread_id"] for post in (first, second)} == {7}
    assert sandbox.ledger.accepted["telegram"]["pinChatMessage"] == 1
    await telegram.edit(receipt, replace(POST, text=Rich(text="Big news: read on")), ())
    assert channel.posts[first.id].text == "Big news: read on"
    await telegram.delete(receipt)
    assert not {first.id, second.id} & set(channel.posts)


async def test_a_thread_with_pictures_stands_on_x_and_is_taken_down_whole(
    sandbox: Sandbox, opened: Any, pictures: list[Picture]
) -> None:
    auth = {key: f"env:{key}" for key in KEYS}
    options = XOptions.model_validate({"auth": auth, "account": X_ACCOUNT.username})
    x = opened(X(there(sandbox, "x"), options, lambda key: str(getattr(X_ACCOUNT, key[4:]))))
    assert await x.examine() == "posts as @morningtick"
    receipt: Receipt = await x.send(
        replace(POST, thread=(Rich(text="It goes on."), Rich(text=URL))), pictures
    )
    ids = receipt.id.split("+")
    channel = sandbox.ledger.channel("x", "morningtick", "")
    assert [channel.posts[one].text.split(" https")[0] for one in ids[:2]] == [
        "Big news: read",
        "It goes on.",
    ]
    assert [photo.alt for photo in channel.posts[ids[0]].photos] == ["A bridge", "A quay"]
    assert (await x.find(POST, "")) == replace(receipt, id=ids[0])
    await x.delete(receipt)
    assert not set(ids) & set(channel.posts)
