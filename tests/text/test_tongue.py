import pytest

from bot.text.tongue import spoken

GERMAN = (
    "Die Stadt baut die Brücke am Hafen wieder auf, sagte der Bürgermeister am Freitag. Das Geld kommt"
    " aus dem Fonds für den Wiederaufbau, und die Fischer sind zufrieden, weil sie nun nicht mehr um die"
    " Mauer fahren müssen. Die Arbeiten sollen im April beginnen und bis zum Sommer dauern, wie es in"
    " einer Mitteilung heißt, die der Rat am Abend verschickte."
)
CROATIAN = (
    "Gradonačelnik je u petak rekao da će se luka ponovno otvoriti u travnju i da su ribari zadovoljni."
    " Na sjednici vijeća bilo je puno ljudi koji su tražili da se obnova završi do ljeta, a novac za"
    " radove dolazi iz fonda za obnovu. O tome će se raspravljati na idućoj sjednici, kad će vijeće znati"
    " koliko je novca ostalo i tko će platiti ostatak radova na obali i u gradu."
)
ROMANIAN = (
    "Primarul a spus vineri că portul va fi redeschis în aprilie și că pescarii sunt mulțumiți. La"
    " ședința consiliului au venit mulți oameni care au cerut ca lucrările să fie gata până la vară, iar"
    " banii pentru lucrări vin din fondul de refacere. Despre aceasta se va discuta la următoarea ședință,"
    " când consiliul va ști câți bani au rămas și cine va plăti restul lucrărilor."
)


@pytest.mark.parametrize(
    ("text", "said", "expected"),
    [
        (GERMAN, "en", "de"),
        (GERMAN, "lb", "lb"),
        (GERMAN[:200], "en", "en"),
        (CROATIAN, "en", "en"),
        (ROMANIAN, "en", "en"),
        ("", "en", "en"),
    ],
)
def test_a_language_gives_way_only_to_one_beyond_doubt(
    text: str, said: str, expected: str
) -> None:
    assert spoken(text, said) == expected
