import pytest

from bot.text.keywords import is_named


@pytest.mark.parametrize(
    ("keyword", "text", "expected"),
    [
        ("breaking", "BREAKING: Bridge closed", True),
        ("Breaking", "Bridge closed, breaking", True),
        ("breaking", "Record-breaking heat", False),
        ("breaking", "Record‑breaking heat", False),
        ("breaking", "Groundbreaking", False),
        ("breaking", "Breakings", False),
        ("just in", "Just  in: bridge closed", True),
        ("just in", "Justin Case resigns", False),
        ("срочно", "СРОЧНО: мост закрыт", True),
        ("عاجل", "عاجل: إغلاق الجسر", True),
        ("速報", "【速報】橋が閉鎖", True),
        ("速報", "橋が閉鎖速報です", True),
        ("a.b*", "it is a.b* now", True),
        ("a.b*", "it is axbb now", False),
        ("", "anything", False),
        ("  ", "anything", False),
    ],
)
def test_a_keyword_is_a_whole_word(keyword: str, text: str, *, expected: bool) -> None:
    assert is_named(keyword, text) is expected
