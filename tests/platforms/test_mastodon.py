from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Gone, HeraldError, InDoubt, Locked, Refused, Throttled, Unsent
from bot.manner import Craft
from bot.model import Article, Image, Picture, Post, Receipt, Rich, Unit
from bot.platforms.mastodon import READY, Mastodon, MastodonOptions
from bot.rules import Destination, Publisher
from bot.steps.compose import compose
from tests.platforms.conftest import Server, Step
from tests.platforms.outcomes import LINE, Outcomes, Row, asked, making

Make = Callable[..., Mastodon]

LINK = "https://news.example/2026/a?x=1&y=2"
POST = Post(
    key="k-1", text=Rich(text=f"Cats & <dogs> “win”\n\n{LINK}"), link=LINK, language="en-GB"
)
PICTURE = Picture(
    data=b"\xff\xd8picture\xff\xd9", mime="image/jpeg", width=800, height=600, alt="Two cats"
)
RECEIPT = Receipt(id="107", permalink="https://social.example/@news/107")
CONTENT = (
    "<p>Cats &amp; &lt;dogs&gt; “win”</p><p>"
    '<a href="https://news.example/2026/a?x=1&amp;y=2" rel="nofollow noopener" target="_blank">'
    '<span class="invisible">https://</span><span class="ellipsis">news.example/2026/a?x=1</span>'
    '<span class="invisible">&amp;y=2</span></a></p>'
)


def error(status: int, why: str, **headers: str) -> Step:
    return status, {"error": why}, {name.replace("_", "-"): v for name, v in headers.items()}


def status(content: str = CONTENT, status_id: str = "107", *media: str) -> dict[str, Any]:
    return {
        "id": status_id,
        "url": f"https://social.example/@news/{status_id}",
        "content": content,
        "media_attachments": [{"id": media_id} for media_id in media],
    }


POSTED: Step = (200, status())
UPLOADED: Step = (200, {"id": "55", "type": "image", "url": "https://social.example/m/55.jpg"})
IN_WORK: Step = (202, {"id": "55", "type": "gifv", "url": None})
STILL: Step = (206, {"id": "55", "type": "gifv", "url": None})
ME: Step = (200, {"id": "12", "username": "news", "acct": "news"})

OWN = {"account": "@news@social.example", "token": "env:TOKEN"}
OUTCOMES: list[Row] = [
    ("an answer that says nothing", (200, {}), InDoubt),
    ("an answer of another kind", (200, []), InDoubt),
    ("a token that was revoked", error(401, "The access token was revoked"), Locked),
    ("a token that is wrong", error(401, "The access token is invalid"), Locked),
    ("a login that is disabled", error(403, "Your login is currently disabled"), Locked),
    (
        "a scope that is missing",
        error(403, "This action is outside the authorized scopes"),
        Locked,
    ),
    ("no such thing", error(404, "Record not found"), Gone),
    (
        "too long a text",
        error(422, "Validation failed: Text character limit of 500 exceeded"),
        Refused,
    ),
    ("too long a text for GoToSocial", error(400, "Bad Request: too many characters"), Refused),
    ("too large a request", (413, "<html>Request Entity Too Large</html>"), Refused),
    ("a rate limit", error(429, "Too many requests"), Throttled),
    ("a gateway's rate limit", (429, "<html>Slow down</html>"), Throttled),
    ("a server error", error(500, "Something went wrong on our end"), InDoubt),
    ("storage that is down", error(503, "There was a temporary problem"), InDoubt),
    ("a gateway error", (502, "<html>Bad Gateway</html>"), InDoubt),
    ("a redirect", (301, "<html>Moved</html>", {"Location": "https://other.example/"}), Refused),
    ("a page where an answer should be", (200, "<html>Welcome</html>"), InDoubt),
    *LINE,
]


mastodon = making(Mastodon, OWN)


class TestOutcomes(Outcomes):
    platform = Mastodon
    own = OWN
    rows = OUTCOMES
    post = POST
    posted = (POSTED,)
    receipt = RECEIPT
    says = "Mastodon: .{2,200}"
    repeated = frozenset({"edit", "delete", "find", "examine"})
    repeatable: ClassVar = {
        "edit": (RECEIPT, POST, []),
        "delete": (RECEIPT,),
        "find": (POST, "6"),
        "examine": (),
    }
    answers = frozenset(
        {
            ("delete", "no such thing"),
            ("delete", "an answer that says nothing"),
            ("delete", "an answer of another kind"),
            ("find", "an answer of another kind"),
        }
    )
    """What is gone is gone, and no list of posts is an empty one."""


@pytest.mark.parametrize(
    ("headers", "until", "seconds"),
    [
        ({}, None, None),
        ({"X_RateLimit_Reset": "2026-11-27T18:00:00.500Z"}, 1795802400.5, None),
        ({"X_RateLimit_Reset": "soon"}, None, None),
        ({"Retry_After": "7", "X_RateLimit_Reset": "2026-11-27T18:00:00Z"}, None, 7),
    ],
)
async def test_a_rate_limit_says_when_it_ends(
    mastodon: Make,
    server: Server,
    headers: dict[str, str],
    until: float | None,
    seconds: float | None,
) -> None:
    server.does(error(429, "Too many requests", **headers))
    with pytest.raises(Throttled) as raised:
        await mastodon().send(POST, [])
    assert (raised.value.until, raised.value.retry_after) == (until, seconds)


async def test_a_post_is_plain_text_with_its_key_and_language(
    mastodon: Make, server: Server
) -> None:
    server.does(POSTED)
    assert await mastodon().send(POST, []) == RECEIPT
    (request,) = server.requests
    assert (request.method, request.path) == ("POST", "/api/v1/statuses")
    assert request.headers["idempotency-key"] == "k-1"
    assert request.headers["authorization"] == "Bearer 424242:CANARY-TOKEN"
    assert request.json == {
        "status": POST.text.text,
        "content_type": "text/plain",
        "spoiler_text": "",
        "sensitive": False,
        "language": "en",
        "visibility": "public",
    }


async def test_a_post_may_be_unlisted_and_behind_a_warning(mastodon: Make, server: Server) -> None:
    server.does(POSTED)
    await mastodon(visibility="unlisted", content_warning="Sport").send(
        replace(POST, language=""), []
    )
    said = server.requests[0].json
    assert (said["visibility"], said["spoiler_text"]) == ("unlisted", "Sport")
    assert said["sensitive"]
    assert "language" not in said


async def test_an_answer_goes_under_the_post(mastodon: Make, server: Server) -> None:
    server.does(POSTED)
    assert await mastodon().reply(Receipt(id="5"), POST, []) == RECEIPT
    assert server.requests[0].json["in_reply_to_id"] == "5"


async def test_pictures_go_up_with_their_alt_text_before_the_post(
    mastodon: Make, server: Server
) -> None:
    server.does(*[(200, {"id": str(n), "url": "https://social.example/m"}) for n in range(4)])
    server.does(POSTED)
    pictures = [replace(PICTURE, alt="a" * 1501)] + [PICTURE] * 4
    assert await mastodon().send(POST, pictures) == RECEIPT
    assert asked(server) == ["POST /api/v2/media"] * 4 + ["POST /api/v1/statuses"]
    first, second = (request.body for request in server.requests[:2])
    assert PICTURE.data in first
    assert b"Content-Type: image/jpeg" in first
    assert b"\r\n" + b"a" * 1500 + b"\r\n" in first
    assert b"Two cats" in second
    assert server.requests[-1].json["media_ids"] == ["0", "1", "2", "3"]


@pytest.mark.parametrize(
    "step",
    [
        error(422, "Validation failed: File content type is invalid"),
        (413, "<html>Request Entity Too Large</html>"),
    ],
    ids=str,
)
async def test_a_picture_that_is_refused_leaves_the_text(
    mastodon: Make, server: Server, step: Step
) -> None:
    server.does(step, POSTED)
    receipt = await mastodon().send(POST, [PICTURE])
    assert replace(receipt, note="") == RECEIPT
    assert receipt.note.startswith("Mastodon")
    assert server.requests[-1].json["media_ids"] == []


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (error(503, "There was a temporary problem"), Unsent),
        (error(429, "Too many requests"), Throttled),
        ("hang up", Unsent),
        ("cut", Unsent),
    ],
    ids=str,
)
async def test_an_upload_that_fails_for_now_leaves_no_post(
    mastodon: Make, server: Server, step: Step, expected: type[HeraldError]
) -> None:
    server.does(step)
    with pytest.raises(expected):
        await mastodon().send(POST, [PICTURE])
    assert asked(server) == ["POST /api/v2/media"]


async def test_a_picture_in_work_is_looked_at_later_and_not_uploaded_again(
    mastodon: Make, server: Server
) -> None:
    server.does(IN_WORK, STILL, UPLOADED, POSTED)
    platform = mastodon()
    for seconds in READY[:2]:
        with pytest.raises(Throttled) as raised:
            await platform.send(POST, [PICTURE])
        assert raised.value.retry_after == seconds
    assert await platform.send(POST, [PICTURE]) == RECEIPT
    assert asked(server) == [
        "POST /api/v2/media",
        "GET /api/v1/media/55",
        "GET /api/v1/media/55",
        "POST /api/v1/statuses",
    ]
    assert server.requests[-1].json["media_ids"] == ["55"]


@pytest.mark.parametrize("last", [STILL, error(422, "processing failed"), error(404, "gone")])
async def test_a_picture_that_is_never_ready_holds_no_post_up(
    mastodon: Make, server: Server, last: Step
) -> None:
    server.does(IN_WORK, *[STILL] * (len(READY) - 1), last, POSTED)
    platform = mastodon()
    for _ in READY:
        with pytest.raises(Throttled):
            await platform.send(POST, [PICTURE])
    receipt = await platform.send(POST, [PICTURE])
    assert replace(receipt, note="") == RECEIPT
    assert receipt.note.startswith("Mastodon")
    assert server.requests[-1].json["media_ids"] == []


async def test_an_older_server_takes_pictures_at_an_older_address(
    mastodon: Make, server: Server
) -> None:
    server.does(error(404, "Not found"), (200, {"id": "55"}), POSTED)
    assert await mastodon().send(POST, [PICTURE]) == RECEIPT
    assert asked(server)[:2] == ["POST /api/v2/media", "POST /api/v1/media"]
    assert server.requests[2].json["media_ids"] == ["55"]


async def test_a_second_attempt_takes_the_picture_that_is_there(
    mastodon: Make, server: Server
) -> None:
    server.does(UPLOADED, error(429, "Too many requests"), UPLOADED, POSTED)
    platform = mastodon()
    with pytest.raises(Throttled):
        await platform.send(POST, [PICTURE])
    await platform.send(POST, [PICTURE])
    assert asked(server).count("POST /api/v2/media") == 1


async def test_a_change_of_words_keeps_the_pictures(mastodon: Make, server: Server) -> None:
    server.does((200, status(CONTENT, "107", "55", "56")), POSTED)
    assert await mastodon().edit(RECEIPT, POST, []) == RECEIPT
    assert asked(server) == ["GET /api/v1/statuses/107", "PUT /api/v1/statuses/107"]
    said = server.requests[1].json
    assert (said["status"], said["media_ids"]) == (POST.text.text, ["55", "56"])


async def test_a_new_picture_takes_the_place_of_the_old(mastodon: Make, server: Server) -> None:
    server.does(UPLOADED, POSTED)
    await mastodon().edit(RECEIPT, POST, [PICTURE])
    assert asked(server) == ["POST /api/v2/media", "PUT /api/v1/statuses/107"]
    assert server.requests[1].json["media_ids"] == ["55"]


@pytest.mark.parametrize(
    "answer",
    [POSTED, (200, {}), error(404, "Record not found"), error(410, "Gone")],
    ids=["there", "there, with few words", "gone", "gone for good"],
)
async def test_a_deletion_leaves_nothing_there(
    mastodon: Make, server: Server, answer: Step
) -> None:
    server.does(answer)
    await mastodon().delete(RECEIPT)
    assert asked(server) == ["DELETE /api/v1/statuses/107"]


async def test_deletions_are_counted_by_the_server(mastodon: Make, server: Server) -> None:
    server.does(error(429, "Too many requests", X_RateLimit_Reset="2026-11-27T18:00:00Z"))
    with pytest.raises(Throttled) as raised:
        await mastodon().delete(RECEIPT)
    assert raised.value.until == 1795802400


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (POST.text.text, CONTENT),
        ("One\nTwo", "<p>One<br />Two</p>"),
        ("One\n\nTwo", "<p>One</p><p>Two</p>"),
        ("One Two", "One<br>Two"),
        ("Big #news", '<p>Big <a href="/tags/news">#<span>news</span></a></p>'),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("@\u2060anna says", "<p>@\u2060anna says</p>"),
        ("Cafe\u0301", "<p>Café</p>"),
    ],
)
async def test_a_post_is_found_by_its_words(
    mastodon: Make, server: Server, text: str, content: str
) -> None:
    server.does(ME, (200, [status("<p>Other</p>", "108"), status(content)]))
    found = await mastodon().find(Post(key="k", text=Rich(text=text), link=""), "6")
    assert found == RECEIPT
    assert asked(server)[1] == "GET /api/v1/accounts/12/statuses"
    assert server.requests[1].query == {"limit": "40", "exclude_reblogs": "true", "since_id": "6"}


@pytest.mark.parametrize(
    "content",
    [
        "<p>Cats &amp; &lt;dogs&gt; “win”</p>",
        CONTENT.replace("y=2", "y=3"),
        f"<p>More</p>{CONTENT}",
    ],
    ids=["no link", "another link", "more words"],
)
async def test_what_is_not_the_same_is_not_our_post(
    mastodon: Make, server: Server, content: str
) -> None:
    server.does(ME, (200, [status(content)]), (200, []))
    assert await mastodon().find(POST, "6") is None
    assert server.requests[-1].query["max_id"] == "107"


async def test_all_that_is_newer_is_read_and_who_we_are_asked_once(
    mastodon: Make, server: Server
) -> None:
    pages: list[Step] = [(200, [status("<p>x</p>", str(200 - n))]) for n in range(3)]
    server.does(ME, *pages, (200, [status()]), (200, []))
    platform = mastodon()
    assert await platform.find(POST, "6") == RECEIPT
    assert await platform.find(POST, "107") is None
    assert asked(server).count("GET /api/v1/accounts/verify_credentials") == 1


async def test_more_news_than_a_look_up_reads_leaves_the_doubt(
    mastodon: Make, server: Server
) -> None:
    server.does(ME, *[(200, [status("<p>x</p>", str(200 - n))]) for n in range(5)])
    with pytest.raises(InDoubt, match="newer than 6"):
        await mastodon().find(POST, "6")


async def test_where_nothing_is_known_the_newest_page_tells(
    mastodon: Make, server: Server
) -> None:
    server.does(ME, (200, [status("<p>x</p>")]))
    assert await mastodon().find(POST, "") is None
    assert "since_id" not in server.requests[1].query


def instance(version: str, **configuration: Any) -> Step:
    return 200, {"version": version, "configuration": configuration}


LIMITS = {"max_characters": 5000, "max_media_attachments": 6, "characters_reserved_per_url": 25}


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([instance("4.5.2", statuses=LIMITS)], (5000, Unit.GRAPHEMES, 25, 6)),
        ([instance("4.5.2+glitch")], (500, Unit.GRAPHEMES, 23, 4)),
        ([instance("0.20.0+git-8ddbe5e", statuses=LIMITS)], (5000, Unit.CODEPOINTS, None, 6)),
        (
            [instance("3.5.3 (compatible; Pixelfed 0.12.5)", statuses=LIMITS)],
            (5000, Unit.CODEPOINTS, None, 6),
        ),
        (
            [
                error(404, "Not found"),
                (200, {"version": "2.7.2 (compatible; Pleroma 2.9.1)", "max_toot_chars": 3000}),
            ],
            (3000, Unit.CODEPOINTS, None, 4),
        ),
    ],
    ids=["Mastodon", "a fork that says little", "GoToSocial", "Pixelfed", "an old Pleroma"],
)
async def test_limits_are_the_servers_own(
    mastodon: Make, server: Server, steps: list[Step], expected: Any
) -> None:
    server.does(*steps)
    can = await mastodon().learn()
    assert (can.text, can.unit, can.link_length, can.most_images) == expected


async def test_pictures_are_as_the_server_takes_them(mastodon: Make, server: Server) -> None:
    media = {"supported_mime_types": ["image/png", "video/mp4"], "image_size_limit": 7}
    server.does(instance("4.5.2", media_attachments=media))
    platform = mastodon(content_warning="Sport")
    can = platform.settings.fitted(await platform.learn(), Craft())
    assert (can.image_types, can.image_bytes) == (frozenset({"image/png"}), 7)
    assert can.text == 495  # the warning counts


@pytest.mark.parametrize("step", [error(503, "busy"), error(401, "no"), (200, {"title": "x"})])
async def test_a_server_that_does_not_tell_is_an_error(
    mastodon: Make, server: Server, step: Step
) -> None:
    server.does(step)
    with pytest.raises(HeraldError):
        await mastodon().learn()


APP: Step = (200, {"name": "Herald", "scopes": ["read", "write:statuses"]})


@pytest.mark.parametrize(
    ("steps", "says"),
    [
        ([ME, APP], "the token is that of @news@social.example"),
        ([ME, error(403, "no app token")], "the token is that of @news@social.example"),
    ],
    ids=["the server tells", "an older server"],
)
async def test_who_we_are_is_told(
    mastodon: Make, server: Server, steps: list[Step], says: str
) -> None:
    server.does(*steps)
    assert await mastodon().examine() == says


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        ([(200, {"id": "1", "username": "other"})], "@other's"),
        ([ME, (200, {"name": "x", "scopes": ["read", "write:media"]})], "not write:statuses"),
    ],
)
async def test_a_token_that_cannot_post_there_is_told(
    mastodon: Make, server: Server, steps: list[Step], why: str
) -> None:
    server.does(*steps)
    with pytest.raises(Refused, match=why):
        await mastodon().examine()


@pytest.mark.parametrize(
    "options",
    [
        {"account": "news"},
        {"account": "https://social.example/@news"},
        {"token": "literal"},
        {"visibility": "direct"},
        {"content_warning": "x" * 101},
        {"host": "social.example"},
    ],
    ids=str,
)
def test_options_that_cannot_work_are_errors(options: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        MastodonOptions.model_validate(
            {"account": "news@social.example", "token": "env:T", **options}
        )


@given(
    headline=st.text(max_size=5000), sentence=st.text(max_size=700), warning=st.text(max_size=9)
)
def test_any_article_fits_and_keeps_its_link(headline: str, sentence: str, warning: str) -> None:
    article = Article(
        canonical_url=LINK, headline=headline, keywords=("A",), image=Image(url=LINK, credit="B")
    )
    there = Destination(name="m", platform="mastodon", address="", hashtags=2)
    can = replace(Mastodon.capabilities, text=500 - len(warning), unit=Unit.GRAPHEMES)
    publisher = Publisher(name="News", url="https://news.example/")
    post = compose(article, (sentence,), there, can, publisher, 1)
    assert can.length(post.text.text) <= can.text
    assert post.text.text.endswith(LINK)
