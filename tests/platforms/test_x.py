import asyncio
import hmac
import re
import traceback
from base64 import b64decode, b64encode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any, ClassVar
from urllib.parse import quote, unquote

import pytest

from bot.errors import HeraldError, InDoubt, Locked, Refused, Throttled, Unsent
from bot.model import Image, Picture, Post, Receipt, Rich
from bot.platforms.x import X, XOptions
from tests.platforms.conftest import Request, Server, Step
from tests.platforms.outcomes import LINE, Outcomes, Row, asked, making

Make = Callable[..., X]

AUTH = {
    "consumer_key": "env:KEY",
    "consumer_secret": "env:SECRET",
    "access_token": "env:TOKEN",
    "access_token_secret": "env:TOKEN_SECRET",
}
LINK = "https://news.example/2026/a?x=1&y=2"
POST = Post(key="k", text=Rich(text=f"Cats & dogs “win”\n\n{LINK}"), link=LINK)
IMAGE = Image(url="https://news.example/a.jpg", alt="Two cats")
PHOTO_POST = Post(key="k", text=POST.text, link=LINK, images=(IMAGE,))
PICTURE = Picture(
    data=b"\xff\xd8picture\xff\xd9", mime="image/jpeg", width=800, height=600, alt="Two cats"
)
RECEIPT = Receipt(id="7", permalink="https://x.com/news/status/7")


def problem(status: int, detail: str, **headers: str) -> Step:
    body = {"title": "Problem", "detail": detail, "type": "about:blank", "status": status}
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    return status, body, {"Content-Type": "application/problem+json", **headers}


def shown(text: str, tweet_id: str = "9", *urls: dict[str, str]) -> dict[str, Any]:
    return {"id": tweet_id, "text": text} | ({"entities": {"urls": list(urls)}} if urls else {})


def timeline(*tweets: dict[str, Any], **meta: Any) -> Step:
    answer = {"meta": {"result_count": len(tweets)} | meta}
    return 200, answer | ({"data": list(tweets)} if tweets else {})


POSTED: Step = (201, {"data": {"id": "7", "text": "…", "edit_history_post_ids": ["7"]}})
UPLOADED: Step = (200, {"data": {"id": "55", "media_key": "3_55"}})
DESCRIBED: Step = (200, {"data": {"id": "55"}})
ME: Step = (200, {"data": {"id": "12", "name": "News", "username": "news"}})
DUPLICATE = problem(403, "You are not allowed to create a Tweet with duplicate content.")
SHORT = {"url": "https://t.co/AAAAAAAAAA", "expanded_url": LINK}
PHOTO = {"url": "https://t.co/BBBBBBBBBB", "expanded_url": "https://x.com/…", "media_key": "3_55"}
OURS = shown("Cats &amp; dogs “win”\n\nhttps://t.co/AAAAAAAAAA", "9", SHORT)

OWN = {"auth": AUTH, "account": "news"}
OUTCOMES: list[Row] = [
    ("an answer of errors only", (200, {"errors": [{"detail": "not authorized"}]}), Refused),
    ("an answer that says nothing", (200, {}), InDoubt),
    ("a bad request", problem(400, "One or more parameters was invalid."), Refused),
    ("wrong keys", problem(401, "Unauthorized"), Locked),
    ("used-up credits", problem(402, "credits depleted"), Locked),
    ("a forbidden post", problem(403, "You are not permitted"), Locked),
    ("too many cashtags", problem(403, "You may use one cashtag in a post."), Refused),
    (
        "an answer under what is gone",
        problem(403, "You attempted to reply to a Tweet that is deleted or not visible to you."),
        Refused,
    ),
    ("a gateway that forbids", (403, "<html>Blocked</html>"), Locked),
    ("no such thing", problem(404, "Not found"), Refused),
    ("a rate limit", problem(429, "Too Many Requests"), Throttled),
    ("a gateway's rate limit", (429, "<html>Slow down</html>"), Throttled),
    ("a server error", problem(503, "Over capacity"), InDoubt),
    ("a gateway error", (503, "<html>Over capacity</html>"), InDoubt),
    ("a page where an answer should be", (201, "<html>Welcome</html>"), InDoubt),
    *LINE,
]


x = making(X, OWN)


class TestOutcomes(Outcomes):
    platform = X
    own = OWN
    rows = OUTCOMES
    post = POST
    posted = (POSTED,)
    receipt = RECEIPT
    says = "X(:| answered) .{2,200}"
    repeated = frozenset({"delete", "find"})
    repeatable: ClassVar = {"delete": (RECEIPT,), "find": (POST, "6")}
    answers = frozenset({("delete", "no such thing")})


@pytest.mark.parametrize(
    ("headers", "until"),
    [
        ({}, None),
        ({"x_rate_limit_reset": "2000"}, 2000),
        ({"x_rate_limit_remaining": "0", "x_rate_limit_reset": "2000"}, 2000),
        (
            {
                "x_rate_limit_remaining": "3",
                "x_rate_limit_reset": "2000",
                "x_user_limit_24hour_remaining": "0",
                "x_user_limit_24hour_reset": "9000",
            },
            9000,
        ),
        (
            {
                "x_rate_limit_remaining": "0",
                "x_rate_limit_reset": "2000",
                "x_app_limit_24hour_remaining": "0",
                "x_app_limit_24hour_reset": "9000",
            },
            9000,
        ),
        ({"x_rate_limit_reset": "2000", "x_app_limit_24hour_reset": "soon"}, 2000),
    ],
)
async def test_a_rate_limit_says_when_the_used_up_window_begins_anew(
    x: Make, server: Server, headers: dict[str, str], until: float | None
) -> None:
    server.does(problem(429, "Too Many Requests", **headers))
    with pytest.raises(Throttled) as raised:
        await x().send(POST, [])
    assert raised.value.until == until


async def test_an_attempt_ends_before_its_time_is_over(x: Make, server: Server) -> None:
    server.does(UPLOADED, "stall", "stall")
    async with asyncio.timeout(4):
        with pytest.raises(InDoubt):
            await x(timeout=4).send(PHOTO_POST, [PICTURE])


async def test_a_post_is_plain_text_and_its_receipt_has_its_address(
    x: Make, server: Server
) -> None:
    server.does(POSTED)
    assert await x().send(POST, []) == RECEIPT
    assert asked(server) == ["POST /2/tweets"]
    assert server.requests[0].json == {"text": POST.text.text}


async def test_an_answer_goes_under_the_post(x: Make, server: Server) -> None:
    server.does(POSTED)
    assert await x().reply(Receipt(id="5"), POST, []) == RECEIPT
    said = {"text": POST.text.text, "reply": {"in_reply_to_tweet_id": "5"}}
    assert server.requests[0].json == said


async def test_without_a_handle_the_address_still_works(x: Make, server: Server) -> None:
    server.does(POSTED)
    receipt = await x(account="").send(POST, [])
    assert receipt.permalink == "https://x.com/i/status/7"


def signature(request: Request, url: str) -> tuple[str, str]:
    """Give the signature of a request and the one it should have (RFC 5849, 3.4)."""
    fields = dict(re.findall(r'(\w+)="([^"]*)"', request.headers["authorization"]))
    given = unquote(fields.pop("oauth_signature"))
    parameters = [(quote(k, safe="~"), quote(v, safe="~")) for k, v in request.query.items()]
    pairs = "&".join(f"{k}={v}" for k, v in sorted([*parameters, *fields.items()]))
    address = url + request.path
    text = "&".join(quote(part, safe="~") for part in (request.method, address, pairs))
    key = "&".join(quote(f"424242:CANARY-{name}", safe="~") for name in ("SECRET", "TOKEN_SECRET"))
    return given, b64encode(hmac.digest(key.encode(), text.encode(), "sha1")).decode()


async def test_calls_are_signed_for_where_they_really_go(x: Make, server: Server) -> None:
    server.does(POSTED, ME, timeline())
    platform = x()
    await platform.send(POST, [])
    await platform.find(POST, "6")
    for request in server.requests:
        given, due = signature(request, server.url)
        assert given == due


async def test_pictures_may_go_to_a_host_of_their_own(
    x: Make, server: Server, nobody: str
) -> None:
    server.does(UPLOADED, DESCRIBED)
    with pytest.raises(Unsent):
        await x(nobody, upload_base=server.url).send(PHOTO_POST, [PICTURE])
    assert asked(server) == ["POST /2/media/upload", "POST /2/media/metadata"]


async def test_a_picture_goes_up_with_its_alt_text_before_the_post(
    x: Make, server: Server
) -> None:
    server.does(UPLOADED, DESCRIBED, POSTED)
    await x().send(PHOTO_POST, [PICTURE])
    upload, metadata, post = (request.json for request in server.requests)
    assert b64decode(upload["media"]) == PICTURE.data
    assert upload["media_category"] == "tweet_image"
    assert metadata == {"id": "55", "metadata": {"alt_text": {"text": "Two cats"}}}
    assert post == {"text": POST.text.text, "media": {"media_ids": ["55"]}}


async def test_a_picture_without_alt_text_is_not_described(x: Make, server: Server) -> None:
    server.does(UPLOADED, POSTED)
    image = Image(url="https://news.example/a.jpg")
    await x().send(
        Post(key="k", text=POST.text, link=LINK, images=(image,)),
        [replace(PICTURE, alt=image.alt)],
    )
    assert asked(server) == ["POST /2/media/upload", "POST /2/tweets"]


async def test_a_long_alt_text_is_cut_to_what_x_takes(x: Make, server: Server) -> None:
    server.does(UPLOADED, DESCRIBED, POSTED)
    image = Image(url="https://news.example/a.jpg", alt="a" * 1001)
    await x().send(
        Post(key="k", text=POST.text, link=LINK, images=(image,)),
        [replace(PICTURE, alt=image.alt)],
    )
    assert server.requests[1].json["metadata"]["alt_text"]["text"] == "a" * 999 + "…"


@pytest.mark.parametrize(
    ("step", "note"),
    [
        (problem(400, "media type unrecognized"), "X: 400 Bad Request media type unrecognized"),
        (problem(403, "not for this account"), "X: 403 Forbidden not for this account"),
    ],
    ids=["this picture", "any picture"],
)
async def test_a_picture_that_x_refuses_leaves_the_text(
    x: Make, server: Server, step: Step, note: str
) -> None:
    server.does(step, POSTED)
    assert await x().send(PHOTO_POST, [PICTURE]) == replace(RECEIPT, note=note)
    assert server.requests[1].json == {"text": POST.text.text}


async def test_keys_that_are_good_for_nothing_close_the_destination(
    x: Make, server: Server
) -> None:
    server.does(problem(401, "Unauthorized"), problem(401, "Unauthorized"))
    with pytest.raises(Locked):
        await x().send(PHOTO_POST, [PICTURE])


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ((503, "<html>Over capacity</html>"), Unsent),
        ("hang up", Unsent),
        (problem(429, "Too Many Requests"), Throttled),
    ],
    ids=str,
)
async def test_an_upload_that_fails_for_now_leaves_no_post(
    x: Make, server: Server, step: Step, expected: type[HeraldError]
) -> None:
    server.does(step)
    with pytest.raises(expected):
        await x().send(PHOTO_POST, [PICTURE])
    assert asked(server) == ["POST /2/media/upload"]


@pytest.mark.parametrize(
    "step", [problem(403, "Forbidden"), (503, "<html></html>"), "hang up", (200, {})], ids=str
)
async def test_a_failed_alt_text_neither_loses_nor_doubles_the_post(
    x: Make, server: Server, step: Step
) -> None:
    server.does(UPLOADED, step, POSTED)
    assert await x().send(PHOTO_POST, [PICTURE]) == RECEIPT
    assert server.requests[-1].json["media"] == {"media_ids": ["55"]}
    assert asked(server).count("POST /2/tweets") == 1


async def test_a_duplicate_that_stands_there_is_our_post(x: Make, server: Server) -> None:
    server.does(DUPLICATE, ME, timeline(shown("Other"), OURS))
    receipt = await x().send(POST, [])
    assert receipt == Receipt(id="9", permalink="https://x.com/news/status/9")
    assert "since_id" not in server.requests[-1].query


async def test_the_same_words_of_another_article_are_not_our_post(x: Make, server: Server) -> None:
    async def others() -> list[str]:
        return ["9+10", "8"]

    twin, link = OURS["text"], SHORT
    server.does(ME, timeline(OURS, shown(twin, "5", link)), DUPLICATE, timeline(OURS))
    there = x()
    there.others = others
    assert await there.find(POST, "") == Receipt(id="5", permalink="https://x.com/news/status/5")
    with pytest.raises(Refused, match=r"duplicate content.*newest 100 posts lack it"):
        await there.send(POST, [])


async def test_a_duplicate_of_what_no_longer_stands_asks_a_person(x: Make, server: Server) -> None:
    server.does(DUPLICATE, ME, timeline())
    with pytest.raises(Refused, match="duplicate content"):
        await x().send(POST, [])


@pytest.mark.parametrize("step", [problem(503, "busy"), problem(429, "later"), "hang up"], ids=str)
async def test_a_duplicate_that_cannot_be_looked_up_now_stays_in_doubt(
    x: Make, server: Server, step: Step
) -> None:
    server.does(DUPLICATE, ME, step, *(["hang up"] if step == "hang up" else []))
    with pytest.raises(InDoubt, match="duplicate content"):
        await x().send(POST, [])


@pytest.mark.parametrize(
    "answer",
    [(200, {"data": {"deleted": True}}), problem(404, "Could not find it")],
    ids=["there", "gone"],
)
async def test_a_deletion_leaves_nothing_there(x: Make, server: Server, answer: Step) -> None:
    server.does(answer)
    await x().delete(RECEIPT)
    assert asked(server) == ["DELETE /2/tweets/7"]


async def test_deletions_and_look_ups_are_charged(x: Make, server: Server) -> None:
    deleted = (200, {"data": {"deleted": True}})
    server.does(deleted, deleted, problem(404, "Could not find it"))
    there = x()
    await there.delete(replace(RECEIPT, id="7+8"))
    await there.delete(RECEIPT)
    assert there.charged == pytest.approx(0.02)
    server.does(ME, timeline(*[shown("Other", str(n)) for n in range(7, 12)]))
    await there.find(POST, "6")
    assert there.charged == pytest.approx(0.025)


@pytest.mark.parametrize(
    "answer", [POSTED, problem(400, "bad"), problem(503, "full")], ids=["sent", "refused", "doubt"]
)
async def test_an_alt_text_is_charged_whatever_becomes_of_the_post(
    x: Make, server: Server, answer: Step
) -> None:
    server.does(UPLOADED, DESCRIBED, answer)
    there = x()
    with suppress(Refused, InDoubt):
        await there.send(PHOTO_POST, [PICTURE])
    assert there.charged == pytest.approx(0.005)


@pytest.mark.parametrize(("reads", "asked_for"), [(None, "100"), (7, "7"), (5, "5"), (500, "100")])
async def test_a_look_up_reads_no_more_than_is_paid_for(
    x: Make, server: Server, reads: int | None, asked_for: str
) -> None:
    server.does(ME, timeline())
    there = x()
    there.reads = reads
    assert await there.find(POST, "6") is None
    assert f"max_results={asked_for}&" in server.requests[1].target


async def test_a_look_up_that_is_not_paid_for_is_a_persons(x: Make, server: Server) -> None:
    server.does(ME)
    there = x()
    there.reads = 4
    with pytest.raises(InDoubt, match=r"to ask X costs \$0\.005, which the budget has not"):
        await there.find(POST, "6")


async def test_a_page_that_is_not_there_deletes_nothing(x: Make, server: Server) -> None:
    server.does((404, "<html>Not Found</html>"))
    with pytest.raises(Refused):
        await x().delete(RECEIPT)


@pytest.mark.parametrize(
    ("text", "tweet"),
    [
        (POST.text.text, OURS),
        (POST.text.text, shown(f"{OURS['text']} https://t.co/BBBBBBBBBB", "9", SHORT, PHOTO)),
        ("No link", shown("No link")),
        ("A < B", shown("A &lt; B")),
        ("Booking.com falls", shown("https://t.co/C falls", "9", {"url": "https://t.co/C", "expanded_url": "http://booking.com"})),
        ("See https://a.example", shown("See https://t.co/D", "9", {"url": "https://t.co/D", "expanded_url": "https://a.example/"})),
        ("Cafe\u0301  now ", shown("Café now")),
    ],
)  # fmt: skip
async def test_a_post_is_found_by_its_words_and_links(
    x: Make, server: Server, text: str, tweet: dict[str, Any]
) -> None:
    server.does(ME, timeline(shown("Other", "10"), tweet))
    found = await x().find(Post(key="k", text=Rich(text=text), link=""), "6")
    assert found == Receipt(id="9", permalink="https://x.com/news/status/9")
    assert asked(server) == ["GET /2/users/me", "GET /2/users/12/tweets"]
    assert server.requests[1].query["since_id"] == "6"
    assert server.requests[1].query["tweet.fields"] == "entities"


@pytest.mark.parametrize(
    "tweets",
    [
        [],
        [shown("Cats &amp; dogs “win”")],
        [shown(OURS["text"], "9", SHORT | {"expanded_url": "https://news.example/2026/b"})],
        [shown(f"More: {OURS['text']}", "9", SHORT)],
    ],
    ids=["nothing", "no link", "another link", "more words"],
)
@pytest.mark.parametrize("after", ["6", ""])
async def test_what_is_not_the_same_is_not_our_post(
    x: Make, server: Server, tweets: list[dict[str, Any]], after: str
) -> None:
    server.does(ME, timeline(*tweets))
    assert await x().find(POST, after) is None


async def test_who_we_are_is_asked_once(x: Make, server: Server) -> None:
    server.does(ME, timeline(), timeline())
    platform = x()
    await platform.find(POST, "6")
    await platform.find(POST, "6")
    assert asked(server).count("GET /2/users/me") == 1


async def test_more_news_than_one_look_shows_leaves_the_doubt(x: Make, server: Server) -> None:
    server.does(ME, timeline(shown("Other"), next_token="t"))
    with pytest.raises(InDoubt, match="newer than 6"):
        await x().find(POST, "6")


async def test_older_posts_than_the_newest_are_none_of_ours(x: Make, server: Server) -> None:
    server.does(ME, timeline(shown("Other"), next_token="t"))
    assert await x().find(POST, "") is None


async def test_a_timeline_that_cannot_be_read_is_asked_for_later(x: Make, server: Server) -> None:
    server.does(ME, problem(503, "busy"))
    with pytest.raises(Unsent):
        await x().find(POST, "6")


async def test_an_answer_that_quotes_a_key_gives_no_secret_away(x: Make, server: Server) -> None:
    server.does(problem(400, "no such app: 424242:CANARY-KEY"))
    with pytest.raises(Refused, match="no such app") as raised:
        await x().send(POST, [])
    assert "CANARY" not in "".join(traceback.format_exception(raised.value))


@pytest.mark.parametrize(("account", "address"), [("news", "@news"), ("@news", "@news"), ("", "")])
def test_the_address_is_the_handle(account: str, address: str) -> None:
    options = XOptions.model_validate({"auth": AUTH, "account": account})
    assert options.address() == address


@pytest.mark.parametrize(
    "options",
    [
        {"auth": AUTH, "account": "https://x.com/news"},
        {"auth": AUTH | {"consumer_key": "literal"}},
        {"auth": AUTH | {"bearer": "env:B"}},
        {"auth": {"consumer_key": "env:KEY"}},
    ],
    ids=["an address", "a literal secret", "an unknown key", "too few keys"],
)
def test_options_that_cannot_work_are_errors(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        XOptions.model_validate(options)


async def test_several_pictures_go_with_an_alt_text_each(x: Make, server: Server) -> None:
    second = (200, {"data": {"id": "56", "media_key": "3_56"}})
    server.does(UPLOADED, DESCRIBED, problem(400, "bad media"), second, DESCRIBED, POSTED)
    pictures = [PICTURE, replace(PICTURE, alt="broken"), replace(PICTURE, alt="A dog")]
    await x().send(replace(PHOTO_POST, images=(IMAGE,) * 3), pictures)
    assert server.requests[-1].json["media"] == {"media_ids": ["55", "56"]}
    told = [
        r.json["metadata"]["alt_text"]["text"] for r in server.requests if "metadata" in r.target
    ]
    assert told == ["Two cats", "A dog"]


def numbered(post_id: str) -> Step:
    return 201, {"data": {"id": post_id, "text": "…"}}


THREAD = replace(POST, thread=(Rich(text="More of it"), Rich(text="The end")))


async def test_a_thread_is_posted_one_under_the_other_and_taken_down_whole(
    x: Make, server: Server
) -> None:
    gone = (200, {"data": {"deleted": True}})
    server.does(POSTED, numbered("8"), numbered("9"), gone, problem(404, "gone"), gone)
    there = x()
    receipt = await there.send(THREAD, [])
    assert receipt == Receipt(id="7+8+9", permalink=RECEIPT.permalink)
    assert [r.json for r in server.requests[1:]] == [
        {"text": "More of it", "reply": {"in_reply_to_tweet_id": "7"}},
        {"text": "The end", "reply": {"in_reply_to_tweet_id": "8"}},
    ]
    await there.delete(receipt)
    assert [r.target for r in server.requests[3:]] == [f"/2/tweets/{n}" for n in (9, 8, 7)]


@pytest.mark.parametrize("step", [problem(429, "slow"), problem(503, "down"), "reset"])
async def test_a_thread_that_breaks_off_never_doubles_its_first_post(
    x: Make, server: Server, step: Step
) -> None:
    server.does(POSTED, numbered("8"), step)
    receipt = await x().send(THREAD, [])
    assert receipt.id == "7+8"
    assert receipt.note.startswith("stands without what continues it: X")
    assert len(server.requests) == 3


async def test_what_is_newer_than_a_thread_is_newer_than_its_last_post(
    x: Make, server: Server
) -> None:
    server.does(ME, timeline(OURS))
    assert (await x().find(POST, "7+8")) == Receipt(
        id="9", permalink="https://x.com/news/status/9"
    )
    assert "since_id=8" in server.requests[-1].target


LINK_BELOW = shown("https://t.co/AAAAAAAAAA", "9", SHORT)
TIDE = replace(POST, text=Rich(text="Tide"), thread=(Rich(text=LINK), Rich(text="The end")))
LACKS = "stands without all that continues it"


@pytest.mark.parametrize(
    ("standing", "found"),
    [
        ([shown("Tide", "8"), shown("The end", "2")], Receipt(id="8", note=LACKS)),
        ([LINK_BELOW, shown("Tide", "8")], Receipt(id="8+9", note=LACKS)),
        ([shown("The end", "10"), LINK_BELOW, shown("Tide", "8")], Receipt(id="8+9+10")),
    ],
)
async def test_a_thread_is_found_as_far_as_it_stands(
    x: Make, server: Server, standing: list[dict[str, Any]], found: Receipt
) -> None:
    server.does(ME, timeline(*standing))
    told = await x().find(TIDE, "")
    assert told == replace(found, permalink="https://x.com/news/status/8")


async def test_a_thread_whose_first_post_is_a_duplicate_goes_on_where_it_ended(
    x: Make, server: Server
) -> None:
    server.does(DUPLICATE, ME, timeline(LINK_BELOW, shown("Tide", "8")), numbered("10"))
    assert await x().send(TIDE, []) == Receipt(
        id="8+9+10", permalink="https://x.com/news/status/8"
    )
    last = server.requests[-1].json
    assert last == {"text": "The end", "reply": {"in_reply_to_tweet_id": "9"}}


@pytest.mark.parametrize(("account", "is_right"), [("news", True), ("", True), ("others", False)])
async def test_doctor_learns_whose_keys_these_are(
    x: Make,
    server: Server,
    account: str,
    is_right: bool,  # noqa: FBT001 - a column
) -> None:
    server.does(ME)
    there = x(account=account)
    if is_right:
        assert await there.examine() == "posts as @news"
        return
    with pytest.raises(Locked, match="the keys are those of @news, not of @others"):
        await there.examine()
