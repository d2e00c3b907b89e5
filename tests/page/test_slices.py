"""Leaving out what was seen must never change what is read."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import FetchError
from bot.page.feed import Document, read_feed, read_news
from bot.page.slices import cut

URL = "https://news.example/feeds/all.xml"
NAMESPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:a="http://www.w3.org/2005/Atom"'
    ' xmlns:media="http://search.yahoo.com/mrss/"'
)
INSIDES = [
    "<title>Floods &amp;amp; storms</title><link>/floods</link>",
    "<title>AT&T</title><guid>1</guid><pubDate>Thu, 05 Nov 2026 19:48:21 +0100</pubDate>",
    "<description><![CDATA[<p>One <item> in</p> <!-- text]]></description><link>a</link>",
    "<link>b</link><!-- <item><title>hidden</title></item> -->",
    "<a:link href='deux'/><media:group><media:content url='/s.jpg' medium='image'/></media:group>",
    "<dc:creator>Anna Berg</dc:creator><undeclared:title>x</undeclared:title>",
    "<title>&nbsp;&ldquo;Größe&rdquo;</title>",
    "<title>1 < 2 & <b>bold</b></title><link>https://h/?a=1&b=2</link>",
    "<channel><language>fr</language><author>Nobody</author></channel><link>c</link>",
    "",
    "<title>never closed",
    "<link>d</link></channel>",
    "<description><![CDATA[never closed</description>",
    "<!-- never closed",
    "<!-- <![CDATA[ --><link>e</link>",
    "<item><link>f</link></item>",
    "<title xml:base='http://other.example/' xml:lang='de'>T</title><link>g</link>",
    "<b>" * 300,
    "<title>\x00\x0b\ufffe</title><it\x00em>",
]
FRAMES = [
    ("<rss version='2.0' {ns}><channel><language>en</language>", "</channel></rss>"),
    (
        "<?xml version='1.0'?>\n<rss {ns}><channel xml:base='/b/'>",
        "<author>Desk</author></channel></rss>",
    ),
    ("\n<b>Warning</b>: in <b>/var</b><rss {ns}><channel>", "</channel></rss> trailing"),
    ("<rss {ns}><!-- <item> <![CDATA[ --><channel>", "</channel></rss>"),
    ("<rdf:RDF {ns}>", "<channel><language>nl</language></channel></rdf:RDF>"),
    ("<media:rss {ns}><x>", "</x></media:rss>"),
    ("<rss {ns}><channel><![CDATA[", "]]></channel></rss>"),
    ("<rss {ns}><channel><!--", "--></channel></rss>"),
    ("", ""),
]
BETWEEN = ["", "\n  ", "<!-- - -->", "<atom:link rel='self'/>", "words & more", "<item/>", "]]>"]
TAGS = [
    ("<item>", "</item>"),
    ("<ITEM rdf:about='https://h/1'>", "</ITEM >"),
    ("<item", "</item>"),
]


def document(text: str | bytes, *, content_type: str = "", url: str = URL) -> Document:
    body = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    return Document(body=body, content_type=content_type, url=url, source="main")


def feed(items: Sequence[str], frame: tuple[str, str] = FRAMES[0], between: str = "\n") -> str:
    return frame[0].format(ns=NAMESPACES) + between.join(items) + frame[1]


def item(name: str) -> str:
    return f"<item><title>{name}</title><link>/{name}</link></item>"


ITEMS = st.lists(
    st.tuples(st.sampled_from(INSIDES), st.sampled_from(TAGS), st.integers(0, 3)).map(
        lambda it: f"{it[1][0]}<guid>{it[2]}</guid>{it[0]}{it[1][1]}"
    ),
    max_size=5,
)


@given(ITEMS, ITEMS, st.sampled_from(FRAMES), st.sampled_from(BETWEEN), st.randoms())
def test_whatever_was_seen_the_rest_is_read_the_same(
    old: list[str], new: list[str], frame: tuple[str, str], between: str, rng: random.Random
) -> None:
    """Each new item, wherever it stands among old ones, is read as in a whole reading."""
    mixed = [*old, *new]
    rng.shuffle(mixed)
    before, after = document(feed(old, frame, between)), document(feed(mixed, frame, between))
    try:
        seen = read_news(before, "").seen
        whole = read_feed(after)
    except FetchError:
        return
    news = read_news(after, seen)
    if news.is_whole:
        assert news.entries == whole
    elif set(new) <= set(old):
        assert news.entries is None
    else:
        known = [entry for one in old for entry in read_feed(document(feed([one], frame)))]
        # why not equal: an entry that is only written otherwise than before is news too
        assert news.entries is not None
        assert set(map(repr, news.entries)) <= set(map(repr, whole))
        unknown = [entry for entry in whole if entry not in known]
        assert [entry for entry in news.entries if entry not in known] == unknown


@pytest.mark.parametrize(
    ("text", "slices"),
    [
        (feed([item("a"), item("b")]), [item("a"), item("b")]),
        (feed([item("a")], FRAMES[7]), None),
        (feed([item("a")], FRAMES[6]), None),
        (feed([]), None),
        (feed(["<item>", item("a"), "</item>"]), None),
        (feed(["<item/>"]), None),
        (feed(["<item><title>breaks off"]), None),
        (feed([f"<item>{INSIDES[2]}</item>"]), [f"<item>{INSIDES[2]}</item>"]),
        (feed(["<atom:entry a='1'></atom:entry>"]), ["<atom:entry a='1'></atom:entry>"]),
        (feed(["<items></items><itemized>"]), None),
        ("<item></item>", None),
        ("", None),
    ],
)
def test_a_feed_is_cut_at_its_entries(text: str, slices: list[str] | None) -> None:
    pieces = cut(text)
    assert (list(pieces.slices) if pieces else None) == slices
    if pieces:
        assert pieces.without(frozenset()) == (text, len(pieces.slices))
        assert pieces.without(pieces.keys)[1] == 0


OLD, NEW = feed([item("a")]), feed([item("b"), item("a")])


@pytest.mark.parametrize("charset", ["utf-16", "utf-8-sig", "cp1252", "iso-2022-jp"])
def test_the_encoding_does_not_matter(charset: str) -> None:
    content_type = f"text/xml; charset={charset}"
    seen = read_news(document(OLD.encode(charset), content_type=content_type), "").seen
    news = read_news(document(NEW.encode(charset), content_type=content_type), seen)
    assert (news.is_whole, [entry.headline for entry in news.entries or ()]) == (False, ["b"])


CHANGED = {
    "where it came from": document(NEW, url="https://other.example/feed"),
    "the base of its links": document(NEW.replace("<channel>", "<channel xml:base='/x/'>")),
    "its namespaces": document(NEW.replace("<rss ", "<rss xmlns:y='urn:y' ")),
}


@pytest.mark.parametrize("change", CHANGED)
def test_what_means_something_else_now_is_read_again(change: str) -> None:
    news = read_news(CHANGED[change], read_news(document(OLD), "").seen)
    assert (news.is_whole, len(news.entries or ())) == (True, 2)


def test_what_changes_with_every_look_does_not_matter() -> None:
    def at(hour: int, text: str) -> Document:
        return document(
            text.replace("<language>", f"<lastBuildDate>{hour}</lastBuildDate><language>")
        )

    news = read_news(at(2, NEW), read_news(at(1, OLD), "").seen)
    assert (news.is_whole, len(news.entries or ())) == (False, 1)
    assert read_news(at(3, NEW), news.seen).entries is None


def test_the_same_document_is_not_read_again() -> None:
    json = document('{"items": [{"id": "1", "url": "/1"}]}')
    for one in (document(NEW), json, document(feed(["<item><title>broken <b></item>"]))):
        first = read_news(one, "")
        assert first.is_whole
        assert read_news(one, first.seen).entries is None
        assert read_news(one, "not what we wrote").is_whole


def test_a_document_that_is_not_sound_is_read_whole() -> None:
    old, new = feed(["<item>1</b></item>"]), feed([item("b"), "<item>1</b></item>"])
    news = read_news(document(new), read_news(document(old), "").seen)
    assert (news.is_whole, len(news.entries or ())) == (True, 2)


BOMBS = ["<item ", "<item>", "</item>", "<![CDATA[", "<!--", "<?", "<item></item>", "<"]


@pytest.mark.parametrize("bomb", BOMBS)
def test_cutting_takes_no_more_time_than_the_length(bomb: str) -> None:
    """Each of these takes minutes where any step takes quadratic time."""
    pieces = cut(feed([bomb * 300_000]))
    assert pieces is None or len(pieces.slices) in {0, 300_000}
