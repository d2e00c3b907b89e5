"""Where a page invites its readers to: the publisher's own places on the platforms.

What the page declares (JSON-LD, meta, `rel=me`) counts more than links in its frame, and those
more than links in its text: there people of the news are linked as well, so that one alone is no
invitation.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import chain
from operator import itemgetter

from bot.page.dom import Node, names_of, text_of
from bot.page.head import Head
from bot.page.headline import host_names, site_names
from bot.page.jsonld import Thing
from bot.page.lines import invites
from bot.page.places import place_of

_DECLARED, _META, _ME, _GROUP, _LINK = 5.0, 4.0, 3.0, 0.5, 0.2
_INVITATION = 0.5
"""Weight from which on a page invites its readers to a place."""
_NUMBER = 0.1
"""A place known by its number alone serves where no name is to be had."""
_WRAPPERS = frozenset({"li", "span", "b", "strong", "em", "i", "div"})
_FRAME = frozenset({"header", "footer"})
_FRAMES = re.compile(
    r"(?<![a-z])(?:site|page|main|top)?-?(?:footer|header|topbar|top-bar)(?![a-z])", re.IGNORECASE
)
"""Names of elements that stand for these where a site does not use them."""
_TEXT = frozenset({"body", "article", "main"})
_LEVELS = 8
_TELLING = 4
"""Letters from which on a name tells one publisher from others."""

Said = tuple[str, float, str]
"""An address, how much it counts, and where it stands: what is trusted most comes first."""


def community(root: Node, head: Head) -> dict[str, tuple[str, str]]:
    """Give for each platform the address that the page invites to, and what makes us trust in it."""
    weights: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    first: dict[str, tuple[str, str]] = {}
    for address, weight, origin in chain(_declared(head), _linked(root)):
        if place := place_of(address):
            platform, home = place
            first.setdefault(home.lower(), (home, origin))
            weights[platform][home.lower()] += weight
    chosen = ((p, max(homes.items(), key=itemgetter(1))) for p, homes in weights.items())
    return {
        platform: first[home]
        for platform, (home, weight) in chosen
        if weight >= _INVITATION or weight == _NUMBER
    }


def _declared(head: Head) -> Iterator[Said]:
    for thing in head.graph.things:
        for link in head.graph.values(thing.get("sameAs")):
            if isinstance(link, str):
                yield link, _LINK if _is_a_person(thing) else _DECLARED, "json-ld sameAs"
    for handle in head.all("twitter:site"):
        yield f"https://x.com/{handle.removeprefix('@')}", _META, "meta twitter:site"
    names = [*site_names(head), *host_names(head.canonical)]
    own = [link for link in head.all("article:author") if _is_named_after(link, names)]
    for links, weight, origin in (
        (head.all("article:publisher"), _META, "meta article:publisher"),
        (own, _META, "meta article:author"),
        (head.same, _DECLARED, "page sameAs"),
        (head.me, _ME, "page rel=me"),
    ):
        yield from ((link, weight, origin) for link in links)
    for number in head.first("fb:pages").replace(",", " ").split()[:1]:
        yield f"https://www.facebook.com/{number}", _NUMBER, "meta fb:pages"


def _is_named_after(link: str, names: list[str]) -> bool:
    """Whether an address ends in a publisher's name, as "northwirenews" does in Northwire's."""
    handle = _letters(link.rstrip("/").rpartition("/")[2])
    return any(
        len(name) >= _TELLING and (handle.startswith(name) or name.startswith(handle))
        for name in map(_letters, names)
        if len(handle) >= _TELLING
    )


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _is_a_person(thing: Thing) -> bool:
    return "Person" in str(thing.get("@type"))


def _linked(root: Node) -> Iterator[Said]:
    """Give the links in the page, group by group: what stands side by side is one."""
    links = [
        (href, _holders(link))
        for link in root.css('a[href*="//"]')
        if place_of(href := link.attributes.get("href") or "")
    ]
    held = Counter(holder.mem_id for _, holders in links for holder in holders)
    groups: dict[int, tuple[Node, Node, list[str]]] = {}
    for href, holders in links:
        around = next((node for node in holders if held[node.mem_id] > 1), holders[-1])
        groups.setdefault(around.mem_id, (around, holders[0], []))[2].append(href)
    for around, nearest, hrefs in groups.values():
        invites_readers = _is_in_frame(nearest) or _is_invitation(around, hrefs)
        weight, origin = (_GROUP, "page invitation") if invites_readers else (_LINK, "page link")
        yield from ((href, weight, origin) for href in hrefs)


def _holders(link: Node) -> list[Node]:
    """Give the elements around a link, up to the first that is more than a wrapper."""
    holders: list[Node] = []
    node = link.parent
    while node is not None and len(holders) < _LEVELS:
        holders.append(node)
        if node.tag not in _WRAPPERS:
            break
        node = node.parent
    return holders or [link]


def _is_invitation(around: Node, links: list[str]) -> bool:
    """Whether links stand there for readers to follow, and not because the news is about them."""
    platforms = {place[0] for link in links if (place := place_of(link))}
    return len(platforms) > 1 or "google_news" in platforms or invites(text_of(around))


def _is_in_frame(node: Node) -> bool:
    for _ in range(_LEVELS):
        if node.tag in _FRAME or _FRAMES.search(names_of(node)):
            return True
        above = node.parent
        if above is None or node.tag in _TEXT:
            return False
        node = above
    return False
