"""Where a site says that its feeds, sitemaps, hub and API are, and where they often stand. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.page.address import absolute
from bot.page.dom import first, parse

_FEED_TYPE = re.compile(r"application/(?:rss|atom|rdf|feed)\+(?:xml|json)", re.IGNORECASE)
_HEADER_LINK = re.compile(r'<([^<>]*)>((?:[^",<]|"[^"]*")*)')
_PARAMETER = re.compile(r';\s*(\w+)\s*=\s*(?:"([^"]*)"|([^\s;,"]+))')
_SITEMAP_LINE = re.compile(r"^[ \t\ufeff]*sitemap[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)
_FEEDS = ("feed/", "feed", "rss", "rss.xml", "feed.xml", "atom.xml", "index.xml", "feed.json")
_SITEMAPS = ("news-sitemap.xml", "sitemap-news.xml", "sitemap_index.xml", "sitemap.xml")
_WORDPRESS = "https://api.w.org/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signposts:
    """What a page links to for machines, by address, in its own order; empty where it says nothing.

    `hubs` are those of WebSub, `wordpress` is the REST API. Feeds of comments stand last.
    """

    feeds: tuple[str, ...] = ()
    hubs: tuple[str, ...] = ()
    wordpress: str = ""


def read_signposts(html: str, url: str, link_header: str = "") -> Signposts:
    """Read the links of a page at `url` and those of its `Link` header (RFC 8288)."""
    feeds, hubs, wordpress = [], [], []
    for relations, kind, address in (*links_in_header(link_header, url), *_in_page(html, url)):
        if "alternate" in relations and _FEED_TYPE.match(kind):
            feeds.append(address)
        if "hub" in relations:
            hubs.append(address)
        if _WORDPRESS in relations:
            wordpress.append(address)
    feeds.sort(key=lambda address: "comments" in address.removeprefix(url))
    return Signposts(
        feeds=tuple(dict.fromkeys(feeds)),
        hubs=tuple(dict.fromkeys(hubs)),
        wordpress=next(iter(wordpress), ""),
    )


def sitemaps_of(robots: str, url: str) -> tuple[str, ...]:
    """Give the sitemaps that a robots.txt at `url` names (RFC 9309 leaves them to sitemaps.org)."""
    addresses = (
        absolute(found[1], url) for found in _SITEMAP_LINE.finditer(robots.replace("\r", "\n"))
    )
    return tuple(dict.fromkeys(filter(None, addresses)))


def guess_feeds(url: str) -> tuple[str, ...]:
    """Say where the site's feed may be, likeliest first, if it does not say itself."""
    return _guess(url, _FEEDS)


def guess_sitemaps(url: str) -> tuple[str, ...]:
    """Say where the site's sitemaps may be, likeliest to help first, if robots.txt names none."""
    return _guess(url, _SITEMAPS)


def _guess(url: str, paths: tuple[str, ...]) -> tuple[str, ...]:
    """Complete paths from where the site stands, then from its host."""
    addresses = (absolute(start + path, url) for start in ("", "/") for path in paths)
    return tuple(dict.fromkeys(addresses))


def _in_page(html: str, url: str) -> Iterator[tuple[list[str], str, str]]:
    """Give each link for machines: its relations, its type, its address."""
    root = parse(html)
    base = first(root, "base[href]")
    if base is not None:
        url = absolute(base.attributes.get("href") or "", url) or url
    for link in root.css("link[rel][href]"):
        attributes = link.attributes
        href = (attributes.get("href") or "").strip()
        address = absolute(href, url) if href else ""
        if address:
            relations = (attributes.get("rel") or "").lower().split()
            yield relations, (attributes.get("type") or "").strip(), address


def links_in_header(header: str, url: str) -> Iterator[tuple[list[str], str, str]]:
    """Give each link of the `Link` header of a page at `url`: relations, type, address."""
    for target, rest in _HEADER_LINK.findall(header):
        # Of a parameter that is given twice the first counts (RFC 8288, 3.3).
        parameters = {
            name.lower(): quoted or bare for name, quoted, bare in _PARAMETER.findall(rest)[::-1]
        }
        address = absolute(target, url) if target.strip() else ""
        if address:
            yield parameters.get("rel", "").lower().split(), parameters.get("type", ""), address
