"""The words of a picture: what it shows, and who made it, wherever a template puts them."""

import re
from collections.abc import Iterator

from bot.page.dom import Node, first, names_of, squeeze, text_of
from bot.page.head import Head
from bot.page.image import SITE_PICTURE, source_of, token
from bot.page.jsonld import Thing
from bot.page.lines import credit_of, is_told_of
from bot.page.outline import width
from bot.page.phrases import AGENCY, MADE_BY

_NAMING_MAKERS = r"(?:(?:item)?(?:image|photo|img|media)?credits?|copyright|photographer|photo-?by"
_CREDIT_NAMES = re.compile(
    rf"(?<![a-z]){_NAMING_MAKERS}|source|attribution|author|creator)(?![a-z])", re.IGNORECASE
)
_MADE = re.compile(rf"(?<![a-z]){_NAMING_MAKERS})(?![a-z])")
_LABELLED = r"\s*(?:[:：©/=＝]|\bby\b|(?<=©))\s*"
_NAMED_BEHIND = re.compile(
    rf"\s*[(\[|–—/-]?\s*(?:(?:{MADE_BY}|credits?|source|quelle|©){_LABELLED}|\bfot\.\s)"
    r"(?P<name>[^()\[\]]{2,80}?)[)\]]?\s*$",
    re.IGNORECASE,
)
_AGENCY_BEHIND = re.compile(
    r"\s*[(\[（](?P<slashed>[^\W\d_a-z][^()\[\]/]{1,40}/\s?[^\W\d_a-z][^()\[\]]{1,40})[)\]）]\s*$"
    r"|(?<=[.!?。…”»\"])\s*[(（](?P<behind>(?!(?i:archiv|file|left|right|symbol|illustration))[^\W\d_a-z][^()（）.]{1,60})[)）]\s*$"
    rf"|\s*[(\[](?P<name>(?i:[^()\[\]]{{0,60}}\b{AGENCY}\b)[^()\[\]]{{0,40}})[)\]]\s*$"
    rf"|(?:(?<=[.!?”\"»])\s+|\s+[|–—-]\s+)(?P<bare>[^.!?|–—]{{0,60}}\b(?i:{AGENCY})\b[^.!?|]{{0,30}})\.?\s*$"
    r"|(?<=[.!?”\"»])(?<!\b\w\.)\s+(?P<slash>[^\W\d_a-z][^.!?/]{2,40}/\s?[^\W\d_a-z][^.!?/]{1,40})\s*$"
    r"|\s*\[(?P<box>[^\[\]]{2,60})\]\s*$"
    r"|[=＝、（(\s](?P<dense>[^=＝、（()）\s。]{2,12})\s?(?:撮影|摄|攝)[）)]?\s*$"
)
"""What stands behind a caption: an agency in brackets or after the last sentence, "Name/Paper",
anything in square brackets, who took it in Japanese and Chinese."""
_IS_AGENCY = re.compile(rf"[^.!?]{{0,60}}\b{AGENCY}\b[^.!?]{{0,30}}", re.IGNORECASE)
_LABEL = re.compile(
    rf"^\W*(?:fot\.|(?:{MADE_BY}|credits?|source|quelle|copyright)\s*(?:credits?)?\s*(?:[:：©/=＝]|-\s|\b(?:by|via|copyright)\b)+|by\b|©)\s*",
    re.IGNORECASE,
)
_FOR_USERS = re.compile(
    r"[\s,]{0,2}(?:(?:hide|toggle) caption|media playback is unsupported on your device"
    r"|(?:image|media) (?:caption|copyright)|purchase licensing rights|opens (?:in )?(?:a )?new (?:tab|window)"
    r"|(?:lihat|ver|bekijk|zobacz|se|katso|vis|voir la|смотреть|открыть) (?:foto|photo|фото)\b"
    r"|(?:bild|foto|image|imagen|immagine) (?:vergrößern|öffnen|agrandir|ampliar|ingrandisci)"
    r"|(?:agrandir|ampliar|ampliá|ingrandisci) (?:l['’]|la |l')?(?:foto|image|imagen|immagine)"
    r"|(?:open|view) image in (?:gallery|full ?screen|new window)|(?:click to )?enlarge(?: this)?(?: image)?)"
    r"\W{0,2}(?=\s|$)",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    r"[\s.,|/–—-]*(?:riproduzione riservata|재판매 및 DB 금지|무단\s?전재[^()\[\]]{0,30}|all rights reserved"
    r"|alle rechte vorbehalten|tous droits réservés|todos los derechos reservados|無断転載(?:禁止)?)[\s.]*(?=[)\]]?$)",
    re.IGNORECASE,
)
_WORDS = "figcaption, [class*=caption i], [itemprop~=caption]"
_UNSEEN = "[class*=visually-hidden i], [class*=visuallyhidden i], [class*=sr-only i], [class*=screen-reader i]"
_NO_HOLDERS = frozenset({"body", "article", "main", "html"})
_NO_WORDS = "blockquote, button, form, h1, time, ul"
"""Elements that a box with nothing but an image and its words does not have."""
_NAMING = frozenset({"cite", "em", "i", "small"})
"""Elements in which a name stands behind a caption."""
_LEVELS = 6
_LONGEST_CAPTION = 1_000
"""Characters up to which a name is looked for behind a caption."""
_LONGEST = 12
"""Words of a credit; more are a caption."""
_MOST_TEXT, _UNNAMED, _LINE = 600, 250, 150
"""Characters by an image up to which they are its words; in a box without a telling name; up to
which they can be a credit alone."""
_TELLING = 20
"""Characters from which on a text can tell what a picture shows; half as many more in cased scripts."""
_SHORT = 8
"""Words up to which the last part of a caption can be a name."""
_MOST_PARTS, _MOST_NAMED = 40, 200
"""Elements beside a picture, and elements of its words with a name, that are looked at."""
_MAKERS = ("creditText", "creator", "author", "copyrightHolder", "copyrightNotice")
_LEFT = " |/–—-·•,;"


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
    names = [text_of(node) for holder in holders for node in _credits(holder)]
    names += map(text_of, after)
    names += [head.graph.text(thing.get(key)) for key in _MAKERS]
    named = next(filter(None, map(without_label, names)), "")
    return caption, named or without_label(last) or behind or _beside(holders, words)


def split(caption: str) -> tuple[str, str]:
    """Take the maker's name off the end of a caption."""
    if len(caption) > _LONGEST_CAPTION:
        return caption, ""
    caption = _RIGHTS.sub("", caption)
    if whole := credit_of(caption):
        return "", without_label(whole)
    for pattern in (_AGENCY_BEHIND, _NAMED_BEHIND):
        if found := pattern.search(caption):
            name = next(filter(None, found.groups()), "")
            return caption[: found.start()].rstrip(_LEFT).strip(), without_label(name)
    return caption, ""


def without_label(credit: str) -> str:
    """Give the maker's name alone; "" for what is too long to be one."""
    credit = _LABEL.sub("", _RIGHTS.sub("", _FOR_USERS.sub(" ", credit))).strip(" .()[]|,;")
    if ")" in credit and "(" not in credit:  # the end of a caption, and the name once more
        credit = credit.partition(")")[0]
    elif "(" in credit and ")" not in credit:
        credit += ")"
    return credit if len(credit.split()) <= _LONGEST else ""


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
            linked = sum(len(text_of(link)) for link in node.css("a[href]")[:_SHORT])
            is_told = len(text) <= _UNNAMED and (_tells(text) or credit_of(text))
            is_told = is_told and 2 * linked < len(text)
            is_about = is_told_of(split(text)[0]) or first(node, _NO_WORDS) is not None
            return node if is_told and not is_about else None
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
    is_named = node.tag == "figcaption" or "caption" in _names(node)
    return not node.css("img") and (is_named or next(_words(node), None) is not None)


def _shows_others(node: Node, own: str) -> bool:
    found = (source_of(img) for img in node.css("img, amp-img"))
    names = {token(source) for source in found if not SITE_PICTURE.search(source)}
    return bool(names - {own, ""})


def _words(node: Node) -> Iterator[Node]:
    """Give the elements of a holder that can be a caption."""
    for found in (*node.css(_WORDS), node):
        is_named = found.tag == "figcaption" or "caption" in _names(found)
        if (is_named or found.mem_id != node.mem_id) and _text(found):
            yield found


def _names(node: Node) -> str:
    return names_of(node, "class", "id", "itemprop")


def _credits(node: Node) -> Iterator[Node]:
    """Give the elements below that are named after who made something."""
    for inner in node.css("[class], [itemprop]")[:_MOST_NAMED]:
        names = _names(inner)
        if inner.mem_id != node.mem_id and "caption" not in names and _CREDIT_NAMES.search(names):
            yield inner


def _is_credited(node: Node) -> bool:
    """Whether something in an element that need not be a figure can only be a picture's credit."""
    return any(_MADE.search(_names(credit)) for credit in _credits(node))


def _text(node: Node) -> str:
    """Give the text of an element without labels that only screen readers hear, and without buttons."""
    text = text_of(node)[:_LONGEST_CAPTION]
    for inner in node.css(_UNSEEN)[:_SHORT]:
        text = text.replace(text_of(inner), " ", 1)
    return squeeze(_FOR_USERS.sub(" ", text))


def _parted(words: Node) -> tuple[str, str]:
    """Part a caption from who is named in an element of its own."""
    text = _text(words)
    for credit in _credits(words):
        text = squeeze(text.replace(text_of(credit), " ")).rstrip(_LEFT)
    parts = [node for node in _parts(words) if _text(node).strip(_LEFT)]
    if not parts:  # why: a template that had nothing to say left its "|" or dash there
        return "", ""
    told = list(map(_text, parts))
    opening, last = told[0], told[-1]
    if len(told) > 1 and _IS_AGENCY.fullmatch(opening) and text.startswith(opening):
        return text.removeprefix(opening).lstrip(_LEFT), opening
    is_name = len(last.split()) <= _SHORT and not last.endswith((".", "!", "?", "。"))
    is_told = (
        opening.endswith((".", "!", "?", "。", "»", "”"))
        or _IS_AGENCY.fullmatch(last)
        or credit_of(last)
        or (parts[-1].tag in _NAMING and parts[0].tag not in _NAMING)
    )
    if len(parts) > 1 and is_name and is_told and text.endswith(last) and "".join(told) != last:
        return text.removesuffix(last).rstrip(_LEFT).strip(), last
    return text, ""


def _parts(node: Node) -> list[Node]:
    """Go down to where an element has several, and give these; itself where text stands among them."""
    for _ in range(_LEVELS):
        inside = [one for one in _children(node) if one.is_element_node or text_of(one)]
        if len(inside) > _MOST_NAMED:  # why: no caption has so many
            return [node]
        if any(one.is_text_node and text_of(one).strip(_LEFT) for one in inside):
            return [node]
        elements = [one for one in inside if one.is_element_node and _text(one).strip(_LEFT)]
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
