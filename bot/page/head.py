"""What a page says of itself outside its text: `<meta>`, `<link>`, `<title>`, `<h1>`, JSON-LD."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.page.dom import Node, first, text_of
from bot.page.jsonld import LONGEST, Graph, Thing, clean

Attributes = Mapping[str, str | None]

_LONGEST_TITLE = 1_000
_HEADINGS = 50
_SAYING = 'meta[content], title, h1, script[type*="ld+json" i], link[href], a[rel~=me i][href]'
"""All in one, because each search goes through the whole page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The self-description of one page; names of `meta` are in lower case, values cleaned."""

    graph: Graph
    article: Thing
    meta: dict[str, list[str]] = field(default_factory=dict)
    canonical: str = ""
    me: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    title: str = ""
    headings: tuple[str, ...] = ()
    language: str = ""

    def all(self, *names: str) -> list[str]:
        """Give every value of the first of these names that the page has."""
        return next((self.meta[name] for name in names if name in self.meta), [])

    def first(self, *names: str) -> str:
        """Give the first value of the first of these names that the page has."""
        return next(iter(self.all(*names)), "")

    def texts(self, key: str) -> list[str]:
        """Give the texts of the JSON-LD article under one key."""
        return self.graph.texts(self.article.get(key))

    def said(self, key: str, *inner: str) -> str:
        """Give a text of the JSON-LD article."""
        return self.graph.text(self.article.get(key), *inner)


def read_head(root: Node) -> Head:
    """Collect what the page says of itself, wherever in the document it says so."""
    found: defaultdict[str, list[Node]] = defaultdict(list)
    for node in root.css(_SAYING):
        found[node.tag or ""].append(node)
    meta: dict[str, list[str]] = {}
    for node in found["meta"]:
        attributes = node.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        value = clean((attributes.get("content") or "")[:LONGEST])
        if name and value:
            meta.setdefault(name.strip().lower(), []).append(value)
    graph = Graph(node.text() for node in found["script"])
    title = next(map(_heading, found["title"]), "")
    links = [node.attributes for node in (*found["link"], *found["a"])]
    html = first(root, "html[lang]")
    return Head(
        graph=graph,
        article=graph.article(" ".join([*meta.get("og:title", ()), title])),
        meta=meta,
        canonical=next(_targets(links, "rel", "canonical"), "").strip(),
        me=tuple(_targets(links, "rel", "me")),
        same=tuple(_targets(links, "itemprop", "sameas")),
        title=title,
        headings=tuple(map(_heading, found["h1"][:_HEADINGS])),
        language=(html.attributes.get("lang") or "").strip() if html is not None else "",
    )


def _heading(node: Node) -> str:
    return clean(text_of(node)[:_LONGEST_TITLE])


def _targets(links: Iterable[Attributes], attribute: str, word: str) -> Iterator[str]:
    """Give where the links lead that have a word in one of their attributes."""
    for link in links:
        if word in (link.get(attribute) or "").lower().split():
            yield link.get("href") or ""
