"""What the X API takes in bodies and queries, and how it refuses the rest.

Own models of the few calls we stand in for; the tests hold them against X's OpenAPI.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar

from aiohttp import web
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

PROBLEMS = "https://api.twitter.com/2/problems/"
"""X's OpenAPI says api.x.com here; what X answers still says api.twitter.com."""

UNSUPPORTED = (
    "card_uri community_id direct_message_deep_link edit_options for_super_followers_only geo "
    "nullcast poll quote_tweet_id share_with_followers "
    "call_to_actions description embeddable preview_media_id title"
)
"""Fields of a new post, and of its media, that X knows and a sandbox cannot show."""

POST_FIELDS = (
    "article article_title attachments author_id card_uri community_id context_annotations "
    "conversation_id created_at display_text_range edit_controls edit_history_tweet_ids entities "
    "geo id in_reply_to_user_id lang matched_media_notes media_metadata non_public_metrics "
    "note_post note_request_suggestions note_tweet organic_metrics paid_partnership "
    "possibly_sensitive promoted_metrics public_metrics referenced_tweets reply_settings scopes "
    "source suggested_source_links suggested_source_links_with_counts text withheld"
)
USER_FIELDS = (
    "confirmed_email connection_status created_at description entities id is_identity_verified "
    "location name parody pinned_tweet_id profile_banner_url profile_image_url protected "
    "public_metrics receives_your_dm subscribes_to_you subscription subscription_type url "
    "username verified verified_followers_count verified_type withheld"
)


class Problem(Exception):
    """An answer that is not a success, with its body."""

    def __init__(self, status: int, body: Mapping[str, object]) -> None:
        super().__init__(f"{status} {body}")
        self.status = status
        self.body = body


def plain(status: int, title: str, detail: str) -> Problem:
    body = {"title": title, "detail": detail, "type": "about:blank", "status": status}
    return Problem(status, body)


def forbidden(detail: str) -> Problem:
    return plain(403, "Forbidden", detail)


def invalid(*errors: tuple[str, Mapping[str, list[str]]]) -> Problem:
    """Refuse a request; each error is a message and the parameters it speaks of."""
    return Problem(
        400,
        {
            "errors": [{"parameters": dict(which), "message": what} for what, which in errors],
            "title": "Invalid Request",
            "detail": "One or more parameters to your request was invalid.",
            "type": f"{PROBLEMS}invalid-request",
        },
    )


def not_found(kind: str, parameter: str, value: str) -> dict[str, object]:
    """Give the error that X puts into an otherwise successful answer."""
    return {
        "value": value,
        "detail": f"Could not find {kind} with {parameter}: [{value}].",
        "title": "Not Found Error",
        "resource_type": kind,
        "parameter": parameter,
        "resource_id": value,
        "type": f"{PROBLEMS}resource-not-found",
    }


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _refuse_null(cls, given: Any) -> Any:
        if isinstance(given, dict) and None in given.values():
            raise ValueError("null found")
        return given


Id = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,19}$")]


class Attached(_Body):
    """The media of a new post."""

    media_ids: list[Id] = Field(min_length=1, max_length=4)
    tagged_user_ids: list[Id] = Field(default=[], max_length=10)


class Reply(_Body):
    """What a new post answers to."""

    in_reply_to_tweet_id: Id
    exclude_reply_user_ids: list[str] = []
    auto_populate_reply_metadata: bool = False


class NewPost(_Body):
    """CreatePostsRequest."""

    text: str = ""
    media: Attached | None = None
    reply: Reply | None = None
    reply_settings: Literal["following", "mentionedUsers", "subscribers", "verified"] | None = None
    made_with_ai: bool = False
    paid_partnership: bool = False


class NewMedia(_Body):
    """MediaUploadRequest; `media` is base64 in JSON and bytes in multipart."""

    media: str | bytes
    media_category: Literal[
        "tweet_image", "tweet_video", "tweet_gif", "dm_image", "dm_video", "dm_gif", "subtitles"
    ]
    additional_owners: str = ""


class _AltText(_Body):
    text: str = Field(max_length=1000)


class _Metadata(_Body):
    alt_text: _AltText


class NewMetadata(_Body):
    """CreateMediaMetadataRequest, of which we take the alt text."""

    id: Id
    metadata: _Metadata


def _listed(known: str) -> tuple[BeforeValidator, AfterValidator]:
    def check(values: list[str]) -> list[str]:
        for value in values:
            if value not in known.split():
                raise ValueError(f"[{value}] is not one of [{known.replace(' ', ',')}]")
        return values

    return BeforeValidator(lambda text: text.split(",")), AfterValidator(check)


_PostFields = Annotated[list[str], *_listed(POST_FIELDS)]


class _Query(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PostQuery(_Query):
    """Query of one post; newer versions of the API say post.fields where older say tweet.fields."""

    tweet_fields: _PostFields = Field(default=[], alias="tweet.fields")
    post_fields: _PostFields = Field(default=[], alias="post.fields")

    @property
    def fields(self) -> set[str]:
        return {*self.tweet_fields, *self.post_fields}


class PostsQuery(PostQuery):
    """Query of posts by their ids."""

    ids: Annotated[list[Id], BeforeValidator(lambda text: text.split(","))]


class TimelineQuery(PostQuery):
    """Query of an account's posts."""

    max_results: int = Field(default=10, ge=5, le=100)
    since_id: Id | None = None
    until_id: Id | None = None
    start_time: AwareDatetime | None = None
    end_time: AwareDatetime | None = None
    pagination_token: Id | None = None
    exclude: Annotated[list[str], *_listed("replies retweets")] = []


class UserQuery(_Query):
    """Query of an account."""

    user_fields: Annotated[list[str], *_listed(USER_FIELDS)] = Field(
        default=[], alias="user.fields"
    )


Form = TypeVar("Form", bound=BaseModel)


async def read_json(request: web.Request) -> object:
    """Read a JSON body; raise Problem."""
    try:
        return await request.json()
    except ValueError:
        what = "Requests with bodies must have content-type of application/json."
        raise invalid((what, {})) from None


def read_body(form: type[Form], given: object) -> Form:
    """Check a body; raise Problem in the words of X's JSON schema validator."""
    try:
        return form.model_validate(given)
    except ValidationError as error:
        raise invalid(*(_fault(each) for each in error.errors())) from None


def _fault(error: Any) -> tuple[str, Mapping[str, list[str]]]:
    path = "$" + "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in error["loc"])
    match error["type"]:
        case "extra_forbidden" if error["loc"][-1] in UNSUPPORTED.split():
            what = "is not supported by this sandbox"
        case "extra_forbidden":
            what = (
                "is not defined in the schema and the schema does not allow additional properties"
            )
        case "missing":
            what = "is missing but it is required"
        case _:
            what = error["msg"]
    return f"{path}: {what}", {}


def read_query(form: type[Form], given: Mapping[str, str]) -> Form:
    """Check a query; raise Problem."""
    try:
        return form.model_validate(dict(given))
    except ValidationError as error:
        raise invalid(*(_doubt(each, given) for each in error.errors())) from None


def _doubt(error: Any, given: Mapping[str, str]) -> tuple[str, Mapping[str, list[str]]]:
    name = str(error["loc"][0])
    value = given.get(name, "")
    if error["type"] == "extra_forbidden":
        what = f"The query parameter [{name}] is not known here"
    else:
        what = f"The `{name}` query parameter value [{value}] is not valid: {error['msg']}"
    return what, {name: [value]}
