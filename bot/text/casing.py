"""Headlines and first words in capitals, written as the story writes them. Pure."""

from collections import Counter, defaultdict

import regex

_SHOUTED = 12
"""Letters in capitals from which on a headline shouts and is no abbreviation."""
_WORD = regex.compile(r"(?:\p{L}\.){2,}|[\p{L}\p{M}]+(?:['’]\p{L}+)*")
_BEGINS = regex.compile(r"(?:^|(?<!\.\p{L})\.|[!?:…\n]|[\"“„«‘])\s*$")
"""What stands before the first word of a sentence, which has a capital whatever it is."""
_NOUNS = frozenset({"de", "lb"})
"""Languages that write nouns with capitals; the others' unknown words are small."""
_DOTLESS = frozenset({"tr", "az"})
_LOOKED_BACK = 5
_LEAD = regex.compile(r"(?:\p{Lu}[\p{Lu}\p{M}’'-]*\s){1,3}(?=\P{Lu})")
_SHOUTS, _TELLING = regex.compile(r"\p{Lu}{4}"), 6_000
"""A word in capitals that may be none of few letters, and characters of a story that tell whether it is."""


def calmed(headline: str, story: str, language: str = "") -> str:
    """Write a headline that is all capitals as its story does: names and NATO keep theirs.

    Others, and those whose story has no small letters to learn from, stay as they are.
    """
    letters = [letter for letter in headline if letter.upper() != letter.lower()]
    if len(letters) < _SHOUTED or any(letter != letter.upper() for letter in letters):
        return headline
    if story == story.upper():
        return headline
    forms, code = _forms(story), language.partition("-")[0].lower()

    def calm(found: regex.Match[str]) -> str:
        word: str = found[0]
        if "." in word:
            return word
        known = forms.get(word.casefold()) or _owned(word, forms)
        small = _small(word, code)
        said = known or (_capital(small) if code in _NOUNS and len(word) > 3 else small)  # noqa: PLR2004 - "der"
        return _capital(said) if _begins(headline, found.start()) else said

    return str(_WORD.sub(calm, headline))


def begun_calmly(sentence: str, story: str) -> str:
    """Write the first words of a story small that some papers set in capitals: "A THIRD case …".

    They stay where the story does not write all of them inside other sentences; those that have
    capitals there too keep them, as WHO does.
    """
    lead = _LEAD.match(sentence)
    if not lead or not _SHOUTS.search(lead[0]):
        return sentence
    rest = story[:_TELLING].replace(lead[0], "")
    forms, told = _forms(rest), set(_WORD.findall(rest))
    words = [
        word if len(word) > 1 and word in told else forms.get(word.casefold(), "")
        for word in lead[0].split()
    ]
    if not all(words):
        return sentence
    return _capital(" ".join(words)) + sentence[lead.end() - 1 :]


def _forms(story: str) -> dict[str, str]:
    """Give how the story writes each of its words inside sentences, most often."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for line in story.split("\n"):
        if line == line.upper():  # a heading that shouts too
            continue
        for found in _WORD.finditer(line):
            if not _begins(line, found.start()):
                counts[found[0].casefold()][found[0]] += 1
    return {word: forms.most_common(1)[0][0] for word, forms in counts.items()}


def _owned(word: str, forms: dict[str, str]) -> str:
    """Write an owner ("BERG’S") as the story writes his name elsewhere; "" where it does not."""
    name, mark = word[:-2], word[-2:]
    known = forms.get(name.casefold(), "")
    return known + mark.lower() if known and mark in {"'S", "’S"} else ""


def _begins(text: str, at: int) -> bool:
    return at == 0 or bool(_BEGINS.search(text[max(0, at - _LOOKED_BACK) : at]))


def _small(word: str, code: str) -> str:
    """Make a word small; Turkish knows two letters I."""
    return (word.replace("İ", "i").replace("I", "ı") if code in _DOTLESS else word).lower()


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
