import base64
import json
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import aiohttp
import oauthlib.oauth1
import pytest
import tweepy
import tweepy.asynchronous
from jsonschema import Draft202012Validator
from yarl import URL

from bot.sandbox.ledger import Card
from bot.sandbox.server import Sandbox
from bot.sandbox.setup import X_ACCOUNT, Setup

SPEC = "x/openapi-2.167-posts.json"
KEYS = {
    "consumer_key": X_ACCOUNT.consumer_key,
    "consumer_secret": X_ACCOUNT.consumer_secret,
    "access_token": X_ACCOUNT.access_token,
    "access_token_secret": X_ACCOUNT.access_token_secret,
}
OTHER = replace(X_ACCOUNT, username="other", id="77", consumer_key="other")


class Elsewhere:
    """A session that calls the sandbox where tweepy calls X."""

    def __init__(self, session: aiohttp.ClientSession, base: str) -> None:
        self.session = session
        self.base = URL(base)

    def request(self, method: str, url: Any, **more: Any) -> Any:
        url = URL(url, encoded=True) if isinstance(url, str) else url
        here = url.with_scheme("http").with_host(str(self.base.host)).with_port(self.base.port)
        return self.session.request(method, here, **more)


@pytest.fixture
async def client(http: aiohttp.ClientSession, sandbox: Sandbox) -> Any:
    client = tweepy.asynchronous.AsyncClient(**KEYS, return_type=dict)
    client.session = Elsewhere(http, sandbox.url)
    return client


class Signing:
    """X over a real socket, signed for the address that is called, answers as they come."""

    def __init__(self, session: aiohttp.ClientSession, url: str, **keys: str) -> None:
        self.session = session
        self.url = url
        self.keys = KEYS | keys

    async def __call__(self, method: str, path: str, **more: Any) -> tuple[int, Any]:
        answer, body = await self.whole(method, path, **more)
        return answer.status, body

    async def whole(self, method: str, path: str, **more: Any) -> tuple[Any, Any]:
        signer = oauthlib.oauth1.Client(
            self.keys["consumer_key"],
            self.keys["consumer_secret"],
            self.keys["access_token"],
            self.keys["access_token_secret"],
        )
        url, headers, _ = signer.sign(self.url + path, method, headers=more.pop("headers", {}))
        async with self.session.request(
            method, URL(url, encoded=True), headers=headers, **more
        ) as answer:
            return answer, await answer.json()


@pytest.fixture
def x(http: aiohttp.ClientSession, sandbox: Sandbox) -> Signing:
    return Signing(http, sandbox.url)


@pytest.fixture
async def limited(http: aiohttp.ClientSession, start: Callable[..., Any], clock: Any) -> Signing:
    sandbox = await start(Setup(clock=clock, enforce_limits=True))
    return Signing(http, sandbox.url)


def assert_fits(body: Any, name: str, spec: Any) -> None:
    Draft202012Validator(
        {"$ref": f"#/components/schemas/{name}", "components": spec["components"]}
    ).validate(body)


def failed(status: int, title: str, detail: str) -> tuple[int, dict[str, object]]:
    return status, {"title": title, "detail": detail, "type": "about:blank", "status": status}


async def test_tweepy_posts_with_a_picture_and_its_alt_text(
    client: Any, sandbox: Sandbox, png: Callable[[int, int], bytes], corpus: Callable[[str], Any]
) -> None:
    upload = {"media": base64.b64encode(png(40, 30)).decode(), "media_category": "tweet_image"}
    taken = await client._make_request("POST", "/2/media/upload", json=upload, user_auth=True)
    media_id = taken["data"]["id"]
    metadata = {"id": media_id, "metadata": {"alt_text": {"text": "A bridge"}}}
    described = await client._make_request(
        "POST", "/2/media/metadata", json=metadata, user_auth=True
    )
    posted = await client.create_tweet(text="Bridge & trams", media_ids=[media_id])
    (post,) = sandbox.ledger.channel("x", "morningtick").standing
    assert (post.id, post.text) == (posted["data"]["id"], "Bridge & trams")
    assert [(p.alt, p.width, p.mime) for p in post.photos] == [("A bridge", 40, "image/png")]
    assert posted["data"]["text"].startswith("Bridge &amp; trams https://t.co/")
    assert posted["data"]["edit_history_tweet_ids"] == [post.id]
    spec = corpus(SPEC)
    for body, name in (
        (taken, "MediaUploadResponse"),
        (described, "CreateMediaMetadataResponse"),
        (posted, "CreatePostsResponse"),
    ):
        assert_fits(body, name, spec)


async def test_tweepy_reads_and_takes_down_what_it_posted(
    client: Any, sandbox: Sandbox, clock: Any, corpus: Callable[[str], Any]
) -> None:
    ids = []
    for number in range(7):
        clock.now += 60
        posted = await client.create_tweet(text=f"Story {number} https://news.com/{number}")
        ids.append(posted["data"]["id"])
    assert ids == sorted(ids, key=int)
    me = await client.get_me()
    assert me["data"] == {"id": X_ACCOUNT.id, "name": "Morning Tick", "username": "morningtick"}
    page = await client.get_users_tweets(
        me["data"]["id"],
        max_results=5,
        since_id=ids[0],
        tweet_fields=["entities", "created_at"],
        user_auth=True,
    )
    assert [post["id"] for post in page["data"]] == ids[:1:-1]
    assert page["data"][0]["entities"]["urls"][0]["expanded_url"] == "https://news.com/6"
    assert page["meta"]["newest_id"] == ids[6]
    rest = await client.get_users_tweets(
        me["data"]["id"],
        max_results=5,
        since_id=ids[0],
        pagination_token=page["meta"]["next_token"],
        user_auth=True,
    )
    assert [post["id"] for post in rest["data"]] == [ids[1]]
    assert "next_token" not in rest["meta"]
    shown = await client.get_tweet(ids[3], user_auth=True)
    assert set(shown["data"]) == {"id", "text", "edit_history_tweet_ids"}
    assert (await client.delete_tweet(ids[3]))["data"] == {"deleted": True}
    assert [post.id for post in sandbox.ledger.channel("x", "morningtick").standing] == [
        *ids[:3],
        *ids[4:],
    ]
    spec = corpus(SPEC)
    assert_fits(page, "GetUsersPostsResponse", spec)
    assert_fits(shown, "GetPostsByIdResponse", spec)
    assert_fits(me, "GetUsersMeResponse", spec)


async def test_a_picture_may_come_as_multipart(
    x: Signing, png: Callable[[int, int], bytes]
) -> None:
    form = aiohttp.FormData({"media_category": "tweet_image"})
    form.add_field("media", png(4, 4), filename="a.png")
    status, body = await x("POST", "/2/media/upload", data=form)
    assert status == 200
    assert body["data"]["image"] == {"image_type": "image/png", "w": 4, "h": 4}


async def test_a_duplicate_is_forbidden_even_after_it_was_deleted(
    x: Signing, clock: Any, sandbox: Sandbox
) -> None:
    _, posted = await x("POST", "/2/tweets", json={"text": "Café"})
    await x("DELETE", f"/2/tweets/{posted['data']['id']}")
    duplicate = failed(
        403, "Forbidden", "You are not allowed to create a Tweet with duplicate content."
    )
    assert await x("POST", "/2/tweets", json={"text": " Cafe\u0301 "}) == duplicate
    clock.now += 24 * 3600
    assert (await x("POST", "/2/tweets", json={"text": "Café"}))[0] == 201
    channel = sandbox.ledger.channel("x", "morningtick")
    assert (channel.posted, channel.deleted, len(channel.standing)) == (2, 1, 1)
    assert sandbox.ledger.accepted["x"] == {"POST /2/tweets": 2, "DELETE /2/tweets/{id}": 1}


async def test_a_link_gets_a_card_and_a_reply_names_its_post(x: Signing, sandbox: Sandbox) -> None:
    _, first = await x("POST", "/2/tweets", json={"text": "a news.com b https://news.com/x"})
    reply = {"in_reply_to_tweet_id": first["data"]["id"]}
    _, second = await x("POST", "/2/tweets", json={"text": "Correction", "reply": reply})
    posts = sandbox.ledger.channel("x", "morningtick").standing
    assert posts[0].card == Card(url="https://news.com/x")
    assert posts[1].reply_to == posts[0].id
    path = f"/2/users/{X_ACCOUNT.id}/tweets"
    fields = "?tweet.fields=conversation_id,referenced_tweets"
    _, timeline = await x("GET", path + fields)
    assert timeline["data"][0] | {"text": ""} == {
        "id": second["data"]["id"],
        "text": "",
        "edit_history_tweet_ids": [second["data"]["id"]],
        "conversation_id": first["data"]["id"],
        "referenced_tweets": [{"type": "replied_to", "id": first["data"]["id"]}],
    }
    _, without = await x("GET", path + "?exclude=replies")
    assert without["meta"]["result_count"] == 1


async def test_the_timeline_is_cut_by_time_and_id(x: Signing, clock: Any) -> None:
    ids = []
    for text in ("one", "two", "three"):
        ids.append((await x("POST", "/2/tweets", json={"text": text}))[1]["data"]["id"])
        clock.now += 60
    path = f"/2/users/{X_ACCOUNT.id}/tweets"
    for query, expected in (
        ("?start_time=2027-01-15T08:01:00Z", ids[:0:-1]),
        ("?end_time=2027-01-15T08:01:00Z", ids[:1]),
        (f"?until_id={ids[1]}", ids[:1]),
        (f"?since_id={ids[1]}", ids[2:]),
        (f"?since_id={ids[2]}", []),
    ):
        _, body = await x("GET", path + query)
        assert [post["id"] for post in body.get("data", [])] == expected, query
        assert body["meta"]["result_count"] == len(expected)


async def test_what_is_not_there_is_told_as_x_tells_it(
    x: Signing, corpus: Callable[[str], Any]
) -> None:
    _, posted = await x("POST", "/2/tweets", json={"text": "x"})
    status, both = await x("GET", f"/2/tweets?ids={posted['data']['id']},1")
    assert status == 200
    assert [post["id"] for post in both["data"]] == [posted["data"]["id"]]
    assert both["errors"][0]["resource_id"] == "1"
    status, body = await x("GET", "/2/tweets/1")
    assert (status, set(body)) == (200, {"errors"})
    assert body["errors"][0]["detail"] == "Could not find tweet with id: [1]."
    assert (await x("DELETE", "/2/tweets/1"))[0] == 404
    status, body = await x("GET", "/2/users/1/tweets")
    assert (status, body["errors"][0]["resource_type"]) == (200, "user")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"text": "x" * 281}, "Your Tweet text is too long."),
        ({"text": "語" * 141}, "Your Tweet text is too long."),
        ({"text": " "}, "$.text: text is required unless media is provided"),
        ({"text": "x", "media": {"media_ids": ["1"]}}, "Your media IDs are invalid."),
        ({"text": "x", "colour": "red"}, "$.colour: is not defined in the schema"),
    ],
)
async def test_a_post_that_x_would_not_take(
    x: Signing, sandbox: Sandbox, body: dict[str, Any], message: str
) -> None:
    status, answer = await x("POST", "/2/tweets", json=body)
    assert (status, answer["title"]) == (400, "Invalid Request")
    assert answer["errors"][0]["message"].startswith(message)
    assert sandbox.ledger.channel("x", "morningtick").posted == 0


async def test_the_longest_text_passes(x: Signing) -> None:
    link = "https://www.news.com/" + "x" * 300
    text = "語" * 128 + " " + link
    assert (await x("POST", "/2/tweets", json={"text": text}))[0] == 201
    assert (await x("POST", "/2/tweets", json={"text": text + "x y"}))[0] == 400


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"media": "!", "media_category": "tweet_image"}, "$.media: is not base64"),
        ({"media": "AAAA", "media_category": "tweet_image"}, "The media could not be"),
        ({"media": "AAAA", "media_category": "tweet_video"}, "$.media_category: tweet_video"),
        ({"media": "AAAA"}, "$.media_category: is missing but it is required"),
        (
            {"media": base64.b64encode(bytes(5242881)).decode(), "media_category": "tweet_image"},
            "File size exceeds 5242880 bytes.",
        ),
    ],
)
async def test_an_upload_that_x_would_not_take(
    x: Signing, body: dict[str, str], message: str
) -> None:
    data = BytesIO(json.dumps(body).encode())
    headers = {"Content-Type": "application/json"}
    status, answer = await x("POST", "/2/media/upload", data=data, headers=headers)
    assert status == 400
    assert answer["errors"][0]["message"].startswith(message)


async def test_a_body_must_be_json(x: Signing) -> None:
    status, answer = await x("POST", "/2/tweets", data="text=x")
    assert status == 400
    assert "content-type of application/json" in answer["errors"][0]["message"]


async def test_one_account_cannot_touch_another_s_things(
    http: aiohttp.ClientSession,
    start: Callable[..., Any],
    png: Callable[[int, int], bytes],
) -> None:
    sandbox = await start(Setup(accounts=(X_ACCOUNT, OTHER)))
    mine = Signing(http, sandbox.url)
    other = Signing(http, sandbox.url, consumer_key="other")
    _, posted = await mine("POST", "/2/tweets", json={"text": "$TSLA up"})
    gone = failed(403, "Forbidden", "You are not authorized to delete this Tweet.")
    assert await other("DELETE", f"/2/tweets/{posted['data']['id']}") == gone
    upload = {"media": base64.b64encode(png(4, 4)).decode(), "media_category": "tweet_image"}
    _, media = await mine("POST", "/2/media/upload", json=upload)
    with_media = {"text": "x", "media": {"media_ids": [media["data"]["id"]]}}
    assert (await other("POST", "/2/tweets", json=with_media))[0] == 400
    assert (await other("POST", "/2/tweets", json={"text": "$TSLA up"}))[0] == 201
    two = await mine("POST", "/2/tweets", json={"text": "$TSLA $AAPL"})
    assert two == failed(403, "Forbidden", "You are not permitted to perform this action.")
    lost = {"text": "x", "reply": {"in_reply_to_tweet_id": "1"}}
    assert (await mine("POST", "/2/tweets", json=lost))[1]["detail"].startswith(
        "You attempted to reply to a Tweet that is deleted"
    )


async def test_only_who_signs_is_heard(
    http: aiohttp.ClientSession, sandbox: Sandbox, client: Any
) -> None:
    unauthorized = failed(401, "Unauthorized", "Unauthorized")
    stranger = Signing(http, sandbox.url, consumer_secret="wrong")
    assert await stranger("POST", "/2/tweets", json={"text": "x"}) == unauthorized
    async with http.get(f"{sandbox.url}/2/users/me") as answer:
        assert (answer.status, await answer.json()) == unauthorized
    client.bearer_token = "x"
    with pytest.raises(tweepy.Forbidden, match=r"OAuth 2\.0 Application-Only is forbidden"):
        await client.get_me(user_auth=False)


async def test_a_rate_limit_says_when_it_ends(limited: Signing, clock: Any) -> None:
    begin = clock.now
    for number in range(100):
        status, _ = await limited("POST", "/2/tweets", json={"text": str(number)})
        assert status == 201
    answer, body = await limited.whole("POST", "/2/tweets", json={"text": "x"})
    assert (answer.status, body) == failed(429, "Too Many Requests", "Too Many Requests")
    assert answer.headers["x-rate-limit-limit"] == "100"
    assert answer.headers["x-rate-limit-remaining"] == "0"
    assert answer.headers["x-rate-limit-reset"] == str(round(begin + 900))
    clock.now += 900
    answer, _ = await limited.whole("POST", "/2/tweets", json={"text": "x"})
    assert (answer.status, answer.headers["x-rate-limit-remaining"]) == (201, "99")
