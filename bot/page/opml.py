"""Lists of feeds as readers exchange them: OPML 2.0 (opml.org/spec2.opml). Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from bot.text.xml import Element, decode, read_xml

DEEPEST = 50
"""Folders in folders; no reader makes so many."""
MOST = 1000
"""Feeds in a list; no newsroom has so many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One subscription; `is_feed` False: a page or another address that is no feed."""

    title: str
    url: str
    is_feed: bool = True


def read_opml(body: bytes) -> list[Outline]:
    """Give the feeds of a list in its order; ValueError says why it is none."""
    root = read_xml(decode(body))
    if root is None or str(root.tag).lower() != "opml":
        raise ValueError("is not OPML: it does not begin with <opml>")
    found = list(_outlines(root))
    if not found:
        raise ValueError("names no feed: no outline in it has an xmlUrl")
    return found


def write_opml(title: str, outlines: Iterable[Outline]) -> str:
    """Write a list; what is no feed becomes an outline of type "link"."""
    lines = (
        f"    <outline type={quoteattr('rss' if one.is_feed else 'link')}"
        f" text={quoteattr(one.title)} {'xmlUrl' if one.is_feed else 'url'}={quoteattr(one.url)}/>"
        for one in outlines
    )
    return "\n".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<opml version="2.0">',
            f"  <head><title>{escape(title)}</title></head>",
            "  <body>",
            *lines,
            "  </body>",
            "</opml>",
            "",
        )
    )


def _outlines(root: Element) -> Iterator[Outline]:
    """Walk the tree without recursion, as a hostile one may be deep."""
    waiting = [(root, 0)]
    count = 0
    while waiting:
        element, depth = waiting.pop()
        if depth > DEEPEST:
            raise ValueError(f"has more than {DEEPEST} folders in each other")
        said = {str(name).lower(): str(value).strip() for name, value in element.attrib.items()}
        if url := said.get("xmlurl"):
            count += 1
            if count > MOST:
                raise ValueError(f"names more than {MOST} feeds")
            yield Outline(title=said.get("title") or said.get("text") or "", url=_plain(url))
        waiting += [(child, depth + 1) for child in reversed(element)]


def _plain(url: str) -> str:
    """Take off the scheme by which old readers were called: "feed://…", or "feed:" and an address."""
    url = re.sub(r"^feed:(?=https?://)", "", url, flags=re.IGNORECASE)
    return re.sub(r"^feed:(?=//)", "http:", url, flags=re.IGNORECASE)
