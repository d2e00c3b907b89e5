"""Where one sentence ends and the next begins, in the languages of the news. Pure."""

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.text.abbreviations import (
    ALWAYS,
    ALWAYS_IN,
    BEFORE_NUMBERS,
    MARKED_NAMES,
    MAY_END,
    MOSTLY_END,
    STARTERS,
    STATES,
    YEARS,
)

_CLOSING = "\"'”’»›“‘«‹)\\]」』】）"
_MARKS = ".!?…؟۔।॥։።။‽"
_GREEK = r"[\u0370-\u03ff\u1f00-\u1fff]"
_INDIC = r"[\u0900-\u0d7f]"
_SMALL, _LARGE = "a-zß-öø-ÿа-яёіїєґά-ώ", "A-ZÀ-ÖØ-ÞА-ЯЁІЇЄҐΆ-Ω"
_UNSPACED = "。！？｡︒"
_BOUNDARY = re.compile(
    # why one set first: the regex engine leaps to its signs; what precedes them is looked at after
    # why (?<!……) before rows of marks: a long one would be read again from each place in its middle
    rf"[{_MARKS}{_UNSPACED};\u037e\n](?:"
    # spaced scripts: a mark, then white space; in Greek the semicolon asks
    rf"(?:(?<=[{_MARKS}])|(?<={_GREEK}[;\u037e]))(?<![{_MARKS}][{_MARKS};\u037e])"
    rf"(?:[{_MARKS}]|(?<={_GREEK})[;\u037e])*(?:[{_CLOSING}]|[ \u00a0\u202f][»›](?!\S))*(?!\S)"
    # what a content system glued together, but no "Booking.Com"
    rf"|(?<=[{_SMALL}]{{3}}[.!?])(?=[{_LARGE}][{_SMALL}]{{2,}}\s)(?!(?:Com|Net|Org)\b)"
    r"|(?<=[।॥۔])(?<![।॥۔]{2})[।॥۔]*(?=[^\W\d_])"
    # scripts without spaces: the mark alone; a name of a Japanese band goes on with の or を
    rf"|(?<=[{_UNSPACED}])(?<![{_UNSPACED}]{{2}})[{_UNSPACED}]*[\"'”’»›)\]」』】）》〉]*"
    r"(?![。！？，、；]|(?<=。)[のを])"
    r"|(?<=\n)\s*\n)"  # a blank line always ends one
)
_OPENING = "\"'“”‘’«»‹›„‚([{「『【（¿¡—–-"
_LAST_WORD = re.compile(rf"[^\s{re.escape(_OPENING)}]+$")
_ELISION = re.compile(r"(?:l|d|un|qu|(?:de|da|a|ne|su)ll)['’]")
_INITIALS = re.compile(
    rf"(?:[^\W\d_]\.)+[^\W\d_]|[^\W\d_iouяєіїőß-ÿ]|(?:{_INDIC}{{1,5}}\.)+{_INDIC}{{1,5}}"
)
_SHORT_INDIC = re.compile(rf"{_INDIC}{{1,5}}")
_ROMAN = re.compile(r"[IVXLC]+\b")
_ORDINAL_LANGUAGES = frozenset(
    "de da nb nn no fi et lv cs sk sl hr sr bs hu pl tr is eu lb".split()
)
_ORDINAL_DIGITS = 2
_GERMAN_MONTH = re.compile(
    r"(?:Jan|Febr)uar|Jänner|März|April|Mai\b|Ju[nl]i\b|August|(?:Sept|Nov|Dez)ember|Oktober"
)
_NOUNS_WITH_CAPITALS = frozenset({"de", "lb", ""})
_COUNTED = re.compile(
    r"\b(?:zu[mr]|de[rmns]|die|das|im|am|vom|beim|(?:ih|sei|unse|jed)\w+)\s\d{3}$", re.IGNORECASE
)
"""A German ordinal of three digits, not an amount: "zum 100. Geburtstag"."""
_FIRST_DAY = re.compile(r"^\d{1,2}\./(?=\d)")
"""Of two days, the one of which the point needs no look: "28./29. März"."""
_KOREAN_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d(?:\.\s?\d{1,2}){0,2}$")
_NUMBERED = re.compile(r"(?:\d\S*|\b[IVXLC]+)\s+\S+$")
_UNIT = re.compile(r"[mtlgshмтгсчл]|[\u0590-\u06ff]")
"""Letters that are units after a number: 400 m."""
_WORDS_WITHOUT_VERB = 5
"""As many words may come before a sentence's subject: "С 1941 по 1945 г. Иванов"."""
_TITLE = re.compile(r"[BCDFGHJKLMNPQRSTVXZŁŚŻČŠŽ][bcdfghjklmnpqrstvxzłńśźżçčšž]{1,4}")
"""An unknown abbreviation: a word without a vowel."""
_HOURS = frozenset({"a.m", "p.m", "pm"})
_WHEN = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b"
    r"|Eastern|Central|Pacific|Mountain|May\b|January|February|March|April|June|July|August"
    r"|September|October|November|December"
)
"""What may follow "5 p.m." in the same sentence."""
_LETTERED = re.compile(
    r"\b(?:vitamin|group|plan|class|type|grade|hepatitis|appendix|level|s[eé]rie|gruppe|klasse|groupe|grup[oa]"
    r"|gruppo|grupie|vitamine?|vitamina|siglos?|s[eé]culo|secolo|si[eè]cle|группа|группе|класса?|витамин)\s[A-ZА-Я]$"
    r"|\bJ\.\s?-?C$",
    re.IGNORECASE,
)
"""A letter that counts and is no initial, "vitamin C", or ends a year, "av. J.-C."."""
_AMOUNT = re.compile(
    r"\b(?:platz|rang|nummer|seite|kapitel|artikel|teil|band|auf|rund|etwa|nur|mindestens|höchstens)\s\d+$",
    re.IGNORECASE,
)
"""A German number that is no ordinal: "stieg auf 34"."""
_MONSIEUR = "M"
_FIRST_WORD = re.compile(r"[^\s,.:;!?’']*")
_QUOTES = "\"'”“’»«›」』》〉"
_SAYS = re.compile(
    r"\s(?:[A-Z][\w.'’-]*,?\s|(?:of|the|for|and|de|van|von|al)\s){1,8}?"
    r"(?:said|says|ask(?:s|ed)|told|wrote|writes|add(?:s|ed)|tweeted|post(?:s|ed)|shouted|cried|yelled"
    r"|wondered|joked|exclaimed|replied|declared|demanded|reported)\b"
)
_SAYS_WITHOUT_CASE = re.compile(
    r"\s(?:(?:قال|سأل|تساءل|أضاف|صر[حّ]+|كتب|أجاب|رد|هتف|أكد|ذكر)ت?|(?:אמר|שאל|כתב|הוסיף|ענה|צעק)[הו]?)\b"
    r"|\s[^.!?؟۔]{1,60}(?:گفت|پرسید|افزود|نوشت|کہا|پوچھا|بتایا|لکھا)\b"
    r"|\s[^।!?]{1,60}\s(?:कहा|पूछा|बोल[ेीा]|बताया|लिखा)(?!\w)"
    r"|\s(?:이?라고|라며|라는|고|하고|하며)\s|\s[^.!?]{1,40}(?:말했|물었|밝혔|전했|(?:강조|주장|설명|지적|경고|반문)했|덧붙였|답했|외쳤|소리쳤|적었|썼)다"
    r"|(?![据據])[^。！？“”「」\s]{1,20}(?:说|說|问|問|道|称|稱|喊|表示|指出|强调|強調|解释|解釋|补充|補充|回答)[。，]"
)
"""Who says what was quoted, after the quotation: with its verb first, or last as many languages have it."""
_OPENS = {"”": "“„”", "“": "„", "»": "«", "«": "»", "’": "‘", "」": "「", "』": "『"}
_DASHES = ("—", "–")
_SAID_BEFORE = frozenset(":：,，،")
"""What comes between who says it and a quotation; the sentence ends with that."""
_QUOTE_GOES_ON = re.compile(r"[^\"”“„«»「」『』]{0,200}(?<!\s)[\"”»」』](?=\s?[a-zçğıöşü]|\w)")
"""The end of a quotation that its sentence goes on after, as it does where verbs come last."""
_VERB_LAST = frozenset("ja ko tr".split())
_HINDI_VERBS = frozenset(
    "है हैं हूँ था थी थे थीं गया गयी गई गए दिया दी दिए लिया ली लिए किया की किए हुआ हुई हुए रहा रही रहे"
    " होगा होगी होंगे सका सकी सके हो लगा लगी लगे कहा आया आई आए".split()
)
_QUOTED = 300
"""Characters in which a quotation's other end is looked for."""
_SPACED = re.compile(r"\.(?!\w)")
"""The next mark of an ellipsis that is set with spaces."""
_AROUND = 40
"""Characters before and after a mark that are looked at."""


def sentences(text: str, language: str = "") -> list[str]:
    """Split a text; nothing but white space is lost.

    `language` is a code like "en"; it matters where numbers with a point are ordinals
    ("am 3. Oktober"), and for abbreviations that are words elsewhere.
    """
    return list(each_sentence(text, language))


@lru_cache(maxsize=4)
def sentences_once(text: str, language: str = "") -> tuple[str, ...]:
    """Split a text of which the sentences are asked for again and again."""
    return tuple(sentences(text, language))


def each_sentence(text: str, language: str = "") -> Iterator[str]:
    """Split a text as `sentences` does, as far as it is asked for: the first ones of a book, at no cost."""
    start, language = 0, language.lower()[:2]
    for mark in _BOUNDARY.finditer(text):
        end = mark.end()
        if _ends(text, start, mark, language):
            if sentence := text[start:end].strip():
                yield sentence
            start = end
    if rest := text[start:].strip():
        yield rest


def _ends(text: str, start: int, mark: re.Match[str], language: str) -> bool:
    """Whether a mark ends the sentence: what follows must begin one, what precedes must not go on."""
    found, rest = mark[0], text[mark.end() : mark.end() + _AROUND]
    stripped = rest.lstrip()
    following = stripped.lstrip(_OPENING + " ")
    if found[0] == "\n" or not following or "\n\n" in rest[: len(rest) - len(stripped)]:
        return True
    first = _FIRST_WORD.match(following)[0].lower()  # type: ignore[index]  # why: it matches always
    if (
        _is_small(following)
        or (stripped[0] == "." and _SPACED.match(stripped))
        or (found[-1] in _QUOTES and _is_said(text, start, mark, first, language))
        or _is_inside(text, start, mark, following, language)
    ):
        return False
    before = text[max(start, mark.start() - _AROUND) : mark.start()].lstrip(_OPENING + " ")
    word = _LAST_WORD.search(before)
    if found in {"!", "?"} and word and word[0] in MARKED_NAMES:
        return first in STARTERS
    if found != "." or word is None:
        return found == "." or bool(before)
    if _SHORT_INDIC.fullmatch(word[0]) and "।" in text:  # nobody but a verb ends by a point there
        return word[0] in _HINDI_VERBS
    last = _FIRST_DAY.sub("", word[0])
    belongs = _is_ordinal if last.isdigit() else _goes_on
    return not belongs(last, before, following, first, language)


def _is_small(following: str) -> bool:
    """Whether what follows begins with a small letter; "iPhone" does not."""
    return following[0].islower() and not following[1:2].isupper()


def _is_said(text: str, start: int, mark: re.Match[str], first: str, language: str) -> bool:
    """Whether a sentence goes on after a quotation or title: “Why?” Ann Lee asked."""
    closing, after = mark[0][-1], text[mark.end() : mark.end() + 2].lstrip()[:1]
    if after in _DASHES:  # «Почему?» — Иванов молчал
        return True
    is_caseless = after.isalpha() and after.lower() == after.upper()
    if is_caseless and closing in ("》〉" if language == "zh" else "」』》〉"):
        return True
    opened = max(
        text.rfind(opening, max(start, mark.start() - _QUOTED), mark.start())
        for opening in _OPENS.get(closing, closing)
    )
    if opened > start and text[max(start, opened - 2) : opened].rstrip()[-1:] in _SAID_BEFORE:
        return False
    if _SAYS_WITHOUT_CASE.match(text, mark.end()):
        return True
    if is_caseless:  # no capital letter tells; what asks or shouts is seldom a sentence by itself
        return opened >= 0 and mark[0][0] in "!?؟！？"
    # why: before English names a statement would end in a comma, and "She said" in a small letter
    is_open = mark[0][0] in "!?" and first not in STARTERS
    return is_open and bool(_SAYS.match(text, mark.end()))


def _is_inside(text: str, start: int, mark: re.Match[str], following: str, language: str) -> bool:
    """Whether a mark is in the middle of a quotation that its sentence goes on after.

    Where verbs come last, who said it follows: 「A。B」と述べた. An ellipsis there ends nothing without capitals.
    """
    is_ellipsis = mark[0] in {"...", "…", "……"} and following[0].lower() == following[0].upper()
    if not (is_ellipsis or language in _VERB_LAST):
        return False
    said = text[max(start, mark.start() - _QUOTED) : mark.end()]
    is_open = said.count('"') % 2 or any(
        said.rfind(a) > said.rfind(b) for a, b in ("“”", "「」", "『』", "«»")
    )
    return bool(is_open and (is_ellipsis or _QUOTE_GOES_ON.match(text, mark.end())))


def _is_ordinal(digits: str, before: str, following: str, first: str, language: str) -> bool:
    """Whether a point after a number belongs to it: ordinal, number of a list, part of a date."""
    begins = first in STARTERS
    if language == "ko" and _KOREAN_DATE.search(before):
        return True
    if len(digits) > _ORDINAL_DIGITS:
        return language == "de" and not begins and bool(_COUNTED.search(before))
    is_amount = begins or (language == "de" and _AMOUNT.search(before))
    is_ordinal = language in _ORDINAL_LANGUAGES and not is_amount
    is_date = not language and _GERMAN_MONTH.match(following)
    return bool(digits == before or is_ordinal or is_date)


def _goes_on(word: str, before: str, following: str, first: str, language: str) -> bool:
    """Whether a point after `word` belongs to it: abbreviation, initial, number of a king."""
    bare = _ELISION.sub("", word.lower())
    begins = first in STARTERS
    if word == _MONSIEUR or (_ROMAN.fullmatch(word) and language in _ORDINAL_LANGUAGES):
        return word == _MONSIEUR or not begins
    if bare in MOSTLY_END or (word in YEARS and _NUMBERED.search(before)):
        return not begins and _is_followed(bare, before, following, language)
    if word in STATES or bare in MAY_END or word in YEARS or _INITIALS.fullmatch(word):
        is_unit = _UNIT.fullmatch(word) and _NUMBERED.search(before)
        is_cut = len(word) == 1 and before[: -len(word)].endswith(("'", "’"))  # "they didn't."
        is_counted = _LETTERED.search(before)
        return (
            not is_unit and not is_cut and not is_counted and (following[1:2] == "." or not begins)
        )
    if bare in BEFORE_NUMBERS or bare.endswith("str"):
        is_number = following[0].isdigit() or bool(_ROMAN.match(following))
        return is_number or bare in ALWAYS_IN.get(language, ())
    # why: 50 MM is an acronym where other words have small letters
    is_acronym = len(word) > 1 and word.isupper() and not following[:2].isupper()
    is_known = (bare in ALWAYS and not is_acronym) or bare in ALWAYS_IN.get(language, ())
    return is_known or (not begins and bool(_TITLE.fullmatch(word)))


def _is_followed(bare: str, before: str, following: str, language: str) -> bool:
    """Whether a capital letter after a year, an amount, an hour or "etc." is one of the same sentence."""
    if bare in YEARS:
        return len(before.split()) <= _WORDS_WITHOUT_VERB
    is_name = language in _NOUNS_WITH_CAPITALS or following[:2].isupper()
    return (
        is_name or not following[0].isalnum() or (bare in _HOURS and bool(_WHEN.match(following)))
    )
