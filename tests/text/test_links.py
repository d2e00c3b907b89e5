import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.links import remote_id, url_key
from bot.text.tracking import without_tracking

STORY = "https://example.com/news/story"

SAME = [
    ("http://example.com/news/story", STORY),
    ("https://www.example.com/news/story", STORY),
    ("https://WWW.Example.COM/news/story", STORY),
    ("https://example.com./news/story", STORY),
    ("https://example.com:443/news/story", STORY),
    ("http://example.com:80/news/story", STORY),
    ("https://example.com/news/story/", STORY),
    ("https://example.com/news/story?", STORY),
    ("https://example.com/news/story#", STORY),
    ("https://example.com/news/./old/../story", STORY),
    ("https://reader:secret@example.com/news/story", STORY),
    (" https://example.com/news/\nstory\t", STORY),
    (STORY + "?utm_source=rss&utm_medium=feed", STORY),
    (STORY + "?UTM_Source=rss", STORY),
    (STORY + "?fbclid=IwAR0x", STORY),
    (STORY + "?gclid=1&_ga=2&mc_cid=3&mc_eid=4&igshid=5&msclkid=6", STORY),
    (STORY + "?at_medium=RSS&at_campaign=KARANGA", STORY),
    (STORY + "?id=1&amp;utm_source=rss", STORY + "?id=1"),
    (STORY + "#xtor=RSS-1", STORY),
    (STORY + "#utm_source=rss", STORY),
    (STORY + "#:~:text=a%20passage", STORY),
    (STORY + "#part:~:text=a%20passage", STORY + "#part"),
    (STORY + "?print=1", STORY),
    (STORY + "?id=1&output=print", STORY + "?id=1"),
    (STORY + "?b=2&a=1", STORY + "?a=1&b=2"),
    (STORY + "?q=a+b", STORY + "?q=a%20b"),
    ("https://example.com/%7eanna/caf%c3%a9", "https://example.com/~anna/café"),
    ("https://bücher.example/", "https://xn--bcher-kva.example"),
    (STORY + "/amp", STORY),
    (STORY + "/amp/", STORY),
    (STORY + "?amp=1", STORY),
    (STORY + "?outputType=amp&id=1", STORY + "?id=1"),
    ("https://amp.example.com/news/story", STORY),
    ("https://example.com/amp/news/story", STORY),
    ("https://example.com/story.amp.html", "https://example.com/story.html"),
    ("https://www.google.com/amp/s/www.example.com/news/story", STORY),
    ("https://example-com.cdn.ampproject.org/c/s/example.com/news/story?id=1", STORY + "?id=1"),
]

OTHER = [
    (STORY, "https://example.org/news/story"),
    (STORY, "https://sport.example.com/news/story"),
    (STORY, "https://example.com:8080/news/story"),
    (STORY, "https://example.com/news/Story"),
    (STORY, "https://example.com/news"),
    (STORY, "ftp://example.com/news/story"),
    (STORY + "?id=1", STORY + "?id=2"),
    (STORY + "?ref=a", STORY + "?ref=b"),
    (STORY + "?source=a", STORY),
    (STORY + "?id=1&id=2", STORY + "?id=2&id=1"),
    (STORY + "?q=%E4", STORY + "?q=%F6"),
    (STORY + "?q=a%26b", STORY + "?q=a&b"),
    (STORY + "#one", STORY + "#two"),
    (STORY + "#one", STORY),
    ("https://example.com/a%2Fb", "https://example.com/a/b"),
    ("https://example.com/amp", "https://example.com/"),
    ("https://example.com/news/camp", "https://example.com/news/c"),
    ("https://www.google.com/c/example.com/x", "https://example.com/x"),
]

HOSTILE = [
    "",
    "#",
    "?",
    "http://",
    "https://[",
    "http://example.com:99999/",
    "http://exa mple.com/",
    "http://\ud800/",
    "http://xn--a/",
    "https://www.google.com/amp/s/" + "a." * 5 + "/",
    "https://x.ampproject.org/c/s/[.]/",
    "javascript:alert(1)",
    "urn:uuid:60a76c80-d399-11d9-b93C-0003939e0af6",
    "http://example.com/" + "%" * 1000,
    "https://x.ampproject.org/c/" + "a." * 1_000_000,
    "http://example.com/" + " " * 1_000_000 + "x",
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_decoration_does_not_make_another_page(one: str, other: str) -> None:
    assert url_key(one) == url_key(other)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_different_pages_keep_different_keys(one: str, other: str) -> None:
    assert url_key(one) != url_key(other)


@pytest.mark.parametrize("url", HOSTILE, ids=lambda url: repr(url[:30]))
def test_what_is_no_address_is_its_own_key(url: str) -> None:
    assert isinstance(url_key(url), str)
    assert bool(url_key(url)) == bool(url)


@given(st.text())
def test_no_text_ever_raises(text: str) -> None:
    assert isinstance(url_key(text), str)
    assert len(without_tracking(text)) <= len(text)


@given(st.text(alphabet="htps:/.?&=%[]@ampcd0xé\\"))
def test_tracking_never_changes_a_key(text: str) -> None:
    url = "https://example.com/" + text
    assert url_key(url + ("&" if "?" in url else "?") + "utm_source=x") == url_key(url)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (STORY, STORY),
        (STORY + "?b=2&utm_source=x&a=%7e1#top", STORY + "?b=2&a=%7e1#top"),
        (STORY + "?utm_source=x", STORY),
        (STORY + "?ref=x", STORY + "?ref=x"),
        ("HTTP://Example.com/A/?fbclid=1", "HTTP://Example.com/A/"),
        ("not an address", "not an address"),
    ],
)
def test_a_shown_link_loses_only_its_tracking(url: str, shown: str) -> None:
    assert without_tracking(url) == shown


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("345", "345"),
        (" https://t.me/morningtick/345 ", "345"),
        ("t.me/c/1234567890/345?single", "345"),
        ("https://x.com/morningtick/status/1993#m", "1993"),
        ("$abc:example.org", "$abc:example.org"),
        ("at://did:plc:abc/app.bsky.feed.post/3k", "at://did:plc:abc/app.bsky.feed.post/3k"),
        ("https://example.org/post/abc", ""),
        ("it is there", ""),
        ("", ""),
        ("a/b", ""),
    ],
)
def test_an_id_is_read_from_what_people_paste(words: str, expected: str) -> None:
    assert remote_id(words) == expected
