"""The words of an article, ready to be asked whether they know one, in this form or another. Pure."""

from functools import cached_property, lru_cache
from unicodedata import combining, normalize

import regex

from bot.text.numerals import MONTHS

TOKEN = regex.compile(r"(?:\p{L}\.){2,}|[\p{L}\p{Nd}][\p{L}\p{M}\p{Nd}]*(?:['’ʼ][\p{L}\p{M}]+)*")
POSSESSIVE = regex.compile(r"['’ʼ](?:s|)$", regex.IGNORECASE)
ELIDED = regex.compile(r"^(?:[dlnmtscj]|qu|dell|all|nell|sull|un)['’ʼ]", regex.IGNORECASE)

_NOUNS_ARE_CAPITAL = frozenset({"de", "lb"})
_GERMAN = frozenset(
    "der die das und ist nicht ein eine mit für auf den von zu im dem des sich".split()
)
_GERMAN_SHARE = 0.12
"""Share of these words from which on a text is German, whatever its page says of itself."""
_ENDINGS = frozenset(
    [
        "",
        *"s es n an ans ian ians i is ese ish ic ics er ers ite ites al a ia ias ean eans y ies e en o t st".split(),
    ]
)
"""What words of one origin may differ by: Ukraine, Ukrainian."""
_SHORTEST_STEM, _LONGEST_STEM = 3, 40
_INFLECTED = frozenset(
    "ru uk be bg sr mk pl cs sk sl hr bs lt lv et fi hu tr el ro hy az kk is eu ga".split()
)
_LONGEST_ENDING = 4
_SAME = {
    word: frozenset(group.split())
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
        "afghanistan afghan afghans",
        "argentina argentine argentines argentinian",
        "belgium belgian belgians",
        "burma burmese myanmar",
        "catalonia catalan catalans",
        "congo congolese",
        "cyprus cypriot cypriots",
        "emirates emirati emiratis",
        "kazakhstan kazakh kazakhs",
        "kyrgyzstan kyrgyz",
        "lebanon lebanese",
        "panama panamanian",
        "peru peruvian peruvians",
        "portugal portuguese",
        "tajikistan tajik tajiks",
        "turkmenistan turkmen",
        "uzbekistan uzbek uzbeks",
        "philippines filipino filipinos philippine",
        "television tv",
        "organisation organization",
        "organisations organizations",
        "defence defense",
        "labour labor",
        "centre center",
        "harbour harbor",
        "theatre theater",
        "mr mister mrs ms dr doctor prof professor",
        "sen senator senators",
        "gov governor governors",
        "rep representative representatives",
        "gen general",
        "st saint",
        "republican republicans gop r",
        "democrat democrats democratic dem dems d",
        "ala alabama",
        "ariz arizona",
        "calif california",
        "colo colorado",
        "conn connecticut",
        "fla florida",
        "ga georgia",
        "ky kentucky",
        "md maryland",
        "mich michigan",
        "minn minnesota",
        "mo missouri",
        "neb nebraska",
        "nev nevada",
        "okla oklahoma",
        "ore oregon",
        "tenn tennessee",
        "tex texas",
        "va virginia",
        "wis wisconsin",
    )
    for word in group.split()
}
"""Each word of a group, and the group."""
COUNTRIES = frozenset(
    "afghanistan albania algeria argentina armenia australia australian austria azerbaijan bangladesh belarus"
    " belgium belgian bolivia brazil britain british bulgaria cambodia cameroon canada chile china chinese colombia"
    " croatia cuba cyprus czech denmark danish dutch ecuador egypt england english estonia ethiopia finland finnish"
    " france french georgia germany german ghana greece greek guatemala haiti hungary iceland india indian indonesia"
    " iran iraq iraqi ireland irish israel israeli italy jamaica japan jordan kazakhstan kenya kosovo kuwait latvia"
    " lebanon libya lithuania luxembourg malaysia malta mexico moldova mongolia morocco myanmar nepal netherlands"
    " nicaragua nigeria norway oman pakistan pakistani palestine panama paraguay peru philippines poland polish"
    " portugal portuguese qatar romania russia russian rwanda scotland scottish senegal serbia singapore slovakia"
    " slovenia somalia spain spanish sudan sweden swedish switzerland swiss syria taiwan tanzania thailand thai"
    " tunisia turkish uganda ukraine uruguay uzbekistan venezuela vietnam wales welsh yemen zambia zimbabwe".split()
)
"""English names of countries and peoples, which need no further sign that they are names."""
_LONG_FORMS = {
    "us": "united states",
    "usa": "united states",
    "uk": "united kingdom",
    "eu": "european union",
    "un": "united nations",
    "uae": "united arab emirates",
}
_SHORT_FORMS = {long: short for short, long in _LONG_FORMS.items()}
_WOMAN = regex.compile(r"(?<=(?:sh|ch))(?:wo)?m[ae]n$")
"""What makes a person of a people: Frenchwoman."""
_COURTESY = frozenset("mr mrs ms miss sir madam herr frau monsieur madame signor señor i".split())


class Known:
    """The words of an article, ready to be asked whether they know a name."""

    def __init__(self, text: str, language: str = "") -> None:
        self.text = text
        self.language = language.lower()[:2]
        self.tokens = [match[0] for match in TOKEN.finditer(text)]
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
            word[:size]
            for word in self.words
            for size in range(_SHORTEST_STEM, min(len(word), _LONGEST_STEM) + 1)
        )

    @cached_property
    def initials(self) -> str:
        """Give the first letters of all capitalised words, in order."""
        return "".join(token[0] if token[0].isupper() else " " for token in self.tokens)

    def abbreviates(self, name: list[str]) -> bool:
        """Say whether the first letters of a name stand here for it: "ECB"; of two words, a known one."""
        short = _SHORT_FORMS.get(" ".join(fold(word) for word in name))
        if short:
            return self._knows(short)
        return len(name) > 2 and "".join(word[0] for word in name) in self.tokens  # noqa: PLR2004 - two letters are any

    @cached_property
    def folded(self) -> str:
        return " ".join(fold(token) for token in self.tokens)

    def knows(self, token: str) -> bool:
        """Say whether a word of a name stands here, in this form or another."""
        return any(self._knows(form) for form in _forms(token)) or (
            token.isupper() and len(token) > 1 and token in self.initials
        )

    def _knows(self, word: str) -> bool:
        if word in self.words or word in _COURTESY or (word in MONTHS and len(word) > 3):  # noqa: PLR2004 - a date's business
            return True
        if _SAME.get(word, frozenset()) & self.words:
            return True
        if (people := _WOMAN.sub("", word)) != word and self._knows(people):
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


def _forms(token: str) -> set[str]:
    """Give the forms in which a word may stand elsewhere: without possessive, article or points."""
    bare = POSSESSIVE.sub("", token)
    return {fold(bare), fold(bare.replace(".", "")), fold(ELIDED.sub("", bare))}


@lru_cache(maxsize=16_384)
def fold(word: str) -> str:
    """Write a word in small letters without accents."""
    return "".join(c for c in normalize("NFKD", word.casefold()) if not combining(c))


def _common(one: str, other: str) -> int:
    return next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
