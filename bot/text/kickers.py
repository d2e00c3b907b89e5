"""The word before a headline that says what readers are about to read, by language. Pure."""

import re

from bot.text.keywords import is_named
from bot.text.languages import of_language

LOCK = "🔒"
"""What ends the headline of an article that one must pay to read."""

_WORDS = {  # language: opinion, sponsored, live
    "ar": ("رأي", "إعلان", "مباشر"),
    "bg": ("Мнение", "Реклама", "На живо"),
    "bn": ("মতামত", "বিজ্ঞাপন", "সরাসরি"),
    "ca": ("Opinió", "Publicitat", "En directe"),
    "cs": ("Názor", "Inzerce", "Živě"),
    "da": ("Debat", "Annonce", "Live"),
    "de": ("Meinung", "Anzeige", "Liveticker"),
    "el": ("Άποψη", "Διαφήμιση", "Ζωντανά"),
    "en": ("Opinion", "Sponsored", "Live"),
    "es": ("Opinión", "Patrocinado", "En directo"),
    "et": ("Arvamus", "Reklaam", "Otse"),
    "fa": ("دیدگاه", "آگهی", "زنده"),
    "fi": ("Mielipide", "Mainos", "Suora"),
    "fr": ("Opinion", "Sponsorisé", "En direct"),
    "he": ("דעה", "תוכן שיווקי", "בשידור חי"),
    "hi": ("विचार", "प्रायोजित", "लाइव"),
    "hr": ("Mišljenje", "Oglas", "Uživo"),
    "hu": ("Vélemény", "Hirdetés", "Élő"),
    "id": ("Opini", "Iklan", "Langsung"),
    "it": ("Opinione", "Sponsorizzato", "In diretta"),
    "ja": ("オピニオン", "広告", "ライブ"),
    "ko": ("오피니언", "광고", "실시간"),
    "lt": ("Nuomonė", "Reklama", "Tiesiogiai"),
    "lv": ("Viedoklis", "Reklāma", "Tiešraide"),
    "nb": ("Meninger", "Annonse", "Direkte"),
    "nl": ("Opinie", "Advertentie", "Live"),
    "no": ("Meninger", "Annonse", "Direkte"),
    "pl": ("Opinia", "Materiał sponsorowany", "Na żywo"),
    "pt": ("Opinião", "Patrocinado", "Ao vivo"),
    "ro": ("Opinie", "Publicitate", "Live"),
    "ru": ("Мнение", "Реклама", "Онлайн"),
    "sk": ("Názor", "Inzercia", "Naživo"),
    "sl": ("Mnenje", "Oglas", "V živo"),
    "sr": ("Мишљење", "Оглас", "Уживо"),
    "sv": ("Åsikt", "Annons", "Live"),
    "th": ("ความเห็น", "โฆษณา", "สด"),
    "tr": ("Görüş", "Reklam", "Canlı"),
    "uk": ("Думка", "Реклама", "Наживо"),
    "ur": ("رائے", "اشتہار", "براہِ راست"),
    "vi": ("Ý kiến", "Quảng cáo", "Trực tiếp"),
    "zh": ("观点", "广告", "直播"),
    "zh-hant": ("觀點", "廣告", "直播"),
    "zh-hk": ("觀點", "廣告", "直播"),
    "zh-tw": ("觀點", "廣告", "直播"),
}
_KINDS = ("opinion", "sponsored", "live")
_WIDE = frozenset({"ja", "zh"})
"""Languages whose colon is as wide as a character, with no space after it."""


_LIVE = re.compile(
    r"\blive[ -]?(?:blog|ticker|updates?|coverage|stream)\b|\bas it happened\b|[–—|:,-]\s*live\s*$",
    re.IGNORECASE,
)
"""How headlines say themselves that they are live, or were: at their end, or by a word of its own."""
_AMBIGUOUS = frozenset({"live", "direkte", "otse", "สด"})
"""Also what people do at a place, or a part of many words."""


def kicked(headline: str, kind: str, language: str) -> str:
    """Set before a headline what it is ("opinion", "sponsored", "live"; "": news).

    In English where we do not speak `language` (BCP 47): readers must be told. A headline that
    says so by itself stays as it is.
    """
    if not headline or kind not in _KINDS:
        return headline
    place = _KINDS.index(kind)
    word = (of_language(_WORDS, language) or _WORDS["en"])[place]
    said = {word, _WORDS["en"][place]}
    if headline.casefold().startswith(tuple(one.casefold() for one in said)):
        return headline
    if kind == "live" and (_LIVE.search(headline) or _is_named(word, headline)):
        return headline
    is_wide = language.partition("-")[0].lower() in _WIDE
    return f"{word}：{headline}" if is_wide else f"{word}: {headline}"


def _is_named(word: str, headline: str) -> bool:
    return word.casefold() not in _AMBIGUOUS and is_named(word, headline)
