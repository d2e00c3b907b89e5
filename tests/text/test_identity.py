from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Entry
from bot.text.identity import identify

NOON = datetime(2026, 11, 5, 12, tzinfo=UTC)
ONE = Entry(source="main", guid="1", url="https://e.org/one", headline="One", published=NOON)
TWO = Entry(
    source="main",
    guid="2",
    url="https://e.org/two",
    headline="Two",
    published=NOON.replace(hour=13),
)


def keys(*entries: Entry, known: frozenset[str] = frozenset()) -> list[set[str]]:
    return [set(identity.keys(known)) for identity in identify(entries)]


ALIKE = [
    replace(ONE, guid="other", headline="Other"),
    replace(ONE, url="https://e.org/other", published=NOON.replace(hour=14)),
    replace(ONE, guid="other", url="https://other.org/one"),
    replace(ONE, guid="other", url="https://other.org/one", headline=" ONE\n"),
    replace(ONE, url="http://www.e.org/one/?utm_source=rss", guid="x", headline="y"),
    replace(ONE, guid="x", url="https://e.org/x", published=None, updated=NOON),
]
UNLIKE = [
    TWO,
    replace(TWO, headline="One"),
    replace(TWO, published=NOON),
    replace(TWO, guid="", published=None),
]


@pytest.mark.parametrize("changed", ALIKE)
def test_an_entry_is_known_by_any_of_its_names(changed: Entry) -> None:
    assert keys(ONE)[0] & keys(changed)[0]


@pytest.mark.parametrize("other", UNLIKE)
def test_other_entries_share_no_key(other: Entry) -> None:
    assert not keys(ONE)[0] & keys(other)[0]


def test_an_entry_listed_twice_is_one() -> None:
    again = replace(ONE, url=ONE.url + "?utm_source=sport")
    in_sport = replace(ONE, url="https://e.org/sport/one")
    assert len(identify([ONE, TWO, again, in_sport])) == 2


@pytest.mark.parametrize(
    "others",
    [
        [replace(TWO, guid="1")],
        [replace(TWO, url=ONE.url)],
        [replace(TWO, guid="1", url=ONE.url)],
        [replace(TWO, headline="One", published=NOON)],
        [replace(TWO, guid="1", url=ONE.url), replace(TWO, guid="1", url=ONE.url, headline="3")],
    ],
)
def test_a_name_that_several_bear_tells_none_of_them(others: list[Entry]) -> None:
    documents = keys(ONE, *others)
    assert len(documents) == 1 + len(others)
    for index, one in enumerate(documents):
        assert one
        for other in documents[index + 1 :]:
            assert not one & other


def test_a_shared_name_is_not_believed_later_either() -> None:
    both = identify([ONE, replace(TWO, guid="1")])
    marks = frozenset(mark for identity in both for mark in identity.marks())
    alone = replace(TWO, guid="1", url="https://e.org/three", headline="Three")
    assert set(marks) <= set(both[0].lookups())
    assert keys(ONE)[0] & keys(replace(alone, published=None))[0]
    assert not keys(ONE, known=marks)[0] & keys(replace(alone, published=None), known=marks)[0]


def test_keys_stay_the_same_from_version_to_version() -> None:
    """Changing these would make every entry ever seen new again."""
    assert identify([ONE])[0].keys(()) == (
        "614955cc8f72f20ed5ebe15a2424aa51",
        "47c45af4e8eec9c130852e12fcf297a8",
        "d0df45abbac52af2166295542c8c0c18",
        "33c07c83d9363b5e045ce4c689fc0c78",
    )


@given(
    st.lists(
        st.builds(
            Entry,
            source=st.just("main"),
            guid=st.sampled_from(["", "1", "2", "\ud800"]),
            url=st.sampled_from(["", "https://e.org/1", "https://e.org/1#2", "http://["]),
            headline=st.sampled_from(["", "One", "Two"]),
            published=st.none() | st.just(NOON),
        ),
        max_size=8,
    )
)
def test_within_a_document_every_entry_has_keys_of_its_own(entries: list[Entry]) -> None:
    found = keys(*entries)
    assert all(found)
    assert len(set().union(*found)) == sum(map(len, found))
    assert bool(found) == bool(entries)
