"""A page that lists articles in, an entry for each of them out. Pure."""

from bot.errors import FetchError
from bot.model import Entry
from bot.page.address import absolute
from bot.page.charset import decode
from bot.page.dom import Node, ancestors, first, parse, select
from bot.page.plain import plain

HEADLINES = "h1 a, h2 a, h3 a, h4 a, a:has(h1, h2, h3, h4)"
"""The links that are articles on most pages: headings in links and links in headings."""


def read_listing(
    body: bytes, *, content_type: str, url: str, source: str, links: str
) -> tuple[Entry, ...]:
    """Give the articles that a page links to, each once, in the order of the page.

    `links` is a CSS selector ("": `HEADLINES`) of the links themselves, or of what they hold or
    stand in. FetchError where it finds none: the page was rebuilt, or is another.
    """
    root = parse(decode(body, content_type))
    base = _address(first(root, "base[href]"), url) or url
    try:
        chosen = select(root, links or HEADLINES)
    except ValueError as error:
        raise FetchError(url, str(error), status=200) from error
    found: dict[str, str] = {}
    for link, words in map(_link, chosen):
        address = _address(link, base)
        if address and address.rstrip("#") != url:
            found[address] = found.get(address) or plain(words.html or "")
    if not found:
        raise FetchError(url, f"no link on the page fits {links or HEADLINES!r}", status=200)
    return tuple(
        Entry(source=source, guid="", url=address, headline=headline)
        for address, headline in found.items()
    )


def _link(node: Node) -> tuple[Node | None, Node]:
    """Find the link that an element is, holds or stands in, and the element that has its words."""
    inside = first(node, "a[href]")
    if inside is not None:
        # A link may hold a whole teaser; its heading says what it is about.
        heading = first(inside, "h1, h2, h3, h4, h5, h6")
        return inside, inside if heading is None else heading
    return next((around for around in ancestors(node) if around.tag == "a"), None), node


def _address(link: Node | None, base: str) -> str:
    href = (link.attributes.get("href") or "").strip() if link is not None else ""
    return absolute(href, base) if href else ""
