import pytest

from bot.text.standfirst import (
    ended,
    is_usable,
    leans_back,
    whole_sentences,
    with_whole_quotations,
)

HEADLINE = "Night train returns to Port Ellery"
BODY = (
    "PORT ELLERY — The night train that stopped running in 1998 will return in May. Tickets go on"
    " sale on Monday, the railway said, and the first train leaves at ten in the evening.\n\n"
    "The sleeping cars were found in a shed. Volunteers spent nine winters painting them green,"
    " and mended the berths, the lamps and the bell."
)

LONG = (
    "A bell rings again in the old station hall, for the first time in many years, and the whole"
    " town has come to hear it ring at last."
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("After 28 years, volunteers bring back the sleeping cars, painted green.", True),
        ("The night train that stopped running in 1998 will return in M…", True),
        ("Night train returns to Port Ellery", False),
        ("NIGHT TRAIN RETURNS TO PORT ELLERY.", False),
        ("Your trusted source for independent journalism, podcasts, opinion and more", False),
        ("Read more", False),
        ("After 28 years, volunteers bring back the sleeping c\ufffd, painted", False),
        (", volunteers bring back the sleeping cars, painted green.", False),
        ("", False),
    ],
)
def test_a_description_must_tell_something_of_the_story(text: str, *, expected: bool) -> None:
    assert is_usable(text, HEADLINE, BODY) is expected


def test_without_a_body_the_description_is_believed() -> None:
    assert is_usable("Nine winters of green paint, and one bell mended by hand.", HEADLINE, "")


@pytest.mark.parametrize("cut", ["…", "...", " [...]", " […]", " (…)", "… Read more", ""])
def test_a_cut_beginning_is_completed_by_the_story(cut: str) -> None:
    text = (
        f"The night train that stopped running in 1998 will return in May. Tickets go on sale{cut}"
    )
    assert whole_sentences(text, BODY, "en") == [
        "The night train that stopped running in 1998 will return in May.",
        (
            "Tickets go on sale on Monday, the railway said, and the first train leaves at ten in"
            " the evening."
        ),
    ]


def test_a_word_that_was_cut_is_completed_too() -> None:
    found = whole_sentences("The night train that stopped running in 19…", BODY, "en")
    assert found == ["The night train that stopped running in 1998 will return in May."]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("A bell rings again. Nobody knows who...", ["A bell rings again."]),
        ("Nobody knows who rang the bell...", []),
        ("Nobody knows who rang the bell", ["Nobody knows who rang the bell"]),
        ("“Who rang the bell?” Nobody knows.", ["“Who rang the bell?”", "Nobody knows."]),
        ("It is green: Volunteers spent nine winters painting them gre", []),
        ("It is green: Volunteers spent nine winters painting", []),
        (
            "The whole town heard of it, said the railway",
            ["The whole town heard of it, said the railway"],
        ),
        (f"{LONG} Nobody in the hall kno", [LONG]),
    ],
)
def test_what_the_story_cannot_complete_is_cut_back(text: str, whole: list[str]) -> None:
    assert whole_sentences(text, BODY, "en") == whole


def test_a_text_of_ten_thousand_brackets_is_nothing_special() -> None:
    assert whole_sentences("[(" * 10_000 + "…", BODY) == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The lamps burn again", "The lamps burn again."),
        ("The lamps burn “again”", "The lamps burn “again”."),
        ("The lamps burn again!", "The lamps burn again!"),
        ("The lamps burn again…", "The lamps burn again…"),
        ("The lamps burn:", "The lamps burn:"),
        ("港の灯がともる", "港の灯がともる。"),
        ("बत्तियाँ जल रही हैं", "बत्तियाँ जल रही हैं।"),
        ("ไฟท่าเรือกลับมาสว่าง", "ไฟท่าเรือกลับมาสว่าง"),
        ("", ""),
    ],
)
def test_a_sentence_gets_the_mark_that_it_lacks(sentence: str, expected: str) -> None:
    assert ended(sentence) == expected


@pytest.mark.parametrize("text", ["Πού είναι το τρένο;", "Πού είναι το τρένο\u037e"])
def test_a_greek_question_needs_no_point(text: str) -> None:
    assert ended(text) == text
    assert ended("The train; the bell;") == "The train; the bell;"


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (
            ["“We won.", "We did,” she said.", "He left."],
            ["“We won. We did,” she said.", "He left."],
        ),
        (['"We won.', 'We did," she said.'], ['"We won. We did," she said.']),
        (["„Ja.", "Nein.“", "Er ging."], ["„Ja. Nein.“", "Er ging."]),
        (["« Oui.", "Non. »"], ["« Oui. Non. »"]),
        (["「来た。", "見た。」と言った。"], ["「来た。見た。」と言った。"]),
        (["She left.", "“We won."], ["She left."]),
        (["“We won.", *["And won." * 9] * 9], ["And won." * 9] * 3),
        (["A 5'10\" man left.", "He said “no”."], ["A 5'10\" man left.", "He said “no”."]),
        (["Mid-’90s cars.", "Dogs’ owners."], ["Mid-’90s cars.", "Dogs’ owners."]),
    ],
)
def test_a_quotation_is_told_whole_or_not_at_all(lines: list[str], whole: list[str]) -> None:
    assert list(with_whole_quotations(lines)) == whole


@pytest.mark.parametrize(
    ("sentence", "leans"),
    [
        ("They were mended.", True),
        ("But nobody came.", True),
        ("Sie war da.", False),
        ("Он пришёл.", True),
        ("It rains.", False),
        ("It was also mended.", True),
        ("This bell was mended.", True),
        ("In it, a bell was found.", True),
        ("In Ellery, a bell was found.", False),
        ("The bells, however, rang.", True),
        ("The bells, which rang, were old.", False),
        ("(Nobody came.)", True),
        ("Dabei läutete die Glocke.", True),
        ("Колокола, однако, звонили.", True),
        ("O governo disse.", False),
        ("“They won.”", False),
        ("", False),
    ],
)
def test_a_sentence_may_point_back_at_the_one_before(sentence: str, *, leans: bool) -> None:
    assert leans_back(sentence) is leans
