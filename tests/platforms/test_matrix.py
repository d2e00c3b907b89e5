from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, given, settings

from bot.errors import InDoubt, Locked, Refused, Throttled, Unsent
from bot.model import Article, Image, Picture, Post, Receipt, Style
from bot.platforms.matrix import Matrix, MatrixOptions
from bot.sandbox.server import Sandbox
from bot.sandbox.standins.matrix import ALIAS
from bot.sandbox.standins.matrix import Matrix as StandIn
from bot.text.rich import bold, join, link, plain
from tests.platforms.articles import ARTICLES, SUMMARIES, composed
from tests.platforms.conftest import Server, Step
from tests.platforms.outcomes import LINE, Outcomes, Row, asked, making, standing

Make = Callable[..., Matrix]

LINK = "https://news.example/2026/a?x=1&y=2"
TEXT = join([bold("Cats & dogs <win>"), link("Morning Tick", LINK)], "\n\n")
POST = Post(key="k1", text=TEXT, link=LINK, made_at=1_800_000_000)
IMAGE = Image(url="https://news.example/a.jpg", alt="Two cats")
PICTURE = Picture(data=b"\xff\xd8picture\xff\xd9", mime="image/jpeg", width=800, height=600)
RECEIPT = Receipt(
    id="$e", permalink="https://matrix.to/#/%21room%3Anews.example/%24e?via=news.example"
)
MESSAGE = {
    "msgtype": "m.text",
    "body": f"Cats & dogs <win>\n\nMorning Tick ({LINK})",
    "format": "org.matrix.custom.html",
    "formatted_body": "<strong>Cats &amp; dogs &lt;win&gt;</strong><br><br>"
    '<a href="https://news.example/2026/a?x=1&amp;y=2">Morning Tick</a>',
    "m.mentions": {},
}
THERE = "/_matrix/client/v3/rooms/!room:news.example"
POSTED: Step = (200, {"event_id": "$e"})
UPLOADED: Step = (200, {"content_uri": "mxc://news.example/abc"})
ME: Step = (200, {"user_id": "@bot:news.example", "device_id": "D"})
PHOTO = {
    "msgtype": "m.image",
    "filename": "image.jpeg",
    "url": "mxc://news.example/abc",
    "info": {"mimetype": "image/jpeg", "size": 11, "w": 800, "h": 600},
}


def refused(status: int, errcode: str, error: str = "", **more: Any) -> Step:
    return status, {"errcode": errcode, "error": error or "No.", **more}


OWN = {
    "homeserver": "https://matrix.example",
    "room": "!room:news.example",
    "token": "env:TOKEN",
}
OUTCOMES: list[Row] = [
    ("an answer without an id", (200, {}), InDoubt),
    ("an answer of another shape", (200, ["$e"]), InDoubt),
    ("no JSON", refused(400, "M_NOT_JSON", "Content not JSON."), Refused),
    ("a bad event", refused(400, "M_BAD_JSON"), Refused),
    ("an unknown error", refused(400, "M_UNKNOWN"), Refused),
    ("a token of nobody", refused(401, "M_UNKNOWN_TOKEN", "Invalid access token passed."), Locked),
    ("a token that ran out", refused(401, "M_UNKNOWN_TOKEN", soft_logout=True), Locked),
    ("no token", refused(401, "M_MISSING_TOKEN", "Missing access token"), Locked),
    ("a room that we are not in", refused(403, "M_FORBIDDEN", "User @bot not in room"), Locked),
    ("an account that was closed", refused(403, "M_USER_DEACTIVATED"), Locked),
    ("a gateway that forbids", (403, "<html>Blocked</html>"), Locked),
    ("no such thing", refused(404, "M_NOT_FOUND"), Refused),
    ("an event too large", refused(413, "M_TOO_LARGE", "event too large"), Refused),
    ("a rate limit", refused(429, "M_LIMIT_EXCEEDED", retry_after_ms=1500), Throttled),
    (
        "a newer rate limit",
        (429, {"errcode": "M_LIMIT_EXCEEDED"}, {"Retry-After": "2"}),
        Throttled,
    ),
    ("a gateway's rate limit", (429, "<html>Slow down</html>"), Throttled),
    ("a server error", refused(500, "M_UNKNOWN", "Internal server error"), InDoubt),
    ("a gateway error", (502, "<html>Bad Gateway</html>"), InDoubt),
    ("a page where an answer should be", (200, "<html>Welcome</html>"), InDoubt),
    *LINE,
]


matrix = making(Matrix, OWN)


class TestOutcomes(Outcomes):
    platform = Matrix
    own = OWN
    rows = OUTCOMES
    post = POST
    posted = (POSTED,)
    receipt = RECEIPT
    says = "Matrix: .{2,200}"
    patience = 3
    repeated = frozenset({"send", "edit", "delete", "find", "learn", "examine"})
    repeatable: ClassVar = {
        "edit": (RECEIPT, POST, []),
        "delete": (RECEIPT,),
        "find": (POST, "$d"),
        "learn": (),
        "examine": (),
    }
    answers = frozenset(
        {
            ("learn", "an answer without an id"),
            ("delete", "an answer without an id"),
        }
    ) | frozenset(
        (verb, what)
        for verb in ("edit", "delete", "find", "learn", "examine")
        for what in ("no such thing", "an answer of another shape")
    )


@pytest.mark.parametrize(
    ("step", "seconds"),
    [
        (refused(429, "M_LIMIT_EXCEEDED", retry_after_ms=1500), 1.5),
        ((429, {"errcode": "M_LIMIT_EXCEEDED"}, {"Retry-After": "2"}), 2),
        (refused(429, "M_LIMIT_EXCEEDED"), None),
    ],
)
async def test_a_rate_limit_says_how_long(
    matrix: Make, server: Server, step: Step, seconds: float | None
) -> None:
    server.does(step)
    with pytest.raises(Throttled) as raised:
        await matrix().send(POST, [])
    assert raised.value.retry_after == seconds


async def test_a_soft_logout_says_what_to_do(matrix: Make, server: Server) -> None:
    server.does(refused(401, "M_UNKNOWN_TOKEN", soft_logout=True))
    with pytest.raises(Locked, match="log in again as the same device"):
        await matrix().send(POST, [])


async def test_a_post_is_a_message_that_calls_nobody(matrix: Make, server: Server) -> None:
    server.does(POSTED)
    assert await matrix().send(POST, []) == RECEIPT
    assert asked(server) == [f"PUT {THERE}/send/m.room.message/k1"]
    (request,) = server.requests
    assert request.headers["authorization"] == "Bearer 424242:CANARY-TOKEN"
    assert request.json == MESSAGE | {"herald.post_key": "k1"}


async def test_the_same_post_is_the_same_transaction(matrix: Make, server: Server) -> None:
    server.does("hang up", "hang up", POSTED)
    platform = matrix()
    with pytest.raises(InDoubt):
        await platform.send(POST, [])
    await platform.send(POST, [])
    first, *_, last = server.requests
    assert (first.target, first.body) == (last.target, last.body)


async def test_a_silent_post_is_a_notice(matrix: Make, server: Server) -> None:
    server.does(POSTED)
    await matrix().send(replace(POST, silent=True), [])
    assert server.requests[0].json["msgtype"] == "m.notice"


async def test_an_alias_is_resolved_once(matrix: Make, server: Server) -> None:
    server.does((200, {"room_id": "!room:news.example"}), POSTED, POSTED)
    platform = matrix(room="#news:news.example")
    sent = await platform.send(POST, [])
    await platform.send(POST, [])
    alias = "GET /_matrix/client/v3/directory/room/#news:news.example"
    assert asked(server) == [alias, *[f"PUT {THERE}/send/m.room.message/k1"] * 2]
    assert sent.permalink == "https://matrix.to/#/%23news%3Anews.example/%24e?via=news.example"


async def test_an_alias_of_no_room_closes_the_destination(matrix: Make, server: Server) -> None:
    server.does(refused(404, "M_NOT_FOUND", "Room alias not found"))
    with pytest.raises(Locked, match="no room is called #news:news"):
        await matrix(room="#news:news.example").send(POST, [])


async def test_a_picture_has_the_text_as_its_caption(matrix: Make, server: Server) -> None:
    server.does(UPLOADED, POSTED)
    await matrix().send(replace(POST, images=(IMAGE,)), [PICTURE])
    upload, message = server.requests
    assert (upload.path, upload.body) == ("/_matrix/media/v3/upload", PICTURE.data)
    assert upload.headers["content-type"] == "image/jpeg"
    assert message.json == MESSAGE | PHOTO | {"herald.post_key": "k1"}


@pytest.mark.parametrize(
    ("alt", "name"),
    [
        ("", "image.jpeg"),
        ("Two cats, one dog", "Two cats, one dog.jpeg"),
        ('../etc/passwd: "a\n<b>"?', "etc passwd a b.jpeg"),
        ("Zwei Hunde.", "Zwei Hunde.jpeg"),
        ("é" * 150, "é" * 100 + ".jpeg"),
        ("🏳️‍🌈" * 150, "🏳️‍🌈" * 100 + ".jpeg"),
    ],
)
async def test_a_picture_is_called_what_its_alt_text_says(
    matrix: Make, server: Server, alt: str, name: str
) -> None:
    server.does(UPLOADED, POSTED)
    await matrix().send(replace(POST, images=(IMAGE,)), [replace(PICTURE, alt=alt)])
    assert server.requests[1].json["filename"] == name


async def test_a_picture_that_is_too_large_leaves_the_text(matrix: Make, server: Server) -> None:
    server.does(refused(413, "M_TOO_LARGE"), POSTED)
    sent = await matrix().send(replace(POST, images=(IMAGE,)), [PICTURE])
    assert sent == replace(RECEIPT, note=f"{IMAGE.url}: Matrix: too large")
    assert server.requests[1].json["msgtype"] == "m.text"


async def test_an_upload_that_fails_for_now_leaves_no_post(matrix: Make, server: Server) -> None:
    server.does((502, "<html></html>"))
    with pytest.raises(Unsent):
        await matrix().send(replace(POST, images=(IMAGE,)), [PICTURE])
    assert asked(server) == ["POST /_matrix/media/v3/upload"]


async def test_an_answer_goes_under_the_post(matrix: Make, server: Server) -> None:
    server.does(POSTED)
    await matrix().reply(Receipt(id="$first"), POST, [])
    relation = server.requests[0].json["m.relates_to"]
    assert relation == {"m.in_reply_to": {"event_id": "$first"}}


async def test_a_correction_replaces_the_event(matrix: Make, server: Server) -> None:
    server.does(POSTED)
    assert await matrix().edit(RECEIPT, POST, []) == RECEIPT
    assert asked(server) == [f"PUT {THERE}/send/m.room.message/k1.edit"]
    assert server.requests[0].json == {
        "msgtype": "m.text",
        "body": f"* {MESSAGE['body']}",
        "m.mentions": {},
        "m.new_content": MESSAGE,
        "m.relates_to": {"rel_type": "m.replace", "event_id": "$e"},
    }


@pytest.mark.parametrize("is_second", [False, True])
async def test_a_correction_keeps_the_picture_that_stands(
    matrix: Make, server: Server, *, is_second: bool
) -> None:
    newest = {"content": {"body": "* x", "m.new_content": PHOTO | {"body": "x"}}}
    stands: dict[str, Any] = {"content": PHOTO | {"body": "x"}}
    if is_second:
        old = PHOTO | {"body": "x", "url": "mxc://news.example/old"}
        stands = {"content": old, "unsigned": {"m.relations": {"m.replace": newest}}}
    server.does((200, stands), POSTED)
    await matrix().edit(RECEIPT, replace(POST, images=(IMAGE,)), [])
    assert asked(server)[0] == f"GET {THERE}/event/$e"
    assert server.requests[1].json["m.new_content"] == MESSAGE | PHOTO


async def test_a_page_that_is_not_there_deletes_nothing(matrix: Make, server: Server) -> None:
    server.does((404, "<html>Not Found</html>"))
    with pytest.raises(Refused):
        await matrix().delete(RECEIPT)


async def test_a_deletion_redacts_what_was_said_before_too(matrix: Make, server: Server) -> None:
    server.does((200, {"chunk": [{"event_id": "$edit"}]}), POSTED, POSTED)
    await matrix().delete(RECEIPT)
    there = THERE.replace("v3", "v1")
    assert asked(server) == [
        f"GET {there}/relations/$e/m.replace",
        f"PUT {THERE}/redact/$edit/$edit",
        f"PUT {THERE}/redact/$e/$e",
    ]


@pytest.mark.parametrize("errcode", ["M_NOT_FOUND", "M_UNKNOWN"])
async def test_what_is_gone_is_as_good_as_deleted(
    matrix: Make, server: Server, errcode: str
) -> None:
    server.does(*[refused(404, errcode)] * 2)
    await matrix().delete(RECEIPT)


def event(event_id: str, key: str = "", at: float = 1_800_000_000) -> dict[str, Any]:
    content = {"herald.post_key": key} if key else {}
    return {"event_id": event_id, "origin_server_ts": at * 1000, "content": content}


OURS = event("$e", "k1")


@pytest.mark.parametrize(
    ("pages", "found"),
    [
        ([{"chunk": [event("$f"), OURS]}], True),
        ([{"chunk": [event("$f")], "end": "t1"}, {"chunk": [OURS]}], True),
        ([{"chunk": []}], False),
        ([{"chunk": [event("$f", "k2"), event("$d"), OURS]}], False),
        ([{"chunk": [event("$f"), event("$g", at=1_799_900_000), OURS]}], False),
    ],
    ids=["there", "on the next page", "an empty room", "before the last one", "too old"],
)
async def test_a_post_is_found_by_its_key(
    matrix: Make, server: Server, pages: list[dict[str, Any]], *, found: bool
) -> None:
    server.does(ME, *((200, page) for page in pages))
    assert await matrix().find(POST, "$d") == (RECEIPT if found else None)
    assert [request.query.get("from") for request in server.requests[1:]] == [None, "t1"][
        : len(pages)
    ]
    assert '"senders": ["@bot:news.example"]' in server.requests[1].query["filter"]


async def test_more_messages_than_looks_show_leave_the_doubt(matrix: Make, server: Server) -> None:
    server.does(ME, *[(200, {"chunk": [event("$f")], "end": "t"})] * 10)
    with pytest.raises(InDoubt, match="more than 1000 newer messages"):
        await matrix().find(POST, "$d")


@pytest.mark.parametrize(
    ("answer", "most"),
    [
        ((200, {"m.upload.size": 2_000_000}), 2_000_000),
        ((200, {"m.upload.size": 90_000_000}), 10_000_000),
        ((200, {}), 10_000_000),
        (refused(404, "M_UNRECOGNIZED"), 10_000_000),
    ],
)
async def test_the_server_says_how_large_pictures_may_be(
    matrix: Make, server: Server, answer: Step, most: int
) -> None:
    server.does(answer)
    assert (await matrix().learn()).image_bytes == most


async def test_who_looks_is_told_who_is_in_the_room(matrix: Make, server: Server) -> None:
    joined: Step = (200, {"joined_rooms": ["!room:news.example"]})
    server.does(ME, joined, refused(404, "M_NOT_FOUND", "Event not found."))
    assert await matrix().examine() == "@bot:news.example is in !room:news.example"
    server.does(ME, (200, {"joined_rooms": []}))
    with pytest.raises(Locked, match="invite it and let it join"):
        await matrix().examine()
    server.does(ME, joined, (200, {"algorithm": "m.megolm.v1.aes-sha2"}))
    with pytest.raises(Refused, match="is encrypted"):
        await matrix().examine()


@pytest.mark.parametrize(
    "wrong",
    [
        {"room": "news"},
        {"token": "syt_literal"},
        {"homeserver": "matrix.example"},
        {"user": "@a:b"},
    ],
    ids=str,
)
def test_options_that_cannot_work_are_errors(wrong: dict[str, str]) -> None:
    right = {"homeserver": "https://matrix.example", "room": "!r:e", "token": "env:TOKEN"}
    assert MatrixOptions.model_validate(right).address() == "!r:e"
    with pytest.raises(ValueError, match="validation error"):
        MatrixOptions.model_validate(right | wrong)


there = standing(Matrix, StandIn, {**OWN, "room": ALIAS})


@given(article=ARTICLES, summary=SUMMARIES)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_article_comes_back_as_it_was_composed(
    there: Matrix, sandbox: Sandbox, article: Article, summary: tuple[str, ...]
) -> None:
    post = composed(Matrix, article, summary)
    channel = sandbox.ledger.channel("matrix", "morningtick")
    sent = await there.send(replace(post, key=f"{len(channel.posts)}"), [])
    standing = channel.posts[sent.id]
    assert standing.text == post.text.text
    kinds = {"bold": Style.BOLD, "text_link": Style.LINK}
    shown = {(mark.start, mark.end, kinds[mark.kind], mark.url) for mark in standing.marks}
    spans = [span for span in post.text.spans if span.style is not Style.HASHTAG]
    assert shown == {(s.start, s.end, s.style, s.url) for s in spans}
    assert standing.wire["m.mentions"] == {}


async def test_what_stands_there_is_found_changed_and_taken_down(
    there: Matrix, sandbox: Sandbox
) -> None:
    channel = sandbox.ledger.channel("matrix", "morningtick")
    now = replace(POST, made_at=0, images=(IMAGE,))
    picture = replace(PICTURE, data=b"GIF89a\x28\0\x1e\0", mime="image/gif")
    sent = await there.send(now, [picture])
    assert await there.send(now, [picture]) == sent == await there.find(now, "")
    assert await there.find(replace(now, key="other"), "") is None
    await there.edit(sent, replace(now, key="k2", text=plain("Corrected: cats lose")), [])
    (post,) = channel.standing
    assert (post.text, len(post.photos), channel.posted) == ("Corrected: cats lose", 1, 1)
    for _ in range(2):
        await there.delete(sent)
    assert channel.standing == []
    assert await there.find(now, "") is None
    assert await there.examine() == f"@herald:news.sandbox is in {ALIAS}"
