from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Article
from bot.steps.summarise import choices, summarise
from tests.runaway import no_runaway

BODY = (
    "The harbour lamps of Port Ellery were lit again on Friday after eleven dark years.\n\n"
    "Fishermen had asked for them since a storm broke the last one. “You could not see the wall,”"
    " said Tom Okafor, who lost a boat there. The council voted for new lamps in March.\n\n"
    "They use less power than a kettle. The weather was fine."
)


def article(headline: str = "Harbour lit", summary: str = "", body: str = BODY) -> Article:
    return Article(
        canonical_url="https://example.org/a", headline=headline, summary=summary, body=body
    )


def test_the_publishers_own_words_come_first() -> None:
    standfirst = "After eleven dark years, fishermen can see the harbour wall. Thank a storm."
    assert summarise(article(summary=standfirst)) == (
        "After eleven dark years, fishermen can see the harbour wall.",
        "Thank a storm.",
    )


def test_a_slogan_is_no_summary() -> None:
    slogan = "Independent journalism, videos, podcasts and opinion from all over the world."
    assert summarise(article(summary=slogan)) == summarise(article())


def test_a_cut_lead_is_told_in_whole_sentences() -> None:
    cut = "The harbour lamps of Port Ellery were lit again on Fri…"
    assert summarise(article(summary=cut), 1) == (
        "The harbour lamps of Port Ellery were lit again on Friday after eleven dark years.",
    )


def test_a_summary_adds_to_the_headline() -> None:
    headline = "Harbour lamps of Port Ellery lit again after eleven dark years"
    said = f"{headline} on Friday. Fishermen had asked for them since a storm broke the last one."
    assert summarise(article(headline, said)) == (
        "Fishermen had asked for them since a storm broke the last one.",
    )
    assert "lit again" not in " ".join(summarise(article(headline)))


def test_a_sentence_that_fits_nowhere_is_taken_only_where_there_is_no_other() -> None:
    endless = "The harbour lamps of Port Ellery, " + "which were old, " * 40 + "were lit again."
    short = "Fishermen had asked for them since a storm broke the last one."
    assert summarise(article(body=f"{endless} {short}"), 1) == (short,)
    assert summarise(article(body=endless), 1) == (endless,)


def test_what_says_nothing_new_is_better_than_nothing() -> None:
    only = "The harbour lamps of Port Ellery are lit again."
    assert summarise(article("Harbour lamps of Port Ellery lit again", body=only)) == (only,)


def test_of_a_text_that_is_paid_for_only_what_everybody_may_read_is_told() -> None:
    free, paid = "The lamps of the harbour burn.", BODY
    told = replace(article(body=f"{free}\n\n{paid}"), paywalled=True)
    assert summarise(told, 3) == (free,)
    assert len(summarise(replace(told, paywalled=False), 3)) == 3


def test_who_wants_the_headline_alone_gets_no_sentence() -> None:
    assert summarise(article(), 0) == summarise(article(summary=BODY[:120]), 0) == ()


def test_sentences_stand_in_reading_order() -> None:
    found = summarise(article(), 3)
    places = [BODY.index(sentence) for sentence in found]
    assert len(found) == 3
    assert places == sorted(places)


@pytest.mark.parametrize("body", ["", "Short.", "???\n\n!!!"])
def test_without_sentences_there_is_no_summary(body: str) -> None:
    assert summarise(article(body=body)) == ()


def test_the_same_article_is_always_summarised_alike() -> None:
    assert len({summarise(article()) for _ in range(5)}) == 1


def test_a_long_story_is_summarised_at_once() -> None:
    long = article(body="\n\n".join(f"{BODY} Paragraph {n} ends." for n in range(2_000)))
    with no_runaway():
        assert summarise(long)


@pytest.mark.parametrize("words", ["lamps " * 200_000, "lamps" * 200_000, "โคมไฟ" * 200_000])
def test_a_sentence_without_end_is_one_that_is_cut(words: str) -> None:
    text = f"The harbour lamps of Port Ellery were lit again {words}"
    for found in (article(body=text), article(summary=text), article(summary=text, body=text)):
        assert all(len(sentence) <= 5_001 for sentence in summarise(found) + choices(found))
    assert summarise(article(body=text))[0].endswith("…")


@settings(max_examples=100)
@given(
    st.lists(
        st.sampled_from([*BODY.split(". "), "Port Ellery", "No", "¿?", "東京の雨。"]), max_size=8
    ),
    st.sampled_from(["", "Harbour", BODY[:50] + "…", BODY[:90]]),
    st.integers(1, 3),
)
def test_nothing_is_said_that_the_article_does_not_say(
    parts: list[str], summary: str, most: int
) -> None:
    given_article = article(summary=summary, body=". ".join(parts))
    found = summarise(given_article, most)
    assert len(found) <= most
    told = f"{given_article.summary}\n{given_article.body}"
    assert all(sentence in told or sentence[:-1] in told for sentence in found), "but for a mark"


def test_a_heading_is_no_sentence_and_a_sentence_gets_the_mark_that_it_lacks() -> None:
    body = (
        "What happened so far\n\nThe lamps went out in a storm:\n\n"
        "The lamps of the harbour were lit again on Friday after eleven dark years"
    )
    assert summarise(article(summary="", body=body)) == (
        "The lamps of the harbour were lit again on Friday after eleven dark years.",
    )
    assert summarise(article(summary="", body="Three more harbour lamps were lit")), (
        "nothing else is there"
    )


@pytest.mark.parametrize(
    "begin", ["KYIV, Nov 3 (Reuters) - ", "PORT ELLERY — ", "Berlin (dpa) - "]
)
def test_a_dateline_is_no_part_of_the_summary(begin: str) -> None:
    lamps = "The harbour lamps of Port Ellery were lit again on Friday after eleven dark years."
    told = article(body=f"{begin}{BODY}")
    assert summarise(told, 1) == (lamps,)
    assert summarise(replace(told, summary=f"{begin}{lamps}")) == (lamps,)
    cut = f"{begin}The harbour lamps of Port Ellery were lit again on Fri…"
    assert summarise(replace(told, summary=cut)) == (lamps,)
    assert begin[:4] not in choices(told)[0]


def test_a_model_is_not_offered_the_same_sentence_in_other_words() -> None:
    lead = "The harbour lamps of Port Ellery are lit again, on Friday, after eleven dark years."
    told = article(summary=f"{lead} The council paid.")
    assert choices(told)[:2] == (lead, "The council paid.")
    assert "The council voted for new lamps in March." in choices(told)
    assert BODY.partition("\n")[0] not in choices(told)


def test_what_points_back_is_told_with_what_it_points_at() -> None:
    headline = "Harbour lamps of Port Ellery lit again after eleven dark years"
    first = f"{headline} on Friday."
    assert summarise(article(headline, f"{first} They use less power than a kettle.")) == (
        first,
        "They use less power than a kettle.",
    )
    body = f"{first} They use less power than a kettle. Fishermen had asked for new lamps."
    for most in (1, 2, 3):
        told = summarise(article("Port Ellery", body=body), most)
        assert "They use less power than a kettle." not in told or told[0] == first


def test_a_quotation_of_two_sentences_is_told_whole() -> None:
    said = "“The lamps of the harbour are lit. Nobody has to fear the wall,” said Tom Okafor."
    assert summarise(article(summary=f"{said} The council voted."), 1) == (said,)
    assert said in summarise(article(body=f"{said}\n\n“Some never end their words."), 2)


@pytest.mark.parametrize(
    "before", ["Share this on WhatsApp", "Staff Reports ", "Published: 3 May by J. Roe "]
)
def test_what_a_content_system_copied_before_the_story_is_left_out(before: str) -> None:
    """Descriptions are made of all the text of a page, buttons and bylines glued to its first word."""
    first = "The harbour lamps of Port Ellery were lit again on Friday after eleven dark years."
    for body in (BODY, f"Staff Reports\n\n{BODY}"):
        assert summarise(article(summary=f"{before}{BODY[:150]}…", body=body), 1) == (first,)


def test_a_standfirst_that_quotes_the_story_stays_whole() -> None:
    told = "It was dark for long. The harbour lamps of Port Ellery were lit again on Friday."
    assert summarise(article(summary=told), 1) == ("It was dark for long.",)
    told = (
        "After eleven dark years, fishermen had asked for them since a storm broke the last one."
    )
    assert summarise(article(summary=told), 1) == (told,)


@pytest.mark.parametrize(
    "call",
    [
        "Click here to read more!",
        "Read more.",
        "Find out more…",
        "Lesen Sie hier mehr.",
        "Cliquez ici pour lire la suite.",
        "Leer más.",
        "Saiba mais.",
        "Читайте подробнее на сайте.",
        "続きを読む。",
        "点击查看全文。",
        "자세히 보기.",
    ],
)
def test_a_call_to_read_on_is_no_part_of_the_summary(call: str) -> None:
    told = "Fishermen of Port Ellery can see the harbour wall again."
    assert summarise(article(summary=f"{told} {call}")) == (told,)
    assert call not in summarise(article(body=f"{call}\n\n{BODY}"))
    assert call not in choices(article(summary=f"{told} {call}", body=f"{BODY} {call}"))


def test_a_sentence_that_only_begins_like_a_call_is_told() -> None:
    told = "Read more slowly where harbour lamps were lit again: so the council of Port Ellery advises on Friday."
    assert summarise(article(summary=told)) == (told,)


LAMPS = "The harbour lamps of Port Ellery were lit again on Friday after eleven dark years."


@pytest.mark.parametrize(
    "before",
    [
        "This post contains affiliate links.",
        "This review was sponsored by Ellery Lamps. All opinions are my own.",
        "Dieser Artikel enthält Affiliate-Links zu Händlern.",
        "Cet article contient des liens affiliés.",
        "Price: £40 Made by: Tom Okafor Sold at: Ellery Lamps, in the harbour street.",
        "The lamps of the harb\ufffd were lit once more.",
        "See https://lamps.example/ellery for all that is to be said of lamps.",
        "In this Dec. 12, 2014, file photo, fishermen of Port Ellery look at the wall.",
        "FILE - Fishermen of Port Ellery look at the wall on March 3.",
        "Auf diesem Archivbild blicken Fischer auf die Mauer von Port Ellery.",
        "* The times of the lamps may change at any moment.",
    ],
)
def test_what_tells_nothing_of_the_story_is_no_part_of_the_summary(before: str) -> None:
    assert summarise(article(body=f"{before}\n\n{BODY}"), 1) == (LAMPS,)
    assert summarise(
        article(summary=f"{before} {BODY[:150]}…", body=f"{before}\n\n{BODY}"), 1
    ) == (LAMPS,)


def test_what_points_at_a_sentence_that_tells_nothing_is_left_out_with_it() -> None:
    link = "The harbour plan of Port Ellery is at https://lamps.example/plan for all."
    told = "Fishermen praised the harbour council of Port Ellery."
    assert summarise(article(summary=f"{link} They praised its pages about lamps. {told}")) == (
        told,
    )


def test_a_description_made_of_paragraphs_is_told_as_these_are() -> None:
    """Content systems join headings, lists and datelines to the sentences after them."""
    body = (
        "PORT ELLERY, Maine (AP) — The latest on the lamps (all times local):\n\n10 p.m.\n\n"
        f"{LAMPS}\n\nELLERY HILL — “You could not see the wall,” said Tom Okafor."
    )
    summary = body.replace("\n\n", " ").replace("years. ELLERY", "years.ELLERY")
    assert summarise(article(summary=summary, body=body)) == (
        LAMPS,
        "“You could not see the wall,” said Tom Okafor.",
    )


def test_a_description_as_long_as_a_book_takes_no_longer_than_that() -> None:
    body = "\n\n".join(f"Lamp {n} burns." for n in range(40_000))
    with no_runaway():
        assert summarise(article("Ellery", body.replace("\n\n", " "), body))


def test_a_question_is_no_last_word() -> None:
    told = "After eleven dark years, fishermen can see the harbour wall."
    teaser = "But who paid for the new lamps?"
    assert summarise(article(summary=f"{told} {teaser}")) == (told,)
    asking = "Who paid for the harbour lamps of Port Ellery?"
    assert summarise(article(summary=asking), 1) == (LAMPS,)
    assert summarise(article(summary=asking, body=f"{asking}\n\n{BODY}"))[0] == LAMPS
    asked = f"{LAMPS} {teaser} The council did, with money from the storm fund. Fishermen cheered."
    assert teaser not in summarise(article(body=asked))
    assert "The council did, with money from the storm fund." not in summarise(article(body=asked))


def test_a_standfirst_and_the_first_sentence_do_not_say_the_same_twice() -> None:
    short = "Lamps of Port Ellery lit again."
    assert summarise(article("Ellery rejoices", body=f"{short}\n\n{BODY}"))[0] == LAMPS
    again = "After eleven years the lamps of Port Ellery harbour burn, which a storm had broken."
    told = summarise(article("Ellery rejoices", body=f"{LAMPS} {again} Fishermen asked for more."))
    assert told == (LAMPS, "Fishermen asked for more.")


def test_what_points_at_a_sentence_that_is_not_told_is_not_told() -> None:
    headline = "Harbour lamps of Port Ellery lit again after eleven dark years"
    body = f"{LAMPS} They use less power than a kettle. Fishermen had asked for them since March."
    assert summarise(article(headline, body=body), 1) == (
        "Fishermen had asked for them since March.",
    )


def test_a_quotation_that_ends_with_the_wrong_mark_is_whole() -> None:
    told = (
        "The play “The Lamps“, written in Port Ellery, tells of eleven dark years at the harbour."
    )
    assert summarise(article("Ellery plays", body=f"{told}\n\nThe weather was fine."), 1) == (
        told,
    )
