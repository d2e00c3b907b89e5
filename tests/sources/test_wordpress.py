import json
from collections.abc import Mapping, Sequence

import pytest
from yarl import URL

from bot.errors import FetchError
from bot.ports import Answer, Poll, Validators
from bot.rules import SourceRules
from bot.sources.wordpress import PAGES, WordPress

RULES = SourceRules(
    name="main",
    kind="wordpress",
    url="https://news.example/",
    allow_private=True,
    user_agent="Mozilla/5.0",
)
NOTHING = Validators()


class Press:
    """An installation of WordPress; `posts` maps ids to the moment of their last change.

    The higher the id, the newer the post. `hidden` posts are listed and not given.
    """

    def __init__(self, posts: Mapping[int, str], *, has_etag: bool = False) -> None:
        self.posts = dict(posts)
        self.hidden: set[int] = set()
        self.has_etag = has_etag
        self.date = ""
        self.asked: list[Mapping[str, str]] = []

    async def __call__(
        self, url: str, *, validators: Validators = NOTHING, **how: object
    ) -> Answer:
        assert how == {"allow_private": True, "user_agent": "Mozilla/5.0", "proxy": ""}
        query = URL(url).query
        self.asked.append(query)
        newest = sorted(self.posts, reverse=True)
        if "include" in query:
            ids = [post for post in newest if str(post) in query["include"].split(",")]
            ids = [post for post in ids if post not in self.hidden]
        elif "modified_after" in query:
            assert query["orderby"] == "modified"
            since = query["modified_after"].removesuffix("Z")
            ids = [post for post in newest if self.posts[post] > since]
        else:
            start = int(query["offset"])
            ids = newest[start : start + int(query["per_page"])]
        body = json.dumps(
            [
                {"id": post, "modified_gmt": moment, "date_gmt": moment, "link": f"/{post}"}
                for post, moment in ((post, self.posts[post]) for post in ids)
            ]
        ).encode()
        current = Validators(etag=str(hash(body))) if self.has_etag else NOTHING
        if self.has_etag and validators.etag == current.etag:
            return Answer(url=url, status=304, validators=current, max_age=60)
        return Answer(
            url=url, status=200, body=body, validators=current, max_age=60, date=self.date
        )


def found(poll: Poll) -> Sequence[str] | None:
    if poll.entries is None:
        return None
    return [entry.url.removeprefix("https://news.example/") for entry in poll.entries]


async def test_only_what_changed_is_read_again() -> None:
    press = Press({1: "mon", 2: "mon"})
    source = WordPress(RULES, press)
    first = await source.poll(NOTHING)
    assert (found(first), first.max_age) == (["2", "1"], 60)
    second = await source.poll(first.validators)
    assert second.entries is None
    press.posts |= {1: "tue", 3: "mon"}
    press.asked.clear()
    third = await source.poll(second.validators)
    assert found(third) == ["3", "1"]
    assert [query.get("include") for query in press.asked] == [None, "3,1"]


async def test_a_hole_in_the_list_is_a_post_that_was_withdrawn() -> None:
    press = Press(dict.fromkeys(range(1, 121), "2026-11-05T10:00:00"))
    source = WordPress(RULES, press)
    first = await source.poll(NOTHING)
    press.posts |= {121: "2026-11-05T11:00:00"}  # the oldest of the list is pushed out
    second = await source.poll(first.validators)
    assert (first.ended, second.ended) == ((), ())
    del press.posts[119]
    third = await source.poll(second.validators)
    assert set(third.ended) == {
        f"{scheme}://{host}/?p=119"
        for scheme in ("http", "https")
        for host in ("news.example", "www.news.example")
    }
    assert (await source.poll(third.validators)).ended == ()


async def test_a_list_that_is_empty_for_once_withdraws_nothing() -> None:
    press = Press({1: "2026-11-05T10:00:00", 2: "2026-11-05T10:00:00"})
    source = WordPress(RULES, press)
    first = await source.poll(NOTHING)
    press.posts.clear()
    assert (await source.poll(first.validators)).ended == ()


async def test_a_scheduled_post_is_found_though_it_changed_before_others() -> None:
    press = Press({1: "2026-11-05T10:00:00", 3: "2026-11-05T12:00:00"})
    source = WordPress(RULES, press)
    first = await source.poll(NOTHING)
    press.posts[2] = "2026-11-01T00:00:00"
    assert found(await source.poll(first.validators)) == ["2"]


async def test_an_edit_of_an_old_post_is_seen_whatever_was_published_since() -> None:
    """The list of the newest hundred does not name it."""
    posts = {post: f"2026-11-05T10:{post // 60:02}:{post % 60:02}" for post in range(1, 201)}
    press = Press(posts)
    source = WordPress(RULES, press)
    first = await source.poll(NOTHING)
    assert found(first) == [str(post) for post in range(200, 0, -1)]
    press.posts = dict(posts)
    second = await source.poll(first.validators)
    assert second.entries is None
    for later, edited in enumerate([7, 7, 3], start=1):
        press.posts[edited] = f"2026-11-06T10:00:0{later}"
        third = await source.poll(second.validators)
        assert found(third) == [str(edited)]
        second = await source.poll(third.validators)
        assert second.entries is None


@pytest.mark.parametrize("moment", ["2026-11-05T10:00:00", "mon"])
async def test_an_unchanged_list_costs_no_more_than_two_questions(moment: str) -> None:
    press = Press({1: moment}, has_etag=True)
    source = WordPress(RULES, press)
    first = await source.poll(NOTHING)
    press.asked.clear()
    second = await source.poll(first.validators)
    assert (second.entries, second.validators, second.max_age) == (None, first.validators, 60)
    assert len(press.asked) == (1 if moment == "mon" else 2)


@pytest.mark.parametrize("has_etag", [True, False])
async def test_a_post_that_is_listed_and_not_given_is_asked_for_again(*, has_etag: bool) -> None:
    press = Press({1: "mon", 2: "mon"}, has_etag=has_etag)
    source = WordPress(RULES, press)
    press.hidden = {2}
    first = await source.poll(NOTHING)
    assert found(first) == ["1"]
    second = await source.poll(first.validators)
    assert found(second) == []
    press.hidden = set()
    assert found(await source.poll(second.validators)) == ["2"]


async def test_an_embargoed_post_is_found_once_its_time_has_come() -> None:
    press = Press({1: "2026-11-05T10:00:00"})
    source = WordPress(RULES, press)
    press.date = "Thu, 05 Nov 2026 09:59:00 GMT"
    first = await source.poll(NOTHING)
    assert found(first) == []
    press.date = "Thu, 05 Nov 2026 10:00:00 GMT"
    assert found(await source.poll(first.validators)) == ["1"]


async def test_lists_are_read_back_to_a_post_that_is_known() -> None:
    press = Press(dict.fromkeys(range(1, 11), "mon"))
    source = WordPress(RULES, press)
    first = await source.poll(NOTHING)
    press.posts |= dict.fromkeys(range(11, 161), "tue")
    press.asked.clear()
    second = await source.poll(first.validators)
    assert found(second) == [str(post) for post in range(160, 10, -1)]
    assert [query["offset"] for query in press.asked if "offset" in query] == ["0", "100"]


async def test_a_flood_of_posts_is_read_to_a_limit() -> None:
    press = Press(dict.fromkeys(range(1, 1_001), "mon"))
    poll = await WordPress(RULES, press).poll(NOTHING)
    assert found(poll) == [str(post) for post in range(1_000, 1_000 - PAGES * 100, -1)]


async def test_a_site_without_posts_is_in_order() -> None:
    poll = await WordPress(RULES, Press({})).poll(NOTHING)
    assert poll.entries is None


@pytest.mark.parametrize(
    ("status", "advice"),
    [
        (401, "does not show its posts to visitors: open its REST API, or configure the site's"),
        (403, "does not show its posts to visitors"),
        (404, "is not there: correct the address, or configure the site's feed instead"),
        (500, "the server answers 500"),
        (None, "the server answers None"),
    ],
)
async def test_an_error_says_what_to_do(status: int | None, advice: str) -> None:
    async def broken(url: str, **_how: object) -> Answer:
        raise FetchError(url, f"the server answers {status}", status=status, retry_after=7)

    with pytest.raises(FetchError, match=advice) as caught:
        await WordPress(RULES, broken).poll(NOTHING)
    assert (caught.value.status, caught.value.retry_after) == (status, 7)
    assert caught.value.url.startswith("https://news.example/wp-json/wp/v2/posts?")


@pytest.mark.parametrize("seen", ["", "0123456789abcdef", "7", "[1]", "{"])
async def test_what_an_earlier_kind_of_source_kept_is_no_note(seen: str) -> None:
    poll = await WordPress(RULES, Press({1: "mon"})).poll(Validators(etag='"1"', seen=seen))
    assert found(poll) == ["1"]
