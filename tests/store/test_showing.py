"""What the console's pages ask, on both databases."""

from collections.abc import Sequence

import pytest

from bot.model import Article, Entry, Post, Rich, State
from bot.ports import FoundEntry, Lane, Planned, Poll
from bot.store import Store
from bot.store.showing import Event, ShownArticle
from bot.text.identity import identify

NOW = 1_800_000_000.0


@pytest.fixture(autouse=True)
async def sources(store: Store) -> None:
    await store.beginning.sync({"main": "https://e.org/feed"}, ["telegram", "x"])


async def read(
    store: Store, slug: str, headline: str, at: float = NOW, canonical: str = ""
) -> None:
    entry = Entry(source="main", guid=f"{slug} {headline}", url=f"https://e.org/{slug}")
    link = identify([entry])[0].names[1:] if canonical else ()
    found = FoundEntry(
        keys=(entry.guid, *link),
        entry=entry,
        fate="new",
        why="",
        not_before=at,
        order_at=at,
    )
    await store.watching.save_poll("main", Poll(entries=()), [found], {}, at, at)
    (pending,) = await store.reading.due_entries(at, 120, 10)
    article = Article(canonical_url=canonical or entry.url, headline=headline)
    await store.reading.save_article(pending, article, at)


async def plan(store: Store, at: float = NOW, to: Sequence[str] = ("telegram", "x")) -> None:
    for revision in await store.planning.new_revisions(at, 10):
        post = Post(key="k", text=Rich(text=revision.article.headline), link="")
        planned = [Planned(destination=d, platform=d, post=post, cost_usd=0) for d in to]
        await store.planning.save_plan(revision, planned, at)


async def fail_to_plan(store: Store, why: str) -> None:
    (revision,) = await store.planning.new_revisions(NOW, 10)
    await store.planning.plan_failed(revision, why, NOW)


def headlines(shown: Sequence[ShownArticle]) -> list[str]:
    return [story.article.headline for story in shown]


async def test_articles_are_shown_newest_first_each_in_its_newest_revision(store: Store) -> None:
    await read(store, "a", "First")
    await read(store, "b", "Second")
    await read(store, "a", "First, corrected", NOW + 60)
    shown = await store.showing.articles(10)
    assert headlines(shown) == ["Second", "First, corrected"]
    assert (shown[1].revision, shown[1].read_at) == (2, NOW + 60)
    assert headlines(await store.showing.articles(1)) == ["Second"]
    assert headlines(await store.showing.articles(10, before=shown[0].id)) == ["First, corrected"]
    assert await store.showing.article(shown[1].id) == shown[1]
    assert await store.showing.article(99) is None


async def test_an_article_tells_whether_it_is_planned(store: Store) -> None:
    await read(store, "a", "Fine")
    await plan(store)
    await read(store, "b", "Odd")
    await fail_to_plan(store, "first reason")
    await read(store, "b", "Odd, corrected")
    await fail_to_plan(store, "second reason")
    await read(store, "c", "Mended")
    await fail_to_plan(store, "third reason")
    await read(store, "c", "Mended, corrected", NOW + 1)
    shown = await store.showing.articles(10)
    assert [(s.article.headline, s.plan, s.why) for s in shown] == [
        ("Mended, corrected", "waiting", ""),
        ("Odd, corrected", "set aside", "second reason"),
        ("Fine", "planned", ""),
    ]
    assert headlines(await store.showing.set_aside(10)) == ["Odd, corrected"]


async def test_deliveries_are_shown_with_the_headline_they_were_made_from(store: Store) -> None:
    await read(store, "a", "First")
    await plan(store)
    await read(store, "b", "Second")
    await plan(store, to=["x"])
    await read(store, "a", "First, corrected", NOW + 60)
    first, second = reversed(await store.showing.articles(10))
    shown = await store.showing.deliveries([first.id])
    assert [(s.headline, s.ledger.destination, s.post.text.text) for s in shown] == [
        ("First", "telegram", "First"),
        ("First", "x", "First"),
    ]
    assert {s.ledger.article_id for s in shown} == {first.id}
    assert len(await store.showing.deliveries([first.id, second.id])) == 3
    assert await store.showing.deliveries([]) == []


async def test_what_is_in_a_state_is_shown_in_the_order_of_posting(store: Store) -> None:
    for slug, at in (("young", NOW + 2), ("old", NOW), ("middle", NOW + 1)):
        await read(store, slug, slug, at)
    await plan(store, NOW + 2, to=["x"])
    shown = await store.showing.in_state(State.DUE, 2)
    assert [s.headline for s in shown] == ["old", "middle"]
    assert await store.showing.in_state(State.HELD, 2) == []


async def test_history_tells_the_newest_events_oldest_first(store: Store) -> None:
    await read(store, "other", "Other")
    await plan(store)
    await read(store, "a", "First")
    await plan(store, to=["x"])
    (story, _) = await store.showing.articles(10)
    (row,) = await store.showing.deliveries([story.id])
    await store.deciding.cancel(row.ledger.id, NOW + 5)
    made = Event(at=NOW, delivery=row.ledger.id, what="made due", why="a route leads there")
    gone = Event(
        at=NOW + 5,
        delivery=row.ledger.id,
        what="due → cancelled",
        why="cancelled by a person",
    )
    assert await store.showing.history(story.id, 10) == [made, gone]
    assert await store.showing.history(story.id, 1) == [gone]


async def test_an_article_is_found_at_any_spelling_of_its_address(store: Store) -> None:
    await read(store, "a", "First", canonical="https://e.org/news/a")
    found = await store.showing.article_at("http://www.e.org/news/a/?utm_source=x")
    assert found is not None
    assert found.article.headline == "First"
    assert await store.showing.article_at("https://e.org/a") is None


@pytest.mark.parametrize(
    "address",
    [
        "https://e.org/news/a",
        "http://www.e.org/news/a/?utm_source=x",
        "https://e.org/news/a#comments",
        "https://e.org/a",
    ],
)
async def test_what_went_where_is_asked_by_any_address_that_leads_to_the_article(
    store: Store, address: str
) -> None:
    await read(store, "a", "First", canonical="https://e.org/news/a")
    await read(store, "b", "Second")
    await plan(store)
    rows = await store.asking.deliveries(article=address)
    assert [row.article for row in rows] == ["https://e.org/news/a"] * 2
    if "#" not in address:
        assert await store.looking.ask(address, NOW) == "https://e.org/news/a"
    assert await store.asking.deliveries(article="https://e.org/nowhere#a") == []


async def test_entries_are_found_by_their_link_and_by_their_article(store: Store) -> None:
    await read(store, "a", "First", canonical="https://e.org/news/a")
    await read(store, "b", "Second")
    await store.watching.add_by_hand("https://e.org/c", [], NOW)
    await store.watching.add_by_hand("https://e.org/d", [], NOW)
    for url, known in [
        ("https://e.org/a?utm_source=x", ["https://e.org/a"]),
        ("https://e.org/news/a", ["https://e.org/a"]),
        ("http://e.org/c/", ["https://e.org/c"]),
        ("https://e.org/z", []),
    ]:
        shown = await store.showing.entries(url)
        assert [one.entry.url for one in shown] == known
    (first,) = await store.showing.entries("https://e.org/a")
    assert (first.fate, first.first_seen, first.decided_at) == ("read", NOW, NOW)
    assert first.article_id is not None


async def test_what_goes_before_a_delivery_is_counted(store: Store) -> None:
    for minute, slug in enumerate(("old", "middle", "young")):
        await read(store, slug, slug, NOW + 60 * minute)
    await plan(store, NOW + 200)
    young = max(row.id for row in await store.asking.deliveries() if row.destination == "x")
    assert await store.showing.before(young) == {"due": 2}
    await store.delivering.step((), {"x": Lane()}, NOW + 200, 1)
    assert await store.showing.before(young) == {"due": 1, "sending": 1}
    assert await store.showing.before(99) == {}


async def test_the_ledger_is_read_page_by_page(store: Store) -> None:
    for slug in ("a", "b"):
        await read(store, slug, slug.upper())
    await plan(store)
    first = await store.showing.ledger(3)
    rest = await store.showing.ledger(3, first[-1].ledger.id)
    assert [s.headline for s in first + rest] == ["A", "A", "B", "B"]
    assert await store.showing.ledger(3, rest[-1].ledger.id) == []
