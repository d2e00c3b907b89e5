import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.resemblance import resemblance


def text(rng: random.Random, words: int) -> list[str]:
    return [f"{rng.choice('bdfgklmn')}{rng.randrange(500)}" for _ in range(words)]


@pytest.mark.parametrize("length", [40, 400])
def test_a_twentieth_of_the_words_may_be_edited(length: int) -> None:
    rng = random.Random(7)  # noqa: S311 - a test's own dice
    for _ in range(50):
        one = text(rng, length)
        edited = list(one)
        for at in rng.sample(range(length), length // 20):
            edited[at] = "edited"
        assert resemblance(" ".join(one), " ".join(edited)) >= 0.5
        assert resemblance(" ".join(one), " ".join(text(rng, length))) < 0.1


@given(st.text(), st.text())
def test_it_is_between_none_and_all_and_has_no_direction(one: str, other: str) -> None:
    assert 0 <= resemblance(one, other) == resemblance(other, one) <= 1
    assert resemblance(one, one) in {0, 1}


def test_spaces_signs_and_capitals_do_not_count() -> None:
    assert resemblance("One, two – three!", "one TWO  three") == 1
    assert resemblance("", "") == resemblance("...", "!") == 0
    assert resemblance("one two", "one three") == 0
