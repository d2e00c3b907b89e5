"""Who made a picture, told by the words behind its caption or by a line that says nothing else. Pure."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from bot.page.lines import credit_of
from bot.page.persons import NAME, PERSON
from bot.page.phrases import AGENCY, MADE_BY

_LABELLED = r"\s*(?:[:：©ⓒ/／=＝|]|\bby\b|(?<=[©ⓒ]))\s*"
_SOURCE = "sources?|quelle|fuente|fonte|bron|källa|kilde|lähde|zdroj|źródło|forrás|surs[ăa]|източник|источник|джерело|kaynak|πηγή|nguồn|sumber|المصدر"
_MADE_BY = rf"(?:(?:{_SOURCE}|cr[eé]dits?|aut(?:h?or|eur)[ae]?|автор)\s)?{MADE_BY}|圖片?|photo[- ]illustrations?|photographe?r?|fot[oó]graf[oa]"
_NAMED_BEHIND = re.compile(
    # why no space before: patterns that begin with one are tried at every letter
    rf"(?:[(\[（][^()\[\]:.]{{1,25}}\s)?(?<![A-Za-zÀ-ɏЀ-ӿ])(?:(?:{_MADE_BY}|credits?|{_SOURCE}|[©ⓒ]){_LABELLED}"
    r"|(?:fot\.|(?:(?:photos?|pictures?|images?|video)\s)?courtesy\sof)\s)(?P<name>[^()\[\]（）]{2,80}?)[)\]）]?\s*$",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[:：©ⓒ/／=＝|]|\b(?:by|fot|courtesy)\b", re.IGNORECASE)
_END = r"[.!?…。।؟”»\"]"
_AND = rf"(?:\s(?:for|pour|para|für|per|voor)\s(?:[Tt]he\s)?{NAME}|\s?[/,|]\s?{NAME})"
_AGENCY_BEHIND = re.compile(
    r"\s*[(\[（](?!CDU\s?/|Bündnis\s90)(?P<slashed>[^\W\d_a-z][^()\[\]/]{1,40}/\s?[^\W\d_][^()\[\]]{1,40})[)\]）]\.?\s*$"
    rf"|(?<={_END})\s*[(（](?P<behind>(?!(?i:archiv|file|left|right|symbol|illustration|photo d|फ़?ाइल|फाइल))[^\W\d_a-z][^()（）.]{{1,60}})[)）]\s*$"
    rf"|\s*[(\[](?P<name>(?i:[^()\[\]]{{0,60}}\b{AGENCY}\b)[^()\[\]]{{0,40}})[)\]]\.?\s*$"
    rf"|(?<={_END})\s+(?i:photos?|pics?|pictures?|credits?|fotos?|bild|beeld|kuva|фото|사진)\s(?P<photo>{NAME}(?:\s?[/,–]\s?{NAME})?)\s*$"
    rf"|(?:(?<={_END})(?<!\b\w\.)\s+|\s+[|/–—-]\s+)(?P<bare>(?![(（\s])(?:\b\w\.|[^.!?|–—]){{0,60}}\b(?i:{AGENCY})\b[^.!?|]{{0,30}})\.?\s*$"
    r"|(?<=[.!?”\"»])(?<!\b\w\.)\s*(?P<slash>[^\W\d_a-z][^.!?/]{1,40}/\s?(?:\w\.\s?){0,2}[^\W\d_a-z][^.!?/]{1,40})\s*$"
    rf"|(?:(?<={_END})\s*[/|–—-]|\s[|•])\s+(?P<stroke>{NAME}{_AND}?)\s*$"
    rf"|(?<={_END})\s+(?P<paid>{PERSON}\s(?:for|pour|para|für|per|voor)\s(?:[Tt]he\s)?[«“]?\s?{NAME}\s?[»”]?|{PERSON}\s?[|•]\s?{NAME})\s*$"
    rf"|\s[–—-]\s(?P<dash>{NAME}(?:\s-\s\d[\w.]{{3,10}})?\s?/\s?{NAME})\s*$"
    r"|(?<=[.!?])\s+(?P<korean>/?(?:[가-힣]{2,6}=)?[가-힣]{2,4}\s?(?:사진|선임|전문)?기자|(?:[가-힣]+\s){1,3}제공)\s*$"
    r"|(?:[(（]|(?<=。))(?P<given>[^()（）。]{2,20}(?:提供|供图|供圖))[)）]?\s*$"
    r"|(?<=[^\W\x00-\u024f])[=＝](?P<equal>[^\W\d_][^=＝。、\s]{1,14})\s*$"
    r"|\s*\[(?P<box>[^\[\]]{2,60})\]\s*$"
    r"|(?:[=＝、（(\s]|(?<=。))(?P<dense>(?:[^\s。]{2,8}记者\s)?[^=＝、（()）\s。／/]{2,12})\s?[／/]?\s?(?:撮影|摄影?|攝影?)[）)]?\s*$"
)
"""What stands behind a caption: an agency in brackets or after the last sentence, "Name/Paper",
a name after a stroke or a dash, anything in square brackets, who took it in Japanese and Chinese."""
_AGENCY = re.compile(rf"\b{AGENCY}\b")
_MAKERS_ALONE = re.compile(
    rf"[(\[]?(?:{NAME}(?:\s?/\s?{NAME})+|(?:{NAME}\s?[/,|–-]\s?)*(?i:{AGENCY}(?:\s(?:images|photos?|news|stock photo))?))[)\]]?"
)
_LABEL = re.compile(
    rf"^\W*(?:fot\.|(?:{_MADE_BY}|credits?|{_SOURCE}|copyright)\s*(?:credits?)?(?:\s*(?:[:：©ⓒ/／=＝|…]|\.\.\.|-\s|\b(?:by|via|copyright)\b))+"
    r"|copyright\s|(?:(?:photos?|pictures?|images?)\s)?courtesy\sof\s|(?:[^\W\d_]+\s){1,2}(?:photos?|pictures?)\sby\b|by\b|[©ⓒ]"
    rf"|(?:{_MADE_BY})\s(?=@|(?-i:{NAME})(?:\s?[/,–-]|$)))\s*",
    re.IGNORECASE,
)
_TAKEN = re.compile(r"(?<=\w\w)\s?[/／]?\s?(?:撮影|摄影?|攝影?)$")
FOR_USERS = re.compile(
    r"(?<!\w)(?:(?:hide|toggle) caption|media playback is unsupported on your device"
    r"|(?:image|media) (?:caption|copyright)|purchase licensing rights|opens (?:in )?(?:a )?new (?:tab|window)"
    r"|(?:lihat|ver|bekijk|zobacz|se|katso|vis|voir la|смотреть|открыть) (?:foto|photo|фото)\b"
    r"|(?:bild|foto|image|imagen|immagine) (?:vergrößern|öffnen|agrandir|ampliar|ingrandisci)"
    r"|(?:agrandir|ampliar|ampliá|ingrandisci) (?:l['’]|la |l')?(?:foto|image|imagen|immagine)"
    r"|(?:open|view) image in (?:gallery|full ?screen|new window)|(?:click to )?enlarge(?: this)?(?: image)?)"
    r"\W{0,2}(?=\s|$)",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    r"(?:(?<![\s,|/–—-])[\s,|/–—-]++|)(?:copyright|riproduzione riservata|재판매 및 DB 금지|무단\s?전재[^()\[\]]{0,30}|all rights reserved"
    r"|alle rechte vorbehalten|tous droits réservés|todos los derechos reservados|無断転載(?:禁止)?)[\s.]*(?=[)\]]?$)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\s[\w.+-]{1,60}@[\w-]{1,60}\.[\w.]{2,20}\s*$")
LONGEST_CAPTION = 1_000
"""Characters up to which a name is looked for behind a caption."""
_LONGEST = 12
"""Words of a credit; more are a caption."""
_A_NAME = 3
"""Words of a person's name."""
LEFT = " |/–—-·•,;،؛"

_NO_PICTURE = re.compile(
    r"\W*(?:video|graphic|watch|listen|source|quelle|fuente|fonte|bron|источник|źródło|kaynak)",
    re.IGNORECASE,
)
"""How lines begin whose names are of something else: a film, a chart, what the story was taken from."""
_MOST_WORDS, _LONGEST_LINE = 6, 100
"""Words that a credit has at most where it stands alone, and characters of its line: more is a headline."""


def split(caption: str) -> tuple[str, str]:
    """Take the maker's name off the end of a caption."""
    if len(caption) > LONGEST_CAPTION:
        return caption, ""
    caption = _RIGHTS.sub("", _ADDRESS.sub("", caption) if "@" in caption else caption)
    if whole := credit_of(caption):
        return _told_behind(whole) or ("", without_label(whole))
    if caption != caption.swapcase() and _MAKERS_ALONE.fullmatch(caption):
        return "", without_label(caption)
    ends = filter(None, (_AGENCY_BEHIND.search(caption), _named_behind(caption)))
    if found := min(ends, key=re.Match.start, default=None):
        name = next(filter(None, found.groups()), "")
        return caption[: found.start()].rstrip(f"{LEFT}([（").strip(), without_label(name)
    return caption, ""


def _told_behind(credit: str) -> tuple[str, str] | None:
    """Find a caption where a credit is looked for: "Photo: The quay at dusk (Jane Roe/Tick)", "Photo: Jane Roe | The quay"."""
    name, _, told = credit.partition(" | ")
    words = told.split()
    is_long = len(words) > _A_NAME and not words[0].islower()
    if is_long and any(map(str.islower, words)) and not _AGENCY.search(told):
        return told, without_label(name)
    found = _AGENCY_BEHIND.search(credit)
    if found and found["slashed"] and len(credit[: found.start()].split()) > _A_NAME:
        return credit[: found.start()], without_label(found["slashed"])
    return None


def _named_behind(text: str) -> re.Match[str] | None:
    # why a look first: few texts have such a mark, and a hundred labels are tried at every letter
    return _NAMED_BEHIND.search(text) if _MARKS.search(text) else None


def ends_credited(text: str) -> bool:
    """Whether a text ends with who made a picture, told by a label or an agency's name in brackets."""
    agency = _AGENCY_BEHIND.search(text)
    marks = ("slashed", "name", "dense")
    return bool(_named_behind(text) or (agency and any(map(agency.group, marks))))


def labelled(credit: str) -> tuple[str, str]:
    """Part what stands before a label from the name behind it: a caption where only a name is looked for."""
    found = _named_behind(credit) if len(credit) <= LONGEST_CAPTION else None
    if not found or not found.start():
        return "", without_label(credit)
    return credit[: found.start()].rstrip(f"{LEFT}(["), without_label(found["name"])


def without_label(credit: str) -> str:
    """Give the maker's name alone; "" for what is too long to be one."""
    if len(credit) > LONGEST_CAPTION:
        return ""
    credit = (
        _LABEL.sub("", _RIGHTS.sub("", FOR_USERS.sub(" ", credit))).strip(" .()[]|,;").lstrip(LEFT)
    )
    credit = once(_TAKEN.sub("", credit))
    if ")" in credit and "(" not in credit:  # the end of a caption, and the name once more
        credit = credit.partition(")")[0]
    elif "(" in credit and ")" not in credit:
        credit += ")"
    return credit if len(credit.split()) <= _LONGEST else ""


def once(text: str) -> str:
    """Give a text alone that stands there twice: for small screens and for large ones, or a long one cut."""
    words = text.split()
    half = len(words) // 2
    return " ".join(words[:half]) if words and words[:half] * 2 == words else text


def said_alone(lines: Iterable[str]) -> Iterator[str]:
    """Look for a line that says nothing but who made the picture: the first."""
    short = (line for line in lines if len(line) <= _LONGEST_LINE)
    said = ((line, credit_of(line)) for line in short)
    names = (name for line, name in said if name and not _NO_PICTURE.match(line))
    return islice((without_label(n) for n in names if len(n.split()) <= _MOST_WORDS), 1)
