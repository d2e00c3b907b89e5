"""An image element and its address: where it is loaded from, and what of its name stays the same."""

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

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
    r"|[-_](?:w|h|wd|r|q|fp[xy]?)\d+(?:\.\d+)?(?=[-_.]|$)"
    r"|[-_](?:(?:article|super|facebook|twitter|google|mobile|video)?(?:large|jumbo|wide|square)\d*"
    r"|social|share|facebook|twitter|og|hero|teaser|landscape|portrait|\d{1,2}[x_-]\d{1,2})$",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"(?:social|original|default|master|images?|large|medium|small|cover|thumb\w*|public|square"
    r"|landscape|upload|facebook|twitter|share|content|header|photos?|picture|resize|format"
    r"|quality|preview|desktop|mobile|teaser|article|feature)\w?",
    re.IGNORECASE,
)
_SETTING = re.compile(
    r"[\W_\dx]*[\W_x][\W_\dx]*|.*[:,=!].*|20\d{6}|[a-z]{1,2}_\d+"
    r"|(?:width|height|fit|quality|size|max|crop|dpr|resize)[-_]?\d+",
    re.IGNORECASE,
)
"""A folder that says a picture's size, cut or day: the same for many."""
_INNER = re.compile(
    r".*(?:https?(?::|%3a)(?:/|%2f){1,2}(?:[^/%?&]*)|[?&](?:url|src|image|img|path|file)=(?=/|%2f))",
    re.IGNORECASE | re.DOTALL,
)
"""All up to the path of a picture, also within the address of a service that makes other sizes of it."""
_SCRIPT = re.compile(r"\.(?:php|aspx?|ashx|jsp|cgi)$", re.IGNORECASE)


@lru_cache(maxsize=512)
def token(address: str) -> str:
    """Give what stays the same in all sizes of one picture: the core of its file name, else of a folder."""
    *folders, name = _path(address)
    if _SCRIPT.search(name):
        return ""
    core = _core(name)
    if len(core) >= FILE_NAME and not _GENERIC.fullmatch(core):
        return core
    telling = (
        f for f in reversed(folders) if any(map(str.isdigit, f)) and not _SETTING.fullmatch(f)
    )
    return next((core for f in telling if len(core := _SIZE.sub("", f)) >= FILE_NAME), "")


@lru_cache(maxsize=512)
def name_of(address: str) -> str:
    """Give the same, or the whole path where neither file nor folder tells one picture from others."""
    if same := token(address):
        return same
    *folders, name = _path(address)
    return address.lower() if _SCRIPT.search(name) else "/".join((*folders, _core(name)))


def _path(address: str) -> list[str]:
    found = _INNER.match(address)
    inner = address[found.end() :] if found else address
    path = re.split(r"[?#]", unquote(inner.partition("&")[0]))[0]
    return path.lower().rstrip("/").split("/")


def _core(name: str) -> str:
    return _SIZE.sub("", re.sub(r"(?:\.[a-z]{3,4})+$", "", name))


def sources(img: Node) -> Iterator[str]:
    """Give all that an image may be loaded from, lists of sizes whole."""
    for name, value in img.attributes.items():
        if value and (
            "src" in name or "original" in name or "url" in name or name.endswith("poster")
        ):
            yield value


def source_of(img: Node) -> str:
    """Give the address of an image that scripts may load late, or of a film's; the last of a list of sizes."""
    attributes = img.attributes
    if film := attributes.get("poster") or attributes.get("data-poster"):
        return film
    for name in ("data-src", "data-original", "data-lazy-src", "src", "data-srcset", "srcset"):
        value = attributes.get(name) or ""
        if value and not value.startswith("data:"):
            return value.split(",")[-1].split()[0] if name.endswith("srcset") else value
    return ""
