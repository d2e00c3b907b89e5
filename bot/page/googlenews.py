"""What Google News wants of a publisher's site, and where a site falls short of it. Pure.

Of news sitemaps and of the markup of articles: developers.google.com/search/docs, "Create a News
sitemap" and "Article structured data".
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot.model import Entry
from bot.page.dom import parse
from bot.page.head import read_head
from bot.page.jsonld import has_type

MOST = 1000
"""Articles of one news sitemap."""
FRESH = timedelta(days=2)
"""How long an article belongs into a news sitemap."""
LONGEST_HEADLINE = 110
_ARTICLE = re.compile(r"\w*(?:Article|BlogPosting)")
_TAGS = {
    "headline": "news:title",
    "published": "news:publication_date",
    "language": "news:language",
}
_ZONED = re.compile(r"(?:Z|[+-]\d\d:?\d\d)$")


def sitemap_faults(entries: tuple[Entry, ...], host: str, now: datetime) -> Iterator[str]:
    """Say what keeps a news sitemap from being taken as it is."""
    if not entries:
        yield "lists no news; where nothing is new it may be empty for two days"
    if len(entries) > MOST:
        yield f"lists {len(entries)} articles, {MOST} at most are read"
    if any(urlsplit(entry.url).hostname != host for entry in entries):
        yield f"lists articles that are not at {host}"
    for name in ("headline", "published", "language"):
        if lacking := sum(not getattr(entry, name) for entry in entries):
            yield f"{lacking} of {len(entries)} articles lack their {_TAGS[name]}"
    old = sum(entry.published is not None and now - entry.published > FRESH for entry in entries)
    if old:
        yield f"{old} of {len(entries)} articles are older than two days and belong there no more"


def markup_faults(html: str) -> Iterator[str]:
    """Say what an article's page does not tell Google News in JSON-LD."""
    head = read_head(parse(html))
    if not has_type(head.article, _ARTICLE):
        yield "has no NewsArticle in JSON-LD"
        return
    headline = head.said("headline")
    if not headline:
        yield "its NewsArticle has no headline"
    elif len(headline) > LONGEST_HEADLINE:
        yield f"its headline has {len(headline)} characters, {LONGEST_HEADLINE} are shown"
    for name in ("image", "author", "publisher"):
        if not head.article.get(name):
            yield f"its NewsArticle has no {name}"
    published = head.said("datePublished")
    if not published:
        yield "its NewsArticle has no datePublished"
    elif not _ZONED.search(published):
        yield "its datePublished has no time zone"
