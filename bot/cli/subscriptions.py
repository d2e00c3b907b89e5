"""Which feeds of another reader's list become sources of ours, and under which names. Pure."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from bot.page.opml import Outline
from bot.redact import redact
from bot.rules import SourceRules
from bot.settings.values import web_address
from bot.text.links import url_key


def choose_feeds(
    outlines: Iterable[Outline], sources: Iterable[SourceRules]
) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Give the feeds that are not there yet, by a name that is free; and what is left out, and why."""
    keys, names = set(), set()
    for rules in sources:
        keys.add(url_key(rules.url))
        names.add(rules.name)
    feeds: dict[str, str] = {}
    skipped: list[tuple[str, str]] = []
    for outline in outlines:
        key = url_key(outline.url)
        if problem := _problem(outline.url):
            skipped.append((redact(outline.url), problem))
        elif key in keys:
            skipped.append((redact(outline.url), "is there already"))
        else:
            keys.add(key)
            name = _free_name(outline, names)
            names.add(name)
            feeds[name] = outline.url
    return feeds, skipped


def _problem(url: str) -> str:
    """Say why the configuration would not take an address; "" where it would."""
    try:
        web_address(url)
    except ValueError as error:
        return str(error)
    return "" if url.isprintable() else "has invisible characters"


def _free_name(outline: Outline, taken: set[str]) -> str:
    """Make a name of a title: letters, digits, dots, dashes, underscores; at most 60."""
    words = outline.title or (urlsplit(outline.url).hostname or "").removeprefix("www.")
    name = re.sub(r"[^\w.-]+", "-", words.casefold()).strip("-.")[:50].rstrip("-.") or "feed"
    number = 1
    while (found := f"{name}-{number}" if number > 1 else name) in taken:
        number += 1
    return found
