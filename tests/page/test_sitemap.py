"""Sitemaps as publishers write them, and everything that is wrong with them out there."""

import gzip
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import FetchError
from bot.model import Entry
from bot.page.gzipped import SIZE
from bot.page.sitemap import LIMIT, Contents, read_sitemap

URL = "https://news.example/sitemaps/main.xml"
SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"

SITEMAP = f"""<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet type="text/xsl" href="/main-sitemap.xsl"?>
<urlset xmlns="{SPACE}" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
 <url><loc>https://news.example/older/</loc><lastmod>2026-11-04</lastmod>
  <changefreq>never</changefreq><priority>0.5</priority></url>
 <url><loc>https://news.example/undated/?a=1&amp;b=2</loc></url>
 <url>
  <image:image><image:loc>https://img.example/1.jpg</image:loc></image:image>
  <image:image><image:loc>https://img.example/2.jpg</image:loc></image:image>
  <loc> https://news.example/newer/
  </loc><lastmod>2026-11-05T19:48:21+01:00</lastmod>
 </url>
</urlset>"""

NEWS_SITEMAP = f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="{SPACE}" xmlns:news="{NEWS}">
 <url><loc>https://news.example/about</loc></url>
 <url><loc>https://news.example/floods</loc><lastmod>2026-11-05T20:00:00Z</lastmod>
  <news:news>
   <news:publication><news:name>The News</news:name><news:language>pt-br</news:language>
   </news:publication>
   <news:publication_date>2026-11-05T19:48:21+01:00</news:publication_date>
   <news:title>Floods &amp;amp; storms:
    what we know</news:title>
   <news:keywords>weather, Europe,, weather</news:keywords>
  </news:news></url>
</urlset>"""

INDEX = f"""<sitemapindex xmlns="{SPACE}">
 <sitemap><loc>https://news.example/pages.xml</loc><lastmod>2026-01-01</lastmod></sitemap>
 <sitemap><loc>/posts.xml.gz</loc><lastmod>2026-11-05T19:48:21Z</lastmod></sitemap>
</sitemapindex>"""


def read(document: str | bytes, *, only_news: bool = False) -> Contents:
    body = document.encode() if isinstance(document, str) else document
    return read_sitemap(body, url=URL, source="main", only_news=only_news)


def urls(*inside: str, around: str = f'xmlns="{SPACE}"') -> str:
    return f"<urlset {around}>{''.join(f'<url>{one}</url>' for one in inside)}</urlset>"


def test_pages_come_newest_first() -> None:
    contents = read(SITEMAP)
    assert contents.sitemaps == ()
    assert contents.entries == (
        Entry(
            source="main",
            guid="",
            url="https://news.example/newer/",
            image_url="https://img.example/1.jpg",
            updated=datetime.fromisoformat("2026-11-05T19:48:21+01:00"),
        ),
        Entry(
            source="main",
            guid="",
            url="https://news.example/older/",
            updated=datetime(2026, 11, 4, tzinfo=UTC),
        ),
        Entry(source="main", guid="", url="https://news.example/undated/?a=1&b=2"),
    )


def test_news_tell_headline_moment_language_and_keywords() -> None:
    (floods,) = read(NEWS_SITEMAP, only_news=True).entries
    assert floods == Entry(
        source="main",
        guid="",
        url="https://news.example/floods",
        headline="Floods & storms: what we know",
        language="pt-br",
        keywords=("weather", "Europe"),
        published=datetime.fromisoformat("2026-11-05T19:48:21+01:00"),
        updated=datetime(2026, 11, 5, 20, tzinfo=UTC),
    )
    assert read(NEWS_SITEMAP).entries == (
        floods,
        Entry(source="main", guid="", url="https://news.example/about"),
    )


def test_a_quiet_day_has_no_news_and_no_error() -> None:
    assert read(urls(around=f'xmlns="{SPACE}"'), only_news=True).entries == ()
    around = f'xmlns="{SPACE}" xmlns:n="{NEWS}"'
    assert read(urls("<loc>/old</loc>", around=around), only_news=True).entries == ()


def test_an_index_tells_the_newest_sitemaps_first() -> None:
    assert read(INDEX) == Contents(
        sitemaps=("https://news.example/posts.xml.gz", "https://news.example/pages.xml")
    )


ORDERS: dict[str, tuple[list[tuple[str, str]], list[str]]] = {
    "by their dates": (
        [("/1", "2026-11-01"), ("/2", "2026-11-03T10:00Z"), ("/3", "2026-11-03T09:00Z")],
        ["/2", "/3", "/1"],
    ),
    "undated last": ([("/9", ""), ("/1", "2026-11-01"), ("/8", "soon")], ["/1", "/9", "/8"]),
    "both ends of the numbers": (
        [(f"/posts-{n}", "") for n in (1, 2, 3, 10)],
        ["/posts-10", "/posts-1", "/posts-3", "/posts-2"],
    ),
    "both ends of the months": (
        [(f"/2026-{month}", "2026-11-05") for month in ("9", "10", "11")],
        ["/2026-11", "/2026-9", "/2026-10"],
    ),
    "of those without numbers the first": (
        [("/news", ""), ("/p-1", ""), ("/p-2", "")],
        ["/p-2", "/news", "/p-1"],
    ),
    "each once": ([("/a", "2026-11-01"), ("/a", "2026-11-02")], ["/a"]),
}


@pytest.mark.parametrize(("listed", "order"), ORDERS.values(), ids=ORDERS)
def test_sitemaps_are_read_in_this_order(listed: list[tuple[str, str]], order: list[str]) -> None:
    inside = "".join(
        f"<sitemap><loc>{loc}</loc><lastmod>{moment}</lastmod></sitemap>" for loc, moment in listed
    )
    found = read(f"<sitemapindex>{inside}</sitemapindex>").sitemaps
    assert list(found) == [f"https://news.example{loc}" for loc in order]


ODD: dict[str, tuple[str, list[str]]] = {
    "no namespace": (urls("<loc>https://h/a</loc>", around=""), ["https://h/a"]),
    "an old one": (
        urls(
            "<loc>https://h/a</loc>", around='xmlns="http://www.google.com/schemas/sitemap/0.84"'
        ),
        ["https://h/a"],
    ),
    "one of its own": (urls("<loc>https://h/a</loc>", around='xmlns="urn:x"'), ["https://h/a"]),
    "a prefix": (
        f'<s:urlset xmlns:s="{SPACE}"><s:url><s:loc>https://h/a</s:loc></s:url></s:urlset>',
        ["https://h/a"],
    ),
    "a foreign name": (
        urls("<f:loc>/f</f:loc><loc>/a</loc>", around=f'xmlns="{SPACE}" xmlns:f="urn:f"'),
        ["https://news.example/a"],
    ),
    "CDATA": (urls("<loc><![CDATA[https://h/?a=1&b=2]]></loc>"), ["https://h/?a=1&b=2"]),
    "a bare ampersand": (urls("<loc>https://h/?a=1&b=2</loc>"), ["https://h/?a=1&b=2"]),
    "a comment": (urls("<!-- <loc>/x</loc> --><loc>https://h/a</loc>"), ["https://h/a"]),
    "a relative address": (urls("<loc>b.html</loc>"), ["https://news.example/sitemaps/b.html"]),
    "no web address": (urls("<loc>javascript:x</loc>", "<loc>http://[bad</loc>"), []),
    "nothing in it": (urls("", "<loc/>"), []),
    "an empty sitemap": (f'<urlset xmlns="{SPACE}"/>', []),
    "warnings before it": ("<br/>\n<b>Warning</b>: x\n" + urls("<loc>https://h/a</loc>"), ["https://h/a"]),
    "a byte order mark": ("\ufeff" + urls("<loc>https://h/a</loc>"), ["https://h/a"]),
    "an unclosed page": ("<urlset><url><loc>https://h/a</loc><url><loc>https://h/b</loc></url></urlset>", ["https://h/a", "https://h/b"]),
    "two addresses": (urls("<loc>https://h/a</loc><loc>https://h/b</loc>"), ["https://h/a"]),
    "an undeclared prefix": (urls("<loc>https://h/a</loc><news:loc>/n</news:loc>"), ["https://h/a"]),
    "an entity of its own": (
        '<!DOCTYPE urlset [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + urls("<loc>https://h/&x;y</loc>"),
        ["https://h/&x;y"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("document", "found"), ODD.values(), ids=ODD)
def test_odd_sitemaps_are_understood(document: str, found: list[str]) -> None:
    assert [entry.url for entry in read(document).entries] == found


@pytest.mark.parametrize("document", [SITEMAP, NEWS_SITEMAP, INDEX])
def test_a_sitemap_that_breaks_off_gives_only_whole_addresses(document: str) -> None:
    whole = read(document)
    known = {entry.url for entry in whole.entries} | set(whole.sitemaps)
    for cut in range(len(document)):
        try:
            part = read(document[:cut])
        except FetchError:
            continue
        assert known.issuperset(part.sitemaps + tuple(entry.url for entry in part.entries))


def test_a_compressed_sitemap_is_read_however_many_parts_it_has() -> None:
    whole = read(SITEMAP)
    body = SITEMAP.encode()
    assert read(gzip.compress(body)) == whole
    assert read(gzip.compress(body[:100]) + gzip.compress(body[100:])) == whole


PAGE = "<!doctype html><html><body><p>unclosed</body></html>"
BOMB = gzip.compress(b"<urlset>" + b" " * SIZE)
NO_SITEMAP: dict[str, tuple[str | bytes, str]] = {
    "nothing": (" \n", "the answer is empty"),
    "a page": (PAGE, "this is an HTML page, not a sitemap"),
    "a feed": ("<rss><channel/></rss>", "this is a feed: configure it as one"),
    "an Atom feed": ('<feed xmlns="http://www.w3.org/2005/Atom"/>', "this is a feed"),
    "other XML": ("<soap:Envelope/>", "this is no sitemap"),
    "JSON": ('{"urlset": []}', "this is no sitemap"),
    "a list of words": ("Service unavailable", "this is no sitemap"),
    "half a gzip file": (gzip.compress(SITEMAP.encode())[:-20], "the gzip file is broken"),
    "a gzip file only at first sight": (b"\x1f\x8b\x08 and so on", "the gzip file is broken"),
    "a gzip file of a page": (gzip.compress(PAGE.encode()), "this is an HTML page"),
    "a gzip bomb": (BOMB, "the sitemap is larger than 8 MiB: configure a smaller one"),
}


@pytest.mark.parametrize(("document", "why"), NO_SITEMAP.values(), ids=NO_SITEMAP)
def test_what_is_no_sitemap_says_what_it_is(document: str | bytes, why: str) -> None:
    with pytest.raises(FetchError) as caught:
        read(document)
    assert why in str(caught.value)
    assert str(caught.value).startswith(f"{URL}: ")


def test_a_sitemap_without_news_is_not_taken_for_one_with_news() -> None:
    with pytest.raises(FetchError, match="marks no news: configure it as sitemap"):
        read(SITEMAP, only_news=True)


MANY = 200_000
HOSTILE = {
    "attributes": f"<url {' '.join(f'a{n}=' for n in range(MANY))}/>",
    "names": f"<url>{''.join(f'<a{n}/>' for n in range(MANY))}</url>",
    "names and pictures": f"<url>{''.join(f'<a{n}/>' for n in range(MANY // 4))}"
    f"{'<image:image/>' * MANY}</url>",
    "open pages": "<url>" * MANY,
    "nested news": f"<url>{'<news:news>' * 250}",
    "undated pages": "<url><loc>/a</loc></url>" * MANY,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_bomb_takes_no_more_time_than_its_length(name: str) -> None:
    """Each of these takes minutes where any step takes quadratic time."""
    assert len(read(f"<urlset>{HOSTILE[name]}</urlset>").entries) <= LIMIT


def test_of_too_many_pages_those_at_both_ends_are_looked_at() -> None:
    found = [
        entry.url for entry in read(urls(*(f"<loc>/{n}</loc>" for n in range(LIMIT + 2)))).entries
    ]
    assert len(found) == LIMIT
    assert found[0].endswith("/0")
    assert found[-1].endswith(f"/{LIMIT + 1}")


SPLICES = [
    "<url>",
    "</url>",
    "<sitemap>",
    "<news:news>",
    "<![CDATA[",
    "]]>",
    "&",
    "<",
    "\0",
    "<loc>",
]


@given(
    st.sampled_from([SITEMAP, NEWS_SITEMAP, INDEX]),
    st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 40), st.sampled_from(SPLICES) | st.text()),
        max_size=4,
    ),
    st.booleans(),
)
def test_damage_gives_contents_or_one_error(
    document: str,
    wounds: list[tuple[float, int, str]],
    only_news: bool,  # noqa: FBT001 - drawn
) -> None:
    for place, length, splice in wounds:
        at = int(place * len(document))
        document = document[:at] + splice + document[at + length :]
    try:
        contents = read(document.encode("utf-8", "surrogatepass"), only_news=only_news)
    except FetchError:
        return
    for url in (*contents.sitemaps, *(entry.url for entry in contents.entries)):
        assert url.startswith(("http://", "https://"))
        assert url.encode().decode() == url


@given(st.binary(max_size=300))
def test_bytes_of_any_kind_give_contents_or_one_error(tail: bytes) -> None:
    for body in (tail, b"\x1f\x8b\x08" + tail, b"<urlset>" + tail):
        try:
            assert isinstance(read(body), Contents)
        except FetchError:
            continue
