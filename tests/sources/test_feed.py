from collections.abc import Mapping

import pytest

from bot.errors import FetchError
from bot.model import SourceRules
from bot.ports import Answer, Validators
from bot.sources.feed import Feed

FEED = b"<rss><channel><item><title>T</title><link>/t</link></item></channel></rss>"
KEPT = Validators(etag='"1"', last_modified="yesterday")


class Desk:
    """Answers as told and keeps how it was asked."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.asked: list[Mapping[str, object]] = []

    async def __call__(self, url: str, **how: object) -> Answer:
        self.asked.append({"url": url, **how})
        return self.answer


RULES = SourceRules(
    name="main",
    kind="feed",
    url="https://news.example/feed",
    allow_private=True,
    user_agent="Mozilla/5.0",
)


async def test_a_poll_asks_as_the_settings_say_and_hands_all_on() -> None:
    new = Validators(etag='"2"')
    moved = "https://news.example/new/feed"
    desk = Desk(
        Answer(url=moved, status=200, body=FEED, validators=new, max_age=60, moved_to=moved)
    )
    poll = await Feed(RULES, desk).poll(KEPT)
    assert desk.asked == [
        {"url": RULES.url, "validators": KEPT, "allow_private": True, "user_agent": "Mozilla/5.0"}
    ]
    assert poll.entries is not None
    assert [(e.source, e.headline, e.url) for e in poll.entries] == [
        ("main", "T", "https://news.example/t")
    ]
    assert (poll.validators, poll.max_age, poll.moved_to) == (new, 60, moved)


async def test_an_unchanged_feed_is_not_an_empty_one() -> None:
    desk = Desk(Answer(url=RULES.url, status=304, validators=KEPT))
    assert (await Feed(RULES, desk).poll(KEPT)).entries is None


async def test_what_is_no_feed_is_an_error_that_names_it() -> None:
    desk = Desk(Answer(url=RULES.url, status=200, body=b"<html><body>Hello</body></html>"))
    with pytest.raises(FetchError, match="this is an HTML page, not a feed"):
        await Feed(RULES, desk).poll(KEPT)
