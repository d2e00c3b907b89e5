"""The picture that stands for an article: its address, alt text, caption and who made it."""

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain
from typing import Any

from bot.model import Image
from bot.page.address import absolute
from bot.page.caption import captioned
from bot.page.dom import Node, first, said_in
from bot.page.head import Head
from bot.page.image import SITE_PICTURE, name_of, source_of
from bot.page.jsonld import Thing
from bot.page.makers import said_alone, split, without_label
from bot.page.renditions import renditions
from bot.page.shown import in_the_story, is_elsewhere, is_of, shown

_IMAGE = re.compile("ImageObject")
_URLS = ("url", "contentUrl")
_MOST = 9
"""Further pictures: the largest album holds ten."""
_LOOKED_AT = 200
"""Pictures of a page that can be further ones."""


def lead_image(root: Node, head: Head, lines: Iterable[str], url: str) -> tuple[Image | None, str]:
    """Give the article's picture and where the page says so; texts are empty where it is silent.

    `lines` are those of the page, among which one may say nothing but who made the picture.
    """
    address, origin, thing = _address(head, url)
    if not address or SITE_PICTURE.search(address):
        if (img := in_the_story(root)) is not None:
            address, origin = absolute(source_of(img), url), "page"
    else:
        img = shown(root, address)
    if not address:
        return None, ""
    caption, named = captioned(img, head, thing)
    own = captioned(None, head, thing) if thing else ("", "")
    if own[0] and own[0] != caption and img is not None and not is_of(img, address):
        # why: the head tells of its own picture, the page of another
        img, caption, named = None, *own
    alt, title = _alt(img, head), said_in(img, "title")
    behind = (split(text)[1] for text in (alt, title))
    names = chain((named,), behind, said_alone(lines))
    credit = next((name for name in names if name and name not in {alt, caption}), "")
    same = [one for one, _ in addresses(head, url) if name_of(one) == name_of(address)]
    others = renditions(img if img and is_of(img, address) else None, same, url, address)
    return Image(url=address, alt=alt, credit=credit, caption=caption, others=others), origin


def with_words(image: Image, caption: str, credit: str) -> Image:
    """Give a picture other words, the maker's name behind a caption apart; "" leaves what it has."""
    told, behind = split(caption)
    credit = without_label(credit) or behind or image.credit
    return replace(image, caption=told or image.caption, credit=credit)


def gallery(root: Node, head: Head, lead: Image | None, url: str) -> tuple[Image, ...]:
    """Give further pictures of an article: those in its text that have words of their own."""
    found: dict[str, Image] = {}
    first_one = name_of(lead.url) if lead else ""
    for img in root.css("article figure img, main figure img")[:_LOOKED_AT]:
        address = absolute(source_of(img), url)
        name = name_of(address)
        if not address or name in {first_one, *found} or is_elsewhere(img):
            continue
        caption, credit = captioned(img, head)
        if caption and not SITE_PICTURE.search(address):
            alt = said_in(img, "alt")
            found[name] = Image(url=address, alt=alt, credit=credit, caption=caption)
    return tuple(found.values())[:_MOST]


def told_of(shown: Image | None, url: str, alt: str, caption: str) -> Image | None:
    """Add what a feed tells of its picture: all where the page shows none, words where the same."""
    told, credit = split(caption)
    if shown is None:
        return Image(url=url, alt=alt, credit=credit, caption=told) if url else None
    if name_of(shown.url) != name_of(url):
        return shown
    return replace(
        shown,
        alt=shown.alt or alt,
        credit=shown.credit or credit,
        caption=shown.caption or told,
    )


def _address(head: Head, url: str) -> tuple[str, str, Thing]:
    """Give what is meant for sharing first, unless it is the site's own picture."""
    found = addresses(head, url)
    own = [one for one in found if not SITE_PICTURE.search(one[0])]
    address, origin = next(iter(own or found), ("", ""))
    named = [thing for thing in _pictured(head) if isinstance(thing, dict)]
    others = head.graph.of_type(_IMAGE) if address and not named else ()
    same = (one for one in others if name_of(head.graph.text(one, *_URLS)) == name_of(address))
    return address, origin, next(chain(named, same), {})


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
        *((value, "json-ld") for value in head.graph.texts(_pictured(head), *_URLS)),
        *(
            (value, "meta")
            for value in head.all("twitter:image", "twitter:image:src", "image", "thumbnail")
        ),
    ]
    found = [(absolute(value, url), origin) for value, origin in candidates]
    return [(address, origin) for address, origin in found if address]


def _alt(img: Node | None, head: Head) -> str:
    if img is not None and img.tag == "source" and img.parent is not None:
        img = first(img.parent, "img")
    return said_in(img, "alt") or head.first("og:image:alt", "twitter:image:alt")
