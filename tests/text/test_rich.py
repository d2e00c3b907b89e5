import json
from typing import Any

import pytest
import tdjson
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Rich, Span, Style, Unit
from bot.text.length import measure, urls
from bot.text.rich import (
    bold,
    clean,
    cut,
    disarm,
    hashtag,
    is_rtl,
    isolated,
    join,
    link,
    plain,
    unlinked,
    utf16_entities,
)

WORDS = st.text(st.sampled_from("ab é日א👍🏽 \n\xa0"), max_size=12)
PARTS = st.one_of(
    WORDS.map(plain),
    WORDS.map(bold),
    WORDS.map(lambda words: link(words, "https://example.com/a")),
    st.sampled_from(["Tide", "Прилив"]).map(hashtag),
)
RICH = st.lists(PARTS, max_size=5).map(join)


def ask_telegram(request: dict[str, Any]) -> dict[str, Any]:
    """Ask Telegram's own library, which needs no network for this."""
    tdjson.td_execute(b'{"@type": "setLogVerbosityLevel", "new_verbosity_level": 0}')
    answer: dict[str, Any] = json.loads(tdjson.td_execute(json.dumps(request).encode()) or b"{}")
    return answer


def found_by_telegram(text: str) -> list[str]:
    answer = ask_telegram({"@type": "getTextEntities", "text": text})
    return [
        entity["type"]["@type"].removeprefix("textEntityType") for entity in answer["entities"]
    ]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("  Tide\n\n rises\t ", "Tide rises"),
        ("a\x00b\x07c\x1b[31m", "abc[31m"),
        ("a\ud83d\ude00b\ud83dc\ude00", "a😀bc"),
        ("pay\u202e1000\u202c \u2067now\u2069", "pay1000 now"),
        ("har\xadbour\ufeff\uffff", "harbour"),
        ("a\u2028b\x85c", "a b c"),
        ("« oui\xa0»", "« oui\xa0»"),
        ("新聞　速報", "新聞　速報"),
        ("مرحبا\u200f 👨\u200d👩\u200d👧", "مرحبا\u200f 👨\u200d👩\u200d👧"),
    ],
)
def test_foreign_text_becomes_one_harmless_line(text: str, seen: str) -> None:
    assert clean(text) == seen
    assert clean(seen) == seen


@given(st.text(st.characters()))
def test_whatever_comes_can_be_sent(text: str) -> None:
    cleaned = clean(text)
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned == cleaned.strip()
    assert not {"\0", "\n", "\u202e", "\ufeff"} & set(cleaned)


@pytest.mark.parametrize(
    "text",
    [
        "Hi @anna_x, @bob!",
        "RT@anna_x and «@anna_x»",
        "#tag #Тег ＃tag",
        "$AAPL beats $TSLA",
        "type /start or /stop@newsbot",
    ],
)
def test_nobody_is_called_by_article_text(text: str) -> None:
    calm = disarm(text)
    assert found_by_telegram(text) != []
    assert found_by_telegram(calm) == []
    assert calm.replace("\u2060", "") == text
    assert disarm(calm) == calm


@pytest.mark.parametrize(
    "text",
    [
        "anna@example.com",
        "https://medium.com/@anna/#part",
        "No. #1",
        "120 km/h, 24/7, and/or",
        "US$5 and $5",
        "C# is a language",
    ],
)
def test_what_calls_nobody_stays_as_it_is(text: str) -> None:
    assert disarm(text) == text


def test_a_handle_does_not_turn_into_a_link() -> None:
    text = "says @anna.bsky.social and #a.com"
    assert urls(text) == []
    assert urls(disarm(text)) == []


@pytest.mark.parametrize(
    ("text", "rtl"),
    [("مرحبا X", True), ("שלום", True), ("X مرحبا", False), ("12 “مرحبا”", True), ("", False)],
)
def test_the_first_strong_letter_says_where_a_line_begins(text: str, rtl: bool) -> None:  # noqa: FBT001 - a column
    assert is_rtl(text) is rtl


def test_only_what_reads_the_other_way_is_isolated() -> None:
    x = link("X", "https://x.com/a")
    assert isolated(x, rtl=False) == x
    assert isolated(x, rtl=True).text == "\u2068X\u2069"
    assert isolated(x, rtl=True).spans == (
        Span(start=1, end=2, style=Style.LINK, url="https://x.com/a"),
    )


def test_spans_count_from_where_their_part_lands() -> None:
    rich = join([bold("Tide"), plain(""), link("Tick", "https://example.com/")], "\n\n")
    assert rich.text == "Tide\n\nTick"
    assert [(s.start, s.end, s.style) for s in rich.spans] == [
        (0, 4, Style.BOLD),
        (6, 10, Style.LINK),
    ]


def test_spaces_at_the_ends_are_not_styled() -> None:
    assert bold(" Tide ").spans == (Span(start=1, end=5, style=Style.BOLD),)
    assert bold(" \n").spans == ()
    assert cut(bold("Tide rises"), 3, 5).spans == (Span(start=0, end=1, style=Style.BOLD),)


@given(RICH, st.integers(0, 40), st.integers(0, 40))
def test_a_piece_keeps_the_styles_of_its_letters(rich: Rich, a: int, b: int) -> None:
    start, end = min(a, b), max(a, b)
    piece = cut(rich, start, end)
    assert piece.text == rich.text[start:end]
    for span in piece.spans:
        words = piece.text[span.start : span.end]
        assert words == words.strip() != ""
    for i, letter in enumerate(piece.text):
        if not letter.isspace():
            assert styles_at(piece, i) == styles_at(rich, start + i)


def styles_at(rich: Rich, position: int) -> set[tuple[Style, str]]:
    return {(s.style, s.url) for s in rich.spans if s.start <= position < s.end}


@given(RICH)
def test_telegram_sees_each_span_where_we_put_it(rich: Rich) -> None:
    sliced = rich.text.encode("utf-16-le")
    for offset, length, span in utf16_entities(rich):
        words = sliced[2 * offset : 2 * (offset + length)].decode("utf-16-le")
        assert words == rich.text[span.start : span.end]
        assert length == measure(words, Unit.UTF16)


def test_telegrams_own_library_agrees_about_offsets() -> None:
    marked = "👨‍👩‍👧 **Tide 🌊** [日本 Tick](https://example.com/)"
    answer = ask_telegram(
        {"@type": "parseMarkdown", "text": {"@type": "formattedText", "text": marked}}
    )
    rich = join([plain("👨‍👩‍👧"), bold("Tide 🌊"), link("日本 Tick", "https://example.com/")], " ")
    assert answer["text"] == rich.text
    assert [(e["offset"], e["length"]) for e in answer["entities"]] == [
        (offset, length) for offset, length, _ in utf16_entities(rich)
    ]


LINKISH = st.one_of(
    st.sampled_from([*"./:@-_ a", "com", "https://", "www.", ".uk"]), st.characters()
)


@given(st.lists(LINKISH).map("".join))
def test_no_address_is_a_link_any_more(text: str) -> None:
    assert urls(unlinked(text)) == []
