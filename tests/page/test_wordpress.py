"""What WordPress's REST API is asked and answers, as installations out there do."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from bot.errors import FetchError
from bot.model import Entry
from bot.page.wordpress import PER_PAGE, list_address, posts_address, read_list, read_posts

URL_OF_LIST = "https://news.example/wp-json/wp/v2/posts?per_page=100"

POST: dict[str, Any] = {
    "id": 4711,
    "date_gmt": "2026-11-05T18:48:21",
    "modified_gmt": "2026-11-05T19:00:00",
    "guid": {"rendered": "https://news.example/?p=4711"},
    "status": "publish",
    "link": "https://news.example/2026/11/floods/",
    "title": {"rendered": "Floods &#038; storms: &#8220;what we know&#8221;"},
    "excerpt": {"rendered": "<p>Rivers rose <em>overnight</em> [&hellip;]</p>\n", "protected": False},
    "_embedded": {
        "author": [
            {"id": 1, "name": "Anna Berg"},
            {"code": "rest_user_invalid_id", "message": "Invalid user ID.", "data": {"status": 404}},
            {"id": 2, "name": "Jo &amp; Lee"},
        ],
        "wp:featuredmedia": [
            {
                "media_type": "image",
                "mime_type": "image/jpeg",
                "source_url": "https://news.example/wp-content/uploads/river.jpg",
                "alt_text": "A river &#8211; high",
                "caption": {"rendered": "<p>The river. <i>Photo: Jo Lee</i></p>\n"},
            }
        ],
        "wp:term": [
            [
                {"taxonomy": "category", "name": "Music &amp; Arts", "slug": "music"},
                {"taxonomy": "category", "name": "Uncategorized", "slug": "uncategorized"},
            ],
            [{"taxonomy": "post_tag", "name": "floods", "slug": "floods"}],
            [{"taxonomy": "series", "name": "Inside", "slug": "inside"}],
        ],
    },
}  # fmt: skip

ENTRY = Entry(
    source="main",
    guid="https://news.example/?p=4711",
    url="https://news.example/2026/11/floods/",
    headline="Floods & storms: “what we know”",
    summary="Rivers rose overnight…",
    byline="Anna Berg, Jo & Lee",
    image_url="https://news.example/wp-content/uploads/river.jpg",
    image_alt="A river – high",
    image_caption="The river. Photo: Jo Lee",
    keywords=("Music & Arts", "floods"),
    published=datetime(2026, 11, 5, 18, 48, 21, tzinfo=UTC),
    updated=datetime(2026, 11, 5, 19, tzinfo=UTC),
)


def posts(*answer: object) -> list[Entry]:
    return list(read_posts(json.dumps(answer).encode(), URL_OF_LIST, "main").values())


SITES = {
    "https://news.example": "https://news.example/wp-json/wp/v2/posts",
    "https://news.example/blog/": "https://news.example/blog/wp-json/wp/v2/posts",
    "https://news.example/wp-json": "https://news.example/wp-json/wp/v2/posts",
    "https://news.example/blog/wp-json/": "https://news.example/blog/wp-json/wp/v2/posts",
    "https://news.example/wp-json/wp/v2/stories?categories=5&offset=7": (
        "https://news.example/wp-json/wp/v2/stories?categories=5"
    ),
    "https://news.example/?rest_route=/": "https://news.example/?rest_route=/wp/v2/posts",
    "https://news.example/?rest_route=/wp/v2/stories": (
        "https://news.example/?rest_route=/wp/v2/stories"
    ),
}


@pytest.mark.parametrize(("site", "place"), SITES.items(), ids=SITES)
def test_posts_are_asked_for_where_the_site_has_them(site: str, place: str) -> None:
    listing, details = URL(list_address(site, 200)), URL(posts_address(site, ["4711", "12"]))
    own = dict(URL(place).query)
    asked = {"per_page": "100", "orderby": "date", "order": "desc"}
    assert listing.with_query(None) == URL(place).with_query(None) == details.with_query(None)
    assert dict(listing.query) == {
        **own, **asked, "offset": "200", "_fields": "id,status,modified_gmt"
    }  # fmt: skip
    assert details.query["include"] == "4711,12"
    assert details.query["_embed"] == "author,wp:featuredmedia,wp:term"
    assert {"_links", "_embedded"} <= set(details.query["_fields"].split(","))


def test_a_post_tells_all_that_an_entry_holds() -> None:
    assert posts(POST) == [ENTRY]


ODD: list[tuple[dict[str, Any], str, object]] = [
    # (what the post has instead, field, value)
    ({"guid": None}, "guid", "https://news.example/?p=4711"),
    ({"link": "/floods/"}, "url", "https://news.example/floods/"),
    ({"link": "javascript:x"}, "url", ""),
    ({"title": {"rendered": ""}}, "headline", ""),
    ({"title": "Floods"}, "headline", ""),
    ({"title": {"rendered": "Use the &lt;b&gt; tag"}}, "headline", "Use the <b> tag"),
    ({"title": {"rendered": "Half \ud800 a pair"}}, "headline", "Half \ufffd a pair"),
    ({"excerpt": {"rendered": "<p>Cut off [...]</p>"}}, "summary", "Cut off…"),
    ({"excerpt": {"rendered": "<p>Said [sic]</p>"}}, "summary", "Said [sic]"),
    ({"_embedded": {}}, "byline", ""),
    ({"_embedded": []}, "keywords", ()),
    ({"_embedded": {"author": [{"name": "Jo"}, {"name": "Jo"}]}}, "byline", "Jo"),
    ({"_embedded": {"wp:term": [None, [None, {"taxonomy": "post_tag"}]]}}, "keywords", ()),
    ({"_embedded": {"wp:term": 5}}, "keywords", ()),
    ({"_embedded": {"wp:featuredmedia": [{"code": "rest_forbidden"}]}}, "image_url", ""),
    ({"_embedded": {"wp:featuredmedia": [{"media_type": "file", "source_url": "/a.pdf"}]}}, "image_url", ""),
    ({"_embedded": {"wp:featuredmedia": [{"mime_type": "image/png", "source_url": "/a.png"}]}}, "image_url", "https://news.example/a.png"),
    ({"date_gmt": None}, "published", None),
    ({"date_gmt": "0000-00-00T00:00:00"}, "published", None),
    ({"modified_gmt": 5}, "updated", None),
]  # fmt: skip


@pytest.mark.parametrize(("instead", "field", "value"), ODD)
def test_odd_posts_are_understood(instead: dict[str, Any], field: str, value: object) -> None:
    found = posts(POST | instead)
    assert [getattr(entry, field) for entry in found] == [value]


@pytest.mark.parametrize("status", ["future", "draft", "pending", "private", "trash"])
def test_what_is_not_published_is_left_out(status: str) -> None:
    hidden = POST | {"id": 5, "status": status}
    assert posts(hidden, POST) == [ENTRY]
    assert list(read_list(json.dumps([hidden, POST]).encode(), URL_OF_LIST)) == ["4711"]


@pytest.mark.parametrize(
    ("date", "is_shown"),
    [
        ("Thu, 05 Nov 2026 18:48:20 GMT", False),
        ("Thu, 05 Nov 2026 18:48:21 GMT", True),
        ("", True),
        ("soon", True),
    ],
)
def test_what_is_shown_before_its_time_is_left_out(date: str, *, is_shown: bool) -> None:
    body = json.dumps([POST]).encode()
    assert bool(read_posts(body, URL_OF_LIST, "main", date)) is is_shown


def test_what_needs_a_password_is_left_out() -> None:
    assert posts(POST | {"excerpt": {"rendered": "", "protected": True}}) == []


def test_a_list_tells_when_each_post_changed() -> None:
    body = b'\xef\xbb\xbf[{"id": 7, "modified_gmt": "2026-11-05T19:00:00"}, {"id": 6}, {}, 5]'
    assert read_list(body, URL_OF_LIST) == {"7": "2026-11-05T19:00:00", "6": ""}


@pytest.mark.parametrize("post_id", [None, True, -1, 1.5, "", "1,2", "9" * 30, [4711]])
def test_a_post_without_a_usable_id_is_passed_over(post_id: object) -> None:
    assert read_list(json.dumps([{"id": post_id}]).encode(), URL_OF_LIST) == {}


def test_a_list_is_no_longer_than_was_asked_for() -> None:
    body = json.dumps([{"id": n} for n in range(PER_PAGE * 3)]).encode()
    assert len(read_list(body, URL_OF_LIST)) == PER_PAGE


NO_POSTS = {
    "nothing": ("", "this is no JSON where WordPress's REST API should be"),
    "a page": (" <!doctype html><title>News</title>", "this is a page where WordPress's REST API"),
    "half of it": ('[{"id": 1}', "this is no JSON"),
    "a warning before it": ("<br /><b>Warning</b>: x[]", "this is a page"),
    "too deep": ("[" * 100_000, "this is no JSON"),
    "a long number": ("9" * 5_000, "this is no JSON"),
    "an error": ('{"code": "rest_no_route", "message": "No route."}', "WordPress answers: No route."),
    "an error without words": ('{"code": "rest_disabled"}', "WordPress answers: rest_disabled"),
    "its index": ('{"name": "News", "routes": {}}', "this is JSON, but no list of posts"),
    "a word": ('"closed"', "this is JSON, but no list of posts"),
}  # fmt: skip


@pytest.mark.parametrize(("answer", "why"), NO_POSTS.values(), ids=NO_POSTS)
def test_what_is_no_list_of_posts_says_what_it_is(answer: str, why: str) -> None:
    with pytest.raises(FetchError) as caught:
        read_list(answer.encode(), URL_OF_LIST)
    assert why in str(caught.value)
    assert str(caught.value).startswith(f"{URL_OF_LIST}: ")


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)
RENDERED = st.fixed_dictionaries({"rendered": VALUES, "protected": VALUES})
THING = VALUES | st.dictionaries(
    st.sampled_from(["name", "taxonomy", "source_url", "media_type", "alt_text", "caption"]),
    VALUES,
)
EMBEDDED = st.dictionaries(
    st.sampled_from(["author", "wp:term", "wp:featuredmedia"]),
    THING | st.lists(THING | st.lists(THING, max_size=2), max_size=2),
)


@given(
    st.dictionaries(st.sampled_from([key for key in POST if key != "id"]), VALUES | RENDERED),
    VALUES | EMBEDDED,
)
def test_posts_of_any_shape_are_read(instead: dict[str, Any], embedded: object) -> None:
    for entry in posts(POST | instead | {"_embedded": embedded}):
        assert entry.url.startswith(("http://", "https://")) or not entry.url
        words = entry.guid + entry.url + entry.headline + entry.summary + entry.byline
        assert words.encode().decode() == words


@given(st.floats(0, 1), st.integers(0, 20), st.sampled_from('[]{}",:\\\0') | st.text(max_size=3))
def test_damage_gives_posts_or_one_error(place: float, length: int, splice: str) -> None:
    text = json.dumps([POST])
    at = int(place * len(text))
    body = (text[:at] + splice + text[at + length :]).encode("utf-8", "surrogatepass")
    try:
        assert len(read_posts(body, URL_OF_LIST, "main")) <= 1
    except FetchError:
        return
