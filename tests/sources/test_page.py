from dataclasses import replace

import pytest

from bot.errors import FetchError
from bot.ports import Answer, Validators
from bot.rules import SourceRules
from bot.sources.page import Page

RULES = SourceRules(
    name="main", kind="page", url="https://news.example/latest", links="p > a", user_agent="Tick/1"
)
KEPT = Validators(etag='"1"')
NOTHING = Validators()


async def test_a_poll_asks_as_the_settings_say_and_hands_all_on() -> None:
    moved = "https://news.example/new/"

    async def desk(url: str, *, validators: Validators = NOTHING, **how: object) -> Answer:
        assert (url, validators) == (RULES.url, KEPT)
        assert how == {"allow_private": False, "user_agent": "Tick/1", "proxy": ""}
        return Answer(
            url=moved,
            status=200,
            body='<h2><a href="/no">no</a></h2><p><a href="a">Größe</a>'.encode("latin-1"),
            content_type="text/html; charset=iso-8859-1",
            validators=Validators(etag='"2"'),
            max_age=60,
            moved_to=moved,
        )

    poll = await Page(RULES, desk).poll(KEPT)
    assert poll.entries is not None
    assert [(e.source, e.headline, e.url) for e in poll.entries] == [
        ("main", "Größe", f"{moved}a")
    ]
    assert (poll.validators.etag, poll.max_age, poll.moved_to) == ('"2"', 60, moved)


async def test_an_unchanged_page_is_not_an_empty_one() -> None:
    async def desk(url: str, **_how: object) -> Answer:
        return Answer(url=url, status=304, validators=KEPT)

    assert (await Page(RULES, desk).poll(KEPT)).entries is None


async def test_a_page_that_was_rebuilt_is_an_error() -> None:
    async def desk(url: str, **_how: object) -> Answer:
        return Answer(url=url, status=200, body=b"<h2><a href=/a>A</a></h2>")

    with pytest.raises(FetchError, match="no link on the page fits 'p > a'"):
        await Page(RULES, desk).poll(KEPT)
    poll = await Page(replace(RULES, links=""), desk).poll(KEPT)
    assert [entry.headline for entry in poll.entries or ()] == ["A"]
