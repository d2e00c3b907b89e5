"""What holds a picture with its words: the elements that can be its caption, and those named after its maker."""

import re
from collections.abc import Iterator

from bot.page.dom import Node, first, names_of, squeeze, text_of
from bot.page.image import SITE_PICTURE, name_of, source_of
from bot.page.lines import credit_of, invites, is_told_of
from bot.page.makers import FOR_USERS, LONGEST_CAPTION, ends_credited, once, split
from bot.page.outline import width
from bot.page.phrases import CONTROL

_NAMING_MAKERS = (
    "(?:[a-z]*credits?|copyright|photographer|photo-?by"
    "|(?:photo|image|img|foto|pict?|picture|media|bild)[-_]*(?:author|autor|auteur|source|agency|owner|rights)"
    "|cr[eé]ditos?|fotograf[oa]?|bild(?:nachweis|quelle)"
)
_CREDIT_NAMES = re.compile(
    rf"(?<![a-z]){_NAMING_MAKERS}|source|attribution|author|autor|autoria|creator|agenc(?:y|ia)|rights|quelle|fuente|fonte|zdroj|kredit)(?![a-z])",
    re.IGNORECASE,
)
MADE = re.compile(rf"(?<![a-z]){_NAMING_MAKERS})(?![a-z])")
"""Names of an element that can only be a picture's credit."""
_CAPTIONS_CREDIT = re.compile(
    rf"caption[-_]*(?:(?!with|and)[a-z]+[-_]+)?{_NAMING_MAKERS}|source|author)(?![a-z])"
)
_COUNTER = re.compile(r"(?<=[.!?)\]”\"»])\s\d{1,3}\s?(?:/|of|von|van|de|di|sur|av|из)\s?\d{1,3}$")
"""Which picture of an album it is."""
_LABEL = re.compile(
    r".*[,،，、]|(?:caption|legend[ea]?|légende|bild(?:unterschrift|text|beschreibung)|leyenda|didascalia"
    r"|onderschrift|billedtekst|bildetekst|kuvateksti|подпись|описание)\s?[:：]|(?:item\s)?\[?\d{1,3}\s?(?:/|of|von|de)\s?\d{1,3}\]?",
    re.IGNORECASE,
)
"""What stands before a caption in an element of its own: what it is, or which picture of an album it is of."""
_POINTER = re.compile(r"^[▲△▼▶►◀◄←→↑↓■●×✕\s]+(?=\w)")
_LOOSE = re.compile(r"(?<=[(\[（])\s|\s(?=[)\]）]|[.,](?![.\w]))")
"""A space that elements within a line left there."""
_CAPTION = re.compile(
    "caption|bild(?:unterschrift|e?text)|didascalia|onderschrift|billedtekst|kuvateksti|cutline|epigrafe"
    "|leyenda|pie-?foto|popisek|(?<![a-z])legend[ae](?![a-z])"
    "|(?<![a-z])(?:photo|image|img|foto|picture|bild)[-_]*(?:desc|text|legend|popis)"
)
_WORDS = (
    "figcaption, [itemprop~=caption], [data-testid*=caption i], [data-gu-name=caption], "
    + ", ".join(
        f"[class*={one} i]"
        for one in (
            "caption legenda legende image-legend photo-desc image-desc img-desc image-text bildunterschrift"
            " bildtext bildetekst didascalia billedtekst kuvateksti cutline epigrafe leyenda piefoto pie-foto foto-popis"
        ).split()
    )
)
_CONTROL = re.compile(rf"\W*{CONTROL}\W*")
_STANDFIRST = re.compile(
    r"(?<![a-z])(?:dek|deck|standfirst|intro|excerpt|summary|sub-?(?:title|head)|sapo|chap[oô]|chapeau|headline)"
)
_UNSEEN = (
    "[class*=visually i], [class*=sr-only i], [class*=screen-reader i], [class*=screenreader i]"
)
_NO_HOLDERS = frozenset({"body", "article", "main", "html"})
_NO_WORDS = "blockquote, button, form, h1, time, ul"
"""Elements that a box with nothing but an image and its words does not have."""
ENDS = (".", "!", "?", "。", "»", "”")
LEVELS = 6
"""Boxes around a picture that are looked at, and below its words."""
MOST_TEXT = 600
"""Characters by an image up to which they are its words."""
_UNNAMED, _LINE = 250, 150
"""The same in a box without a telling name, and up to which they can be a credit alone."""
_TELLING = 20
"""Characters from which on a text can tell what a picture shows; half as many more in cased scripts."""
SHORT = 8
"""Words up to which the last part of a caption can be a name."""
_LABEL_WORDS = 4
"""Words up to which what stands before a caption can be a label."""
MOST_NAMED = 200
"""Elements of a picture's words with a name that are looked at."""


def holders_of(img: Node) -> list[Node]:
    """Find what holds an image with its words, and no other image; [] where it has none.

    Words may stand in the element right behind: the image's own one is then given as well.
    """
    own = name_of(source_of(img))
    figure: Node | None = None
    node = img
    for _ in range(LEVELS):
        above = node.parent
        following = next_to(node)
        if following is not None and node is not img and _is_words(following):
            return [figure or node, following]
        if above is None or above.tag in _NO_HOLDERS or _shows_others(above, own):
            break
        size = len(text_of(above))
        if size > MOST_TEXT and above.tag != "figure":
            break
        if next(words_of(above), None) is not None:
            return [above]
        if above.tag == "figure" or (size <= _LINE and _is_credited(above)):
            figure = above
        node = above
    return [figure] if figure is not None else []


def unnamed(img: Node) -> Node | None:
    """Find the box that holds an image and one short text, whatever it is called; its words are the image's."""
    node, own = img.parent, name_of(source_of(img))
    for _ in range(LEVELS):
        if node is None or node.tag in _NO_HOLDERS or _shows_others(node, own):
            return None
        if text := text_of(node):
            if len(text) > _UNNAMED:
                return None
            linked = sum(len(text_of(link)) for link in node.css("a[href]")[:SHORT])
            is_told = (tells(text) or credit_of(text)) and 2 * linked < len(text)
            told = split(text)[0]
            is_about = is_told_of(told) and not told.endswith(ENDS)
            names = " ".join(map(called, node.css("[class]")[:SHORT]))
            is_other = is_about or _STANDFIRST.search(names) or first(node, _NO_WORDS) is not None
            return node if is_told and not is_other else None
        node = node.parent
    return None


def tells(text: str) -> bool:
    """Whether a text is long enough to tell what a picture shows."""
    return width(text) >= (_TELLING if text == text.swapcase() else 1.5 * _TELLING)


def next_to(node: Node) -> Node | None:
    """Give the element that stands right behind another; None where it is the last in its own."""
    following = node.next
    while following is not None and not following.is_element_node:
        following = following.next
    return following


def _is_words(node: Node) -> bool:
    return not node.css("img") and next(words_of(node), None) is not None


def _shows_others(node: Node, own: str) -> bool:
    if node.tag == "figure" and len(node.css("figcaption")) == len(node.css("figure")) == 1:
        return False  # one picture, in another cut for each screen
    found = (source_of(img) for img in node.css("img, amp-img"))
    return any(
        name_of(source) not in {own, ""} and not SITE_PICTURE.search(source) for source in found
    )


def words_of(node: Node) -> Iterator[Node]:
    """Give the elements of a holder that can be a caption."""
    for found in (*node.css(_WORDS), node):
        names = called(found)
        is_named = _CAPTION.search(names) or (found.tag == "figcaption" and not MADE.search(names))
        # why: a credit alone, the caption stands elsewhere
        if found.tag == "figcaption" and not is_named:
            continue
        is_named = is_named or found.mem_id != node.mem_id or _ends_credited(found)
        if is_named and (text := shown_text(found)) and not _is_control(text):
            yield found


def _is_control(text: str) -> bool:
    """Whether a text is a button's, an advertisement's label or a call to readers, and tells of no picture."""
    return len(text) <= _LINE and bool(_CONTROL.fullmatch(text.lower()) or invites(text))


def _ends_credited(node: Node) -> bool:
    """Whether an element can only be a picture's words, whatever it is called: their maker stands behind."""
    is_short = 0 < len(text_of(node)) <= _UNNAMED
    return is_short and ends_credited(shown_text(node)) and first(node, _NO_WORDS) is None


def called(node: Node) -> str:
    """Give all names by which templates tell what an element is for, in small letters."""
    return names_of(node, "class", "id", "itemprop", "data-testid", "data-gu-name")


def credits_of(node: Node) -> Iterator[Node]:
    """Give the elements below that are named after who made something."""
    in_figure = node.tag in {"figure", "figcaption"}
    for inner in node.css("[class], [itemprop], [data-testid]")[:MOST_NAMED]:
        names = called(inner)
        is_named = _CREDIT_NAMES.search(names) or (in_figure and "byline" in names)
        is_caption = "caption" in names and not _CAPTIONS_CREDIT.search(names)
        if inner.mem_id != node.mem_id and not is_caption and is_named:
            yield inner


def _is_credited(node: Node) -> bool:
    """Whether something in an element that need not be a figure can only be a picture's credit."""
    return any(MADE.search(called(credit)) for credit in credits_of(node))


def shown_text(node: Node) -> str:
    """Give the text of an element without labels that only screen readers hear, and without buttons."""
    text = text_of(node)[:LONGEST_CAPTION]
    for inner in node.css(_UNSEEN)[:SHORT]:
        text = text.replace(text_of(inner), " ", 1)
    text = squeeze(FOR_USERS.sub(" ", text.removeprefix(_label(node)))).rstrip(" ,")
    return once(_POINTER.sub("", tidy(_COUNTER.sub("", text))))


def tidy(text: str) -> str:
    """Leave out the spaces that elements within a line left before marks and within brackets."""
    return _LOOSE.sub("", text)


def _label(node: Node) -> str:
    """Give what stands in an element of its own before the text: "Image caption, ", "1 of 4"."""
    opening = node
    for _ in range(LEVELS):
        below = (one for one in children(opening) if one.tag == "span" or text_of(one))
        opening = next(below, opening)
        if opening.tag == "span" and len((label := text_of(opening)).split()) <= _LABEL_WORDS:
            return label if _LABEL.fullmatch(label) else ""
    return ""


def children(node: Node) -> Iterator[Node]:
    """Give the elements and texts right below an element, in their order."""
    child = node.first_child
    while child is not None:
        yield child
        child = child.next


def has_words(img: Node) -> bool:
    """Whether something stands by an image that can only be its caption or its credit."""
    return any(
        next(words_of(holder), None) is not None or _is_credited(holder)
        for holder in holders_of(img)
    )
