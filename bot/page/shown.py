"""Where a page shows its picture: under the name that its head gives, else right over the story."""

import re
from collections.abc import Iterator
from itertools import islice, takewhile, tee
from urllib.parse import unquote

from bot.page.dom import Node, ancestors, first, text_of
from bot.page.holders import called, has_words, unnamed
from bot.page.image import FILE_NAME, SITE_PICTURE, name_of, source_of, sources, token
from bot.page.outline import LEAVES, width

_SHOWN = "img, amp-img, [poster], [data-poster]"
_IMAGES = f"{_SHOWN}, picture source"
_OWN_IMAGES = "figure img, figure amp-img, [class*=wp-caption i] img, [itemprop~=image] img, img[itemprop~=image]"
_AROUND_STORY = f"h1, p, figure, {_SHOWN}"
_NO_LATE_PICTURE = f"{_SHOWN}, table, blockquote, pre"
"""What a figure has where scripts put no picture into it later."""
_LAST_SIGN = re.compile(r"[-_][a-z\d]$")
_MOST, _MOST_AROUND, _MOST_BELOW = 200, 400, 40
"""Pictures of a page that are looked at; elements among which the story begins, and below its headline."""
_PATH = 4
"""Signs of a path from which on it tells one picture from others."""
_MOST_SHOWN = 4
"""Places of one picture in which its words are looked for."""
_HEADLINE, _PARAGRAPH = 15, 80
"""Characters of a headline at least, and of a paragraph of the story or over it."""
_OPENING = 2
"""Paragraphs that stand over a story's picture at most: its standfirst and the first of its own."""
_BESIDE = frozenset({"a", "aside", "nav", "footer", "header"})
_STORY, _FIGURE = frozenset({"article", "main"}), frozenset({"figure"})
_IS_PICTURE = re.compile(
    r"^(?:#|javascript:)|\.(?:jpe?g|png|webp|gif|avif)(?:$|[?#])", re.IGNORECASE
)
_LEAD = re.compile(
    r"(?<![a-z])(?:hero|lead|lede|featured|opener|aufmacher|cover|(?:main|top|head(?:er)?|article|post|entry)[-_]*(?:image|img|photo|foto|media|picture|thumb(?:nail)?))(?![a-z])"
)
"""Names of boxes with the picture that stands for a story."""
_OTHERS = re.compile(
    r"author|autor|auteur|byline|writer|profile|contributor|journalist"
    r"|footer|sidebar|related|recommend|promo|advert|sponsor|newsletter|popular"
)
"""Names of boxes with pictures of writers, of the site and of other stories."""
_LEVELS = 4
_ENTRY = re.compile(r"[^\s,]\S*[^\s,]")


def shown(root: Node, address: str) -> Node | None:
    """Find the picture at `address`, best where it has words; where it goes by no such name, the one over the story."""
    found, again = tee(_named(root, address))
    own = list(islice((img for img in found if not is_elsewhere(img)), _MOST_SHOWN))
    if not own:
        return _over_the_story(root) or next(again, None)
    return next(filter(has_words, own), own[0]) if len(own) > 1 else own[0]


def in_the_story(root: Node) -> Node | None:
    """Find a picture that stands for a story better than the site's own."""
    if (told := _over_the_story(root)) is not None and source_of(told):
        return told
    among = (img for img in root.css(_OWN_IMAGES)[:_MOST] if not is_elsewhere(img))
    return next((img for img in among if not SITE_PICTURE.search(source_of(img))), None)


def is_of(img: Node, address: str) -> bool:
    """Whether an image shows the picture at `address`, in whatever size."""
    name, told = name_of(address), list(sources(img))
    if token(address) and any(name in unquote(one).lower() for one in told):
        return True
    return any(name_of(entry) == name for one in told for entry in _ENTRY.findall(one))


def _named(root: Node, address: str) -> Iterator[Node]:
    """Give the images that go by the name of an address.

    One of which only the last sign of its name is another ("lamps-1", "lamps-t") is taken for the
    same where the page shows none of exactly this name.
    """
    images = root.css(_IMAGES)
    if not (name := token(address)):
        is_telling = len(name_of(address)) >= _PATH
        yield from (img for img in images if is_telling and is_of(img, address))
        return
    told = [unquote(" ".join(sources(img))).lower() for img in images]
    for wanted in dict.fromkeys((name, _LAST_SIGN.sub("", name))):
        found = [img for img, one in zip(images, told, strict=True) if wanted in one]
        found = found or [img for img in images if token(source_of(img)) == wanted]
        if found and len(wanted) >= FILE_NAME:
            yield from found
            return


def _over_the_story(root: Node) -> Node | None:
    """Find the picture with words that stands by the headline: over it, under it or in the story's opening."""
    around = map(_late_picture, root.css(_AROUND_STORY)[:_MOST_AROUND])
    nodes = [node for node in around if node is not None]
    headlines = (n for n, one in enumerate(nodes) if one.tag == "h1" and _is_headline(one))
    if (headline := next(headlines, None)) is None:
        return None
    above = (img for img in reversed(nodes[:headline]) if img.tag not in LEAVES)
    for img in above:
        if _is_within(img, _STORY) and _stands_alone(img) and _tells(img):
            return img
    below = next(filter(_is_shown, _opening(nodes[headline + 1 :][:_MOST_BELOW])), None)
    return below if below is not None and _tells(below) else None


def _late_picture(node: Node) -> Node | None:
    """Give what stands in a figure for a picture that scripts put there; None for other figures."""
    if node.tag != "figure":
        return node
    if first(node, _NO_LATE_PICTURE) is not None or first(node, "figcaption") is None:
        return None
    return first(node, "div, span, picture, iframe")


def _is_headline(node: Node) -> bool:
    return width(text_of(node)) >= _HEADLINE


def _is_shown(img: Node) -> bool:
    return _stands_alone(img) and (_is_within(img, _FIGURE) or _tells(img))


def _tells(img: Node) -> bool:
    """Whether a picture has words: in a box for them, or as the only text of one that leads the story."""
    return has_words(img) or (_leads(img) and unnamed(img) is not None)


def _leads(img: Node) -> bool:
    around = takewhile(_is_inner, islice(ancestors(img), _LEVELS))
    return any(above.tag == "figure" or _LEAD.search(called(above)) for above in around)


def _is_inner(box: Node) -> bool:
    return box.tag not in _STORY


def _opening(nodes: list[Node]) -> Iterator[Node]:
    """Give the images up to where the story is well under way."""
    told = 0
    for node in nodes:
        if node.tag not in LEAVES:
            yield node
        elif width(text_of(node)) >= _PARAGRAPH and not _is_within(node, _FIGURE):
            told += 1
            if told > _OPENING:
                return


def _stands_alone(img: Node) -> bool:
    """Whether an image can be a story's: none of the site's own, of its writers or of other stories."""
    source = source_of(img)
    is_late = img.tag not in {"img", "amp-img"}
    if not (source or is_late) or SITE_PICTURE.search(source) or is_elsewhere(img):
        return False
    around = takewhile(_is_inner, islice(ancestors(img), _LEVELS))
    return not any(_OTHERS.search(called(above)) for above in around)


def _is_within(node: Node, tags: frozenset[str]) -> bool:
    return any(above.tag in tags for above in ancestors(node))


def is_elsewhere(img: Node) -> bool:
    """Say whether a picture leads to another page, or stands beside the article."""
    is_in_figure = True
    for above in ancestors(img):
        is_own = above.tag == "header" and (
            first(above, "h1") is not None or _is_within(above, _STORY)
        )
        if above.tag in _BESIDE and not is_own and not (is_in_figure and _shows_itself(above)):
            return True
        is_in_figure = is_in_figure and above.tag != "figure"
    return False


def _shows_itself(link: Node) -> bool:
    return link.tag == "a" and bool(_IS_PICTURE.search(link.attributes.get("href") or "#"))
