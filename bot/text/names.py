"""The names in a text, and the first that an article does not know; by script and language. Pure."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

import regex

from bot.text.known import COUNTRIES, ELIDED, POSSESSIVE, TOKEN, Known, fold
from bot.text.openers import OPENED, OPENERS
from bot.text.sentences import sentences

_CASED = regex.compile(r"[\p{Lu}\p{Ll}]")
_LETTER = regex.compile(r"\p{L}")
_FOLLOWING = regex.compile(r"\s*([\p{L}'’]+|[(,])")
_GAP = regex.compile(r"[ \xa0]|['’ʼ]s[ \xa0]|-")
"""What may stand between two words of one name."""

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
    *"chef leiter sprecher minister präsident bürgermeister trainer führer politiker forscher".split(),
    *"chefin leiterin sprecherin ministerin präsidentin bürgermeisterin trainerin führerin".split(),
    *"politikerin forscherin vorsitzende vorsitzender vorsitzenden".split(),
)
"""What German nouns end in, those for an office too: "Rathauschefin"."""
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
_PEOPLE = ("nian", "rian", "sian", "lian", "egian", "nese", "ican")
"""What ends "Ukrainian" and "Japanese", and hardly a word that begins a sentence otherwise."""
_NO_NAME_ENDINGS = ("s", "ing", "ed", "ly", "tion", "ment", "ity", "ness")


def unknown_name(said: str, source: str, language: str = "") -> str:
    """Give the first name in `said` that the article does not have; "" where there is none."""
    if known := _known(source, language):
        for line in sentences(said, known.language):
            for token in _names(line, known):
                if not known.knows(token):
                    return token
    return ""


@lru_cache(maxsize=4)
def _known(source: str, language: str) -> Known | None:
    """Give the words of an article; None where its script has no capitals that tell names."""
    letters = len(_LETTER.findall(source))
    return Known(source, language) if len(_CASED.findall(source)) * 2 >= letters else None


def _names(line: str, known: Known) -> Iterator[str]:
    """Give each word of a sentence that is one of a name; what begins it may be any word."""
    found = list(TOKEN.finditer(line))
    runs = _runs(line, [match for match in found if _is_capital(match[0])])
    for run in runs:
        words = [match[0] for match in run]
        if known.abbreviates(words) or known.abbreviates(words[1:]):
            continue
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
    bare = ELIDED.sub("", token)
    return len(bare) > 1 and any(c.isupper() for c in bare)


def _is_acronym(token: str) -> bool:
    bare = POSSESSIVE.sub("", token)
    return len(bare) > 1 and any(c.isupper() for c in bare[1:])


def _begins(line: str, at: int) -> bool:
    """Whether what stands there begins a sentence, a quotation or what follows a colon."""
    before = line[:at].rstrip()
    return not before or before[-1] in "\"“”„«»‘’'‹›「『:–—([•"


def _is_opener(word: str, language: str) -> bool:
    """Whether a word before a name is none, as far as its language is known here."""
    folded = fold(word)
    return language not in OPENED or folded in OPENERS | _CONNECTIVES | _NOBODY


def _is_name_at_start(word: str, following: str) -> bool:
    if word.lower() in _NOBODY:
        return False
    if word.lower() in COUNTRIES or word.lower().endswith(_PEOPLE):
        return True
    if POSSESSIVE.search(word) or following == "(":
        return True
    if following == ",":
        return not word.lower().endswith("ly") and word.lower() not in _CONNECTIVES
    return following.lower() in _SAYS and not word.lower().endswith(_NO_NAME_ENDINGS)
