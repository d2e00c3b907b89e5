"""A scrap of HTML in, its words out. Pure."""

import re

from bot.page.dom import parse, squeeze, walk

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
    """Give what a reader sees, on one line: no tags, entities decoded, blocks apart."""
    if "<" not in html and "&" not in html:
        return squeeze(html)
    seen: list[str] = []
    for node, tag, _ in walk(parse(html), _UNSEEN):
        if not tag:
            seen.append(node.text_content or "")
        elif not _INLINE.fullmatch(tag):
            seen.append(" ")
    return squeeze("".join(seen))
