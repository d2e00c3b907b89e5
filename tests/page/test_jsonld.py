import re

import pytest

from bot.page.jsonld import Graph, clean

ARTICLE = '{"@type": "NewsArticle", "headline": "Lamps", "datePublished": "2026-05-20"}'


@pytest.mark.parametrize(
    "script",
    [
        ARTICLE,
        f"[{ARTICLE}]",
        f'{{"@graph": [{{"@type": "WebSite", "name": "Tick"}}, {ARTICLE}]}}',
        f'{{"@type": "WebPage", "name": "x", "mainEntity": {ARTICLE}}}',
        f"<!-- {ARTICLE} -->",
        f"//<![CDATA[\n{ARTICLE}\n//]]>",
        ARTICLE.replace("}", ", }"),
        ARTICLE.replace('"headline"', '\n // said again below\n "headline"'),
        ARTICLE.replace("Lamps", "Lamps\n\t"),
        ARTICLE.replace('"', "&quot;"),
        ARTICLE + ";",
        ARTICLE.replace('"headline"', '"description": "a "quoted" word", "headline"'),
        ARTICLE.replace('"headline"', '"name": "A "b", the "c"", "headline"'),
        ARTICLE.replace("NewsArticle", "http://schema.org/NewsArticle"),
        ARTICLE.replace('"NewsArticle"', '["Thing", "ReportageNewsArticle"]'),
        ARTICLE.replace('"Lamps"', '["Lamps", "Lampen"]'),
        ARTICLE.replace('"Lamps"', '{"@value": "Lamps", "@language": "en"}'),
    ],
)
def test_careless_json_is_read_all_the_same(script: str) -> None:
    graph = Graph([script])
    assert graph.text(graph.article().get("headline")) == "Lamps"
    assert graph.article()["datePublished"] == "2026-05-20"


@pytest.mark.parametrize(
    "script",
    [
        *("", "null", "1", '"x"', "[]", "{", "not json", '{"@type": 5}', '{"@type": [null, {}]}'),
        *("[" * 200_000, '{"a":' * 50_000, '{"@id": "x", "a": {"@id": "x"}}'),
    ],
)
def test_what_cannot_be_read_says_nothing(script: str) -> None:
    graph = Graph([script])
    assert graph.article() == {}
    assert graph.texts(graph.things) == []


def test_a_broken_script_does_not_hide_the_next() -> None:
    assert Graph(["{broken", ARTICLE]).article()["headline"] == "Lamps"


def test_the_article_itself_comes_before_those_it_mentions() -> None:
    listed = f'{{"@type": "ItemList", "itemListElement": [{ARTICLE.replace("Lamps", "Other")}]}}'
    assert Graph([listed, ARTICLE]).article()["headline"] == "Lamps"


def test_quotation_marks_that_nobody_escaped_hide_no_author() -> None:
    author = '"description": "The "old" lamps\n shine", "author": {"name": "Ines Calloway"},'
    graph = Graph([ARTICLE.replace('"headline"', f'{author} "headline"')])
    assert graph.texts(graph.article()["author"]) == ["Ines Calloway"]
    assert graph.text(graph.article()["description"]) == 'The "old" lamps shine'


def test_of_several_articles_it_is_the_one_that_the_page_is_called_after() -> None:
    other = ARTICLE.replace("Lamps", "Whales were seen off the coast")
    own = ARTICLE.replace("Lamps", "Harbour lamps of Port Ellery lit again")
    graph = Graph([f"[{other}, {own}]"])
    title = "Harbour lamps of Port Ellery lit again | Morning Tick"
    assert graph.article(title)["headline"] == "Harbour lamps of Port Ellery lit again"
    assert graph.article("Morning Tick")["headline"] == "Whales were seen off the coast"


def test_references_lead_to_what_they_name() -> None:
    things = (
        '{"@type": "Article", "headline": "x", "author": {"@id": "#a"}, "publisher": [{"@id": "#p"}]}',
        '{"@id": "#a", "name": "Ines Calloway"}',
        '{"@id": "#p", "@type": "Organization", "name": "Morning Tick"}',
    )
    graph = Graph([f'{{"@graph": [{", ".join(things)}]}}'])
    article = graph.article()
    assert graph.texts(article["author"]) == ["Ines Calloway"]
    assert graph.text(article["publisher"]) == "Morning Tick"
    assert [t["name"] for t in graph.of_type(re.compile("Organization"))] == ["Morning Tick"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Tom &amp; Ines", "Tom & Ines"),
        ("Tom &amp;amp; Ines", "Tom & Ines"),
        ("It&#8217;s <b>late</b>", "It’s late"),
        ("How to use the <b> tag", "How to use the <b> tag"),
        ("AT&T, R&D", "AT&T, R&D"),
        ("  two\n lines ", "two lines"),
    ],
)
def test_words_are_freed_of_entities_and_tags(text: str, words: str) -> None:
    assert clean(text) == words


def test_a_long_text_keeps_its_paragraphs() -> None:
    graph = Graph([])
    assert graph.paragraphs("One &amp; two.\n\nThree.\nFour.") == "One & two.\n\nThree.\n\nFour."
    assert graph.paragraphs("<p>One.</p><p>Two.</p>") == "One.\n\nTwo."
    assert graph.paragraphs(None) == ""
