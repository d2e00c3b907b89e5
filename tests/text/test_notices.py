"""What readers are told of a correction or a withdrawal, in their language."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.text.diff import Difference, Level
from bot.text.labels import join_us
from bot.text.notices import _WORDS, correction, withdrawal

POSTED = datetime(2026, 5, 20, 9, 0, tzinfo=ZoneInfo("Europe/London"))
LATER = POSTED.replace(hour=14, minute=5)
NINE = Difference(level=Level.SUBSTANCE, parts=("headline",), words=(("Nine", "Ten"),))
MUCH = Difference(level=Level.SUBSTANCE, parts=("headline", "summary", "picture"))


@pytest.mark.parametrize(
    ("difference", "language", "said"),
    [
        (NINE, "en", "Corrected 14:05: “Nine” → “Ten”"),
        (MUCH, "en-GB", "Corrected 14:05: headline, summary"),
        (MUCH, "de", "Korrigiert 14:05: Überschrift, Zusammenfassung"),
        (MUCH, "zh_TW", "更正 14:05: 標題, 摘要"),
        (MUCH, "xx", "Corrected 14:05: headline, summary"),
        (MUCH, "", "Corrected 14:05: headline, summary"),
        (NINE, "ar", "تصحيح 14:05: “\u2068Nine\u2069” ← “\u2068Ten\u2069”"),
    ],
)
def test_a_correction_says_when_and_what(difference: Difference, language: str, said: str) -> None:
    assert correction(difference, LATER, POSTED, language) == said


def test_another_day_is_named() -> None:
    later = LATER.replace(day=22)
    assert correction(NINE, later, POSTED, "en") == "Corrected 2026-05-22 14:05: “Nine” → “Ten”"


@pytest.mark.parametrize(
    ("reason", "language", "said"),
    [
        ("", "en", "2026-05-20 14:05: The publisher has withdrawn this article."),
        (
            "Es war ein Scherz.",
            "de",
            "2026-05-20 14:05: Der Verlag hat diesen Artikel zurückgezogen. Es war ein Scherz.",
        ),
    ],
)
def test_a_withdrawal_says_when_and_why(reason: str, language: str, said: str) -> None:
    assert withdrawal(reason, LATER, language) == said


def test_every_language_that_posts_speak_has_these_words_too() -> None:
    assert all(join_us(language) for language in _WORDS)
    assert all(map(all, _WORDS.values()))
