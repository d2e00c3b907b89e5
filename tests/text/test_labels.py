import pytest

from bot.text.labels import join_us, photo_credit, platform_name


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Join us"),
        ("en-GB", "Join us"),
        ("RU", "Присоединяйтесь"),
        ("pt_BR", "Siga-nos"),
        ("zh-CN", "关注我们"),
        ("zh-Hant-TW", "追蹤我們"),
        ("tlh", ""),
        ("", ""),
    ],
)
def test_readers_are_invited_in_their_language_or_not_in_words(language: str, words: str) -> None:
    assert join_us(language) == words


@pytest.mark.parametrize(
    ("credit", "language", "line"),
    [
        ("Anna Berg/Reuters", "en", "Photo: Anna Berg/Reuters"),
        ("dpa", "de-AT", "Foto: dpa"),
        ("وكالة", "ar", "الصورة: وكالة"),
        ("Anna Berg", "tlh", "📷 Anna Berg"),
        ("Photo: AP", "en", "Photo: AP"),
        ("FOTO: dpa", "en", "FOTO: dpa"),
        ("AP Photo/John Doe", "en", "AP Photo/John Doe"),
        ("© Reuters", "en", "© Reuters"),
        ("(c) Reuters", "de", "(c) Reuters"),
        ("Image credit: NASA", "en", "Image credit: NASA"),
        ("Getty Images", "en", "Photo: Getty Images"),
    ],
)
def test_a_credit_says_once_what_it_is(credit: str, language: str, line: str) -> None:
    assert photo_credit(credit, language) == line


def test_a_platform_is_called_as_readers_know_it() -> None:
    assert platform_name("google_news") == "Google News"
    assert platform_name("somewhere") == "somewhere"
