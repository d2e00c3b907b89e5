import pytest

from bot.text.turned import is_turned


@pytest.mark.parametrize(
    ("shown", "left", "language", "turned"),
    [
        ("Die Stadt baut die neue Brücke", " in diesem Jahr nicht mehr, sagt Roth.", "de", True),
        ("Die Stadt baut die neue Brücke", " in diesem Jahr, was nicht alle freut.", "de", False),
        ("Shops may open on Sundays", ", except in the old town.", "en", True),
        ("Shops may open on Sundays", " in the old town, says the mayor.", "en", False),
        ("The mayor will be free on Monday", " unless he pays.", "en", True),
        ("Her lawyers said that she", " didn’t know of it.", "en", True),
        ("Le conseil veut fermer le pont", " sauf le dimanche.", "fr", True),
        ("市は来年", "橋を建てないと述べた。", "ja", True),
        ("市は来年", "橋を建てると述べた。", "ja", False),
        ("The harbour is open.", "", "en", False),
        ("Some words that are not its own", "", "en", False),
    ],
)
def test_a_part_is_turned_where_what_follows_denies_it_or_holds_it_back(
    shown: str, left: str, language: str, *, turned: bool
) -> None:
    sentence = shown + left if left or shown.endswith(".") else "Another sentence."
    assert is_turned(sentence, f"{shown}…" if left else shown, language) is turned
