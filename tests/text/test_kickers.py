import pytest

from bot.text.kickers import kicked


@pytest.mark.parametrize(
    ("headline", "language"),
    [
        ("Live: storm reaches Port Ellery", "en"),
        ("Storm reaches Port Ellery – live", "en"),
        ("Storm: live updates from the coast", "en"),
        ("Storm reaches Port Ellery – as it happened", "en"),
        ("Storm live blog", "en"),
        ("Sturm erreicht die Küste | Liveticker", "de"),
        ("Sturm im Live-Ticker", "de"),
        ("La tempête, suivez notre direct, en direct", "fr"),
        ("Tormenta en la costa, en directo", "es"),
    ],
)
def test_a_headline_that_says_that_it_is_live_stays(headline: str, language: str) -> None:
    assert kicked(headline, "live", language) == headline


@pytest.mark.parametrize(
    ("headline", "language", "shown"),
    [
        (
            "People who live at the harbour leave",
            "en",
            "Live: People who live at the harbour leave",
        ),
        ("Sturm erreicht die Küste", "de", "Liveticker: Sturm erreicht die Küste"),
        ("ศิลปินแสดงที่ท่าเรือ", "th", "สด: ศิลปินแสดงที่ท่าเรือ"),
        ("嵐が上陸", "ja", "ライブ：嵐が上陸"),
    ],
)
def test_others_are_told_what_they_are(headline: str, language: str, shown: str) -> None:
    assert kicked(headline, "live", language) == shown


def test_an_opinion_is_told_unless_the_headline_begins_so() -> None:
    assert kicked("Opinion: close the bridges", "opinion", "en") == "Opinion: close the bridges"
    assert kicked("Close the bridges", "opinion", "en") == "Opinion: Close the bridges"
    assert kicked("Close the bridges", "", "en") == "Close the bridges"
