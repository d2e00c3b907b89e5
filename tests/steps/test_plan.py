"""Where an article goes, in which forms, and what is urgent about it."""

from dataclasses import replace

import pytest

from bot.manner import Breaking, Craft, Template
from bot.model import Article
from bot.ports import Capabilities, NewRevision
from bot.rules import Destination, Publisher
from bot.steps.plan import Desk, Outlet, deliveries_of, is_breaking, is_same_place
from bot.wording import Wording

ARTICLE = Article(
    canonical_url="https://e.org/bridge",
    headline="Breaking: the old bridge is closed",
    section="News",
    body="The old bridge was closed on Monday.",
)
DEAR = Capabilities(text=280, price=0.015, price_with_link=0.2)
HERE = Destination(name="x", platform="x", address="@tick")
REVISION = NewRevision(article_id=1, revision=1, article=ARTICLE, order_at=1000)


def desk(capabilities: Capabilities = DEAR, destination: Destination = HERE) -> Desk:
    return Desk(
        publisher=Publisher(name="Morning Tick", url="https://e.org/"),
        outlets={"x": Outlet(destination=destination, capabilities=capabilities)},
    )


def test_a_dear_post_has_a_cheap_form_without_its_link() -> None:
    (planned,) = deliveries_of(REVISION, desk())
    assert (planned.cost_usd, planned.spare_usd) == (0.2, 0.015)
    assert planned.spare
    assert "https://e.org/bridge" in planned.post.text.text
    assert "https://" not in planned.spare.text.text
    assert (planned.spare.link, planned.spare.key) == ("", planned.post.key)


def test_what_is_free_or_no_cheaper_without_its_link_has_one_form() -> None:
    (free,) = deliveries_of(REVISION, desk(Capabilities(text=280)))
    assert (free.spare, free.spare_usd, free.cost_usd) == (None, 0.0, 0.0)
    (bare,) = deliveries_of(REVISION, desk(destination=replace(HERE, link=False)))
    assert (bare.spare, bare.cost_usd) == (None, 0.015)
    template = Template(text="{{ headline }}, more on Booking.com")
    (linked,) = deliveries_of(
        REVISION, desk(destination=replace(HERE, craft=Craft(templates=(template,))))
    )
    assert (linked.spare, linked.cost_usd) == (None, 0.2)


@pytest.mark.parametrize(
    ("breaking", "expected"),
    [
        (Breaking(), False),
        (Breaking(keywords=("breaking",)), True),
        (Breaking(keywords=("urgent", "old bridge")), True),
        (Breaking(keywords=("bridges",)), False),
        (Breaking(sections=("news",)), True),
        (Breaking(sections=("Sport",)), False),
    ],
)
def test_breaking_news_is_known_by_its_headline_or_its_section(
    breaking: Breaking, *, expected: bool
) -> None:
    assert is_breaking(ARTICLE, breaking) is expected


def test_breaking_news_is_urgent_for_a_while_after_its_publication() -> None:
    breaking = Breaking(keywords=("breaking",), max_age=600)
    (planned,) = deliveries_of(REVISION, desk(destination=replace(HERE, breaking=breaking)))
    assert planned.urgent_until == 1600
    (planned,) = deliveries_of(REVISION, desk())
    assert planned.urgent_until == 0.0


def test_what_a_source_posts_first_somewhere_is_held() -> None:
    outlets = {
        name: Outlet(destination=replace(HERE, name=name), capabilities=DEAR, holds_first=first)
        for name, first in (("new", True), ("known", True), ("open", False))
    }
    desk = Desk(publisher=Publisher(name="Morning Tick", url="https://e.org/"), outlets=outlets)
    planned = deliveries_of(REVISION, desk, {"known"})
    assert [(one.destination, bool(one.hold)) for one in planned] == [
        ("new", True),
        ("known", False),
        ("open", False),
    ]
    (burst, *_) = deliveries_of(replace(REVISION, hold="burst"), desk)
    assert burst.hold == "burst"


@pytest.mark.parametrize(
    ("link", "address", "same"),
    [
        ("https://t.me/news", "@News", True),
        ("https://t.me/news/", "@other", False),
        ("https://social.example/@news", "@news@social.example", True),
        ("https://other.example/@news", "@news@social.example", False),
        ("https://www.facebook.com/news", "1234567890", True),
    ],
)
def test_a_place_is_told_by_its_name_and_server(link: str, address: str, *, same: bool) -> None:
    assert is_same_place(link, address) is same


@pytest.mark.parametrize(
    ("holds", "origin", "expected"),
    [
        ({}, "rewrite", ""),
        ({"rewrite": "look"}, "rewrite", "look"),
        ({"rewrite": "look"}, "select", ""),
        ({"rewrite": "look", "select": "look too"}, "select", "look too"),
        ({"rewrite": "look", "select": "look too"}, "extract", ""),
    ],
)
def test_a_person_approves_what_a_model_said(
    holds: dict[str, str], origin: str, expected: str
) -> None:
    said = Wording(sentences=("A bridge was opened over the river.",), origin=origin)
    there = Outlet(destination=HERE, capabilities=Capabilities(text=280), holds_words=holds)
    desk = Desk(
        publisher=Publisher(name="Morning Tick", url="https://e.org/"), outlets={"here": there}
    )
    (planned,) = deliveries_of(replace(REVISION, wording=said), desk)
    assert planned.hold == expected
    assert said.sentences[0] in planned.post.text.text


@pytest.mark.parametrize(
    ("headline", "grave", "tagged"),
    [
        ("Bridge opened", ("death",), True),
        ("Death on the bridge", ("death",), False),
        ("Deathly silence on the bridge", ("death",), True),
        ("Death on the bridge", (), True),
    ],
)
def test_there_are_no_hashtags_beside_a_grave_word(
    headline: str, grave: tuple[str, ...], *, tagged: bool
) -> None:
    article = replace(ARTICLE, headline=headline, keywords=("bridge",))
    there = replace(HERE, hashtags=1, grave=grave)
    (planned,) = deliveries_of(replace(REVISION, article=article), desk(destination=there))
    assert ("#Bridge" in planned.post.text.text) is tagged
    told = Wording(sentences=("A death was told of.",), origin="extract")
    (planned,) = deliveries_of(
        replace(REVISION, article=article, wording=told), desk(destination=there)
    )
    assert ("#Bridge" in planned.post.text.text) is (not grave)


def test_first_words_in_capitals_do_not_shout_in_posts() -> None:
    told = "THE BRIDGE was closed on Friday, a day after a storm."
    body = f"{told} Nobody knows when the bridge will be opened again, the council says."
    article = replace(ARTICLE, headline="Storm in town", body=body, summary="")
    (planned,) = deliveries_of(replace(REVISION, article=article, wording=None), desk())
    assert planned.post.summary.startswith("The bridge was closed on Friday")


def test_a_headline_in_capitals_does_not_shout_in_posts() -> None:
    article = replace(ARTICLE, headline="THE OLD BRIDGE WAS CLOSED")
    (planned,) = deliveries_of(replace(REVISION, article=article), desk())
    assert planned.post.headline == "The old bridge was closed"
