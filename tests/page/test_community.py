import pytest

from bot.page.community import community
from bot.page.dom import parse
from bot.page.head import read_head

X, FACEBOOK, TELEGRAM = (
    "https://x.com/tick",
    "https://www.facebook.com/tick",
    "https://t.me/tick_news",
)


def invited(html: str) -> dict[str, str]:
    root = parse(html)
    return {name: home for name, (home, _) in community(root, read_head(root)).items()}


def in_json(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


PAGES = {
    "json-ld": in_json(f'{{"@type": "NewsMediaOrganization", "sameAs": ["{X}"]}}'),
    "json-ld, one address": in_json(f'{{"@type": "Organization", "sameAs": "{X}"}}'),
    "json-ld, publisher": in_json(f'{{"@type": "Article", "publisher": {{"sameAs": ["{X}"]}}}}'),
    "json-ld, graph": in_json(f'{{"@graph": [{{"@type": "Organization", "sameAs": ["{X}"]}}]}}'),
    "meta": '<meta name="twitter:site" content="@tick">',
    "microdata": f'<link itemprop="sameAs" href="{X}">',
    "rel=me": '<link rel="me" href="https://twitter.com/tick">',
    "header": f'<header><nav><a href="{X}">X</a></nav></header>',
    "footer": f'<footer><ul><li><a href="{X}"><img></a></li></ul></footer>',
    "footer, by its name": f'<div class="site-footer"><p><a href="{X}">X</a></p></div>',
    "footer, a wrapper alone": f'<div class="tick-footer"><a href="{X}">X</a> A charity</div>',
    "footer, old": '<footer><a href="https://twitter.com/tick?ref=site">Twitter</a></footer>',
}


@pytest.mark.parametrize("html", PAGES.values(), ids=PAGES.keys())
def test_a_page_can_invite_in_many_ways(html: str) -> None:
    assert invited(html) == {"x": X}


def test_several_platforms_side_by_side_are_an_invitation() -> None:
    line = f'<p>Join: <a href="{X}">X</a> | <a href="{FACEBOOK}">F</a> | <a href="{TELEGRAM}">T</a></p>'
    listed = f'<ul><li><a href="{X}">X</a></li><li><b><a href="{FACEBOOK}">F</a></b></li></ul>'
    assert invited(line) == {"x": X, "facebook": FACEBOOK, "telegram": TELEGRAM}
    assert invited(listed) == {"x": X, "facebook": FACEBOOK}


@pytest.mark.parametrize(
    "line",
    [
        f'<p>Join our channel on Telegram: <a href="{TELEGRAM}">here</a></p>',
        f'<p>Подписывайтесь на наш <a href="{TELEGRAM}">канал в Telegram</a></p>',
    ],
)
def test_a_line_that_asks_to_join_is_an_invitation(line: str) -> None:
    assert invited(line) == {"telegram": TELEGRAM}


def test_google_news_needs_no_further_words() -> None:
    url = "https://news.google.com/publications/CAAq"
    assert invited(f'<p>See us on <a href="{url}">this</a></p>') == {"google_news": url}


@pytest.mark.parametrize(
    "html",
    [
        f'<article><p>The mayor, who <a href="{X}">writes often</a>, said no.</p></article>',
        '<footer><a href="https://twitter.com/intent/tweet?url=x">Share</a></footer>',
        '<meta name="twitter:creator" content="@ines">',
        in_json(f'{{"@type": "Person", "name": "Ines", "sameAs": ["{X}"]}}'),
    ],
)
def test_other_peoples_places_are_no_invitation(html: str) -> None:
    assert invited(html) == {}


@pytest.mark.parametrize(
    ("site", "author", "expected"),
    [
        ("The Tick", "https://www.facebook.com/thetick.news/", "thetick.news"),
        ("Morning Tick Online", "https://facebook.com/MorningTick", "MorningTick"),
        ("The Tick", "https://www.facebook.com/ines.calloway", ""),
        ("", "https://www.facebook.com/ines.calloway", ""),
    ],
)
def test_an_author_that_is_named_like_the_publisher_is_the_publisher(
    site: str, author: str, expected: str
) -> None:
    names = f'<meta property="og:site_name" content="{site}">'
    found = invited(f'{names}<meta property="article:author" content="{author}">')
    assert found == ({"facebook": f"https://www.facebook.com/{expected}"} if expected else {})


def test_an_author_that_is_named_like_the_site_s_host_is_the_publisher() -> None:
    canonical = '<link rel="canonical" href="https://town.morningtick.example/lamps">'
    author = '<meta property="article:author" content="https://facebook.com/MorningTickCom">'
    assert invited(canonical + author) == {"facebook": "https://www.facebook.com/MorningTickCom"}


def test_what_is_declared_outweighs_what_is_linked() -> None:
    authors = '<footer><a href="https://x.com/ines">Ines</a></footer>' * 5
    assert invited(f'<meta name="twitter:site" content="@tick">{authors}') == {"x": X}


def test_a_number_stands_in_where_no_name_is_to_be_had() -> None:
    number = '<meta property="fb:pages" content="12345,67890">'
    assert invited(number) == {"facebook": "https://www.facebook.com/12345"}
    assert invited(number + f'<footer><a href="{FACEBOOK}">F</a></footer>') == {
        "facebook": FACEBOOK
    }


def test_each_invitation_says_where_it_stood() -> None:
    root = parse(f'{PAGES["json-ld"]}<footer><a href="{TELEGRAM}">T</a></footer>')
    assert community(root, read_head(root)) == {
        "x": (X, "json-ld sameAs"),
        "telegram": (TELEGRAM, "page invitation"),
    }
