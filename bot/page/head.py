"""What a page says of itself outside its text: `<meta>`, `<link>`, `<title>`, JSON-LD."""

from dataclasses import dataclass, field

from bot.page.dom import Node, first, text_of
from bot.page.jsonld import Graph, Thing, clean

_LONGEST_TITLE = 1_000


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
    meta: dict[str, list[str]] = {}
    for node in root.css("meta[content]"):
        attributes = node.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        value = clean(attributes.get("content") or "")
        if name and value:
            meta.setdefault(name.strip().lower(), []).append(value)
    graph = Graph(node.text() for node in root.css('script[type*="ld+json" i]'))
    window = first(root, "title")
    title = clean(text_of(window)[:_LONGEST_TITLE]) if window is not None else ""
    return Head(
        graph=graph,
        article=graph.article(" ".join([*meta.get("og:title", ()), title])),
        meta=meta,
        canonical=_attribute(root, "link[rel~=canonical i][href]", "href"),
        me=_links(root, "[rel~=me i][href]"),
        same=_links(root, "link[itemprop~=sameAs][href]"),
        title=title,
        language=_attribute(root, "html[lang]", "lang"),
    )


def _links(root: Node, selector: str) -> tuple[str, ...]:
    return tuple(node.attributes.get("href") or "" for node in root.css(selector))


def _attribute(root: Node, selector: str, name: str) -> str:
    node = first(root, selector)
    return (node.attributes.get(name) or "").strip() if node is not None else ""
