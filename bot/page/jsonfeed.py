"""JSON Feed 1.0 and 1.1 (jsonfeed.org) in, entries out. Pure."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from bot.model import Entry
from bot.page.address import LONGEST
from bot.page.dom import squeeze
from bot.page.plain import plain
from bot.text.moments import read_moment


def read_json_entries(text: str, url: str, source: str, limit: int) -> list[Entry] | None:
    """Give a feed's first entries in its own order, or None where the document is no JSON Feed."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not (isinstance(feed, dict) and isinstance(feed.get("items"), list)):
        return None
    items = [item for item in feed["items"] if isinstance(item, dict)]
    return [_entry(item, feed, url, source) for item in items[:limit]]


def read_json_about(text: str, url: str) -> tuple[str, str, str]:
    """Say what a feed calls itself, which page it is the feed of, and its language; "": not said."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError):
        return "", "", ""
    feed = feed if isinstance(feed, dict) else {}
    title = squeeze(_text(feed, "title"))
    return title, _address(url, feed, "home_page_url"), _text(feed, "language")


def read_json_links(text: str, url: str) -> Iterator[tuple[list[str], str]]:
    """Give a feed's own address and its hubs as links: relations, address."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError):
        return
    if isinstance(feed, dict):
        hubs = feed.get("hubs")
        named = [hub for hub in hubs if isinstance(hub, dict)] if isinstance(hubs, list) else []
        yield from ((["hub"], _address(url, hub, "url")) for hub in named if _is_websub(hub))
        yield ["self"], _address(url, feed, "feed_url")


def _is_websub(hub: dict[str, Any]) -> bool:
    return _text(hub, "type").lower() in {"websub", "pubsubhubbub"}


def _entry(item: dict[str, Any], feed: dict[str, Any], base: str, source: str) -> Entry:
    words = _text(item, "summary") or _text(item, "content_text")
    return Entry(
        source=source,
        guid=_text(item, "id"),
        url=_address(base, item, "url", "external_url"),
        headline=squeeze(_text(item, "title")),
        summary=squeeze(words) or plain(_text(item, "content_html")),
        byline=", ".join(_authors(item) or _authors(feed)),
        image_url=_address(base, item, "image", "banner_image"),
        language=_text(item, "language") or _text(feed, "language"),
        keywords=tuple(dict.fromkeys(_texts(item.get("tags")))),
        published=read_moment(_text(item, "date_published")),
        updated=read_moment(_text(item, "date_modified")),
    )


def _text(holder: dict[str, Any], name: str) -> str:
    """Give a text or a number (ids of version 1 may be one); whatever else stands there is nothing.

    Halves of surrogate pairs, which JSON can hold and no database takes, become "\ufffd".
    """
    value = holder.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).encode("utf-16", "surrogatepass").decode("utf-16", "replace").strip()


def _texts(values: object) -> list[str]:
    return (
        [squeeze(value) for value in values if isinstance(value, str)]
        if isinstance(values, list)
        else []
    )


def _authors(holder: dict[str, Any]) -> list[str]:
    """Names of `authors` (1.1) or `author` (1.0)."""
    people = holder.get("authors") or [holder.get("author")]
    people = people if isinstance(people, list) else [people]
    names = [squeeze(_text(person, "name")) for person in people if isinstance(person, dict)]
    return [name for name in dict.fromkeys(names) if name]


def _address(base: str, holder: dict[str, Any], *names: str) -> str:
    for name in names:
        try:
            url = urljoin(base, _text(holder, name)) if _text(holder, name) else ""
        except ValueError:
            continue
        if url.startswith(("http://", "https://")) and len(url) < LONGEST:
            return url
    return ""
