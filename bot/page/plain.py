"""A scrap of HTML in, its words out. Pure."""

import re

from bot.page.dom import Node, parse, squeeze, text_of, walk

_UNSEEN = frozenset({"script", "style", "template", "noscript", "iframe", "object", "svg"})
_INLINE = re.compile(
    r"a|abbr|b|bd[io]|big|cite|code|data|del|dfn|em|font|i|ins|kbd|mark|q|r[pt]|ruby|s|samp|small"
    r"|span|strike|strong|su[bp]|time|tt|u|var|wbr"
)
_MARKUP = re.compile(
    r"</[a-z][a-z0-9]*\s*>|<(?:br|hr|img|p|div)\b[^<>]*>|&(?:#\d+|#x[0-9a-f]+|[a-z][a-z0-9]+);",
    re.IGNORECASE,
)


def looks_like_html(text: str) -> bool:
    """Guess whether a text that is not declared as either is HTML: it closes a tag or has an entity."""
    return ("<" in text or "&" in text) and bool(_MARKUP.search(text))


def plain(html: str) -> str:
    """Give what a reader sees, on one line: no tags, entities decoded, blocks apart.

    Of a drawing and nothing else that is what the drawing calls itself.
    """
    if "<" not in html and "&" not in html:
        return squeeze(html)
    seen: list[str] = []
    root = parse(html)

    def apart(_: Node, tag: str) -> bool:
        is_block = not _INLINE.fullmatch(tag)
        if is_block:
            seen.append(" ")
        return is_block

    walk(root, _UNSEEN, seen.append, apart, lambda *_: seen.append(" "))
    text = squeeze("".join(seen))
    if text or "<svg" not in html:
        return text
    return squeeze(" ".join(map(text_of, root.css("svg title, svg desc"))))
