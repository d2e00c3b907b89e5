"""An image element and its address: where it is loaded from, and what of its name stays the same."""

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from bot.page.dom import Node

SITE_PICTURE = re.compile(
    r"logo|placeholder|(?<![a-z])default[-_.]|favicon|/icons?/|avatar|/ogp?[-_]?(?:image)?\.|\.(?:svg|ico|pdf|mp4)(?:$|[?#])",
    re.IGNORECASE,
)
"""Addresses of the site's own pictures, and of what is none that platforms take."""
FILE_NAME = 6
"""Characters from which on the name of a file tells one picture from others."""
_SIZE = re.compile(
    r"[-_]?\d{2,4}x\d{2,4}|[-_](?:scaled|large|medium|small|thumb\w*)\b"
    r"|[-_](?:w|h|wd|r|q|fp[xy]?)\d+(?:\.\d+)?(?=[-_.]|$)",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"(?:social|original|default|master|images?|large|medium|small|cover|thumb\w*|public|square"
    r"|landscape|upload|facebook|twitter|share|content|header|photos?|picture|resize|format)\w?",
    re.IGNORECASE,
)


@lru_cache(maxsize=512)
def token(address: str) -> str:
    """Give what stays the same in all sizes of one picture: the core of its file name."""
    path = unquote(urlsplit(address).path) if "://" in address[:8] else unquote(address)
    names = [_SIZE.sub("", name.rsplit(".", 1)[0]) for name in path.split("/") if name]
    telling = (n for n in reversed(names) if len(n) >= FILE_NAME and not _GENERIC.fullmatch(n))
    return next(telling, "").lower()


def sources(img: Node) -> Iterator[str]:
    """Give all that an image may be loaded from, lists of sizes whole."""
    for name, value in img.attributes.items():
        if value and ("src" in name or "original" in name or "url" in name):
            yield value


def source_of(img: Node) -> str:
    """Give the address of an image that scripts may load late; the last of a list of sizes."""
    attributes = img.attributes
    for name in ("data-src", "data-original", "data-lazy-src", "src", "data-srcset", "srcset"):
        value = attributes.get(name) or ""
        if value and not value.startswith("data:"):
            return value.split(",")[-1].split()[0] if name.endswith("srcset") else value
    return ""
