from itertools import accumulate
from unicodedata import bidirectional

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Unit
from bot.text.fit import fit
from bot.text.length import graphemes, measure, urls
from tests.runaway import no_runaway

HARBOUR = "The council voted to close the harbour, after years of protest — and to open a park"
LINK = "See https://example.com/a/b/c for the rest of the story"
SCRIPTS = [
    "Tide",
    "Прилив",
    "موج",
    "גאות",
    "潮汐。",
    "น้ำขึ้น",
    "조수",
    "ज्वार",
    "👨‍👩‍👧‍👦",
    "🇮🇸",
    "e\u0301",
    "5 km",
    "$12,500",
    "“so”",
    "«так»",
    "—",
    ",",
    " ",
    "  ",
    "https://example.com/a/b",
    "Booking.com",
    "…",
    "(",
]
TEXTS = st.one_of(
    st.lists(st.sampled_from(SCRIPTS), max_size=40).map("".join),
    st.lists(st.sampled_from(SCRIPTS), max_size=40).map(" ".join),
    st.text(max_size=100),
)


@pytest.mark.parametrize(
    ("text", "budget", "cut"),
    [
        (
            "The committee praised the quality of the work",
            42,
            "The committee praised the quality…",
        ),
        ("Die Stadt saniert die Brücke in der Altstadt", 36, "Die Stadt saniert die Brücke…"),
        ("قرر المجلس إغلاق الجسر في الميناء الشمالي", 28, "قرر المجلس إغلاق الجسر…"),
        ("המועצה סגרה את הגשר של הנמל הצפוני", 25, "המועצה סגרה את הגשר…"),
        ("شورای شهر پل را برای تعمیر بست", 22, "شورای شهر پل را…"),
        ("Ο δήμος κλείνει τη γέφυρα του λιμανιού", 31, "Ο δήμος κλείνει τη γέφυρα…"),
        ("Primăria închide podul din portul vechi", 28, "Primăria închide podul…"),
        ("A város lezárja a hidat az óvárosban", 28, "A város lezárja a hidat…"),
        ("Dewan kota menutup jembatan di pelabuhan", 32, "Dewan kota menutup jembatan…"),
        ("Byen lukker broen og færgen i havnen", 22, "Byen lukker broen…"),
        ("Město zavře most přes řeku ve městě", 31, "Město zavře most přes řeku…"),
        ("La ville rénove le pont de la vieille ville", 35, "La ville rénove le pont…"),
        (
            "Мэрия закроет мост через реку на ремонт в мае",
            42,
            "Мэрия закроет мост через реку на ремонт…",
        ),
        ("They sell bottles of Vitamin A by mail", 33, "They sell bottles of Vitamin A…"),
        (HARBOUR, 100, HARBOUR),
        (HARBOUR, 70, "The council voted to close the harbour, after years of protest…"),
        (HARBOUR, 60, "The council voted to close the harbour…"),
        (HARBOUR, 38, "The council voted to close…"),
        (HARBOUR, 1, ""),
        (HARBOUR, 0, ""),
        ("Flood warning. Harbour closed for days", 30, "Flood warning. Harbour closed…"),
        ("Harbour closed. Flood warning for days", 24, "Harbour closed…"),
        ("Donaudampfschifffahrt", 10, "Donaudamp…"),
        ("The city pays $5 million euros for the park", 27, "The city pays…"),
        ("The city pays $5 million euros for the park", 31, "The city pays $5 million euros…"),
        ("It rose by 12 500 000 km in a year", 22, "It rose…"),
        ("Рост на 3,5 млн рублей за один год", 16, "Рост…"),
        ("The mayor said “we will never give up” today", 30, "The mayor said…"),
        (
            "Anna: “We will never, ever give up this park” she said",
            30,
            "Anna: “We will never…”",
        ),
        ("Er sagt „wir geben niemals auf“ und geht", 26, "Er sagt…"),
        ("She said 'it's over' and left the building", 25, "She said 'it's over'…"),
        (
            "The council praised the old harbour during its longest spring meeting",
            50,
            "The council praised the old harbour…",
        ),
        (
            "Der Rat lobte den alten Hafen während seiner längsten Sitzung im Frühjahr",
            44,
            "Der Rat lobte den alten Hafen…",
        ),
        (
            "Le conseil a loué le vieux port pendant sa plus longue séance de printemps",
            44,
            "Le conseil a loué le vieux port…",
        ),
        (
            "Совет похвалил старую гавань после самой долгой весенней встречи",
            40,
            "Совет похвалил старую гавань…",
        ),
        (
            "The ships of the old fishing village may sail unless the storm comes",
            65,
            "The ships of the old fishing village may sail unless the storm…",
        ),
        (
            "The president of the harbour council of Ellery met fishermen today there",
            62,
            "The president of the harbour council of Ellery met fishermen…",
        ),
        ("It met in the old harbour hall", 27, "It met in the old harbour…"),
        (LINK, 25, "See…"),
        (LINK, 31, "See https://example.com/a/b/c …"),
        ("https://example.com/a/b/c/d", 20, ""),
        (
            "東京都は2020年に新しい公園を開いた、と発表した",
            20,
            "東京都は2020年に新しい公園を開いた…",
        ),
        ("東京都は2020年に新しい公園を開いた、と発表した", 8, "東京都は…"),
        ("「公園を開いた」と東京都が発表した", 9, "「公園を開いた」…"),
        ("ประเทศไทยเปิดสวนใหม่", 10, "ประเทศไทย…"),
        ("أعلنت شركة Microsoft Windows عن منتج", 30, "أعلنت شركة…"),
        ("أعلنت شركة Microsoft Windows عن منتج", 33, "أعلنت شركة Microsoft Windows عن…"),
    ],
)
def test_a_text_is_cut_as_an_editor_would(text: str, budget: int, cut: str) -> None:
    assert fit(text, budget, len) == cut


# What must stay in one piece, in words of its script that may stand around it.
PIECES = {
    "the council spoke of": (
        *(
            "5 per cent",
            "1.5 million US dollars",
            "12 square kilometres",
            "300 miles per hour",
            "25 °C",
        ),
        *(
            "5 to 10 percent",
            "0.5 percentage points",
            "Rs 5 crore",
            "5 lakh rupees",
            "£2.5bn",
            "No. 10",
        ),
        *(
            "Boeing 737",
            "3 May 2026",
            "10 Downing Street",
            "New York City",
            "Martin Luther King Jr.",
        ),
        *("J. K. Rowling", "Ursula von der Leyen", "Recep Tayyip Erdoğan", "Bank of England"),
        *(
            "“so be it”",
            "“The New York Times”",
            "'it's over'",
            '"we never give up"',
            "e\u0301e\u0301",
        ),
    ),
    "der rat sprach von": (
        "2,5 Milliarden Euro",
        "300 Kilometer pro Stunde",
        "„wir gehen“",
        "Olaf Scholz",
    ),
    "le conseil parle de": (
        "3,2 milliards d'euros",
        "5 pour cent",
        "« c'est non »",
        "Marine Le Pen",
    ),
    "el consejo habla de": ("3.200 millones de euros", "5 por ciento", "Pedro Sánchez"),
    "совет говорит о": ("3,5 млн рублей", "12 кв. км", "Владимир Путин", "«так и будет»"),
    "konsey buna dedi": ("3,5 milyar lira", "Ali Koç", "“böyle olacak”"),
    "परिषद ने यह कहा": ("5 लाख रुपये", "3 किलोमीटर", "“यह ठीक है”"),
    "قال الوزير إن المدينة": ("5 ملايين دولار", "3 كيلومترات", "«لن نذهب»"),
    "המועצה דיברה על": ("5 מיליון שקלים", "”לא נלך“"),
    "市長は昨日の会議で": (
        "ドナルド・トランプ",
        "2020年",
        "100万円",
        "「公園を開いた」",
        "12キロ",
    ),
    "市长昨天在会议上说": ("3.5亿元", "2020年", "“这是好事”"),
    "시장은 어제 회의에서": ("5억 원", "“좋은 일이다”"),
}


@pytest.mark.parametrize(
    ("around", "piece"), [(around, piece) for around, all_ in PIECES.items() for piece in all_]
)
def test_nothing_that_belongs_together_is_cut(around: str, piece: str) -> None:
    """With enough before it, and whatever the budget."""
    gap = " " if " " in around else ""
    before = gap.join([around] * 3) + gap
    text = f"{before}{piece}{gap}{gap.join([around] * 2)}"
    for budget in range(len(around), len(text)):
        kept = fit(text, budget, len).rpartition("…")[0].rstrip()
        assert text.startswith(kept)
        left = text[len(kept) : len(before) + len(piece)].strip()
        is_inside = len(before) < len(kept) < len(before) + len(piece)
        assert not is_inside or left in {".", ""}, kept


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["قال", "الوزير", "Microsoft", "في", "12", "مدينة", "iPhone 15,"]), max_size=20),
    st.integers(10, 80),
)  # fmt: skip
def test_a_text_from_the_right_goes_on_from_the_right(words: list[str], budget: int) -> None:
    text = " ".join(["قال", *words, "Windows"])
    cut = fit(text, budget, len)
    if cut not in {text, ""}:
        strong = [way for way in map(bidirectional, cut) if way in {"L", "AL"}]
        assert strong[-1] == "AL", "else the ellipsis would stand at the other end"


DENSE_WORDS = (
    "東京都は",
    "「公園を開く」",
    "データを",
    "ちょっと",
    "、",
    "100万円",
    "と発表した。",
    "สวนใหม่",
    "เปิด",
)


@settings(deadline=None)
@given(st.lists(st.sampled_from(DENSE_WORDS), min_size=8, max_size=20), st.integers(8, 40))
def test_a_line_in_dense_scripts_is_cut_as_typesetters_break_it(
    words: list[str], budget: int
) -> None:
    text = "東京都" + "".join(words)
    cut = fit(text, budget, len)
    kept = cut.rpartition("…")[0]
    if cut != text:
        assert not kept.endswith(("「", "（", "、", "。", "เ"))
        assert text[len(kept)] not in "ーょっ」\u0e49\u0e34", (
            "marks, small kana, what is above a letter"
        )


@pytest.mark.parametrize("unit", list(Unit))
@settings(deadline=None)  # the first text compiles the patterns
@given(TEXTS, st.integers(0, 120))
def test_a_cut_fits_and_breaks_nothing(unit: Unit, text: str, budget: int) -> None:
    def length(words: str) -> int:
        return measure(words, unit)

    cut = fit(text, budget, length)
    assert cut == fit(text, budget, length)
    assert length(cut) <= budget
    if cut in {text, ""}:
        return
    kept, ellipsis, closing = cut.rpartition("…")
    kept = kept.removesuffix(" ")
    assert ellipsis
    assert len(closing) <= 1
    assert text.startswith(kept)
    assert len(kept) in accumulate(len(cluster) for cluster in graphemes(text))
    assert not any(start < len(kept) < end for start, end in urls(text))


@given(TEXTS.filter(lambda text: text.strip()), st.integers(300, 400))
def test_a_text_that_fits_stays_as_it_is(text: str, budget: int) -> None:
    if len(text) <= budget:
        assert fit(text, budget, len) == text


@pytest.mark.parametrize("unit", list(Unit))
@pytest.mark.parametrize(
    "part", ["Прилив, и отлив. ", "潮汐。", "👨‍👩‍👧‍👦", "a.com ", "x", "1 ", '‘“«"', "מילה word "]
)
def test_a_headline_of_5000_characters_is_cut(part: str, unit: Unit) -> None:
    text = (part * 5000)[:5000]
    cut = fit(text, 250, lambda words: measure(words, unit))
    assert 125 < measure(cut, unit) <= 250


@pytest.mark.parametrize(
    "unending", ["of ", "“", "‘so ", '"', "\n", "— ", "א 1, ", "🇮🇸", "Ann Lee "]
)
def test_what_never_ends_takes_no_time(unending: str) -> None:
    text = "The council voted " + unending * (100_000 // len(unending))
    with no_runaway():
        assert len(fit(text, 250, len)) <= 250


def test_thai_is_cut_where_its_writer_set_a_space_if_that_is_near() -> None:
    text = "สภาเมืองปิดสะพานเพื่อซ่อมแซม นายกเทศมนตรีกล่าวว่าเรือจะให้บริการทุกยี่สิบนาที"
    assert fit(text, 40, len) == "สภาเมืองปิดสะพานเพื่อซ่อมแซม…"
    assert len(fit(text, 20, len)) > 12, "a part of the first where none is near"
