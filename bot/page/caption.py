"""The words of a picture: what it shows, and who made it, wherever a template puts them."""

import re
from collections.abc import Iterator

from bot.page.dom import Node, first, names_of, squeeze, text_of
from bot.page.head import Head
from bot.page.image import SITE_PICTURE, source_of, token
from bot.page.jsonld import Thing
from bot.page.lines import credit_of, is_told_of
from bot.page.makers import (
    FOR_USERS,
    LEFT,
    LONGEST_CAPTION,
    ends_credited,
    labelled,
    split,
    without_label,
)
from bot.page.outline import width
from bot.page.phrases import AGENCY

_NAMING_MAKERS = (
    "(?:(?:item)?(?:image|photo|img|media)?credits?|copyright|photographer|photo-?by"
    "|cr[eé]ditos?|fotograf[oa]?|bild(?:nachweis|quelle)"
)
_CREDIT_NAMES = re.compile(
    rf"(?<![a-z]){_NAMING_MAKERS}|source|attribution|author|autor|creator)(?![a-z])", re.IGNORECASE
)
_MADE = re.compile(rf"(?<![a-z]){_NAMING_MAKERS})(?![a-z])")
_CAPTIONS_CREDIT = re.compile(rf"caption[-_]+{_NAMING_MAKERS}|source|author)(?![a-z])")
_COUNTER = re.compile(r"(?<=[.!?)\]”\"»])\s\d{1,3}\s?(?:/|of|von|van|de|di|sur|av|из)\s?\d{1,3}$")
"""Which picture of an album it is."""
_COMMAS = (",", "،", "，", "、")
_IS_AGENCY = re.compile(rf"[^.!?]{{0,60}}\b{AGENCY}\b[^.!?]{{0,30}}", re.IGNORECASE)
_CAPTION = re.compile(
    "caption|bildunterschrift|didascalia|onderschrift|(?<![a-z])legend[ae](?![a-z])"
)
_WORDS = (
    "figcaption, [class*=caption i], [itemprop~=caption], [class*=legenda i], [class*=legende i]"
)
_UNSEEN = "[class*=visually-hidden i], [class*=visuallyhidden i], [class*=sr-only i], [class*=screen-reader i]"
_NO_HOLDERS = frozenset({"body", "article", "main", "html"})
_NO_WORDS = "blockquote, button, form, h1, time, ul"
"""Elements that a box with nothing but an image and its words does not have."""
_INLINE = frozenset({"b", "cite", "em", "i", "small", "span", "strong"})
_ENDS = (".", "!", "?", "。", "»", "”")
_NAMING = frozenset({"cite", "em", "i", "small"})
"""Elements in which a name stands behind a caption."""
_LEVELS = 6
_MOST_TEXT, _UNNAMED, _LINE = 600, 250, 150
"""Characters by an image up to which they are its words; in a box without a telling name; up to
which they can be a credit alone."""
_TELLING = 20
"""Characters from which on a text can tell what a picture shows; half as many more in cased scripts."""
_SHORT = 8
"""Words up to which the last part of a caption can be a name."""
_LABEL = 4
"""Words up to which what stands before a comma can be a label."""
_MOST_PARTS, _MOST_NAMED = 40, 200
"""Elements beside a picture, and elements of its words with a name, that are looked at."""
_MAKERS = ("creditText", "creator", "author", "copyrightHolder", "copyrightNotice")


def captioned(img: Node | None, head: Head, thing: Thing | None = None) -> tuple[str, str]:
    """Give what stands by an image, and who made it; `thing` is what JSON-LD says of a lead image."""
    holders = _holders(img) if img is not None else []
    words = next((one for holder in holders for one in _words(holder)), None)
    is_untold = words is None and thing is not None and not thing.get("caption")
    if img is not None and is_untold and (words := _unnamed(img)) is not None:
        holders = [words]
    thing = thing or {}
    caption, last = _parted(words) if words is not None else ("", "")
    caption, behind = split(caption or head.graph.text(thing.get("caption")))
    if credit_of(caption + ".") and not behind:
        caption, behind = "", caption
    if is_untold and words is not None and not _tells(caption):
        caption = ""
    after = [
        node for holder in holders[1:] if (node := _next(holder)) and _MADE.search(_names(node))
    ]
    # why not in a long one: where a story stands behind its picture, its writers do as well
    near = (one for one in holders if one.tag == "figure" or len(text_of(one)) <= _MOST_TEXT)
    names = [text_of(node) for holder in near for node in _credits(holder)]
    names += map(text_of, after)
    names += [head.graph.text(thing.get(key)) for key in _MAKERS]
    told, named = next(filter(any, map(labelled, names)), ("", ""))
    return caption or told, named or without_label(last) or behind or _beside(holders, words)


def _holders(img: Node) -> list[Node]:
    """Find what holds an image with its words, and no other image; [] where it has none.

    Words may stand in the element right behind: the image's own one is then given as well.
    """
    own = token(source_of(img))
    figure: Node | None = None
    node = img
    for _ in range(_LEVELS):
        above = node.parent
        following = _next(node)
        if following is not None and node is not img and _is_words(following):
            return [figure or node, following]
        if above is None or above.tag in _NO_HOLDERS or _shows_others(above, own):
            break
        size = len(text_of(above))
        if size > _MOST_TEXT and above.tag != "figure":
            break
        if next(_words(above), None) is not None:
            return [above]
        if above.tag == "figure" or (size <= _LINE and _is_credited(above)):
            figure = above
        node = above
    return [figure] if figure is not None else []


def _unnamed(img: Node) -> Node | None:
    """Find the box that holds an image and one short text, whatever it is called; its words are the image's."""
    node, own = img.parent, token(source_of(img))
    for _ in range(_LEVELS):
        if node is None or node.tag in _NO_HOLDERS or _shows_others(node, own):
            return None
        if text := text_of(node):
            if len(text) > _UNNAMED:
                return None
            linked = sum(len(text_of(link)) for link in node.css("a[href]")[:_SHORT])
            is_told = (_tells(text) or credit_of(text)) and 2 * linked < len(text)
            told = split(text)[0]
            is_about = is_told_of(told) and not told.endswith(_ENDS)
            return node if is_told and not is_about and first(node, _NO_WORDS) is None else None
        node = node.parent
    return None


def _tells(text: str) -> bool:
    return width(text) >= (_TELLING if text == text.swapcase() else 1.5 * _TELLING)


def _next(node: Node) -> Node | None:
    following = node.next
    while following is not None and not following.is_element_node:
        following = following.next
    return following


def _is_words(node: Node) -> bool:
    return not node.css("img") and next(_words(node), None) is not None


def _shows_others(node: Node, own: str) -> bool:
    found = (source_of(img) for img in node.css("img, amp-img"))
    names = {token(source) for source in found if not SITE_PICTURE.search(source)}
    return bool(names - {own, ""})


def _words(node: Node) -> Iterator[Node]:
    """Give the elements of a holder that can be a caption."""
    for found in (*node.css(_WORDS), node):
        names = _names(found)
        is_named = _CAPTION.search(names) or (
            found.tag == "figcaption" and not _MADE.search(names)
        )
        if (
            found.tag == "figcaption" and not is_named
        ):  # a credit alone, the caption stands elsewhere
            continue
        if (is_named or found.mem_id != node.mem_id or _ends_credited(found)) and _text(found):
            yield found


def _ends_credited(node: Node) -> bool:
    """Whether an element can only be a picture's words, whatever it is called: their maker stands behind."""
    is_short = 0 < len(text_of(node)) <= _UNNAMED
    return is_short and ends_credited(_text(node)) and first(node, _NO_WORDS) is None


def _names(node: Node) -> str:
    return names_of(node, "class", "id", "itemprop")


def _credits(node: Node) -> Iterator[Node]:
    """Give the elements below that are named after who made something."""
    for inner in node.css("[class], [itemprop]")[:_MOST_NAMED]:
        names = _names(inner)
        is_caption = "caption" in names and not _CAPTIONS_CREDIT.search(names)
        if inner.mem_id != node.mem_id and not is_caption and _CREDIT_NAMES.search(names):
            yield inner


def _is_credited(node: Node) -> bool:
    """Whether something in an element that need not be a figure can only be a picture's credit."""
    return any(_MADE.search(_names(credit)) for credit in _credits(node))


def _text(node: Node) -> str:
    """Give the text of an element without labels that only screen readers hear, and without buttons."""
    text = text_of(node)[:LONGEST_CAPTION]
    for inner in node.css(_UNSEEN)[:_SHORT]:
        text = text.replace(text_of(inner), " ", 1)
    text = squeeze(FOR_USERS.sub(" ", text.removeprefix(_label(node)))).rstrip(" ,")
    return _COUNTER.sub("", text)


def _label(node: Node) -> str:
    """Give what stands in an element of its own before a comma and the text: "Image caption, "."""
    opening = next((one for one in _children(node) if one.tag == "span" or text_of(one)), None)
    label = text_of(opening) if opening is not None and opening.tag == "span" else ""
    return label if label.endswith(_COMMAS) and len(label.split()) <= _LABEL else ""


def _parted(words: Node) -> tuple[str, str]:
    """Part a caption from who is named in an element of its own."""
    text = _text(words)
    for credit in _credits(words):
        text = squeeze(text.replace(text_of(credit), " ")).rstrip(LEFT)
    parts = [node for node in _parts(words) if _text(node).strip(LEFT)]
    if not parts:  # why: a template that had nothing to say left its "|" or dash there
        return "", ""
    told = list(map(_text, parts))
    opening, last = told[0], told[-1]
    is_first = _IS_AGENCY.fullmatch(opening) or credit_of(opening)
    if len(told) > 1 and is_first and text.startswith(opening):
        return text.removeprefix(opening).lstrip(LEFT), opening
    is_name = len(last.split()) <= _SHORT and not last.endswith((".", "!", "?", "。"))
    is_told = (
        opening.endswith(_ENDS)
        or _IS_AGENCY.fullmatch(last)
        or credit_of(last)
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


def _named_last(words: Node) -> str:
    """Give a name that ends a caption in an element of its own, right behind a full stop."""
    last = words.last_child
    if last is None or last.tag not in _INLINE or not last.prev or not last.prev.is_text_node:
        return ""
    name = _text(last)
    is_name = len(name.split()) <= _SHORT and not name[:1].islower() and not name.endswith(_ENDS)
    return name if is_name and text_of(last.prev).endswith(_ENDS) else ""


def _parts(node: Node) -> list[Node]:
    """Go down to where an element has several, and give these; itself where text stands among them."""
    for _ in range(_LEVELS):
        inside = [one for one in _children(node) if one.is_element_node or text_of(one)]
        if len(inside) > _MOST_NAMED:  # why: no caption has so many
            return [node]
        if any(one.is_text_node and text_of(one).strip(LEFT) for one in inside):
            return [node]
        elements = [one for one in inside if one.is_element_node and _text(one).strip(LEFT)]
        if len(elements) != 1:
            return elements or [node]
        node = elements[0]
    return [node]


def _children(node: Node) -> Iterator[Node]:
    child = node.first_child
    while child is not None:
        yield child
        child = child.next


def _beside(holders: list[Node], words: Node | None) -> str:
    """Give a name that stands by a picture outside its caption: an agency's, or after "Image source,"."""
    for holder in holders[:1]:
        for node in _parts_beside(holder, words):
            text, whole = _text(node), text_of(node)
            is_labelled = text != whole and whole.endswith(text)
            if len(text.split()) <= _SHORT and (is_labelled or _IS_AGENCY.fullmatch(text)):
                return without_label(text)
    return ""


def _parts_beside(holder: Node, words: Node | None) -> Iterator[Node]:
    for node in holder.css("span, p, div, small, cite")[:_MOST_PARTS]:
        is_within = words is not None and (node.mem_id == words.mem_id or _is_below(node, words))
        inner = node.css("img, figcaption, p, div")
        if not is_within and all(one.mem_id == node.mem_id for one in inner):
            yield node


def _is_below(node: Node, other: Node) -> bool:
    above = node.parent
    while above is not None and above.mem_id != other.mem_id:
        above = above.parent
    return above is not None
