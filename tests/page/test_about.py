"""What a feed says of itself."""

import pytest

from bot.page.feed import About, Document, read_about

URL = "https://news.example/feeds/all.xml"
ATOM = "http://www.w3.org/2005/Atom"


@pytest.mark.parametrize(
    ("text", "about"),
    [
        (
            (
                "<rss><channel><title>Tick &amp; Co</title><link>/</link><language>en_GB</language>"
                "<item><title>No</title><link>/1</link></item></channel></rss>"
            ),
            About(title="Tick & Co", url="https://news.example/", language="en-GB"),
        ),
        (
            (
                f"<feed xmlns='{ATOM}' xml:lang='de'><title>Tick</title><link rel='self' href='/x'/>"
                "<link href='https://news.example/'/></feed>"
            ),
            About(title="Tick", url="https://news.example/", language="de"),
        ),
        (
            '{"title": "Tick", "home_page_url": "/", "language": "fr", "items": []}',
            About(title="Tick", url="https://news.example/", language="fr"),
        ),
        ("<rss><channel/></rss>", About(language="nl")),
        ("<html><title>A page</title></html>", About(language="nl")),
        ("{nonsense", About(language="nl")),
        ('{"title": 7}', About(title="7", language="nl")),
        ("", About(language="nl")),
    ],
)
def test_a_feed_says_whose_it_is(text: str, about: About) -> None:
    said = read_about(
        Document(body=text.encode(), content_type="", url=URL, source="", language="nl")
    )
    assert said == about
