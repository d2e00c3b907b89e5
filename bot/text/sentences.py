"""Where one sentence ends and the next begins, in the languages of the news. Pure."""

import re

_CLOSING = "\"'”’»›“‘«‹)\\]」』】）"
_BOUNDARY = re.compile(
    rf"[.!?…؟۔।॥։።။។‽]+(?:[{_CLOSING}]|[\u00a0\u202f ][»›])*(?=\s)"  # spaced scripts: a mark, then white space
    rf"|[。！？｡︒]+[{_CLOSING}]*(?![。！？])"  # scripts without spaces: the mark alone
    r"|(?<=\S)(?=\s*\n\s*\n)"  # a blank line always ends one
)
_OPENING = "\"'“”‘’«»‹›„‚([{「『【（¿¡—–-"
_LAST_WORD = re.compile(rf"[^\s{re.escape(_OPENING)}]+$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]|[^\W\d_a-zа-я]")
_ABBREVIATIONS = frozenset(
    # titles
    "mr mrs ms mx dr drs prof sen rep gov gen adm col lt sgt capt cpt maj cmdr rev hon fr st ste"
    " messrs mme mm mlle mgr sra srta d dña dn ud uds exmo exma dra profa sig dott avv dhr mevr mw"
    " frl dipl mudr г-н г-жа им тов акад doç hz"
    # words that go on
    " vs cf ca c viz approx dept univ assn bros ed eds op cit ibid blvd rd mt ft ext tel"
    " bzw evtl ggf inkl exkl abs bd sog vgl zzgl mill geb gest verh bspw gegr hrsg insb röm kath"
    " z u o i.d u.a z.b d.h o.ä p.ex env éd av apr boul chap ex ej aprox depto avda tfno pag"
    " bijv o.a blz resp jl tzn tzw godz m.in т.е т.н ул пер пл стр рис см напр просп р-н"
    " t.ex bl.a f.eks bl kb örn bkz т т.к"
    # months and days
    " jan feb apr jun jul aug sept oct okt nov dez déc janv févr juil янв фев авг сент окт ноя дек".split()
)
_BEFORE_NUMBERS = frozenset(
    "no nos nr num núm vol vols fig figs p pp ch sec art arts str pág págs pagg bl sk д кв стр sn mar"
    " sep dec est max min ok".split()
)
"""Words of their own, and abbreviations only before a number."""
_MAY_END = frozenset(
    "etc usw ecc enz itd itp osv co corp inc ltd jr sr al др пр г гг в вв н э р руб коп чел тыс млн"
    " млрд тд тп am pm jh mio mrd tys mln mld usa mm es w r pres sres ave esq mag ing vb arch".split()
)
"""Abbreviations after which a sentence may begin, if it does so with a word that often does."""
_STATES = frozenset(
    "Ala Ariz Ark Calif Colo Conn Fla Ga Ill Ind Kan Ky Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore"
    " Pa Tenn Tex Va Wash Wis Wyo".split()
)
_STARTERS = frozenset(
    "the a an he she it they we i you in on at but and this that these those there his her its their"
    " our my for when while after before as if what who how why where according however some many most"
    " several since although with by from to not no yet so one two meanwhile still also last der die"
    " das ein eine er sie es wir ich in im am auf aber und dies diese dieser für wenn nach vor le la"
    " les un une il elle ils elles on nous en dans mais et ce cette ces el los las ella ellos pero y"
    " lo gli i una ma e o os as um uma mas de het een hij zij он она оно они мы в на но и это этот эта"
    " по с как что если после bu bir ve ama o".split()
)
_ORDINAL_LANGUAGES = frozenset(
    "de da nb nn no fi et lv cs sk sl hr sr bs hu pl tr is eu lb".split()
)
_ORDINAL_DIGITS = 2
_MONSIEUR = "M"
_WORD = re.compile(r"[\s,.:;!?’']")
_AROUND = 40
"""Characters before and after a mark that are looked at."""


def sentences(text: str, language: str = "") -> list[str]:
    """Split a text; nothing but white space is lost.

    `language` is a code like "en"; it only matters where numbers with a point are ordinals
    ("am 3. Oktober").
    """
    found, start = [], 0
    for mark in _BOUNDARY.finditer(text):
        end = mark.end()
        if _ends(text, start, mark, language.lower()[:2]):
            found.append(text[start:end].strip())
            start = end
    found.append(text[start:].strip())
    return [sentence for sentence in found if sentence]


def _ends(text: str, start: int, mark: re.Match[str], language: str) -> bool:
    """Whether a mark ends the sentence: what follows must begin one, what precedes must not go on."""
    rest = text[mark.end() : mark.end() + _AROUND]
    following = rest.lstrip().lstrip(_OPENING + " ")
    if not mark[0] or "\n\n" in rest[: len(rest) - len(rest.lstrip())] or not following:
        return True
    if _is_small(following) or (mark[0][-1] in "」』" and rest[0].isalpha()):
        return False
    before = text[max(start, mark.start() - _AROUND) : mark.start()].lstrip(_OPENING + " ")
    if mark[0] != ".":
        return bool(before)
    word = _LAST_WORD.search(before)
    return word is None or not _goes_on(word[0], following, language, is_all=word[0] == before)


def _is_small(following: str) -> bool:
    """Whether what follows begins with a small letter; "iPhone" does not."""
    return following[0].islower() and not following[1:2].isupper()


def _goes_on(word: str, following: str, language: str, *, is_all: bool) -> bool:
    """Whether a point after `word` belongs to it: abbreviation, initial, ordinal, number of a list."""
    bare = word.lower()
    if bare.isdigit():
        return len(bare) <= _ORDINAL_DIGITS and (is_all or language in _ORDINAL_LANGUAGES)
    if word == _MONSIEUR:
        return True
    if word in _STATES or bare in _MAY_END or _INITIALS.fullmatch(word):
        is_initial = following[1:2] == "."
        return is_initial or _WORD.split(following, maxsplit=1)[0].lower() not in _STARTERS
    if bare in _BEFORE_NUMBERS or bare.endswith("str"):
        return following[0].isdigit()
    return bare in _ABBREVIATIONS
