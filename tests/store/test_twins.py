"""One story in two sources is one article, whatever each calls it."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.model import Article, Entry
from bot.ports import Poll
from bot.rules import SourceRules
from bot.steps.decide import decide
from bot.store import Store
from bot.text.identity import identify

NOW = 1_800_000_000.0
NOON = datetime(2027, 1, 15, 7, tzinfo=UTC)
TEXT = "Rivers rose overnight after days of rain and trains stopped all over the north of the land"
ONE = Entry(
    source="main",
    guid="1",
    url="https://e.org/one",
    headline="Floods in the north",
    summary=TEXT,
    published=NOON,
)
OTHER: dict[str, Any] = {
    "headline": "Elections",
    "summary": "Votes are counted by hand in every town this year",
}
LATER = NOON.replace(minute=30)
APP = replace(ONE, source="app", url="https://app.e.org/x/1")


@pytest.fixture
async def shelf(store: Store) -> Store:
    await store.beginning.sync({"main": "https://e.org/feed", "app": "https://app.e.org/f"}, [])
    return store


async def show(store: Store, *entries: Entry) -> None:
    """Let a source show a document, as `watch` writes it down."""
    source = entries[0].source
    identities = identify(entries)
    lookups = [key for identity in identities for key in identity.lookups()]
    known = await store.watching.known_entries(source, lookups)
    rules = SourceRules(name=source, kind="feed", url="", settle=0)
    decision = decide(identities, known, rules, first=False, now=NOW)
    poll = Poll(entries=entries)
    await store.watching.save_poll(source, poll, decision.found, decision.aliases, NOW, NOW)


async def read(store: Store, **languages: str) -> int:
    """Make articles of what was shown, each at its entry's address; gives how many there are."""
    for pending in await store.reading.due_entries(NOW + 60, 120, 99):
        entry = pending.entry
        language = languages.get(entry.source, "")
        article = Article(canonical_url=entry.url, headline=entry.headline, language=language)
        await store.reading.save_article(pending, article, NOW + 60)
    return len({one.article_id for one in await store.planning.new_revisions(NOW + 90, 99)})


CASES = {
    "all but the address": (APP, 1, "id and moment and text agree"),
    "moment and text": (replace(APP, guid="9"), 1, "moment and text agree"),
    "id and moment": (replace(APP, **OTHER), 1, "id and moment agree"),
    "id and text": (replace(APP, published=LATER), 1, "id and text agree"),
    "another page of the same address": (
        replace(APP, guid="9", url="https://e.org/one?utm_source=app", published=LATER),
        1,
        "",
    ),
    "only the id": (replace(APP, published=LATER, **OTHER), 2, ""),
    "only the moment": (replace(APP, guid="9", **OTHER), 2, ""),
    "only the text": (replace(APP, guid="9", published=LATER), 2, ""),
    "no moment, no id": (replace(APP, guid="", published=None), 2, ""),
    "the same pattern for every town": (replace(APP, guid="9", headline="Floods"), 2, ""),
}


@pytest.mark.parametrize("case", CASES)
async def test_two_that_agree_make_one_article(shelf: Store, case: str) -> None:
    entry, articles, why = CASES[case]
    await show(shelf, ONE)
    await read(shelf)
    await show(shelf, entry)
    assert await read(shelf) == articles
    async with shelf.db.tx(write=False) as q:
        joined = await q("select why from audit where what = 'joined'")
    assert [row["why"] for row in joined] == (
        [f"the same article as in main, since {why}"] if why else []
    )
    *_, shown = await shelf.showing.entries(entry.url)
    assert shown.fate == "read"
    assert (why in shown.why) or not why


async def test_what_both_show_at_once_is_one_too(shelf: Store) -> None:
    await show(shelf, ONE)
    await show(shelf, APP)
    assert await read(shelf) == 1


async def test_a_translation_is_an_article_of_its_own(shelf: Store) -> None:
    await show(shelf, ONE)
    await show(shelf, replace(APP, **OTHER))
    assert await read(shelf, main="en", app="fr") == 2


async def test_an_id_that_several_bear_tells_nothing(shelf: Store) -> None:
    same: dict[str, Any] = {"guid": "https://e.org/"}
    await show(shelf, replace(ONE, **same), replace(ONE, **same, **OTHER, url="https://e.org/2"))
    await read(shelf)
    await show(shelf, replace(APP, **same, published=None))
    assert await read(shelf) == 3


async def test_within_one_source_the_rule_of_looks_holds(shelf: Store) -> None:
    await show(shelf, ONE, replace(ONE, guid="2", url="https://e.org/two"))
    assert await read(shelf) == 2
