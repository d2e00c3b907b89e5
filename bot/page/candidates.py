"""What else a page offers for each field: shown to an operator, so that he can choose by a profile."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.model import Article
from bot.page.dates import lines_beside, publications
from bot.page.dom import Node, first, select, squeeze, text_of
from bot.page.fields import authors, descriptions
from bot.page.headline import fold
from bot.page.illustration import addresses
from bot.page.opened import Page, open_page
from bot.page.profile import Profile

_MOST = 6
"""Candidates of one field."""
_LONGEST = 160
"""Characters of a candidate that are shown."""
_LEVELS = 4
"""Elements in one selector."""
_NAME = re.compile(r"-?[A-Za-z_][\w-]{0,40}", re.ASCII)
_UNQUOTABLE = re.compile(r'["\\\n\r\f\0]')
_TITLES = 'meta[property="og:title"], meta[name="twitter:title"], head > title, h1, [itemprop=headline], h2'
_CAPTIONS = "figcaption, [class*=caption i]"
_CREDITS = "[class*=credit i], [class*=copyright i], [class*=photographer i], [class*=source i]"
_PARAGRAPHS = 2
"""Paragraphs from which on an element can be the body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A value that was not taken, where it stands, and the selector that would choose it ("": none)."""

    value: str
    origin: str
    selector: str = ""


def candidates(
    html: str, url: str, article: Article, profiles: Sequence[Profile] = ()
) -> dict[str, list[Candidate]]:
    """Give, by field, what the page at `url` offers besides what `article` took of it.

    Under "line" stand the lines of the story's surroundings that were left out of the body.
    """
    page = open_page(html, url, profiles)
    image = article.image
    published = article.published.isoformat() if article.published else ""
    lines = lines_beside(page.outline.blocks, article.headline)
    offered = {
        "headline": (_shown(page, _TITLES), article.headline),
        "summary": (_said(descriptions(page.head)), article.summary),
        "byline": (_said(_bylines(page)), article.byline),
        "published_at": (_said(publications(page.root, page.head, lines)), published),
        "image": (_said(addresses(page.head, url)), image.url if image else ""),
        "caption": (_shown(page, _CAPTIONS), image.caption if image else ""),
        "credit": (_shown(page, _CREDITS), image.credit if image else ""),
        "body": (_bodies(page), ""),
        "line": (_lines(page, article), ""),
    }
    rejected = {name: _others(found, taken) for name, (found, taken) in offered.items()}
    return {name: others for name, others in rejected.items() if others}


def _others(found: Iterator[Candidate], taken: str) -> list[Candidate]:
    """Leave out what was taken, and what is offered twice."""
    distinct: dict[tuple[str, str], Candidate] = {}
    for one in islice(found, 10 * _MOST):
        if one.value and one.value != taken:
            distinct.setdefault((fold(one.value), one.selector), one)
    return list(distinct.values())[:_MOST]


def _bylines(page: Page) -> Iterator[tuple[str, str]]:
    return ((", ".join(names), origin) for names, origin in authors(page.root, page.head))


def _said(found: Iterator[tuple[str, str]] | list[tuple[str, str]]) -> Iterator[Candidate]:
    return (Candidate(value=_cut(text), origin=origin) for text, origin in found)


def _shown(page: Page, selector: str) -> Iterator[Candidate]:
    for node in select(page.root, selector):
        is_meta = node.tag == "meta"
        text = squeeze(node.attributes.get("content") or "") if is_meta else text_of(node)
        origin = "meta" if is_meta else "page"
        yield Candidate(value=_cut(text), origin=origin, selector=selector_of(node, page.root))


def _bodies(page: Page) -> Iterator[Candidate]:
    """Give the elements with the most text in paragraphs of their own, the fullest first."""
    held: dict[int, tuple[Node, list[str]]] = {}
    for paragraph in select(page.root, "p"):
        holder = paragraph.parent
        if holder is not None:
            held.setdefault(holder.mem_id, (holder, []))[1].append(text_of(paragraph))
    fullest = sorted(held.values(), key=lambda one: -sum(map(len, one[1])))
    for node, texts in fullest[:_MOST]:
        if len(texts) >= _PARAGRAPHS:
            size = f"{sum(map(len, texts))} characters in {len(texts)} paragraphs"
            selector = selector_of(node, page.root)
            yield Candidate(value=f"{size}: {_cut(texts[0])}", origin="page", selector=selector)


def _lines(page: Page, article: Article) -> Iterator[Candidate]:
    """Give the lines that stand beside the story's own paragraphs and were taken for furniture."""
    taken = set(article.body.split("\n\n"))
    blocks = page.outline.blocks
    containers = {block.container for block in blocks if block.text in taken}
    for block in blocks:
        if block.container in containers and block.text not in taken:
            yield Candidate(value=_cut(block.text), origin="page")


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def selector_of(node: Node, root: Node) -> str:
    """Give a short CSS selector whose first find is this element, as far as few steps allow."""
    steps: list[str] = []
    above: Node | None = node
    while above is not None and above.tag != "html" and len(steps) < _LEVELS:
        steps.insert(0, _step(above))
        selector = " > ".join(steps)
        found = first(root, selector)
        if found is not None and found.mem_id == node.mem_id:
            return selector
        above = above.parent
    return " > ".join(steps)


def _step(node: Node) -> str:
    """Name an element by its id, its classes, or what a `<meta>` is called."""
    attributes = node.attributes
    for key in ("property", "name") if node.tag == "meta" else ():
        if (value := attributes.get(key)) and not _UNQUOTABLE.search(value):
            return f'meta[{key}="{value}"]'
    # why: a parser takes names for tags that no selector can say ("<photo–")
    said = node.tag or ""
    tag = said if _NAME.fullmatch(said) else "*"
    if _NAME.fullmatch(name := attributes.get("id") or ""):
        return f"{tag}#{name}"
    classes = [one for one in (attributes.get("class") or "").split() if _NAME.fullmatch(one)]
    return ".".join([tag, *classes[:2]])
