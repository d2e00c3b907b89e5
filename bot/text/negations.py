"""What a text denies, and whether another denies it too. Pure."""

from collections.abc import Iterator
from functools import cache, lru_cache

import regex

from bot.text.dense import dense_negation
from bot.text.sentences import sentences_once
from bot.text.stems import stem_of

_NOT = {
    "en": "not no never none nobody nothing neither nor without cannot",
    "de": "nicht kein keine keinen keinem keiner keines nie niemals ohne niemand nichts weder",
    "fr": "pas jamais aucun aucune sans rien ni",
    "es": "no nunca jamás ningún ninguna ninguno nadie nada sin tampoco",
    "it": "non mai nessun nessuno nessuna senza niente nulla né",
    "pt": "não nunca nenhum nenhuma ninguém sem nada jamais",
    "nl": "niet geen nooit niemand zonder niets",
    "sv": "inte ej aldrig ingen inga inget utan",
    "da": "ikke aldrig ingen intet uden",
    "nb": "ikke aldri ingen uten",
    "pl": "nie nigdy bez żaden żadna żadnego",
    "ru": "не нет ни без никогда никто ничего",
    "uk": "не немає ні без ніколи ніхто нічого",
    "tr": "değil yok",
    "hi": "नहीं न मत बिना",
    "ar": "لا لم لن ليس ليست غير بدون دون",
}
_ALMOST = (  # what says so in other words
    r"fail|refus|oppos|contra|against\b|deny|deni|reject|lack|unable|declin|ban(?:s|ned)?\b|prevent|cancel|miss(?:ed|es|ing)?\b"
    r"|avoid|hardly|barely|instead|rather|absen|dismiss|few\b|little\b|yet\b"
    r"|un(?:able|like|clear|know|aware|will|cert|succ|avail|sure|safe|identif|disclos|chang|affect|harm|hurt|relat)"
    r"|in(?:suffic|compl|capab|acc)|impossib|dis(?:agree|allow|miss|appro)|non\b"
    r"|kaum|verweiger|ablehn|abgelehnt|fehl|statt|gegen|un(?:klar|bekannt|möglich)|refus|manqu|rechaz|niega|negó"
    r"|falta|rifiut|recus"
)
"""Beginnings of words."""
_IMPLIES = regex.compile(rf"(?:{_ALMOST})", regex.IGNORECASE)
_WORD = regex.compile(r"[\p{L}\p{M}\p{Nd}]+(?:['’][\p{L}]+)?")
_QUOTED = regex.compile(r"[“”„«»\"]")
_CONTRACTED = regex.compile(r"n['’]t$", regex.IGNORECASE)
_SCOPE = 3
"""Content words after a negation that it is about."""
_CONTEXT = 2
"""Words beside those denied by which a sentence is known again, where it ends soon after."""
_REACH = 8
"""Words before and after, in the same sentence, in which the article may deny the same."""
_IMPLIED = 8
"""The same, in other words."""


Sentence = tuple[list[str], list[str], list[bool], list[bool]]
"""A sentence's words, their stems, where one denies, and where one only implies it."""


def unfounded_negation(said: str, source: str, language: str = "") -> str:
    """Give the words around the first negation in `said` that the article does not make; or ""."""
    if unfounded := dense_negation(said, source, language)[0]:
        return unfounded
    negatives = negatives_of(language)
    theirs = read(source, language)
    for line in sentences_once(said, language):
        mine = _words(line)
        for place, scope in _scopes(mine, negatives):
            if not _is_denied(scope, theirs):
                return " ".join(mine[max(0, place - 2) : place + 4])
    return ""


def lost_negation(said: str, source: str, language: str = "") -> str:
    """Give the words that the article denies wherever it has them, and `said` asserts; or ""."""
    if lost := dense_negation(said, source, language)[1]:
        return lost
    told = [
        list(filter(None, stems))
        for _, stems, denied, implied in read(said, language)
        if not any(denied) and not any(implied)
    ]
    theirs = read(source, language)
    is_only_denied = cache(lambda *scope: _is_only_denied(scope, theirs))
    for scope, beside, words in _denials(source, language):
        if any(_is_told(stems, scope, beside) for stems in told) and is_only_denied(*scope):
            return words
    return ""


@lru_cache(maxsize=4)
def _denials(source: str, language: str) -> list[tuple[list[str], set[str], str]]:
    """Give what each negation is about, the stems of its sentence, and the negation with what follows."""
    negatives = negatives_of(language)
    lines = (part for line in sentences_once(source, language) for part in _QUOTED.split(line))
    # why the stems here: a sentence may have many negations
    told = ((words, set(map(stem_of, words))) for words in map(_words, lines))
    return [
        (scope, stems, " ".join(words[place : place + 5]))
        for words, stems in told
        for place, scope in _scopes(words, negatives)
        if scope
    ]


@lru_cache(maxsize=4)
def read(text: str, language: str) -> list[Sentence]:
    """Give the sentences of a text, word by word."""
    negatives = negatives_of(language)
    lines = [_words(line) for line in sentences_once(text, language)]
    return [
        (
            words,
            [stem_of(word) for word in words],
            [denies(word, negatives) for word in words],
            [bool(_IMPLIES.match(word)) for word in words],
        )
        for words in lines
    ]


def negatives_of(language: str) -> frozenset[str]:
    code = language.lower()[:2] or "en"
    return frozenset(_NOT.get("nb" if code == "no" else code, "").split())


def _scopes(words: list[str], negatives: frozenset[str]) -> Iterator[tuple[int, list[str]]]:
    """Give the place of each negation and the stems of what it is about.

    Where it ends the sentence, it is about what stands before.
    """
    stems = ["" if denies(word, negatives) else stem_of(word) for word in words]
    content, before = [stem for stem in stems if stem], 0
    for place, word in enumerate(words):
        before += bool(stems[place])
        if denies(word, negatives):
            yield place, content[before : before + _SCOPE] or content[-_SCOPE:]


def _is_denied(scope: list[str], theirs: list[Sentence]) -> bool:
    """Whether the article denies what `scope` says where it comes closest to saying it."""
    wanted, best = set(scope), 0
    found: list[tuple[bool, bool]] = []
    for _, stems, denied, implied in theirs:
        for place in (place for place, stem in enumerate(stems) if stem in wanted):
            near = len(wanted & set(stems[around(place, _REACH)]))
            if near > best:
                best, found = near, []
            if near == best:
                is_denied = any(denied[around(place, _REACH)])
                found.append((is_denied, is_denied or any(implied[around(place, _IMPLIED)])))
    # why all: an article has many words that deny something else
    if best < min(2, len(wanted)) or any(plainly for plainly, _ in found):
        return True
    return bool(found) and all(either for _, either in found)


def _is_told(told: list[str], scope: list[str], beside: set[str]) -> bool:
    """Whether a sentence says what `scope` does; few words only where more of what stands `beside` is told."""
    if not any(told[i : i + len(scope)] == scope for i in range(len(told))):
        return False
    return len(scope) == _SCOPE or len(set(told) & beside - set(scope)) >= _CONTEXT


def _is_only_denied(scope: tuple[str, ...], theirs: list[Sentence]) -> bool:
    """Whether a denial stands beside these words wherever they stand together."""
    wanted = set(scope)
    return all(
        any(denied[around(place, _REACH)])
        for _, stems, denied, _ in theirs
        for place, stem in enumerate(stems)
        if stem == scope[0] and wanted <= set(stems[around(place, _REACH)])
    )


def around(place: int, reach: int) -> slice:
    """Give where the words beside one stand, and it."""
    return slice(max(0, place - reach), place + reach + 1)


def _words(text: str) -> list[str]:
    return [match[0].lower() for match in _WORD.finditer(text)]


def denies(word: str, negatives: frozenset[str]) -> bool:
    return word in negatives or bool(_CONTRACTED.search(word))
