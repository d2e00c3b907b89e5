"""Where one sentence ends and the next begins, in the languages of the news. Pure."""

import re
from collections.abc import Iterator

from bot.text.abbreviations import (
    ALWAYS,
    ALWAYS_IN,
    BEFORE_NUMBERS,
    MARKED_NAMES,
    MAY_END,
    STARTERS,
    STATES,
)

_CLOSING = "\"'”’»›“‘«‹)\\]」』】）"
_MARKS = ".!?…؟۔।॥։።။‽"
_GREEK = r"[\u0370-\u03ff\u1f00-\u1fff]"
_INDIC = r"[\u0900-\u0d7f]"
_BOUNDARY = re.compile(
    # why (?<!…) before rows of marks: a long one would be read again from each place in its middle
    # spaced scripts: a mark, then white space; in Greek the semicolon asks
    rf"(?<![{_MARKS}])(?:[{_MARKS}]|(?<={_GREEK})[;\u037e])+(?:[{_CLOSING}]|[\u00a0\u202f ][»›])*(?=\s)"
    r"|(?<![।॥۔])[।॥۔]+(?=[^\W\d_])"
    # scripts without spaces: the mark alone; a name of a Japanese band goes on with の or を
    r"|(?<![。！？｡︒])[。！？｡︒]+[\"'”’»›)\]」』】）》〉]*(?![。！？，、；]|(?<=。)[のを])"
    r"|(?<=\S)(?=\s*\n\s*\n)"  # a blank line always ends one
)
_OPENING = "\"'“”‘’«»‹›„‚([{「『【（¿¡—–-"
_LAST_WORD = re.compile(rf"[^\s{re.escape(_OPENING)}]+$")
_ELISION = re.compile(r"(?:l|d|un|qu|(?:de|da|a|ne|su)ll)['’]")
_INITIALS = re.compile(
    rf"(?:[^\W\d_]\.)+[^\W\d_]|[^\W\d_a-zа-я]|(?:{_INDIC}{{1,5}}\.)+{_INDIC}{{1,5}}"
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
_MONSIEUR = "M"
_FIRST_WORD = re.compile(r"[^\s,.:;!?’']*")
_QUOTES = "\"'”“’»«›」』"
_SAYS = re.compile(
    r"\s(?:[A-Z][\w.'’-]*,?\s|(?:of|the|for|and|de|van|von|al)\s){1,8}?"
    r"(?:said|says|ask(?:s|ed)|told|wrote|writes|add(?:s|ed)|tweeted|post(?:s|ed)|shouted|cried|yelled"
    r"|wondered|joked|exclaimed|replied|declared|demanded|reported)\b"
)
_SAYS_WITHOUT_CASE = re.compile(
    r"\s(?:[وف]?(?:قال|سأل|تساءل|أضاف|صر[حّ]+|كتب|أجاب|رد|هتف|أكد|ذكر)ت?|(?:אמר|שאל|כתב|הוסיף|ענה|צעק)[הו]?)\b"
    r"|\s[^.!?؟۔]{1,60}(?:گفت|پرسید|افزود|نوشت|کہا|پوچھا|بتایا|لکھا)\b"
    r"|\s[^।!?]{1,60}\s(?:कहा|पूछा|बोल[ेीा]|बताया|लिखा)(?!\w)"
    r"|\s[^.!?]{1,40}(?:말했|물었|밝혔|전했|강조했|덧붙였|답했|외쳤|적었)다"
    r"|[^。！？“”「」\s]{1,20}(?:说|說|问|問|道|称|稱|表示)[。，]"
)
"""Who says what was quoted, after the quotation: with its verb first, or last as many languages have it."""
_SPACED = re.compile(r"\s*\.(?!\w)")
"""The next mark of an ellipsis that is set with spaces."""
_AROUND = 40
"""Characters before and after a mark that are looked at."""


def sentences(text: str, language: str = "") -> list[str]:
    """Split a text; nothing but white space is lost.

    `language` is a code like "en"; it matters where numbers with a point are ordinals
    ("am 3. Oktober"), and for abbreviations that are words elsewhere.
    """
    return list(each_sentence(text, language))


def each_sentence(text: str, language: str = "") -> Iterator[str]:
    """Split a text as `sentences` does, as far as it is asked for: the first ones of a book, at no cost."""
    start = 0
    for mark in _BOUNDARY.finditer(text):
        end = mark.end()
        if _ends(text, start, mark, language.lower()[:2]):
            if sentence := text[start:end].strip():
                yield sentence
            start = end
    if rest := text[start:].strip():
        yield rest


def _ends(text: str, start: int, mark: re.Match[str], language: str) -> bool:
    """Whether a mark ends the sentence: what follows must begin one, what precedes must not go on."""
    rest = text[mark.end() : mark.end() + _AROUND]
    following = rest.lstrip().lstrip(_OPENING + " ")
    if not mark[0] or "\n\n" in rest[: len(rest) - len(rest.lstrip())] or not following:
        return True
    first = _FIRST_WORD.match(following)[0].lower()  # type: ignore[index]  # why: it matches always
    if (
        _SPACED.match(rest)
        or _is_small(following)
        or (mark[0][-1] in _QUOTES and _is_said(text, mark, first))
    ):
        return False
    before = text[max(start, mark.start() - _AROUND) : mark.start()].lstrip(_OPENING + " ")
    word = _LAST_WORD.search(before)
    if mark[0] in {"!", "?"} and word and word[0] in MARKED_NAMES:
        return first in STARTERS
    if mark[0] != ".":
        return bool(before)
    if word is None:
        return True
    is_short = _SHORT_INDIC.fullmatch(word[0]) and "।" in text  # nobody ends by a point there
    return not is_short and not _goes_on(
        word[0], following, first, language, is_all=word[0] == before
    )


def _is_small(following: str) -> bool:
    """Whether what follows begins with a small letter; "iPhone" does not."""
    return following[0].islower() and not following[1:2].isupper()


def _is_said(text: str, mark: re.Match[str], first: str) -> bool:
    """Whether a sentence goes on after its quotation with who says that: “Why?” Ann Lee asked."""
    is_japanese = mark[0][-1] in "」』" and text[mark.end()].isalpha()
    if is_japanese or _SAYS_WITHOUT_CASE.match(text, mark.end()):
        return True
    # why: before English names a statement would end in a comma, and "She said" in a small letter
    is_open = mark[0][0] in "!?" and first not in STARTERS
    return is_open and bool(_SAYS.match(text, mark.end()))


def _goes_on(word: str, following: str, first: str, language: str, *, is_all: bool) -> bool:
    """Whether a point after `word` belongs to it: abbreviation, initial, ordinal, number of a list."""
    bare = _ELISION.sub("", word.lower())
    is_ordinal = language in _ORDINAL_LANGUAGES and first not in STARTERS
    if bare.isdigit():
        is_date = not language and _GERMAN_MONTH.match(following)
        return len(bare) <= _ORDINAL_DIGITS and bool(is_all or is_ordinal or is_date)
    if word == _MONSIEUR or (is_ordinal and _ROMAN.fullmatch(word)):
        return True
    if word in STATES or bare in MAY_END or _INITIALS.fullmatch(word):
        return following[1:2] == "." or first not in STARTERS
    if bare in BEFORE_NUMBERS or bare.endswith("str"):
        is_number = following[0].isdigit() or bool(_ROMAN.match(following))
        return is_number or bare in ALWAYS_IN.get(language, ())
    return bare in ALWAYS or bare in ALWAYS_IN.get(language, ())
