"""Which figures of a machine's text its article states; each pair differs in one thing."""

import pytest

from bot.text.faithful import objection
from bot.text.figures import unfounded

STORM = (
    "The storm killed 46 cows in 21 villages, and 10 people were hurt when it reached the coast. It ran"
    " 1,200 miles in three days and dropped 350 pounds of hail on one roof. Repairs cost $71.6 million"
    " in fiscal 2019, when growth was 1.8 percent. Olga Brandt, 55, saw it from a boat on Tuesday."
)
STURM = (
    "Der Sturm tötete am Dienstagabend 46 Kühe in 21 Dörfern und zog 120 Kilometer weit. Die Reparatur"
    " kostet 14,6 Millionen Euro und dauert sieben Monate, sagte die Stadt."
)
PONT = "Le pont de la ville sera fermé pendant 18 mois pour des travaux de 3,5 millions d'euros."


@pytest.mark.parametrize(
    ("said", "article", "language"),
    [
        ("The storm killed more than 40 cows in over 20 villages.", STORM, "en"),
        ("Repairs cost almost $72m after the storm.", STORM, "en"),
        ("Repairs cost nearly $80 million after the storm.", STORM, "en"),
        ("Repairs cost about $70 million after the storm.", STORM, "en"),
        ("The storm ran more than 1,000 miles.", STORM, "en"),
        ("The town cut its forecast for growth in fiscal 2019 to 1.8 percent.", STORM, "en"),
        (
            "The storm reached the coast and ran almost 2,000 kilometers in three days.",
            STORM,
            "en",
        ),
        ("The storm ran 1,930 km.", STORM, "en"),
        ("The storm came at 6pm.", "The storm came at 18:00 on Friday.", "en"),
        ("Ten people were injured by the storm, and 46 cows died.", STORM, "en"),
        ("Repairs cost $71.6 million late in the 2010s.", STORM, "en"),
        ("Growth was 1.8 percent.", STORM.replace("1.8 percent", "1.83 percent"), "en"),
        ("Die Reparatur kostet rund 15 Millionen Euro.", STURM, "de"),
        ("Der Sturm zog am Dienstag 120 km weit.", STURM, "de"),
        ("Die Reparatur dauert 7 Monate.", STURM, ""),  # its language is told by its words
        ("Le pont sera fermé pendant dix-huit mois.", PONT, "fr"),
    ],
)
def test_a_figure_in_another_form_is_the_articles_own(
    said: str, article: str, language: str
) -> None:
    assert objection(said, article, language) == ""


@pytest.mark.parametrize(
    ("said", "article", "found"),
    [
        ("The storm killed more than 30 cows.", STORM, "30"),
        ("The storm killed fewer than 40 cows.", STORM, "40"),
        ("Repairs cost almost $70 million.", STORM, "$70 million"),
        ("Repairs cost about $80 million.", STORM, "$80 million"),
        ("The storm ran 1,200 kilometers.", STORM, "1,200"),
        ("The storm ran 1,200 miles in three hours.", STORM, "three"),
        ("Der Sturm zog 120 Meilen weit.", STURM, "120"),
        ("Die Reparatur dauert sieben Wochen.", STURM, "sieben"),
        ("Der Sturm tötete am Mittwoch 46 Kühe.", STURM, "Mittwoch"),
        ("Le pont sera fermé pendant dix-sept mois.", PONT, "dix-sept"),
    ],
)
def test_a_changed_figure_or_measure_is_named(said: str, article: str, found: str) -> None:
    language = {STORM: "en", STURM: "de", PONT: "fr"}[article]
    assert unfounded(said, article, language) == found
