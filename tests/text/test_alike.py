import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.alike import is_alike

ALIKE = [
    ("spaces", "Cats  win\n\nagain ", "Cats win again"),
    ("composed letters", "Cafe\u0301", "Café"),
    ("signs that nobody sees", "@\u2060anna \u2068says\u2069", "@anna says"),
    ("a scheme", "Booking.com falls", "http://booking.com falls"),
    ("a slash at the end", "see https://a.example", "See https://a.example/"),
    ("a slash in the middle of a line", "https://a.example/ and on", "https://a.example and on"),
]
DIFFERENT = [
    ("words", "Cats win", "Cats lose"),
    ("more words", "Cats win", "Cats win again"),
    ("another path", "see https://a.example/1", "see https://a.example/2"),
    ("another query", "see https://a.example/?p=1", "see https://a.example/?p=2"),
    ("no link", "see https://a.example/1", "see"),
    ("numbers", "3-2", "3-3"),
    ("signs that readers see", "Rise of 5%", "Rise of 5"),
]


@pytest.mark.parametrize(("what", "one", "other"), ALIKE, ids=[what for what, *_ in ALIKE])
def test_what_platforms_change_makes_no_difference(what: str, one: str, other: str) -> None:
    assert is_alike(one, other)
    assert is_alike(other, one)


@pytest.mark.parametrize(("what", "one", "other"), DIFFERENT, ids=[what for what, *_ in DIFFERENT])
def test_what_readers_see_makes_a_difference(what: str, one: str, other: str) -> None:
    assert not is_alike(one, other)


@given(st.text(), st.text(alphabet="abcXYZ189-,.", min_size=1))
def test_more_words_are_never_alike(text: str, more: str) -> None:
    assert is_alike(text, text)
    assert not is_alike(text, f"{text} {more}")
