import pytest

from bot.page import fields
from bot.page.dom import parse
from bot.page.head import read_head

BODY = "The harbour lamps of Port Ellery were lit again on Friday, after eleven dark years. " * 5


SITE = '<meta property="og:site_name" content="Morning Tick">'


def in_json(members: str) -> str:
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", {members}}}</script>'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (in_json('"description": "Eleven years were dark, lamps now shine again."'), "json-ld"),
        (
            '<meta property="og:description" content="Eleven years were dark, lamps shine.">',
            "meta",
        ),
        ('<meta name="description" content="Eleven years were dark, lamps shine.">', "meta"),
        ('<meta name="description" content="Your trusted source of independent opinion">', ""),
        ('<meta name="description" content="Again: lamps are lit!">', ""),
    ],
)
def test_a_description_that_tells_something_is_the_summary(html: str, expected: str) -> None:
    assert fields.read_summary(read_head(parse(html)), "Lamps lit again", BODY)[1] == expected


HOUSE = in_json(
    '"author": {"@type": "Organization", "name": "Morning Tick"},'
    ' "publisher": {"@type": "Organization", "name": "Morning Tick"}'
)
BYLINES = {
    in_json('"author": {"@type": "Person", "name": "Ines Calloway"}'): "Ines Calloway",
    in_json('"author": [{"name": "Ines Calloway"}, {"name": "Tom Okafor"}]'): (
        "Ines Calloway, Tom Okafor"
    ),
    in_json('"author": "By Ines Calloway and Tom Okafor"'): "Ines Calloway, Tom Okafor",
    in_json('"author": {"name": ["Ines Calloway", "Tom Okafor"]}'): "Ines Calloway, Tom Okafor",
    '<p class="byline">By Ines Calloway, Tom Okafor and Li Wei, Staff Writers</p>': (
        "Ines Calloway, Tom Okafor, Li Wei"
    ),
    '<span rel="schema:author"><b property="schema:name">Ines Calloway</b></span>': "Ines Calloway",
    '<span class="post-author vcard">Posted by <b class="fn">Ines Calloway</b></span>': "Ines Calloway",
    '<meta name="author" content="Ines Calloway, Tom Okafor">': "Ines Calloway, Tom Okafor",
    '<meta property="article:author" content="https://facebook.com/ines">': "",
    '<p class="byline">Von <a href="/ines">Ines Calloway</a> | 20. Mai 2026</p>': "Ines Calloway",
    '<span class="byline">Автор: Вера Ланская</span>': "Вера Ланская",
    '<address rel="author">Ines Calloway, Ruth Lindqvist</address>': (
        "Ines Calloway, Ruth Lindqvist"
    ),
    '<div itemprop="author"><span itemprop="name">Ines Calloway</span></div>': "Ines Calloway",
    '<div class="author">Updated 5 minutes ago</div>': "",
    SITE + '<meta name="author" content="Morning Tick"><p>Ines Calloway</p>': "Morning Tick",
    SITE + '<meta name="author" content="Morning Tick"><b class=author>Ines Calloway</b>': (
        "Ines Calloway"
    ),
    SITE + in_json('"author": "Morning Tick"') + '<p class="byline">red, agencies</p>': (
        "Morning Tick"
    ),
    SITE + in_json('"author": "Morning, Ines Calloway"'): "Ines Calloway",
    in_json('"author": "di Ines Calloway"'): "Ines Calloway",
    in_json('"author": "di Stefano"'): "di Stefano",
    in_json('"author": {"@type": "Organization", "name": "/tickwire/"}'): "tickwire",
    '<div class="field field--name-field-author"><a>سلمى الحداد</a></div>': "سلمى الحداد",
    '<div class="authorline__author"><em>Von Ines Calloway, HR</em></div>': "Ines Calloway",
    '<div class="authors-list">More from our authors</div>': "",
    '<div class="author-tools">Report an error</div>': "",
    '<p class="autor">Inés Calloway</p>': "Inés Calloway",
    '<p class="block-auteur">Par Inès Calloway</p>': "Inès Calloway",
    '<p class="post-autor">Autor: Ines Calloway, Ana Silva</p>': "Ines Calloway, Ana Silva",
    '<a class="journaliste">Inès Calloway</a>': "Inès Calloway",
    '<p class="signature">Inès Calloway et Ana Silva</p>': "Inès Calloway, Ana Silva",
    '<span class="info__authors">Текст: Анна Берг</span>': "Анна Берг",
    '<div class="slider-autorefresh">Morning News</div>': "",
    '<p class="signature">written in two days</p>': "",
    SITE + '<b class="author">Morning Tick</b>': "",
    "<p>by the sea</p>": "",
    '<p>The quay. <b class="foto-autor">Ines Calloway</b></p><i class="author">Tom Okafor</i>': (
        "Tom Okafor"
    ),
    '<figcaption>The quay. <b class="byline">Ines Calloway</b></figcaption>': "",
    SITE + in_json('"author": "Morning Tick"') + '<b class="autor">de <a>Ines Calloway</a></b>': (
        "Ines Calloway"
    ),
    '<div class="news__signatura">Per: <a>Mercè Calloway</a></div>': "Mercè Calloway",
    '<p class="sinatura">Inés Calloway | Port Ellery. 17 de maio de 2026</p>': "Inés Calloway",
    '<div class="byline"><b>About</b><ul><li><i>Author, </i>Ines Calloway</li><li>Role, Tick</li></ul></div>': (
        "Ines Calloway"
    ),
    '<div class="tick-byline"><b>اطلاعات مقاله</b><ul><li><i>نویسنده, </i>نرگس بهمنی</li></ul></div>': (
        "نرگس بهمنی"
    ),
    '<div class="author-box"><p class="name">Ines Calloway</p><p>0500-46 75 12</p></div>': (
        "Ines Calloway"
    ),
    '<div class="authors">autor: <a>Ines Calloway</a> | zdroj: <a>Tick Home</a></div>': (
        "Ines Calloway"
    ),
    '<div class="article-author">I. C.</div>': "I. C.",
    in_json('"author": "John E Calloway"'): "John E Calloway",
    in_json('"author": "José Ortega y Gasset"'): "José Ortega y Gasset",
    # what no person is called
    '<meta name="author" content="kstadler2">': "",
    '<meta name="author" content="Super User">': "",
    '<div class="byline">By Ines Calloway<br>ines@tick.example</div>': "Ines Calloway",
    '<div class="byline">Ines Calloway (ines.calloway@tick.example)</div>': "Ines Calloway",
    in_json('"author": {"@type": "Organization", "name": "News Desk"}')
    + '<b class="byline">By Ines Calloway</b>': "Ines Calloway",
    in_json('"author": {"@type": "Organization", "name": "News Desk"}')
    + '<b class="byline">Read more</b>': "News Desk",
    # a house of the publisher's is no person
    HOUSE: "",
    HOUSE + '<meta name="author" content="Morning Tick">': "",
    HOUSE + '<meta name="author" content="Morning Tick, Ines Calloway">': "Ines Calloway",
    HOUSE + '<b class="byline">By Ines Calloway</b>': "Ines Calloway",
    SITE
    + in_json('"author": {"@type": "NewsMediaOrganization", "name": "Morning Tick Sport"}'): "",
    SITE + in_json('"author": [{"@type": "Organization", "name": "Tickwire"}]'): "Tickwire",
    '<link rel="canonical" href="https://www.tickwire.example/1">'
    + in_json('"author": {"@type": "Organization", "name": "Tickwire"}'): "",
    in_json(
        '"author": {"@type": "Person", "name": "Ines Calloway"},'
        ' "publisher": {"@type": ["Person", "Organization"], "name": "Ines Calloway"}'
    ): "Ines Calloway",
    in_json('"author": "Ana Da Silva, Von Trapp"'): "Ana Da Silva, Von Trapp",
    '<b class="author-name">Da Silva</b>': "Da Silva",
    '<meta name="author" content="Ники Лауда и Анна Берг">': "Ники Лауда, Анна Берг",
    '<ol class="comment-list"><li><b class="author">A reader</b></li></ol>': "",
}


@pytest.mark.parametrize(("html", "names"), BYLINES.items())
def test_the_byline_is_names_and_nothing_else(html: str, names: str) -> None:
    root = parse(html)
    assert fields.read_byline(root, read_head(root))[0] == names


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (in_json('"articleSection": ["Town", "News"]'), ("Town", "json-ld")),
        ('<meta property="article:section" content="Town">', ("Town", "meta")),
        ("<p>Town</p>", ("", "")),
    ],
)
def test_the_section_is_the_first_that_is_named(html: str, expected: tuple[str, str]) -> None:
    assert fields.read_section(read_head(parse(html))) == expected


@pytest.mark.parametrize(
    ("html", "language"),
    [
        (in_json('"inLanguage": "en-GB"'), "en"),
        (
            in_json(
                '"inLanguage": {"@type": "Language", "name": "German", "alternateName": "de"}'
            ),
            "de",
        ),
        ('<html lang="pt_BR">', "pt"),
        ('<html lang="">' + '<meta property="og:locale" content="ru_RU">', "ru"),
        (in_json('"inLanguage": "English"') + '<meta name="language" content="fr">', "fr"),
        ("<p>Hello</p>", ""),
    ],
)
def test_the_language_is_its_code_alone(html: str, language: str) -> None:
    assert fields.read_language(read_head(parse(html)))[0] == language


@pytest.mark.parametrize(
    ("html", "keywords"),
    [
        (
            in_json('"keywords": ["Harbour", "Street lights", "harbour"]'),
            ("Harbour", "Street lights"),
        ),
        (in_json('"keywords": "Harbour, Street lights"'), ("Harbour", "Street lights")),
        (in_json('"keywords": ["type:story", "Harbour", "section=town"]'), ("Harbour",)),
        (
            '<meta property="article:tag" content="A1"><meta property="article:tag" content="B2">',
            ("A1", "B2"),
        ),
        ('<meta name="news_keywords" content="Harbour; Lamps">', ("Harbour", "Lamps")),
        (
            '<a rel="tag" href="/t/1">Harbour</a> <a rel="category tag" href="/t/2">Lamps</a>',
            ("Harbour", "Lamps"),
        ),
        ('<a property="schema:about" href="/t">Harbour</a>', ("Harbour",)),
        (f'<meta name="keywords" content="{"x" * 80}">', ()),
        (in_json('"keywords": ["Lite:true", "Tag:Harbour"]'), ("Harbour",)),
        (
            '<ul class="td-tags"><li>Tags</li><li><a>Harbour</a></li><li><a>Lamps</a></li></ul>',
            ("Harbour", "Lamps"),
        ),
        ('<p class="taguri">Etichete: <a>Harbour</a>, <a>Lamps</a></p>', ("Harbour", "Lamps")),
        ('<ul class="story-topics"><li>More on</li><li><a>Harbour</a></li></ul>', ()),
        ('<div class="tags">Tags: <a>Harbour</a>, <a>Lamps</a></div>', ("Harbour", "Lamps")),
        (
            '<article><footer><b class="tags"><a>Harbour</a></b></footer></article>',
            ("Harbour",),
        ),
        ('<footer><b class="tags"><a>Harbour</a></b></footer>', ()),
        ('<article class="card"><b class="tags"><a>Harbour</a></b></article>', ()),
        ('<aside><div class="tags"><a>Harbour</a></div></aside>', ()),
        ('<div class="card"><i class="tags"><a>Harbour</a></i></div>', ()),
        ('<div class="stagshead"><a>Harbour</a></div>', ()),
        (f'<div class="tags">{"".join(f"<a>Tag {n}</a>" for n in range(30))}</div>', ()),
        ("<p>none</p>", ()),
    ],
)
def test_keywords_are_the_publishers_own(html: str, keywords: tuple[str, ...]) -> None:
    root = parse(html)
    assert fields.read_keywords(root, read_head(root))[0] == keywords


@pytest.mark.parametrize(
    ("keywords", "taken"),
    [
        ("news, weather, sports", ()),
        ("news, harbours, weather", ("news", "harbours", "weather")),
        ("news, on, weather", ("news", "on", "weather")),
        ("weather", ("weather",)),
    ],
)
def test_keywords_of_which_none_stands_in_the_story_are_the_sites(
    keywords: str, taken: tuple[str, ...]
) -> None:
    root = parse(f'<meta name="keywords" content="{keywords}">')
    assert fields.read_keywords(root, read_head(root), BODY)[0] == taken
    assert fields.read_keywords(root, read_head(root), "Too short.")[0]


def test_keywords_in_another_script_than_the_story_are_held_against_its_address() -> None:
    keywords = '<meta name="keywords" content="Ellery News,Harbour,Lamps">'
    story = "बंदरगाह की बत्तियाँ शुक्रवार को ग्यारह साल बाद फिर जल उठीं और मछुआरे खुश हैं। " * 5
    own = '<link rel="canonical" href="https://tick.example/news/harbour-lit-again/">'
    for link, taken in ((own, ("Ellery News", "Harbour", "Lamps")), ("", ())):
        root = parse(keywords + link)
        assert fields.read_keywords(root, read_head(root), story)[0] == taken


def test_keywords_that_json_names_as_what_the_story_is_about_are_its_own() -> None:
    about = in_json('"about": [{"@type": "Thing", "name": "Weather"}, {"name": "Sports"}]')
    root = parse(f'<meta name="keywords" content="News, Weather, Sports">{about}')
    assert fields.read_keywords(root, read_head(root), BODY)[0] == ("News", "Weather", "Sports")
