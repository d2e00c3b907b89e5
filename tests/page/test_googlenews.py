from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.model import Entry
from bot.page.googlenews import markup_faults, sitemap_faults

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
ENTRY = Entry(
    source="",
    guid="",
    url="https://e.org/a",
    headline="Rain",
    language="en",
    published=NOW - timedelta(hours=3),
)


@pytest.mark.parametrize(
    ("entries", "faults"),
    [
        ([ENTRY], []),
        ([], ["lists no news; where nothing is new it may be empty for two days"]),
        ([ENTRY] * 1001, ["lists 1001 articles, 1000 at most are read"]),
        ([replace(ENTRY, url="https://other.org/a")], ["lists articles that are not at e.org"]),
        ([ENTRY, replace(ENTRY, headline="")], ["1 of 2 articles lack their news:title"]),
        ([replace(ENTRY, language="")], ["1 of 1 articles lack their news:language"]),
        ([replace(ENTRY, published=None)], ["1 of 1 articles lack their news:publication_date"]),
        (
            [replace(ENTRY, published=NOW - timedelta(hours=49))],
            ["1 of 1 articles are older than two days and belong there no more"],
        ),
    ],
)
def test_a_news_sitemap_is_held_to_the_rules(entries: list[Entry], faults: list[str]) -> None:
    assert list(sitemap_faults(tuple(entries), "e.org", NOW)) == faults


def page(**more: str) -> str:
    said = {
        "@type": '"NewsArticle"',
        "headline": '"Rain"',
        "image": '["a.jpg"]',
        "author": '{"name": "A"}',
        "publisher": '{"name": "Tick"}',
        "datePublished": '"2026-11-27T10:00:00Z"',
    } | more
    told = ", ".join(f'"{key}": {value}' for key, value in said.items() if value)
    return f'<script type="application/ld+json">{{{told}}}</script><h1>Rain</h1>'


@pytest.mark.parametrize(
    ("html", "faults"),
    [
        (page(), []),
        (page(**{"@type": '["OpinionNewsArticle"]'}), []),
        ("<h1>Rain</h1>", ["has no NewsArticle in JSON-LD"]),
        (page(**{"@type": '"WebPage"'}), ["has no NewsArticle in JSON-LD"]),
        (page(headline=""), ["its NewsArticle has no headline"]),
        (page(headline='"' + "x" * 111 + '"'), ["its headline has 111 characters, 110 are shown"]),
        (
            page(image="", author=""),
            ["its NewsArticle has no image", "its NewsArticle has no author"],
        ),
        (page(datePublished=""), ["its NewsArticle has no datePublished"]),
        (page(datePublished='"2026-11-27"'), ["its datePublished has no time zone"]),
    ],
)
def test_an_article_is_held_to_the_rules(html: str, faults: list[str]) -> None:
    assert list(markup_faults(html)) == faults
