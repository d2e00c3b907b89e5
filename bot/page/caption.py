"""The words of a picture: what it shows, and who made it, wherever a template puts them."""

import re
from collections.abc import Iterator

from bot.page.dom import Node, ancestors, squeeze, text_of
from bot.page.head import Head
from bot.page.holders import (
    ENDS,
    LEVELS,
    MADE,
    MOST_NAMED,
    MOST_TEXT,
    SHORT,
    called,
    children,
    credits_of,
    holders_of,
    next_to,
    shown_text,
    tells,
    tidy,
    unnamed,
    words_of,
)
from bot.page.jsonld import Thing, clean
from bot.page.lines import credit_of
from bot.page.makers import LEFT, labelled, once, split, without_label
from bot.page.persons import NAME, PERSON
from bot.page.phrases import AGENCY

_IS_AGENCY = re.compile(rf"[^.!?]{{0,60}}\b{AGENCY}\b[^.!?]{{0,30}}", re.IGNORECASE)
_IS_MAKER = re.compile(rf"{NAME}\s?/\s?{NAME}|{NAME}\s(?:Images|Media|Press|Pictures|Photography)")
_IS_PERSON = re.compile(PERSON)
_NAMES = re.compile(rf"{NAME}\s(?:[-/|]\s)?{NAME}")
_TITLE = re.compile(r"(?<![a-z])tit(?:le|ulo|re)?(?![a-z])")
_DATA = re.compile(
    r"data-(?:[\w-]*-)?(?:(?P<caption>caption)|(?:credits?|copyright|photographer))"
)
"""Attributes by which scripts show a picture's words."""
_INLINE = frozenset({"b", "cite", "em", "i", "small", "span", "strong"})
_NAMING = frozenset({"cite", "em", "i", "small"})
"""Elements in which a name stands behind a caption."""
_LEVELS_OF_DATA = 3
_MOST_PARTS = 40
"""Elements beside a picture that are looked at."""
_MAKERS = ("creditText", "creator", "author", "copyrightHolder", "copyrightNotice")


def captioned(img: Node | None, head: Head, thing: Thing | None = None) -> tuple[str, str]:
    """Give what stands by an image, and who made it; `thing` is what JSON-LD says of a lead image."""
    holders = holders_of(img) if img is not None else []
    words = next((one for holder in holders for one in words_of(holder)), None)
    is_untold = words is None and thing is not None and not thing.get("caption")
    if img is not None and is_untold and (words := unnamed(img)) is not None:
        holders = [words]
    thing = thing or {}
    caption, last = _parted(words) if words is not None else ("", "")
    caption, behind = split(caption or head.graph.text(thing.get("caption")))
    if credit_of(caption + ".") and not behind:
        caption, behind = "", caption
    is_standfirst = caption == head.first("og:description", "description")
    if is_untold and words is not None and (is_standfirst or not tells(caption)):
        caption = ""
    after = [
        node for holder in holders[1:] if (node := next_to(holder)) and MADE.search(called(node))
    ]
    # why not in a long one: where a story stands behind its picture, its writers do as well
    near = (one for one in holders if one.tag == "figure" or len(text_of(one)) <= MOST_TEXT)
    names = [text_of(node) for holder in near for node in credits_of(holder)]
    names += map(text_of, after)
    names += [head.graph.text(thing.get(key)) for key in _MAKERS]
    told, named = next(filter(any, map(labelled, names)), ("", ""))
    caption, credit = (
        caption or told,
        named or without_label(last) or behind or _beside(holders, words),
    )
    if img is not None and not caption and not credit:
        return _in_data(img)
    return caption, credit


def _in_data(img: Node) -> tuple[str, str]:
    """Give what attributes of an image, of a box around it or of what is in that say of it."""
    told: dict[str, str] = {}
    node: Node | None = img
    for _ in range(_LEVELS_OF_DATA):
        if node is None or node.tag in {"article", "main", "body"}:
            break
        for one in (node, *node.css("[class]")[:_MOST_PARTS]):
            for key, value in one.attributes.items():
                if value and (found := _DATA.fullmatch(key)):
                    told.setdefault("caption" if found["caption"] else "credit", clean(value))
        node = node.parent
    caption, behind = split(told.get("caption", ""))
    return caption, without_label(told.get("credit", "")) or behind


def _parted(words: Node) -> tuple[str, str]:
    """Part a caption from who is named in an element of its own."""
    text = shown_text(words)
    for credit in credits_of(words):
        text = _without(text, tidy(text_of(credit)))
    parts = [node for node in _parts(words) if shown_text(node).strip(LEFT)]
    if not parts:  # why: a template that had nothing to say left its "|" or dash there
        return "", ""
    text, parts = _without_title(text, parts)
    told = list(map(shown_text, parts))
    opening, last = told[0], told[-1]
    is_first = _names_makers(opening) or credit_of(opening)
    if len(told) > 1 and is_first and text.startswith(opening):
        return text.removeprefix(opening).lstrip(LEFT), opening
    is_name = len(last.split()) <= SHORT and not last.endswith((".", "!", "?", "。"))
    is_told = (
        opening.endswith(ENDS)
        or _names_makers(last)
        or credit_of(last)
        or (len(opening.split()) > SHORT // 2 and _is_person(last))
        or (last.isupper() and not opening.isupper())
        or (parts[-1].tag in _NAMING and parts[0].tag not in _NAMING)
    )
    if parts == [words] and (name := _named_last(words)) and text.endswith(name):
        return text.removesuffix(name).rstrip(LEFT), name
    if len(parts) > 1 and is_name and is_told and text.endswith(last) and "".join(told) != last:
        whole, name = split(text)
        if name.endswith(
            last
        ):  # a picture's page and its maker's are two links: "Jane Roe / Unsplash"
            return whole, name
        return text.removesuffix(last).rstrip(LEFT).strip(), last
    return text, ""


def _without_title(text: str, parts: list[Node]) -> tuple[str, list[Node]]:
    """Leave out what stands first and is no caption: a label, a credit, a title over a longer text."""
    title, *others = parts
    if not others:  # one part alone is the caption
        return text, parts
    opening, following = shown_text(title), shown_text(others[0])
    if not text.startswith(opening):  # left out before
        return text, others
    if _TITLE.search(called(title)) and len(opening) < len(following) < len(text):
        return text.removeprefix(opening).lstrip(LEFT), others
    return text, parts


def _names_makers(text: str) -> bool:
    return bool(_IS_AGENCY.fullmatch(text) or _IS_MAKER.fullmatch(text))


def _is_person(text: str) -> bool:
    """Whether a text is a person's name and nothing else; in scripts without capitals none can be told."""
    return text != text.swapcase() and _IS_PERSON.fullmatch(text) is not None


def _without(text: str, credit: str) -> str:
    """Leave a credit out of the words of a picture, before or behind the caption."""
    if text.startswith(credit):
        return text.removeprefix(credit).strip(LEFT)
    before, _, behind = text.rpartition(credit)
    return once(squeeze(f"{before} {behind}").rstrip(LEFT)) if credit else text


def _named_last(words: Node) -> str:
    """Give a name that ends a caption in an element of its own, right behind a full stop or its last letter."""
    last = words.last_child
    if last is None or last.tag not in _INLINE or not last.prev or not last.prev.is_text_node:
        return ""
    name = shown_text(last)
    is_name = len(name.split()) <= SHORT and not name[:1].islower() and not name.endswith(ENDS)
    before = last.prev.text_lexbor()
    is_parted = before.rstrip().endswith(ENDS) or (
        before[-1:].isalnum() and _NAMES.fullmatch(name) is not None
    )
    return name if is_name and is_parted else ""


def _parts(node: Node) -> list[Node]:
    """Go down to where an element has several, and give these; itself where text stands among them."""
    for _ in range(LEVELS):
        inside = [one for one in children(node) if one.is_element_node or text_of(one)]
        if len(inside) > MOST_NAMED:  # why: no caption has so many
            return [node]
        if any(one.is_text_node and text_of(one).strip(LEFT) for one in inside):
            return [node]
        elements = [one for one in inside if one.is_element_node and shown_text(one).strip(LEFT)]
        if len(elements) != 1:
            return elements or [node]
        node = elements[0]
    return [node]


def _beside(holders: list[Node], words: Node | None) -> str:
    """Give a name that stands by a picture outside its caption: an agency's, or after "Image source,"."""
    for holder in holders[:1]:
        for node in _parts_beside(holder, words):
            text, whole = shown_text(node), text_of(node)
            is_labelled = text != whole and whole.endswith(text)
            if len(text.split()) <= SHORT and (is_labelled or _names_makers(text)):
                return without_label(text)
    return ""


def _parts_beside(holder: Node, words: Node | None) -> Iterator[Node]:
    for node in holder.css("span, p, div, small, cite")[:_MOST_PARTS]:
        is_within = words is not None and (node.mem_id == words.mem_id or _is_below(node, words))
        inner = node.css("img, figcaption, p, div")
        if not is_within and all(one.mem_id == node.mem_id for one in inner):
            yield node


def _is_below(node: Node, other: Node) -> bool:
    return any(above.mem_id == other.mem_id for above in ancestors(node))
