import asyncio
import re
import traceback
from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import HeraldError, InDoubt, Locked, Refused, Throttled, Unsent
from bot.manner import Act
from bot.model import Image, Picture, Post, Receipt, Rich, Span, Style
from bot.platforms.bluesky import Bluesky, BlueskyOptions
from bot.ports import ways
from bot.sandbox.bluesky_records import POST as COLLECTION
from bot.sandbox.bluesky_records import TID, read
from bot.steps.plan import is_same_place
from bot.text.atproto import facets, said, tid
from bot.text.rich import hashtag, join, link, plain
from tests.platforms.articles import ARTICLES, SUMMARIES, composed
from tests.platforms.conftest import Server, Step
from tests.platforms.outcomes import LINE, Outcomes, Row, making

Make = Callable[..., Bluesky]

DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz"
LINK = "https://news.example/2026/a?x=1&y=2"
IMAGE = Image(url="https://news.example/a.jpg", alt="Two cats")
POST = Post(
    key="k",
    text=join([plain("Cats & dogs “win”"), hashtag("cats")], "\n\n"),
    link=LINK,
    headline="Cats & dogs “win”",
    summary="Both did.",
    language="en_GB",
    made_at=1_795_800_000.25,
    sent_at=1_795_800_060.5,
)
NAME = tid(POST.made_at, POST.key)
URI = f"at://{DID}/{COLLECTION}/{NAME}"
RECEIPT = Receipt(id=URI, permalink=f"https://bsky.app/profile/morningtick.example/post/{NAME}")
PICTURE = Picture(
    data=b"\xff\xd8picture\xff\xd9", mime="image/jpeg", width=800, height=600, alt="Two cats"
)
TOKENS = {kind: f"eyJ0eXAiOiJKV1QifQ.eyJzY29wZSI6.CANARY-{kind}" for kind in ("access", "refresh")}
RECORD = {
    "$type": COLLECTION,
    "text": POST.text.text,
    "createdAt": "2026-11-27T17:21:00.500Z",
    "langs": ["en-GB"],
    "facets": [
        {
            "index": {"byteStart": 23, "byteEnd": 28},
            "features": [{"$type": "app.bsky.richtext.facet#tag", "tag": "cats"}],
        }
    ],
    "embed": {
        "$type": "app.bsky.embed.external",
        "external": {"uri": LINK, "title": POST.headline, "description": POST.summary},
    },
}


def problem(status: int, error: str, message: str = "No", **headers: str) -> Step:
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    return status, {"error": error, "message": message}, headers


def session(number: int = 0) -> Step:
    tokens = {f"{kind}Jwt": f"{token}{number}" for kind, token in TOKENS.items()}
    return 200, {"did": DID, "handle": "morningtick.example", "active": True, **tokens}


def stands(record: dict[str, Any] = RECORD, cid: str = "bafyreifirst") -> Step:
    return 200, {"uri": URI, "cid": cid, "value": record}


PUT: Step = (200, {"uri": URI, "cid": "bafyreifirst", "validationStatus": "valid"})
NOTHING = problem(400, "RecordNotFound", f"Could not locate record: {URI}")
TAKEN = problem(400, "InvalidSwap", "Record was at bafyreifirst")
EXPIRED = problem(400, "ExpiredToken", "Token has expired")
BLOB = {"$type": "blob", "ref": {"$link": "bafkreione"}, "mimeType": "image/jpeg", "size": 11}
UPLOADED: Step = (200, {"blob": BLOB})

OWN = {"handle": "morningtick.example", "app_password": "env:PASSWORD"}
OUTCOMES: list[Row] = [
    ("a broken record", problem(400, "InvalidRequest", "grapheme too big"), Refused),
    ("wrong credentials", problem(401, "AuthenticationRequired"), Locked),
    ("no credentials", problem(401, "AuthMissing"), Locked),
    ("an account taken down", problem(401, "AccountTakedown"), Locked),
    ("an account put to rest", problem(400, "AccountDeactivated"), Locked),
    ("another's account", problem(403, "AccountNotFound"), Locked),
    ("a gateway that forbids", (403, "<html>Blocked</html>"), Locked),
    ("no such thing", problem(404, "NotFound"), Refused),
    ("too large", problem(413, "PayloadTooLarge"), Refused),
    ("a rate limit", problem(429, "RateLimitExceeded"), Throttled),
    ("a gateway's rate limit", (429, "<html>Slow down</html>"), Throttled),
    ("a server error", problem(500, "InternalServerError"), InDoubt),
    ("a server behind that is gone", problem(502, "UpstreamFailure"), InDoubt),
    ("a gateway error", (503, "<html>Over capacity</html>"), InDoubt),
    ("an answer that says nothing", (200, {}), InDoubt),
    ("a page where an answer should be", (200, "<html>Welcome</html>"), InDoubt),
    *LINE,
]
NAMES = [what for what, _, _ in OUTCOMES]
ROWS = [(step, expected) for _, step, expected in OUTCOMES]


bluesky = making(Bluesky, OWN)


class TestOutcomes(Outcomes):
    platform = Bluesky
    own = OWN
    rows = OUTCOMES
    post = POST
    before = (session(),)
    posted = (PUT,)
    receipt = RECEIPT
    says = "Bluesky: .{2,200}"
    repeated = frozenset({"find", "edit", "reply", "examine"})
    repeatable: ClassVar = {
        "delete": (RECEIPT,),
        "find": (POST, ""),
        "edit": (RECEIPT, POST, []),
        "reply": (RECEIPT, POST, []),
        "examine": (),
    }
    answers = frozenset({("delete", "an answer that says nothing")})


def asked(server: Server) -> list[str]:
    """Give the short names of the calls so far."""
    return [request.path.rpartition(".")[2] for request in server.requests]


def bearer(server: Server) -> list[str]:
    """Give which token went with each call: "access0", "refresh0", …; "" for none."""
    given = (request.headers.get("authorization", "") for request in server.requests)
    return [token.rpartition("CANARY-")[2] for token in given]


@pytest.mark.parametrize(("step", "expected"), ROWS, ids=NAMES)
async def test_who_cannot_sign_in_has_surely_posted_nothing(
    bluesky: Make,
    server: Server,
    request: pytest.FixtureRequest,
    step: Step,
    expected: type[HeraldError],
) -> None:
    if step in ("nobody", "deaf"):
        platform = bluesky(request.getfixturevalue(str(step)), timeout=1)
    else:
        server.does(step)
        platform = bluesky(timeout=1 if step == "stall" else 20)
    with pytest.raises(HeraldError) as raised:
        await platform.send(POST, [])
    assert type(raised.value) is (Unsent if expected is InDoubt else expected)
    assert asked(server) == ["createSession"] * (len(server.requests))


@pytest.mark.parametrize(
    ("headers", "until", "retry_after"),
    [
        ({}, None, None),
        ({"ratelimit_reset": "2000"}, 2000, None),
        ({"ratelimit_reset": "soon"}, None, None),
        ({"retry_after": "30", "ratelimit_reset": "2000"}, None, 30),
    ],
)
async def test_a_rate_limit_says_when_it_ends(
    bluesky: Make,
    server: Server,
    headers: dict[str, str],
    until: float | None,
    retry_after: float | None,
) -> None:
    server.does(session(), problem(429, "RateLimitExceeded", **headers))
    with pytest.raises(Throttled) as raised:
        await bluesky().send(POST, [])
    assert (raised.value.until, raised.value.retry_after) == (until, retry_after)


async def test_a_post_is_a_record_at_a_name_of_its_own_beside_its_card(
    bluesky: Make, server: Server
) -> None:
    server.does(session(), PUT)
    assert await bluesky().send(POST, []) == RECEIPT
    assert asked(server) == ["createSession", "putRecord"]
    assert server.requests[0].json == {
        "identifier": "morningtick.example",
        "password": "424242:CANARY-PASSWORD",
    }
    assert bearer(server) == ["", "access0"]
    assert server.requests[1].json == {
        "repo": DID,
        "collection": COLLECTION,
        "rkey": NAME,
        "record": RECORD,
        "swapRecord": None,
    }


async def test_the_session_is_kept_for_the_next_post(bluesky: Make, server: Server) -> None:
    server.does(session(), PUT, PUT)
    platform = bluesky()
    await platform.send(POST, [])
    await platform.send(replace(POST, key="l"), [])
    assert asked(server) == ["createSession", "putRecord", "putRecord"]
    names = {request.json["rkey"] for request in server.requests[1:]}
    assert len(names) == 2


@pytest.mark.parametrize("name", ["ExpiredToken", "InvalidToken"])
async def test_a_session_that_has_ended_is_renewed_and_the_post_sent_once(
    bluesky: Make, server: Server, name: str
) -> None:
    server.does(session(0), problem(400, name), session(1), PUT)
    assert await bluesky().send(POST, []) == RECEIPT
    assert asked(server) == ["createSession", "putRecord", "refreshSession", "putRecord"]
    assert bearer(server) == ["", "access0", "refresh0", "access1"]
    assert server.requests[1].json == server.requests[3].json


@pytest.mark.parametrize(
    "step", [EXPIRED, problem(401, "AuthMissing")], ids=["expired", "revoked"]
)
async def test_where_it_cannot_be_renewed_we_sign_in_anew(
    bluesky: Make, server: Server, step: Step
) -> None:
    server.does(session(0), EXPIRED, step, session(1), PUT)
    assert await bluesky().send(POST, []) == RECEIPT
    assert asked(server)[2:] == ["refreshSession", "createSession", "putRecord"]
    assert bearer(server)[-1] == "access1"


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([EXPIRED, (503, "<html></html>")], Unsent),
        ([EXPIRED, "hang up"], Unsent),
        ([EXPIRED, problem(429, "RateLimitExceeded")], Throttled),
        ([EXPIRED, problem(401, "AuthMissing"), problem(401, "AuthenticationRequired")], Locked),
        ([EXPIRED, session(1), EXPIRED], Locked),
        ([EXPIRED, session(1), "hang up"], InDoubt),
    ],
    ids=["ill", "gone", "throttled", "password changed", "ends at once", "lost after all"],
)
async def test_a_renewal_that_fails_neither_loses_nor_doubles_the_post(
    bluesky: Make, server: Server, steps: list[Step], expected: type[HeraldError]
) -> None:
    server.does(session(0), *steps)
    with pytest.raises(HeraldError) as raised:
        await bluesky().send(POST, [])
    assert type(raised.value) is expected
    assert not server.script


async def test_after_a_failed_renewal_the_next_attempt_signs_in(
    bluesky: Make, server: Server
) -> None:
    server.does(session(0), EXPIRED, (503, "<html></html>"), session(1), PUT)
    platform = bluesky()
    with pytest.raises(Unsent):
        await platform.send(POST, [])
    assert await platform.send(POST, []) == RECEIPT


async def test_what_stands_there_already_is_our_post(bluesky: Make, server: Server) -> None:
    server.does(session(), TAKEN, stands(RECORD | {"createdAt": "2026-11-27T17:20:00.000Z"}))
    assert await bluesky().send(POST, []) == RECEIPT
    assert asked(server).count("putRecord") == 1


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([TAKEN, stands(RECORD | {"text": "Something else"})], InDoubt),
        ([TAKEN, NOTHING], Refused),
        ([TAKEN, (503, "<html></html>")], Unsent),
        ([TAKEN, problem(429, "RateLimitExceeded")], Throttled),
    ],
    ids=["another text", "gone again", "ill", "throttled"],
)
async def test_what_stands_there_and_is_not_surely_ours_is_no_post_of_ours(
    bluesky: Make, server: Server, steps: list[Step], expected: type[HeraldError]
) -> None:
    server.does(session(), *steps)
    with pytest.raises(HeraldError) as raised:
        await bluesky().send(POST, [])
    assert type(raised.value) is expected


async def test_a_post_is_found_where_it_would_stand(bluesky: Make, server: Server) -> None:
    server.does(session(), stands(), NOTHING)
    platform = bluesky()
    assert await platform.find(POST, "at://anything") == RECEIPT
    assert server.requests[1].query == {"repo": DID, "collection": COLLECTION, "rkey": NAME}
    assert await platform.find(POST, "") is None


async def test_another_text_in_its_place_is_a_persons_business(
    bluesky: Make, server: Server
) -> None:
    server.does(session(), stands(RECORD | {"text": "Something else"}))
    with pytest.raises(InDoubt, match=f"post/{NAME}"):
        await bluesky().find(POST, "")


async def test_the_picture_is_that_of_the_card(bluesky: Make, server: Server) -> None:
    server.does(session(), UPLOADED, PUT)
    post = replace(POST, images=(IMAGE, IMAGE), tracked=f"{LINK}&utm_source=bluesky")
    await bluesky().send(post, [PICTURE, PICTURE])
    assert asked(server) == ["createSession", "uploadBlob", "putRecord"]
    upload = server.requests[1]
    assert (upload.headers["content-type"], upload.body) == ("image/jpeg", PICTURE.data)
    external = server.requests[2].json["record"]["embed"]["external"]
    assert external["thumb"] == BLOB
    assert external["uri"] == post.tracked


@pytest.mark.parametrize(
    ("text", "description"),
    [("Tide\n\nIt rose.", ""), ("Tide", "It rose.")],
    ids=["said", "unsaid"],
)
async def test_a_card_does_not_say_again_what_stands_above_it(
    bluesky: Make, server: Server, text: str, description: str
) -> None:
    server.does(session(), PUT)
    await bluesky().send(replace(POST, text=Rich(text=text), summary="It rose."), [])
    card = server.requests[1].json["record"]["embed"]["external"]
    assert (card["title"], card["description"]) == (POST.headline, description)


async def test_where_there_is_no_card_the_pictures_are_shown_with_their_alt_texts(
    bluesky: Make, server: Server
) -> None:
    server.does(session(), *[UPLOADED] * 4, PUT)
    long = replace(PICTURE, alt="a" * 2001)
    await bluesky().send(replace(POST, link="", images=(IMAGE,) * 5), [PICTURE, *[long] * 4])
    embed = server.requests[-1].json["record"]["embed"]
    assert embed["$type"] == "app.bsky.embed.images"
    assert len(embed["images"]) == 4
    assert embed["images"][0] == {
        "image": BLOB,
        "alt": "Two cats",
        "aspectRatio": {"width": 800, "height": 600},
    }
    assert embed["images"][1]["alt"] == "a" * 2000


@pytest.mark.parametrize(
    "steps",
    [
        [problem(413, "PayloadTooLarge"), PUT],
        [UPLOADED, problem(400, "BlobNotFound"), PUT],
        [UPLOADED, problem(400, "InvalidMimeType"), PUT],
        [UPLOADED, problem(400, "InvalidRequest", "blob too big at $.record.embed.external.thumb"), PUT],
    ],
    ids=["too large", "not kept", "of another kind", "too large for a card"],
)  # fmt: skip
async def test_a_picture_that_is_refused_leaves_the_post(
    bluesky: Make, server: Server, steps: list[Step]
) -> None:
    server.does(session(), *steps)
    sent = await bluesky().send(replace(POST, images=(IMAGE,)), [PICTURE])
    assert sent == replace(RECEIPT, note=sent.note)
    assert re.fullmatch(r"a picture: Bluesky: .+ \(4\d\d\)", sent.note)
    assert server.requests[-1].json["record"] == RECORD


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ((503, "<html></html>"), Unsent),
        ("hang up", Unsent),
        (problem(429, "RateLimitExceeded"), Throttled),
    ],
    ids=["ill", "gone", "throttled"],
)
async def test_an_upload_that_fails_for_now_leaves_no_post(
    bluesky: Make, server: Server, step: Step, expected: type[HeraldError]
) -> None:
    server.does(session(), step)
    with pytest.raises(expected):
        await bluesky().send(replace(POST, images=(IMAGE,)), [PICTURE])
    assert "putRecord" not in asked(server)


@pytest.mark.parametrize(
    ("value", "root"),
    [
        (RECORD, {"uri": URI, "cid": "bafyreifirst"}),
        (RECORD | {"reply": {"root": {"uri": "at://r", "cid": "c"}, "parent": {}}}, {"uri": "at://r", "cid": "c"}),
    ],
    ids=["under the first", "deeper"],
)  # fmt: skip
async def test_an_answer_goes_under_the_post_in_its_thread(
    bluesky: Make, server: Server, value: dict[str, Any], root: dict[str, str]
) -> None:
    server.does(session(), stands(value), PUT)
    await bluesky().reply(RECEIPT, replace(POST, link="", preview=False), [])
    assert server.requests[1].query["rkey"] == NAME
    said = server.requests[2].json["record"]
    assert said["reply"] == {"root": root, "parent": {"uri": URI, "cid": "bafyreifirst"}}
    assert "embed" not in said


@pytest.mark.parametrize("verb", ["reply", "edit"])
async def test_what_is_gone_is_neither_answered_nor_made_again(
    bluesky: Make, server: Server, verb: str
) -> None:
    server.does(session(), NOTHING)
    with pytest.raises(Refused, match="Could not locate record"):
        await getattr(bluesky(), verb)(RECEIPT, POST, [])


async def test_an_edit_keeps_the_moment_the_thread_and_the_picture(
    bluesky: Make, server: Server
) -> None:
    external = {"uri": LINK, "title": "Old", "description": "", "thumb": BLOB}
    before = RECORD | {
        "text": "Old",
        "createdAt": "2026-11-01T00:00:00.000Z",
        "reply": {"root": {}, "parent": {}},
        "embed": {"$type": "app.bsky.embed.external", "external": external},
    }
    server.does(session(), stands(before, "bafyreinow"), PUT)
    assert await bluesky().edit(RECEIPT, replace(POST, made_at=1, images=(IMAGE,)), []) == RECEIPT
    body = server.requests[-1].json
    assert (body["rkey"], body["swapRecord"]) == (NAME, "bafyreinow")
    record = body["record"]
    assert record["text"] == POST.text.text
    assert (record["createdAt"], record["reply"]) == (before["createdAt"], before["reply"])
    shown = record["embed"]["external"]
    assert (shown["title"], shown["thumb"]) == (POST.headline, BLOB)


@pytest.mark.parametrize(
    ("images", "pictures", "kept"),
    [((IMAGE,), [], "old"), ((IMAGE,), [PICTURE], "bafkreione"), ((), [], "")],
    ids=["as before", "a new one", "none any more"],
)
async def test_an_edit_of_pictures_keeps_them_unless_there_are_new_ones(
    bluesky: Make, server: Server, images: tuple[Image, ...], pictures: list[Picture], kept: str
) -> None:
    old = {"image": BLOB | {"ref": {"$link": "old"}}, "alt": ""}
    embed = {"$type": "app.bsky.embed.images", "images": [old]}
    server.does(session(), stands(RECORD | {"embed": embed}), *[UPLOADED] * len(pictures), PUT)
    await bluesky().edit(RECEIPT, replace(POST, link="", images=images), pictures)
    shown = server.requests[-1].json["record"].get("embed", {}).get("images", [])
    assert [one["image"]["ref"]["$link"] for one in shown] == [kept] * bool(kept)


@pytest.mark.parametrize(
    "post_id", [URI, NAME, RECEIPT.permalink, RECEIPT.permalink + "/"], ids=["uri", "name", "page", "slash"]
)  # fmt: skip
async def test_a_deletion_takes_the_record_however_a_person_named_it(
    bluesky: Make, server: Server, post_id: str
) -> None:
    server.does(session(), (200, {}))
    await bluesky().delete(Receipt(id=post_id))
    assert server.requests[1].json == {"repo": DID, "collection": COLLECTION, "rkey": NAME}


@pytest.mark.parametrize(
    ("step", "found"),
    [
        (session(), f"the password opens morningtick.example ({DID})"),
        ((200, {"did": DID, "active": False, "status": "deactivated"}), "account is deactivated"),
        ((200, {"did": DID, "active": False}), "account is not active"),
        (problem(401, "AuthenticationRequired"), "AuthenticationRequired"),
    ],
    ids=["well", "resting", "closed", "wrong"],
)
async def test_an_examination_tells_whose_account_it_is(
    bluesky: Make, server: Server, step: Step, found: str
) -> None:
    server.does(session(), step)
    try:
        told = await bluesky().examine()
    except Locked as locked:
        told = str(locked)
    assert found in told


def test_a_correction_is_an_answer_unless_an_edit_is_wanted() -> None:
    can = Bluesky.capabilities
    assert (ways(can, None, None).correction, ways(can, None, None).retraction) == (
        Act.REPLY,
        Act.DELETE,
    )
    assert ways(can, Act.EDIT, None).correction is Act.EDIT


async def test_an_attempt_ends_before_its_time_is_over(bluesky: Make, server: Server) -> None:
    server.does(session(), UPLOADED, "stall")
    async with asyncio.timeout(4):
        with pytest.raises(InDoubt):
            await bluesky(timeout=4).send(replace(POST, images=(IMAGE,)), [PICTURE])


async def test_an_answer_that_quotes_a_secret_gives_none_away(
    bluesky: Make, server: Server
) -> None:
    told = f"bad {TOKENS['access']}0 or 424242:CANARY-PASSWORD"
    server.does(session(), problem(400, "InvalidRequest", told))
    with pytest.raises(Refused, match="bad ") as raised:
        await bluesky().send(POST, [])
    assert "CANARY" not in "".join(traceback.format_exception(raised.value))


@pytest.mark.parametrize(
    ("handle", "address"),
    [("tick.bsky.social", "@tick.bsky.social"), ("@tick.example", "@tick.example"), (DID, DID)],
)
def test_the_address_is_the_handle(handle: str, address: str) -> None:
    assert BlueskyOptions(handle=handle, app_password="env:P").address() == address
    assert is_same_place(f"https://bsky.app/profile/{handle.removeprefix('@').title()}", address)
    assert is_same_place("https://bsky.app/profile/other.example", address) == (handle == DID)


@pytest.mark.parametrize(
    "options",
    [
        {"handle": "tick", "app_password": "env:P"},
        {"handle": "https://bsky.app/profile/tick.example", "app_password": "env:P"},
        {"handle": "tick@example.com", "app_password": "env:P"},
        {"handle": "tick.example", "app_password": "literal"},
        {"handle": "tick.example"},
        {"handle": "tick.example", "app_password": "env:P", "password": "env:Q"},
    ],
    ids=["no domain", "an address", "mail", "a literal secret", "no secret", "an unknown key"],
)
def test_options_that_cannot_work_are_errors(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        BlueskyOptions.model_validate(options)


@given(st.floats(0, 4e9), st.text(max_size=40))
def test_a_name_is_a_tid_of_its_second(made_at: float, key: str) -> None:
    name = tid(made_at, key)
    assert TID.fullmatch(name)
    assert name == tid(made_at, key)
    assert tid(made_at + 2, "other") > name


def test_posts_of_one_moment_have_names_of_their_own() -> None:
    assert len({tid(1_795_800_000.0, f"key {number}") for number in range(10_000)}) == 10_000


@pytest.mark.parametrize(
    ("language", "langs"),
    [
        ("en", ["en"]),
        ("pt_BR", ["pt-BR"]),
        ("zh-Hant-TW", ["zh-Hant-TW"]),
        ("es-419", ["es-419"]),
        ("en-x-very-private", ["en"]),
        ("English", None),
        ("", None),
    ],
)
def test_a_language_is_said_where_it_is_one(language: str, langs: list[str] | None) -> None:
    record = said(replace(POST, language=language), 0.0, {})
    assert record.get("langs") == langs


def test_a_word_too_long_for_a_tag_is_only_a_word() -> None:
    assert facets(hashtag("a" * 64))
    assert not facets(hashtag("a" * 65))


PIECES = st.lists(
    st.one_of(
        st.text(min_size=1).map(plain),
        st.text(min_size=1).map(lambda words: link(words, LINK)),
        st.text(min_size=1).map(hashtag),
        st.sampled_from(["👨\u200d👩\u200d👧", "@anna.example", "नमस्ते", "\ud83d"]).map(plain),
    )
)


@given(PIECES)
def test_facets_frame_their_words_in_bytes_and_mention_nobody(pieces: list[Rich]) -> None:
    rich = join(pieces)
    data = rich.text.encode("utf-8", "surrogatepass")
    words = {
        data[f["index"]["byteStart"] : f["index"]["byteEnd"]].decode("utf-8", "surrogatepass"): f
        for f in facets(rich)
    }
    styled = [rich.text[s.start : s.end] for s in rich.spans if _is_shown(rich, s)]
    assert set(words) == set(styled)
    kinds = {feature["$type"] for facet in words.values() for feature in facet["features"]}
    assert kinds <= {"app.bsky.richtext.facet#link", "app.bsky.richtext.facet#tag"}


def _is_shown(rich: Rich, span: Span) -> bool:
    words = rich.text[span.start : span.end].removeprefix("#")
    return span.style is Style.LINK or 0 < len(words) <= 64


@given(ARTICLES, SUMMARIES)
def test_any_article_fits_and_comes_back_as_it_was_composed(
    article: Any, summary: tuple[str, ...]
) -> None:
    post = composed(Bluesky, article, summary)
    embed = {
        "$type": "app.bsky.embed.external",
        "external": {"uri": post.link, "title": post.headline, "description": post.summary},
    }
    shown = read(said(post, 1.0, embed), lambda _: pytest.fail("it has no picture"))
    assert shown.text == post.text.text
    assert shown.card
    assert shown.card.url == article.canonical_url
    links = [span.url for span in post.text.spans if span.style is Style.LINK]
    assert [mark.url for mark in shown.marks if mark.kind == "text_link"] == links
    assert not [mark for mark in shown.marks if mark.kind == "mention"]
