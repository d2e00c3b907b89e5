"""Which hubs push a feed's news, by its header and its body (WebSub, section 4). Pure."""

import re

from bot.page.discover import links_in_header
from bot.page.jsonfeed import read_json_links
from bot.page.xmlfeed import read_links
from bot.rules import Hub
from bot.text.xml import read_xml

_ENTRY = re.compile(r"<(?:\w{1,20}:)?(?:item|entry)[\s>]", re.IGNORECASE)


def read_hubs(text: str, url: str, link_header: str = "") -> tuple[Hub, ...]:
    """List the hubs of the feed at `url`, those of the `Link` header first.

    The topic is what the feed calls itself, else the address it came from.
    """
    links = [(relations, address) for relations, _, address in links_in_header(link_header, url)]
    links += _in_body(text, url)
    hubs = [address for relations, address in links if "hub" in relations and address]
    topics = [address for relations, address in links if "self" in relations and address]
    return tuple(Hub(url=hub, topic=next(iter(topics), url)) for hub in dict.fromkeys(hubs))


def _in_body(text: str, url: str) -> list[tuple[list[str], str]]:
    if text.lstrip()[:1] == "{" and "hub" in text:
        return list(read_json_links(text, url))
    # What a feed says of itself stands before its entries; reading those again would cost more.
    entry = _ENTRY.search(text)
    head = text[: entry.start()] if entry else text
    root = read_xml(head, url) if "hub" in head else None
    return [] if root is None else list(read_links(root))
