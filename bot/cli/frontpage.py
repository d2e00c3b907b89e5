"""What the page or the feed at a publisher's address tells of its site. Pure."""

from bot.cli.proposal import Site
from bot.errors import FetchError
from bot.page.address import is_front
from bot.page.article import read_page
from bot.page.charset import decode
from bot.page.discover import read_signposts
from bot.page.dom import parse
from bot.page.feed import About, Document, read_about, read_feed
from bot.page.head import read_head
from bot.ports import Answer


def about_of(answer: Answer) -> About | None:
    """Say what a feed says of itself; None: this is none."""
    document = Document(
        body=answer.body,
        content_type=answer.content_type,
        url=answer.url,
        source="",
        language=answer.language,
    )
    try:
        read_feed(document)
    except FetchError:
        return None
    return read_about(document)


def site_of(answer: Answer) -> Site:
    """Read what a page tells of its site, best a front page."""
    html = decode(answer.body, answer.content_type)
    page = read_page(html, answer.url)
    signs = read_signposts(html, answer.url, answer.links)
    return Site(
        url=answer.url,
        name=" ".join(read_head(parse(html)).first("og:site_name").split()),
        language=page.language,
        feeds=signs.feeds,
        hubs=signs.hubs,
        wordpress=signs.wordpress,
        community=page.community,
        date=answer.date,
        is_article=page.origins.get("published") in {"json-ld", "meta"}
        and not is_front(answer.url),
    )
