"""Amounts without a figure: what an article bears out, and what it does not."""

import pytest

from bot.text.faithful import objection
from bot.text.figures import unfounded

FIRE = (
    "The fire in the warehouse hurt 23 workers and destroyed 12 of 30 machines. Output fell by 48 percent"
    " in March. The company, which had 400 workers in 2010, has 810 workers today."
)
BRAND = "Der Brand im Lager verletzte vier Arbeiter. Die Produktion sank im März um 12 Prozent."
FEU = "L'incendie de l'entrepôt a blessé quatre ouvriers. La production a baissé de 12 % en mars."


@pytest.mark.parametrize(
    "said",
    [
        "The fire hurt dozens of workers.",
        "Output fell by nearly half in March.",
        "The company has hundreds of workers.",
        "The number of workers doubled.",
        "The company was founded a year and a half ago, and is worth half a million.",
    ],
)
def test_what_figures_bear_out_and_what_is_no_share_pass(said: str) -> None:
    assert unfounded(said, FIRE, "en") == ""


def test_more_than_an_amount_may_be_somewhat_more() -> None:
    vote = "Of those asked, 62 percent back the law."
    assert unfounded("More than half back the law.", vote, "en") == ""
    assert unfounded("Half of those asked back the law.", vote, "en") == "Half"


@pytest.mark.parametrize(
    ("said", "article", "found"),
    [
        ("The fire hurt thousands of workers.", FIRE, "thousands"),
        ("Output fell by two thirds in March.", FIRE, "two thirds"),
        ("A quarter of the workers were hurt.", FIRE, "A quarter of"),
        ("Nearly all workers were hurt.", FIRE, "Nearly all"),
        ("The number of workers tripled.", FIRE, "tripled"),
        ("More than two thirds of the workers were hurt.", FIRE, "two thirds"),
        ("Der Brand verletzte Dutzende Arbeiter.", BRAND, "Dutzende"),
        ("Die Produktion sank um die Hälfte.", BRAND, "Hälfte"),
        ("Die Produktion hat sich verdoppelt.", BRAND, "verdoppelt"),
        ("L'incendie a blessé des dizaines d'ouvriers.", FEU, "des dizaines"),
        ("La production a baissé de la moitié en mars.", FEU, "la moitié"),
    ],
)
def test_what_nothing_bears_out_is_named(said: str, article: str, found: str) -> None:
    assert unfounded(said, article, {FIRE: "en", BRAND: "de", FEU: "fr"}[article]) == found


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Norway rejected the plan of the company.", "Norway"),
        ("Norwegian workers destroyed the machines in the warehouse.", "Norwegian"),
    ],
)
def test_a_country_at_the_beginning_of_a_sentence_is_a_name(said: str, name: str) -> None:
    assert objection(said, FIRE, "en") == f"the article does not name: {name}"


def test_what_is_written_short_is_known_in_full() -> None:
    article = "Rep. Ann Lee (D-Minn.) visited the Ecuadorean embassy on Monday and met its staff."
    said = "Minnesota Democrat Ann Lee visited the embassy of Ecuador on Monday."
    assert objection(said, article, "en") == ""


def test_what_may_be_is_not_said_to_come() -> None:
    article = "The new law could make bread much cheaper in winter, the mayor said on Monday."
    said = "The new law will make bread much cheaper in winter."
    assert objection(said, article, "en") == "the article says the opposite: will (could)"
