"""The picture that stands for an article: its address, alt text, caption and who made it."""

import re
from dataclasses import replace
from itertools import chain
from typing import Any
from urllib.parse import unquote, urlsplit

from bot.model import Image
from bot.page.address import absolute
from bot.page.caption import captioned
from bot.page.dom import Node, first, squeeze
from bot.page.head import Head
from bot.page.image import FILE_NAME, SITE_PICTURE, source_of, sources, token
from bot.page.jsonld import Thing
from bot.page.makers import said_alone, split, without_label
from bot.page.outline import Outline
from bot.page.renditions import renditions

_IMAGES = "img, amp-img, picture source"
_OWN_IMAGES = "figure img, figure amp-img, [class*=wp-caption i] img, [itemprop~=image] img, img[itemprop~=image]"
_LAST_SIGN = re.compile(r"[-_][a-z\d]$")
_MOST = 9
"""Further pictures: the largest album holds ten."""
_LOOKED_AT = 200
"""Pictures of a page that can be further ones."""
_BESIDE = frozenset({"a", "aside", "nav", "footer", "header"})
_IS_PICTURE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)(?:$|[?#])", re.IGNORECASE)


def lead_image(root: Node, head: Head, outline: Outline, url: str) -> tuple[Image | None, str]:
    """Give the article's picture and where the page says so; texts are empty where it is silent."""
    address, origin, thing = _address(head, url)
    img = _in_the_story(root) if SITE_PICTURE.search(address) else _shown(root, address)
    if img is not None and (not address or SITE_PICTURE.search(address)):
        address, origin = absolute(source_of(img), url), "page"
    if not address:
        return None, ""
    alt = _alt(img, head)
    caption, named = captioned(img, head, thing)
    title = squeeze(img.attributes.get("title") or "") if img is not None else ""
    lines = (block.text for block in outline.blocks if not block.is_linked)
    behind = (split(text)[1] for text in (alt, title))
    names = chain((named,), behind, said_alone(lines))
    credit = next((name for name in names if name and name not in {alt, caption}), "")
    same = [one for one, _ in addresses(head, url) if token(one) == token(address)]
    others = renditions(img if _is_of(img, _name(address)) else None, same, url, address)
    return Image(url=address, alt=alt, credit=credit, caption=caption, others=others), origin


def _in_the_story(root: Node) -> Node | None:
    """Find a picture that stands for a story better than the site's own."""
    shown = (img for img in root.css(_OWN_IMAGES)[:_LOOKED_AT] if not _is_elsewhere(img))
    return next((img for img in shown if not SITE_PICTURE.search(source_of(img))), None)


def with_words(image: Image, caption: str, credit: str) -> Image:
    """Give a picture other words, the maker's name behind a caption apart; "" leaves what it has."""
    told, behind = split(caption)
    credit = without_label(credit) or behind or image.credit
    return replace(image, caption=told or image.caption, credit=credit)


def gallery(root: Node, head: Head, lead: Image | None, url: str) -> tuple[Image, ...]:
    """Give further pictures of an article: those in its text that have words of their own."""
    found: dict[str, Image] = {}
    shown = token(lead.url) or lead.url if lead else ""
    for img in root.css("article figure img, main figure img")[:_LOOKED_AT]:
        address = absolute(source_of(img), url)
        name = token(address) or address
        if not address or name in {shown, *found} or _is_elsewhere(img):
            continue
        caption, credit = captioned(img, head)
        if caption and not SITE_PICTURE.search(address):
            alt = squeeze(img.attributes.get("alt") or "")
            found[name] = Image(url=address, alt=alt, credit=credit, caption=caption)
    return tuple(found.values())[:_MOST]


def _is_elsewhere(img: Node) -> bool:
    """Say whether a picture leads to another page, or stands beside the article."""
    above, is_in_figure = img.parent, True
    while above is not None:
        if above.tag in _BESIDE and not (is_in_figure and _shows_itself(above)):
            return True
        is_in_figure = is_in_figure and above.tag != "figure"
        above = above.parent
    return False


def _shows_itself(link: Node) -> bool:
    return link.tag == "a" and bool(_IS_PICTURE.search(link.attributes.get("href") or ""))


def told_of(shown: Image | None, url: str, alt: str, caption: str) -> Image | None:
    """Add what a feed tells of its picture: all where the page shows none, words where the same."""
    told, credit = split(caption)
    if shown is None:
        return Image(url=url, alt=alt, credit=credit, caption=told) if url else None
    if token(shown.url) != token(url):
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
    own = [one for one in found if not SITE_PICTURE.search(one[0])]
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


def _shown(root: Node, address: str) -> Node | None:
    """Find where the page shows the picture; without an address the first that is the article's own.

    One of which only the last sign of its name is another ("lamps-1", "lamps-t") is taken for the
    same where the page shows none of exactly this name.
    """
    name = _name(address)
    if address and len(name) < FILE_NAME:
        return None
    found = root.css(_IMAGES if address else _OWN_IMAGES)
    for wanted in dict.fromkeys((name, _LAST_SIGN.sub("", name))):
        for img in found if len(wanted) >= FILE_NAME or not address else ():
            if _is_of(img, wanted):
                return img
    return None


def _name(address: str) -> str:
    return token(address) or unquote(urlsplit(address).path).lower()


def _is_of(img: Node | None, name: str) -> bool:
    return img is not None and (
        any(name in unquote(source).lower() for source in sources(img))
        or token(source_of(img)) == name
    )


def _alt(img: Node | None, head: Head) -> str:
    if img is not None and img.tag == "source" and img.parent is not None:
        img = first(img.parent, "img")
    shown = squeeze(img.attributes.get("alt") or "") if img is not None else ""
    return shown or head.first("og:image:alt", "twitter:image:alt")
