import asyncio
import json
import logging
import traceback
from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar
from urllib.parse import parse_qs

import pytest

from bot.botapi import Moved
from bot.errors import (
    HeraldError,
    InDoubt,
    Locked,
    Refused,
    StoreUnavailable,
    Throttled,
    Unsent,
)
from bot.model import Image, Picture, Post, Receipt, Rich, Span, Style
from bot.platforms.telegram import Telegram, TelegramOptions
from tests.platforms.conftest import Server, Step
from tests.platforms.outcomes import LINE, Outcomes, Row, making

Make = Callable[..., Telegram]

TOKEN = "424242:CANARY-TOKEN"
POST = Post(
    key="k",
    text=Rich(
        text="🎈 Big news: read it",
        spans=(
            Span(start=2, end=10, style=Style.BOLD),
            Span(start=12, end=19, style=Style.LINK, url="https://news.example/a"),
        ),
    ),
    link="https://news.example/a?x=1&y=2",
    link_label="Read more",
)
PHOTO_POST = Post(
    key="k", text=POST.text, link=POST.link, images=(Image(url="https://news.example/a.jpg"),)
)
PICTURE = Picture(data=b"\xff\xd8picture\xff\xd9", mime="image/jpeg", width=800, height=600)
RECEIPT = Receipt(id="7", permalink="https://t.me/news/7")


def says(status: int, description: str, **parameters: int) -> Step:
    answer = {"ok": False, "error_code": status, "description": description}
    return status, answer | ({"parameters": parameters} if parameters else {})


def posted(message_id: int = 7, **chat: Any) -> Step:
    there = {"id": -1001234567890, "type": "channel", "title": "News"} | chat
    return 200, {"ok": True, "result": {"message_id": message_id, "date": 1, "chat": there}}


DONE: Step = (200, {"ok": True, "result": True})
UNCHANGED = says(400, "Bad Request: message is not modified: specified new message content and …")
VACANT = says(400, "Bad Request: message to edit not found")

OWN = {"chat": "@news", "token": "env:TOKEN"}
OUTCOMES: list[Row] = [
    ("a bad request", says(400, "Bad Request: can't parse entities"), Refused),
    ("a chat that is not there", says(400, "Bad Request: chat not found"), Locked),
    ("a right that is missing", says(400, "Bad Request: not enough rights to send"), Locked),
    ("a group that moved", says(400, "moved", migrate_to_chat_id=-1009), Moved),
    ("a wrong token", says(401, "Unauthorized"), Locked),
    ("a malformed token", says(404, "Not Found"), Locked),
    ("a bot without rights", says(403, "Forbidden: bot is not a member of the channel"), Locked),
    ("a second poller", says(409, "Conflict: terminated by other getUpdates request"), Refused),
    ("too much", says(413, "Request Entity Too Large"), Refused),
    ("too much for a proxy", (413, "<html>Too large</html>"), Refused),
    ("a rate limit", says(429, "Too Many Requests: retry after 7", retry_after=7), Throttled),
    ("a proxy's rate limit", (429, "<html>Slow down</html>"), Throttled),
    ("a server error", says(500, "Internal Server Error: restart"), InDoubt),
    ("a gateway error", (502, "<html>Bad gateway</html>"), InDoubt),
    ("a page where an answer should be", (200, "<html>Welcome</html>"), InDoubt),
    *LINE,
]


telegram = making(Telegram, OWN)


class TestOutcomes(Outcomes):
    platform = Telegram
    own = OWN
    rows = OUTCOMES
    post = POST
    posted = (posted(),)
    receipt = RECEIPT
    says = ".{1,149}"
    repeatable: ClassVar = {
        "edit": (RECEIPT, POST, ()),
        "delete": (RECEIPT,),
        "find": (POST, "6"),
    }


async def test_a_rate_limit_says_how_long_to_wait(telegram: Make, server: Server) -> None:
    server.does(says(429, "Too Many Requests: retry after 7", retry_after=7))
    with pytest.raises(Throttled) as raised:
        await telegram().send(POST, [])
    assert (raised.value.until, raised.value.retry_after) == (None, 7)


async def test_a_post_that_finds_no_free_connection_was_not_sent(
    telegram: Make, server: Server
) -> None:
    server.does("stall", "stall")
    platform = telegram(timeout=4)
    sending = [platform.send(POST, []) for _ in range(3)]
    outcomes = await asyncio.gather(*sending, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [InDoubt, InDoubt, Unsent]


async def test_an_attempt_ends_before_its_time_is_over(telegram: Make, server: Server) -> None:
    server.does("stall")
    async with asyncio.timeout(4):
        with pytest.raises(InDoubt):
            await telegram(timeout=4).send(PHOTO_POST, [PICTURE])


async def test_a_message_carries_entities_a_button_and_a_large_preview(
    telegram: Make, server: Server
) -> None:
    server.does(posted())
    receipt = await telegram().send(POST, [])
    assert receipt == Receipt(id="7", permalink="https://t.me/news/7")
    (request,) = server.requests
    assert request.path == f"/bot{TOKEN}/sendMessage"
    form = request.form
    assert (form["chat_id"], form["text"]) == ("@news", "🎈 Big news: read it")
    assert json.loads(form["entities"]) == [
        {"type": "bold", "offset": 3, "length": 8},
        {"type": "text_link", "offset": 13, "length": 7, "url": "https://news.example/a"},
    ]
    assert json.loads(form["reply_markup"]) == {
        "inline_keyboard": [[{"text": "Read more", "url": POST.link}]]
    }
    assert json.loads(form["link_preview_options"]) == {
        "url": POST.link,
        "prefer_large_media": True,
        "show_above_text": True,
    }
    assert "parse_mode" not in form


@pytest.mark.parametrize("silent", [True, False])
async def test_a_silent_post_notifies_nobody(telegram: Make, server: Server, silent: bool) -> None:  # noqa: FBT001 - a case
    server.does(posted())
    await telegram().send(Post(key="k", text=POST.text, link="", silent=silent), [])
    form = server.requests[0].form
    assert form.get("disable_notification", "false") == str(silent).lower()


@pytest.mark.parametrize(
    ("link", "preview"),
    [("https://news.example/a", False), ("", True)],
    ids=["unwanted", "no link"],
)
async def test_without_a_link_to_preview_there_is_no_preview(
    telegram: Make,
    server: Server,
    link: str,
    preview: bool,  # noqa: FBT001 - a case
) -> None:
    server.does(posted())
    await telegram().send(Post(key="k", text=POST.text, link=link, preview=preview), [])
    form = server.requests[0].form
    assert json.loads(form["link_preview_options"]) == {"is_disabled": True}
    assert ("reply_markup" in form) == bool(link)


async def test_a_picture_is_uploaded_with_the_text_under_it(
    telegram: Make, server: Server
) -> None:
    server.does(posted())
    await telegram().send(PHOTO_POST, [PICTURE])
    (request,) = server.requests
    assert request.path.endswith("/sendPhoto")
    assert request.headers["content-type"].startswith("multipart/form-data")
    parts = {
        part.split(b'name="')[1].split(b'"')[0].decode(): part.split(b"\r\n\r\n", 1)
        for part in request.body.split(
            b"--" + request.headers["content-type"].split("=")[1].encode()
        )
        if b'name="' in part
    }
    assert parts["caption"][1].strip().decode() == POST.text.text
    assert len(json.loads(parts["caption_entities"][1])) == 2
    assert json.loads(parts["reply_markup"][1])["inline_keyboard"]
    head, data = parts["photo"]
    assert data.removesuffix(b"\r\n") == PICTURE.data
    assert b'filename="image.jpeg"' in head
    assert b"Content-Type: image/jpeg" in head


async def test_a_picture_that_could_not_be_had_leaves_the_text(
    telegram: Make, server: Server
) -> None:
    server.does(posted())
    await telegram().send(PHOTO_POST, [])
    assert server.requests[0].path.endswith("/sendMessage")


@pytest.mark.parametrize(
    "refusal",
    [
        says(400, "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        says(400, "Bad Request: IMAGE_PROCESS_FAILED"),
        says(400, "Bad Request: not enough rights to send photos to the chat"),
        says(413, "Request Entity Too Large"),
    ],
    ids=str,
)
async def test_a_picture_that_telegram_refuses_leaves_the_text(
    telegram: Make, server: Server, refusal: Step
) -> None:
    server.does(refusal, posted(8))
    receipt = await telegram().send(PHOTO_POST, [PICTURE])
    assert receipt.id == "8"
    assert [r.path.rpartition("/")[2] for r in server.requests] == ["sendPhoto", "sendMessage"]


async def test_a_picture_in_doubt_is_not_followed_by_the_text(
    telegram: Make, server: Server
) -> None:
    server.does((502, "<html>photo image</html>"))
    with pytest.raises(InDoubt):
        await telegram().send(PHOTO_POST, [PICTURE])


@pytest.mark.parametrize(
    ("chat", "answered", "named", "permalink"),
    [
        ("@news", {}, "7", "https://t.me/news/7"),
        (-1001234567890, {}, "7", "https://t.me/c/1234567890/7"),
        ("-1001234567890", {"username": "news"}, "7", "https://t.me/news/7"),
        (-1005, {}, "-1005:7", ""),
        (99, {"id": 99, "type": "private"}, "7", ""),
    ],
)
async def test_a_receipt_has_the_address_that_readers_can_open(
    telegram: Make,
    server: Server,
    chat: int | str,
    answered: dict[str, Any],
    named: str,
    permalink: str,
) -> None:
    server.does(posted(**answered))
    receipt = await telegram(chat=chat).send(POST, [])
    assert receipt == Receipt(id=named, permalink=permalink)


NO_TEXT = says(400, "Bad Request: there is no text in the message to edit")
NO_MEDIA = says(400, "Bad Request: there is no media in the message to edit")
BAD_PICTURE = says(400, "Bad Request: IMAGE_PROCESS_FAILED")
NO_CAPTION = says(400, "Bad Request: there is no caption in the message to edit")


@pytest.mark.parametrize(
    ("post", "steps", "methods"),
    [
        (POST, [posted()], ["editMessageText"]),
        (POST, [UNCHANGED], ["editMessageText"]),
        (POST, [NO_TEXT, posted()], ["editMessageText", "editMessageCaption"]),
        (POST, [NO_TEXT, UNCHANGED], ["editMessageText", "editMessageCaption"]),
        (PHOTO_POST, [posted()], ["editMessageCaption"]),
        (PHOTO_POST, [NO_CAPTION, posted()], ["editMessageCaption", "editMessageText"]),
    ],
)
async def test_a_correction_changes_what_stands_there(
    telegram: Make, server: Server, post: Post, steps: list[Step], methods: list[str]
) -> None:
    server.does(*steps)
    assert await telegram().edit(RECEIPT, post, []) == RECEIPT
    assert [request.path.rpartition("/")[2] for request in server.requests] == methods
    form = server.requests[-1].form
    assert form["message_id"] == "7"
    assert POST.text.text in (form.get("text"), form.get("caption"))


@pytest.mark.parametrize(
    ("steps", "methods"),
    [
        ([posted()], ["editMessageMedia"]),
        ([UNCHANGED], ["editMessageMedia"]),
        ([BAD_PICTURE, posted()], ["editMessageMedia", "editMessageCaption"]),
        (
            [NO_MEDIA, NO_CAPTION, posted()],
            ["editMessageMedia", "editMessageCaption", "editMessageText"],
        ),
    ],
    ids=["changed", "the same", "refused", "a text stands there"],
)
async def test_another_picture_takes_the_place_of_what_stands_there(
    telegram: Make, server: Server, steps: list[Step], methods: list[str]
) -> None:
    server.does(*steps)
    assert await telegram().edit(RECEIPT, PHOTO_POST, [PICTURE]) == RECEIPT
    assert [request.path.rpartition("/")[2] for request in server.requests] == methods
    body = server.requests[0].body
    assert PICTURE.data in body
    assert b"Big news: read it" in body


@pytest.mark.parametrize(
    ("link", "previewed"),
    [
        ("https://e.org/a", "https://e.org/a?v=k"),
        ("https://e.org/a?b=1", "https://e.org/a?b=1&v=k"),
        ("https://e.org/a#b?c", "https://e.org/a?v=k#b?c"),
    ],
)
async def test_a_correction_asks_for_a_fresh_preview(
    telegram: Make, server: Server, link: str, previewed: str
) -> None:
    server.does(posted())
    post = replace(POST, key="k", link=link, is_fresh=True)
    await telegram().edit(RECEIPT, post, [])
    form = server.requests[0].form
    assert json.loads(form["link_preview_options"])["url"] == previewed
    assert json.loads(form["reply_markup"])["inline_keyboard"][0][0]["url"] == link


async def test_an_answer_goes_under_the_post(telegram: Make, server: Server) -> None:
    server.does(posted())
    await telegram().reply(RECEIPT, POST, [])
    (request,) = server.requests
    assert request.path.endswith("/sendMessage")
    under = {"message_id": 7, "allow_sending_without_reply": True}
    assert json.loads(request.form["reply_parameters"]) == under


@pytest.mark.parametrize("steps", [[NO_TEXT, NO_CAPTION], [VACANT]], ids=["neither", "gone"])
async def test_a_correction_with_nothing_to_correct_asks_a_person(
    telegram: Make, server: Server, steps: list[Step]
) -> None:
    server.does(*steps)
    with pytest.raises(Refused):
        await telegram().edit(RECEIPT, POST, [])


@pytest.mark.parametrize(
    "step", [DONE, says(400, "Bad Request: message to delete not found")], ids=["there", "gone"]
)
async def test_a_deletion_leaves_nothing_there(telegram: Make, server: Server, step: Step) -> None:
    server.does(step)
    await telegram().delete(RECEIPT)
    assert server.requests[0].form == {"chat_id": "@news", "message_id": "7"}


async def test_a_post_too_old_to_delete_asks_a_person(telegram: Make, server: Server) -> None:
    server.does(says(400, "Bad Request: message can't be deleted"))
    with pytest.raises(Refused, match="can't be deleted"):
        await telegram().delete(RECEIPT)


@pytest.mark.parametrize("vacant", [0, 1, 2])
async def test_a_post_is_found_by_the_button_it_has_already(
    telegram: Make, server: Server, vacant: int
) -> None:
    server.does(*[VACANT] * vacant, UNCHANGED)
    found = await telegram().find(POST, "41")
    assert found == Receipt(id=str(42 + vacant), permalink=f"https://t.me/news/{42 + vacant}")
    form = server.requests[-1].form
    assert form["message_id"] == str(42 + vacant)
    assert json.loads(form["reply_markup"])["inline_keyboard"][0][0]["url"] == POST.link


async def test_a_post_is_absent_where_the_next_ids_are_vacant(
    telegram: Make, server: Server
) -> None:
    server.does(VACANT, VACANT, VACANT)
    assert await telegram(chat=-1001234567890).find(POST, "41") is None
    assert [request.form["message_id"] for request in server.requests] == ["42", "43", "44"]


@pytest.mark.parametrize("back", [posted(42), (502, "<html></html>")], ids=["taken", "not taken"])
async def test_somebody_elses_message_loses_our_button_again(
    telegram: Make, server: Server, back: Step
) -> None:
    server.does(posted(42), back)
    with pytest.raises(InDoubt, match="message 42 in @news is not ours"):
        await telegram().find(POST, "41")
    assert "reply_markup" not in server.requests[1].form


async def test_a_message_that_cannot_be_asked_leaves_the_doubt(
    telegram: Make, server: Server
) -> None:
    server.does(says(400, "Bad Request: message can't be edited"))
    with pytest.raises(InDoubt, match="can't be edited"):
        await telegram().find(POST, "41")


@pytest.mark.parametrize(
    ("chat", "after", "link"),
    [
        ("@news", "", "https://a.example"),
        ("@news", "41", ""),
        (-1005, "41", "https://a.example"),
        (-123, "-123:7", "https://a.example"),
    ],
    ids=["nothing known before", "no button", "ids not in order", "a group"],
)
async def test_where_no_look_up_is_safe_a_person_is_asked(
    telegram: Make, server: Server, chat: int | str, after: str, link: str
) -> None:
    with pytest.raises(InDoubt, match="look there"):
        await telegram(chat=chat).find(Post(key="k", text=POST.text, link=link), after)
    assert not server.requests


@pytest.mark.parametrize("status", [200, 400, 502])
async def test_an_answer_that_quotes_the_address_gives_no_secret_away(
    telegram: Make, server: Server, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    caplog.set_level(logging.DEBUG)
    server.does((status, f"<html>/bot{TOKEN}/sendMessage: what?</html>"))
    with pytest.raises(HeraldError) as raised:
        await telegram().send(POST, [])
    assert "CANARY" not in "".join(traceback.format_exception(raised.value)) + caplog.text
    server.does(says(403, f"Forbidden: /bot{TOKEN}"))
    with pytest.raises(Refused) as refused:
        await telegram().send(POST, [])
    assert "CANARY" not in "".join(traceback.format_exception(refused.value)) + caplog.text


GROUP = -123
MOVED = says(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1001234567890)
IN_GROUP = Receipt(id="-123:7")


class Notes:
    """Remembers where places are, as long as it can."""

    def __init__(self, moved_to: str = "") -> None:
        self.known = {("there", str(GROUP)): moved_to}
        self.is_down = False

    async def forwarded(self, name: str, address: str) -> str:
        if self.is_down:
            raise StoreUnavailable("disk full")
        return self.known.get((name, address), "")

    async def forward(self, name: str, address: str, to: str) -> None:
        if self.is_down:
            raise StoreUnavailable("disk full")
        self.known[name, address] = to


async def test_a_group_that_became_a_supergroup_is_followed(
    telegram: Make, server: Server
) -> None:
    server.does(posted(), MOVED, posted(3))
    there, notes = telegram(chat=GROUP), Notes()
    there.forwarding = notes
    assert await there.send(POST, []) == IN_GROUP
    with pytest.raises(Unsent, match="a supergroup by now, with the id -1001234567890"):
        await there.send(POST, [])
    assert notes.known == {("there", "-123"): "-1001234567890"}
    assert await there.send(POST, []) == Receipt(id="3", permalink="https://t.me/c/1234567890/3")
    assert [r.form["chat_id"] for r in server.requests] == ["-123", "-123", "-1001234567890"]


@pytest.mark.parametrize(
    ("chat", "moved_to"),
    [(GROUP, "-1001234567890"), (-1001234567890, "")],
    ids=["followed", "configured"],
)
async def test_what_stood_in_the_group_is_not_taken_for_what_has_its_number_now(
    telegram: Make, server: Server, chat: int, moved_to: str
) -> None:
    there = telegram(chat=chat)
    there.forwarding = Notes(moved_to)
    for change in (there.edit(IN_GROUP, POST, []), there.delete(IN_GROUP)):
        with pytest.raises(Refused, match="before it became a supergroup"):
            await change
    with pytest.raises(InDoubt, match="cannot tell what stands in -1001234567890"):
        await there.find(POST, IN_GROUP.id)
    server.does(posted(3))
    assert (await there.reply(IN_GROUP, POST, [])).id == "3"
    assert "reply_parameters" not in server.requests[0].form


async def test_what_stands_in_a_group_is_changed_there(telegram: Make, server: Server) -> None:
    server.does(posted(), DONE)
    there = telegram(chat=GROUP)
    await there.edit(IN_GROUP, POST, [])
    await there.delete(IN_GROUP)
    assert [r.form["message_id"] for r in server.requests] == ["7", "7"]


async def test_a_group_is_not_followed_while_nothing_can_be_remembered(
    telegram: Make, server: Server
) -> None:
    server.does(MOVED, MOVED, posted(3))
    there, notes = telegram(chat=GROUP), Notes()
    there.forwarding = notes
    notes.is_down = True
    with pytest.raises(Unsent, match="disk full"):
        await there.send(POST, [])
    assert not server.requests
    notes.is_down = False
    for is_down in (True, False):
        await there._api.where()
        notes.is_down = is_down
        with pytest.raises(Unsent, match="supergroup"):
            await there.send(POST, [])
    assert (await there.send(POST, [])).id == "3"


@pytest.mark.parametrize(
    "chat", ["news", "@1st", "@a b", "https://t.me/news", "", "@news/1", None]
)
def test_a_chat_is_a_public_name_or_a_number(chat: object) -> None:
    with pytest.raises(ValueError, match="chat"):
        TelegramOptions.model_validate({"chat": chat, "token": "env:TOKEN"})


@pytest.mark.parametrize("chat", ["@news", "-1001234567890", -1001234567890])
def test_the_address_is_the_chat_as_telegram_names_it(chat: object) -> None:
    options = TelegramOptions.model_validate({"chat": chat, "token": "env:TOKEN"})
    assert options.address() == str(chat)


MANY = [{"message_id": 7}, {"message_id": 8}]
NAMED = {"message_id": 7, "chat": {"username": "new_name"}}


@pytest.mark.parametrize(
    ("result", "pictures", "number", "name"),
    [
        ({"message_id": 7}, 0, "7", "news"),
        ({"message_id": 7, "date": 1}, 0, "7", "news"),
        ({"message_id": 7, "date": "soon", "chat": None}, 1, "7", "news"),
        (NAMED, 1, "7", "new_name"),
        ({"message_id": 7, "date": 1, "chat": {"id": -1}, "entities": [{}]}, 1, "7", "news"),
        (MANY, 2, "7+8", "news"),
    ],
)
async def test_a_message_that_has_a_number_stands_there_whatever_else_is_told_of_it(
    telegram: Make, server: Server, result: object, pictures: int, number: str, name: str
) -> None:
    server.does((200, {"ok": True, "result": result}))
    receipt = await telegram().send(POST, [PICTURE] * pictures)
    assert receipt == Receipt(id=number, permalink=f"https://t.me/{name}/7")


@pytest.mark.parametrize(
    "result", [{}, True, None, [], {"date": 1}, {"message_id": "7"}, {"message_id": None}]
)
async def test_an_answer_without_a_number_is_in_doubt(
    telegram: Make, server: Server, result: object
) -> None:
    server.does((200, {"ok": True, "result": result}))
    (outcome,) = await asyncio.gather(telegram().send(POST, []), return_exceptions=True)
    assert isinstance(outcome, Exception)
    assert not isinstance(outcome, Throttled | Unsent | Refused), "only what surely is not there"


def album_of(*numbers: int) -> Step:
    chat = {"id": -1001234567890, "type": "channel", "title": "News"}
    return 200, {
        "ok": True,
        "result": [{"message_id": number, "date": 1, "chat": chat} for number in numbers],
    }


async def test_several_pictures_are_an_album_with_the_words_under_the_first(
    telegram: Make, server: Server
) -> None:
    server.does(album_of(7, 8), DONE, DONE, DONE)
    post = replace(PHOTO_POST, images=PHOTO_POST.images * 2, silent=True)
    there = telegram()
    receipt = await there.send(post, [PICTURE, PICTURE])
    assert receipt == Receipt(id="7+8", permalink="https://t.me/news/7")
    (sent,) = server.requests
    assert sent.target.endswith("/sendMediaGroup")
    assert sent.body.count(PICTURE.data) == 2
    assert sent.body.count(b"Big news") == 1
    assert b"inline_keyboard" not in sent.body
    assert b"link_preview" not in sent.body
    await there.edit(receipt, post, ())
    assert b"message_id=7" in server.requests[1].body
    assert b"inline_keyboard" not in server.requests[1].body
    await there.delete(receipt)
    assert [b"message_id=8" in r.body for r in server.requests[2:]] == [True, False]
    with pytest.raises(InDoubt):
        await there.find(post, "6")


async def test_an_album_that_is_refused_goes_with_less(telegram: Make, server: Server) -> None:
    bad = says(400, "Bad Request: can't use the media of the specified type in the album: photo")
    server.does(bad, posted())
    post = replace(PHOTO_POST, images=PHOTO_POST.images * 2)
    assert (await telegram().send(post, [PICTURE, PICTURE])).id == "7"
    assert [r.target.rpartition("/")[2] for r in server.requests] == [
        "sendMediaGroup",
        "sendPhoto",
    ]


async def test_a_topic_of_a_forum_is_posted_to(telegram: Make, server: Server) -> None:
    server.does(posted(), posted(), album_of(7, 8))
    there = telegram(topic=42)
    await there.send(POST, [])
    await there.send(PHOTO_POST, [PICTURE])
    await there.send(PHOTO_POST, [PICTURE, PICTURE])
    for request in server.requests:
        assert b"message_thread_id" in request.body
        assert b"42" in request.body


@pytest.mark.parametrize(
    ("pin", "breaking", "pinned"),
    [
        ("off", True, False),
        ("breaking", False, False),
        ("breaking", True, True),
        ("all", False, True),
    ],
)
async def test_what_is_wanted_is_pinned(
    telegram: Make,
    server: Server,
    pin: str,
    breaking: bool,  # noqa: FBT001 - a column
    pinned: bool,  # noqa: FBT001 - a column
) -> None:
    refused = says(400, "Bad Request: not enough rights to pin a message")
    server.does(posted(), *([refused] if pinned else []))
    receipt = await telegram(pin=pin).send(replace(POST, is_breaking=breaking), [])
    assert receipt.id == "7"
    assert (len(server.requests) == 2) is pinned
    if pinned:
        assert server.requests[1].target.endswith("/pinChatMessage")
        assert b"disable_notification=true" in server.requests[1].body


RICH = replace(
    PHOTO_POST,
    text=Rich(
        text="Big <news>\n\nWater rose.\nTick",
        spans=(
            Span(start=0, end=10, style=Style.BOLD),
            Span(start=24, end=28, style=Style.LINK, url="https://news.example/a?x=1&y=2"),
        ),
    ),
    images=(Image(url="https://news.example/a.jpg?a&b", alt="A <bridge>", credit="A. Berg"),),
)


async def test_a_rich_message_is_an_article(telegram: Make, server: Server) -> None:
    server.does((200, {"ok": True, "result": {"message_id": 7}}))
    assert (await telegram(style="rich").send(RICH, [PICTURE])) == RECEIPT
    (sent,) = server.requests
    assert sent.target.endswith("/sendRichMessage")
    form = parse_qs(sent.body.decode())
    assert json.loads(form["rich_message"][0]) == {
        "html": "<p><b>Big &lt;news&gt;</b></p>"
        '<figure><img src="https://news.example/a.jpg?a&amp;b"/><figcaption>A &lt;bridge&gt;'
        "<cite>A. Berg</cite></figcaption></figure>"
        '<p>Water rose.<br/><a href="https://news.example/a?x=1&amp;y=2">Tick</a></p>',
        "is_rtl": False,
        "skip_entity_detection": True,
    }
    assert "inline_keyboard" in form["reply_markup"][0]


@pytest.mark.parametrize(
    "refusal", [says(404, "Not Found"), says(400, "Bad Request: can't parse the rich message")]
)
async def test_where_rich_messages_are_not_known_it_goes_as_ever(
    telegram: Make, server: Server, refusal: Step
) -> None:
    server.does(refusal, posted())
    assert (await telegram(style="rich").send(POST, [])).id == "7"
    assert server.requests[1].target.endswith("/sendMessage")


@pytest.mark.parametrize(
    ("steps", "calls"),
    [
        ([posted()], ["/editmessagetext"]),
        ([says(400, "Bad Request: message is not modified: …")], ["/editmessagetext"]),
        (
            [says(400, "Bad Request: there is no text in the message to edit"), posted()],
            ["/editmessagetext", "/editMessageText"],
        ),
    ],
    ids=["changed", "as it was", "a message as ever"],
)
async def test_a_correction_changes_a_rich_message_into_another(
    telegram: Make, server: Server, steps: list[Step], calls: list[str]
) -> None:
    server.does(*steps)
    await telegram(style="rich").edit(RECEIPT, POST, [])
    assert [f"/{r.target.rpartition('/')[2]}" for r in server.requests] == calls
    assert b"rich_message" in server.requests[0].body


async def test_a_rich_message_without_an_answer_is_in_doubt(
    telegram: Make, server: Server
) -> None:
    server.does("reset")
    with pytest.raises(InDoubt):
        await telegram(style="rich").send(POST, [])
    assert len(server.requests) == 1


ME: Step = (
    200,
    {"ok": True, "result": {"id": 42, "is_bot": True, "first_name": "H", "username": "hbot"}},
)


def chat(kind: str) -> Step:
    described = {"id": -100, "type": kind, "title": "News", "accent_color_id": 0}
    more = {"max_reaction_count": 1, "accepted_gift_types": dict.fromkeys(GIFTS, False)}
    return 200, {"ok": True, "result": described | more}


GIFTS = (
    *("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription"),
    "gifts_from_channels",
)
RIGHTS = (
    *("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages"),
    *("can_manage_video_chats", "can_restrict_members", "can_promote_members", "can_change_info"),
    *("can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories"),
)


def member(status: str, **rights: bool) -> Step:
    user = {"id": 42, "is_bot": True, "first_name": "H"}
    every = dict.fromkeys(RIGHTS, False) if status == "administrator" else {}
    return 200, {"ok": True, "result": {"status": status, "user": user, **every, **rights}}


@pytest.mark.parametrize(
    ("kind", "member", "pin", "lacks"),
    [
        (
            "channel",
            member("administrator", can_post_messages=True, can_edit_messages=True),
            "off",
            "",
        ),
        ("channel", member("administrator", can_post_messages=False), "off", "post messages"),
        ("channel", member("administrator", can_post_messages=True), "off", "edit messages"),
        ("channel", member("left"), "off", "be a member"),
        ("supergroup", member("member"), "off", ""),
        ("supergroup", member("member"), "all", "pin messages"),
        ("supergroup", member("administrator", can_pin_messages=True), "all", ""),
    ],
)
async def test_doctor_learns_what_we_may_do(
    telegram: Make, server: Server, kind: str, member: Step, pin: str, lacks: str
) -> None:
    server.does(ME, chat(kind), member)
    there = telegram(pin=pin)
    if not lacks:
        assert await there.examine() == "@hbot may post in “News”"
        return
    with pytest.raises(Locked, match=f"@hbot lacks the right to {lacks} in @news"):
        await there.examine()
