"""What tells that an entry is a known one."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.model import Entry
from bot.ports import KnownEntry
from bot.steps.match import match
from bot.text.identity import identify

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TEXT = (
    "Rivers rose overnight after days of rain and trains stopped all over the north; schools in"
    " three towns stay closed until Friday, said the mayor, who asked people to leave their cars"
)
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
MOVED: dict[str, Any] = {"guid": "2", "url": "https://e.org/two"}
LATER = NOON.replace(hour=13)


def known(*entries: Entry) -> dict[str, KnownEntry]:
    keys: dict[str, KnownEntry] = {}
    for at, identity in enumerate(identify(entries)):
        it = KnownEntry(id=at, entry=identity.entry, keys=5)
        keys |= dict.fromkeys((*identity.keys(()), identity.second or identity.whole), it)
    return keys


CASES = {
    "nothing changed": (ONE, True, ""),
    "the id stays": (replace(ONE, url="https://e.org/x", published=LATER, **OTHER), True, ""),
    "another id": (replace(ONE, guid="2"), True, "link and moment and text agree"),
    "another id and text": (replace(ONE, guid="2", **OTHER), True, "link and moment agree"),
    "another id and moment": (
        replace(ONE, guid="2", published=LATER),
        True,
        "link and text agree",
    ),
    "another id and address": (replace(ONE, **MOVED), True, "moment and text agree"),
    "edited too": (
        replace(ONE, **MOVED, headline="Floods", summary=TEXT.replace("days", "weeks")),
        True,
        "moment and text agree",
    ),
    "the address is used again": (
        replace(ONE, guid="2", published=LATER, **OTHER),
        False,
        "new, though",
    ),
    "only the moment is the same": (replace(ONE, **MOVED, **OTHER), False, "new, though"),
    "no id, the address stays": (replace(ONE, guid="", published=LATER, **OTHER), True, ""),
    "nothing is the same": (replace(ONE, **MOVED, **OTHER, published=LATER), False, ""),
}


@pytest.mark.parametrize("case", CASES)
def test_two_of_three_tell_where_the_own_key_does_not(case: str) -> None:
    entry, is_known, why = CASES[case]
    (found,) = match(identify([entry]), known(ONE))
    assert bool(found.known) == is_known
    assert why in found.why
    assert bool(found.why) == bool(why)


def test_an_entry_that_is_there_under_its_own_name_is_no_other() -> None:
    again = replace(ONE, guid="2")
    first, second = match(identify([ONE, replace(again, url="https://e.org/2")]), known(ONE))
    assert (bool(first.known), bool(second.known)) == (True, False)


def test_of_two_that_agree_the_one_that_agrees_in_more_is_it() -> None:
    less = replace(ONE, **MOVED, summary="", published=NOON)
    more = replace(ONE, guid="3")
    for order in ([less, more], [more, less]):
        matches = dict(
            zip((one.guid for one in order), match(identify(order), known(ONE)), strict=True)
        )
        assert matches["3"].known or matches["2"].known
        assert not (matches["3"].known and matches["2"].known)


def test_a_name_that_others_bear_too_has_no_vote() -> None:
    page = "https://e.org/live"
    old = [replace(ONE, guid="", url=page), replace(ONE, guid="", url=page, **OTHER)]
    keys = known(*old)
    third = replace(ONE, guid="", url=page, headline="Third", summary="Something else entirely")
    marks = {mark: next(iter(keys.values())) for one in identify(old) for mark in one.marks()}
    (found,) = match(identify([third]), keys | marks)
    assert found.known is None
