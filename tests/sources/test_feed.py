import gzip
from collections.abc import Mapping
from dataclasses import replace

import pytest

from bot.errors import FetchError
from bot.ports import Answer, BrokenOff, Validators
from bot.rules import Hub, SourceRules
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
    proxy="http://proxy.example:3128",
    user_agent="Mozilla/5.0",
)


async def test_a_gzip_file_that_a_cache_gives_as_it_is_is_a_feed_too() -> None:
    body = gzip.compress(FEED)
    poll = await Feed(RULES, Desk(Answer(url=RULES.url, status=200, body=body))).poll(KEPT)
    assert [entry.headline for entry in poll.entries or ()] == ["T"]
    broken = Desk(Answer(url=RULES.url, status=200, body=body[:-9]))
    with pytest.raises(FetchError, match="the gzip file is broken"):
        await Feed(RULES, broken).poll(KEPT)


NOTHING_WHOLE = {
    "cut": b"<rss><channel><title>News</title><item><title>T",
    "cut before it lists any": b"<rss><channel><title>News</title>",
    "crossed": b"<rss><channel><title>News</channel></rss>",
}
NO_FAULT = {
    "no news": b"<rss><channel><title>News</title></channel></rss>",
    "no news, JSON": b'{"version": "https://jsonfeed.org/version/1.1", "items": []}',
    "cut behind an entry": FEED.removesuffix(b"</channel></rss>") + b"<item><title>Half",
}


@pytest.mark.parametrize("body", NOTHING_WHOLE.values(), ids=NOTHING_WHOLE)
async def test_a_broken_feed_of_which_nothing_can_be_read_is_an_error(body: bytes) -> None:
    desk = Desk(Answer(url=RULES.url, status=200, body=body))
    with pytest.raises(FetchError, match=r"news\.example/feed: the feed is broken"):
        await Feed(RULES, desk).poll(KEPT)


@pytest.mark.parametrize("body", NO_FAULT.values(), ids=NO_FAULT)
async def test_what_can_be_read_is_taken(body: bytes) -> None:
    desk = Desk(Answer(url=RULES.url, status=200, body=body))
    assert (await Feed(RULES, desk).poll(KEPT)).entries is not None


NEWS = Validators(etag='"2"', last_modified="today")
ITEM = b"<item><title>T</title><link>/t</link></item>"
ENDS = {
    "whole": (FEED, True),
    "whole, with what a cache writes": (FEED + b"<!-- cached -->" * 200, True),
    "whole, of Windows": (FEED.decode().encode("utf-16"), True),
    "whole, Atom": (b"<a:feed xmlns:a='http://www.w3.org/2005/Atom'></a:feed>", True),
    "whole, RSS 1.0": (b"<rdf:RDF><channel></channel>" + ITEM + b"</rdf:RDF>\n", True),
    "whole, broken before": (FEED.replace(b"<item>", b"<oops><item>"), True),
    "whole, JSON": (
        b'\xef\xbb\xbf{"version": "https://jsonfeed.org/version/1", "items": []}',
        True,
    ),
    "cut in an entry": (NO_FAULT["cut behind an entry"], False),
    "cut between entries": (b"<rss><channel>" + ITEM, False),
    "cut between entries, RSS 1.0": (b"<rdf:RDF><channel></channel>" + ITEM, False),
    "cut in its end tag": (FEED[:-1], False),
}


@pytest.mark.parametrize("name", ENDS)
async def test_of_a_feed_that_was_cut_off_the_rest_is_asked_for_again(name: str) -> None:
    body, is_kept = ENDS[name]
    desk = Desk(Answer(url=RULES.url, status=200, body=body, validators=NEWS))
    kept = NEWS if is_kept else Validators()
    poll = await Feed(RULES, desk).poll(KEPT)
    assert replace(poll.validators, seen="") == kept
    again = await Feed(RULES, desk).poll(poll.validators)
    assert replace(again.validators, seen="") == kept


class Hasty(Desk):
    """A server that hangs up before the end."""

    async def __call__(self, url: str, **how: object) -> Answer:
        raise BrokenOff(url, "it broke off", self.answer)


async def test_whole_entries_are_taken_of_an_answer_that_broke_off() -> None:
    part = Answer(url=RULES.url, status=200, body=b"<rss><channel>" + ITEM + b"<item><ti")
    poll = await Feed(RULES, Hasty(part)).poll(KEPT)
    assert [entry.headline for entry in poll.entries or ()] == ["T"]
    assert replace(poll.validators, seen="") == Validators()


@pytest.mark.parametrize("body", [b"", b"<rss><chan", b"<rss><channel><item>", b'{"items": [{'])
async def test_an_answer_that_broke_off_before_any_whole_entry_says_so(body: bytes) -> None:
    desk = Hasty(Answer(url=RULES.url, status=200, body=body))
    with pytest.raises(FetchError, match="it broke off"):
        await Feed(RULES, desk).poll(KEPT)


async def test_a_poll_asks_as_the_settings_say_and_hands_all_on() -> None:
    new = Validators(etag='"2"')
    moved = "https://news.example/new/feed"
    desk = Desk(
        Answer(url=moved, status=200, body=FEED, validators=new, max_age=60, moved_to=moved)
    )
    poll = await Feed(RULES, desk).poll(KEPT)
    assert desk.asked == [
        {
            "url": RULES.url,
            "validators": KEPT,
            "allow_private": True,
            "user_agent": "Mozilla/5.0",
            "proxy": "http://proxy.example:3128",
        }
    ]
    assert poll.entries is not None
    assert [(e.source, e.headline, e.url) for e in poll.entries] == [
        ("main", "T", "https://news.example/t")
    ]
    assert replace(poll.validators, seen="") == new
    assert (poll.max_age, poll.moved_to) == (60, moved)


async def test_an_unchanged_feed_is_not_an_empty_one() -> None:
    desk = Desk(Answer(url=RULES.url, status=304, validators=KEPT))
    kept = replace(KEPT, seen="0123456789abcdef")
    poll = await Feed(RULES, desk).poll(kept)
    assert (poll.entries, poll.validators) == (None, kept)


def item(name: str) -> str:
    return f"<item><title>{name}</title><link>/{name}</link></item>"


def desk_of(*names: str) -> Desk:
    body = f"<rss><channel>{''.join(map(item, names))}</channel></rss>".encode()
    return Desk(Answer(url=RULES.url, status=200, body=body))


async def test_only_what_the_last_document_did_not_have_is_read() -> None:
    first = await Feed(RULES, desk_of("b", "a")).poll(Validators())
    assert first.whole is None
    second = await Feed(RULES, desk_of("c", "b", "a")).poll(first.validators)
    assert [entry.headline for entry in second.entries or ()] == ["c"]
    assert second.whole is not None
    assert [entry.headline for entry in await second.whole()] == ["c", "b", "a"]
    third = await Feed(RULES, desk_of("c", "b", "a")).poll(second.validators)
    assert (third.entries, third.validators) == (None, second.validators)
    shorter = await Feed(RULES, desk_of("b")).poll(second.validators)
    assert shorter.entries is None


async def test_a_long_document_is_read_the_same() -> None:
    names = [f"{n:050}" for n in range(2000)]
    first = await Feed(RULES, desk_of(*names)).poll(Validators())
    assert len(first.entries or ()) == 2000
    second = await Feed(RULES, desk_of("new", *names)).poll(first.validators)
    assert [entry.headline for entry in second.entries or ()] == ["new"]


async def test_what_is_no_feed_is_an_error_that_names_it() -> None:
    desk = Desk(Answer(url=RULES.url, status=200, body=b"<html><body>Hello</body></html>"))
    with pytest.raises(FetchError, match="this is an HTML page, not a feed"):
        await Feed(RULES, desk).poll(KEPT)


HUBS = '<http://plain.example/>; rel="hub", <https://safe.example/>; rel="hub"'


@pytest.mark.parametrize(
    ("rules", "hub"),
    [
        (RULES, "http://plain.example/"),
        (replace(RULES, allow_private=False), "https://safe.example/"),
        (replace(RULES, websub=False), None),
    ],
)
async def test_a_hub_is_named_that_may_know_a_secret(rules: SourceRules, hub: str | None) -> None:
    desk = desk_of("a")
    desk.answer = replace(desk.answer, links=HUBS)
    poll = await Feed(rules, desk).poll(Validators())
    assert poll.hub == (None if hub is None else Hub(url=hub, topic=RULES.url))
    assert (await Feed(rules, desk).poll(poll.validators)).hub is None


async def test_an_entry_that_a_feed_says_was_deleted_is_named_once() -> None:
    space = b"xmlns:at='http://purl.org/atompub/tombstones/1.0'"
    gone = b"<at:deleted-entry ref='tag:a&amp;b' when='2026-11-05T10:00:00Z'/>"
    feed = FEED.replace(b"<channel>", b"<channel>" + gone).replace(b"<rss", b"<rss " + space)
    desk = Desk(Answer(url=RULES.url, status=200, body=FEED))
    first = await Feed(RULES, desk).poll(Validators())
    desk.answer = Answer(url=RULES.url, status=200, body=feed)
    second = await Feed(RULES, desk).poll(first.validators)
    third = await Feed(RULES, desk).poll(second.validators)
    assert (first.ended, second.ended, third.ended) == ((), ("tag:a&b",), ())
