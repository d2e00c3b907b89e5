"""The headline as published, without the site's name that templates put around it."""

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate, islice
from urllib.parse import urlsplit

from bot.page.address import absolute
from bot.page.head import Head
from bot.page.when import is_date

_SEPARATOR = re.compile(r"\s+[|\-–—·•»:«]+\s+|\s*[|»｜：]\s*")
_MARKS = " |-–—·•»:«｜："
_LONGEST = 1_000
_TELLING = 12
"""Characters from which on a heading is more than a name."""
_MOST_PARTS = 8
"""Marks in a title at which it is taken apart."""
_CUT_AFTER = 40
"""Characters from which on a headline that another continues is cut and not just short."""


def read_headline(head: Head, url: str = "") -> tuple[str, str]:
    """Give the headline and its origin: what JSON-LD, meta or the page says first."""
    sites = {fold(name) for name in site_names(head)} | host_names(url)
    sections = _sections(head, url)
    shown, is_repeated = _h1(head, sites)

    def own(title: str) -> str:
        return _without_section(_without_site(title, sites, shown), sections)

    def shared() -> str:
        title = own(head.first("og:title", "twitter:title"))
        return "" if title and _is_beside(title, shown, head.title) else title

    def candidates() -> Iterator[tuple[str, str]]:
        yield own(head.said("headline")), "json-ld"
        yield shared(), "meta"
        yield (shown if is_repeated or len(shown) >= _TELLING else ""), "page"
        yield max(own(head.title), shown, key=len), "page"

    told = [(text, origin) for text, origin in candidates() if text]
    text, origin = next(
        (one for one in told if not _begins_with_a_day(one[0])), (*told, ("", ""))[0]
    )
    title = text.partition(": ")[2]
    if len(title) >= _TELLING and _told(head, shown).count(fold(title)) > 1:
        text = title
    if _is_cut(text, shown):
        text, origin = shown, "page"
    return text[:_LONGEST].strip(), origin


def _begins_with_a_day(title: str) -> bool:
    """Whether a title is that of a day's live blog: "March 17, 2026 - Bridge collapse"."""
    parts = _SEPARATOR.split(title)
    return len(parts) > 1 and is_date(parts[0])


def _is_beside(title: str, shown: str, window: str) -> bool:
    """Whether a title stands beside the shown headline in the window's: some share all pages under a site's name."""
    parts = [part.strip() for part in _SEPARATOR.split(window)]
    return len(title) < len(shown) and shown in parts and title in parts


def _told(head: Head, shown: str) -> list[str]:
    """Give what the page's other titles say: the shown one, that for sharing and the window's."""
    return [fold(shown), fold(head.first("og:title")), fold(_SEPARATOR.split(head.title)[0])]


def part_shown(title: str, lines: Iterable[str]) -> str:
    """Give the part of a title that is one of the page's lines; all of it where none is, or it is one itself.

    What is left out is the site's name, which the page need not say anywhere else.
    """
    marks = list(islice(_SEPARATOR.finditer(title), _MOST_PARTS))
    ends = [part for mark in marks for part in (title[: mark.start()], title[mark.end() :])]
    wanted = {_squeezed(part): part for part in (title, *ends) if len(part) >= _TELLING}
    if len(wanted) == (title in wanted.values()):
        return title
    shown = {small for line in lines if (small := _squeezed(line)) in wanted}
    return wanted[max(shown, key=len)] if shown else title


def _squeezed(text: str) -> str:
    return " ".join(text.casefold().split())


def fold(text: str) -> str:
    """Make texts that differ only in letter case, spaces and marks the same."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def site_names(head: Head) -> list[str]:
    """Give the names under which the publisher appears on the page."""
    publisher = head.graph.texts(head.article.get("publisher"))
    return [*head.all("og:site_name"), *head.all("application-name"), *publisher]


def host_names(url: str) -> set[str]:
    """Give the names that a site's host may stand for: "www.morning-tick.co.uk" is Morning Tick."""
    host = urlsplit(absolute(url, url)).hostname or ""
    labels = [label for label in host.split(".")[:-1] if label != "www"]
    return {fold(label.replace("-", " ")) for label in labels if len(label) > 3}  # noqa: PLR2004


def _sections(head: Head, url: str) -> set[str]:
    """Give the names of the parts of the paper that a page may stand in: its own word, its address."""
    folders = urlsplit(absolute(url, url)).path.split("/")[1:-1]
    said = (*head.texts("articleSection"), *head.all("article:section"), *folders)
    return {fold(name.replace("-", " ")) for name in said} - {""}


def _is_cut(text: str, shown: str) -> bool:
    """Whether `text` is the beginning of what the page shows: search engines ask for 110 characters."""
    start = fold(text.removesuffix("...").removesuffix("…"))
    whole = fold(shown)
    return len(start) > _CUT_AFTER and len(whole) > len(start) and whole.startswith(start)


def _h1(head: Head, sites: set[str]) -> tuple[str, bool]:
    """Give the heading that the page's title repeats, and True; else the first that is no name."""
    title = fold(f"{head.title} {head.first('og:title')}")
    texts = [text for text in head.headings if text and fold(text) not in sites]
    for text in texts:
        if len(text) >= _TELLING and fold(text) in title:
            return text, True
    return next(iter(texts), ""), False


def _without_site(title: str, sites: set[str], shown: str) -> str:
    """Drop what stands behind or before the headline in a window's title."""
    if len(shown) >= _TELLING and title.startswith(shown):
        return shown
    parts = _SEPARATOR.split(title)
    if len(parts) > 1 and _names_site(parts[-1], sites):
        return title[: title.rindex(parts[-1])].rstrip(_MARKS)
    if len(parts) > 1 and fold(parts[0]) in sites:
        return title[title.index(parts[0]) + len(parts[0]) :].lstrip(_MARKS)
    return title


def _without_section(title: str, sections: set[str]) -> str:
    """Drop the name of a section behind the headline, where a headline is left."""
    last = _SEPARATOR.split(title)[-1]
    left = title[: title.rindex(last)].rstrip(_MARKS)
    return left if fold(last) in sections and len(left) >= _TELLING else title


def _names_site(part: str, sites: set[str]) -> bool:
    words = fold(part)
    if any(words == name or f" {name} " in f" {words} " for name in sites if name):
        return True
    begins = accumulate(words.split())
    return any(begun in sites for begun in islice(begins, 1, None))
