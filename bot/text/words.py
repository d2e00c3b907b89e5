"""The words of a text that carry its meaning, in any script. Pure."""

import regex

DENSE = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\u3000-\u303f\uff01-\uff65]"
"""Scripts that set no spaces between words."""
_STEM, _SHORT = 6, 3
"""Letters by which words are the same; letters up to which a word carries no meaning."""
_SYLLABLES = 3
"""Korean ones by which words are the same: the last is a particle mostly."""
_HANGUL = regex.compile(r"\p{Hangul}")
_WORD = regex.compile(rf"(?P<dense>{DENSE}+)|(?:(?!{DENSE})[\w])+")


def content_words(text: str) -> list[str]:
    """Give the words that carry meaning, without their endings; pairs of letters in dense scripts."""
    found: list[str] = []
    for match in _WORD.finditer(text.casefold()):
        word = match[0]
        if match["dense"]:
            found += (word[i : i + 2] for i in range(len(word) - 1))
        elif _HANGUL.match(word):
            if len(word) > 1:
                found.append(word[: max(2, min(_SYLLABLES, len(word) - 1))])
        elif len(word) > _SHORT or word.isdigit():
            found.append(word[:_STEM])
    return found


def share_said(text: str, elsewhere: str) -> float:
    """Say which share (0 to 1) of the content words of `text` stands `elsewhere` too."""
    words = set(content_words(text))
    return len(words & set(content_words(elsewhere))) / len(words) if words else 1.0
