from collections.abc import Callable
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import BaseModel

from bot.sandbox.x_forms import (
    POST_FIELDS,
    UNSUPPORTED,
    USER_FIELDS,
    Attached,
    NewMedia,
    NewMetadata,
    NewPost,
    Problem,
    Reply,
    TimelineQuery,
    read_body,
    read_query,
)

SPEC = "x/openapi-2.167-posts.json"


def validator(spec: Any, name: str) -> Draft202012Validator:
    """Give X's own schema; OpenAPI's `components` stand where its references look for them."""
    return Draft202012Validator(
        {"$ref": f"#/components/schemas/{name}", "components": spec["components"]}
    )


@pytest.mark.parametrize(
    ("form", "name"),
    [
        (NewPost, "CreatePostsRequest"),
        (Attached, "CreatePostsMedia"),
        (Reply, "CreatePostsReply"),
        (NewMedia, "MediaUploadRequest"),
    ],
)
def test_every_field_of_x_is_either_taken_or_named_as_unsupported(
    form: type[BaseModel], name: str, corpus: Callable[[str], Any]
) -> None:
    schema = corpus(SPEC)["components"]["schemas"][name]
    ours = set(form.model_fields)
    assert ours | set(UNSUPPORTED.split()) >= set(schema["properties"]) >= ours
    required = {n for n, f in form.model_fields.items() if f.is_required()}
    assert required == set(schema.get("required", []))


def test_the_fields_of_posts_and_users_are_x_s(corpus: Callable[[str], Any]) -> None:
    parameters = corpus(SPEC)["components"]["parameters"]
    for ours, name in ((POST_FIELDS, "PostFieldsParameter"), (USER_FIELDS, "UserFieldsParameter")):
        assert set(parameters[name]["schema"]["items"]["enum"]) <= set(ours.split())


def test_the_timeline_takes_what_x_takes(corpus: Callable[[str], Any]) -> None:
    get = corpus(SPEC)["paths"]["/2/users/{id}/tweets"]["get"]
    theirs = {p.get("name") for p in get["parameters"]} | {"post.fields", "tweet.fields"}
    assert {f.alias or n for n, f in TimelineQuery.model_fields.items()} <= theirs


IDS = st.sampled_from(["1", "12345678901234567890", "x", "", 7])
BODIES = st.fixed_dictionaries(
    {},
    optional={
        "text": st.sampled_from(["", "x", 7, None]),
        "media": st.none()
        | st.fixed_dictionaries(
            {},
            optional={
                "media_ids": st.none() | st.lists(IDS, max_size=5),
                "tagged_user_ids": st.lists(IDS, max_size=11),
                "colour": st.just("red"),
            },
        ),
        "reply": st.fixed_dictionaries(
            {},
            optional={
                "in_reply_to_tweet_id": IDS,
                "exclude_reply_user_ids": st.lists(IDS, max_size=2),
                "auto_populate_reply_metadata": st.sampled_from([True, "yes"]),
            },
        ),
        "reply_settings": st.sampled_from(["following", "everyone", None]),
        "made_with_ai": st.sampled_from([True, 1, "true"]),
        "colour": st.just("red"),
    },
)


@given(body=BODIES)
def test_a_body_is_taken_exactly_when_x_s_schema_takes_it(
    body: dict[str, Any], schema: Draft202012Validator
) -> None:
    try:
        read_body(NewPost, body)
    except Problem:
        assert not schema.is_valid(body)
    else:
        assert schema.is_valid(body)


@pytest.fixture(scope="module")
def schema(corpus: Callable[[str], Any]) -> Draft202012Validator:
    return validator(corpus(SPEC), "CreatePostsRequest")


UNKNOWN = "is not defined in the schema and the schema does not allow additional properties"


@pytest.mark.parametrize(
    ("form", "body", "message"),
    [
        (
            NewPost,
            {"txt": "x"},
            f"$.txt: {UNKNOWN}",
        ),
        (NewPost, {"poll": {}}, "$.poll: is not supported by this sandbox"),
        (NewPost, {"media": {}}, "$.media.media_ids: is missing but it is required"),
        (
            NewPost,
            {"media": {"media_ids": ["1", "x"]}},
            "$.media.media_ids[1]: String should match pattern '^[0-9]{1,19}$'",
        ),
        (NewPost, [], "$: Input should be a valid dictionary or instance of NewPost"),
        (
            NewMetadata,
            {"id": "1", "metadata": {"alt_text": {"text": "x" * 1001}}},
            "$.metadata.alt_text.text: String should have at most 1000 characters",
        ),
    ],
)
def test_a_refusal_names_the_place(form: type[BaseModel], body: Any, message: str) -> None:
    with pytest.raises(Problem) as refusal:
        read_body(form, body)
    assert refusal.value.body == {
        "errors": [{"parameters": {}, "message": message}],
        "title": "Invalid Request",
        "detail": "One or more parameters to your request was invalid.",
        "type": "https://api.twitter.com/2/problems/invalid-request",
    }


@pytest.mark.parametrize(
    "query",
    [
        {"max_results": "4"},
        {"max_results": "101"},
        {"since_id": "x"},
        {"start_time": "yesterday"},
        {"start_time": "2026-11-22T10:00:00"},
        {"exclude": "likes"},
        {"tweet.fields": "entities,colour"},
        {"colour": "red"},
    ],
)
def test_a_query_that_x_would_refuse(query: dict[str, str]) -> None:
    with pytest.raises(Problem) as refusal:
        read_query(TimelineQuery, query)
    ((name, value),) = query.items()
    assert refusal.value.body["errors"][0]["parameters"] == {name: [value]}  # type: ignore[index]


def test_a_query_is_read() -> None:
    given_ = {
        "max_results": "5",
        "tweet.fields": "entities,created_at",
        "exclude": "replies,retweets",
        "start_time": "2026-11-22T10:00:00Z",
    }
    query = read_query(TimelineQuery, given_)
    assert (query.max_results, query.exclude) == (5, ["replies", "retweets"])
    assert query.fields == {"entities", "created_at"}


def test_the_reply_settings_are_x_s(corpus: Callable[[str], Any]) -> None:
    schema = corpus(SPEC)["components"]["schemas"]["CreatePostsRequest"]
    ours = get_args(get_args(NewPost.model_fields["reply_settings"].annotation)[0])
    assert list(ours) == schema["properties"]["reply_settings"]["enum"]
