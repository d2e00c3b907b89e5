import json
from typing import Any

import pytest

from bot.model import Article
from bot.page.article import read_page

URL = "https://www.tick.example/town/lamps"


def read(head: str = "", url: str = URL, above: str = "", **said: Any) -> Article:
    thing = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Lamps", **said}
    script = f'<script type="application/ld+json">{json.dumps(thing)}</script>'
    return read_page(f"<head>{head}{script}</head><body>{above}<h1>Lamps</h1></body>", url)


@pytest.mark.parametrize(
    "said",
    [False, "False", "false", "FALSE", "http://schema.org/False", "https://schema.org/False"],
)
def test_every_spelling_of_not_free_is_a_paywall(said: object) -> None:
    article = read(isAccessibleForFree=said)
    assert article.paywalled
    assert article.origins["paywalled"] == "json-ld"


@pytest.mark.parametrize(
    "said", [True, "True", "true", "http://schema.org/True", None, "", "perhaps", {}, [], 7]
)
def test_every_spelling_of_free_and_no_word_is_none(said: object) -> None:
    assert not read(isAccessibleForFree=said).paywalled


def test_a_paywall_is_told_of_in_other_places_too() -> None:
    part = {"@type": "WebPageElement", "isAccessibleForFree": "False", "cssSelector": ".paywall"}
    graph = {"@graph": [{"@type": "WebPage", "isAccessibleForFree": False}]}
    script = f'<script type="application/ld+json">{json.dumps(graph)}</script>'
    assert read(hasPart=part).paywalled
    assert read(hasPart=[part]).paywalled
    assert read(script).paywalled
    assert read('<meta itemprop="isAccessibleForFree" content="false">').paywalled
    assert read('<meta property="article:content_tier" content="locked">').paywalled
    assert not read('<meta property="article:content_tier" content="metered">').paywalled
    assert not read(hasPart=part, isAccessibleForFree=True).paywalled


def _typed(kind: object) -> dict[str, Any]:
    return {"@type": kind}


def test_a_live_blog_is_one_by_its_type_wherever_that_stands_high() -> None:
    blog = {"@type": "LiveBlogPosting", "headline": "Lamps, live"}
    graph = f'<script type="application/ld+json">{json.dumps({"@graph": [blog]})}</script>'
    assert read(**_typed("LiveBlogPosting")).live
    assert read(**_typed(["NewsArticle", "LiveBlogPosting"])).live
    assert read(graph).live
    assert not read(mentions=blog).live
    assert not read().live


LABELS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "type": ("opinion", "json-ld", {"@type": "OpinionNewsArticle"}),
    "type, with an address": ("opinion", "json-ld", {"@type": "schema:OpinionNewsArticle"}),
    "type, paid": ("sponsored", "json-ld", {"@type": "AdvertiserContentArticle"}),
    "section": ("opinion", "json-ld", {"articleSection": "Op-Ed"}),
    "section, one of many": ("opinion", "json-ld", {"articleSection": ["Town", "Meinung"]}),
    "section, paid": ("sponsored", "json-ld", {"articleSection": "Sponsored Content"}),
    "meta": ("opinion", "meta", {"head": '<meta property="article:opinion" content="true">'}),
    "meta section": ("opinion", "meta", {"head": '<meta name="section" content="Opinión">'}),
    "address": ("opinion", "address", {"url": "https://tick.example/opinion/2026/lamps"}),
    "address, host": ("opinion", "address", {"url": "https://opinion.tick.example/lamps"}),
    "address, paid": ("sponsored", "address", {"url": "https://tick.example/paid-post/lamps"}),
    "over the headline": ("sponsored", "page", {"above": "<div>Advertorial</div>"}),
    "over the headline, a link": ("opinion", "page", {"above": "<p><a href=/o>Мнение</a></p>"}),
    "paid before opinion": (
        *("sponsored", "page"),
        {"above": "<p>Anzeige</p>", "url": "https://tick.example/meinung/lamps"},
    ),
}


@pytest.mark.parametrize(("label", "origin", "page"), LABELS.values(), ids=LABELS.keys())
def test_opinions_and_advertisements_are_labelled(
    label: str, origin: str, page: dict[str, Any]
) -> None:
    article = read(**page)
    assert (article.label, article.origins["label"]) == (label, origin)


@pytest.mark.parametrize(
    "page",
    [
        {},
        {"articleSection": "Public opinion polls"},
        {"url": "https://tick.example/town/opinion"},
        {"above": "<nav><ul><li><a href=/o>Opinion</a></ul></nav>"},
        {"above": "<p>Opinion</p><p>Town</p><p>Sport</p><p>Weather</p>"},
    ],
)
def test_news_has_no_label(page: dict[str, Any]) -> None:
    assert read(**page).label == ""


@pytest.mark.parametrize(
    ("head", "noindex"),
    [
        ('<meta name="robots" content="noindex, follow">', True),
        ('<meta name="Robots" content="NONE">', True),
        ('<meta name="googlebot" content="nofollow,noindex">', True),
        ('<meta name="robots" content="max-image-preview:none, index">', False),
        ('<meta name="googlebot-news" content="noindex">', False),
        ("", False),
    ],
)
def test_a_page_may_ask_not_to_be_indexed(head: str, *, noindex: bool) -> None:
    assert read(head).noindex is noindex
