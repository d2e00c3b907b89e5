from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.hostile import HOSTILE
from bot.model import Article, Image
from bot.page.article import read_page
from tests.runaway import no_runaway

URL = "https://www.tick.example/town/lamps?utm_source=feed"
PARAGRAPHS = [
    "The harbour lamps of Port Ellery were lit again on Friday after eleven dark years.",
    "Fishermen had asked for them since a storm broke the last one of the old lamps.",
]
PAGE = (
    """<!doctype html><html lang="en-GB"><head>
<title>Lamps lit again - Morning Tick</title>
<link rel="canonical" href="https://www.tick.example/town/lamps">
<meta property="og:image" content="/m/harbour-lamps.jpg">
<meta property="og:description" content="Fishermen can see the wall, for the first time since 2015.">
<meta name="keywords" content="Harbour, Lamps">
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Lamps lit again",
 "author": {"name": "Ines Calloway"}, "articleSection": "Town", "datePublished": "2026-05-20T13:00",
 "dateModified": "2026-05-20T14:00:00+01:00",
 "publisher": {"@type": "Organization", "name": "Tick", "sameAs": ["https://x.com/tick"]}}</script>
</head><body><h1>Lamps lit again</h1>
<figure><img src="/m/harbour-lamps.jpg" alt="Lamps at dusk"><figcaption>The quay. Photo: Jane Roe
</figcaption></figure><div>"""
    + "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    + """</div>
<footer>Follow us: <a href="https://t.me/tick_news">Telegram</a></footer></body></html>"""
)


@pytest.mark.parametrize(
    ("named", "text", "language"),
    [
        (
            "en",
            "Die Stadt hat die Lampen am Hafen und auf der Mauer nicht mit Strom versorgt. ",
            "de",
        ),
        (
            "de",
            "The city of Ellery was for the lamps of the harbour, and that is in the plan. ",
            "en",
        ),
        (
            "en",
            "Město nechalo rozsvítit lampy, které tam už dlouhá léta nikdo neviděl svítit. ",
            "en",
        ),
        (
            "cs",
            "The city of Ellery was for the lamps of the harbour, and that is in the plan. ",
            "cs",
        ),
        (
            "en",
            "Palm Bay 44, Ellery 70. Okafor 25 points, Calloway 17 points, Roe 10 points. ",
            "en",
        ),
    ],
)
def test_a_page_in_another_language_than_it_says_is_in_that_of_its_words(
    named: str, text: str, language: str
) -> None:
    paragraphs = "".join(f"<p>{text * 4}</p>" for _ in range(3))
    page = f'<html lang="{named}"><body><h1>Lamps lit again</h1><article>{paragraphs}</article>'
    assert read_page(page, URL).language == language


def test_a_page_gives_every_field_and_where_it_stood() -> None:
    london = ZoneInfo("Europe/London")
    assert read_page(PAGE, URL, london) == Article(
        canonical_url="https://www.tick.example/town/lamps",
        headline="Lamps lit again",
        summary="Fishermen can see the wall, for the first time since 2015.",
        body="\n\n".join(PARAGRAPHS),
        byline="Ines Calloway",
        section="Town",
        language="en",
        published=datetime(2026, 5, 20, 13, 0, tzinfo=london),
        modified=datetime(2026, 5, 20, 14, 0, tzinfo=london),
        keywords=("Harbour", "Lamps"),
        image=Image(
            url="https://www.tick.example/m/harbour-lamps.jpg",
            alt="Lamps at dusk",
            credit="Jane Roe",
            caption="The quay.",
        ),
        community={"x": "https://x.com/tick", "telegram": "https://t.me/tick_news"},
        origins={
            "canonical_url": "page",
            "headline": "json-ld",
            "summary": "meta",
            "body": "page",
            "byline": "json-ld",
            "section": "json-ld",
            "language": "page",
            "published": "json-ld",
            "modified": "json-ld",
            "keywords": "meta",
            "image": "meta",
            "community": "json-ld sameAs",
            "community.x": "json-ld sameAs",
            "community.telegram": "page invitation",
        },
    )


def test_what_a_page_does_not_say_is_empty_and_has_no_origin() -> None:
    assert read_page("<p>Hi</p>", "https://a.example/b") == Article(
        canonical_url="https://a.example/b", headline="", origins={"canonical_url": "page"}
    )


def test_a_text_that_only_a_script_shows_is_read_from_json() -> None:
    told = "\\n".join(PARAGRAPHS * 5)
    page = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Lamps",'
        f' "articleBody": "{told}"}}</script><h1>Lamps</h1><div id=app><p>{PARAGRAPHS[0]}</p></div>'
    )
    article = read_page(page, URL)
    assert article.body == "\n\n".join(PARAGRAPHS * 5)
    assert article.origins["body"] == "json-ld"


@pytest.mark.parametrize("html", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_page_is_too_much(html: str) -> None:
    with no_runaway():
        article = read_page(html, URL)
    assert article.canonical_url == "https://www.tick.example/town/lamps"
    assert len(article.headline) <= 1_000
    assert len(article.keywords) <= 50
    assert len(article.summary) <= 10_000
    assert article.image is None or len(article.image.alt) <= 5_000
    assert article.body.encode().decode() == article.body


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_damage_to_a_page_is_survived(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(PAGE)))
    end = data.draw(st.integers(start, len(PAGE)))
    damage = data.draw(st.text(alphabet="<>\"'{}[]&;\\/=a \0\ud800", max_size=20))
    url = data.draw(st.sampled_from([URL, "", "http://[", "file:///a.html", "//x", "\0"]))
    page = PAGE[:start] + damage + PAGE[end:]
    article = read_page(page, url)
    assert "</p>" not in page or "<footer>" not in page or "Follow us" not in article.body
    assert {key.split(".")[0] for key in article.origins} <= set(Article.__slots__)
    assert article.headline == article.headline.strip()


def test_the_words_of_the_picture_are_none_of_the_story() -> None:
    words = "Once more the fishermen of Ellery see the quay at dusk."
    shown = f'<div class="c0"><div><img src="/m/harbour-lamps.jpg"></div><p class="c1">{words}</p></div>'
    page = f"{PAGE[: PAGE.index('<figure>')]}<div>{shown}{''.join(f'<p>{p}</p>' for p in PARAGRAPHS)}</div>"
    article = read_page(page, URL)
    assert article.image is not None
    assert (article.image.caption, article.body) == (words, "\n\n".join(PARAGRAPHS))
