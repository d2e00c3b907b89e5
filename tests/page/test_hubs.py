import pytest

from bot.page.hubs import read_hubs
from bot.rules import Hub

URL = "https://news.example/feed"
HUB, OTHER, SELF = "https://hub.example/", "https://other.example/", "https://news.example/rss"
ENTRY = f"<entry><link rel='hub' href='{OTHER}'/><link rel='self' href='{OTHER}'/></entry>"
RSS = """<?xml version="1.0"?><rss version="2.0" {space}><channel><title>hub</title>
<{link} rel="self" href="{own}"/><{link} rel="hub" href="{hub}"/><item><title>T</title></item>
</channel></rss>"""
JSON = f"""{{"feed_url": "{SELF}", "items": [], "hubs": [
{{"type": "WebSub", "url": "{HUB}"}}, {{"type": "rssCloud", "url": "{OTHER}"}}, 7]}}"""
ATOM_SPACE = 'xmlns:{}="http://www.w3.org/2005/Atom"'


def rss(link: str, space: str = "") -> str:
    return RSS.format(link=link, space=space, own=SELF, hub=HUB)


def atom(*links: str) -> str:
    return f"<feed xmlns='http://www.w3.org/2005/Atom'>{''.join(links)}{ENTRY}</feed>"


@pytest.mark.parametrize(
    ("text", "header", "hubs"),
    [
        (rss("atom:link", ATOM_SPACE.format("atom")), "", [(HUB, SELF)]),
        (rss("a10:link", ATOM_SPACE.format("a10")), "", [(HUB, SELF)]),
        (rss("atom:link"), "", [(HUB, SELF)]),
        (atom(f"<link rel='HUB' href='{HUB}'/>"), "", [(HUB, URL)]),
        (atom("<link rel='hub' href='/hub'/>"), "", [("https://news.example/hub", URL)]),
        (
            atom(f"<link rel='hub' href='{HUB}'/><link rel='hub' href='{OTHER}'/>"),
            "",
            [(HUB, URL), (OTHER, URL)],
        ),
        (atom(), "", []),
        (atom("<link rel='hub'/><link rel='hub' href='mailto:a@b.c'/>"), "", []),
        ("<rss><channel/></rss>", f'<{HUB}>; rel="hub", <{SELF}>; rel=self', [(HUB, SELF)]),
        ("<rss><channel/></rss>", f'<{HUB}>; rel="hub"', [(HUB, URL)]),
        (
            atom(f"<link rel='hub' href='{OTHER}'/>"),
            f'<{HUB}>; rel="hub", <{SELF}>; rel="self"',
            [(HUB, SELF), (OTHER, SELF)],
        ),
        (
            JSON,
            "",
            [(HUB, SELF)],
        ),
        ('{"hubs": {"type": "WebSub"}}', "", []),
        ('{"hubs": [', "", []),
        ('["hubs"]', "", []),
        ("", "", []),
        ("hub", "", []),
    ],
)
def test_a_feed_says_who_pushes_it(text: str, header: str, hubs: list[tuple[str, str]]) -> None:
    assert read_hubs(text, URL, header) == tuple(Hub(url=u, topic=t) for u, t in hubs)
