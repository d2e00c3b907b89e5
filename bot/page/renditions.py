"""Other sizes in which a page offers one picture."""

import re
from collections.abc import Iterable, Iterator

from bot.page.address import absolute
from bot.page.dom import Node

MOST = 4
"""As many as are worth asking for where the first is too large."""
WIDEST, NARROWEST = 2048, 600
"""Pixels: more is shown by no timeline, less is no better than the card of a link."""
_UNKNOWN = 0
_PLAIN = re.compile(r"image/(?:jpe?g|png)", re.IGNORECASE)
_CANDIDATE = re.compile(r"(\S*[^\s,])(?:\s+(\d+)w|\s+[\d.]+x)?\s*(?:,|$)")
"""One of a `srcset`: its address and width (HTML, 4.8.4.2.1); addresses may have commas in them."""


def renditions(shown: Node | None, named: Iterable[str], url: str, lead: str) -> tuple[str, ...]:
    """Give further addresses of the picture at `lead`, the largest that timelines show first.

    `shown` is where the page shows it, `named` are addresses of it elsewhere on the page.
    """
    offered = [(_UNKNOWN, address) for address in named]
    if shown is not None:
        offered += [(width, absolute(found, url)) for found, width in _offered(shown)]
    usable = [(w, a) for w, a in offered if a and (w == _UNKNOWN or NARROWEST <= w <= WIDEST)]
    usable.sort(key=lambda one: -one[0])
    return tuple(dict.fromkeys(a for _, a in usable if a != lead))[:MOST]


def _offered(shown: Node) -> Iterator[tuple[str, int]]:
    above = shown.parent
    is_choice = above is not None and above.tag == "picture"
    for node in above.css("source, img") if above is not None and is_choice else [shown]:
        kind = node.attributes.get("type") or ""
        if kind and not _PLAIN.match(kind):
            continue
        for name in ("srcset", "data-srcset", "data-lazy-srcset"):
            for address, width in _CANDIDATE.findall(node.attributes.get(name) or ""):
                if not address.startswith("data:"):
                    yield address, int(width or _UNKNOWN)
        yield node.attributes.get("src") or "", _UNKNOWN
