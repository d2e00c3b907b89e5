import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.text.sentences import sentences

# Each case is a text with " ¦ " where one sentence ends and the next begins.
CASES = {
    "en": (
        "Mr. Smith met J. R. Jones in Washington, D.C. ¦ The talks failed.",
        "“Will you go?” she asked. ¦ He said: “No.” ¦ Then he left.",
        "It costs $3.50. ¦ That is 2.5 per cent more, e.g. in the U.S. Army. ¦ Nobody paid.",
        "Yahoo! shares rose. ¦ Apple Inc. said so. ¦ The bell rang at 5 p.m. ¦ It was over.",
        "James P. Kennedy Jr. spoke for J. P. Morgan on p. 5. ¦ “… and so on,” he said. ¦ Yes…",
        "No. 5 won. ¦ He said no. ¦ Then he went to St. Louis… ¦ And back.",
        "1. First things first. ¦ 25 people came (most of them late). ¦ All stayed.",
        "DETROIT, Mich. — Mike Glass threw for three touchdowns. ¦ He was ill. ¦ The crowd left.",
        "Is it true?! ¦ Perhaps. ¦ iPhones are dear, says Dr. A. B. Clark Jr. ¦ They are.",
    ),
    "de": (
        "Am 3. Oktober kam Dr. Müller z. B. nach Berlin. ¦ Er blieb bis 1990. ¦ Dann ging er.",
        "„Nein.“ ¦ Er ging. ¦ »Doch!«, rief sie. ¦ Das war am 21. 7. in der Hauptstr. 5.",
    ),
    "fr": (
        "Il a dit : « Oui. » ¦ Elle est partie. ¦ M. Le Maire arrive avec Mme. Durand. ¦ Fin !",
    ),
    "es": ("¿Quién es? ¦ ¡El Sr. García! ¦ Llegó a las 5 p. m. con su hija, la Dra. Gómez.",),
    "it": ("Il sig. Rossi è arrivato. ¦ È partito alle 8.30. ¦ «Che bello!» ¦ Poi silenzio.",),
    "pt": ("O Sr. Silva falou. ¦ A Dra. Costa ouviu. ¦ Custou R$ 1.000,50. ¦ Foi caro.",),
    "nl": ("Dhr. Jansen kwam. ¦ Hij had o.a. brood bij zich. ¦ Klaar.",),
    "pl": ("Przyszedł 3. Maja z dr. Nowakiem. ¦ Było ich tysiąc. ¦ Koniec.",),
    "ru": (
        "Он родился в 1950 г. в Москве. ¦ «Да», — сказал А. С. Пушкин. ¦ И ушёл.",
        "На ул. Ленина, д. 5, живут 3 тыс. человек. ¦ И т. д. ¦ Всё.",
    ),
    "tr": ("Dr. Yılmaz geldi. ¦ 3. Mehmet Bey gitti mi? ¦ Gitti.",),
    "ar": ("هل وصل؟ ¦ نعم، وصل أمس. ¦ انتهى.",),
    "ur": ("وہ آیا۔ ¦ پھر چلا گیا۔",),
    "hi": ("यह ठीक है। ¦ वह गया। ¦ क्यों?",),
    "zh": ("今天下雨。¦明天呢？¦不知道！",),
    "ja": ("今日は晴れです。¦「行こう。」と彼は言った。¦明日は雨でしょう。",),
    "ko": ("비가 온다. ¦ 그는 3.5km를 걸었다. ¦ 끝.",),
    "th": ("ไม่มีจุดจบประโยค",),
}


@pytest.mark.parametrize(
    ("language", "marked"), [(code, text) for code, texts in CASES.items() for text in texts]
)
def test_a_sentence_ends_where_a_reader_would_end_it(language: str, marked: str) -> None:
    expected = [part.strip() for part in marked.split("¦")]
    text = marked.replace(" ¦ ", " ").replace("¦", "")
    assert sentences(text, language) == expected


def test_a_blank_line_ends_a_sentence_without_a_mark() -> None:
    assert sentences("A heading\n\nA line\nbroken in two\n\nLast.") == [
        "A heading",
        "A line\nbroken in two",
        "Last.",
    ]


@pytest.mark.parametrize("text", ["", " \n ", "\u00a0"])
def test_nothing_has_no_sentences(text: str) -> None:
    assert sentences(text) == []


@settings(max_examples=200)
@given(
    st.text(alphabet="aB1.!?…。」“” \n\u00a0\u202f»(Дr", max_size=60),
    st.sampled_from(["", "en", "de", "de-CH", "xx"]),
)
def test_nothing_but_white_space_is_lost(text: str, language: str) -> None:
    found = sentences(text, language)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(sentence == sentence.strip() != "" for sentence in found)
