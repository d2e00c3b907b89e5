"""A page in HTML in, the article on it out."""

from datetime import UTC, tzinfo
from typing import Any

from bot.model import Article
from bot.page import dates, fields, standing
from bot.page.address import canonical_url
from bot.page.body import body_text
from bot.page.community import community
from bot.page.dom import parse
from bot.page.head import Head, read_head
from bot.page.headline import read_headline
from bot.page.illustration import lead_image
from bot.page.outline import Outline

_SHOWN = 0.6
"""Share of the text in JSON-LD that the page shows itself, else JSON-LD is believed."""


def read_page(html: str, url: str, zone: tzinfo = UTC) -> Article:
    """Read all that the page at `url` says of its article; what it does not say is empty.

    `zone` is the publisher's, for moments that name none. Never raises, whatever the page is.
    """
    root = parse(html)
    head = read_head(root)
    headline, headline_origin = read_headline(root, head, url)
    outline = Outline(root)
    body = _body(head, outline, headline)
    found: dict[str, tuple[Any, str]] = {
        "canonical_url": canonical_url(_claims(head), url),
        "headline": (headline, headline_origin),
        "summary": fields.read_summary(head, headline, body[0]),
        "body": body,
        "byline": fields.read_byline(root, head),
        "section": fields.read_section(head),
        "language": fields.read_language(head),
        "published": dates.read_published(root, head, zone),
        "modified": dates.read_modified(head, zone),
        "keywords": fields.read_keywords(root, head),
        "image": lead_image(root, head, outline, url),
        "paywalled": standing.read_paywalled(head),
        "live": standing.read_live(head),
        "label": standing.read_label(head, outline, headline, url),
        "noindex": standing.read_noindex(head),
    }
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


def _body(head: Head, outline: Outline, headline: str) -> tuple[str, str]:
    """Read the text that the page shows; JSON-LD's where the page shows much less (a script will)."""
    shown = body_text(outline, headline, head.first("og:description", "description"))
    said = head.graph.paragraphs(head.article.get("articleBody"))
    return (said, "json-ld") if len(shown) < _SHOWN * len(said) else (shown, "page")


def _claims(head: Head) -> list[tuple[str, str]]:
    return [
        (head.canonical, "page"),
        (head.first("og:url"), "meta"),
        (head.said("url", "@id"), "json-ld"),
        (head.said("mainEntityOfPage", "@id"), "json-ld"),
    ]
