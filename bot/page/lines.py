"""What one line of a page is: a sentence, a label, a credit, a publisher's own words; told by form first.

General words in the languages of the news, see `phrases`.
"""

import re

from bot.page.notes import is_note
from bot.page.outline import HEADINGS, Block, width
from bot.page.phrases import (
    ABOUT,
    ADVERTISING,
    AFFILIATE,
    AGENCY,
    APPEAL,
    BEHIND,
    CALL,
    COMMISSION,
    CONSENT,
    CONTINUES,
    CONTROL,
    EARN,
    FILLER,
    HERE,
    LINK,
    MADE_BY,
    MEDIA,
    MORE,
    NOTICE,
    PLACE,
    READER,
    READING_TIME,
    TALK,
    WALL,
)
from bot.page.when import YEAR, is_moment

_SENTENCE_END = re.compile(
    r"""(?:[.!?…。！？؟।॥۔։።។။]|(?<=[\u0370-\u03ff\u1f00-\u1fff])[;\u037e])["'”’»“)\]」』]*"""
    r"(?:\s?[(（][^()（）]{1,40}[)）]\d*)?$"
)
"""Also where a bracket follows: who wrote it, or where."""
_ENDS_WITHIN = 60
"""Characters at the end of a line in which such an end stands."""
_STOPLESS = re.compile("[\u0e00-\u0eff]")
"""Thai and Lao, which have no full stop."""
_SENTENCE, _PARAGRAPH, _LINKED_SENTENCE = 20, 100, 60
"""Characters from which on words are a sentence: with its mark, without, with much of it linked."""
_LINKS = 0.7
"""Share of a sentence that may be links."""
_SIGNS = r"\W{0,9}(?=[\w\[(（【©¿※])"
"""Before words that begin a line; why so few, and only before these: at each place all the words are tried."""
_LABEL = re.compile(rf"{_SIGNS}(?:\d+\s+)?(?:(?P<more>{MORE})|{TALK})(?!\w)")
_MORE = re.compile(rf"{_SIGNS}{MORE}(?:\W*|\s*[:：].{{1,120}})")
_LABEL_SIZE = 60
_HOUSE = re.compile(rf"\W*(?i:{ABOUT})\s+(?P<name>(?:\S+\s)*[^\W\d_a-zß-öø-ÿа-яё]\S+?)\W*")
_BEGINS = r"(?<![^\W\u3040-\u30ff\u3400-\u9fff])(?=\w)"
"""Where a word can begin, before a letter of any script: in Chinese and Japanese anywhere."""
_PLACE = rf"{_BEGINS}(?:{PLACE}\w{{0,4}}(?![a-z])|x(?!\w))"
_INVITATION = re.compile(
    rf"{_BEGINS}{CALL}(?s:.*){_PLACE}|{_PLACE}(?s:.*){_BEGINS}{CALL}",
)
_ANY_PLACE = re.compile(_PLACE)
_BEGINS_INVITING = re.compile(rf"{_SIGNS}{CALL}(?s:.*){_PLACE}")
_PLACES_ONLY = re.compile(rf"(?:\W*{_PLACE}\W*){{2,}}")
_CREDIT = re.compile(
    rf"{_SIGNS}(?:(?:{MADE_BY})(?:\s+(?:credits?|copyright|by|courtesy|via|source|von|par|de|di))*"
    r"|credits?|(?P<source>sources?|quellen?|fuentes?|fontes?|bron|источник|джерело|źródło|zdroj|forrás|sursa|källa|kilde"
    r"|lähde|kaynak|πηγή|المصدر|منبع|מקור|स्रोत|来源|來源|出典|출처))"
    r"\s*(?:[:：©]|(?<=by)\s|(?<=via)\s|(?<=courtesy)\s|(?<=copyright)\s)\s*(?:by\b|of\b)?\s*"
    r"(?P<name>\S.*)"
)
_CREDITED = re.compile(
    rf"[(\[](?:(?:{MADE_BY}|credits?)\s*(?:[:：©/]|by\b)|fot\.\s)[^()\[\]]*[)\]]?\W*$"
    r"|[(\[](?:ap|afp|reuters|getty|epa|dpa)\b[^()\[\]]{0,40}[)\]]\W*$"
    r"|\((?:[^\W\d]+[.'’-]*\s){1,3}[^\W\d]+\s?/\s?[^\d()]{2,40}\)$"
)
_ENDS_CREDITED = re.compile(
    rf"[\s.,;—–|-](?:(?:{MADE_BY})\s*[:：]|fot\.)\s*[^.!?:：]{{2,60}}$|\s\S{{1,12}}\s?(?:摄|攝|撮影)[）)]?$"
)
"""The end of a picture's words: who made it."""
_MARKS = (":", "：", "摄", "攝", "撮", "Fot.")
_LAST = re.compile(r"[.!?]\s+([^.!?]{3,40})[.!?]?$")
_CALL_WITHIN = 60
"""Characters at the end of a line in which such a sentence stands."""
_CALLS_HERE = re.compile(rf"{CALL}.*\b(?:{HERE})\b")
_WORD = re.compile(r"\w")
_COPYRIGHT = re.compile(r"©\s?\w")
_FILLER = re.compile(rf"{_SIGNS}{FILLER}\W*")
_CONTROL = re.compile(rf"{_SIGNS}{CONTROL}\W*")
_LEGAL = re.compile(
    r"all rights reserved|alle rechte vorbehalten|tous droits réservés|todos (?:los derechos|os direitos)"
    r"|tutti i diritti|все права защищены|tüm haklari|جميع الحقوق|सर्वाधिकार|版权所有|無断転載|무단\s?전재|^©|^\(c\)"
)
_STAFF = re.compile(
    r"(?:additional )?report(?:ing|ed) by|edit(?:ing|ed) by|writing by|(?:with )?contributions? (?:from|by)"
    r"|contributed (?:to this (?:report|article|story)|reporting)"
    r"|become (?:a|an) (?:member|subscriber|supporter)"
)
_EARNED = re.compile(rf"\b{EARN}\b.*\b{COMMISSION}")
_LINK = re.compile(LINK)
_AFFILIATE = re.compile(AFFILIATE)
_APPEAL = re.compile(rf"(?:^|[.!?…:]\s)(?![\"“„«‘'])\W*{APPEAL}(?!\w)")
_WALL = re.compile(rf"{_SIGNS}{WALL}")
_NOTICE = re.compile(rf"{_SIGNS}{NOTICE}")
_MEDIA = re.compile(rf"\b{MEDIA}\b")
_READER = re.compile(rf"\b{READER}\b")
_QUOTED = tuple("\"“„«‘'「")
_NEARER = r"(?:(?!from )[^.])"
_REPORTED = re.compile(
    r"(?:[A-Z][\w.’'-]+\s){1,3}[A-Z][\w.’'-]+ reported from (?=[A-Z])"
    # why atomic: a "from" ends each, so that no other way to part them need be tried
    rf"(?>{_NEARER}{{2,41}}, {_NEARER}{{4,64}}from )*+{_NEARER}{{2,41}}\."
)
"""Where reporters were: "Ann Lee reported from Dublin, and Bo Ray from London."."""
_ABOUT = (
    re.compile(
        r"\d(?:\s?(?:min|мин|dk|dakika|[分분](?!\w)|phút|دقائق|मिनट)|\d{0,3}[./-]\d{1,2}[./-]\d{2,4}"
        rf"|(?<=\b\d)\d?\b\D{{1,15}}{YEAR}|(?<=\b\d)\d?:\d\d\b)"
    ).search,
    re.compile(
        r"\W*(?:by|di|par|por|von|door|przez|автор|yazan|oleh|tekst|texto?|published|posted|updated"
        r"|publi\w+|actuali\w+|aktualisiert|veröffentlicht|pubblicato|обновлено)\b"
    ).match,
    re.compile(rf"(?<!\w){AGENCY.replace('İ', 'i').lower()}\W*$").search,
    re.compile(READING_TIME).search,
)
"""Lines over a story that tell how long it takes, of when and by whom it is, or whose the picture is."""
_POSTED = re.compile(r"\(@\w[\w.]*\)\W*$")
_LINE = 300
"""Characters up to which a paragraph can be furniture."""
_CREDIT_LINE = 150
_TELLING = 8
"""Spaces from which on a line about sources that ends in a full stop tells what they say."""


def is_prose(block: Block) -> bool:
    """Whether it reads like a sentence of a story; a long one may have much of it linked."""
    size = len(block.text)
    if not block.is_linked and size < _SENTENCE:
        size = width(block.text)
    if block.is_linked:
        return size >= _LINKED_SENTENCE and block.links <= _LINKS * size and ends(block)
    if size >= _PARAGRAPH or (size >= _SENTENCE and ends(block)):
        return True
    return bool(block.mass and _STOPLESS.search(block.text))


def ends(block: Block) -> bool:
    """Whether a line ends as a sentence does."""
    return bool(_SENTENCE_END.search(block.text[-_ENDS_WITHIN:]))


def invites(text: str) -> bool:
    """Whether a line asks readers to follow, join or subscribe somewhere."""
    if len(text) > _LINE:
        return False
    small = _small(text)
    return bool(_PLACES_ONLY.fullmatch(small) or _INVITATION.search(small))


def credit_of(text: str) -> str:
    """Give the name in a line that says who made a picture ("Image credit: X"); "" in other lines."""
    found = _credit(_small(text))
    return text[slice(*found.span("name"))] if found else ""


def _credit(small: str) -> re.Match[str] | None:
    found = _CREDIT.match(small) if len(small) <= _CREDIT_LINE else None
    if found and found["source"] and small.endswith(".") and small.count(" ") >= _TELLING:
        return None  # "Sources: two officials say that the talks are over."
    return found


def _small(text: str) -> str:
    """Give a text in small letters, each in its place ("İ" would become two), and the Turkish ones as others.

    Patterns that need not ignore the case are three times as fast: they try a word by its first letter.
    """
    return text.replace("İ", "i").replace("ı", "i").lower()


def can_stand_over(line: Block, *, is_named: bool) -> bool:
    """Whether a line says something of the story below it, with a full stop or without; shorter where its place is named so."""
    is_title = line.tag in HEADINGS or line.text.endswith((":", "："))
    is_long = line.mass or (
        is_named and not line.is_linked and not is_title and width(line.text) >= _SENTENCE
    )
    # why prose first: only short lines are looked through for what they are about
    is_told = is_prose(line) or (is_long and not is_label(line) and not is_told_of(line.text))
    return bool(is_told) and not is_furniture(line) and not is_note(line.text)


def is_told_of(text: str) -> bool:
    """Whether a line says when and by whom something was written, or how long it takes to read."""
    small = _small(text)
    return any(find(small) for find in _ABOUT)


def is_label(block: Block) -> bool:
    return len(block.text) <= _LABEL_SIZE and bool(_LABEL.match(_small(block.text)))


def is_about_a_house(block: Block, following: Block) -> bool:
    """Whether a line is the heading over what a company says of itself: "About Acme", "Acme is a maker of …"."""
    found = _HOUSE.fullmatch(block.text) if len(block.text) <= _LABEL_SIZE else None
    name = found["name"] if found else ""
    return bool(name) and name.casefold() in following.text[: len(name) + _LABEL_SIZE].casefold()


def is_wall(block: Block) -> bool:
    """Whether a line asks who reads it to log in or to pay for the rest of the story."""
    return len(block.text) <= _CREDIT_LINE and bool(_WALL.match(_small(block.text)))


def promises_others(block: Block) -> bool:
    """Whether a label stands before other stories, and not before what readers say or do."""
    found = _LABEL.match(_small(block.text))
    return bool(found and found["more"])


def is_furniture(block: Block) -> bool:
    """Whether a block is furniture wherever it stands."""
    text = block.text
    if len(text) > _LINE:
        return False
    small = _small(text)
    return bool(
        _credit(small)
        or (_holds(text, ("(", "[")) and _CREDITED.search(small))
        or (_holds(text, _MARKS) and _ENDS_CREDITED.search(small))
        or _COPYRIGHT.match(small)
        or (len(text) <= _LABEL_SIZE and _CONTROL.fullmatch(small))
        or (len(text) <= _CREDIT_LINE and _FILLER.fullmatch(small))
        or _MORE.fullmatch(small)
        or _PLACES_ONLY.fullmatch(small)
        or _BEGINS_INVITING.match(small)
        or _ends_inviting(small)
        or not _WORD.search(text)
        or is_moment(block)
        or (block.is_linked and _is_of_a_post(block, small))
        or _is_paid(small)
        or (not text.startswith(_QUOTED) and _is_notice(small))
        or _REPORTED.fullmatch(text)
    )


def _is_of_a_post(block: Block, small: str) -> bool:
    """Whether a link is what an embedded post leaves: "A post shared by Ann (@ann)", "View this post on Instagram"."""
    is_view = len(small) <= _LABEL_SIZE and not ends(block) and _ANY_PLACE.search(small)
    return bool(is_view or _POSTED.search(small))


def _is_notice(small: str) -> bool:
    """Whether a page tells its readers of itself, or asks what it may show them, or says that it goes on."""
    if _NOTICE.match(small):
        return True
    if len(small) <= _LABEL_SIZE and small[-1:] != "." and _holds(small, CONTINUES):
        return _holds(small, ADVERTISING) and _holds(small, BEHIND)
    return _holds(small, CONSENT) and bool(_MEDIA.search(small) and _READER.search(small))


def _holds(small: str, stems: tuple[str, ...]) -> bool:
    for stem in stems:  # noqa: SIM110 - a third of the time
        if stem in small:
            return True
    return False


def _is_paid(small: str) -> bool:
    """Whether a line says that links earn their site something."""
    return bool(_LINK.search(small) and (_EARNED.search(small) or _AFFILIATE.search(small)))


def _ends_inviting(small: str) -> bool:
    """Whether the last sentence is nothing but a call, to a place named before: "… our newsletter. Sign up here."."""
    last = _LAST.search(small[-_CALL_WITHIN:])
    return bool(last and _CALLS_HERE.match(last[1]) and _ANY_PLACE.search(small))


def is_ending(block: Block, writers: tuple[str, ...] = ()) -> bool:
    """Whether a block is furniture when nothing of the story follows; what begins with a writer's name is of him."""
    if is_furniture(block) or invites(block.text):
        return True
    if len(block.text) <= _LINE and block.text.startswith(writers):
        return True
    small = _small(block.text)
    if len(small) > _LINE:
        return False
    return bool(_LEGAL.search(small) or _STAFF.search(small) or _APPEAL.search(small))
