"""Hashtags out of a publisher's keywords. Pure."""

from collections.abc import Iterable, Iterator
from itertools import islice

import regex

from bot.text.rich import clean

LONGEST = 30
MOST_WORDS = 4

_WORD = regex.compile(r"[\w\u200c]+")
_LOST = regex.compile(r"\w[+#]")
"""What a tag would lose, and with it the meaning: #C for C++."""
_APOSTROPHE = regex.compile(r"['’ʼ]")
_JOINED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}]")
"""Scripts whose words may touch."""


def hashtags(keywords: Iterable[str], most: int) -> tuple[str, ...]:
    """Give at most `most` hashtags without their sign, each once; unfit keywords give none.

    #ClimateChange, so that screen readers find the words; scripts without capitals get #كأس_العالم.
    """
    unique = {tag.casefold(): tag for tag in reversed(list(_tags(keywords)))}
    return tuple(islice(reversed(unique.values()), most))


def _tags(keywords: Iterable[str]) -> Iterator[str]:
    for keyword in keywords:
        if _LOST.search(keyword):
            continue
        words = _WORD.findall(_APOSTROPHE.sub("", clean(keyword)))
        glue = "_" if any(_is_caseless(word) for word in words) else ""
        tag = glue.join(
            word if _has_capitals(word) else word[:1].upper() + word[1:] for word in words
        )
        if len(tag) <= LONGEST and len(words) <= MOST_WORDS and any(map(str.isalpha, tag)):
            yield tag


def _has_capitals(word: str) -> bool:
    return word != word.lower()


def _is_caseless(word: str) -> bool:
    return word[0].isalpha() and word.lower() == word.upper() and not _JOINED.match(word)
