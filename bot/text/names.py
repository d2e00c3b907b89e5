"""The names in a text, and whether another text knows them; by script and language. Pure."""

from collections.abc import Iterator
from functools import cache, cached_property
from itertools import pairwise
from unicodedata import combining, normalize

import regex

from bot.text.numerals import MONTHS
from bot.text.openers import OPENED, OPENERS
from bot.text.sentences import sentences

_TOKEN = regex.compile(r"(?:\p{L}\.){2,}|[\p{L}\p{Nd}][\p{L}\p{M}\p{Nd}]*(?:['’ʼ][\p{L}\p{M}]+)*")
_POSSESSIVE = regex.compile(r"['’ʼ](?:s|)$", regex.IGNORECASE)
_ELIDED = regex.compile(r"^(?:[dlnmtscj]|qu|dell|all|nell|sull|un)['’ʼ]", regex.IGNORECASE)
_FOLLOWING = regex.compile(r"\s*([\p{L}'’]+|[(,])")
_GAP = regex.compile(r"[ \xa0]|['’ʼ]s[ \xa0]|-")
"""What may stand between two words of one name."""

_NOUNS_ARE_CAPITAL = frozenset({"de", "lb"})
_GERMAN = frozenset(
    "der die das und ist nicht ein eine mit für auf den von zu im dem des sich".split()
)
_GERMAN_SHARE = 0.12
"""Share of these words from which on a text is German, whatever its page says of itself."""
_GERMAN_BEGINNINGS = frozenset(
    "der die das dem den des ein eine einem einen einer eines im in am an auf aus bei beim mit nach"
    " seit von vom vor zu zum zur über unter für gegen ohne um durch laut trotz wegen während bis ab"
    " neben zwischen hinter kein keine wie als wenn weil dass ob und oder aber doch auch so nur noch"
    " er sie es wir ihr ihre sein seine ihren dessen deren dort hier heute gestern morgen damit dabei".split()
)
_ADJECTIVE = ("e", "en", "em", "es", "er")
_NOUN = (
    "ung",
    "ungen",
    "heit",
    "keit",
    "schaft",
    "tion",
    "tionen",
    "ismus",
    "nis",
    "tum",
    "chen",
    "tät",
)
_ENDINGS = frozenset(
    [
        "",
        *"s es n an ans ian ians i is ese ish ic ics er ers ite ites al a ia ias y ies e en o t st".split(),
    ]
)
"""What words of one origin may differ by: Ukraine, Ukrainian."""
_SHORTEST_STEM = 3
_INFLECTED = frozenset(
    "ru uk be bg sr mk pl cs sk sl hr bs lt lv et fi hu tr el ro hy az kk is eu ga".split()
)
_LONGEST_ENDING = 4
_SAME = tuple(
    frozenset(group.split())
    for group in (
        "us usa america american americans",
        "uk britain british briton britons",
        "france french",
        "spain spanish spaniard spaniards",
        "netherlands dutch holland",
        "poland polish pole poles",
        "ireland irish",
        "wales welsh",
        "denmark danish dane danes",
        "sweden swedish swede swedes",
        "finland finnish finn finns",
        "switzerland swiss",
        "greece greek greeks",
        "turkey turkish turk turks türkiye",
        "england english",
        "scotland scottish scots",
        "thailand thai",
        "iraq iraqi",
        "norway norwegian",
        "philippines filipino filipinos philippine",
        "television tv",
        "mr mister mrs ms dr doctor prof professor",
        "sen senator senators",
        "gov governor governors",
        "rep representative representatives",
        "gen general",
        "st saint",
    )
)
_LONG_FORMS = {
    "us": "united states",
    "usa": "united states",
    "uk": "united kingdom",
    "eu": "european union",
    "un": "united nations",
    "uae": "united arab emirates",
}
_COURTESY = frozenset("mr mrs ms miss sir madam herr frau monsieur madame signor señor i".split())
_NOBODY = frozenset(  # what begins a sentence and is no name
    "she he it they we you this that these those there here who what which everyone everybody someone"
    " somebody nobody nothing everything something anyone one both each another neither either much many"
    " few most all some more today yesterday tomorrow police research evidence footage data however"
    " elle il ils elles on ce cela ça qui el ella ellos esto eso ele ela isso isto lei lui loro"
    " он она они это кто han hon hij zij".split()
)
_CONNECTIVES = frozenset(
    "however meanwhile moreover furthermore nevertheless nonetheless instead overall today yesterday"
    " tomorrow still then now thus hence besides otherwise therefore also yet so indeed perhaps once"
    " afterward afterwards elsewhere first second third last next yes no well here there according"
    " cependant pourtant enfin ainsi hier sin ahora hoy ayer tuttavia infatti oggi ieri porém hoje ontem".split()
)
_SAYS = frozenset(  # what follows a name at the beginning of a sentence more often than a noun
    "said says is was has had told will would could may might can should must did does announced wrote"
    " added denied"
    " a est était avait dit déclaré va ont es fue ha era dijo sostuvo è dice disse foi tem é afirma"
    " сказал сказала заявил заявила был была zei is heeft was säger sade är sagde er sa powiedział".split()
)
_NO_NAME_ENDINGS = ("s", "ing", "ed", "ly", "tion", "ment", "ity", "ness")


class Known:
    """The words of an article, ready to be asked whether they know a name."""

    def __init__(self, text: str, language: str = "") -> None:
        self.text = text
        self.language = language.lower()[:2]
        self.tokens = [match[0] for match in _TOKEN.finditer(text)]
        self.words = frozenset(form for token in self.tokens for form in _forms(token))

    @cached_property
    def capitalises_nouns(self) -> bool:
        """Say whether a capital tells nothing here, as in German."""
        if self.language in _NOUNS_ARE_CAPITAL:
            return True
        german = sum(token.lower() in _GERMAN for token in self.tokens)
        return german > _GERMAN_SHARE * len(self.tokens)

    @cached_property
    def beginnings(self) -> frozenset[str]:
        return frozenset(
            word[:size] for word in self.words for size in range(_SHORTEST_STEM, len(word) + 1)
        )

    @cached_property
    def initials(self) -> str:
        """Give the first letters of all capitalised words, in order."""
        return "".join(token[0] if token[0].isupper() else " " for token in self.tokens)

    @cached_property
    def folded(self) -> str:
        return " ".join(_fold(token) for token in self.tokens)

    def knows(self, token: str) -> bool:
        """Say whether a word of a name stands here, in this form or another."""
        return any(self._knows(form) for form in _forms(token)) or (
            token.isupper() and len(token) > 1 and token in self.initials
        )

    def _knows(self, word: str) -> bool:
        if word in self.words or word in _COURTESY or (word in MONTHS and len(word) > 3):  # noqa: PLR2004 - a date's business
            return True
        if any(word in group and group & self.words for group in _SAME):
            return True
        long = _LONG_FORMS.get(word)
        if long and f" {long} " in f" {self.folded} ":
            return True
        return self._is_derived(word) or self._is_part(word)

    def _is_derived(self, word: str) -> bool:
        """Whether a word here differs from it by an ending alone."""
        if self.language in _INFLECTED or not word.isascii():
            shortest = _SHORTEST_STEM + (len(word) > _SHORTEST_STEM + 2)
            stem = word[: max(shortest, len(word) - _LONGEST_ENDING)]
            return (
                any(
                    other.startswith(stem) and len(other) - len(stem) <= 2 * _LONGEST_ENDING
                    for other in self.words
                    if len(other) >= _SHORTEST_STEM and _common(other, word) >= len(stem)
                )
                if stem in self.beginnings
                else False
            )
        for cut in range(len(word), max(_SHORTEST_STEM, len(word) - 4), -1):
            stem, ending = word[:cut], word[cut:]
            if ending in _ENDINGS and stem in self.beginnings:
                found = (other[cut:] for other in self.words if other.startswith(stem))
                if any(rest in _ENDINGS for rest in found):
                    return True
        return False

    def _is_part(self, word: str) -> bool:
        """Whether a German noun is put together of words that stand here, or is a part of one."""
        if not self.capitalises_nouns or len(word) < 5:  # noqa: PLR2004 - shorter ones are in everything
            return False
        if word[:5] in self.beginnings or any(word in other for other in self.words):
            return True
        return any(word.endswith(other) for other in self.words if len(other) >= 5)  # noqa: PLR2004 - the same


def unknown_name(said: str, known: Known) -> str:
    """Give the first name in `said` that the article does not have; "" where there is none."""
    for line in sentences(said, known.language):
        for token in _names(line, known):
            if not known.knows(token):
                return token
    return ""


def _names(line: str, known: Known) -> Iterator[str]:
    """Give each word of a sentence that is one of a name; what begins it may be any word."""
    found = list(_TOKEN.finditer(line))
    runs = _runs(line, [match for match in found if _is_capital(match[0])])
    for run in runs:
        words = [match[0] for match in run]
        begins = _begins(line, run[0].start())
        if known.capitalises_nouns:
            yield from _german_names(words, begins=begins)
            continue
        if begins and not _is_acronym(words[0]):
            following = _FOLLOWING.match(line, run[0].end())
            if len(words) == 1 and _is_name_at_start(words[0], following[1] if following else ""):
                yield words[0]
            words = words[len(words) == 1 or _is_opener(words[0], known.language) :]
        yield from words


def _german_names(words: list[str], *, begins: bool) -> Iterator[str]:
    """Give those of a run that are no nouns for sure: two in a row, or what is all capitals."""
    if begins and (words[0].lower() in _GERMAN_BEGINNINGS or words[0].endswith(_ADJECTIVE)):
        words = words[1:]
        begins = False
    if len(words) > 1:
        nouns = tuple(word for word in words if word.endswith(_NOUN))
        yield from (word for word in words[begins:] if word not in nouns)
    else:
        yield from (word for word in words if _is_acronym(word))


def _runs(line: str, capitals: "list[regex.Match[str]]") -> "list[list[regex.Match[str]]]":
    runs: list[list[regex.Match[str]]] = [capitals[:1]] if capitals else []
    for before, here in pairwise(capitals):
        if _GAP.fullmatch(line[before.end() : here.start()]):
            runs[-1].append(here)
        else:
            runs.append([here])
    return runs


def _is_capital(token: str) -> bool:
    """Whether a word is written as names are; a single letter is an initial."""
    bare = _ELIDED.sub("", token)
    return len(bare) > 1 and any(c.isupper() for c in bare)


def _is_acronym(token: str) -> bool:
    bare = _POSSESSIVE.sub("", token)
    return len(bare) > 1 and any(c.isupper() for c in bare[1:])


def _begins(line: str, at: int) -> bool:
    """Whether what stands there begins a sentence, a quotation or what follows a colon."""
    before = line[:at].rstrip()
    return not before or before[-1] in "\"“”„«»‘’'‹›「『:–—([•"


def _is_opener(word: str, language: str) -> bool:
    """Whether a word before a name is none, as far as its language is known here."""
    folded = _fold(word)
    return language not in OPENED or folded in OPENERS | _CONNECTIVES | _NOBODY


def _is_name_at_start(word: str, following: str) -> bool:
    if word.lower() in _NOBODY:
        return False
    if _POSSESSIVE.search(word) or following == "(":
        return True
    if following == ",":
        return not word.lower().endswith("ly") and word.lower() not in _CONNECTIVES
    return following.lower() in _SAYS and not word.lower().endswith(_NO_NAME_ENDINGS)


def _forms(token: str) -> set[str]:
    """Give the forms in which a word may stand elsewhere: without possessive, article or points."""
    bare = _POSSESSIVE.sub("", token)
    return {_fold(bare), _fold(bare.replace(".", "")), _fold(_ELIDED.sub("", bare))}


@cache
def _fold(word: str) -> str:
    """Write a word in small letters without accents."""
    return "".join(c for c in normalize("NFKD", word.casefold()) if not combining(c))


def _common(one: str, other: str) -> int:
    return next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
