import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.casing import begun_calmly, calmed

STORY = (
    "The mayor of Port Ellery said on Friday that NATO ships may use the harbour.\n\n"
    "Lamps were lit again, and McAllister’s iPhone rang. The U.S. navy was not asked."
)


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("NATO SHIPS MAY USE PORT ELLERY HARBOUR", "NATO ships may use Port Ellery harbour"),
        ("LAMPS LIT: THE MAYOR SPEAKS", "Lamps lit: The mayor speaks"),
        ("THE HARBOUR OF PORT ELLERY IS OPEN!", "The harbour of Port Ellery is open!"),
        ("U.S. NAVY WAS NOT ASKED", "U.S. navy was not asked"),
        ("MCALLISTER’S IPHONE RANG ON FRIDAY", "McAllister’s iPhone rang on Friday"),
        ("“LAMPS” OF THE HARBOUR LIT", "“Lamps” of the harbour lit"),
        ("PORT ELLERY’S LAMPS LIT, NATO'S SHIPS GO", "Port Ellery’s lamps lit, NATO's ships go"),
        ("THE PORT-ELLERY LAMPS ARE LIT", "The Port-Ellery lamps are lit"),
        ("NATO LIT", "NATO LIT"),
        ("BREAKING: Lamps lit again", "BREAKING: Lamps lit again"),
        ("港の灯がともる", "港の灯がともる"),
        ("", ""),
    ],
)
def test_a_headline_in_capitals_is_written_as_its_story(headline: str, expected: str) -> None:
    assert calmed(headline, STORY, "en") == expected


def test_where_nothing_can_be_learned_it_stays() -> None:
    assert calmed("LAMPS LIT IN PORT ELLERY", "", "en") == "LAMPS LIT IN PORT ELLERY"
    assert calmed("LAMPS LIT IN PORT ELLERY", "LAMPS WERE LIT.", "en").isupper()


def test_languages_have_their_own_letters() -> None:
    german = "Die Stadt hat am Montag neue Laternen im Hafen von Kiel."
    assert (
        calmed("NEUE LATERNEN IM HAFEN VON KIEL", german, "de")
        == "Neue Laternen im Hafen von Kiel"
    )
    assert calmed("STADT KAUFT IM HAFEN LATERNEN", german, "de-DE").startswith(
        "Stadt Kauft im Hafen"
    )
    turkish = "Liman dün açıldı, belediye başkanı konuştu."
    assert (
        calmed("LİMANDA IŞIKLAR YENİDEN YANDI", turkish, "tr") == "Limanda ışıklar yeniden yandı"
    )
    russian = "Мэр города сказал, что в порту Эллери снова горят огни."
    assert (
        calmed("ОГНИ СНОВА ГОРЯТ В ПОРТУ ЭЛЛЕРИ", russian, "ru")
        == "Огни снова горят в порту Эллери"
    )


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("THE MAYOR spoke of lamps.", "The mayor spoke of lamps."),
        ("HARBOUR lamps were lit.", "Harbour lamps were lit."),
        ("ELLERY was lit again.", "Ellery was lit again."),
        ("NATO ships came.", "NATO ships came."),
        ("THE NATO ships came.", "The NATO ships came."),
        ("THE UNESCO lamps burn.", "THE UNESCO lamps burn."),
        ("A man spoke.", "A man spoke."),
        ("IMO MAYOR spoke.", "IMO mayor spoke."),
        ("ALL WHO MAY USE LAMPS DO.", "ALL WHO MAY USE LAMPS DO."),
        ("港の灯がともる。", "港の灯がともる。"),
        ("", ""),
    ],
)
def test_first_words_in_capitals_are_written_as_the_story_does(
    sentence: str, expected: str
) -> None:
    story = f"{sentence}\n\n{STORY} So said the mayor, an imo man, to the imo men of the IMO."
    assert begun_calmly(sentence, story) == expected


WORDS = st.sampled_from(
    [
        "THE",
        "the",
        "WHO",
        "who",
        "STRASSE",
        "Straße",
        "İKİ",
        "iki",
        "ΤΗΣ",
        "της",
        "l’ÎLE",
        "A",
        ".",
    ]
)


@given(st.lists(WORDS, max_size=6), st.lists(WORDS, max_size=20))
def test_nothing_but_the_size_of_letters_changes(said: list[str], told: list[str]) -> None:
    sentence = " ".join(said)
    story = f"{sentence}\n\n{' '.join(told)}"
    calm = begun_calmly(sentence, story)
    assert calm.casefold() == sentence.casefold()
    assert begun_calmly(calm, story) == calm
