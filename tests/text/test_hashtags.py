import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.hashtags import LONGEST, hashtags


@pytest.mark.parametrize(
    ("keyword", "tag"),
    [
        ("politics", "Politics"),
        ("climate change", "ClimateChange"),
        ("NATO summit", "NATOSummit"),
        ("iPhone sales", "iPhoneSales"),
        ("#already", "Already"),
        ("King's Cup", "KingsCup"),
        ("Covid-19", "Covid19"),
        ("U.S. economy", "USEconomy"),
        ("изменение климата", "ИзменениеКлимата"),
        ("كأس العالم", "كأس_العالم"),
        ("משרד החינוך", "משרד_החינוך"),
        ("जलवायु परिवर्तन", "जलवायु_परिवर्तन"),
        ("می‌خواهم", "می‌خواهم"),
        ("東京 五輪", "東京五輪"),
        ("기후 변화", "기후변화"),
        ("élection", "Élection"),
    ],
)
def test_words_of_a_hashtag_can_be_told_apart(keyword: str, tag: str) -> None:
    assert hashtags([keyword], 1) == (tag,)


@pytest.mark.parametrize(
    "keyword",
    [
        "",
        "2024",
        "!?",
        "a b c d e",
        "the whole story of the harbour",
        "x" * (LONGEST + 1),
        "C++",
        "C#",
        "A+ grades",
    ],
)
def test_what_makes_no_hashtag_makes_none(keyword: str) -> None:
    assert hashtags([keyword], 2) == ()


def test_each_hashtag_comes_once_and_first_ones_win() -> None:
    keywords = ["Ports", "ports", "PORTS", "ships", "tides"]
    assert hashtags(keywords, 2) == ("Ports", "Ships")
    assert hashtags(keywords, 0) == ()


@given(st.lists(st.text(max_size=40), max_size=5), st.integers(0, 3))
def test_a_hashtag_is_one_word(keywords: list[str], most: int) -> None:
    tags = hashtags(keywords, most)
    assert len(tags) <= most
    assert len({tag.casefold() for tag in tags}) == len(tags)
    for tag in tags:
        assert tag.split() == [tag]
        assert any(letter.isalpha() for letter in tag)
        assert "#" not in tag
