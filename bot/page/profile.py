"""What an operator says of one site where the general reader errs: selectors, phrases, hashtags."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bot.page.dom import Node, ancestors, select, text_of
from bot.page.headline import fold

ORIGIN = "profile"
"""The origin of what was found by a profile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How the pages of `host`, and of hosts below it, are read; "" and () leave it to the reader.

    `title`, `body`, `caption` and `credit` are CSS selectors, and `drop` those of what is no part
    of a page. Lines (up to 300 characters) with a phrase of `furniture` are left out of the body,
    whatever their case and marks. `hashtags` says by keyword what it becomes; "" is none.
    """

    host: str
    title: str = ""
    body: str = ""
    caption: str = ""
    credit: str = ""
    drop: tuple[str, ...] = ()
    furniture: tuple[str, ...] = ()
    language: str = ""
    hashtags: Mapping[str, str] = field(default_factory=dict)


_LINE = 300
NONE = Profile(host="")


def profile_for(profiles: Iterable[Profile], *urls: str) -> Profile:
    """Give the profile with the longest host that the first address with a host stands at."""
    host = next(filter(None, map(_host, urls)), "")
    fitting = (one for one in profiles if f".{host}".endswith(f".{_bare(one.host)}"))
    return max(fitting, key=lambda one: len(_bare(one.host)), default=NONE)


def drop(root: Node, profile: Profile) -> None:
    """Take what the profile drops out of the page; the page itself stays."""
    found = {node.mem_id: node for selector in profile.drop for node in select(root, selector)}
    found.pop(root.mem_id, None)
    for node in [node for node in found.values() if not _is_below(node, found)]:
        node.decompose()


def marked(root: Node, profile: Profile) -> frozenset[int]:
    """Give the marks of the elements that hold the body, by `mem_id`."""
    if not profile.body:
        return frozenset()
    return frozenset(node.mem_id for node in select(root, profile.body))


def said(root: Node, selector: str) -> str:
    """Give the words of the first element that a selector finds with any; those of a `<meta>` too."""
    if not selector:
        return ""
    nodes = select(root, selector)
    texts = (text_of(node) or (node.attributes.get("content") or "").strip() for node in nodes)
    return next(filter(None, texts), "")


def is_furniture(text: str, profile: Profile) -> bool:
    """Whether a line contains one of the profile's phrases."""
    words = f" {fold(text)} " if len(text) <= _LINE else ""
    return any(f" {phrase} " in words for phrase in map(fold, profile.furniture) if phrase)


def _is_below(node: Node, found: Mapping[int, Node]) -> bool:
    return any(above.mem_id in found for above in ancestors(node))


def _host(url: str) -> str:
    try:
        return _bare(urlsplit(url).hostname or "")
    except ValueError:
        return ""


def _bare(host: str) -> str:
    return host.lower().rstrip(".").removeprefix("www.")
