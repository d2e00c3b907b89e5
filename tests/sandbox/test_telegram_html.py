import pytest

from bot.sandbox.ledger import Mark
from bot.sandbox.telegram_html import parse_html
from bot.sandbox.telegram_text import Refusal


@pytest.mark.parametrize(
    ("source", "text", "marks"),
    [
        ("a &lt; b &amp; &#8364; &nope;", "a < b & € &nope;", []),
        ("<b>x<i>y</i></b>", "xy", [(0, 2, "bold"), (1, 2, "italic")]),
        ("<STRONG>x</strong>", "x", [(0, 1, "bold")]),
        ("<blockquote expandable>q</blockquote>", "q", [(0, 1, "expandable_blockquote")]),
        ("<b></b>x", "x", []),
        ("<a href='http://localhost/'>x</a>", "x", []),
    ],
)
def test_markup_becomes_marks(source: str, text: str, marks: list[tuple[int, int, str]]) -> None:
    expected = tuple(Mark(start=a, end=b, kind=kind) for a, b, kind in marks)
    assert parse_html(source) == (text, expected)


def test_a_link_keeps_its_address() -> None:
    _, (mark,) = parse_html('<a href="https://a.example/?b=1&amp;c=2">x</a>')
    assert mark.url == "https://a.example/?b=1&c=2"


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("<b>unclosed", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<script>alert(1)</script>", 'Unsupported start tag "script" at byte offset 0'),
        (
            "<b><i>test</b></i>",
            'Unmatched end tag at byte offset 10, expected "</i>", found "</b>"',
        ),
        ("€</b>", "Unexpected end tag at byte offset 3"),
        ("1 < 2", "Unclosed start tag at byte offset 2"),
    ],
)
def test_broken_markup_is_refused_in_telegrams_words(source: str, why: str) -> None:
    with pytest.raises(Refusal) as refusal:
        parse_html(source)
    assert str(refusal.value) == f"can't parse entities: {why}"
