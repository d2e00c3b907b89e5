"""A page in HTML in, the article on it out."""

from collections.abc import Iterator, Sequence
from datetime import UTC, tzinfo
from typing import Any

from bot.model import Article, Image
from bot.page import dates, fields, signed, standing
from bot.page.address import canonical_url
from bot.page.body import body_text
from bot.page.community import community
from bot.page.head import Head
from bot.page.headline import fold, part_shown, read_headline
from bot.page.illustration import gallery, lead_image, with_words
from bot.page.opened import Page, open_page
from bot.page.profile import ORIGIN, Profile, is_furniture, said

_TELLING = 30
"""Characters from which on a picture's words are told from a name that stands in a table as well."""
_SHOWN = 0.6
"""Share of the text in JSON-LD that the page shows itself, else JSON-LD is believed."""


def read_page(
    html: str, url: str, zone: tzinfo = UTC, profiles: Sequence[Profile] = ()
) -> Article:
    """Read all that the page at `url` says of its article; what it does not say is empty.

    `zone` is the publisher's, for moments that name none; `profiles` say where an operator knows
    better. Never raises, whatever the page is.
    """
    return article_on(open_page(html, url, profiles), zone)


def article_on(page: Page, zone: tzinfo = UTC) -> Article:
    """Read an opened page."""
    root, head, outline, url = page.root, page.head, page.outline, page.url
    title = said(root, page.profile.title)
    headline, headline_origin = (title, ORIGIN) if title else _headline(page)
    image = _image(page)
    byline = fields.read_byline(root, head, signed.signatures(outline, headline))
    body = _without(_body(page, headline, byline[0]), image[0].caption if image[0] else "")
    found: dict[str, tuple[Any, str]] = {
        "canonical_url": canonical_url(_claims(head), url),
        "headline": (headline, headline_origin),
        "summary": fields.read_summary(head, headline, body[0]),
        "body": body,
        "byline": byline,
        "section": fields.read_section(head),
        "language": (language := _language(page, body[0])),
        "published": dates.read_published(
            root,
            head,
            zone,
            dates.lines_beside(outline.blocks, headline),
            day_first=language[0] not in {"", "en"},
        ),
        "modified": dates.read_modified(head, zone),
        "keywords": _keywords(page, f"{headline}\n{body[0]}"),
        "image": image,
        "paywalled": standing.read_paywalled(head),
        "live": standing.read_live(head),
        "label": standing.read_label(head, outline, headline, url),
        "noindex": standing.read_noindex(head),
    }
    pictures = gallery(root, head, found["image"][0], url)
    found["gallery"] = (pictures, "page")
    places = community(root, head)
    origins = {name: origin for name, (value, origin) in found.items() if value}
    if places:
        origins["community"] = next(origin for _, origin in places.values())
    origins |= {f"community.{platform}": origin for platform, (_, origin) in places.items()}
    return Article(
        **{name: value for name, (value, _) in found.items()},
        community={platform: home for platform, (home, _) in places.items()},
        origins=origins,
    )


def _headline(page: Page) -> tuple[str, str]:
    headline, origin = read_headline(page.head, page.url)
    return part_shown(headline, _lines(page)), origin


def _lines(page: Page) -> Iterator[str]:
    return (block.text for block in page.outline.blocks if not block.is_linked)


def _body(page: Page, headline: str, byline: str) -> tuple[str, str]:
    """Read the text that the page shows; JSON-LD's where the page shows much less (a script will)."""
    head, profile = page.head, page.profile
    description = head.first("og:description", "description")
    writers = tuple(filter(None, byline.split(", ")))
    shown = body_text(page.outline, headline, description, profile, writers)
    if shown and any(box.wanted for box in page.outline.boxes):
        return shown, ORIGIN
    told = head.graph.paragraphs(head.article.get("articleBody"))
    if profile.furniture:
        told = "\n\n".join(line for line in told.split("\n\n") if not is_furniture(line, profile))
    return (told, "json-ld") if len(shown) < _SHOWN * len(told) else (shown, "page")


def _without(body: tuple[str, str], caption: str) -> tuple[str, str]:
    """Leave the words of the picture out of a text."""
    text, origin = body
    if len(caption) < _TELLING or caption not in text:
        return body
    return "\n\n".join(line for line in text.split("\n\n") if line != caption), origin


def _image(page: Page) -> tuple[Image | None, str]:
    image, origin = lead_image(page.root, page.head, _lines(page), page.url)
    if image is None:
        return None, ""
    caption, credit = (said(page.root, s) for s in (page.profile.caption, page.profile.credit))
    return with_words(image, caption, credit), origin


def _language(page: Page, body: str) -> tuple[str, str]:
    language = page.profile.language
    return (language, ORIGIN) if language else fields.read_language(page.head, body)


def _keywords(page: Page, story: str) -> tuple[tuple[str, ...], str]:
    """Give the keywords, each as the profile's map has it."""
    keywords, origin = fields.read_keywords(page.root, page.head, story)
    mapped = {fold(keyword): tag for keyword, tag in page.profile.hashtags.items()}
    tags = (mapped.get(fold(keyword), keyword) for keyword in keywords)
    return tuple(dict.fromkeys(filter(None, tags))), origin


def _claims(head: Head) -> list[tuple[str, str]]:
    return [
        (head.canonical, "page"),
        (head.first("og:url"), "meta"),
        (head.said("url", "@id"), "json-ld"),
        (head.said("mainEntityOfPage", "@id"), "json-ld"),
    ]
