"""What stands before a story's first word: where and when it was written, and by which agency. Pure."""

from functools import cache

import regex

_AGENCY = r"""(?i:(?:Thomson[ ])?Reuters[\w ]*|(?:The[ ])?Associated[ ]Press|AP|AFP|AAP|AA|d\s?pa|APA|SDA|Keystone-SDA
  |ATS|EFE|ANSA|Adnkronos|LaPresse|AGI|Lusa|Folhapress|Agência[ ]\w+|Europa[ ]Press|Télam|Notimex|ANP|Belga|TT
  |NTB|Ritzau|STT|PAP|ČTK|CTK|TASR|SITA|MTI|Agerpres|Mediafax|БТА|BTA|Tanjug|Танјуг|Hina|STA|BNS|ELTA|LETA
  |DHA|İHA|ANKA|ΑΠΕ-ΜΠΕ|AMNA|Interfax[\w.-]*|Интерфакс[\w-]*|Рейтер|ТАСС|TASS|РИА[ ]Новости|Укр[иі]нформ|УНН
  |PTI|ANI|IANS|UNI|APP|BSS|UNB|Bernama|Antara|VNA|TTXVN|Xinhua|Kyodo|Jiji|Yonhap|PA(?:[ ]Media)?
  |Press[ ]Association|CP|The[ ]Canadian[ ]Press|UPI|CNN|Bloomberg|Business[ ]Wire|Globe[ ]Newswire|PRNewswire
  |ots|awp|رويترز|أ\s?ف\s?ب|فرانس[ ]برس|د\s?ب\s?أ|واس|وام|قنا|كونا|وكالات|الأناضول|भाषा|वार्ता|एएनआई|आईएएनएस)"""
_CITIES = r"""(?:NEW[ ]DELHI|MUMBAI|KOLKATA|CHENNAI|BENGALURU|BANGALORE|HYDERABAD|AHMEDABAD|PUNE|LUCKNOW|JAIPUR|PATNA
  |CHANDIGARH|BHOPAL|GUWAHATI|SRINAGAR|KOCHI|DHAKA|CHITTAGONG|KARACHI|LAHORE|ISLAMABAD|RAWALPINDI|PESHAWAR|QUETTA
  |KABUL|KATHMANDU|COLOMBO|KUALA[ ]LUMPUR|PUTRAJAYA|GEORGE[ ]TOWN|JOHOR[ ]BAHRU|IPOH|KUCHING|KOTA[ ]KINABALU
  |SINGAPORE|JAKARTA|MANILA|BANGKOK|HANOI|PHNOM[ ]PENH|YANGON|BEIJING|HONG[ ]KONG|TAIPEI|TOKYO|SEOUL|DUBAI|DOHA
  |RIYADH|JEDDAH|CAIRO|BEIRUT|LAGOS|ABUJA|NAIROBI|LONDON|PARIS|BERLIN|WASHINGTON|NEW[ ]YORK|MOSCOW|KYIV)"""
"""Where newspapers set a colon after the place; another word before a colon may be who says what follows."""
_NO_PLACE = r"""(?:BREAKING[ ])?(?:FILE|CLAIM|MYTH|FALSE|FAKE|RUMOU?R|SATIRE|OPINION|FACT|FICTION|VERDICT|FALSO|FALSA|BULO|MITO
  |MYTHOS|FALSCH|FAUX|INFOX|RUMEUR|FALS|MIT|FAŁSZ|МИФ|ФЕЙК|ЛОЖЬ|НЕПРАВДА|İDDİA|YANLIŞ|ΨΕΥΔΟΣ)"""
_LABEL = r"""(?:watch|video|videos|summary|updated?|video[ ]and[ ]photos|photos[ ]and[ ]video|in[ ]pictures|zusammenfassung|aktualisiert
  |en[ ]vidéo|vidéo|vídeo|résumé|mis[ ]à[ ]jour|resumen|actualizado|actualización|resumo|atualizado|atualização|riassunto
  |aggiornamento|aggiornato|samenvatting|sammanfattning|uppdaterad|oppdatert|opdateret|видео|обновлено|відео|оновлено|wideo|aktualizacja)"""
"""What says how a story is told, not what it tells."""
_WORD = r"[\p{Lu}\p{Lo}][\p{L}\p{M}.'’]*(?:-[\p{L}\p{M}.]+)*"
_JOINING = r"(?:de|del|la|do|da|di|am|an|der|of|upon|sur|a\.\s?[MD]\.)"
_DATE = r"""(?:\d{1,2}[.º]?(?:\s(?:de\s)?\p{L}\p{M}?[\p{L}\p{M}]{2,12}\.?)?|\p{L}{3,10}\.?\s\d{1,2})
  (?:,?\s(?:de\s)?\d{4})?"""
_HEAD = rf"{_WORD}(?:(?:\s?/\s?|,\s|\s)(?:{_WORD}|{_JOINING}|\d{{1,2}}(?=\s\p{{Lo}}))){{0,5}}(?:,?\s{_DATE})?"
_BY = rf"(?:\({_AGENCY}(?:[/,;\s-][^()]{{0,30}})?\)|/{_AGENCY}/)"
_STATION = r"(?=[^()]*\p{Lu}[^()]*\p{Lu})[\w./-]{3,20}"
_CAPITALS = r"\p{Lu}[\p{Lu}\p{M}'’.]+(?:[\s/-]+\p{Lu}[\p{Lu}\p{M}'’.]+){0,3}"
_DASH = r"(?:\s*[–—]|\s*--|\s-|\.-)\s*"
_BEGINS = r"""(?=["“”„«‘'¿¡(]*[\p{Lu}\p{Lo}\d])"""
_DATELINE = rf"""
    (?:{_HEAD},?\s*)?{_BY}\s*(?:\.?\s*(?:--?|–|—)|[:=.])\s*(?:{_HEAD}\s*(?:-|–|—)\s+)?
  | (?:{_HEAD},?\s*)?{_BY}\s*{_BEGINS}
  | {_CAPITALS},\s{_WORD}(?:\s{_WORD})?\s\({_STATION}\){_DASH}{_BEGINS}
  | {_WORD}(?:\s{_WORD}){{0,2}}[.,]\s{_DATE}\.?\s*(?:—|–|-)?\s*/?{_AGENCY}/?(?:\.|\s*(?:—|–|-))\s+{_BEGINS}
  | (?!{_NO_PLACE}\b)(?=(?:\W*\p{{Lu}}){{4}}){_CAPITALS}(?:,\s{_WORD}(?:\s{_WORD})?)?(?:,?\s{_DATE})?{_DASH}{_BEGINS}
  | (?i:{_LABEL})\s?(?:[:|]|[–—](?=\s))\s*{_BEGINS}
  | (?:{_CITIES}(?:,\s{_DATE})?|{_CAPITALS},\s{_DATE}):\s+{_BEGINS}
  | {_WORD}(?:\s{_WORD}){{0,2}},\s{_WORD}(?:\s{_WORD}){{0,2}}\s[–—]\s{_BEGINS}
  | (?:新华社|中新社|中新网|人民网|央视网)[^\s，。]{{0,20}}?[日月]?[电電讯](?:\s*[（(][^（）()]{{1,40}}[）)])?\s*
  | [（(](?:中央社|新华社|法新社|路透社|美联社)[^（）()]{{0,40}}[电電][）)]\s*
  | 【(?:NHK|AFP|[^【】]{{0,8}}(?:新聞|通信|放送|テレビ|ニュース|[網网]|[網网][讯訊])|[^【】]{{2,8}}[報报])】\s*
  | 【[^【】]{{1,12}}[=＝][^【】]{{1,20}}】\s*
  | [［\[][^\[\]［］]{{1,20}}(?:ロイター|共同|時事)[］\]]\s*(?:[-–—]\s*)?
  | (?:\([^()=]{{1,10}}=[^()]{{1,20}}\)|[［\[](?=[^\[\]]*\p{{Hangul}})[^\[\]=［］]{{1,12}}=[^\[\]［］]{{1,24}}[］\]])
      \s*(?:[^\s=]{{2,12}}\s기자\s*=?\s*)?
    """
_PLACE = rf"{_WORD}(?:[\s/]{_WORD}){{0,2}}\s[–—-]\s(?=[\"“„«]?(?P<first>\p{{Lu}}\p{{Ll}}+))"
_LONGEST = 150
"""Characters of a text that are looked at."""


@cache
def _dateline() -> regex.Pattern[str]:
    # why not at once: it takes 25 ms, and nothing needs it before the first article.
    return regex.compile(_DATELINE, regex.VERBOSE)


@cache
def _place() -> regex.Pattern[str]:
    return regex.compile(_PLACE)


def without_dateline(text: str, story: str = "") -> str:
    """Give a story or its standfirst from its first own word on: "KYIV, Nov 3 (Reuters) - " is none.

    A place alone ("Berlin – Die Stadt …") is told by its `story`, which writes the next word small elsewhere, and only small.
    """
    found = _dateline().match(text[:_LONGEST])
    if not found and story and (alone := _place().match(text[:_LONGEST])):
        first = alone["first"]
        small, large = (
            regex.search(rf"[\p{{L}},] {form}\b", story) for form in (first.lower(), first)
        )
        found = alone if small and not large else None
    return text[found.end() :] if found and found.end() < len(text) else text
