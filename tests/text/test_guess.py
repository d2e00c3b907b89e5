"""Bytes of which nobody says what they are: the beginning of the Universal Declaration, and other texts."""

import pytest

from bot.text.guess import guess
from bot.text.xml import decode

OTHERS = {
    "ar": ("cp1256", "يولد جميع الناس أحراراً متساوين في الكرامة والحقوق."),
    "el": ("cp1253", "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια."),
    "he": (
        "cp1255",
        "כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם. כולם חוננו בתבונה ובמצפון, לפיכך חובה עליהם לנהוג איש ברעהו ברוח של אחווה.",
    ),
    "ja": (
        "euc_jp",
        "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。人間は、理性と良心とを授けられており、互いに同胞の精神をもって行動しなければならない。",
    ),
    "ja of Windows": ("cp932", "すべての人間は、生まれながらにして自由であり、かつ、平等である。"),
    "ko": ("cp949", "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다."),
    "ru": ("cp1251", "Все люди рождаются свободными и равными в своем достоинстве и правах."),
    "ru of Unix": ("koi8_r", "Все люди рождаются свободными и равными в своем достоинстве."),
    "th": ("cp874", "มนุษย์ทั้งปวงเกิดมามีอิสระและเสมอภาคกันในศักดิ์ศรีและสิทธิ"),
    "zh": ("gb18030", "人人生而自由,在尊严和权利上一律平等。他们赋有理性和良心。"),
    "zh of Taiwan": ("big5", "人人生而自由,在尊嚴和權利上一律平等。他們賦有理性和良心。"),
}
WESTERN = {
    "da": "Færøerne får ny færge – rødgrød med fløde på Ærø, æbler på Fanø og øl på Sejerø.",
    "de": "Der Bürgermeister äußerte sich über die Pläne für die Brücke: „Größere Schäden“ – „Übungen“.",
    "es": "El año pasado, la corporación señaló que mañana habrá lluvia en España, según él. ¿Así? ¡Sí!",
    "fi": "Hyvää päivää, äiti! Tämä on hääyöaie, sanoi hän äänekkäästi.",
    "fr": "L’été dernier, les élèves de l’école ont été accueillis à Orléans après une journée à Sète.",
    "is": "Þetta er íslenska: Ísafjörður, Þórður og Æðey.",
    "pt": "A inflação não é só um número, diz a população de São Paulo. Ação e reação, então.",
    "sv": "Räksmörgås är gott på sjön, säger åländska fiskare. Över hela öriket åts det.",
    "quoted": "“It’s done,” he said — “don’t ask.” “Why?” — “It’s late,” she said. “Isn’t it?”",
    "prices": "£9 £10 €20 £30 €40 £50 £60 €70 £80 £90 £9 £10 €20 £30 €40 £50",
}


@pytest.mark.parametrize("language", OTHERS)
def test_a_text_that_is_no_western_one_is_recognised(language: str) -> None:
    charset, text = OTHERS[language]
    assert (
        decode(f"<rss><title>{text}</title></rss>".encode(charset))
        == f"<rss><title>{text}</title></rss>"
    )


@pytest.mark.parametrize("language", WESTERN)
def test_a_western_text_is_taken_for_nothing_else(language: str) -> None:
    text = f"<rss><title>{WESTERN[language]}</title></rss>"
    assert guess(text.encode("cp1252")) == ""
    assert decode(text.encode("cp1252")) == text


def test_utf_8_with_some_western_bytes_in_it_stays_that() -> None:
    text = "<p>Все люди рождаются свободными</p>".encode() + "<p>Größe über Nähe</p>".encode(
        "cp1252"
    )
    assert decode(text) == "<p>Все люди рождаются свободными</p><p>Größe über Nähe</p>"


def test_some_bytes_are_too_few_to_tell() -> None:
    assert guess("<p>Привет, мир</p>".encode("cp1251")) == ""


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        *(("mac", "mac-roman"), ("csMacintosh", "mac-roman"), ("x-mac-roman", "mac-roman")),
        *(("x-cp1251", "cp1251"), ("x-mac-ukrainian", "mac-cyrillic"), ("dos-874", "cp874")),
        *(("x-sjis", "cp932"), ("Windows-31J", "cp932"), ("x-euc-jp", "euc_jp")),
        *(("windows-949", "cp949"), ("x-gbk", "gb18030"), ("x-x-big5", "big5hkscs")),
    ],
)
def test_browsers_names_of_charsets_are_known(label: str, codec: str) -> None:
    """See https://encoding.spec.whatwg.org/#names-and-labels."""
    body = b"<p>\xb0\xa1\xc4\xa7"
    assert decode(body, label) == body.decode(codec)
