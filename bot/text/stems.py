"""The words of a text in a form in which two tellings of one story share them. Pure."""

import regex

from bot.text.words import DENSE

_STEM = 5
"""Letters by which words are the same."""
_SHORT = 2
"""Letters up to which a word tells nothing; numbers tell."""
_WORD = regex.compile(rf"(?P<dense>{DENSE}+)|(?:(?!{DENSE})[\w])+")
_EVERYWHERE = frozenset(
    "that this with from have been were which their they them will would than what when where there these"
    " those after before about into over more most also some such only other your being could should does"
    " each very just then here while because between both during its his her him has had was are the and"
    " for but not who how many any all can may one two our out own said says nearly almost around still yet since"
    " until within among against under".split()
)
"""English words that every text has; those of other languages cost a little sharpness."""


def stems(text: str) -> set[str]:
    """Give what is common to the forms of each word; pairs of letters in dense scripts."""
    found: set[str] = set()
    for match in _WORD.finditer(text.casefold()):
        word = match[0]
        if match["dense"]:
            found.update(word[i : i + 2] for i in range(len(word) - 1))
        elif stem := stem_of(word):
            found.add(stem)
    return found


def stem_of(word: str) -> str:
    """Give the stem of one word in small letters; "" for one that tells nothing."""
    if word in _EVERYWHERE or (len(word) <= _SHORT and not word.isdigit()):
        return ""
    return word.removesuffix("s")[:_STEM] if len(word) > _SHORT + 1 else word
