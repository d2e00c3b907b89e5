from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Unit
from bot.text.fit import fit
from bot.text.length import graphemes, measure, urls

HARBOUR = "The council voted to close the harbour, after years of protest — and to open a park"
LINK = "See https://example.com/a/b/c for the rest of the story"
SCRIPTS = [
    "Tide",
    "Прилив",
    "موج",
    "גאות",
    "潮汐。",
    "น้ำขึ้น",
    "조수",
    "ज्वार",
    "👨‍👩‍👧‍👦",
    "🇮🇸",
    "e\u0301",
    "5 km",
    "$12,500",
    "“so”",
    "«так»",
    "—",
    ",",
    " ",
    "  ",
    "https://example.com/a/b",
    "Booking.com",
    "…",
    "(",
]
TEXTS = st.one_of(
    st.lists(st.sampled_from(SCRIPTS), max_size=40).map("".join),
    st.lists(st.sampled_from(SCRIPTS), max_size=40).map(" ".join),
    st.text(max_size=100),
)


@pytest.mark.parametrize(
    ("text", "budget", "cut"),
    [
        (HARBOUR, 100, HARBOUR),
        (HARBOUR, 70, "The council voted to close the harbour, after years of protest…"),
        (HARBOUR, 60, "The council voted to close the harbour…"),
        (HARBOUR, 38, "The council voted to close the…"),
        (HARBOUR, 1, ""),
        (HARBOUR, 0, ""),
        ("Flood warning. Harbour closed for days", 30, "Flood warning. Harbour closed…"),
        ("Harbour closed. Flood warning for days", 24, "Harbour closed…"),
        ("Donaudampfschifffahrt", 10, "Donaudamp…"),
        ("The city pays $5 million euros for the park", 27, "The city pays…"),
        ("The city pays $5 million euros for the park", 31, "The city pays $5 million euros…"),
        ("It rose by 12 500 000 km in a year", 22, "It rose by…"),
        ("Рост на 3,5 млн рублей за один год", 16, "Рост на…"),
        ("The mayor said “we will never give up” today", 30, "The mayor said…"),
        (
            "Anna: “We will never, ever give up this park” she said",
            30,
            "Anna: “We will never…”",
        ),
        ("Er sagt „wir geben niemals auf“ und geht", 26, "Er sagt…"),
        ("She said 'it's over' and left the building", 25, "She said 'it's over' and…"),
        (LINK, 25, "See…"),
        (LINK, 31, "See https://example.com/a/b/c …"),
        ("https://example.com/a/b/c/d", 20, ""),
        (
            "東京都は2020年に新しい公園を開いた、と発表した",
            20,
            "東京都は2020年に新しい公園を開いた…",
        ),
        ("東京都は2020年に新しい公園を開いた、と発表した", 8, "東京都は…"),
        ("「公園を開いた」と東京都が発表した", 9, "「公園を開いた」…"),
        ("ประเทศไทยเปิดสวนใหม่", 10, "ประเทศไทย…"),
        ("أعلنت شركة Microsoft Windows عن منتج", 30, "أعلنت شركة…"),
        ("أعلنت شركة Microsoft Windows عن منتج", 33, "أعلنت شركة Microsoft Windows عن…"),
    ],
)
def test_a_text_is_cut_as_an_editor_would(text: str, budget: int, cut: str) -> None:
    assert fit(text, budget, len) == cut


@pytest.mark.parametrize("unit", list(Unit))
@settings(deadline=None)  # the first text compiles the patterns
@given(TEXTS, st.integers(0, 120))
def test_a_cut_fits_and_breaks_nothing(unit: Unit, text: str, budget: int) -> None:
    def length(words: str) -> int:
        return measure(words, unit)

    cut = fit(text, budget, length)
    assert cut == fit(text, budget, length)
    assert length(cut) <= budget
    if cut in {text, ""}:
        return
    kept, ellipsis, closing = cut.rpartition("…")
    kept = kept.removesuffix(" ")
    assert ellipsis
    assert len(closing) <= 1
    assert text.startswith(kept)
    assert len(kept) in accumulate(len(cluster) for cluster in graphemes(text))
    assert not any(start < len(kept) < end for start, end in urls(text))


@given(TEXTS.filter(lambda text: text.strip()), st.integers(300, 400))
def test_a_text_that_fits_stays_as_it_is(text: str, budget: int) -> None:
    if len(text) <= budget:
        assert fit(text, budget, len) == text


@pytest.mark.parametrize("unit", list(Unit))
@pytest.mark.parametrize(
    "part", ["Прилив, и отлив. ", "潮汐。", "👨‍👩‍👧‍👦", "a.com ", "x", "1 ", '‘“«"', "מילה word "]
)
def test_a_headline_of_5000_characters_is_cut(part: str, unit: Unit) -> None:
    text = (part * 5000)[:5000]
    cut = fit(text, 250, lambda words: measure(words, unit))
    assert 125 < measure(cut, unit) <= 250
