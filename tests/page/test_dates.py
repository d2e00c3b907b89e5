from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.page.article import read_page
from bot.page.dates import read_modified, read_published
from bot.page.dom import parse
from bot.page.head import read_head

LONDON = ZoneInfo("Europe/London")


def published(html: str) -> datetime | None:
    root = parse(html)
    return read_published(root, read_head(root), LONDON)[0]


def in_json(value: str) -> str:
    return (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "x",'
        f' "datePublished": {value}}}</script>'
    )


NOON = datetime(2026, 5, 20, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "html",
    [
        in_json('"2026-05-20T12:00:00Z"'),
        in_json('"2026-05-20T14:00:00+02:00"'),
        in_json('"2026-05-20 14:00:00 +0200"'),
        in_json('"20260520T120000Z"'),
        in_json('"Wed, 20 May 2026 12:00:00 GMT"'),
        in_json('"May 20, 2026 8:00 am EDT"'),
        in_json('"2026-05-20T13:00:00"'),
        in_json('"2026-05-20 13:00"'),
        in_json('"1779278400"'),
        in_json('"1779278400000"'),
        in_json('"garbage"')
        + '<meta property="article:published_time" content="2026-05-20T12:00Z">',
        '<meta name="parsely-pub-date" content="2026-05-20T12:00:00Z">',
        '<meta itemprop="datePublished" content="2026-05-20T12:00:00Z">',
        '<time datetime="2026-05-20T12:00:00Z">at noon</time>',
        '<time datetime="2019-01-01T00:00Z"></time><article><time datetime="2026-05-20T12:00Z"></article>',
        '<abbr class="published" title="2026-05-20T14:00:00+02:00">2 PM</abbr>',
        '<span class="published-date">20 May 2026, 13:00</span>',
        '<p class="publish-date">Am 20. Mai 2026 um 13.00 Uhr</p>',
        '<span itemprop="datePublished">20 mai 2026 à 14h00 CEST</span>',
    ],
)
def test_the_moment_of_publication_is_found(html: str) -> None:
    assert published(html) == NOON


@pytest.mark.parametrize(
    "html",
    ["", in_json('"0000-00-00"'), in_json("null"), in_json("17"), "<time>yesterday</time>"],
)
def test_no_date_is_better_than_a_wrong_one(html: str) -> None:
    assert published(html) is None


def test_a_day_alone_begins_at_the_publishers_midnight() -> None:
    assert published(in_json('"2026-05-20"')) == datetime(2026, 5, 20, tzinfo=LONDON)


STORY = (
    f"<p>{'The lamps of the harbour were lit again on 1 May 2026 after a long winter. ' * 3}</p>"
)


@pytest.mark.parametrize(
    "page",
    [
        "<h1>Lamps</h1><p>By Ann Lee, 20 May 2026, 13:00</p>" + STORY,
        "<h1>Lamps</h1><p>The harbour has light again.</p><div>Von Mai Lee | 20.05.2026, 13:00 Uhr</div>"
        + STORY,
        "<h1>Lamps</h1><time>20 May 2026 1:00 PM</time>" + STORY,
        "<div>Local – 20 May 2026 at 1 p.m.</div><h1>Lamps</h1>" + STORY,
        "<h1>Lamps</h1><div>Updated 21 May 2026, 9:00</div><div>20 May 2026, 13:00</div>" + STORY,
        "<h1>Lamps</h1><div>Published 20 May 2026, 13:00 – updated 21 May 2026, 9:00</div>"
        + STORY,
        "<h1>Lamps</h1><div>2026年5月20日 午後1:00</div>" + STORY,
        "<h1>Lamps</h1><div>20 май 2026, сряда, 13:00 ч.</div>" + STORY,
    ],
)
def test_the_line_beside_the_headline_tells_the_moment_where_nothing_else_does(page: str) -> None:
    article = read_page(page, "https://www.tick.example/lamps", LONDON)
    assert (article.published, article.origins["published"]) == (NOON, "page")


@pytest.mark.parametrize(
    "page",
    [
        "<h1>Lamps</h1>" + STORY,
        "<div>Today is 20 May 2026</div><ul><li>News</li><li>Sport</li></ul><h1>Lamps</h1>"
        + STORY,
        "<h1>Lamps</h1><p>By Ann Lee</p>" + 2 * STORY + "<div>20 May 2026</div>",
        "<h1>Lamps</h1><div>5/4/2026</div>" + STORY,
    ],
)
def test_days_of_other_things_are_not_when_it_was_published(page: str) -> None:
    assert read_page(page, "https://www.tick.example/lamps", LONDON).published is None


def test_figures_go_by_the_custom_of_the_language() -> None:
    page = f'<html lang="es"><h1>Lamps</h1><div>20 h. del 4/5/2026</div>{STORY}'
    published = read_page(page, "https://www.tick.example/lamps", LONDON).published
    assert published == datetime(2026, 5, 4, 20, tzinfo=LONDON)


def test_changes_have_their_own_moment_and_origin() -> None:
    root = parse('<meta property="article:modified_time" content="2026-05-20T12:00:00Z">')
    assert read_modified(read_head(root), UTC) == (NOON, "meta")
