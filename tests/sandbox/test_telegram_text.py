from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.ledger import Mark
from bot.sandbox.telegram_text import Refusal, check_link, read_marks, settle, write_entities


def entity(kind: str, offset: int, length: int, **more: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length} | more


@pytest.mark.parametrize(
    ("text", "entities", "why"),
    [
        (
            "hello",
            [entity("bold", 100, 1)],
            "begins after the end of the text at UTF-16 offset 100",
        ),
        (
            "hello",
            [entity("bold", 0, 100)],
            "offset 0 ends after the end of the text at UTF-16 offset 100",
        ),
        ("hello", [entity("bold", -1, 1)], "receive an entity with incorrect offset -1"),
        ("hello", [entity("bold", 0, -1)], "receive an entity with incorrect length -1"),
        (
            "hello",
            [entity("blink", 0, 1)],
            "can't parse MessageEntity: Unsupported type specified",
        ),
        ("👉", [entity("bold", 1, 1)], "begins in a middle of a UTF-16 symbol at byte offset 4"),
        ("👉", [entity("bold", 0, 1)], "ends in a middle of a UTF-16 symbol at byte offset 4"),
        ("link", [entity("text_link", 0, 4)], 'Can\'t find field "url"'),
        (
            "link",
            [entity("text_link", 0, 4, url="not-a-url")],
            "entity URL 'not-a-url' is invalid: Wrong HTTP URL",
        ),
        (
            "abcdef",
            [entity("bold", 0, 4), entity("italic", 2, 4)],
            "overlap without nesting at character 2",
        ),
        ("x" * 101, [entity("bold", i, 1) for i in range(101)], "ENTITIES_TOO_LONG"),
        ("\ud83d", [], "strings must be encoded in UTF-8"),
    ],
)
def test_an_entity_that_telegram_would_refuse(text: str, entities: list[Any], why: str) -> None:
    with pytest.raises(Refusal) as refusal:
        read_marks(text, entities)
    assert why in str(refusal.value)


def test_marks_count_code_points_and_entities_count_utf16_units() -> None:
    text = "🏗️ done"
    marks = read_marks(text, [entity("bold", 4, 4), entity("italic", 4, 0), entity("url", 0, 2)])
    assert marks == (Mark(start=3, end=7, kind="bold"),)
    assert text[3:7] == "done"
    assert write_entities(text, marks) == [entity("bold", 4, 4)]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), st.data())
def test_entities_survive_the_way_in_and_out(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    marks = (Mark(start=start, end=end, kind="bold"),) if start < end else ()
    assert read_marks(text, write_entities(text, marks)) == marks


@given(st.text(st.sampled_from("ab \n\r\t👉#"), max_size=20), st.data())
def test_trimming_moves_marks_with_their_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    settled, marks = settle(text, [Mark(start=start, end=end, kind="bold")])
    assert settled == settled.rstrip(" \n")
    bold = [settled[m.start : m.end] for m in marks if m.kind == "bold"]
    words = text[start:end].translate({ord("\r"): None, ord("\t"): " "})
    assert "".join(bold) in {words, words.rstrip(" \n")}
    assert bool(bold) >= bool(words.strip())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see https://a.example/x?y=1.", [("url", "https://a.example/x?y=1")]),
        ("#Sport and #1 and #2026b", [("hashtag", "#Sport"), ("hashtag", "#2026b")]),
        ("a#b @herald_bot", [("mention", "@herald_bot")]),
        ("$TSLA costs $5", [("cashtag", "$TSLA")]),
        ("desk@news.example", [("email", "desk@news.example")]),
    ],
)
def test_links_and_tags_are_found(text: str, found: list[tuple[str, str]]) -> None:
    _, marks = settle(text, [])
    assert [(m.kind, text[m.start : m.end]) for m in marks] == found


def test_nothing_is_found_in_code_or_in_a_link() -> None:
    text = "#a #b #c"
    marks = [Mark(start=0, end=2, kind="code"), Mark(start=3, end=5, kind="text_link", url="x")]
    assert [m.kind for m in settle(text, marks)[1]] == ["code", "text_link", "hashtag"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://news.example", "https://news.example/"),
        ("HTTP://News.Example:8080/a?b#c", "http://News.Example:8080/a?b#c"),
        ("news.example/a", "http://news.example/a"),
        ("http://127.0.0.1:8080/a", "http://127.0.0.1:8080/a"),
        ("https://münchen.example/ß", "https://münchen.example/ß"),
        ("tg://resolve?domain=x", "tg://resolve?domain=x"),
    ],
)
def test_a_link_is_stored_as_telegram_stores_it(url: str, expected: str) -> None:
    assert check_link(url, "link") == expected


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://localhost:8080/", "Wrong HTTP URL"),
        ("not a url.example", "Wrong HTTP URL"),
        ("http://a.example:99999/", "Wrong HTTP URL"),
        ("http://[/", "Wrong HTTP URL"),
        ("ftp://a.example/", "Unsupported URL protocol"),
        ("javascript:alert(1)", "Wrong HTTP URL"),
        ("", "URL host is empty"),
    ],
)
def test_a_link_that_telegram_would_refuse(url: str, why: str) -> None:
    with pytest.raises(Refusal, match=why):
        check_link(url, "link")
