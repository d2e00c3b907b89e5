import json
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    LinkPreviewOptions,
    MessageEntity,
    ReplyParameters,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.sandbox.ledger import Button, Card
from bot.sandbox.server import Sandbox
from bot.sandbox.setup import BOT_TOKEN, Setup
from bot.sandbox.standins.telegram import ANNA, Telegram
from bot.sandbox.telegram_chat import Chat
from bot.tme import messages

CHAT = "@morningtick"
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)
BUTTON = InlineKeyboardMarkup([[InlineKeyboardButton("Read", url="https://news.example/a")]])


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    async with Bot(BOT_TOKEN, base_url=f"{sandbox.url}/bot") as bot:
        yield bot


async def test_a_text_stands_as_it_was_sent(bot: Bot, sandbox: Sandbox) -> None:
    message = await bot.send_message(
        CHAT,
        "🏗️ New homes\n\nRead more #Housing",
        entities=[
            MessageEntity("bold", 0, 13),
            MessageEntity("text_link", 15, 9, url="https://news.example/a"),
        ],
        link_preview_options=LinkPreviewOptions(
            url="https://news.example/a", prefer_large_media=True
        ),
        reply_markup=BUTTON,
        disable_notification=True,
    )
    assert message.message_id == 2
    assert message.chat.username == "morningtick"
    assert message.sender_chat == message.chat
    found = {entity.type: text for entity, text in message.parse_entities().items()}
    assert found == {"bold": "🏗️ New homes", "text_link": "Read more", "hashtag": "#Housing"}
    (post,) = sandbox.ledger.channel("telegram", "morningtick").standing
    assert post.text == "🏗️ New homes\n\nRead more #Housing"
    assert post.silent
    assert post.card == Card(url="https://news.example/a", large=True)
    assert post.buttons == ((Button(label="Read", url="https://news.example/a"),),)


async def test_a_photo_stands_with_its_caption(
    bot: Bot, sandbox: Sandbox, png: Callable[[int, int], bytes]
) -> None:
    message = await bot.send_photo(CHAT, png(2000, 1000), caption="Bridge", reply_markup=BUTTON)
    assert message.caption == "Bridge"
    assert [(size.width, size.height) for size in message.photo][-1] == (2000, 1000)
    again = await bot.send_photo(CHAT, message.photo[-1].file_id)
    assert again.photo == message.photo
    standing = sandbox.ledger.channel("telegram", "morningtick").standing
    assert standing[0].photos == standing[1].photos
    assert sandbox.ledger.picture(standing[0].photos[0].key) == ("image/png", png(2000, 1000))


async def test_a_photo_is_fetched_from_its_address(
    bot: Bot, sandbox: Sandbox, png: Callable[[int, int], bytes]
) -> None:
    key = sandbox.ledger.keep(png(4, 4), "image/png")
    message = await bot.send_photo(CHAT, f"{sandbox.url}/_sandbox/pictures/{key}")
    assert message.photo[0].width == 4
    with pytest.raises(BadRequest, match=r"(?i)wrong type of the web page content"):
        await bot.send_photo(CHAT, f"{sandbox.url}/healthz")
    with pytest.raises(BadRequest, match=r"(?i)failed to get HTTP URL content"):
        await bot.send_photo(CHAT, f"{sandbox.url}/_sandbox/pictures/none")


async def test_an_album_is_several_messages(
    bot: Bot, sandbox: Sandbox, png: Callable[[int, int], bytes]
) -> None:
    items = [InputMediaPhoto(png(9, 9), caption="Four seasons"), InputMediaPhoto(png(8, 8))]
    messages = await bot.send_media_group(CHAT, items)
    assert [m.message_id for m in messages] == [2, 3]
    assert len({m.media_group_id for m in messages}) == 1
    assert [m.caption for m in messages] == ["Four seasons", None]
    assert len(sandbox.ledger.channel("telegram", "morningtick").standing) == 2


async def test_a_message_can_be_edited_until_it_is_as_wanted(
    bot: Bot, sandbox: Sandbox, png: Callable[[int, int], bytes]
) -> None:
    text = await bot.send_message(CHAT, "one", reply_markup=BUTTON)
    edited = await bot.edit_message_text("two", CHAT, text.message_id)
    assert not isinstance(edited, bool)
    assert (edited.text, edited.reply_markup) == ("two", None)
    assert edited.edit_date
    await bot.edit_message_reply_markup(CHAT, text.message_id, reply_markup=BUTTON)
    photo = await bot.send_photo(CHAT, png(9, 9), caption="one", has_spoiler=True)
    captioned = await bot.edit_message_caption(CHAT, photo.message_id, caption="two")
    assert not isinstance(captioned, bool)
    assert (captioned.caption, captioned.has_media_spoiler) == ("two", True)
    await bot.edit_message_media(InputMediaPhoto(png(7, 7)), CHAT, photo.message_id)
    first, second = sandbox.ledger.channel("telegram", "morningtick").standing
    assert (first.text, len(first.buttons)) == ("two", 1)
    assert (second.text, second.photos[0].width) == ("", 7)
    assert sandbox.ledger.channel("telegram", "morningtick").edited == 4


async def test_a_probe_by_id_tells_what_is_there(bot: Bot) -> None:
    await bot.send_message(CHAT, "one", reply_markup=BUTTON)
    with pytest.raises(BadRequest) as there:
        await bot.edit_message_reply_markup(CHAT, 2, reply_markup=BUTTON)
    assert (
        f"Bad Request: {there.value.message[0].lower()}{there.value.message[1:]}" == NOT_MODIFIED
    )
    with pytest.raises(BadRequest, match="essage to edit not found"):
        await bot.edit_message_reply_markup(CHAT, 3, reply_markup=BUTTON)
    with pytest.raises(BadRequest, match="essage can't be edited"):
        await bot.edit_message_reply_markup(CHAT, 1, reply_markup=BUTTON)


async def test_what_is_deleted_is_gone_and_its_id_is_not_used_again(
    bot: Bot, sandbox: Sandbox
) -> None:
    await bot.send_message(CHAT, "one")
    assert await bot.delete_message(CHAT, 2)
    with pytest.raises(BadRequest, match="essage to delete not found"):
        await bot.delete_message(CHAT, 2)
    with pytest.raises(BadRequest, match="essage can't be deleted"):
        await bot.delete_message(CHAT, 1)
    assert (await bot.send_message(CHAT, "two")).message_id == 3
    channel = sandbox.ledger.channel("telegram", "morningtick")
    assert (channel.posted, channel.deleted, len(channel.standing)) == (2, 1, 1)


async def test_messages_can_be_answered_copied_forwarded_and_pinned(
    bot: Bot, sandbox: Sandbox
) -> None:
    first = await bot.send_message(CHAT, "one", reply_markup=BUTTON)
    answer = await bot.send_message(CHAT, "two", reply_parameters=ReplyParameters(2))
    assert answer.reply_to_message == first
    copy = await bot.copy_message("@other_news", CHAT, 2)
    forwarded = await bot.forward_message("@other_news", CHAT, 2)
    assert forwarded.text == "one"
    assert forwarded.forward_origin is not None
    assert forwarded.forward_origin.to_dict()["message_id"] == 2
    assert await bot.pin_chat_message(CHAT, 2)
    assert (await bot.get_chat(CHAT)).pinned_message == first
    assert (await bot.send_message(CHAT, "three")).message_id == 5
    one, two = sandbox.ledger.channel("telegram", "other_news").standing
    assert (one.id, one.buttons, bool(two.buttons)) == (str(copy.message_id), (), True)


async def test_a_bot_knows_itself_and_its_rights(bot: Bot) -> None:
    assert (await bot.get_me()).username == "herald_sandbox_bot"
    chat = await bot.get_chat(CHAT)
    assert (await bot.get_chat(chat.id)).username == "morningtick"
    assert (await bot.get_chat_member(CHAT, bot.id)).status == "administrator"
    assert await bot.get_chat_member_count(CHAT) == 2
    assert await bot.get_updates() == ()


async def test_bodies_may_be_forms_queries_and_json(
    http: aiohttp.ClientSession, sandbox: Sandbox
) -> None:
    url = f"{sandbox.url}/bot{BOT_TOKEN}/SENDMESSAGE"
    values = {"chat_id": CHAT, "text": "x", "disable_notification": "true"}
    entities = [{"type": "bold", "offset": 0, "length": 1}]
    sent = [
        http.get(url, params=values | {"entities": json.dumps(entities)}),
        http.post(url, data=values | {"entities": json.dumps(entities)}),
        http.post(url, json=values | {"entities": entities, "disable_notification": True}),
    ]
    for answer in sent:
        async with answer as got:
            message = (await got.json())["result"]
            assert message["entities"] == entities
            assert isinstance(message["date"], int)
    assert all(p.silent for p in sandbox.ledger.channel("telegram", "morningtick").standing)


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("sendMessage", {"chat_id": CHAT}, "message text is empty"),
    ("sendMessage", {"chat_id": CHAT, "text": " \n"}, "text must be non-empty"),
    ("sendMessage", {"text": "x"}, "chat_id is empty"),
    ("sendMessage", {"chat_id": 0, "text": "x"}, "chat not found"),
    ("sendMessage", {"chat_id": "morningtick", "text": "x"}, "chat not found"),
    ("sendMessage", {"chat_id": CHAT, "text": "x" * 4097}, "message is too long"),
    ("sendMessage", {"chat_id": CHAT, "text": "👉" * 2049}, "message is too long"),
    (
        "sendMessage",
        {"chat_id": CHAT, "text": "x", "parse_mode": "BBCode"},
        "unsupported parse_mode",
    ),
    (
        "sendMessage",
        {"chat_id": CHAT, "text": "<b>x", "parse_mode": "HTML"},
        "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
    ),
    (
        "sendMessage",
        {"chat_id": CHAT, "text": "x", "colour": "red"},
        'parameter "colour" is not known to sendMessage',
    ),
    (
        "sendMessage",
        {"chat_id": CHAT, "text": "x", "entities": [{"type": "bold", "offset": 0}]},
        "can't parse MessageEntity: Can't find field \"length\"",
    ),
    (
        "sendMessage",
        {"chat_id": CHAT, "text": "x", "link_preview_options": {"is_disabled": "yes"}},
        'field "is_disabled" must be of type Boolean',
    ),
    (
        "sendMessage",
        {"chat_id": CHAT, "text": "x", "link_preview_options": {"url": "not-a-url"}},
        "WEBPAGE_URL_INVALID",
    ),
    (
        "sendMessage",
        {"chat_id": CHAT, "text": "x", "reply_parameters": {"message_id": 99}},
        "message to be replied not found",
    ),
    ("sendPhoto", {"chat_id": CHAT}, "there is no photo in the request"),
    (
        "sendPhoto",
        {"chat_id": CHAT, "photo": "AgACnone"},
        "wrong file identifier/HTTP URL specified",
    ),
    (
        "sendMediaGroup",
        {"chat_id": CHAT, "media": [{"type": "photo", "media": "x"}]},
        "an album has 2 to 10 items",
    ),
    (
        "sendMediaGroup",
        {"chat_id": CHAT, "media": [{"type": "audio", "media": "x"}] * 2},
        "can't use the media of the specified type in the album",
    ),
    (
        "editMessageText",
        {"chat_id": CHAT, "text": "x"},
        "message identifier is not specified",
    ),
    (
        "editMessageText",
        {"chat_id": CHAT, "message_id": 9, "text": "x"},
        "message to edit not found",
    ),
    ("copyMessage", {"chat_id": CHAT, "from_chat_id": CHAT, "message_id": 9}, "copy not found"),
]


@pytest.mark.parametrize(("method", "body", "why"), REFUSED)
async def test_a_refusal_is_in_telegrams_words(
    api: Any, sandbox: Sandbox, method: str, body: dict[str, Any], why: str
) -> None:
    status, description = await api.error(method, **body)
    assert status == 400
    assert description.startswith("Bad Request: ")
    assert description.endswith(why)
    assert sandbox.ledger.accepted == {}


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([[{"text": "x", "url": "not-a-url"}]], "button URL 'not-a-url' is invalid: Wrong HTTP"),
        ([[{"text": "x", "url": "ftp://a.example"}]], "Unsupported URL protocol"),
        ([[{"text": "x"}]], "Text buttons are unallowed in the inline keyboard"),
        ([[{"url": "https://a.example"}]], 'Can\'t find field "text"'),
        ([[{"text": "x", "callback_data": "x" * 65}]], "BUTTON_DATA_INVALID"),
        ([[{"text": "x", "callback_data": "x"}] * 9], "reply markup is too long"),
        ([[{"text": "x", "callback_data": "x"}]] * 101, "reply markup is too long"),
        ([[{"text": "x", "pay": True}]], 'field "pay" is not known to InlineKeyboardButton'),
        ("bad", 'field "inline_keyboard" must be of type Array'),
    ],
)
async def test_a_keyboard_that_telegram_would_refuse(api: Any, rows: Any, why: str) -> None:
    markup = {"inline_keyboard": rows}
    _, description = await api.error("sendMessage", chat_id=CHAT, text="x", reply_markup=markup)
    assert why in description


@pytest.mark.parametrize(
    ("size", "why"),
    [
        ((9000, 1001), "PHOTO_INVALID_DIMENSIONS"),
        ((2100, 100), "PHOTO_INVALID_DIMENSIONS"),
        ((0, 0), "file must be non-empty"),
        ((1, 0), "IMAGE_PROCESS_FAILED"),
        ((10485761, 0), "file of size 10485761 bytes is too big for a photo; the maximum size is"),
    ],
)
async def test_a_photo_that_telegram_would_refuse(
    bot: Bot, png: Callable[[int, int], bytes], size: tuple[int, int], why: str
) -> None:
    data = png(*size) if all(size) else b"x" * size[0]
    with pytest.raises(BadRequest) as refusal:
        await bot.send_photo(CHAT, data)
    assert why.lower() in refusal.value.message.lower()


async def test_the_longest_texts_pass(bot: Bot, png: Callable[[int, int], bytes]) -> None:
    await bot.send_message(CHAT, "<b>" + "x" * 4096 + "</b>", parse_mode="HTML")
    photo = await bot.send_photo(CHAT, png(9, 9), caption="x" * 1024)
    with pytest.raises(BadRequest, match="caption is too long"):
        await bot.edit_message_caption(CHAT, photo.message_id, caption="x" * 1025)


async def test_an_edit_must_fit_the_message(bot: Bot, png: Callable[[int, int], bytes]) -> None:
    await bot.send_message(CHAT, "x")
    await bot.send_photo(CHAT, png(9, 9))
    with pytest.raises(BadRequest, match="here is no caption in the message to edit"):
        await bot.edit_message_caption(CHAT, 2, caption="y")
    with pytest.raises(BadRequest, match="here is no text in the message to edit"):
        await bot.edit_message_text("y", CHAT, 3)


async def test_an_unknown_token_or_method_is_refused(api: Any) -> None:
    assert await api("getMe", token="1:x") == {
        "ok": False,
        "error_code": 401,
        "description": "Unauthorized",
    }
    assert await api.error("sendTelegram") == (404, "Not Found")


async def test_rights_in_a_chat_are_respected(
    start: Callable[..., Any], api_of: Callable[[Sandbox], Any], clock: Any
) -> None:
    chats = (
        Chat(username="away", is_member=False),
        Chat(username="mute_one", can_post=False),
        Chat(username="kept", can_delete=False),
        Chat(id=-5, is_admin=False),
    )
    setup = Setup(chats=chats, open_channels=False, clock=clock, bots={"1:a": "a", "2:b": "b"})
    sandbox = await start(setup)
    api = api_of(sandbox)

    async def refusal(method: str, who: str = "1:a", **body: Any) -> str:
        return str((await api(method, who, **body))["description"])

    away = await refusal("sendMessage", chat_id="@away", text="x")
    assert away == "Forbidden: bot is not a member of the channel chat"
    mute = await refusal("sendMessage", chat_id="@mute_one", text="x")
    assert mute == "Bad Request: need administrator rights in the channel chat"
    assert await refusal("getChat", chat_id="@other") == "Bad Request: chat not found"
    others = await refusal("getChatMember", chat_id=-5, user_id=ANNA)
    assert others == "Bad Request: member list is inaccessible"
    own = await api("getChatMember", "1:a", chat_id=-5, user_id=1)
    assert own["result"]["status"] == "member"
    await api("sendMessage", "1:a", chat_id="@KEPT", text="x")
    other: dict[str, Any] = {"chat_id": "@kept", "message_id": 2}
    edit = await refusal("editMessageText", "2:b", text="y", **other)
    assert edit == "Bad Request: message can't be edited"
    assert (
        await refusal("deleteMessage", "2:b", **other) == "Bad Request: message can't be deleted"
    )
    clock.now += 48 * 3600
    assert await refusal("deleteMessage", **other) == "Bad Request: message can't be deleted"
    clock.now -= 1
    assert (await api("deleteMessage", "1:a", **other))["ok"]


async def test_flood_control_says_how_long_to_wait(
    start: Callable[..., Any], api_of: Callable[[Sandbox], Any], clock: Any
) -> None:
    sandbox = await start(Setup(clock=clock, enforce_limits=True))
    api = api_of(sandbox)
    await api("sendMessage", chat_id=CHAT, text="1")
    assert await api("sendMessage", chat_id=CHAT, text="2") == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }
    assert (await api("sendMessage", chat_id="@other_news", text="1"))["ok"]
    for number in range(2, 21):
        clock.now += 1
        assert (await api("sendMessage", chat_id=CHAT, text=str(number)))["ok"]
    clock.now += 1
    assert (await api("sendMessage", chat_id=CHAT, text="21"))["parameters"] == {"retry_after": 40}
    clock.now += 40
    assert (await api("sendMessage", chat_id=CHAT, text="21"))["ok"]
    assert len(sandbox.ledger.channel("telegram", "morningtick").standing) == 21


async def test_a_bot_that_was_removed_is_forbidden(start: Callable[..., Any], clock: Any) -> None:
    chat = Chat(username="morningtick", id=-1001234567890, title="Morning Tick")
    sandbox = await start(Setup(chats=(replace(chat, is_member=False),), clock=clock))
    async with Bot(BOT_TOKEN, base_url=f"{sandbox.url}/bot") as bot:
        with pytest.raises(Forbidden):
            await bot.send_message(chat.id, "x")
        assert (await bot.get_chat(chat.id)).title == "Morning Tick"


async def test_a_group_that_became_a_supergroup_is_called_by_its_new_id(
    bot: Bot, sandbox: Sandbox
) -> None:
    (telegram,) = [each for each in sandbox._platforms if isinstance(each, Telegram)]
    first = await bot.send_message(-4242, "before")
    assert first.chat.type == "group"
    moved_to = telegram.rooms.upgrade(-4242, 0)
    with pytest.raises(ChatMigrated) as raised:
        await bot.send_message(-4242, "after")
    assert raised.value.new_chat_id == moved_to
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("after", moved_to, first.message_id)
    assert (await bot.send_message(moved_to, "after")).message_id == first.message_id
    assert len(sandbox.ledger.channel("telegram", "-4242").standing) == 1


async def test_a_public_channel_has_a_page_for_everybody(bot: Bot, sandbox: Sandbox) -> None:
    entity = MessageEntity("text_link", 0, 4, url="https://news.example/a?b=1&c=2")
    message = await bot.send_message(CHAT, "Read <me>", entities=[entity], reply_markup=BUTTON)
    await bot.send_message(-1001234567890, "Secret")
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{sandbox.url}/s/MorningTick") as answer:
            page = await answer.text()
        async with session.get(f"{sandbox.url}/s/nobody", allow_redirects=False) as answer:
            assert (answer.status, answer.headers["Location"]) == (302, "/nobody")
    created, sent = messages(page, "morningtick")
    assert (created.numbers, sent.numbers, sent.letters) == ((1,), (2,), "Readme")
    assert {"https://news.example/a?b=1&c=2", "https://news.example/a"} < sent.links
    assert sent.at == message.date.timestamp()
