import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Unpack
from zoneinfo import ZoneInfo

import pytest

from bot.errors import FetchError, StoreUnavailable
from bot.model import Article, Entry, Image
from bot.ports import Answer, Manners, PendingEntry, Validators, manners
from bot.rules import SourceRules
from bot.steps.read import (
    AT_ONCE,
    HIDDEN,
    LEASE,
    TRIES,
    UNDER_WAY,
    Reader,
    article_from,
)

NOW = datetime(2026, 5, 20, 12, 0, tzinfo=UTC).timestamp()
URL = "https://tick.example/lamps"
RULES = {
    "main": SourceRules(name="main", kind="feed", url="https://tick.example/feed", max_age=86_400)
}
STORY = "".join(
    f"<p>Paragraph {n} tells something of the harbour lamps, and of the wall.</p>"
    for n in range(5)
)


def page(headline: str = "Lamps lit again", published: str = "2026-05-20T10:00:00Z") -> bytes:
    return (
        f'<meta property="article:published_time" content="{published}">'
        f"<h1>{headline}</h1><div>{STORY}</div>"
    ).encode()


def entry(url: str = URL, **said: Any) -> Entry:
    return Entry(**{"source": "main", "guid": url, "url": url, "headline": "Lamps", **said})


def pending(number: int = 1, tries: int = 0, **said: Any) -> PendingEntry:
    return PendingEntry(id=number, entry=entry(**said), order_at=0, tries=tries)


@dataclass
class Store:
    """Remembers what became of each entry; `fails` says so instead."""

    due: list[PendingEntry]
    asked: tuple[float, float, int] = (0, 0, 0)
    busy: Sequence[str] = ()
    saved: dict[int, Article] = field(default_factory=dict)
    held: dict[int, str] = field(default_factory=dict)
    aside: dict[int, str] = field(default_factory=dict)
    lost: dict[int, str] = field(default_factory=dict)
    failed: dict[int, tuple[str, float]] = field(default_factory=dict)
    is_down: bool = False
    has_saved: asyncio.Event = field(default_factory=asyncio.Event)

    async def due_entries(
        self, now: float, lease: float, limit: int, busy: Sequence[str] = ()
    ) -> list[PendingEntry]:
        self.asked, self.busy = (now, lease, limit), busy
        taken, self.due = self.due[:limit], self.due[limit:]
        return taken

    async def save_article(self, entry: PendingEntry, article: Article, now: float) -> None:
        if self.is_down:
            raise StoreUnavailable("disk full")
        self.saved[entry.id] = article
        self.held[entry.id] = entry.hold
        self.has_saved.set()

    async def set_aside(self, entry: PendingEntry, why: str, now: float) -> None:
        self.aside[entry.id] = why

    async def give_up(self, entry: PendingEntry, why: str, now: float) -> None:
        self.lost[entry.id] = why

    async def read_failed(
        self, entry: PendingEntry, why: str, retry_at: float, now: float
    ) -> None:
        self.failed[entry.id] = (why, retry_at)


class Web:
    """Answers from a table of pages; an exception there is raised."""

    def __init__(self, answers: Mapping[str, bytes | Answer | Exception]) -> None:
        self.answers = answers
        self.asked: list[tuple[str, Manners]] = []

    async def __call__(
        self,
        url: str,
        *,
        validators: Validators = Validators(),  # noqa: B008 - frozen
        limit: int = 0,
        **manners: Unpack[Manners],
    ) -> Answer:
        self.asked.append((url, manners))
        answer = self.answers[url]
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, Answer):
            return answer
        return Answer(url=url, status=200, body=answer, content_type="text/html")


async def run(store: Store, answers: Mapping[str, bytes | Answer | Exception]) -> Web:
    web = Web(answers)
    due = len(store.due)
    assert await Reader().read(store, web, RULES, NOW) == due
    return web


async def test_a_page_becomes_an_article() -> None:
    store = Store([pending(byline="Ines Calloway")])
    await run(store, {URL: page()})
    article = store.saved[1]
    assert store.asked == (NOW, LEASE, AT_ONCE)
    assert article.headline == "Lamps lit again"
    assert article.body.startswith("Paragraph 0")
    assert (article.byline, article.origins["byline"]) == ("Ines Calloway", "feed")
    assert article.origins["headline"] == "page"


async def test_nothing_due_asks_nobody() -> None:
    assert (await run(Store([]), {})).asked == []


async def test_one_bad_page_stops_no_other() -> None:
    others = {f"{URL}/{n}": page(f"Story {n}") for n in range(2, 5)}
    store = Store([pending(n, url=f"{URL}/{n}") for n in range(1, 5)])
    await run(store, {f"{URL}/1": ValueError("a bug"), **others})
    assert sorted(store.saved) == [2, 3, 4]
    assert "a bug" in store.failed[1][0]


async def test_what_cannot_be_made_an_article_is_shown_after_some_tries() -> None:
    store = Store([pending(tries=TRIES - 1)])
    await run(store, {URL: ValueError("a bug")})
    assert store.lost == {1: "ValueError('a bug')"}


async def test_a_slow_page_keeps_no_other_waiting() -> None:
    store = Store([pending(1, url=f"{URL}/1"), pending(2, url=f"{URL}/2")])

    async def fetch(url: str, **_: Any) -> Answer:
        if url.endswith("1"):
            await store.has_saved.wait()
        return Answer(url=url, status=200, body=page())

    async with asyncio.timeout(5):
        assert await Reader().read(store, fetch, RULES, NOW) == 2
    assert list(store.saved) == [2, 1]


class Hanging:
    """A site whose pages all hang until they are let go; `reader` waits for none of them."""

    def __init__(self) -> None:
        self.let_go = asyncio.Event()
        self.reader = Reader(patience=0.001)

    async def __call__(self, url: str, **_: Any) -> Answer:
        if url.startswith(URL):
            await self.let_go.wait()
        return Answer(url=url, status=200, body=page())

    async def read(self, store: Store) -> int:
        return await self.reader.read(store, self, RULES, NOW)


async def until_none_is_left(site: Hanging, store: Store) -> None:
    async with asyncio.timeout(5):
        while await site.read(store):
            pass


async def test_pages_that_hang_go_on_beside_the_next_ones() -> None:
    site, store = Hanging(), Store([pending(1)])
    assert (await site.read(store), store.saved) == (1, {})
    store.due = [pending(2, url="https://other.example/")]
    async with asyncio.timeout(5):
        while 2 not in store.saved:
            await site.read(store)
        assert 1 not in store.saved
    site.let_go.set()
    await until_none_is_left(site, store)
    assert 1 in store.saved


async def test_pages_that_hang_are_bounded_and_leave_the_turn_to_other_sources() -> None:
    site, store = Hanging(), Store([pending(n, url=f"{URL}/{n}") for n in range(100)])
    limits = []
    for _ in range(6):
        store.asked = (0, 0, 0)
        await site.read(store)
        limits.append(store.asked[2])
    assert limits == [AT_ONCE, AT_ONCE, AT_ONCE, AT_ONCE, 0, 0]
    assert len(store.due) == 100 - UNDER_WAY
    assert store.busy == ["main"]
    await site.reader.close()
    assert await site.read(store) == AT_ONCE


async def test_what_goes_wrong_with_a_page_that_hung_is_said_in_a_later_turn() -> None:
    site, store = Hanging(), Store([pending()], is_down=True)
    await site.read(store)
    site.let_go.set()
    with pytest.raises(StoreUnavailable):
        await until_none_is_left(site, store)


@pytest.mark.parametrize(
    ("tries", "retry_after", "retry_at"),
    [(0, None, NOW + 15), (1, None, NOW + 60), (0, 600.0, NOW + 600), (0, 1e9, NOW + 86_400)],
)
async def test_a_failed_read_is_tried_again_later(
    tries: int, retry_after: float | None, retry_at: float
) -> None:
    store = Store([pending(tries=tries)])
    await run(store, {URL: FetchError(URL, "503", status=503, retry_after=retry_after)})
    assert store.failed == {1: (f"{URL}: 503", retry_at)}
    assert not store.saved


@pytest.mark.parametrize(
    ("status", "tries"), [(503, TRIES - 1), (None, TRIES - 1), (404, 0), (410, 0), (403, 0)]
)
async def test_without_a_page_the_feed_must_do(status: int | None, tries: int) -> None:
    store = Store([pending(tries=tries, summary="Seen again.")])
    await run(store, {URL: FetchError(URL, "no", status=status)})
    article = store.saved[1]
    assert (article.canonical_url, article.headline, article.body) == (URL, "Lamps", "")
    assert set(article.origins.values()) == {"feed"}


async def test_without_page_and_headline_there_is_no_article() -> None:
    store = Store([pending(headline="")])
    await run(store, {URL: FetchError(URL, "gone", status=410)})
    assert store.lost == {1: f"{URL}: gone, and the feed gives no headline"}


async def test_a_page_without_any_headline_is_given_up() -> None:
    store = Store([pending(headline="")])
    await run(store, {URL: b"<p>Please enable scripts.</p>"})
    assert store.lost == {1: "neither the page nor the feed gives a headline"}


@pytest.mark.parametrize(
    ("published", "is_saved"),
    [
        ("2026-05-20T11:00:00Z", True),
        ("2026-05-19T11:00:00Z", False),
        ("2026-05-21T00:00:00Z", True),
    ],
)
async def test_an_old_story_that_shows_up_is_not_posted(published: str, *, is_saved: bool) -> None:
    store = Store([pending()])
    await run(store, {URL: page(published=published)})
    assert bool(store.saved) is is_saved
    assert is_saved or store.aside == {1: "published 1.0 days ago, too old to post"}


async def test_what_a_person_posts_may_be_old() -> None:
    store = Store([pending(source="by hand")])
    await run(store, {URL: page(published="2019-05-20")})
    assert 1 in store.saved


async def test_an_address_that_leads_to_the_front_page_is_no_article() -> None:
    front = Answer(url="https://tick.example/", status=200, body=page("Morning Tick"))
    store = Store([pending()])
    await run(store, {URL: front})
    assert (store.saved[1].headline, store.saved[1].canonical_url) == ("Lamps", URL)


@pytest.mark.parametrize("said", ["application/pdf", "text/html", ""])
async def test_a_file_is_told_by_what_the_feed_says(said: str) -> None:
    body = b"%PDF-1.7 <h1>Not a headline</h1><p>And these are no words for readers, at all.</p>"
    pdf = Answer(url=URL, status=200, body=body, content_type=said)
    store = Store([pending()])
    await run(store, {URL: pdf})
    assert (store.saved[1].headline, store.saved[1].body) == ("Lamps", "")


async def test_a_moved_page_stands_where_it_went() -> None:
    moved = Answer(url="https://tick.example/new/lamps", status=200, body=page())
    store = Store([pending()])
    await run(store, {URL: moved})
    assert store.saved[1].canonical_url == "https://tick.example/new/lamps"


async def test_the_charset_of_the_server_is_used() -> None:
    body = Answer(
        url=URL,
        status=200,
        body="<h1>Маяк горит</h1>".encode("cp1251"),
        content_type="text/html; charset=windows-1251",
    )
    store = Store([pending()])
    await run(store, {URL: body})
    assert store.saved[1].headline == "Маяк горит"


async def test_a_page_is_asked_for_as_its_source_is() -> None:
    rules = {
        "main": SourceRules(
            name="main",
            kind="feed",
            url="http://10.0.0.1/feed",
            allow_private=True,
            user_agent="Tick",
            proxy="http://p:1",
        )
    }
    urls = ["http://10.0.0.1/a", "http://10.0.0.1/b", "http://10.0.0.2/c"]
    sources = ["main", "by hand", "by hand"]
    due = [
        pending(n, url=url, source=s) for n, (url, s) in enumerate(zip(urls, sources, strict=True))
    ]
    web = Web({url: page() for url in urls})
    await Reader().read(Store(due), web, rules, NOW)
    assert web.asked == [
        ("http://10.0.0.1/a", manners(rules["main"])),
        ("http://10.0.0.1/b", manners(rules["main"])),
        ("http://10.0.0.2/c", {}),
    ]


async def test_a_store_that_cannot_remember_is_said_aloud() -> None:
    store = Store([pending()], is_down=True)
    with pytest.raises(StoreUnavailable):
        await Reader().read(store, Web({URL: page()}), RULES, NOW)
    assert not store.failed


def test_the_feed_speaks_only_where_the_page_is_silent() -> None:
    said = entry(
        headline="Feed's",
        summary="Feed's summary.",
        byline="Feed's",
        language="en_GB",
        keywords=("feed",),
        image_url="https://tick.example/f.jpg",
        published=datetime(2026, 5, 1, tzinfo=UTC),
        updated=datetime(2026, 5, 2, tzinfo=UTC),
    )
    html = '<h1>Page\'s</h1><meta name="keywords" content="page">'
    article = article_from(said, html, URL)
    assert (article.headline, article.keywords) == ("Page's", ("page",))
    assert (article.summary, article.byline, article.language) == (
        "Feed's summary.",
        "Feed's",
        "en",
    )
    assert article.image == Image(url="https://tick.example/f.jpg")
    assert (article.published, article.modified) == (said.published, said.updated)
    assert {n for n, origin in article.origins.items() if origin == "feed"} == {
        *("summary", "byline", "language", "image", "published", "modified"),
    }


def test_the_feed_adds_words_to_the_same_picture_only() -> None:
    html = (
        '<h1>Lamps</h1><meta property="og:image" content="https://tick.example/m/quay-lamps.jpg">'
    )
    url = "https://tick.example/m/quay-lamps-1024x683.jpg"
    said = entry(image_url=url, image_alt="Lamps", image_caption="The quay. Photo: Jane Roe")
    told = Image(
        url="https://tick.example/m/quay-lamps.jpg",
        alt="Lamps",
        credit="Jane Roe",
        caption="The quay.",
    )
    assert article_from(said, html, URL).image == told
    other = article_from(said, html.replace("quay", "other"), URL)
    assert (other.image, other.origins["image"]) == (
        Image(url=told.url.replace("quay", "other")),
        "meta",
    )
    assert article_from(said, None, URL).image == replace(told, url=url)


def test_moments_without_a_zone_are_the_publishers() -> None:
    html = '<meta property="article:published_time" content="2026-05-20T10:00">'
    zone = ZoneInfo("Asia/Kolkata")
    published = article_from(entry(), html, URL, zone).published
    assert published == datetime(2026, 5, 20, 10, 0, tzinfo=zone)


@pytest.mark.parametrize(
    ("source", "noindex", "held"),
    [("main", False, HIDDEN), ("main", True, ""), ("by hand", False, "")],
)
async def test_a_person_decides_about_what_search_engines_are_to_leave_out(
    source: str, held: str, *, noindex: bool
) -> None:
    hidden = b"<meta name=robots content=noindex>" + page()
    store = Store([pending(source=source)])
    rules = {"main": replace(RULES["main"], noindex=noindex)}
    await Reader().read(store, Web({URL: hidden}), rules, NOW)
    assert store.held == {1: held}
