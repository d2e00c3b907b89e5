"""Pages that list articles, as sites without a feed have them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import FetchError
from bot.model import Entry
from bot.page.listing import read_listing

URL = "https://news.example/latest/"

PAGE = """<!doctype html><html><body>
<nav><a href="/">Home</a><a href="/sport">Sport</a></nav>
<main>
 <article><a href="/floods"><img src="/s.jpg" alt=""></a>
  <h2><a class="headline" href="/floods">Floods <em>and</em> storms</a></h2><p>Rivers rose.</p></article>
 <article><a href="storms.html"><span>World</span><h3>Storms &amp; rain</h3><p>Trains stopped.</p></a></article>
 <h2>Elsewhere</h2>
 <p><a href="https://other.example/story?a=1&amp;b=2">A story</a> <a href="#top">Up</a>
  <a href="mailto:desk@news.example">Write</a> <a>nowhere</a> <a href="http://[x">bad</a></p>
</main></body></html>"""


def read(document: str | bytes, links: str = "", content_type: str = "text/html") -> list[Entry]:
    body = document.encode() if isinstance(document, str) else document
    return list(read_listing(body, content_type=content_type, url=URL, source="main", links=links))


def listed(document: str, links: str = "") -> list[tuple[str, str]]:
    return [(entry.url, entry.headline) for entry in read(document, links)]


FLOODS = ("https://news.example/floods", "Floods and storms")
STORMS = ("https://news.example/latest/storms.html", "Storms & rain")
STORY = ("https://other.example/story?a=1&b=2", "A story")


def test_without_a_selector_headlines_are_articles() -> None:
    assert read(PAGE) == [
        Entry(source="main", guid="", url=url, headline=headline)
        for url, headline in (FLOODS, STORMS)
    ]


SELECTORS = {
    "main a.headline": [FLOODS],
    "main a": [FLOODS, STORMS, STORY, ("https://news.example/latest/#top", "Up")],
    "main p > a, article h2": [FLOODS, STORY, ("https://news.example/latest/#top", "Up")],
    "article": [("https://news.example/floods", ""), STORMS],
    "h3": [STORMS],
    "article span": [(STORMS[0], "World")],
    "article em": [(FLOODS[0], "and")],
}


@pytest.mark.parametrize(("links", "found"), SELECTORS.items())
def test_a_selector_finds_links_and_what_they_hold_or_stand_in(
    links: str, found: list[tuple[str, str]]
) -> None:
    assert listed(PAGE, links) == found


ODD = {
    "another base": ('<base href="/en/"><h2><a href="a">A</a></h2>', [("https://news.example/en/a", "A")]),
    "a useless base": ('<base href="data:x"><h2><a href="/a">A</a></h2>', [("https://news.example/a", "A")]),
    "the page itself": ('<h1><a href="">Latest</a></h1><h2><a href="#">x</a><a href="/a">A</a>', [("https://news.example/a", "A")]),
    "items on one page": ('<h2><a href="#1">A</a></h2><h2><a href="#2">B</a>', [(f"{URL}#1", "A"), (f"{URL}#2", "B")]),
    "the first words count": ('<h2><a href="/a">A</a></h2><h3><a href="/a">again</a>', [("https://news.example/a", "A")]),
    "unclosed": ("<h2><a href=/a>A<h2><a href=/b>B", [("https://news.example/a", "A"), ("https://news.example/b", "B")]),
    "white space": ('<h2><a href=" /a\n">\n A\u200b <br> B </a>', [("https://news.example/a", "A B")]),
}  # fmt: skip


@pytest.mark.parametrize(("document", "found"), ODD.values(), ids=ODD)
def test_odd_pages_are_understood(document: str, found: list[tuple[str, str]]) -> None:
    assert listed(document) == found


def test_the_charset_is_that_of_the_server_or_the_page() -> None:
    page = '<meta charset="windows-1251"><h2><a href="/a">Новости</a></h2>'
    assert read(page.encode("cp1251"))[0].headline == "Новости"
    assert (
        read(page.encode("koi8-r"), content_type="text/html; charset=koi8-r")[0].headline
        == "Новости"
    )


NO_LISTING = {
    "nothing": ("", "", "no link on the page fits 'h1 a, h2 a"),
    "no links": ("<h2>Soon</h2>", "", "no link on the page fits"),
    "no such links": (PAGE, "a.gone", "no link on the page fits 'a.gone'"),
    "links to nowhere": ("<h2><a href='javascript:x'>A</a></h2>", "", "no link on the page fits"),
    "no selector": (PAGE, "a[", "'a[' is no CSS selector"),
}


@pytest.mark.parametrize(("document", "links", "why"), NO_LISTING.values(), ids=NO_LISTING)
def test_a_page_without_articles_is_an_error(document: str, links: str, why: str) -> None:
    with pytest.raises(FetchError) as caught:
        read(document, links)
    assert str(caught.value).startswith(f"{URL}: {why}")


@pytest.mark.parametrize(
    "document",
    ["<a>" * 100_000, "<h2><a href=/x>words</a>" * 20_000, "<h2>" * 50_000, "<div>" * 500 + "<h2>" * 9_000],
    ids=["links", "headlines", "headings", "nested"],
)  # fmt: skip
@pytest.mark.parametrize("links", ["", "*", "a"])
def test_a_bomb_takes_no_more_time_than_its_length(document: str, links: str) -> None:
    """Each of these takes minutes where any step takes quadratic time."""
    assert len(read(f"<h2><a href=/a>A</a></h2>{document}", links)) <= 2


@given(
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 30), st.text(max_size=5)), max_size=4),
    st.sampled_from(["", "*", "main a", "h2, h3"]),
)
def test_damage_gives_entries_or_one_error(
    wounds: list[tuple[float, int, str]], links: str
) -> None:
    page = PAGE
    for place, length, splice in wounds:
        at = int(place * len(page))
        page = page[:at] + splice + page[at + length :]
    try:
        entries = read(page.encode("utf-8", "surrogatepass"), links)
    except FetchError:
        return
    for entry in entries:
        assert entry.url.startswith(("http://", "https://"))
        assert (entry.url + entry.headline).encode().decode() == entry.url + entry.headline
