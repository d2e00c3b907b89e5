"""Whether a part of a sentence says something else than the whole. Pure."""

import re

from bot.text.dense import denies_densely
from bot.text.negations import denies, negatives_of

_BESIDE = " ,;:—–-،，、"
_CLAUSE = re.compile(r"[^,;:—–،，、；：]+")
_WORD = re.compile(r"\w+(?:['’]\w+)?")
_UNLESS = frozenset(
    "unless except if until only außer ausser sofern falls wenn sauf excepté excepto salvo tranne"
    " tenzij mits behalve utom om undtagen unntatt hvis jeśli chyba oprócz если кроме якщо крім".split()
)
"""Words behind which stands when, or for whom, what was said before does not hold."""


def is_turned(sentence: str, part: str, language: str = "") -> bool:
    """Whether what `part` leaves out of its last clause, or of the next, denies what it says or holds it back.

    "The town builds a bridge" is no part of "Die Stadt baut eine Brücke in diesem Jahr nicht".
    """
    shown = part.rstrip(" …")
    if shown == sentence or not sentence.startswith(shown):
        return False
    clause = _CLAUSE.match(sentence[len(shown) :].lstrip(_BESIDE))
    words = _WORD.findall(clause[0].lower()) if clause else []
    negatives = negatives_of(language)
    return any(word in _UNLESS or denies(word, negatives) for word in words) or (
        clause is not None and denies_densely(clause[0])
    )
