"""Which words for an earlier revision hold for the newest one."""

from dataclasses import replace

import pytest

from bot.model import Article
from bot.steps.keep import holds
from bot.wording import Wording

BEFORE = Article(
    canonical_url="https://e.org/a",
    headline="Town opens its bridge",
    body=(
        "The bridge over the Ell was opened on Monday after nine years of work.\n\n"
        "It cost 40 million euros, and 300 people came to see it.\n\n"
        "Mayor Ann Able has resigned over the price."
    ),
    language="en",
)
CHOSEN = Wording(
    sentences=("It cost 40 million euros, and 300 people came to see it.",), origin="select"
)
WRITTEN = Wording(sentences=("The bridge, opened on Monday, cost €40 million.",), origin="rewrite")
RESIGNED = Wording(sentences=("Mayor Able has resigned.",), origin="rewrite")


def now(*changes: str, **more: object) -> Article:
    old, new = changes or ("", "")
    body = BEFORE.body.replace(old, new) if old else f"{BEFORE.body}\n\nMore follows."
    return replace(BEFORE, body=body, **more)  # type: ignore[arg-type]  # as the tests name them


@pytest.mark.parametrize(
    ("said", "article", "expected"),
    [
        (CHOSEN, now(), True),
        (CHOSEN, now("nine years", "ten years"), True),
        (CHOSEN, now("300 people", "400 people"), False),
        (CHOSEN, now(paywalled=True), False),
        (CHOSEN, now(live=True), False),
        (WRITTEN, now(), True),
        (WRITTEN, now("Mayor Ann Able has resigned", "Ann Able resigned"), True),
        (WRITTEN, now("40 million", "50 million"), False),
        (WRITTEN, now("on Monday", "on Tuesday"), False),
        (RESIGNED, now("nine years", "ten years"), True),
        (RESIGNED, now("has resigned", "has not resigned"), False),
        (Wording(), now(), False),
    ],
)
def test_words_hold_while_the_article_says_them(
    said: Wording, article: Article, *, expected: bool
) -> None:
    assert holds(said, BEFORE, article) is expected


def test_what_only_a_feed_had_told_is_told_anew() -> None:
    assert not holds(CHOSEN, replace(BEFORE, origins={"canonical_url": "feed"}), now())
