"""Which language a text is in that does not say so, or wrongly, by its smallest words. Pure."""

from functools import lru_cache

import regex

_SMALL = {
    "en": "the of and to in is was for that with",
    "de": "der die das und ist nicht ein mit für auf den von im",
    "fr": "le la les des et est une dans pour du que au",
    "es": "el los las del y en que una para por con se",
    "it": "il gli della di che è una nel per del sono non",
    "pt": "o os as da do em que uma para não com dos",
    "nl": "de het een van en is dat niet voor met op",
    "sv": "och att det är som en på för med inte av",
    "da": "og at det er som en på for med ikke af til",
    "nb": "og å det er som en på for med ikke av til",
    "pl": "w i na z że się nie do jest o przez",
    "tr": "ve bir bu için ile da de olarak çok",
    "ru": "и в не на что с по из за он",
    "uk": "і в не на що з та до за він у",
    "hi": "के में की है और को से का ने",
    "ar": "في من على إلى أن التي عن مع",
}
_WORDS = {language: frozenset(words.split()) for language, words in _SMALL.items()}
_WORD = regex.compile(r"[\p{L}\p{M}]+")
_LOOKED_AT = 2_000
"""Characters of a text by which it is told."""
_SHARE, _CERTAIN, _FOREIGN = 0.08, 0.15, 0.04
"""Share of its words that must be such words, that leaves no doubt (a neighbour's language, as Croatian is
Polish's, has fewer of them), and below which it is in another language."""
_BEGINNING, _JUDGEABLE = 800, 60
"""Characters and words of a text by which it is held against what it says to be in."""


def tongue(text: str) -> str:
    """Give the code of the language that a text is in; "" where too few words tell."""
    best, share = _likeliest(text)
    return best if share > _SHARE else ""


@lru_cache(maxsize=4)
def _likeliest(text: str) -> tuple[str, float]:
    words = _WORD.findall(text[:_LOOKED_AT].lower())
    counts = {code: sum(word in small for word in words) for code, small in _WORDS.items()}
    best = max(counts, key=lambda code: counts[code])
    return best, counts[best] / max(len(words), 1)


def spoken(text: str, said: str) -> str:
    """Give the language that a text is `said` to be in, or the one that its words are of beyond doubt.

    Content systems write the reader's language, or their own, into pages in another.
    """
    small, words = _WORDS.get(said), _WORD.findall(text[:_BEGINNING].lower())
    if small is None or len(words) < _JUDGEABLE:
        return said
    if sum(word in small for word in words) >= _FOREIGN * len(words):
        return said
    best, share = _likeliest(text)
    return best if share > _CERTAIN else said
