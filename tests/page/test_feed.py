"""Small documents of every kind of feed, and everything that is wrong with feeds out there."""

import json
from datetime import UTC, datetime
from typing import Any

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import FetchError
from bot.model import Entry
from bot.page.feed import LIMIT, Document, read_feed

URL = "https://news.example/feeds/all.xml"

RSS2 = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>News</title><link>https://news.example/</link><language>en-GB</language>
<atom:link rel="self" href="https://news.example/feeds/all.xml"/>
<item>
 <title>Floods &amp;amp; storms: what we know</title>
 <link>https://news.example/floods?utm_source=rss</link>
 <guid isPermaLink="false">post-2</guid>
 <dc:creator><![CDATA[Anna Berg]]></dc:creator><dc:creator>Jo Lee</dc:creator>
 <pubDate>Thu, 05 Nov 2026 19:48:21 +0100</pubDate>
 <category>Weather</category><category>Europe</category><category>Weather</category>
 <description><![CDATA[<p>Rivers rose <b>overnight</b>.</p><p>Trains stopped.</p>]]></description>
 <content:encoded><![CDATA[<p>The whole story</p>]]></content:encoded>
 <media:group>
  <media:content url="https://news.example/s.jpg" medium="image" width="300"/>
  <media:content url="https://news.example/l.jpg" medium="image" width="1200"/>
 </media:group>
</item>
<item>
 <title>Older story</title><link>https://news.example/older</link>
 <guid>https://news.example/older</guid>
 <author>desk@news.example (The Desk)</author>
 <pubDate>Wed, 04 Nov 2026 08:00:00 GMT</pubDate>
 <enclosure url="/pod.mp3" type="audio/mpeg"/><enclosure url="/pic.png" type="image/png"/>
</item>
</channel></rss>"""

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de" xml:base="https://news.example/">
<title>News</title><author><name>The Desk</name></author>
<entry>
 <title type="html">Rock &amp;amp; &lt;i&gt;roll&lt;/i&gt;</title>
 <id>tag:news.example,2026:1</id>
 <link rel="replies" href="/rock#comments"/>
 <link rel="alternate" type="application/json" href="/rock.json"/>
 <link rel="alternate" type="text/html" href="/rock"/>
 <link rel="enclosure" type="image/jpeg" href="/rock.jpg"/>
 <published>2026-11-05T19:48:21Z</published><updated>2026-11-06T08:00:00+02:00</updated>
 <author><name>Anna Berg</name><email>anna@news.example</email></author>
 <category term="music" label="Music &amp; arts"/><category term="live"/>
 <summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Loud <em>and</em> long</div></summary>
</entry>
<entry xml:lang="fr"><title>Only a title &lt;blink></title><id>tag:news.example,2026:2</id>
 <link href="deux"/><updated>2026-11-04T08:00:00Z</updated>
 <content type="text">As &lt;b&gt;is&lt;/b&gt;</content></entry>
</feed>"""

RDF = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://news.example/"><title>News</title><dc:language>nl</dc:language>
<items><rdf:Seq><rdf:li resource="https://news.example/een"/></rdf:Seq></items></channel>
<item rdf:about="https://news.example/een"><title>Een</title><link>https://news.example/een</link>
<dc:date>2026-11-05T19:48+01:00</dc:date><dc:subject>Sport</dc:subject></item>
</rdf:RDF>"""

ATOM03 = """<feed version="0.3" xmlns="http://purl.org/atom/ns#">
<entry><title mode="escaped" type="text/html">A &amp;lt;b&amp;gt;</title><id>a</id>
<link rel="alternate" type="text/html" href="https://news.example/a"/>
<issued>2026-11-05T19:48:21Z</issued><modified>2026-11-06T19:48:21Z</modified>
<summary mode="base64" type="text/html">PHA+QmFzZTwvcD4=</summary></entry></feed>"""

RSS091 = """<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"
 "http://my.netscape.com/publish/formats/rss-0.91.dtd">
<rss version="0.91"><channel><title>News</title><language>en</language>
<item><title>Caf&eacute;</title><link>/cafe</link><description>Open</description></item>
</channel></rss>"""

JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "News",
    "language": "en",
    "authors": [{"name": "The Desk"}],
    "items": [
        {
            "id": 7,
            "url": "/seven",
            "title": "Seven & <more>",
            "content_html": "<p>Body &amp; soul</p>",
            "image": "https://news.example/7.jpg",
            "date_published": "2026-11-05T19:48:21-05:00",
            "tags": ["a", "b", "a", 3],
            "authors": [{"name": "Anna Berg"}, {"url": "x"}, None],
        },
        {"id": "8", "external_url": "https://other.example/8", "summary": "Half \ud83d a pair"},
        "not an item",
    ],
}


def document(text: str | bytes, content_type: str = "", url: str = URL) -> Document:
    body = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    return Document(body=body, content_type=content_type, url=url, source="main")


def read(text: str | bytes, content_type: str = "") -> tuple[Entry, ...]:
    return read_feed(document(text, content_type))


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_an_rss_feed_is_read_whole() -> None:
    floods, older = read(RSS2)
    assert floods == Entry(
        source="main",
        guid="post-2",
        url="https://news.example/floods?utm_source=rss",
        headline="Floods & storms: what we know",
        summary="Rivers rose overnight. Trains stopped.",
        byline="Anna Berg, Jo Lee",
        image_url="https://news.example/l.jpg",
        language="en-GB",
        keywords=("Weather", "Europe"),
        published=moment("2026-11-05T19:48:21+01:00"),
    )
    assert (older.guid, older.byline) == ("https://news.example/older", "The Desk")
    assert older.image_url == "https://news.example/pic.png"


def test_an_atom_feed_is_read_whole() -> None:
    rock, two = read(ATOM)
    assert rock == Entry(
        source="main",
        guid="tag:news.example,2026:1",
        url="https://news.example/rock",
        headline="Rock & roll",
        summary="Loud and long",
        byline="Anna Berg",
        image_url="https://news.example/rock.jpg",
        language="de",
        keywords=("Music & arts", "live"),
        published=moment("2026-11-05T19:48:21+00:00"),
        updated=moment("2026-11-06T08:00:00+02:00"),
    )
    assert (two.url, two.language, two.byline) == ("https://news.example/deux", "fr", "The Desk")
    assert (two.headline, two.summary) == ("Only a title <blink>", "As <b>is</b>")
    assert two.published is None


def test_older_kinds_are_read_too() -> None:
    (een,) = read(RDF)
    assert (een.guid, een.url, een.headline) == ("https://news.example/een",) * 2 + ("Een",)
    assert (een.language, een.keywords) == ("nl", ("Sport",))
    assert een.published == moment("2026-11-05T19:48:00+01:00")
    (a,) = read(ATOM03)
    assert (a.headline, a.summary, a.url) == ("A <b>", "Base", "https://news.example/a")
    assert a.published == moment("2026-11-05T19:48:21Z")
    assert a.updated == moment("2026-11-06T19:48:21Z")
    (cafe,) = read(RSS091)
    assert (cafe.headline, cafe.url) == ("Café", "https://news.example/cafe")
    assert (cafe.language, cafe.guid, cafe.published) == ("en", "", None)


def test_a_json_feed_is_read_whole() -> None:
    seven, eight = read(json.dumps(JSON))
    assert seven == Entry(
        source="main",
        guid="7",
        url="https://news.example/seven",
        headline="Seven & <more>",
        summary="Body & soul",
        byline="Anna Berg",
        image_url="https://news.example/7.jpg",
        language="en",
        keywords=("a", "b"),
        published=moment("2026-11-05T19:48:21-05:00"),
    )
    assert (eight.url, eight.byline) == ("https://other.example/8", "The Desk")
    assert eight.summary == "Half \ufffd a pair"


def item(inside: str, around: str = "") -> Entry:
    return read(f"<rss {around}><channel><item>{inside}</item></channel></rss>")[0]


MEDIA = 'xmlns:media="http://search.yahoo.com/mrss/"'
XHTML = 'xmlns:x="http://www.w3.org/1999/xhtml"'
FOREIGN = 'xmlns:f="urn:foreign" xmlns:a="http://www.w3.org/2005/Atom"'

ODD: list[tuple[str, str, str, object]] = [
    # (inside the item, on the root, field, value)
    ("<title>AT&T & co</title>", "", "headline", "AT&T & co"),
    ("<title>&ldquo;Quoted&rdquo;</title>", "", "headline", "“Quoted”"),
    ("<title>It&amp;#8217;s</title>", "", "headline", "It’s"),
    ("<title><![CDATA[It&#8217;s <b>big</b>]]></title>", "", "headline", "It’s big"),
    ("<title>Use the &lt;b> tag</title>", "", "headline", "Use the <b> tag"),
    ("<title>1 < 2</title>", "", "headline", "1 < 2"),
    ("<title>Two\n lines\x0b</title>", "", "headline", "Two lines"),
    ("<title>Inline <i>markup</i>!</title>", "", "headline", "Inline markup!"),
    ("<title/><media:title>M</media:title>", MEDIA, "headline", "M"),
    ("<f:title>no</f:title><title>yes</title>", FOREIGN, "headline", "yes"),
    ("<f:description>no</f:description>", FOREIGN, "summary", ""),
    ("<TITLE>Loud</TITLE>", "", "headline", "Loud"),
    ("<dc:title>undeclared</dc:title>", "", "headline", "undeclared"),
    ("<link>/a</link>", "", "url", "https://news.example/a"),
    ("<link>a</link>", 'xml:base="/b/"', "url", "https://news.example/b/a"),
    ("<link>https://h/?a=1&b=2&amp;c=3</link>", "", "url", "https://h/?a=1&b=2&c=3"),
    ("<link><![CDATA[https://h/?a=1&b=2]]></link>", "", "url", "https://h/?a=1&b=2"),
    ("<link> https://h/a\n</link>", "", "url", "https://h/a"),
    ("<link/><guid>https://h/a</guid>", "", "url", "https://h/a"),
    ("<guid isPermaLink='true'>https://h/a</guid>", "", "url", "https://h/a"),
    ("<guid isPermaLink='false'>https://h/a</guid>", "", "url", ""),
    ("<guid>h-1</guid>", "", "url", ""),
    ("<id>https://h/a</id>", "", "url", ""),
    ("<link>javascript:alert(1)</link><link>https://h/a</link>", "", "url", "https://h/a"),
    ("<link>http://[bad</link>", "", "url", ""),
    (f"<link>https://h/{'a.b/' * 600}</link><guid>https://h/a</guid>", "", "url", "https://h/a"),
    ("<a:link rel='self' href='/x'/><link>https://h/a</link>", FOREIGN, "url", "https://h/a"),
    ("<a:link rel='self' href='/x'/>", FOREIGN, "url", ""),
    ("<a:link href='https://h/1'/><a:link href='https://h/2'/>", FOREIGN, "url", "https://h/1"),
    ("<f:link>https://h/f</f:link><link>https://h/a</link>", FOREIGN, "url", "https://h/a"),
    ("<guid> \n g 1 </guid>", "", "guid", "g 1"),
    ("<author>a@b.example</author>", "", "byline", ""),
    ("<author>Jo &lt;a@b.example&gt;</author>", "", "byline", "Jo"),
    ("<author>Jo</author><dc:creator>Jo</dc:creator>", "", "byline", "Jo"),
    ("<pubdate>5 Nov 26 10:00 EST</pubdate>", "", "published", moment("2026-11-05T10:00-05:00")),
    ("<pubDate>soon</pubDate>", "", "published", None),
    ("<pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate>", "", "published", None),
    ("<guid>42</guid>", "", "published", None),
    ("<category> A </category><category/>", "", "keywords", ("A",)),
    ("<media:keywords>a, b ,a</media:keywords>", MEDIA, "keywords", ("a", "b")),
    ("<media:thumbnail url='/t.jpg'/>", MEDIA, "image_url", "https://news.example/t.jpg"),
    ("<media:content url='/v.mp4' type='video/mp4'/>", MEDIA, "image_url", ""),
    ("<enclosure url='https://h/p.JPG?x=1'/>", "", "image_url", "https://h/p.JPG?x=1"),
    ("<enclosure url='https://h/p.mp3'/>", "", "image_url", ""),
    ("<description>&lt;p&gt;One&lt;/p&gt;&lt;p&gt;Two</description>", "", "summary", "One Two"),
    ("<description/><x:body><x:p>B</x:p></x:body>", XHTML, "summary", "B"),
    ("<content type='image/png'>AAAA</content>", "", "summary", ""),
]


@pytest.mark.parametrize(("inside", "around", "field", "value"), ODD)
def test_odd_items_are_understood(inside: str, around: str, field: str, value: object) -> None:
    assert getattr(item(inside, around), field) == value


def test_the_charset_of_the_server_is_used() -> None:
    text = "<rss><channel><item><title>Größe</title></item></channel></rss>"
    (entry,) = read(text.encode("latin-1"), 'text/xml; charset="iso-8859-1"')
    assert entry.headline == "Größe"


@pytest.mark.parametrize("document", [RSS2, ATOM, RDF, RSS091])
def test_a_feed_that_breaks_off_gives_only_whole_entries(document: str) -> None:
    whole = read(document)
    for cut in range(len(document)):
        try:
            entries = read(document[:cut])
        except FetchError:
            continue
        assert entries == whole[: len(entries)]


def test_an_endless_address_is_none_in_json_either() -> None:
    items = [{"id": "1", "url": f"https://h/{'a.b/' * 600}", "external_url": "https://h/a"}]
    document = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items})
    assert read(document)[0].url == "https://h/a"


def test_an_empty_feed_is_a_feed() -> None:
    assert read("<rss><channel><title>Nothing yet</title></channel></rss>") == ()
    assert read('<feed xmlns="http://www.w3.org/2005/Atom"/>') == ()


PAGE = "<!doctype html><html><head>{}</head><body><p>unclosed & <br></body></html>"
FEED_LINK = '<link rel="alternate" type="application/rss+xml" href="/feed/">'
NO_FEED = {
    "nothing": ("", "empty"),
    "a page": (PAGE.format("<title>News</title>"), "this is an HTML page, not a feed"),
    "a page with a feed": (PAGE.format(FEED_LINK), "perhaps https://news.example/feed/"),
    "a sitemap": ('<?xml version="1.0"?><urlset><url/></urlset>', "sitemap"),
    "an index of sitemaps": ("<sitemapindex/>", "sitemap"),
    "other XML": ("<soap:Envelope/>", "this is no feed"),
    "words": ("Service unavailable", "this is no feed"),
    "other JSON": ('{"error": "not found"}', "no JSON Feed"),
    "a JSON list": ("[1, 2]", "no JSON Feed"),
    "broken JSON": ('{"items": [', "no JSON Feed"),
    "deep JSON": ("[" * 100_000, "no JSON Feed"),
    "items of another kind": ('{"items": {}}', "no JSON Feed"),
}


@pytest.mark.parametrize("name", NO_FEED)
def test_what_is_no_feed_says_what_it_is(name: str) -> None:
    text, why = NO_FEED[name]
    with pytest.raises(FetchError) as caught:
        read(text)
    assert why in str(caught.value)
    assert str(caught.value).startswith(f"{URL}: ")


@pytest.mark.parametrize("document", [RSS2, ATOM, RDF, ATOM03, RSS091])
def test_feedparser_sees_the_same(document: str) -> None:
    ours, theirs = read(document), feedparser.parse(document).entries
    assert len(ours) == len(theirs)
    for entry, other in zip(ours, theirs, strict=True):
        assert entry.guid == other.get("id", "")
        assert entry.url.endswith(other.link)
        assert entry.published is None or (
            entry.published.astimezone(UTC).timetuple()[:6]
            == (other.get("published_parsed") or other.updated_parsed)[:6]
        )


MANY = 300_000
BOMBS = {
    "attributes": "<item "
    + " ".join(f"a{n}=''" for n in range(MANY))
    + "><title>x</title></item>",
    "categories": "<item>" + "".join(f"<category>{n}</category>" for n in range(MANY)) + "</item>",
    "a long name": "<item><author>" + "a" * MANY + "</author></item>",
    "many addresses": "<item><author>" + "a@" * MANY + "</author></item>",
    "open items": "<item>" * MANY,
    "nested groups": f"<item>{'<media:group>' * 200}<media:content url='x'/></item>",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_takes_no_more_time_than_its_length(name: str) -> None:
    """Each of these takes minutes where any step takes quadratic time."""
    assert len(read(f"<rss><channel>{BOMBS[name]}</channel></rss>")) <= 256


def test_only_so_many_entries_are_looked_at() -> None:
    items = "<item><guid>x</guid></item>" * (LIMIT + 1)
    assert len(read(f"<rss><channel>{items}</channel></rss>")) == LIMIT
    assert len(read(json.dumps({"items": [{}] * (LIMIT + 1)}))) == LIMIT


SPLICES = ["<item>", "</item>", "<![CDATA[", "]]>", "&", "&#xD800;", "<", "\0", "<link>", "\xff"]


@given(
    st.sampled_from([RSS2, ATOM, RDF, ATOM03, RSS091, json.dumps(JSON)]),
    st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 40), st.sampled_from(SPLICES) | st.text()),
        max_size=4,
    ),
)
def test_damage_gives_entries_or_one_error(
    document: str, wounds: list[tuple[float, int, str]]
) -> None:
    for place, length, splice in wounds:
        at = int(place * len(document))
        document = document[:at] + splice + document[at + length :]
    try:
        entries = read(document.encode("utf-8", "surrogatepass"))
    except FetchError:
        return
    for entry in entries:
        assert entry.url.startswith(("http://", "https://")) or not entry.url
        words = entry.guid + entry.url + entry.headline + entry.summary + entry.byline
        assert words.encode().decode() == words


@pytest.mark.parametrize("reference", ["&#xD800;", "&#xDfFf;", "&#55296;", "&#057343;"])
def test_half_a_character_behind_a_lost_cdata_mark_stops_no_feed(reference: str) -> None:
    document = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="<![CDATA[">A</title><id>a</id>'
        f'<link href="https://news.example/{reference}"/></entry></feed>'
    )
    assert len(read(document)) == 1


json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(), lambda inner: st.lists(inner, max_size=3)
)
KEYS = ["id", "url", "title", "summary", "content_html", "authors", "author", "tags", "image"]


@given(st.lists(st.dictionaries(st.sampled_from(KEYS), json_values), max_size=3))
def test_json_of_any_shape_is_read(items: list[dict[str, Any]]) -> None:
    assert len(read(json.dumps({"items": items}))) == len(items)
