import pytest

from bot.text.words import content_words, share_said


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The harbours of Port Ellery, in 2026", ["harbou", "port", "ellery", "2026"]),
        ("", []),
        ("маяк и море", ["маяк", "море"]),
        ("올해 방문객이 찾은 부산시는", ["올해", "방문객", "찾은", "부산시"]),
        ("東京都の雨", ["東京", "京都", "都の", "の雨"]),
    ],
)
def test_words_that_carry_meaning_are_kept(text: str, words: list[str]) -> None:
    assert content_words(text) == words


@pytest.mark.parametrize(
    ("text", "elsewhere", "share"),
    [
        ("Ferry sinks", "The ferry that sinks slowly", 1.0),
        ("Ferry sinks near harbour", "Ferries sail past", 0.0),
        ("Harbour lamps return", "harbour news", 1 / 3),
        ("of in at", "anything", 1.0),
    ],
)
def test_a_share_of_the_words_is_said_elsewhere(text: str, elsewhere: str, share: float) -> None:
    assert share_said(text, elsewhere) == pytest.approx(share)
