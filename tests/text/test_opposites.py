"""Words that say the opposite of what an article says in the same place, and words that only seem to."""

import pytest

from bot.text.faithful import objection
from bot.text.opposites import opposite

PORT = (
    "Fuel prices in Port Ellery rose sharply in March after the refinery shut down. The opposition"
    " condemned the plan to import crude oil, while the harbour union defended it. The number of ferry"
    " passengers fell, but cargo traffic grew. The court did not convict the refinery's director."
    " Older ships will be banned from the harbour in May."
)
HAFEN = "Die Preise für Diesel im Hafen sind im März gestiegen. Der Stadtrat lehnte den Neubau ab."
PORTO = "Il ministro, assente alla cerimonia nel porto, ha inviato un messaggio agli operai."
PORTU = "Wczoraj ceny paliwa w porcie spadły, a rada poparła budowę nowego terminalu."
PRECOS = "Os preços do diesel no porto subiram em março, segundo a prefeitura."
PRIJZEN = "De prijzen van diesel in de haven stegen in maart, zegt de gemeente."
PRISER = "Priserna på diesel i hamnen steg kraftigt i mars, enligt kommunen."
GAVAN = "Цены на топливо в порту выросли в марте. Совет поддержал строительство терминала."


@pytest.mark.parametrize(
    ("said", "article", "language", "found"),
    [
        ("Fuel prices in Port Ellery fell sharply.", PORT, "en", "fell (rose)"),
        ("The opposition welcomed the plan to import crude.", PORT, "en", "welcomed (condemned)"),
        ("The opposition condemned the plan to export crude.", PORT, "en", "export (import)"),
        ("The number of ferry passengers rose in March.", PORT, "en", ""),  # cargo grew beside it
        ("Younger ships will be banned from the harbour.", PORT, "en", "younger (older)"),
        ("Older ships will be allowed into the harbour in May.", PORT, "en", "allowed (banned)"),
        ("Die Preise für Diesel im Hafen sind gesunken.", HAFEN, "de", "gesunken (gestiegen)"),
        ("Il ministro, presente alla cerimonia, ha scritto.", PORTO, "it", "presente (assente)"),
        ("Ceny paliwa w porcie wzrosły.", PORTU, "pl", "wzrosły (spadły)"),
        ("Os preços no porto caíram em março.", PRECOS, "pt", "caíram (subiram)"),
        ("De prijzen in de haven daalden in maart.", PRIJZEN, "nl", "daalden (stegen)"),
        ("Priserna i hamnen sjönk kraftigt i mars.", PRISER, "sv", "sjönk (steg)"),
        ("Цены на топливо в порту упали.", GAVAN, "ru", "упали (выросли)"),
    ],
)
def test_the_opposite_is_found_where_the_article_has_it(
    said: str, article: str, language: str, found: str
) -> None:
    assert opposite(said, article, language) == found


@pytest.mark.parametrize(
    "said",
    [
        "Fuel prices in Port Ellery jumped in March.",  # in other words
        "Fuel prices in Port Ellery did not fall in March.",  # a negation stands beside it
        "The court acquitted the director of the refinery.",  # there too
        "Cargo traffic grew, and fewer passengers took the ferry.",
        "The refinery closed, and fuel prices increased.",
        "Smaller boats were sold in Dublin.",  # of something else
    ],
)
def test_other_words_for_the_same_are_no_opposites(said: str) -> None:
    assert opposite(said, PORT, "en") == ""


def test_it_is_a_reason_to_reject() -> None:
    reason = objection("Fuel prices in Port Ellery fell sharply in March.", PORT, "en")
    assert reason == "the article says the opposite: fell (rose)"


def test_who_says_both_says_no_opposite() -> None:
    article = "The council opened the bridge on Monday after nine years of work and rain."
    said = "Nine years of work end: the council opened the bridge on Monday."
    assert opposite(said, article, "en") == ""
