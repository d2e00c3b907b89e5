"""What a post says of its own correction or withdrawal, by language. Pure."""

from collections.abc import Sequence
from datetime import datetime

from bot.text.diff import Difference
from bot.text.languages import of_language
from bot.text.rich import is_rtl, isolated, plain

_WORDS = {  # language: corrected, headline, summary, withdrawn
    "ar": ("تصحيح", "العنوان", "الملخص", "سحب الناشر هذا المقال."),
    "bg": ("Поправено", "заглавие", "резюме", "Тази статия беше оттеглена от издателя."),
    "bn": ("সংশোধিত", "শিরোনাম", "সারাংশ", "প্রকাশক এই প্রতিবেদনটি প্রত্যাহার করেছেন।"),
    "ca": ("Corregit", "titular", "resum", "L’editor ha retirat aquest article."),
    "cs": ("Opraveno", "titulek", "shrnutí", "Vydavatel tento článek stáhl."),
    "da": ("Rettet", "overskrift", "resumé", "Udgiveren har trukket denne artikel tilbage."),
    "de": (
        *("Korrigiert", "Überschrift", "Zusammenfassung"),
        "Der Verlag hat diesen Artikel zurückgezogen.",
    ),
    "el": ("Διορθώθηκε", "τίτλος", "περίληψη", "Ο εκδότης απέσυρε αυτό το άρθρο."),
    "en": ("Corrected", "headline", "summary", "The publisher has withdrawn this article."),
    "es": ("Corregido", "titular", "resumen", "El editor ha retirado este artículo."),
    "et": ("Parandatud", "pealkiri", "kokkuvõte", "Väljaandja on selle artikli tagasi võtnud."),
    "fa": ("اصلاح شد", "عنوان", "خلاصه", "ناشر این مقاله را پس گرفته است."),
    "fi": ("Korjattu", "otsikko", "tiivistelmä", "Julkaisija on vetänyt tämän jutun pois."),
    "fr": ("Corrigé", "titre", "résumé", "L’éditeur a retiré cet article."),
    "he": ("תוקן", "כותרת", "תקציר", "המוציא לאור הסיר את הכתבה."),
    "hi": ("संशोधित", "शीर्षक", "सारांश", "प्रकाशक ने यह लेख वापस ले लिया है।"),
    "hr": ("Ispravljeno", "naslov", "sažetak", "Izdavač je povukao ovaj članak."),
    "hu": ("Javítva", "cím", "összefoglaló", "A kiadó visszavonta ezt a cikket."),
    "id": ("Diralat", "judul", "ringkasan", "Penerbit telah menarik artikel ini."),
    "it": ("Corretto", "titolo", "sintesi", "L’editore ha ritirato questo articolo."),
    "ja": ("訂正", "見出し", "要約", "この記事は配信元により取り下げられました。"),
    "ko": ("정정", "제목", "요약", "발행사가 이 기사를 철회했습니다."),
    "lt": ("Pataisyta", "antraštė", "santrauka", "Leidėjas atšaukė šį straipsnį."),
    "lv": ("Labots", "virsraksts", "kopsavilkums", "Izdevējs šo rakstu ir atsaucis."),
    "nb": ("Rettet", "overskrift", "sammendrag", "Utgiveren har trukket denne artikkelen."),
    "nl": ("Gecorrigeerd", "kop", "samenvatting", "De uitgever heeft dit artikel ingetrokken."),
    "no": ("Rettet", "overskrift", "sammendrag", "Utgiveren har trukket denne artikkelen."),
    "pl": ("Poprawiono", "tytuł", "streszczenie", "Wydawca wycofał ten artykuł."),
    "pt": ("Corrigido", "título", "resumo", "O editor retirou este artigo."),
    "ro": ("Corectat", "titlu", "rezumat", "Editorul a retras acest articol."),
    "ru": ("Исправлено", "заголовок", "изложение", "Издатель отозвал эту статью."),
    "sk": ("Opravené", "titulok", "zhrnutie", "Vydavateľ tento článok stiahol."),
    "sl": ("Popravljeno", "naslov", "povzetek", "Izdajatelj je ta članek umaknil."),
    "sr": ("Исправљено", "наслов", "сажетак", "Издавач је повукао овај чланак."),
    "sv": ("Rättat", "rubrik", "sammanfattning", "Utgivaren har dragit tillbaka artikeln."),
    "th": ("แก้ไขแล้ว", "พาดหัว", "สรุป", "ผู้เผยแพร่ถอนบทความนี้แล้ว"),
    "tr": ("Düzeltildi", "başlık", "özet", "Yayıncı bu haberi geri çekti."),
    "uk": ("Виправлено", "заголовок", "виклад", "Видавець відкликав цю статтю."),
    "ur": ("تصحیح", "سرخی", "خلاصہ", "ناشر نے یہ مضمون واپس لے لیا ہے۔"),
    "vi": ("Đã sửa", "tiêu đề", "tóm tắt", "Nhà xuất bản đã rút bài viết này."),
    "zh": ("更正", "标题", "摘要", "发布者已撤回本文。"),
    "zh-hant": ("更正", "標題", "摘要", "發布者已撤回本文。"),
    "zh-hk": ("更正", "標題", "摘要", "發布者已撤回本文。"),
    "zh-tw": ("更正", "標題", "摘要", "發布者已撤回本文。"),
}


def correction(difference: Difference, at: datetime, posted: datetime, language: str) -> str:
    """Say what was corrected at `at`: `Corrected 14:05: “nine” → “ten”`.

    Both moments are in the publisher's zone; the date is said where it is another than that of the
    post. Without a language that we speak (BCP 47), in English.
    """
    corrected, headline, summary, _ = _words(language)
    rtl = is_rtl(corrected)
    clock = f"{at:%H:%M}" if at.date() == posted.date() else f"{at:%Y-%m-%d %H:%M}"
    arrow = "←" if rtl else "→"
    quotes = [
        f" {arrow} ".join(_quoted(word, rtl=rtl) for word in pair) for pair in difference.words
    ]
    names = {"headline": headline, "summary": summary}
    what = quotes or [names[part] for part in difference.parts if part in names]
    return f"{corrected} {clock}: {', '.join(what)}"


def withdrawal(reason: str, at: datetime, language: str) -> str:
    """Say that an article was withdrawn, when, and why if a person gave a reason."""
    sentences: Sequence[str] = (_words(language)[3], reason)
    return f"{at:%Y-%m-%d %H:%M}: {' '.join(filter(None, sentences))}"


def _quoted(words: str, *, rtl: bool) -> str:
    return f"“{isolated(plain(words), rtl=rtl).text}”"


def _words(language: str) -> tuple[str, str, str, str]:
    return of_language(_WORDS, language) or _WORDS["en"]
