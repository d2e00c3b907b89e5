"""What of a change readers must be told of."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Image, Post, Rich
from bot.text.diff import Level, compare

NOTHING, TYPO, SUBSTANCE = Level
PICTURE = Image(url="https://e.org/lamps.jpg?w=1", credit="Ann Able")


def post(headline: str = "Lamps lit", summary: str = "", **more: object) -> Post:
    whole = Post(
        key="k",
        text=Rich(text=f"{headline} {summary}"),
        link="https://e.org/a",
        headline=headline,
        summary=summary,
    )
    return replace(whole, **more)  # type: ignore[arg-type]  # why: whatever a case names


TEXTS = [
    (NOTHING, "The council opened a bridge", "The council opened a bridge"),
    (NOTHING, "The  council\u200b opened", "The council opened"),
    (TYPO, "The council opened a bridge", "The Council opened a bridge."),
    (TYPO, "The concil opened a bridge", "The council opened a bridge"),
    (TYPO, "The cuoncil opened", "The council opened"),
    (TYPO, "Councill opens bridge", "Council opens bridge"),
    (TYPO, "The the council", "The council"),
    (TYPO, "Council opens the bridge", "Council opens bridge"),
    (TYPO, "A news room in Leeds", "A newsroom in Leeds"),
    (TYPO, "A cooperation", "A co-operation"),
    (TYPO, "Tthe council", "The council"),
    (TYPO, "Governement falls", "Government falls"),
    (TYPO, "Der Kanzlr tritt zurück", "Der Kanzler tritt zurück"),
    (TYPO, "Le president demissionne", "Le président démissionne"),
    (TYPO, "“Never again”, says mayor", '"Never again," says mayor'),
    (TYPO, "Правителство ушло в отставку", "Правительство ушло в отставку"),
    (SUBSTANCE, "Nine die in fire", "Ten die in fire"),
    (SUBSTANCE, "Fire kills 9", "Fire kills 10"),
    (SUBSTANCE, "Rates rise by 3.5%", "Rates rise by 35%"),
    (SUBSTANCE, "Rates rise by 3%", "Rates rise by 3"),
    (SUBSTANCE, "Cost of $5 million", "Cost of $5 billion"),
    (SUBSTANCE, "Cost of 5 millones", "Cost of 5 billones"),
    (SUBSTANCE, "Cost of £5", "Cost of $5"),
    (SUBSTANCE, "Iran votes today", "Iraq votes today"),
    (SUBSTANCE, "Austria wins", "Australia wins"),
    (SUBSTANCE, "Niger holds talks", "Nigeria holds talks"),
    (SUBSTANCE, "Mayor Smith resigns", "Mayor Smyth resigns"),
    (SUBSTANCE, "A man was hurt", "A men was hurt"),
    (SUBSTANCE, "The vote is legal", "The vote is illegal"),
    (SUBSTANCE, "A deal is possible", "A deal is impossible"),
    (SUBSTANCE, "Mayor did resign", "Mayor did not resign"),
    (SUBSTANCE, "Mayor resigns", "Mayor resigns?"),
    (SUBSTANCE, "Mayor denies theft", "Mayor admits theft"),
    (SUBSTANCE, "News of one", "News of one, corrected"),
    (SUBSTANCE, "Maria can sail", "Maria can't sail"),
    (SUBSTANCE, "東京都知事が辞任", "東京都知事が就任"),
    (SUBSTANCE, "Девять погибших", "Десять погибших"),
    (SUBSTANCE, "", "Ten die"),
]


@pytest.mark.parametrize(("level", "old", "new"), TEXTS)
def test_a_slip_is_told_from_another_fact(level: Level, old: str, new: str) -> None:
    assert compare(post(old), post(new)).level is level
    assert compare(post(new), post(old)).level is level
    said = "Who reads this knows more."
    summaries = [post("A", f"{said} {text}".strip()) for text in (old, new)]
    assert compare(*summaries).level is (level if old else TYPO)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("Nine die in fire", "Ten die in fire", (("Nine", "Ten"),)),
        ("Mayor resigns", "Mayor Smith resigns", (("Mayor", "Mayor Smith"),)),
        ("Mayor did not resign", "Mayor did resign", (("did not", "did"),)),
        ("The Nine die, in  fire", "Ten people die in a fire", (("The Nine", "Ten people"),)),
        ("1 2 x 3 4 x 5 6", "2 1 x 4 3 x 6 5", ()),
        ("Mayor resigns", f"Mayor {'very ' * 9}resigns", ()),
    ],
)
def test_the_words_are_given_where_they_are_few(
    old: str, new: str, words: tuple[tuple[str, str], ...]
) -> None:
    assert compare(post(old), post(new)).words == words


OTHERS = [
    ({"images": (replace(PICTURE, url="https://e.org/lamps.jpg?w=2&sig=z"),)}, NOTHING, ()),
    ({"images": (replace(PICTURE, url="https://e.org/quay.jpg"),)}, TYPO, ("picture",)),
    ({"images": (replace(PICTURE, credit="Ben Able"),)}, TYPO, ("credit",)),
    ({"images": ()}, TYPO, ("picture", "credit")),
    ({"link": "https://e.org/b"}, TYPO, ("link",)),
    ({"text": Rich(text="Lamps lit. Join us")}, TYPO, ()),
    ({"summary": "More."}, TYPO, ("summary",)),
    ({"key": "other", "made_at": 5.0}, NOTHING, ()),
]


@pytest.mark.parametrize(("change", "level", "parts"), OTHERS)
def test_other_parts_are_put_right_in_silence(
    change: dict[str, object], level: Level, parts: tuple[str, ...]
) -> None:
    old = post(images=(PICTURE,))
    difference = compare(old, replace(old, **change))  # type: ignore[arg-type]  # why: as above
    assert (difference.level, difference.parts) == (level, parts)


def test_a_sentence_more_takes_nothing_back() -> None:
    assert compare(post("A", "It rains."), post("A", "It rains. It pours.")).level is TYPO


@given(st.text(), st.text())
def test_any_two_texts_can_be_compared(old: str, new: str) -> None:
    assert compare(post(old), post(old)).level is NOTHING
    assert all(len(pair) == 2 for pair in compare(post(old), post(new)).words)
