import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Rich, Span, Style
from bot.text.alike import is_alike
from bot.text.rich import hashtag, join, link, plain
from bot.text.topics import untagged


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("#1 in sales", "#\u20601 in sales"),
        ("We are #1!", "We are #\u20601!"),
        ("(#news)", "(#\u2060news)"),
        ("C# and a # b", "C# and a # b"),
        ("##", "##"),
        ("https://a.example/#top", "https://a.example/#top"),
        ("＃日本", "＃\u2060日本"),
    ],
)
def test_no_sign_of_an_article_makes_a_topic(text: str, written: str) -> None:
    assert untagged(Rich(text=text)) == written


def test_our_own_hashtags_and_links_stay() -> None:
    parts = [plain("#1"), hashtag("news"), link("https://a.example/ #x", "https://a.example/")]
    assert untagged(join(parts, " ")) == "#\u20601 #news https://a.example/ #x"


@given(text=st.text("#1a ", max_size=20), start=st.integers(0, 20), end=st.integers(0, 20))
def test_readers_see_no_difference(text: str, start: int, end: int) -> None:
    rich = Rich(text=text, spans=(Span(start=start, end=end, style=Style.BOLD),))
    assert is_alike(untagged(rich), text)
