from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.page.opml import DEEPEST, MOST, Outline, read_opml, write_opml


def opml(body: str, before: str = '<?xml version="1.0"?>') -> bytes:
    return f'{before}<opml version="2.0"><head/><body>{body}</body></opml>'.encode()


def feed(url: str, title: str = "") -> Outline:
    return Outline(title=title, url=url)


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (opml('<outline text="A" xmlUrl="https://a.org/f"/>'), [feed("https://a.org/f", "A")]),
        (
            opml('<outline text="t" title="T" type="rss" XMLURL=" https://a.org/f "/>'),
            [feed("https://a.org/f", "T")],
        ),
        (
            opml(
                '<outline text="Folder"><outline xmlUrl="https://a.org/1?x=1&y=2"/>'
                '<outline text="In"><outline xmlUrl="https://a.org/2"/></outline></outline>'
                '<outline xmlUrl="https://a.org/3"/><outline type="link" url="https://a.org/4"/>'
            ),
            [feed("https://a.org/1?x=1&y=2"), feed("https://a.org/2"), feed("https://a.org/3")],
        ),
        (
            opml('<outline text="Тик &amp; так" xmlUrl="https://a.org/f"/>', before=""),
            [feed("https://a.org/f", "Тик & так")],
        ),
        (
            opml('<outline xmlUrl="feed:https://a.org/1"/><outline xmlUrl="Feed://a.org/2"/>'),
            [feed("https://a.org/1"), feed("http://a.org/2")],
        ),
    ],
    ids=["plain", "odd case", "folders", "no declaration", "feed: addresses"],
)
def test_feeds_are_found_in_their_order(document: bytes, expected: list[Outline]) -> None:
    assert read_opml(document) == expected


LAUGHS = (
    '<!DOCTYPE opml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;">'
    '<!ENTITY file SYSTEM "file:///etc/hostname">]>'
)


@pytest.mark.parametrize(
    ("document", "why"),
    [
        (b"", "is not OPML"),
        (b"\x89PNG\r\n\x1a\n", "is not OPML"),
        (b"<html><body>No</body></html>", "is not OPML"),
        (opml(""), "names no feed"),
        (opml("<outline>" * 200), "folders in each other"),
        (opml("<outline>" * 20_000), "folders in each other"),
        (opml('<outline xmlUrl="https://a.org/"/>' * (MOST + 1)), "names more than"),
    ],
    ids=["empty", "picture", "page", "no feeds", "deep", "very deep", "very many"],
)
def test_what_is_no_list_of_feeds_says_why(document: bytes, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_opml(document)


def test_entities_of_the_documents_own_making_stay_words() -> None:
    (found,) = read_opml(opml('<outline text="&c;&file;" xmlUrl="https://a.org/"/>', LAUGHS))
    assert found.title == "&c;&file;"


def test_the_deepest_that_is_allowed_is_read() -> None:
    inner = '<outline xmlUrl="https://a.org/"/>'
    document = opml("<outline>" * (DEEPEST - 2) + inner + "</outline>" * (DEEPEST - 2))
    assert read_opml(document) == [feed("https://a.org/")]


def test_what_is_no_feed_is_written_as_a_link() -> None:
    sitemap = Outline(title="map", url="https://a.org/sitemap.xml", is_feed=False)
    written = write_opml("Tick & Tock", [feed("https://a.org/f", 'A "b" <c>'), sitemap])
    root = ET.fromstring(written)  # noqa: S314 - our own words
    assert (root.tag, root.get("version"), root.findtext("head/title")) == (
        "opml",
        "2.0",
        "Tick & Tock",
    )
    assert [dict(outline.attrib) for outline in root.iter("outline")] == [
        {"type": "rss", "text": 'A "b" <c>', "xmlUrl": "https://a.org/f"},
        {"type": "link", "text": "map", "url": "https://a.org/sitemap.xml"},
    ]


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=20)


@settings(max_examples=100)
@given(st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=5))
def test_what_is_written_is_read_back(pairs: list[tuple[str, str]]) -> None:
    outlines = [feed(f"https://a.org/{path}", title) for title, path in pairs]
    assert read_opml(write_opml("x", outlines).encode()) == outlines
