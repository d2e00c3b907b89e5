"""HTML in, a tree out, walked without recursion; the only file that knows the parser."""

import re
from collections.abc import Callable, Iterator

from selectolax.lexbor import LexborHTMLParser, SelectolaxError
from selectolax.lexbor import LexborNode as Node

from bot.page.bounds import bounded

__all__ = [
    "Node",
    "ancestors",
    "first",
    "names_of",
    "parse",
    "said_in",
    "select",
    "squeeze",
    "text_of",
    "walk",
]

_PASSED = "-"
_LONGEST = 20_000
"""Characters of an element up to which it is asked what it says, white space among them: lines are asked, not stories."""
_LONGEST_WORDS = 5_000
"""Characters of an attribute that is told to readers: no platform takes as many for a picture."""
_SPACE = re.compile(r"[\s\u200b\ufeff\x00-\x1f]+")


def parse(html: str) -> Node:
    """Give the root of a page; anything is a page, however broken.

    Lone surrogates and NULs, which no database takes, are replaced here once for all fields.
    """
    clean = bounded(html).encode("utf-8", "replace").replace(b"\0", b"\xef\xbf\xbd")
    root = LexborHTMLParser(clean).root
    assert root is not None, "the parser gives every document a root"  # noqa: S101 - for the types
    return root


def walk(
    root: Node,
    skip: frozenset[str],
    text: Callable[[str], None],
    enter: Callable[[Node, str], bool],
    leave: Callable[[Node, str], None],
) -> None:
    """Tell what `root` holds in document order: texts, white space alone as " ", and elements with their tags.

    An element is only left if `enter` asked for it. Those with a tag in `skip` are passed over with
    all they hold.
    """
    inside: list[tuple[Node, str]] = []
    # why: a page has two thousand nodes, and twenty names to be made of them
    tags: dict[int, str] = {}
    node = root.first_child
    while True:
        while node is None:
            if not inside:
                return
            node, tag = inside.pop()
            if tag:
                leave(node, tag)
            node = node.next
        number = node.tag_id
        tag = tags[number] if number in tags else tags.setdefault(number, _tag(node, skip))
        if not tag:
            text(" " if node.is_empty_text_node else node.text_lexbor())
        elif tag != _PASSED:
            inside.append((node, tag if enter(node, tag) else ""))
            node = node.first_child
            continue
        node = node.next


def _tag(node: Node, skip: frozenset[str]) -> str:
    if node.is_text_node:
        return ""
    tag = node.tag if node.is_element_node else None
    return _PASSED if tag is None or tag in skip else tag


def first(node: Node, selector: str) -> Node | None:
    """Give the first element below `node` that a CSS selector finds."""
    found: Node | None = node.css_first(selector)
    return found


def ancestors(node: Node) -> Iterator[Node]:
    """Give the elements around one, the nearest first."""
    above = node.parent
    while above is not None:
        yield above
        above = above.parent


def names_of(node: Node, *keys: str) -> str:
    """Give what an element is called in attributes (its class and id, if no others are named), in small letters."""
    attributes = node.attributes
    return " ".join(attributes.get(key) or "" for key in keys or ("class", "id")).lower()


def said_in(node: Node | None, key: str) -> str:
    """Give what an attribute says to readers, on one line; "" where there is none."""
    return squeeze((node.attributes.get(key) or "")[:_LONGEST_WORDS]) if node is not None else ""


def text_of(node: Node) -> str:
    """Give the text below `node` on one line, elements apart: a line's, of a whole page its beginning."""
    return squeeze(node.text(separator=" ")[:_LONGEST])


def select(root: Node, selector: str) -> list[Node]:
    """Give what a CSS selector of the operator's finds, in document order; ValueError if it is none."""
    try:
        return root.css(selector)
    except SelectolaxError as error:
        raise ValueError(f"{selector!r} is no CSS selector") from error


def squeeze(text: str) -> str:
    """Make every run of white space and invisible characters one space."""
    # The usual case, in a tenth of the time.
    joined = " ".join(text.split())
    return joined if joined.isprintable() else _SPACE.sub(" ", text).strip()
