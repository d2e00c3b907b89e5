import pytest

from bot.model import Post, Rich, Unit
from bot.text.toots import as_sent, limits, said


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "en"), ("pt-BR", "pt"), ("zh_TW", "zh"), ("EN", "en"), ("", None)],
)
def test_a_language_is_named_by_its_first_part(language: str, expected: str | None) -> None:
    post = Post(key="k", text=Rich(text="x"), link="", language=language)
    assert said(post, "").get("language") == expected


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<p>a</p><p>b</p>", "a\nb"),
        ("a<br/>b<BR>c", "a\nb\nc"),
        ("<p>1 &lt; 2 &amp; <a href='x'>3</a></p>", "1 < 2 & 3"),
        ("", ""),
    ],
)
def test_html_is_taken_back(content: str, text: str) -> None:
    assert as_sent({"content": content}) == text


def test_a_server_that_says_nothing_is_held_to_what_any_server_takes() -> None:
    assert limits({}) == {"unit": Unit.CODEPOINTS, "link_length": None}
