from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any, ClassVar

import pytest
from aiohttp import web
from hypothesis import HealthCheck, given, settings

from bot.errors import InDoubt, Locked, Refused, Throttled, Unsent
from bot.model import Article, Image, Picture, Post, Receipt, Style
from bot.platforms.slack import READY, Slack, SlackOptions
from bot.sandbox.server import Sandbox
from bot.sandbox.standins.slack import CHANNEL, TOKEN, TOKEN_WITHOUT_FILES
from bot.sandbox.standins.slack import Slack as StandIn
from bot.text.rich import bold, italic, join, link, plain
from tests.platforms.articles import ARTICLES, SUMMARIES, composed
from tests.platforms.conftest import Server, Step
from tests.platforms.outcomes import LINE, Outcomes, Row, asked, making, standing

Make = Callable[..., Slack]

LINK = "https://news.example/2026/a?x=1&y=2"
TEXT = join([bold("Cats & <!channel>"), link("Morning Tick", LINK)], "\n\n")
POST = Post(key="k1", text=TEXT, link=LINK, headline="Cats", made_at=1_800_000_000)
IMAGE = Image(url="https://news.example/a.jpg", alt="Two cats")
PICTURE = Picture(
    data=b"\xff\xd8picture\xff\xd9",
    mime="image/jpeg",
    width=800,
    height=600,
    alt=IMAGE.alt,
    url=IMAGE.url,
)
SHOWING = replace(POST, images=(IMAGE,))
RECEIPT = Receipt(id="1800000000.000100", permalink="")
POSTED: Step = (200, {"ok": True, "channel": "C0123456789", "ts": "1800000000.000100"})
NO_SUCH: Step = (200, {"ok": True, "messages": []})
WHO: Step = (200, {"ok": True, "url": "https://tick.slack.com/", "team": "Tick", "user": "herald"})
RICH = {
    "type": "rich_text",
    "elements": [
        {
            "type": "rich_text_section",
            "elements": [
                {"type": "text", "text": "Cats & <!channel>", "style": {"bold": True}},
                {"type": "text", "text": "\n\n"},
                {"type": "link", "text": "Morning Tick", "url": LINK},
            ],
        }
    ],
}
FETCHED = {"type": "image", "image_url": IMAGE.url, "alt_text": "Two cats"}
UPLOADED = {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "Two cats"}


def no(error: str, status: int = 200, **more: Any) -> Step:
    return status, {"ok": False, "error": error, **more}


OWN = {"channel": "C0123456789", "token": "env:TOKEN"}
OUTCOMES: list[Row] = [
    ("an answer that says nothing", (200, {}), InDoubt),
    ("an answer of another shape", (200, ["ok"]), InDoubt),
    ("a wrong token", no("invalid_auth"), Locked),
    ("no token", no("not_authed"), Locked),
    ("a revoked token", no("token_revoked"), Locked),
    ("a closed account", no("account_inactive"), Locked),
    ("a missing right", no("missing_scope", needed="chat:write", provided="none"), Locked),
    ("a channel that is not there", no("channel_not_found"), Locked),
    ("a channel that we are not in", no("not_in_channel"), Locked),
    ("an archived channel", no("is_archived"), Locked),
    ("a channel for some only", no("restricted_action_read_only_channel"), Locked),
    ("a text too long", no("msg_too_long"), Refused),
    ("blocks too long", no("msg_blocks_too_long"), Refused),
    ("wrong blocks", no("invalid_blocks"), Refused),
    ("an unknown word", no("no_such_word_yet"), Refused),
    ("a gateway that asks who we are", (401, "<html>Log in</html>"), Locked),
    ("a gateway that forbids", (403, "<html>Blocked</html>"), Locked),
    ("a page that is not there", (404, "<html>Not Found</html>"), Refused),
    (
        "a rate limit",
        (429, {"ok": False, "error": "ratelimited"}, {"Retry-After": "30"}),
        Throttled,
    ),
    ("a gateway's rate limit", (429, "<html>Slow down</html>"), Throttled),
    ("too many messages of all", no("message_limit_exceeded"), Throttled),
    ("a request that came too slowly", no("request_timeout"), Unsent),
    ("a workspace that moves", no("team_added_to_org"), Unsent),
    ("an error within", no("internal_error"), InDoubt),
    ("a fatal error", no("fatal_error"), InDoubt),
    ("a server error", no("internal_error", 500), InDoubt),
    ("a gateway error", (502, "<html>Bad Gateway</html>"), InDoubt),
    ("a page where an answer should be", (200, "<html>Welcome</html>"), InDoubt),
    *LINE,
]


slack = making(Slack, OWN)


class TestOutcomes(Outcomes):
    platform = Slack
    own = OWN
    rows = OUTCOMES
    post = POST
    posted = (POSTED,)
    receipt = RECEIPT
    says = "Slack: .{2,200}"
    patience = 4
    repeated = frozenset({"delete", "find", "learn", "examine"})
    repeatable: ClassVar = {
        "edit": (RECEIPT, POST, []),
        "delete": (RECEIPT,),
        "find": (POST, "1800000000.000001"),
        "learn": (),
        "examine": (),
    }
    answers = frozenset({("find", "a missing right"), ("delete", "a missing right")})


@pytest.mark.parametrize(
    ("step", "seconds"),
    [
        ((429, {"ok": False, "error": "ratelimited"}, {"Retry-After": "30"}), 30),
        ((429, "<html></html>", {"Retry-After": "7"}), 7),
        (no("ratelimited"), None),
    ],
)
async def test_a_rate_limit_says_how_long(
    slack: Make, server: Server, step: Step, seconds: float | None
) -> None:
    server.does(step)
    with pytest.raises(Throttled) as raised:
        await slack().send(POST, [])
    assert raised.value.retry_after == seconds


async def test_a_missing_right_is_named(slack: Make, server: Server) -> None:
    server.does(no("missing_scope", needed="chat:write"))
    with pytest.raises(Locked, match=r"missing_scope \(needs chat:write\)"):
        await slack().send(POST, [])


async def test_a_post_is_blocks_in_which_nothing_is_markup(slack: Make, server: Server) -> None:
    server.does(POSTED)
    assert await slack().send(POST, []) == RECEIPT
    (request,) = server.requests
    assert (request.method, request.path) == ("POST", "/api/chat.postMessage")
    assert request.headers["authorization"] == "Bearer 424242:CANARY-TOKEN"
    assert request.json == {
        "channel": "C0123456789",
        "text": "Cats &amp; &lt;!channel&gt;\n\nMorning Tick",
        "blocks": [RICH],
        "parse": "none",
        "link_names": False,
        "unfurl_links": True,
        "unfurl_media": True,
        "metadata": {"event_type": "herald_post", "event_payload": {"key": "k1"}},
    }


async def test_without_a_preview_nothing_unfurls(slack: Make, server: Server) -> None:
    server.does(POSTED)
    await slack().send(replace(POST, preview=False, text=italic("Cats")), [])
    said = server.requests[0].json
    assert (said["unfurl_links"], said["unfurl_media"]) == (False, False)
    (section,) = said["blocks"][0]["elements"]
    assert section["elements"] == [{"type": "text", "text": "Cats", "style": {"italic": True}}]


async def test_the_address_of_a_post_names_the_workspace(slack: Make, server: Server) -> None:
    server.does(WHO, POSTED)
    platform = slack()
    assert await platform.learn() == Slack.capabilities
    sent = await platform.send(POST, [])
    assert sent.permalink == "https://tick.slack.com/archives/C0123456789/p1800000000000100"


def places(server: Server, count: int = 1) -> list[Step]:
    """Give the answers to uploads of as many pictures, F1 and so on."""
    steps: list[Step] = []
    for number in range(1, count + 1):
        where = f"{server.url}/upload/v1/{number}"
        steps += [
            (200, {"ok": True, "upload_url": where, "file_id": f"F{number}"}),
            (200, "OK - 11"),
        ]
    return [*steps, (200, {"ok": True})]


async def test_pictures_are_uploaded_and_stand_below_the_text_instead_of_a_card(
    slack: Make, server: Server
) -> None:
    server.does(*places(server, 2), POSTED)
    assert await slack().send(SHOWING, [PICTURE, replace(PICTURE, alt="")]) == RECEIPT
    assert asked(server) == [
        *["POST /api/files.getUploadURLExternal", "POST /upload/v1/1"],
        *["POST /api/files.getUploadURLExternal", "POST /upload/v1/2"],
        "POST /api/files.completeUploadExternal",
        "POST /api/chat.postMessage",
    ]
    asking, taking, *_, completing, saying = server.requests
    assert asking.form == {"filename": "0.jpeg", "length": f"{len(PICTURE.data)}"}
    assert (taking.body, taking.headers["content-type"]) == (PICTURE.data, "image/jpeg")
    assert "authorization" not in taking.headers
    assert completing.json == {"files": [{"id": "F1"}, {"id": "F2"}]}
    second = {"type": "image", "slack_file": {"id": "F2"}, "alt_text": "Cats"}
    assert saying.json["blocks"] == [RICH, UPLOADED, second]
    assert saying.json["unfurl_links"] is False


@pytest.mark.parametrize(
    "answers",
    [
        [no("missing_scope", needed="files:write")],
        [no("file_uploads_disabled")],
        ["here", (500, "<html>")],
        [
            "here",
            (200, "OK"),
            no("file_not_found"),
        ],
    ],
    ids=["no right", "no uploads at all", "bytes that are not taken", "a file that is lost"],
)
async def test_where_we_may_not_upload_slack_fetches_the_picture(
    slack: Make, server: Server, answers: list[Any]
) -> None:
    here = {"ok": True, "upload_url": server.url, "file_id": "F1"}
    server.does(*((200, here) if answer == "here" else answer for answer in answers), POSTED)
    assert await slack().send(SHOWING, [PICTURE]) == RECEIPT
    assert server.requests[-1].json["blocks"] == [RICH, FETCHED]


async def test_a_revoked_token_is_no_reason_to_fetch(slack: Make, server: Server) -> None:
    server.does(no("token_revoked"))
    with pytest.raises(Locked):
        await slack().send(SHOWING, [PICTURE])


async def test_a_picture_in_work_is_waited_for_and_then_left_out(
    slack: Make, server: Server
) -> None:
    invalid = no(
        "invalid_blocks", errors=["invalid slack file [json-pointer:/blocks/1/slack_file]"]
    )
    server.does(*places(server), *[invalid] * (len(READY) + 1), POSTED)
    platform = slack()
    for seconds in READY:
        with pytest.raises(Throttled, match="still works on the picture") as raised:
            await platform.send(SHOWING, [PICTURE])
        assert raised.value.retry_after == seconds
    sent = await platform.send(SHOWING, [PICTURE])
    assert sent.note == f"{IMAGE.url}: Slack: it cannot be fetched or is no picture"
    assert server.requests[-2].json["blocks"] == [RICH, UPLOADED]
    assert server.requests[-1].json["blocks"] == [RICH]


async def test_a_picture_that_could_not_be_had_is_not_shown(slack: Make, server: Server) -> None:
    server.does(POSTED)
    await slack().send(SHOWING, [])
    assert server.requests[0].json["blocks"] == [RICH]
    assert server.requests[0].json["unfurl_links"] is True


async def test_a_picture_that_slack_cannot_fetch_leaves_the_text(
    slack: Make, server: Server
) -> None:
    refusal = no("invalid_blocks", errors=["downloading image failed"])
    server.does(no("missing_scope"), refusal, POSTED)
    sent = await slack().send(SHOWING, [PICTURE])
    why = f"{IMAGE.url}: Slack: it cannot be fetched or is no picture"
    assert sent == replace(RECEIPT, note=why)
    assert server.requests[-1].json["blocks"] == [RICH]


async def test_an_answer_stands_in_the_thread_and_in_the_channel(
    slack: Make, server: Server
) -> None:
    server.does(POSTED)
    await slack().reply(Receipt(id="17.000001"), POST, [])
    said = server.requests[0].json
    assert (said["thread_ts"], said["reply_broadcast"]) == ("17.000001", True)


STANDING = UPLOADED | {
    "block_id": "b",
    "slack_file": {"id": "F1", "url": "https://files.slack.com/a"},
}


@pytest.mark.parametrize(
    ("standing", "kept"),
    [
        ((200, {"ok": True, "messages": [{"blocks": [RICH, STANDING]}]}), UPLOADED),
        ((200, {"ok": True, "messages": [{"blocks": [RICH, FETCHED]}]}), FETCHED),
        (no("missing_scope"), FETCHED),
    ],
    ids=["a file", "an address", "unread"],
)
async def test_a_correction_keeps_the_picture(
    slack: Make, server: Server, standing: Step, kept: Any
) -> None:
    server.does(standing, POSTED)
    assert await slack().edit(RECEIPT, SHOWING, []) == RECEIPT
    assert asked(server) == ["GET /api/conversations.history", "POST /api/chat.update"]
    assert server.requests[0].query == {
        "channel": "C0123456789",
        "latest": RECEIPT.id,
        "oldest": RECEIPT.id,
        "inclusive": "true",
        "limit": "1",
    }
    said = server.requests[1].json
    assert (said["ts"], said["blocks"]) == (RECEIPT.id, [RICH, kept])


async def test_a_correction_brings_its_own_picture(slack: Make, server: Server) -> None:
    server.does(*places(server), POSTED)
    await slack().edit(RECEIPT, SHOWING, [PICTURE])
    assert server.requests[-1].json["blocks"] == [RICH, UPLOADED]


GONE = no("message_not_found")


@pytest.mark.parametrize(
    ("standing", "files", "deleted"),
    [
        ((200, {"ok": True, "messages": [{"blocks": [RICH, STANDING]}]}), [(200, {"ok": True})], POSTED),
        ((200, {"ok": True, "messages": [{"blocks": [RICH, STANDING]}]}), [no("file_not_found")], POSTED),
        ((200, {"ok": True, "messages": [{"blocks": [RICH, FETCHED]}]}), [], POSTED),
        (no("missing_scope"), [], POSTED),
        (NO_SUCH, [], GONE),
    ],
    ids=["a file", "a file that is gone", "an address", "unread", "gone"],
)  # fmt: skip
async def test_a_deletion_leaves_nothing_there(
    slack: Make, server: Server, standing: Step, files: list[Step], deleted: Step
) -> None:
    server.does(standing, *files, deleted)
    await slack().delete(RECEIPT)
    assert [request.json for request in server.requests[1:-1]] == [{"file": "F1"}] * len(files)
    assert asked(server)[-1] == "POST /api/chat.delete"
    assert server.requests[-1].json == {"channel": "C0123456789", "ts": RECEIPT.id}


def message(ts: str, key: str = "") -> dict[str, Any]:
    metadata = {"event_type": "herald_post", "event_payload": {"key": key}}
    return {"type": "message", "ts": ts} | ({"metadata": metadata} if key else {})


OURS = message(RECEIPT.id, "k1")


@pytest.mark.parametrize(
    ("pages", "found"),
    [
        ([[message("18.1"), OURS]], True),
        ([[message("18.1", "k2")], [OURS]], True),
        ([[]], False),
        ([[message("18.1", "k2")]], False),
    ],
    ids=["there", "on the next page", "an empty channel", "another post"],
)
@pytest.mark.parametrize(("after", "oldest"), [("17.5", "17.5"), ("", "1799913600.000000")])
async def test_a_post_is_found_by_its_key(
    slack: Make, server: Server, pages: list[Any], *, found: bool, after: str, oldest: str
) -> None:
    for n, page in enumerate(pages, 1):
        more = {"has_more": n < len(pages), "response_metadata": {"next_cursor": "c"}}
        server.does((200, {"ok": True, "messages": page} | more))
    assert await slack().find(POST, after) == (RECEIPT if found else None)
    assert server.requests[0].query == {
        "channel": "C0123456789",
        "limit": "100",
        "oldest": oldest,
        "include_all_metadata": "true",
    }
    assert [request.query.get("cursor") for request in server.requests] == [None, "c"][
        : len(pages)
    ]


async def test_more_messages_than_looks_show_leave_the_doubt(slack: Make, server: Server) -> None:
    more = {"has_more": True, "response_metadata": {"next_cursor": "c"}}
    server.does(*[(200, {"ok": True, "messages": [message("18.1")]} | more)] * 10)
    with pytest.raises(InDoubt, match="more than 1000 messages"):
        await slack().find(POST, "17.5")


async def test_without_the_right_to_read_a_person_looks(slack: Make, server: Server) -> None:
    server.does(no("missing_scope", needed="channels:history"))
    with pytest.raises(InDoubt, match="give the app channels:history"):
        await slack().find(POST, "17.5")


@pytest.mark.parametrize(
    "info", [(200, {"ok": True, "channel": {"is_member": True}}), no("missing_scope")], ids=str
)
@pytest.mark.parametrize(
    ("upload", "told"),
    [
        (
            (200, {"ok": True, "upload_url": "https://files.example/1", "file_id": "F1"}),
            " and upload pictures",
        ),
        (no("missing_scope"), "; without files:write Slack fetches pictures from their addresses"),
    ],
    ids=["uploads", "no uploads"],
)
async def test_who_looks_is_told_who_posts_and_how_pictures_go(
    slack: Make, server: Server, info: Step, upload: Step, told: str
) -> None:
    server.does(WHO, info, upload)
    assert await slack().examine() == f"herald of Tick may post in C0123456789{told}"


async def test_who_looks_is_told_to_invite_the_app(slack: Make, server: Server) -> None:
    server.does(WHO, (200, {"ok": True, "channel": {"is_member": False}}))
    with pytest.raises(Locked, match="/invite @herald"):
        await slack().examine()


@pytest.mark.parametrize(
    "wrong", [{"channel": "#news"}, {"token": "xoxb-literal"}, {"webhook": "env:W"}], ids=str
)
def test_options_that_cannot_work_are_errors(wrong: dict[str, str]) -> None:
    right = {"channel": "C0123456789", "token": "env:TOKEN"}
    assert SlackOptions.model_validate(right).address() == "C0123456789"
    with pytest.raises(ValueError, match="validation error"):
        SlackOptions.model_validate(right | wrong)


there = standing(Slack, StandIn, {**OWN, "channel": CHANNEL})


@given(article=ARTICLES, summary=SUMMARIES)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_article_comes_back_as_it_was_composed(
    there: Slack, sandbox: Sandbox, article: Article, summary: tuple[str, ...]
) -> None:
    post = composed(Slack, article, summary)
    sent = await there.send(post, [])
    standing = sandbox.ledger.channel("slack", "morningtick").posts[sent.id]
    assert standing.text == post.text.text
    kinds = {"bold": Style.BOLD, "text_link": Style.LINK}
    shown = {(mark.start, mark.end, kinds[mark.kind], mark.url) for mark in standing.marks}
    spans = [span for span in post.text.spans if span.style is not Style.HASHTAG]
    assert shown == {(s.start, s.end, s.style, s.url) for s in spans}


@pytest.fixture
async def gallery() -> AsyncIterator[str]:
    """Serve a picture."""

    async def picture(_: web.Request) -> web.Response:
        return web.Response(body=GIF, content_type="image/gif")

    app = web.Application()
    app.router.add_get("/a.gif", picture)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


GIF = b"GIF89a\x28\0\x1e\0"
CAT = replace(PICTURE, data=GIF, mime="image/gif", width=40, height=30)


@pytest.mark.parametrize("token", [TOKEN, TOKEN_WITHOUT_FILES])
async def test_what_stands_there_is_found_changed_and_taken_down(
    sandbox: Sandbox, destination: Callable[..., Any], gallery: str, token: str
) -> None:
    options = SlackOptions(channel=CHANNEL, token="env:T")
    there = Slack(destination("slack", sandbox.url), options, lambda _: token)
    channel = sandbox.ledger.channel("slack", "morningtick")
    place = f"{gallery}/a.gif"
    now = replace(POST, made_at=0, images=(replace(IMAGE, url=place),))
    await there.learn()
    sent = await there.send(now, [replace(CAT, url=place)])
    assert await there.find(now, "") == sent
    assert await there.find(now, sent.id) is None
    assert [(p.alt, p.width) for p in channel.posts[sent.id].photos] == [("Two cats", 40)]
    answer = await there.reply(sent, replace(now, key="k2", images=()), [])
    assert await there.find(replace(now, key="k2"), sent.id) == answer
    await there.edit(sent, replace(now, key="k3", text=plain("Corrected: cats lose")), [])
    assert channel.posts[sent.id].text == "Corrected: cats lose"
    assert len(channel.posts[sent.id].photos) == 1
    for receipt in (answer, sent, sent):
        await there.delete(receipt)
    assert channel.standing == []
    is_uploaded = "files.delete" in sandbox.ledger.accepted["slack"]
    assert is_uploaded == (token == TOKEN)
    await there.close()
