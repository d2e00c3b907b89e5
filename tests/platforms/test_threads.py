from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ConfigError, InDoubt, Locked, Refused, Throttled, Unsent
from bot.model import Article, Image, Picture, Post, Receipt, Rich, Span, Style
from bot.platforms.threads import READY, Threads, ThreadsOptions
from bot.rules import Destination, Publisher
from bot.steps.compose import compose
from tests.platforms.conftest import Server, Step
from tests.platforms.outcomes import LINE, Outcomes, Row, asked, making

Make = Callable[..., Threads]

LINK = "https://news.example/2026/a?x=1&y=2"
IMAGE = Image(url="https://news.example/a.jpg", alt="Two cats")
POST = Post(
    key="k-1",
    text=Rich(text=f"Cats & <dogs> “win”\n\n{LINK}"),
    link=LINK,
    images=(IMAGE,),
    made_at=1_795_800_000,
)
PICTURE = Picture(
    data=b"\xff\xd8picture\xff\xd9",
    mime="image/jpeg",
    width=800,
    height=600,
    alt="Two cats",
    url=IMAGE.url,
)
PLACE = "https://www.threads.net/@news/post/Cabc"
RECEIPT = Receipt(id="34", permalink=PLACE)
MADE: Step = (200, {"id": "c1"})
PUBLISHED: Step = (200, {"id": "34"})
WHERE: Step = (200, {"id": "34", "permalink": PLACE})
DONE: Step = (200, {"success": True, "deleted_id": "34"})


def state(status: str, why: str = "") -> Step:
    return 200, {"id": "c1", "status": status} | ({"error_message": why} if why else {})


READY_NOW = state("FINISHED")


def error(code: int, subcode: int = 0, *, status: int = 400, **more: Any) -> Step:
    said = {"message": f"(#{code}) what Meta says", "type": "OAuthException", "code": code}
    said |= {"error_subcode": subcode} if subcode else {}
    return status, {"error": said | more}


def shown(text: str = POST.text.text, post_id: str = "34") -> dict[str, str]:
    return {"id": post_id, "text": text, "permalink": PLACE}


def page(*posts: dict[str, str], after: str = "") -> Step:
    paging = {"cursors": {"after": after}, "next": "https://graph.threads.net/…"} if after else {}
    return 200, {"data": list(posts), "paging": paging}


OWN = {"account": "@news", "token": "env:TOKEN"}
OUTCOMES: list[Row] = [
    ("an answer that says nothing", (200, {}), InDoubt),
    ("an unknown failure", error(1, is_transient=True), InDoubt),
    ("a service that is down", error(2), InDoubt),
    ("too many calls", error(4, status=403, is_transient=True), Throttled),
    ("too many calls of the user", error(17), Throttled),
    ("too many posts in a day", error(9, 2207042), Throttled),
    ("a permission that is missing", error(10, status=403), Locked),
    ("a permission that was withdrawn", error(200), Locked),
    ("a token that is wrong", error(190, status=401), Locked),
    ("a token that expired", error(190, 463), Locked),
    ("a block for what was posted", error(368), Locked),
    ("a bad parameter", error(100), Refused),
    ("a container that is not known yet", error(24, 4279009), Unsent),
    ("a gateway that forbids", (403, "<html>Blocked</html>"), Locked),
    ("a gateway's rate limit", (429, "<html>Slow down</html>"), Throttled),
    ("a server error", error(2, status=500), InDoubt),
    ("a gateway error", (502, "<html>Bad Gateway</html>"), InDoubt),
    ("a page where an answer should be", (200, "<html>Welcome</html>"), InDoubt),
    *LINE,
]
"""What happens to the call that publishes."""


threads = making(Threads, OWN)


class TestOutcomes(Outcomes):
    platform = Threads
    own = OWN
    rows = OUTCOMES
    post = POST
    prepared = (MADE, READY_NOW)
    prepared_again = (READY_NOW,)
    posted = (PUBLISHED, WHERE)
    receipt = RECEIPT
    says = "Threads: .{2,200}"
    repeated = frozenset({"delete", "find", "examine"})
    repeatable: ClassVar = {
        "send": (POST, []),
        "reply": (RECEIPT, POST, []),
        "delete": (RECEIPT,),
        "find": (POST, "6"),
        "examine": (),
    }


async def test_without_its_secret_nothing_is_looked_up(
    destination: Callable[..., Destination], nobody: str
) -> None:
    def reveal(reference: str) -> str:
        raise ConfigError((f"{reference} is empty",))

    options = ThreadsOptions.model_validate(OWN)
    with pytest.raises(Locked, match="env:TOKEN is empty"):
        await Threads(destination("threads", nobody), options, reveal).find(POST, "")


async def test_a_post_is_a_container_first_and_then_published(
    threads: Make, server: Server
) -> None:
    server.does(MADE, READY_NOW, PUBLISHED, WHERE)
    assert await threads().send(POST, []) == RECEIPT
    assert asked(server) == [
        "POST /v1.0/me/threads",
        "GET /v1.0/c1",
        "POST /v1.0/me/threads_publish",
        "GET /v1.0/34",
    ]
    token = {"access_token": "424242:CANARY-TOKEN"}
    text = {"media_type": "TEXT", "text": POST.text.text, "link_attachment": LINK}
    assert server.requests[0].form == token | text
    assert server.requests[2].form == token | {"creation_id": "c1"}


async def test_a_picture_is_fetched_from_where_the_page_has_it(
    threads: Make, server: Server
) -> None:
    server.does(MADE, READY_NOW, PUBLISHED, WHERE)
    await threads().send(POST, [replace(PICTURE, alt="a" * 1001)])
    said = server.requests[0].form
    assert (said["media_type"], said["image_url"]) == ("IMAGE", IMAGE.url)
    assert said["alt_text"] == "a" * 1000
    assert "link_attachment" not in said


async def test_several_pictures_are_a_carousel(threads: Make, server: Server) -> None:
    other = replace(PICTURE, url="https://news.example/b.jpg", alt="")
    server.does(*[(200, {"id": each}) for each in ("i1", "i2", "c1")], READY_NOW, PUBLISHED, WHERE)
    assert await threads().send(POST, [PICTURE, other]) == RECEIPT
    first, second, whole = (request.form for request in server.requests[:3])
    assert [item["image_url"] for item in (first, second)] == [IMAGE.url, other.url]
    assert [item["is_carousel_item"] for item in (first, second)] == ["true", "true"]
    assert (first["alt_text"], "alt_text" in second, "text" in first) == ("Two cats", False, False)
    assert (whole["media_type"], whole["children"]) == ("CAROUSEL", "i1,i2")
    assert (whole["text"], "link_attachment" in whole) == (POST.text.text, False)


async def test_a_container_that_is_gone_is_made_anew(threads: Make, server: Server) -> None:
    server.does(MADE, error(100, 33), (200, {"id": "c2"}), READY_NOW, PUBLISHED, WHERE)
    platform = threads()
    with pytest.raises(Unsent, match="new one"):
        await platform.send(POST, [])
    assert await platform.send(POST, []) == RECEIPT
    assert server.requests[-2].form["creation_id"] == "c2"


async def test_a_picture_without_alt_text_is_not_described(threads: Make, server: Server) -> None:
    server.does(MADE, READY_NOW, PUBLISHED, WHERE)
    await threads().send(POST, [replace(PICTURE, alt="")])
    assert "alt_text" not in server.requests[0].form


async def test_no_sign_of_an_article_makes_a_topic(threads: Make, server: Server) -> None:
    text = f"#1 in #sales & #News\n\n{LINK}#top"
    spans = (
        Span(start=15, end=20, style=Style.HASHTAG),
        Span(start=22, end=len(text), style=Style.LINK, url=LINK),
    )
    server.does(MADE, READY_NOW, PUBLISHED, WHERE)
    await threads().send(replace(POST, text=Rich(text=text, spans=spans)), [])
    sent = server.requests[0].form["text"]
    assert sent == f"#\u20601 in #\u2060sales & #News\n\n{LINK}#top"


async def test_an_answer_goes_under_the_post(threads: Make, server: Server) -> None:
    server.does(MADE, READY_NOW, PUBLISHED, WHERE)
    assert await threads().reply(Receipt(id="5"), POST, []) == RECEIPT
    assert server.requests[0].form["reply_to_id"] == "5"


@pytest.mark.parametrize("step", [error(2), error(100, 33), (200, {"id": "34"}), (502, "<html>")])
async def test_a_post_whose_place_is_not_told_stands_all_the_same(
    threads: Make, server: Server, step: Step
) -> None:
    server.does(MADE, READY_NOW, PUBLISHED, step)
    assert await threads().send(POST, []) == Receipt(id="34")


async def test_a_container_in_work_is_looked_at_later_and_not_made_again(
    threads: Make, server: Server
) -> None:
    server.does(MADE, *[state("IN_PROGRESS")] * 2, READY_NOW, PUBLISHED, WHERE)
    platform = threads()
    for seconds in READY[:2]:
        with pytest.raises(Throttled) as raised:
            await platform.send(POST, [PICTURE])
        assert raised.value.retry_after == seconds
    assert await platform.send(POST, [PICTURE]) == RECEIPT
    assert asked(server).count("POST /v1.0/me/threads") == 1


async def test_a_picture_that_takes_too_long_is_left_out(threads: Make, server: Server) -> None:
    server.does(MADE, *[state("IN_PROGRESS")] * (len(READY) + 1))
    server.does(MADE, READY_NOW, PUBLISHED, WHERE)
    platform = threads()
    for _ in READY:
        with pytest.raises(Throttled):
            await platform.send(POST, [PICTURE])
    note = f"{IMAGE.url}: Threads: IN_PROGRESS"
    assert await platform.send(POST, [PICTURE]) == replace(RECEIPT, note=note)
    assert server.requests[-4].form["media_type"] == "TEXT"


async def test_a_picture_that_cannot_be_fetched_leaves_the_text(
    threads: Make, server: Server
) -> None:
    server.does(MADE, state("ERROR", "FAILED_DOWNLOADING_IMAGE"))
    server.does(MADE, READY_NOW, PUBLISHED, WHERE)
    note = f"{IMAGE.url}: Threads: FAILED_DOWNLOADING_IMAGE"
    assert await threads().send(POST, [PICTURE]) == replace(RECEIPT, note=note)
    kinds = [r.form["media_type"] for r in server.requests if r.path.endswith("/threads")]
    assert kinds == ["IMAGE", "TEXT"]


async def test_a_text_that_cannot_be_made_ready_asks_a_person(
    threads: Make, server: Server
) -> None:
    server.does(MADE, state("ERROR", "UNKNOWN"))
    with pytest.raises(Refused, match="Threads: UNKNOWN"):
        await threads().send(POST, [])


@pytest.mark.parametrize("last", [state("EXPIRED"), state("IN_PROGRESS")], ids=str)
async def test_a_container_that_is_of_no_use_is_made_anew(
    threads: Make, server: Server, last: Step
) -> None:
    server.does(MADE, *[state("IN_PROGRESS")] * len(READY), last)
    server.does((200, {"id": "c2"}), READY_NOW, PUBLISHED, WHERE)
    platform = threads()
    for expected in [*[Throttled] * len(READY), Unsent]:
        with pytest.raises(expected):
            await platform.send(POST, [])
    assert await platform.send(POST, []) == RECEIPT
    assert server.requests[-2].form["creation_id"] == "c2"


async def test_another_post_has_a_container_of_its_own(threads: Make, server: Server) -> None:
    server.does(*[MADE, READY_NOW, PUBLISHED, WHERE] * 2)
    platform = threads()
    for key in ("1", "2"):
        await platform.send(replace(POST, key=key), [])
    assert asked(server).count("POST /v1.0/me/threads") == 2


@pytest.mark.parametrize("step", ["hang up", "stall", error(2), (502, "<html></html>")], ids=str)
async def test_a_second_attempt_publishes_the_same_container_once(
    threads: Make, server: Server, step: Step
) -> None:
    server.does(MADE, READY_NOW, step, READY_NOW, PUBLISHED, WHERE)
    platform = threads(timeout=4 if step == "stall" else 20)
    with pytest.raises(InDoubt):
        await platform.send(POST, [])
    assert await platform.send(POST, []) == RECEIPT
    assert asked(server).count("POST /v1.0/me/threads") == 1


async def test_a_container_that_was_published_is_never_published_again(
    threads: Make, server: Server
) -> None:
    server.does(MADE, READY_NOW, "hang up")
    server.does(state("PUBLISHED"), page(shown("Other", "35"), shown()))
    platform, another = threads(), threads()
    another.drafts = platform.drafts
    with pytest.raises(InDoubt):
        await platform.send(POST, [])
    assert await another.send(POST, []) == RECEIPT
    assert asked(server).count("POST /v1.0/me/threads_publish") == 1


@pytest.mark.parametrize("status", ["FINISHED", "IN_PROGRESS", "ERROR", "EXPIRED"])
async def test_a_doubt_is_settled_by_the_container_itself(
    threads: Make, server: Server, status: str
) -> None:
    server.does(MADE, READY_NOW, "hang up", state(status))
    platform = threads()
    with pytest.raises(InDoubt):
        await platform.send(POST, [])
    assert await platform.find(POST, "") is None
    assert asked(server)[-1] == "GET /v1.0/c1"


async def test_what_was_published_and_is_not_listed_yet_is_asked_for_later(
    threads: Make, server: Server
) -> None:
    server.does(MADE, READY_NOW, "hang up", state("PUBLISHED"), page(), page())
    platform = threads()
    with pytest.raises(InDoubt):
        await platform.send(POST, [])
    with pytest.raises(Unsent, match="not listed yet"):
        await platform.find(POST, "")


@pytest.mark.parametrize(
    "pages", [[page(shown())], [page(shown("x")), page(shown())]], ids=["post", "answer"]
)
async def test_without_its_container_a_post_is_found_by_its_words(
    threads: Make, server: Server, pages: list[Step]
) -> None:
    server.does(*pages)
    assert await threads().find(POST, "") == RECEIPT
    query = server.requests[0].query
    assert (query["since"], query["fields"]) == ("1795713600", "id,text,permalink")
    assert server.requests[-1].path == ("/v1.0/me/threads", "/v1.0/me/replies")[len(pages) - 1]


async def test_words_are_the_same_with_and_without_what_keeps_topics_out(
    threads: Make, server: Server
) -> None:
    server.does(page(shown("#1 in sales")))
    assert await threads().find(replace(POST, text=Rich(text="#\u20601 in sales")), "") == RECEIPT


async def test_a_container_that_is_gone_is_looked_for_among_the_posts(
    threads: Make, server: Server
) -> None:
    server.does(MADE, READY_NOW, "hang up", error(100, 33), page(), page({"id": "1"}))
    platform = threads()
    with pytest.raises(InDoubt):
        await platform.send(POST, [])
    assert await platform.find(POST, "") is None


async def test_more_posts_than_a_look_up_reads_leave_the_doubt(
    threads: Make, server: Server
) -> None:
    server.does(*[page(shown("x"), after="c")] * 5)
    with pytest.raises(InDoubt, match="look there"):
        await threads().find(POST, "")


async def test_a_deletion_leaves_nothing_there(threads: Make, server: Server) -> None:
    server.does(DONE, error(100, 33), (200, {"id": "12"}), error(100, 33), error(190))
    platform = threads()
    await platform.delete(RECEIPT)
    await platform.delete(RECEIPT)
    with pytest.raises(Locked):
        await platform.delete(RECEIPT)
    assert asked(server)[:3] == ["DELETE /v1.0/34", "DELETE /v1.0/34", "GET /v1.0/me"]


QUOTA: Step = (200, {"data": [{"quota_usage": 4, "config": {"quota_total": 250}}]})


@pytest.mark.parametrize("account", ["@news", "News", ""])
async def test_who_we_are_is_told_with_the_days_quota(
    threads: Make, server: Server, account: str
) -> None:
    server.does((200, {"id": "12", "username": "news"}), QUOTA)
    said = await threads(account=account).examine()
    assert said.lower() == "the token is @news's, who posted 4 of 250 in a day"


async def test_a_token_of_another_is_told(threads: Make, server: Server) -> None:
    server.does((200, {"id": "12", "username": "other"}))
    with pytest.raises(Refused, match="@other's, not @news's"):
        await threads().examine()


@pytest.mark.parametrize(
    "options", [{"token": "x"}, {"account": "https://threads.net/@x"}, {"user": "1"}], ids=str
)
def test_options_that_cannot_work_are_errors(options: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        ThreadsOptions.model_validate({"token": "env:T", **options})


@pytest.mark.parametrize(("account", "address"), [("news", "@news"), ("@news", "@news"), ("", "")])
def test_the_address_is_the_handle(account: str, address: str) -> None:
    assert ThreadsOptions(token="env:T", account=account).address() == address


@given(
    headline=st.text(max_size=5000) | st.text("#👩‍👩‍👧 1©️🇩🇪x", max_size=5000),
    sentence=st.text(max_size=700),
)
def test_any_article_fits_and_keeps_its_link(headline: str, sentence: str) -> None:
    article = Article(canonical_url=LINK, headline=headline, keywords=("A",))
    there = Destination(name="t", platform="threads", address="", hashtags=2)
    can = Threads.capabilities
    publisher = Publisher(name="News", url="https://news.example/")
    post = compose(article, (sentence,), there, can, publisher, 1)
    assert can.size(post.text) <= can.text
    assert post.text.text.endswith(LINK)
