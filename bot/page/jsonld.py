"""What a page says of itself in JSON-LD, however carelessly its content system wrote it."""

import json
import re
from collections import deque
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import chain
from typing import Any

from bot.page.dom import squeeze
from bot.page.plain import looks_like_html, plain

Thing = dict[str, Any]
"""One JSON object; values are anything that JSON can say."""

LONGEST = 10_000
"""Characters of one thing that a page says of itself: a summary, a list of names or of keywords."""
_MOST = 5_000
"""Things that are looked at on one page."""
_LONGEST_MENDED = 200_000
"""Characters of a script in which quotation marks are looked for."""
_COMMENT = re.compile(r"<!--|-->|<!\[CDATA\[|\]\]>|(?:^|(?<=[\s,{\[]))//.*$", re.MULTILINE)
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_QUOTE_WITHIN = re.compile(
    r"""(?<=[^\s\\{\[,:])(\s*+)"(?!\s*(?:[:}\]]|,\s*["{\[}\]]|\Z))|(?<=\w)(\s)"(?=\w)"""
)
"""A quotation mark that neither begins nor ends a text of JSON: an editor forgot to escape it."""
_PAIR = re.compile(r'"(@?\w{1,30})"\s*:\s*"([^"\\\n]*)"')
_TELLING = 12
"""Letters from which on a headline tells one article from others."""
_PAGE = re.compile("WebPage|ItemPage")
_ARTICLE = re.compile(r"\w*(?:Article|Posting|Report)|Review|Recipe|Event|VideoObject|Podcast\w*")


class Graph:
    """All things that a page describes; references by `@id` are followed."""

    def __init__(self, scripts: Iterable[str]) -> None:
        read = [_read(script) for script in scripts]
        self.highest = list(_highest(read))
        self.things = list(_things(read))
        self._by_id = {
            thing["@id"]: thing
            for thing in self.things
            if isinstance(thing.get("@id"), str) and len(thing) > 1
        }

    def article(self, title: str = "") -> Thing:
        """Give the page's article, else the page itself as a thing; {} where there is neither.

        Of several with a headline it is the first whose headline stands in the page's `title`.
        """
        for kind in (_ARTICLE, _PAGE):
            if found := self.of_type(kind):
                told = [thing for thing in found if "headline" in thing]
                own = (one for one in told if self._is_in(title, one)) if len(told) > 1 else ()
                return next(iter(own), (told or found)[0])
        return {}

    def _is_in(self, title: str, thing: Thing) -> bool:
        words = _letters(self.text(thing["headline"]))
        return len(words) >= _TELLING and words in _letters(title)

    def of_type(self, pattern: re.Pattern[str]) -> list[Thing]:
        """Give the things of a type, those that stand highest first."""
        return [thing for thing in self.things if has_type(thing, pattern)]

    def values(self, value: object) -> list[Any]:
        """Give one value or many as a list, with references replaced by what they point to."""
        return [
            self._by_id.get(one["@id"], one)
            if isinstance(one, dict) and isinstance(one.get("@id"), str) and "name" not in one
            else one
            for one in (value if isinstance(value, list) else [value])
            if one
        ]

    def texts(self, value: object, *keys: str) -> list[str]:
        """Give the words of a value: a string's own, a thing's under the first key that it has."""
        words = (_word(one, keys) for one in self.values(value))
        said = chain.from_iterable(one if isinstance(one, list) else [one] for one in words)
        return [text for one in said if isinstance(one, str) and (text := clean(one[:LONGEST]))]

    def text(self, value: object, *keys: str) -> str:
        """Give the words of a value, or of the first of many."""
        return next(iter(self.texts(value, *keys)), "")

    def paragraphs(self, value: object) -> str:
        """Give a long text with its paragraphs, joined by blank lines."""
        said = next((one for one in self.values(value) if isinstance(one, str)), "")
        return "\n\n".join(filter(None, map(clean, re.split(r"\n+|</p>|<br\s*/?>", said))))


def _word(value: object, keys: tuple[str, ...]) -> object:
    if isinstance(value, dict):
        value = next((value[key] for key in (*keys, "name", "@value") if value.get(key)), "")
    return value


def has_type(thing: Thing, pattern: re.Pattern[str]) -> bool:
    """Say whether one of a thing's types is of a kind; "schema:" and addresses in front are dropped."""
    types = thing.get("@type")
    return any(
        pattern.fullmatch(re.split(r"[/:#]", name)[-1])
        for name in (types if isinstance(types, list) else [types])
        if isinstance(name, str)
    )


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def clean(text: str) -> str:
    """Give the words of a text that may hold tags, or entities, even doubly encoded."""
    for _ in range(2):
        if ("&" in text or "<" in text) and looks_like_html(text):
            text = plain(text)
    return squeeze(text)


def _read(script: str) -> object:
    """Read one script; of what cannot be mended at least the plain pairs, the first of each key."""
    for text in _mended(script):
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
    return dict(reversed(_PAIR.findall(script)))


def _mended(script: str) -> Iterator[str]:
    """Give a script, then what it may have been meant to be."""
    yield script
    mended = _mend(script)
    yield mended
    if len(script) <= _LONGEST_MENDED:
        yield _QUOTE_WITHIN.sub(r"\1\2\"", mended)
    if "&" in script:
        yield _mend(unescape(script))


def _mend(script: str) -> str:
    return _TRAILING_COMMA.sub("", _COMMENT.sub("", script)).strip().rstrip(";")


def _highest(values: Iterable[object]) -> Iterator[Thing]:
    """Give the things that no other one holds; a list or a `@graph` is none."""
    for value in values:
        listed = value if isinstance(value, list) else [value]
        for one in listed[:_MOST]:
            graph = one.get("@graph") if isinstance(one, dict) else None
            members = graph if isinstance(graph, list) else [graph or one]
            yield from (member for member in members[:_MOST] if isinstance(member, dict))


def _things(values: list[object]) -> Iterator[Thing]:
    """Go through all objects, the highest first."""
    waiting = deque(values)
    for _ in range(_MOST):
        if not waiting:
            return
        value = waiting.popleft()
        if isinstance(value, dict):
            yield value
            waiting.extend(one for one in value.values() if isinstance(one, dict | list))
        elif isinstance(value, list):
            waiting.extend(value)
