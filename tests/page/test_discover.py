"""Home pages, headers and robots.txt files as sites out there have them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.page.discover import Signposts, guess_feeds, guess_sitemaps, read_signposts, sitemaps_of

URL = "https://news.example/"

HOME = """<!doctype html><html><head>
<link rel="stylesheet" href="/style.css">
<link rel="alternate" hreflang="de" href="https://news.example/de/">
<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed/" />
<link REL='Feed Alternate' TYPE=Application/Atom+XML href="atom.xml">
<link rel="alternate" type="application/rss+xml; charset=utf-8" href="https://news.example/feed/" />
<link rel="alternate" type="application/feed+json" href="/feed.json">
<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/2">
<link rel="alternate" type="application/json+oembed" href="/oembed">
<link rel="alternate" type="application/rss+xml" href="/feed/">
<link rel="https://api.w.org/" href="/wp-json/">
<link rel="hub" href="https://hub.example/">
</head><body><a rel="alternate" type="application/rss+xml" href="/no">no</a></body></html>"""


def test_a_home_page_tells_where_everything_is() -> None:
    assert read_signposts(HOME, URL) == Signposts(
        feeds=(
            "https://news.example/atom.xml",
            "https://news.example/feed/",
            "https://news.example/feed.json",
            "https://news.example/comments/feed/",
        ),
        hubs=("https://hub.example/",),
        wordpress="https://news.example/wp-json/",
    )


RSS = 'rel="alternate" type="application/rss+xml"'
PAGES: dict[str, tuple[str, tuple[str, ...]]] = {
    "nothing": ("", ()),
    "no page": ("\0\ufffd{]", ()),
    "a link of the body": (f"<body><link {RSS} href=/feed>", ("https://news.example/feed",)),
    "another base": (f'<base href="/en/"><link {RSS} href=feed>', ("https://news.example/en/feed",)),
    "a useless base": (f'<base href="data:x"><link {RSS} href=feed>', ("https://news.example/feed",)),
    "no address": (f'<link {RSS} href=""><link {RSS}><link {RSS} href="http://[x">', ()),
    "another scheme": (f'<link {RSS} href="feed://news.example/feed">', ()),
    "no type": ('<link rel="alternate" href="/feed">', ()),
    "a site of comments": (
        f'<link {RSS} href="https://news.example/feed"><link {RSS} href="/about-comments">',
        ("https://news.example/feed", "https://news.example/about-comments"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("html", "feeds"), PAGES.values(), ids=PAGES)
def test_feeds_are_told_by_links_with_a_type(html: str, feeds: tuple[str, ...]) -> None:
    assert read_signposts(html, URL).feeds == feeds


HEADERS = {
    "a hub": ('<https://hub.example/>; rel="hub"', Signposts(hubs=("https://hub.example/",))),
    "two hubs, one twice": (
        "<https://a.example/>;rel=hub, <https://b.example/>; x; rel=hub,<https://a.example/>; rel=hub",
        Signposts(hubs=("https://a.example/", "https://b.example/")),
    ),
    "the API": (
        '<https://news.example/wp-json/>; rel="https://api.w.org/", <x>; rel="shortlink"',
        Signposts(wordpress="https://news.example/wp-json/"),
    ),
    "a feed with a title": (
        '</feed>; title="a, <b>; rel=hub"; rel="alternate"; type="application/rss+xml"',
        Signposts(feeds=("https://news.example/feed",)),
    ),
    "the first relation counts": ("<a>; rel=self; rel=hub", Signposts()),
    "several relations": ('</h>; rel="self hub"', Signposts(hubs=("https://news.example/h",))),
    "nonsense": ('<>; rel=hub, <http://[x>; rel=hub, <y; rel="hub', Signposts()),
}  # fmt: skip


@pytest.mark.parametrize(("header", "signposts"), HEADERS.values(), ids=HEADERS)
def test_headers_tell_as_much_as_pages(header: str, signposts: Signposts) -> None:
    assert read_signposts("", URL, header) == signposts


def test_a_header_goes_before_the_page() -> None:
    hubs = read_signposts('<link rel=hub href="/page">', URL, "</header>; rel=hub").hubs
    assert hubs == ("https://news.example/header", "https://news.example/page")


ROBOTS = {
    "nothing": ("", ()),
    "two, one of them twice": (
        "Disallow: /\n\nSitemap: /a.xml\r\nSITEMAP :/b.xml # all\nsitemap:/a.xml\n",
        ("https://news.example/a.xml", "https://news.example/b.xml"),
    ),
    "old line ends": ("User-agent: *\rSitemap: /a.xml\r", ("https://news.example/a.xml",)),
    "a byte order mark": ("\ufeffSitemap: /a.xml", ("https://news.example/a.xml",)),
    "a comment": ("# Sitemap: /a.xml", ()),
    "no address": ("Sitemap:\nDisallow: /b\nSitemap: http://[x\nSitemap: ftp://a/b", ()),
}


@pytest.mark.parametrize(("robots", "found"), ROBOTS.values(), ids=ROBOTS)
def test_robots_tell_of_sitemaps(robots: str, found: tuple[str, ...]) -> None:
    assert sitemaps_of(robots, "https://news.example/robots.txt") == found


def test_guesses_begin_where_the_site_stands() -> None:
    feeds = guess_feeds("https://news.example")
    assert feeds[0] == "https://news.example/feed/"
    assert len(feeds) == len(set(feeds))
    assert guess_feeds("https://news.example/blog/")[0] == "https://news.example/blog/feed/"
    assert set(feeds) < set(guess_feeds("https://news.example/blog/"))
    assert guess_sitemaps(URL)[0] == "https://news.example/news-sitemap.xml"


@pytest.mark.parametrize(
    "robots", ["\n" * 500_000, "sitemap" + " " * 500_000, "sitemap:" * 60_000]
)
def test_a_bomb_takes_no_more_time_than_its_length(robots: str) -> None:
    """Each of these takes minutes where any step takes quadratic time."""
    assert sitemaps_of(robots, URL) == ()


@given(st.text(), st.text(alphabet='<>;,="rel hub/'))
def test_anything_has_signposts_or_none(html: str, header: str) -> None:
    found = read_signposts(html + HOME, URL, header)
    for address in (*found.feeds, *found.hubs, found.wordpress):
        assert address.startswith(("http://", "https://")) or not address
        assert address.encode().decode() == address
