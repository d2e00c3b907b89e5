"""Digests: what fits is in them, with its link, and what does not fit is left for later."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.manner import Craft
from bot.model import Article, Style, Unit
from bot.ports import Capabilities, Story
from bot.rules import Destination, Publisher
from bot.steps.digest import HEADLINE, MOST, compose_digest
from bot.text.length import measure

HERE = Destination(name="x", platform="x", address="@tick")
TICK = Publisher(name="Morning Tick", url="https://e.org/")
TELEGRAM = Capabilities(text=4096, unit=Unit.UTF16, hidden_links=True, buttons=True)
X = Capabilities(text=280, unit=Unit.WEIGHTED, link_length=23)


def stories(*headlines: str) -> list[Story]:
    return [
        Story(
            delivery=n,
            article=Article(canonical_url=f"https://e.org/{n}", headline=headline),
        )
        for n, headline in enumerate(headlines)
    ]


def test_headlines_are_links_where_links_may_stand_behind_words() -> None:
    made = compose_digest(stories("Bridge open", "Rain"), HERE, TELEGRAM, TICK)
    assert made
    post, count = made
    assert count == 2
    assert post.text.text == "Morning Tick\n\n• Bridge open\n• Rain"
    links = [span.url for span in post.text.spans if span.style is Style.LINK]
    assert links == ["https://e.org/0", "https://e.org/1"]
    assert (post.link, post.link_label, post.preview) == ("https://e.org/", "Morning Tick", False)


def test_addresses_stand_below_their_headlines_elsewhere() -> None:
    made = compose_digest(stories("Bridge open", "Rain"), HERE, X, TICK)
    assert made
    assert made[0].text.text == "Bridge open\nhttps://e.org/0\n\nRain\nhttps://e.org/1"


def test_as_many_as_fit_are_taken_and_headlines_are_cut_for_it_but_not_too_short() -> None:
    long = (
        "The council of the town opened the new bridge over the river on Monday after nine years"
    )
    made = compose_digest(stories(*[long] * 9), HERE, X, TICK)
    assert made
    post, count = made
    assert count == 3
    headlines = post.text.text.split("\n")[::3]
    assert all(40 < len(headline) <= HEADLINE + 1 for headline in headlines)
    assert compose_digest(stories(*[long] * 9), HERE, TELEGRAM, TICK) == compose_digest(
        stories(*[long] * 9), HERE, TELEGRAM, TICK
    )


def test_a_digest_of_very_many_ends_and_of_one_is_none() -> None:
    made = compose_digest(stories(*"x" * 99), HERE, TELEGRAM, TICK)
    assert made
    assert made[1] == MOST
    assert compose_digest(stories("x"), HERE, TELEGRAM, TICK) is None
    assert compose_digest(stories("x" * 50, "y" * 50), HERE, Capabilities(text=60), TICK) is None


def test_a_digest_has_no_more_links_than_a_post_may_have() -> None:
    can = Capabilities(text=5000, most_links=5)
    made = compose_digest(stories(*[f"Story {n}" for n in range(9)]), HERE, can, TICK)
    assert made
    assert made[1] == 5


def test_another_digest_has_another_key() -> None:
    first = compose_digest(stories("a", "b"), HERE, X, TICK)
    second = compose_digest(stories("a", "b", "c"), HERE, X, TICK)
    assert first
    assert second
    assert first[0].key != second[0].key


@pytest.mark.parametrize("can", [TELEGRAM, X], ids=["telegram", "x"])
@settings(deadline=None)
@given(headlines=st.lists(st.text(min_size=1), min_size=2, max_size=40))
def test_any_digest_fits_and_loses_no_link(can: Capabilities, headlines: list[str]) -> None:
    listed = stories(*headlines)
    made = compose_digest(listed, HERE, can, TICK)
    if made:
        post, count = made
        assert measure(post.text.text, can.unit, can.link_length) <= can.text
        links = [span.url for span in post.text.spans if span.style is Style.LINK]
        assert links == [story.article.canonical_url for story in listed[:count]]


def test_links_count_visitors_and_headlines_in_capitals_are_calmed_as_in_posts() -> None:
    there = replace(HERE, craft=Craft(utm=(("source", "{platform}"),)))
    body = "The council of Leeds opened the bridge on Monday."
    loud = Article(
        canonical_url="https://e.org/1", headline="COUNCIL OF LEEDS OPENS BRIDGE", body=body
    )
    told = [*stories("Rain"), Story(delivery=1, article=loud)]
    made = compose_digest(told, there, TELEGRAM, TICK)
    assert made
    assert made[0].text.text.endswith("• Rain\n• Council of Leeds opens bridge")
    links = [span.url for span in made[0].text.spans if span.style is Style.LINK]
    assert links == ["https://e.org/0?utm_source=x", "https://e.org/1?utm_source=x"]
