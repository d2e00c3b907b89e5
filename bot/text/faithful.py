"""What a machine wrote, held against the article: nothing may be said that the article does not say.

Numbers, dates, sums, names, quotations and negations must be found there, the opposite of what it says must
not, and links, handles, hashtags and markup not be there at all. What passes may still be wrong, since a name of the article
in the wrong place is found too. For machine text only: publishers' own descriptions bring facts that
their articles lack. Pure.
"""

from functools import lru_cache

import regex

from bot.text.figures import unfounded
from bot.text.fit import QUOTATION
from bot.text.length import urls
from bot.text.names import unknown_name
from bot.text.negations import lost_negation, unfounded_negation
from bot.text.opposites import opposite
from bot.text.sentences import sentences, sentences_once
from bot.text.stems import stems
from bot.text.tongue import tongue
from bot.text.words import DENSE

SUPPORTED = 0.45
"""Share of a sentence's words that five sentences of the article in a row must have."""
SUPPORTED_DENSE = 0.3
"""The same of its pairs of letters, where no spaces set words apart: each other word changes two or three."""
_ROW = 5
_HANDLE = regex.compile(
    r"(?<![\w])[@＠]\w|(?<![\w.+-])[\w.+-]+@[\w-]+\.\w|(?<![\w&])[#＃](?=\w*\p{L})\w+"
)
_ADDRESS = regex.compile(r"\w://|\bwww\.|\b(?:mailto|tel):", regex.IGNORECASE)
_MARKUP = regex.compile(
    r"\*\*|__|`|</?\p{L}[^<>]*>|\]\(|^[^\S\n]*(?:[-*•]|\p{Nd}+[.)]|#{1,6})\s|\{\s*[\"']|\\[nu]",
    regex.MULTILINE,
)
_BESIDE = 12
"""Characters that must stand beside a sign in the article too, where it is no markup."""
_EMOJI = regex.compile(r"[\p{Extended_Pictographic}--\p{ASCII}--[©®™]]", regex.VERSION1)
_APART = regex.compile(r"\[[^\]]*\]|\([^)]*\)|…|\.\.\.+")
"""Where a quotation leaves something out or puts something in."""
_HAS_DENSE = regex.compile(DENSE)
_BETWEEN_DENSE = regex.compile(rf"(?<={DENSE}) (?={DENSE})")
_SPEECH = regex.compile(r"[\p{L}\p{M}\p{Nd}]+")
_WORD = regex.compile(r"[\p{L}'’]+")
_ADDRESSES = frozenset("you your yours yourself i me my mine we us our ours let's please".split())
"""Words with which an English text speaks to its readers or of itself."""


def objection(said: str, source: str, language: str = "") -> str:
    """Say why `said` is not to be trusted, in a few words; "" where nothing speaks against it.

    `source` is all text of the article, `language` its code ("en"; "": unknown).
    """
    language = language or tongue(source)
    own = _own(source, language)
    lines = (" ".join(line.split()) for line in sentences_once(said, language))
    ours = " ".join(line for line in lines if line not in own)
    checks = (_quotation, _figures, _names, _negation, _opposite, _support) if ours else ()
    return _signs(said, source) or next(
        (why for check in checks if (why := check(ours, source, language))), ""
    )


# why a cache here and in the checks: an article's side is made ready once for all that is said of it
@lru_cache(maxsize=4)
def _own(source: str, language: str) -> frozenset[str]:
    return frozenset(" ".join(line.split()) for line in sentences_once(source, language))


def _signs(said: str, source: str) -> str:
    if found := _HANDLE.search(said):
        return f"it has a handle or hashtag: {found[0]}"
    links = [said[start:end] for start, end in urls(said)]
    if _ADDRESS.search(said) or any(link not in source or "/" in link for link in links):
        return f"it has a link: {next(iter(links), said[:40])}"
    for found in _MARKUP.finditer(said):
        if said[found.start() : found.end() + _BESIDE].strip() not in source:
            return f"it has markup: {found[0].strip()}"
    strange = next((sign for sign in _EMOJI.findall(said) if sign not in source), "")
    return f"the article has no {strange}" if strange else ""


def _quotation(said: str, source: str, _: str) -> str:
    text = _plain(source)
    for match in QUOTATION.finditer(said):
        at = 0
        whole = (part for line in sentences(match[0][1:-1]) for part in _APART.split(line))
        for part in whole:
            words = _plain(part)
            words = words.strip() if _HAS_DENSE.search(words) else words
            if words.strip() and (at := text.find(words, at)) < 0:
                return f"the article does not quote: {match[0]}"
    return ""


def _figures(said: str, source: str, language: str) -> str:
    found = unfounded(said, source, language)
    return f"the article does not state: {found}" if found else ""


def _names(said: str, source: str, language: str) -> str:
    found = unknown_name(said, source, language)
    return f"the article does not name: {found}" if found else ""


def _negation(said: str, source: str, language: str) -> str:
    found = unfounded_negation(said, source, language)
    if found:
        return f"the article does not deny: {found}"
    lost = lost_negation(said, source, language)
    return f"the article denies it: {lost}" if lost else ""


def _opposite(said: str, source: str, language: str) -> str:
    found = opposite(said, source, language)
    return f"the article says the opposite: {found}" if found else ""


def _support(said: str, source: str, language: str) -> str:
    """Object to what is nowhere near anything that the article says: another text was slipped in."""
    windows = _windows(source, language)
    for line in sentences_once(said, language):
        words = stems(line)
        best = max((len(words & window) for window in windows), default=0)
        if best < (SUPPORTED_DENSE if _is_dense(line) else SUPPORTED) * len(words):
            return f"the article says nothing like: {line[:80]}"
        opening, colon, _ = line.partition(": ")
        announced = stems(opening) if colon else set()
        if announced and not announced & set().union(*windows):
            return f"it announces itself: {opening[:80]}"
        bare = QUOTATION.sub(" ", line)
        if line.rstrip("\"”»' ").endswith(("?", "？", "؟", ";", "\u037e")) and _plain(
            line
        ) not in _plain(source):
            return f"the article does not ask: {line[:80]}"
        if strange := _spoken(bare) - _spoken_in(source):
            return f"it speaks to its readers: {min(strange)}"
    return ""


@lru_cache(maxsize=4)
def _windows(source: str, language: str) -> list[set[str]]:
    """Give the stems of each few sentences in a row."""
    rows = [stems(line) for line in sentences_once(source, language)]
    return [set().union(*rows[i : i + _ROW]) for i in range(max(1, len(rows) - _ROW + 1))]


def _is_dense(line: str) -> bool:
    return 2 * len(_HAS_DENSE.findall(line)) > len(line)


def _spoken(text: str) -> set[str]:
    # why not "US": a country
    words = {word.lower() for word in _WORD.findall(text) if len(word) == 1 or not word.isupper()}
    return words & _ADDRESSES


@lru_cache(maxsize=4)
def _spoken_in(source: str) -> set[str]:
    return _spoken(QUOTATION.sub(" ", source))


@lru_cache(maxsize=4)
def _plain(text: str) -> str:
    """Write a text as its words alone, so that marks and spaces make no difference."""
    words = " ".join(match[0] for match in _SPEECH.finditer(text.casefold()))
    return str(_BETWEEN_DENSE.sub("", f" {words} "))
