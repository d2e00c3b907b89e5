import pytest

from bot.text.telling import asks, is_news
from tests.runaway import no_runaway


@pytest.mark.parametrize(
    "sentence",
    [
        "File-sharing service Ellery was shut down on Friday.",
        "In this bleak economic picture, the bank sees growth.",
        "In this election, the mayor’s image suffered badly.",
        "In this small town, a photo of the mayor caused uproar.",
    ],
)
def test_what_only_begins_like_the_words_of_a_picture_is_news(sentence: str) -> None:
    assert is_news(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "FILE - Fishermen look at the wall.",
        "File: fishermen look at the wall.",
        "In this photo provided by the port, lamps burn.",
        "In this undated file photo, lamps burn.",
        "In this image made from video, lamps burn.",
        "In this Sept. 3, 2021 satellite image, lamps burn.",
        "In this Wednesday, March 3, 2021, file photo, lamps burn.",
    ],
)
def test_the_words_of_a_picture_are_no_news(sentence: str) -> None:
    assert not is_news(sentence)


@pytest.mark.parametrize(
    "sentence",
    ["Who pays?", "Who pays?!", "(But who pays?)", "Ποιος πληρώνει;", "誰が払うのか？"],
)
def test_a_question_asks_whatever_follows_its_mark(sentence: str) -> None:
    assert asks(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The mayor asked: “Who pays?”",
        "Le maire a demandé : « Qui paie ? »",
        "市長は「誰が払うのか？」",
        "They pay.",
    ],
)
def test_a_question_in_a_quotation_is_what_somebody_said(sentence: str) -> None:
    assert not asks(sentence)


def test_marks_without_end_take_no_time() -> None:
    with no_runaway():
        assert not asks("?-" * 100_000 + "x")
