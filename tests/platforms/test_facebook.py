import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import HeraldError, InDoubt, Locked, Refused, Throttled, Unsent
from bot.manner import Craft
from bot.model import Article, Picture, Post, Receipt, Rich
from bot.platforms.facebook import Facebook, FacebookOptions
from bot.rules import Destination, Publisher
from bot.steps.compose import compose
from tests.platforms.conftest import Server, Step
from tests.platforms.outcomes import LINE, Outcomes, Row, asked, making

Make = Callable[..., Facebook]

LINK = "https://news.example/2026/a?x=1&y=2"
POST = Post(
    key="k-1", text=Rich(text=f"Cats & <dogs> “win”\n\n{LINK}"), link=LINK, made_at=1_795_800_000
)
PICTURE = Picture(
    data=b"\xff\xd8picture\xff\xd9", mime="image/jpeg", width=800, height=600, alt="Two cats"
)
PLACE = "https://www.facebook.com/12/posts/34"
RECEIPT = Receipt(id="12_34", permalink=PLACE)
DRAFTED: Step = (200, {"id": "12_34", "permalink_url": PLACE})
DONE: Step = (200, {"success": True})
STATE: Step = (200, {"id": "12_34", "permalink_url": PLACE, "is_published": False})
UPLOADED: Step = (200, {"id": "55"})


def error(
    code: int, subcode: int = 0, *, status: int = 400, headers: Any = None, **more: Any
) -> Step:
    said = {"message": f"(#{code}) what Meta says", "type": "OAuthException", "code": code}
    said |= {"error_subcode": subcode} if subcode else {}
    return status, {"error": said | more}, headers or {}


def shown(message: str = POST.text.text, post_id: str = "12_34") -> dict[str, Any]:
    return {"id": post_id, "message": message, "permalink_url": PLACE}


def page(*posts: dict[str, Any], after: str = "") -> Step:
    paging = {"cursors": {"after": after}, "next": "https://graph.facebook.com/…"} if after else {}
    return 200, {"data": list(posts), "paging": paging}


OWN = {"page": "12", "token": "env:TOKEN"}
OUTCOMES: list[Row] = [
    ("an answer that says nothing", (200, {}), InDoubt),
    ("an unknown failure", error(1, is_transient=True), InDoubt),
    ("a service that is down", error(2, is_transient=True), InDoubt),
    ("a failure that will pass", error(9999, is_transient=True), InDoubt),
    *(
        (f"a temporary failure by its subcode {code}", error(100, code), InDoubt)
        for code in (1363047, 1404112, 1609010)
    ),
    ("a missing capability", error(3), Locked),
    ("too many calls of the app", error(4, is_transient=True), Throttled),
    ("too many calls of the user", error(17), Throttled),
    ("too many calls of the page", error(32), Throttled),
    ("too many calls of a kind", error(613), Throttled),
    ("a page that used up its calls", error(80001, 2446079), Throttled),
    ("posts that come too fast", error(368, 1390008), Throttled),
    ("a permission that is missing", error(10), Locked),
    ("a permission for pages that is missing", error(200, status=403), Locked),
    ("a permission that was withdrawn", error(299), Locked),
    ("a token that is wrong", error(190, 467, status=401), Locked),
    *(
        (f"a token that holds no more ({code})", error(190, code), Locked)
        for code in (458, 459, 460, 463, 464)
    ),
    ("a session that ended", error(102), Locked),
    ("a block for what was posted", error(368), Locked),
    ("a link to Facebook itself", error(200, 1609008), Refused),
    ("what others call abusive", error(368, 1346003), Refused),
    ("what Facebook calls abusive", error(368, 1404102), Refused),
    ("photos that are no JPEG or PNG of 4 MB", error(100, 1366046), Refused),
    ("a bad parameter", error(100), Refused),
    ("a bad parameter of that moment", error(100, status=404), Refused),
    ("an error without numbers", (400, {"error": "x"}), Refused),
    ("a gateway that forbids", (403, "<html>Blocked</html>"), Locked),
    ("a gateway's rate limit", (429, "<html>Slow down</html>"), Throttled),
    ("a server error", error(2, status=500), InDoubt),
    ("a gateway error", (502, "<html>Bad Gateway</html>"), InDoubt),
    ("a page where an answer should be", (200, "<html>Welcome</html>"), InDoubt),
    *LINE,
]
"""What happens to the call that publishes."""


facebook = making(Facebook, OWN)


class TestOutcomes(Outcomes):
    platform = Facebook
    own = OWN
    rows = OUTCOMES
    post = POST
    prepared = (DRAFTED,)
    prepared_again = (STATE,)
    posted = (DONE,)
    receipt = RECEIPT
    says = "Facebook: .{2,200}"
    repeated = frozenset({"delete", "find", "examine"})
    repeatable: ClassVar = {
        "edit": (RECEIPT, POST, []),
        "delete": (RECEIPT,),
        "find": (POST, "6"),
        "examine": (),
    }


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ('{"12": [{"estimated_time_to_regain_access": 7}]}', 420),
        ('{"12": [{"estimated_time_to_regain_access": 0}]}', None),
        (
            '{"12": [{"estimated_time_to_regain_access": 1}], "13": [{"estimated_time_to_regain_access": 2}]}',
            120,
        ),
        ("soon", None),
        ("[]", None),
    ],
)
async def test_a_rate_limit_says_when_it_ends(
    facebook: Make, server: Server, header: str | None, seconds: float | None
) -> None:
    headers = {"X-Business-Use-Case-Usage": header} if header else None
    server.does(error(80001, headers=headers))
    with pytest.raises(Throttled) as raised:
        await facebook().send(POST, [])
    assert raised.value.retry_after == seconds


async def test_a_post_is_a_draft_first_and_then_published(facebook: Make, server: Server) -> None:
    server.does(DRAFTED, DONE)
    assert await facebook().send(POST, [PICTURE]) == RECEIPT
    assert asked(server) == ["POST /v25.0/12/feed", "POST /v25.0/12_34"]
    draft, publish = (request.form for request in server.requests)
    token = {"access_token": "424242:CANARY-TOKEN"}
    assert draft == token | {
        "message": POST.text.text,
        "link": LINK,
        "published": "false",
        "fields": "id,permalink_url",
    }
    assert publish == token | {"is_published": "true"}


async def test_a_picture_with_its_alt_text_goes_up_where_it_is_wanted(
    facebook: Make, server: Server
) -> None:
    server.does(UPLOADED, (200, {"id": "56"}), DRAFTED, DONE)
    await facebook(style="photo").send(POST, [PICTURE, replace(PICTURE, alt="")])
    assert asked(server)[:3] == ["POST /v25.0/12/photos"] * 2 + ["POST /v25.0/12/feed"]
    first, second, draft = server.requests[:3]
    assert PICTURE.data in first.body
    assert b"Two cats" in first.body
    assert b"alt_text_custom" not in second.body
    assert "link" not in draft.form
    photos = [json.loads(draft.form[f"attached_media[{n}]"])["media_fbid"] for n in range(2)]
    assert photos == ["55", "56"]


async def test_a_post_without_a_link_shows_its_picture(facebook: Make, server: Server) -> None:
    server.does(UPLOADED, DRAFTED, DONE)
    await facebook().send(replace(POST, link="", preview=False), [PICTURE])
    assert "attached_media[0]" in server.requests[1].form


async def test_a_picture_that_facebook_refuses_leaves_the_text(
    facebook: Make, server: Server
) -> None:
    server.does(error(100, 1366046), UPLOADED, DRAFTED, DONE)
    receipt = await facebook(style="photo").send(POST, [PICTURE, PICTURE])
    assert receipt == replace(RECEIPT, note="Facebook: (#100) what Meta says [100/1366046]")
    photos = {name: v for name, v in server.requests[2].form.items() if "attached" in name}
    assert photos == {"attached_media[0]": '{"media_fbid": "55"}'}


@pytest.mark.parametrize(
    ("step", "expected"), [(error(190), Locked), (error(2), Unsent), (error(32), Throttled)]
)
async def test_an_upload_that_cannot_be_leaves_no_post(
    facebook: Make, server: Server, step: Step, expected: type[HeraldError]
) -> None:
    server.does(step)
    with pytest.raises(expected):
        await facebook(style="photo").send(POST, [PICTURE])
    assert asked(server) == ["POST /v25.0/12/photos"]


@pytest.mark.parametrize("step", ["hang up", "stall", error(2), (502, "<html></html>")], ids=str)
async def test_a_second_attempt_publishes_the_same_draft(
    facebook: Make, server: Server, step: Step
) -> None:
    server.does(DRAFTED, step, STATE, DONE)
    platform = facebook(timeout=4 if step == "stall" else 20)
    with pytest.raises(InDoubt):
        await platform.send(POST, [])
    assert await platform.send(POST, []) == RECEIPT
    assert asked(server).count("POST /v25.0/12/feed") == 1


async def test_a_draft_that_is_gone_is_made_anew(facebook: Make, server: Server) -> None:
    server.does(DRAFTED, error(2), error(100, 33), (200, {"id": "12_35"}), DONE)
    platform = facebook()
    with pytest.raises(InDoubt):
        await platform.send(POST, [])
    assert (await platform.send(POST, [])).id == "12_35"
    assert await platform.drafts.draft(POST.key) == "12_35"


async def test_a_draft_outlives_the_process(facebook: Make, server: Server) -> None:
    server.does(DRAFTED, error(32), STATE, DONE)
    platform, another = facebook(), facebook()
    another.drafts = platform.drafts
    with pytest.raises(Throttled):
        await platform.send(POST, [])
    assert await another.send(POST, []) == RECEIPT
    assert asked(server)[2:] == ["GET /v25.0/12_34", "POST /v25.0/12_34"]


@pytest.mark.parametrize("step", ["hang up", "cut", error(2), (502, "<html></html>")], ids=str)
async def test_a_draft_whose_answer_was_lost_is_looked_for_and_published(
    facebook: Make, server: Server, step: Step
) -> None:
    server.does(step, page(), page(shown("x"), shown()), STATE, DONE)
    platform = facebook()
    with pytest.raises(InDoubt):
        await platform.send(POST, [])
    assert await platform.find(POST, "") is None
    assert await platform.send(POST, []) == RECEIPT
    assert asked(server)[1:] == [
        "GET /v25.0/12/published_posts",
        "GET /v25.0/12/ads_posts",
        "GET /v25.0/12_34",
        "POST /v25.0/12_34",
    ]


async def test_a_page_whose_drafts_we_may_not_list_is_no_reason_to_wait(
    facebook: Make, server: Server
) -> None:
    server.does(page(), error(200, status=403))
    assert await facebook().find(POST, "") is None


async def test_an_answer_is_a_comment_and_looked_for_among_these(
    facebook: Make, server: Server
) -> None:
    server.does((200, {"id": "34_9", "permalink_url": PLACE}), "hang up", page(shown()), page())
    platform = facebook()
    comment = await platform.reply(RECEIPT, POST, [])
    assert (comment.id, comment.permalink) == ("34_9", PLACE)
    with pytest.raises(InDoubt):
        await platform.reply(RECEIPT, POST, [])
    assert await platform.find(POST, "") == RECEIPT
    assert await platform.find(POST, "") is None
    place = "/v25.0/12_34/comments"
    assert asked(server) == [f"POST {place}"] * 2 + [f"GET {place}"] * 2
    assert server.requests[0].form["message"] == POST.text.text


async def test_a_new_draft_that_cannot_be_seen_asks_a_person(
    facebook: Make, server: Server
) -> None:
    server.does(DRAFTED, error(100, 33))
    with pytest.raises(Refused, match="what Meta says"):
        await facebook().send(POST, [])


async def test_another_post_has_a_draft_of_its_own(facebook: Make, server: Server) -> None:
    server.does(DRAFTED, DONE, DRAFTED, DONE)
    platform = facebook()
    for key in ("1", "2"):
        await platform.send(replace(POST, key=key), [])
    assert asked(server).count("POST /v25.0/12/feed") == 2


@pytest.mark.parametrize(("published", "receipt"), [(True, RECEIPT), (False, None)])
async def test_a_doubt_is_settled_by_the_draft_itself(
    facebook: Make, server: Server, *, published: bool, receipt: Receipt | None
) -> None:
    server.does(
        DRAFTED,
        "hang up",
        (200, {"id": "12_34", "permalink_url": PLACE, "is_published": published}),
    )
    platform = facebook()
    with pytest.raises(InDoubt):
        await platform.send(POST, [])
    assert await platform.find(POST, "") == receipt
    assert asked(server)[-1] == "GET /v25.0/12_34"


async def test_without_its_draft_a_post_is_found_by_its_words(
    facebook: Make, server: Server
) -> None:
    server.does(page(shown("Other", "12_35"), {"id": "12_36"}, shown()))
    assert await facebook().find(POST, "12_30") == RECEIPT
    assert server.requests[0].path == "/v25.0/12/published_posts"
    query = server.requests[0].query
    assert query.pop("access_token") == "424242:CANARY-TOKEN"
    assert query == {
        "fields": "id,message,permalink_url,attachments{unshimmed_url}",
        "limit": "100",
        "since": "1795713600",
    }


async def test_a_draft_that_is_gone_is_looked_for_on_the_page(
    facebook: Make, server: Server
) -> None:
    server.does(DRAFTED, "hang up", error(100, 33), page(), page())
    platform = facebook()
    with pytest.raises(InDoubt):
        await platform.send(POST, [])
    assert await platform.find(POST, "") is None


async def test_every_page_of_new_posts_is_read(facebook: Make, server: Server) -> None:
    server.does(page(shown("x"), after="c1"), page(shown("y")), page())
    assert await facebook().find(POST, "") is None
    assert server.requests[1].query["after"] == "c1"


async def test_more_posts_than_a_look_up_reads_leave_the_doubt(
    facebook: Make, server: Server
) -> None:
    server.does(*[page(shown("x"), after="c")] * 5)
    with pytest.raises(InDoubt, match="look there"):
        await facebook().find(POST, "")


async def test_a_post_of_an_unknown_moment_is_looked_for_among_the_newest(
    facebook: Make, server: Server
) -> None:
    server.does(page(shown("x"), after="c"), page())
    assert await facebook().find(replace(POST, made_at=0), "") is None
    assert "since" not in server.requests[0].query


@pytest.mark.parametrize("code", [(506, 0), (100, 1366051)])
@pytest.mark.parametrize("step", ["draft", "publish"])
async def test_a_duplicate_that_stands_there_is_our_post(
    facebook: Make, server: Server, code: tuple[int, int], step: str
) -> None:
    if step == "publish":
        server.does(DRAFTED, error(*code), page(shown()))
    else:
        server.does(error(*code), page(shown()))
    assert await facebook().send(POST, []) == RECEIPT


async def test_a_duplicate_of_what_no_longer_stands_asks_a_person(
    facebook: Make, server: Server
) -> None:
    server.does(error(506), page())
    with pytest.raises(Refused, match="newest posts"):
        await facebook().send(POST, [])


async def test_an_article_that_says_the_same_as_another_shows_its_address(
    facebook: Make, server: Server
) -> None:
    server.does(error(506), page(), DRAFTED, DONE)
    words = replace(POST, text=Rich(text="The weather"))
    assert await facebook().send(words, []) == RECEIPT
    assert server.requests[2].form["message"] == f"The weather\n\n{LINK}"


@pytest.mark.parametrize(("about", "is_ours"), [(LINK, True), (f"{LINK}2", False), ("", True)])
async def test_the_same_words_about_another_page_are_another_post(
    facebook: Make, server: Server, about: str, *, is_ours: bool
) -> None:
    attached = {"attachments": {"data": [{"unshimmed_url": about}] if about else []}}
    server.does(page(shown("The weather") | attached), *([] if is_ours else [page()]))
    found = await facebook().find(replace(POST, text=Rich(text="The weather")), "")
    assert found == (RECEIPT if is_ours else None)


async def test_a_duplicate_that_cannot_be_looked_up_now_stays_in_doubt(
    facebook: Make, server: Server
) -> None:
    server.does(error(506), error(2))
    with pytest.raises(InDoubt, match="506"):
        await facebook().send(POST, [])


async def test_a_correction_changes_the_words(facebook: Make, server: Server) -> None:
    server.does(DONE)
    assert await facebook().edit(RECEIPT, POST, [PICTURE]) == RECEIPT
    assert asked(server) == ["POST /v25.0/12_34"]
    assert server.requests[0].form["message"] == POST.text.text


@pytest.mark.parametrize("step", [(200, {"id": "1"}), error(100), "hang up"], ids=str)
async def test_the_preview_of_a_corrected_article_is_asked_for_anew(
    facebook: Make, server: Server, step: Step
) -> None:
    server.does(DONE, step)
    assert await facebook().edit(RECEIPT, replace(POST, is_fresh=True), []) == RECEIPT
    assert server.requests[1].path == "/v25.0/"
    assert (server.requests[1].form["id"], server.requests[1].form["scrape"]) == (LINK, "true")


async def test_a_deletion_leaves_nothing_there(facebook: Make, server: Server) -> None:
    server.does(DONE)
    await facebook().delete(RECEIPT)
    assert asked(server) == ["DELETE /v25.0/12_34"]


async def test_what_is_gone_is_gone_if_we_see_the_page(facebook: Make, server: Server) -> None:
    server.does(error(100, 33), (200, {"id": "12"}))
    await facebook().delete(RECEIPT)
    assert asked(server)[-1] == "GET /v25.0/12"


async def test_what_we_cannot_see_is_not_gone(facebook: Make, server: Server) -> None:
    server.does(error(100, 33), error(100, 33))
    with pytest.raises(Refused):
        await facebook().delete(RECEIPT)


async def test_whose_token_it_is_is_told(facebook: Make, server: Server) -> None:
    server.does((200, {"id": "12", "name": "Morning Tick"}), (200, {"id": "77", "name": "Anna"}))
    assert await facebook().examine() == "the token is that of the page Morning Tick"
    with pytest.raises(Refused, match=r"Anna \(77\), not of page 12"):
        await facebook().examine()


async def test_another_version_may_be_asked(facebook: Make, server: Server) -> None:
    server.does(DONE)
    await facebook(version="v26.0").delete(RECEIPT)
    assert asked(server) == ["DELETE /v26.0/12_34"]


@pytest.mark.parametrize(
    "options",
    [{"page": "morningtick"}, {"token": "x"}, {"version": "25"}, {"style": "album"}, {"app": "1"}],
    ids=str,
)
def test_options_that_cannot_work_are_errors(options: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        FacebookOptions.model_validate({"page": "12", "token": "env:T", **options})


def test_a_page_may_be_written_as_a_number() -> None:
    options = FacebookOptions.model_validate({"page": 1234567890, "token": "env:T"})
    assert options.address() == "1234567890"


@pytest.mark.parametrize(
    ("style", "utm", "shown"),
    [("link", (), False), ("link", (("source", "fb"),), True), ("photo", (), True)],
    ids=["by the preview", "it counts visitors", "there is no preview"],
)
def test_the_address_stands_in_the_text_where_the_preview_cannot_carry_it(
    style: str,
    utm: tuple[tuple[str, str], ...],
    shown: bool,  # noqa: FBT001 - a column
) -> None:
    options = FacebookOptions.model_validate({**OWN, "style": style})
    there = Destination(name="f", platform="facebook", address="", craft=Craft(utm=utm))
    can = options.fitted(Facebook.capabilities, there.craft)
    article = Article(canonical_url=LINK, headline="Cats")
    publisher = Publisher(name="News", url="https://news.example/")
    post = compose(article, ("They won.",), there, can, publisher, 1)
    assert post.text.text.startswith("Cats\n\nThey won.")
    assert ("news.example" in post.text.text) == shown
    assert (post.link, bool(post.tracked)) == (LINK, bool(utm))


@given(headline=st.text(max_size=5000), sentence=st.text(max_size=700))
def test_any_article_fits_and_keeps_its_link(headline: str, sentence: str) -> None:
    article = Article(canonical_url=LINK, headline=headline, keywords=("A",))
    there = Destination(name="f", platform="facebook", address="", hashtags=2)
    can = Facebook.capabilities
    publisher = Publisher(name="News", url="https://news.example/")
    post = compose(article, (sentence,), there, can, publisher, 1)
    assert can.length(post.text.text) <= can.text
    assert (post.link, post.preview) == (LINK, True)
