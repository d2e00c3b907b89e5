import pytest

from bot.text.keywords import GRAVE, is_named


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


@pytest.mark.parametrize(
    "headline",
    [
        "Two drowned as ferry sinks",
        "Mann stirbt bei Unfall auf Brücke",
        "Un homme meurt sur le pont",
        "Fallece un hombre en el puente",
        "Uomo muore sul ponte",
        "Homem morre em acidente",
        "Man overleden op brug",
        "Śmierć na moście",
        "Женщина умерла в больнице",
        "Жінка померла в лікарні",
        "Muž zemřel na mostě",
        "Två döda på bron",
        "En mann døde på broen",
        "Mies kuoli sillalla",
        "Meghalt egy férfi a hídon",
        "Un bărbat a decedat pe pod",
        "Νεκρός άνδρας στη γέφυρα",
        "Köprüde cinayet",
        "مقتل رجل على الجسر",
        "גבר נהרג על הגשר",
        "مرگ یک مرد روی پل",
        "पुल पर एक की मौत",
        "সেতুতে একজনের মৃত্যু",
        "Pria tewas di jembatan",
        "Một người thiệt mạng trên cầu",
        "ชายเสียชีวิตบนสะพาน",
        "大桥事故致两人死亡",
        "橋で男性が死亡",
        "다리에서 남성 숨져",
    ],
)
def test_words_of_death_are_known_in_the_languages_of_the_news(headline: str) -> None:
    assert any(is_named(word, headline) for word in GRAVE)


@pytest.mark.parametrize(
    "headline",
    [
        "Two bridges close until June",
        "Deadline for the bridges nears",
        "Zwei Brücken gesperrt",
        "A dog in a drab coat",
    ],
)
def test_other_news_has_none_of_them(headline: str) -> None:
    assert not any(is_named(word, headline) for word in GRAVE)
