import json
from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes
from typing import Any, ClassVar, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import ConfigError, InDoubt, Locked, Refused, Throttled
from bot.model import Article, Image, Picture, Post, Receipt, Rich, Style
from bot.platforms.discord import Discord, DiscordOptions
from bot.redact import hide
from bot.rules import Destination
from bot.sandbox.discord_text import read
from bot.sandbox.server import Sandbox
from bot.sandbox.standins.discord import THREAD
from bot.sandbox.standins.discord import Discord as StandIn
from bot.text.markdown import markdown
from bot.text.rich import bold, clean, disarm, italic, join, link, plain
from tests.platforms.articles import ARTICLES, SUMMARIES, WORDS, composed
from tests.platforms.conftest import Request, Server, Step
from tests.platforms.outcomes import LINE, Outcomes, Row, making, standing

Make = Callable[..., Discord]

WEBHOOK = "https://discord.com/api/webhooks/77/CANARY-TOKEN_x"
LINK = "https://news.example/2026/a?x=1&y=2"
TEXT = join([bold("Cats & dogs “win”"), link("Morning Tick", LINK)], "\n\n")
POST = Post(key="k", text=TEXT, link=LINK)
IMAGE = Image(url="https://news.example/a.jpg", alt="Two cats")
PICTURE = Picture(
    data=b"\xff\xd8picture\xff\xd9", mime="image/jpeg", width=800, height=600, alt="Two cats"
)
RECEIPT = Receipt(id="9", permalink="")
POSTED: Step = (200, {"id": "9", "channel_id": "5", "webhook_id": "77"})
ABOUT: Step = (200, {"id": "77", "name": "News", "guild_id": "4", "channel_id": "5", "type": 1})


def refused(status: int, code: int, message: str, **more: Any) -> Step:
    return status, {"message": message, "code": code, **more}


TOO_LONG = {"content": {"_errors": [{"code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 2000"}]}}
LIMITED = {"message": "You are being rate limited.", "retry_after": 0.7, "global": False}
OWN = {"webhook": "env:W"}
OUTCOMES: list[Row] = [
    ("an answer without an id", (200, {}), InDoubt),
    ("an answer without a body", (204, ""), InDoubt),
    ("a text that is too long", refused(400, 50035, "Invalid Form Body", errors=TOO_LONG), Refused),
    ("an empty text", refused(400, 50006, "Cannot send an empty message"), Refused),
    ("a forum without a thread", refused(400, 220001, "Webhooks posted to forum channels must have a thread_name or thread_id"), Locked),
    ("a wrong token", refused(401, 50027, "Invalid Webhook Token"), Locked),
    ("a closed channel", refused(403, 50001, "Missing Access"), Locked),
    ("a gateway that forbids", (403, "<html>Blocked</html>"), Locked),
    ("a deleted webhook", refused(404, 10015, "Unknown Webhook"), Locked),
    ("a deleted thread", refused(404, 10003, "Unknown Channel"), Locked),
    ("a page that is not there", (404, "<html>Not Found</html>"), Refused),
    ("a body too large", refused(413, 40005, "Request entity too large"), Refused),
    ("a rate limit", (429, LIMITED), Throttled),
    ("a rate limit for the whole app", (429, LIMITED | {"global": True}), Throttled),
    ("a ban for invalid requests", (429, "<html>Banned</html>", {"Retry-After": "600"}), Throttled),
    ("a server error", refused(500, 0, "500: Internal Server Error"), InDoubt),
    ("a gateway error", (502, "<html>Bad Gateway</html>"), InDoubt),
    ("a page where an answer should be", (200, "<html>Welcome</html>"), InDoubt),
    *LINE,
]  # fmt: skip


@pytest.fixture
def reveal() -> Callable[[str], str]:
    def give(_: str) -> str:
        hide(WEBHOOK)
        return WEBHOOK

    return give


discord = making(Discord, OWN)


class TestOutcomes(Outcomes):
    platform = Discord
    own = OWN
    rows = OUTCOMES
    post = POST
    posted = (POSTED,)
    receipt = RECEIPT
    says = "Discord: .{2,400}"
    patience = 2
    repeated = frozenset({"delete", "learn", "examine"})
    repeatable: ClassVar = {
        "edit": (RECEIPT, POST, []),
        "delete": (RECEIPT,),
        "learn": (),
        "examine": (),
    }
    answers = frozenset(
        (verb, f"an answer without {what}")
        for verb in ("delete", "learn", "examine")
        for what in ("an id", "a body")
    )


def said(request: Request) -> tuple[Any, dict[str, bytes]]:
    """Give the message of a form and its files by name."""
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    parts = message_from_bytes(head + request.body).walk()
    named = {
        str(part.get_param("name", header="content-disposition")): cast(
            "bytes", part.get_payload(decode=True)
        )
        for part in parts
        if not part.is_multipart()
    }
    return json.loads(named.pop("payload_json")), named


@pytest.mark.parametrize(
    ("step", "seconds"),
    [
        ((429, LIMITED), 0.7),
        ((429, "<html></html>", {"Retry-After": "600"}), 600),
        ((429, {}), None),
    ],
)
async def test_a_rate_limit_says_how_long(
    discord: Make, server: Server, step: Step, seconds: float | None
) -> None:
    server.does(step)
    with pytest.raises(Throttled) as raised:
        await discord().send(POST, [])
    assert raised.value.retry_after == seconds


async def test_a_post_mentions_nobody_and_its_answer_is_waited_for(
    discord: Make, server: Server
) -> None:
    server.does(POSTED)
    assert await discord().send(POST, []) == RECEIPT
    (request,) = server.requests
    assert (request.method, request.path) == ("POST", "/api/v10/webhooks/77/CANARY-TOKEN_x")
    assert request.query == {"wait": "true"}
    assert request.headers["user-agent"].startswith("DiscordBot (")
    assert request.json == {
        "content": f"**Cats & dogs “win”**\n\n[Morning Tick]({LINK})",
        "allowed_mentions": {"parse": []},
        "flags": 0,
    }


async def test_the_address_of_a_post_names_the_server(discord: Make, server: Server) -> None:
    server.does(ABOUT, POSTED)
    platform = discord()
    assert await platform.learn() == Discord.capabilities
    sent = await platform.send(POST, [])
    assert sent.permalink == "https://discord.com/channels/4/5/9"


async def test_who_looks_is_told_what_the_webhook_is(discord: Make, server: Server) -> None:
    server.does(ABOUT)
    assert await discord().examine() == "the webhook “News” of channel 5"
    assert (server.requests[0].method, server.requests[0].query) == ("GET", {})


async def test_in_a_thread_all_is_done_in_the_thread(discord: Make, server: Server) -> None:
    server.does(POSTED, POSTED, (204, ""))
    platform = discord(thread="88")
    await platform.send(POST, [])
    await platform.edit(RECEIPT, POST, [])
    await platform.delete(RECEIPT)
    assert [request.query.get("thread_id") for request in server.requests] == ["88", "88", "88"]


@pytest.mark.parametrize(
    ("post", "pictures", "flags"),
    [
        (POST, [], 0),
        (replace(POST, preview=False), [], 4),
        (replace(POST, silent=True), [], 4096),
        (replace(POST, images=(IMAGE,)), [], 0),
        (replace(POST, images=(IMAGE,), silent=True), [PICTURE], 4100),
    ],
    ids=["plain", "no preview", "silent", "a picture that could not be had", "a silent picture"],
)
async def test_a_card_stands_where_no_picture_does(
    discord: Make, server: Server, post: Post, pictures: list[Picture], flags: int
) -> None:
    server.does(POSTED)
    await discord().send(post, pictures)
    message = said(server.requests[0])[0] if pictures else server.requests[0].json
    assert message["flags"] == flags


async def test_pictures_go_with_their_alt_texts(discord: Make, server: Server) -> None:
    server.does(POSTED)
    second = replace(PICTURE, mime="image/png", alt="a" * 2000)
    await discord().send(replace(POST, images=(IMAGE, IMAGE)), [PICTURE, second])
    message, files = said(server.requests[0])
    assert files == {"files[0]": PICTURE.data, "files[1]": PICTURE.data}
    assert message["attachments"] == [
        {"id": 0, "description": "Two cats"},
        {"id": 1, "description": "a" * 1024},
    ]


async def test_pictures_that_are_too_large_leave_the_text(discord: Make, server: Server) -> None:
    server.does(refused(413, 40005, "Request entity too large"), POSTED)
    sent = await discord().send(replace(POST, images=(IMAGE,)), [PICTURE])
    why = f"{IMAGE.url}: Discord: Request entity too large (413)"
    assert sent == replace(RECEIPT, note=why)
    assert "attachments" not in server.requests[1].json


async def test_a_correction_keeps_the_pictures_that_stand(discord: Make, server: Server) -> None:
    server.does(POSTED)
    assert await discord().edit(RECEIPT, replace(POST, images=(IMAGE,)), []) == RECEIPT
    (request,) = server.requests
    assert (request.method, request.path) == (
        "PATCH",
        "/api/v10/webhooks/77/CANARY-TOKEN_x/messages/9",
    )
    assert request.json["flags"] == 4
    assert "attachments" not in request.json


@pytest.mark.parametrize(
    "answer", [(204, ""), refused(404, 10008, "Unknown Message")], ids=["there", "gone"]
)
async def test_a_deletion_leaves_nothing_there(
    discord: Make, server: Server, answer: Step
) -> None:
    server.does(answer)
    await discord().delete(RECEIPT)
    assert server.requests[0].method == "DELETE"


@pytest.mark.parametrize(
    ("secret", "why"),
    [("", "env:W is empty"), ("https://discord.gg/CANARY", "env:W does not hold the address")],
)
async def test_a_missing_or_wrong_webhook_is_a_persons_business(
    destination: Callable[..., Destination], secret: str, why: str
) -> None:
    def reveal(reference: str) -> str:
        if not secret:
            raise ConfigError((f"{reference} is empty",))
        return secret

    options = DiscordOptions.model_validate({"webhook": "env:W"})
    with pytest.raises(Locked, match=why) as raised:
        await Discord(destination("discord", ""), options, reveal).send(POST, [])
    assert "CANARY" not in str(raised.value)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"webhook": WEBHOOK},
        {"webhook": "env:W", "thread": "general"},
        {"webhook": "env:W", "channel": "x"},
    ],
    ids=["nothing", "a literal secret", "a thread by name", "an unknown key"],
)
def test_options_that_cannot_work_are_errors(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        DiscordOptions.model_validate(options)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (plain("a*b_c`d~e|f\\g"), r"a\*b\_c\`d\~e\|f\\g"),
        (plain("# a\n- b\n1. c\n > d\n-# e"), "\\# a\n\\- b\n1\\. c\n \\> d\n\\-# e"),
        (plain("9:30 a-b, 3.5 #1"), "9:30 a-b, 3.5 #1"),
        (plain(":smile: <@1> https://a.example"), r"\:smile: \<@1\> https\://a.example"),
        (italic("a*"), r"*a\**"),
        (link("a]b", "https://a.example/(b) c"), r"[a\]b](<https://a.example/%28b%29%20c>)"),
        (link(LINK, LINK), LINK),
        (link("https://b.example", "https://a.example/"), "[https:\u2060//b.example](<https://a.example/>)"),
    ],
)  # fmt: skip
def test_only_what_is_meant_is_a_mark(text: Rich, written: str) -> None:
    assert markdown(text, LINK) == written


@given(
    words=st.lists(WORDS, min_size=4, max_size=4),
    url=st.sampled_from([LINK, "https://a.example/(b) c"]),
)
def test_any_words_in_any_style_are_read_as_they_were_meant(words: list[str], url: str) -> None:
    first, second, third, last = (disarm(clean(part)) for part in words)
    text = join([bold(first), italic(second), link(third, url), plain(last)], "\n\n")
    shown, marks = read(markdown(text))
    assert shown.replace(":\u2060//", "://") == text.text
    kinds = {"bold": Style.BOLD, "italic": Style.ITALIC, "quiet_link": Style.LINK}
    moved = shown.count(":\u2060//")
    assert [kinds[mark.kind] for mark in marks] == [span.style for span in text.spans]
    assert moved or [(m.start, m.end) for m in marks] == [(s.start, s.end) for s in text.spans]


there = standing(Discord, StandIn, OWN)


@given(article=ARTICLES, summary=SUMMARIES)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_article_comes_back_as_it_was_composed(
    there: Discord, sandbox: Sandbox, article: Article, summary: tuple[str, ...]
) -> None:
    post = composed(Discord, article, summary)
    sent = await there.send(post, [])
    standing = sandbox.ledger.channel("discord", "morningtick").posts[sent.id]
    assert standing.text.replace(":\u2060//", "://") == post.text.text.replace(":\u2060//", "://")
    kinds = {"bold": Style.BOLD, "text_link": Style.LINK, "quiet_link": Style.LINK}
    shown = {(mark.start, mark.end, kinds[mark.kind]) for mark in standing.marks}
    meant = {(s.start, s.end, s.style) for s in post.text.spans if s.style is not Style.HASHTAG}
    assert shown == meant
    assert Discord.capabilities.size(post.text) <= 2000
    assert not standing.wire["mention_everyone"]


async def test_what_stands_there_is_changed_and_taken_down(
    there: Discord, sandbox: Sandbox
) -> None:
    await there.learn()
    channel = sandbox.ledger.channel("discord", "morningtick")
    sent = await there.send(POST, [])
    assert sent.permalink.endswith(f"/{sent.id}")
    await there.edit(sent, replace(POST, text=plain("Corrected: cats lose")), [])
    assert [post.text for post in channel.standing] == ["Corrected: cats lose"]
    for _ in range(2):
        await there.delete(sent)
    assert channel.standing == []


async def test_a_thread_is_a_place_of_its_own(
    sandbox: Sandbox, destination: Callable[..., Destination]
) -> None:
    (secret,) = StandIn.secrets.values()
    options = DiscordOptions.model_validate({"webhook": "env:W", "thread": THREAD})
    platform = Discord(destination("discord", sandbox.url), options, lambda _: secret)
    await platform.send(POST, [])
    assert len(sandbox.ledger.channel("discord", "morningtick-thread").standing) == 1
    await platform.close()
