"""The picture that stands for an article: its address, alt text, caption and who made it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import unquote, urlsplit

from bot.model import Image
from bot.page.address import absolute
from bot.page.dom import Node, first, squeeze, text_of
from bot.page.furniture import credit_of
from bot.page.head import Head
from bot.page.jsonld import Thing
from bot.page.outline import Outline
from bot.page.phrases import MADE_BY
from bot.page.renditions import renditions

_SIZE = re.compile(
    r"[-_]?\d{2,4}x\d{2,4}|[-_](?:scaled|large|medium|small|thumb\w*)\b", re.IGNORECASE
)
_SITE_PICTURE = re.compile(
    r"logo|placeholder|default[-_.]|favicon|/icons?/|avatar|\.(?:svg|ico|pdf|mp4)(?:$|[?#])",
    re.IGNORECASE,
)
"""Addresses of the site's own pictures, and of what is none that platforms take."""
_CREDIT_NAMES = re.compile(
    r"(?<![a-z])(?:credits?|copyright|photographer|photo-?by|source|attribution|author|creator)"
    r"(?![a-z])",
    re.IGNORECASE,
)
_AGENCY = (
    r"(?:AP|AFP|Reuters|EPA|dpa|PA|Getty|ANSA|EFE|TASS|ТАСС|РИА|Xinhua|Shutterstock|iStock|Alamy"
    r"|Unsplash|Pexels|Pixabay|Imago|Keystone|Belga|ANP|TT|NTB|Ritzau|Lusa|MTI|PAP|CTK|Kyodo|PTI"
    r"|ANI|AAP|Anadolu|AA|IANS|Yonhap)"
)
_NAMED_BEHIND = re.compile(
    rf"\s*[(\[|–—-]?\s*(?:{MADE_BY}|credits?|source|quelle|©)\s*(?:[:：©/]|\bby\b|(?<=©))\s*"
    r"(?P<name>[^()\[\]]{2,80}?)[)\]]?\s*$",
    re.IGNORECASE,
)
_AGENCY_BEHIND = re.compile(
    rf"\s*[(\[](?P<name>[^()\[\]]{{0,60}}\b{_AGENCY}\b[^()\[\]]{{0,40}})[)\]]\s*$"
    rf"|(?:(?<=[.!?”\"»])\s+|\s+[|–—-]\s+)(?P<bare>[^.!?|–—]{{0,60}}\b{_AGENCY}\b[^.!?|]{{0,30}})\.?\s*$"
    r"|(?<=[.!?”\"»])\s+(?P<slash>[^\W\d_a-z][^.!?/]{2,40}/\s?[^\W\d_a-z][^.!?/]{1,40})\s*$"
)
_LABEL = re.compile(
    rf"^\W*(?:(?:{MADE_BY}|credits?|source|quelle|copyright)\s*(?:credits?)?\s*(?:[:：©/]|\b(?:by|via|copyright)\b)+|by\b|©)\s*",
    re.IGNORECASE,
)
_NO_PICTURE = re.compile(r"\W*(?:video|graphic|watch|listen)", re.IGNORECASE)
_GENERIC = re.compile(
    r"(?:social|original|default|master|images?|large|medium|small|cover|thumb\w*|public|square"
    r"|landscape|upload|facebook|twitter|share|content|header|photos?|picture|resize|format)\w?",
    re.IGNORECASE,
)
_LONGEST = 12
"""Words of a credit; more are a caption."""
_FILE_NAME = 6
"""Characters from which on the name of a file tells one picture from others."""
_LEVELS = 6
_MOST = 9
"""Further pictures: the largest album holds ten."""
_BESIDE = frozenset({"a", "aside", "nav", "footer", "header"})
_IS_PICTURE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)(?:$|[?#])", re.IGNORECASE)
_NAME = 6
"""Words that a credit has at most where it stands alone: more is a headline."""


def lead_image(root: Node, head: Head, outline: Outline, url: str) -> tuple[Image | None, str]:
    """Give the article's picture and where the page says so; texts are empty where it is silent."""
    address, origin, thing = _address(head, url)
    figure, img = _shown(root, address)
    if not address and img is not None:
        address, origin = absolute(_source(img), url), "page"
    if not address:
        return None, ""
    alt = _alt(img, head)
    caption, behind = _split(_caption(figure, head, thing))
    names = (_credit(figure, head, thing), behind, _split(alt)[1], _said_in(outline))
    credit = next((name for name in names if name and name not in {alt, caption}), "")
    named = [one for one, _ in addresses(head, url) if _token(one) == _token(address)]
    others = renditions(img, named, url, address)
    return Image(url=address, alt=alt, credit=credit, caption=caption, others=others), origin


def gallery(root: Node, head: Head, lead: Image | None, url: str) -> tuple[Image, ...]:
    """Give further pictures of an article: those in its text that have words of their own."""
    found: dict[str, Image] = {}
    shown = _token(lead.url) or lead.url if lead else ""
    for img in root.css("article figure img, main figure img"):
        figure, address = _figure(img), absolute(_source(img), url)
        name = _token(address) or address
        if figure is None or not address or name in {shown, *found} or _is_elsewhere(figure):
            continue
        caption, behind = _split(_caption(figure, head, {}))
        if caption and not _SITE_PICTURE.search(address):
            alt = squeeze(img.attributes.get("alt") or "")
            credit = _credit(figure, head, {}) or behind
            found[name] = Image(url=address, alt=alt, credit=credit, caption=caption)
    return tuple(found.values())[:_MOST]


def _is_elsewhere(figure: Node) -> bool:
    """Say whether a picture leads to another page, or stands beside the article."""
    above: Node | None = figure
    while above is not None:
        if above.tag in _BESIDE:
            return True
        above = above.parent
    links = (link.attributes.get("href") or "" for link in figure.css("a[href]"))
    return any(not _IS_PICTURE.search(target) for target in links if first(figure, "a img"))


def told_of(shown: Image | None, url: str, alt: str, caption: str) -> Image | None:
    """Add what a feed tells of its picture: all where the page shows none, words where the same."""
    told, credit = _split(caption)
    if shown is None:
        return Image(url=url, alt=alt, credit=credit, caption=told) if url else None
    if _token(shown.url) != _token(url):
        return shown
    return replace(
        shown,
        alt=shown.alt or alt,
        credit=shown.credit or credit,
        caption=shown.caption or told,
    )


def _address(head: Head, url: str) -> tuple[str, str, Thing]:
    """Give what is meant for sharing first, unless it is the site's own picture."""
    described = next((thing for thing in _pictured(head) if isinstance(thing, dict)), {})
    found = addresses(head, url)
    own = [one for one in found if not _SITE_PICTURE.search(one[0])]
    address, origin = next(iter(own or found), ("", ""))
    return address, origin, described


def _pictured(head: Head) -> list[Any]:
    return [
        thing
        for key in ("image", "thumbnailUrl")
        for thing in head.graph.values(head.article.get(key))
    ]


def addresses(head: Head, url: str) -> list[tuple[str, str]]:
    """Give the addresses of pictures that the page names as its own, and where."""
    candidates = [
        *(
            (value, "meta")
            for value in head.all("og:image:secure_url", "og:image", "og:image:url")
        ),
        *((value, "json-ld") for value in head.graph.texts(_pictured(head), "url", "contentUrl")),
        *(
            (value, "meta")
            for value in head.all("twitter:image", "twitter:image:src", "image", "thumbnail")
        ),
    ]
    found = [(absolute(value, url), origin) for value, origin in candidates]
    return [(address, origin) for address, origin in found if address]


def _token(address: str) -> str:
    """Give what stays the same in all sizes of one picture: the core of its file name."""
    path = unquote(urlsplit(address).path) if "://" in address[:8] else unquote(address)
    names = [_SIZE.sub("", name.rsplit(".", 1)[0]) for name in path.split("/") if name]
    telling = (n for n in reversed(names) if len(n) >= _FILE_NAME and not _GENERIC.fullmatch(n))
    return next(telling, "").lower()


def _shown(root: Node, address: str) -> tuple[Node | None, Node | None]:
    """Find where the page shows the picture: what holds it with its words, and the image itself.

    Without an address it is the first picture that stands in a figure.
    """
    token = _token(address) or unquote(urlsplit(address).path).lower()
    if address and len(token) < _FILE_NAME:
        return None, None
    for img in root.css("img, picture source" if address else "figure img"):
        if any(token in unquote(source).lower() for source in _sources(img)):
            return _figure(img), img
    return None, None


def _sources(img: Node) -> Iterator[str]:
    for name, value in img.attributes.items():
        if value and ("src" in name or "original" in name or "url" in name):
            yield value


def _source(img: Node) -> str:
    attributes = img.attributes
    for name in ("data-src", "data-original", "data-lazy-src", "src"):
        value = attributes.get(name) or ""
        if value and not value.startswith("data:"):
            return value
    return ""


def _figure(img: Node) -> Node | None:
    """Find the element that holds a picture together with its words."""
    above = img.parent
    for _ in range(_LEVELS):
        if above is None or above.tag in {"body", "article", "main"}:
            return None
        names = f"{above.attributes.get('class') or ''} {above.attributes.get('id') or ''}"
        if above.tag == "figure" or "caption" in names or first(above, "figcaption") is not None:
            return above
        above = above.parent
    return None


def _caption(figure: Node | None, head: Head, thing: Thing) -> str:
    if figure is not None:
        caption = first(figure, "figcaption, [class*=caption i]")
        text = _text_without_credit(caption) if caption is not None else ""
        if text:
            return text
    return head.graph.text(thing.get("caption"))


def _text_without_credit(node: Node) -> str:
    credit = _credit_node(node)
    text = text_of(node)
    return squeeze(text.replace(text_of(credit), "")) if credit is not None else text


def _credit_node(node: Node) -> Node | None:
    for inner in node.css("[class], [itemprop]"):
        attributes = inner.attributes
        names = f"{attributes.get('class') or ''} {attributes.get('itemprop') or ''}"
        if inner.mem_id != node.mem_id and _CREDIT_NAMES.search(names) and squeeze(inner.text()):
            return inner
    return None


def _credit(figure: Node | None, head: Head, thing: Thing) -> str:
    node = _credit_node(figure) if figure is not None else None
    said = text_of(node) if node is not None else ""
    for key in ("creditText", "creator", "author", "copyrightHolder", "copyrightNotice"):
        said = said or head.graph.text(thing.get(key))
    return without_label(said)


def _split(caption: str) -> tuple[str, str]:
    """Take the maker's name off the end of a caption."""
    if whole := credit_of(caption):
        return "", without_label(whole)
    for pattern in (_AGENCY_BEHIND, _NAMED_BEHIND):
        if found := pattern.search(caption):
            name = next(filter(None, found.groups()), "")
            return caption[: found.start()].strip(), without_label(name)
    return caption, ""


def _said_in(outline: Outline) -> str:
    """Look for a line of its own that says who made the picture."""
    lines = (block.text for block in outline.blocks if not block.is_linked)
    names = (credit_of(line) for line in lines if not _NO_PICTURE.match(line))
    return next((without_label(name) for name in names if 0 < len(name.split()) <= _NAME), "")


def without_label(credit: str) -> str:
    """Give the maker's name alone; "" for what is too long to be one."""
    credit = _LABEL.sub("", credit).strip(" .()[]|,;")
    if ")" in credit and "(" not in credit:  # the end of a caption, and the name once more
        credit = credit.partition(")")[0]
    return credit if len(credit.split()) <= _LONGEST else ""


def _alt(img: Node | None, head: Head) -> str:
    if img is not None and img.tag == "source" and img.parent is not None:
        img = first(img.parent, "img")
    shown = squeeze(img.attributes.get("alt") or "") if img is not None else ""
    return shown or head.first("og:image:alt", "twitter:image:alt")
