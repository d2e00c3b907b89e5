"""What a page says of its own text: who or what summed it up, and what was mended in it since.

General words and stems in the languages of the news, in small letters, of which the Turkish "ı"
becomes "i". A story may say the like of other texts: such a line is a note only where notes stand.
"""

import re

_LONGEST = 300
"""Characters of a note."""
_QUOTED = tuple("\"“„«‘'「")
_EARLY = 40
"""Characters at the beginning of a note in which it names what was made."""

_LABEL = re.compile(
    r"\W*(?:correction|clarification|editor['’]?s['’]? note|korrektur(?:hinweis)?|berichtigung|richtigstellung"
    r"|anm(?:erkung|\.) (?:der|d\.) red(?:aktion|\.)|rectificatif|erratum|errata|note de la rédaction|ndlr|corrección"
    r"|fe de erratas|rectificación|nota (?:de la redacción|del editor|da redação|do editor|della redazione)|correção"
    r"|erramos|rettifica|errata corrige|correctie|rectificatie|noot van de redactie|rettelse|pr[eæ][sc]isering"
    r"|red\. ?anm|rättelse|förtydligande|oikaisu|sprostowanie|od redakcji|oprava|upřesnění|poznámka redakce"
    r"|helyreigazítás|erată|nota redacției|διόρθωση|σημείωση (?:της )?σύνταξης|исправление|(?:от|примечание) редакции"
    r"|виправлення|(?:від|примітка) редакції|düzeltme|editörün notu|تصحيح|ملاحظة المحرر|اصلاحیه|הבהרה|הערת (?:ה)?מערכת"
    r"|भूल सुधार|更正|勘[误誤]|[编編]者按|訂正|おことわり|編集部注|정정|바로잡습니다|편집자 ?주|ralat|catatan redaksi|đính chính)"
    r"\s?(?:[:：(（】\])）–—]|(?:,? \w{3,9}\.?)? \d[^!?]{0,30}[:：–—])"
)
"""A label before what was mended, and before what editors say of a story."""

_CHANGED = re.compile(
    r"\W*(?:"
    # English, German
    r"(?:this (?:article|story|report|post|piece|headline|live ?blog|page|text|column)"
    r"|the (?:article|story|post|headline|live ?blog)) (?:was|has|have|is|will)\b.{0,30}\b(?:updat|corrected|amend|clarif)"
    r"|an? (?:earlier|previous|prior|original|initial) version of (?:this|our|the) (?:article|story|report|post|piece|headline|live ?blog|page|text|column)\b"
    r"|updated?\s?(?:[:(,–—]|at\b|on\b|to\b|\d).{0,40}\b(?:to (?:add|include|reflect|clarify|correct)\b"
    r"|(?:add(?:s|ed)|with|includes).{0,30}(?:comment|statement|detail|response|information))"
    r"|(?:(?:dies\w+|unser\w*) (?:artikel|text|beitrag|bericht|meldung|liveblog)|der artikel)\b(?! \d).{0,60}"
    r"(?:aktualisiert|ergänzt|korrigiert|überarbeitet|geändert|präzisiert)"
    r"|wir haben (?:den artikel|den text|den beitrag|die meldung|die (?:stelle|passage|angabe|überschrift))\b.{0,80}"
    r"(?:aktualisiert|ergänzt|korrigiert|geändert|präzisiert|angepasst)"
    r"|in (?:einer|der) (?:früheren|vorherigen|ersten|älteren|ursprünglichen) (?:version|fassung)\b.{0,12}"
    r"(?:artikel|text|beitrag|meldung|bericht|hieß|stand\b)"
    # French, Spanish, Portuguese, Italian, Romanian
    r"|cet(?:te)? (?:article|texte|dépêche|publication)\b(?! \d).{0,60}(?:mise? à jour|modifié|corrigé|complété|actualisé|rectifié)"
    r"|l['’]article\b(?! \d).{0,60}(?:mis à jour|corrigé|actualisé)"
    r"|une (?:première|précédente|ancienne) version de (?:cet|l['’]) ?article"
    r"|est[ea] (?:artículo|nota|noticia|texto|información|reportaje)\b(?! \d).{0,60}(?:actualizad|corregid|modificad|ampliad)"
    r"|una versión (?:anterior|previa|inicial) de est[ea]"
    r"|est[ea] (?:artigo|texto|reportagem|matéria|notícia)\b(?! \d).{0,60}(?:atualizad|corrigid|alterad)|a (?:matéria|reportagem)\b.{0,60}(?:atualizad|corrigid)"
    r"|uma versão anterior d(?:est|ess)[ea]"
    r"|quest[o'’] ?(?:articolo|pezzo|testo)\b(?! \d).{0,60}(?:aggiornat|corrett|modificat)"
    r"|una (?:precedente|prima) versione di quest"
    r"|(?:acest (?:articol|text|material)|știrea|articolul)\b(?! \d).{0,60}(?:actualizat|corectat|completat)"
    # Dutch and the languages of the North
    r"|(?:dit (?:artikel|bericht|stuk|verhaal|liveblog)|het artikel)\b(?! \d).{0,60}"
    r"(?:bijgewerkt|aangevuld|gecorrigeerd|aangepast|gewijzigd|verduidelijkt)"
    r"|in een (?:eerdere|vorige|oudere) versie (?:van dit (?:artikel|bericht|stuk|verhaal|liveblog)|stond)"
    r"|(?:denne |dette )?(?:saken|artikkelen|artiklen|artikel|sak|teksten)\b(?! \d).{0,40}"
    r"\b(?:o?ppdater|opdater|(?:er|ble|blev) rettet(?! m)|korriger|presiser|præciser)"
    r"|(?:i )?en tidligere (?:versjon|version|ud?t?gave)\b.{0,8}(?:denne (?:sak|artik|tekst)|sak|artik|tekst|stod?\b|skrev|het\b)"
    r"|(?:den här )?(?:artikeln|texten|rubriken)\b(?! \d).{0,40}(?:uppdater|rättat|rättad|korriger|kompletter)"
    r"|i en tidigare version (?:(?:av )?(?:den här |denna )?(?:artikel|text|nyhet)|stod|skrev|angavs|uppgavs)"
    r"|(?:juttu\w*|jutun|jutusta|jutussa|artikkeli\w*|uuti(?:nen|s(?:en|ta|een|essa|esta))|otsik\w+)\b(?! mukaan).{0,60}"
    r"(?:päivitet|korja[ti]|lisät|täydennet|muutet|tarkennet|oikais)"
    r"|(?:korjattu|päivitetty|lisätty|täydennetty|oikaistu|muokattu)\s?(?:[:：]|kello|klo|\d)"
    r"|artikl\w+\b.{0,40}(?:täiendatud|uuendatud|parandatud)|raksts\b.{0,40}(?:papildināts|labots|precizēts)"
    r"|straipsnis\b.{0,40}(?:papildyt|atnaujint|pataisyt)"
    # Polish, Czech, Slovak, Hungarian, Greek, Turkish
    r"|(?:(?:ten )?artykuł|ten tekst|materiał(?! dow)|depesza)\b(?! \d).{0,40}(?:zaktualizow|uzupełni|poprawi|sprostow)"
    r"|(?:we? )?(?:wcześniejsz|poprzedni|pierwotn)\w+ wersj\w+ (?:tego )?(?:artykuł|tekst|materiał)"
    r"|(?:(?:tento )?článek|tento text|zprávu|(?:tento )?článok|správu)\b(?! \d).{0,40}(?:aktualiz|doplni|doplněn|opravi|oprav\w?n|uprav)"
    r"|(?:v )?(?:předchozí|původní|dřívější|predchádzajúc\w+|pôvodn\w+) verz\w+ (?:článku|textu|zprávy|správy)"
    r"|(?:a |ezt a )?cikk\w*\b(?! szerint).{0,40}(?:frissít|javít|kiegészít|módosít|pontosít|(?:korábbi|előző|eredeti) (?:verzió|változat))"
    r"|(?:το|αυτό το) (?:άρθρο|κείμενο|ρεπορτάζ|δημοσίευμα)\b(?! \d).{0,40}(?:ενημερώ|διορθώ|επικαιροποι)"
    r"|(?:bu )?(?:haber|yazi|makale)\b.{0,40}(?:güncellen|düzeltil)|(?:haberin|yazinin|makalenin) (?:önceki|ilk|eski) (?:sürüm|hal|versiyon)"
    # Russian, Ukrainian, Bulgarian
    r"|(?:этот |данный |эта )?(?:материал|новость|текст|статья|публикация|заметка)\b(?! \d).{0,20}(?:обновл|дополн|исправл|уточн)(?:ен[аоы]?|[яе]ется)\b"
    r"|(?:в )?(?:предыдущ|первоначальн|ранн|прежн)\w+ верси\w+ (?:эт\w+ )?(?:материал|текст|стать|новост|публикац|заметк)"
    r"|(?:цей |ця |цю )?(?:матеріал|новин[ау]|текст|статт[яю])\b(?! \d).{0,20}(?:оновлен|доповнен|виправлен|уточнен)[аоы]?\b"
    r"|(?:у|в) (?:попередн|первісн)\w+ версі\w+ (?:ц\w+ )?(?:матеріал|текст|статт|новин)"
    r"|(?:статията|новината|текстът)\b.{0,20}(?:обновен|допълнен|коригиран)"
    # Arabic, Persian, Hebrew, Hindi
    r"|(?:تم|جرى) (?:تحديث|تعديل|تصحيح)\b.{0,20}(?:الخبر|المقال|التقرير|هذه المادة)|(?:في )?نسخة سابقة من (?:هذا|هذه|المقال|الخبر)"
    r"|این (?:خبر|مقاله|گزارش|مطلب)\b.{0,60}(?:به.?روز|اصلاح|تکمیل)|(?:הכתבה|הידיעה|כתבה זו) (?:עודכנ|תוקנ)"
    r"|(?:इस|यह) (?:खबर|ख़बर|लेख|रिपोर्ट|स्टोरी).{0,60}(?:अपडेट|संशोधित)"
    # Chinese, Japanese, Korean, Indonesian, Vietnamese, Thai
    r"|(?:本文(?!化)|本报道|本報導|[这這]篇文章).{0,30}(?:更新|更正|修正|訂正)|(?:この|本)記事.{0,30}(?:更新|訂正|修正|追記)"
    r"|(?:이|본|해당) 기사.{0,30}(?:수정|업데이트|정정|보강)|(?:artikel|berita) ini\b.{0,30}(?:diperbarui|diralat|dikoreksi)"
    r"|bài (?:viết|báo)\b.{0,30}(?:cập nhật|đính chính)|(?:บทความ|ข่าว)นี้.{0,40}(?:อัปเดต|แก้ไข|ปรับปรุง)"
    r")"
)
"""How a line begins that says that its own text was mended or added to."""

_MACHINE = re.compile(
    r"(?<!\w)(?:a\.?i|k\.?i|i\.?a|ии|ші|yz)(?!\w)|chatgpt|openai|gemini|copilot|claude|language model|sprachmodell"
    r"|artificial intelligence|intelligence artificielle|inteligencia artificial|k[uü]n\w+ intelligen|intelligen\w+ artificial|inteligência artificial|intelligenza artificiale"
    r"|artificiell intelligens|tekoäly|keinoäly|sztuczn\w+ inteligenc|um[ěe]l\w+ inteligenc|mesterséges intelligencia"
    r"|τεχνητή|искусственн\w+ интеллект|нейросет|штучн\w+ інтелект|нейромереж|изкуств\w+ интелект|umjetn\w+ inteligenc"
    r"|veštačk\w+ inteligenc|вештачк\w+ интелигенц|tehisaru|mākslīg\w+ intelekt|dirbtin\w+ intelekt|yapay zek"
    r"|الذكاء الاصطناعي|هوش مصنوعی|مصنوعی ذہانت|בינה מלאכותית|एआई|कृत्रिम बुद्धि|人工智[能慧]|生成式|生成ai|인공지능|생성형"
    r"|trí tuệ nhân tạo|kecerdasan (?:buatan|artifisial)|ปัญญาประดิษฐ์|automati|automatycz|автоматич|otomatik|自[动動]|자동"
)
"""A machine that writes."""
_SUMMARY = re.compile(
    r"summar(?!ies)|key points|takeaways|bullet points|translat(?:ion\b|ed)|zusammenfass(?!ungen)|kurzfassung|übersetz(?:ung\b|t)|résumé(?!s)|synthèse|traduc(?!tions|t?eur|tor)"
    r"|resum(?!ed|es|ing|ption)|riassunt|riepilog|sintesi|traduzion|samenvat|vertaling|oppsummer|sammendrag|oversettels|kortversjon"
    r"|sammenfatning|resumé|oversættels|sammanfattn|översättning|tiivistel|yhteenve|käännö|podsumow|streszcz|tłumaczen"
    r"|shrnut|souhrn|zhrnut|překlad|összefoglal|fordítás|rezumat|sumar|traducere|περίληψη|σύνοψη|μετάφραση|резюме"
    r"|краткое содержание|краткий пересказ|пересказ|перевод|стисл|підсумок|переклад|sažetak|özet|çeviri|ملخص|ترجمة"
    r"|خلاص|ترجمه|תקציר|סיכום|תרגום|सारांश|अनुवाद|摘要|总结|總結|翻译|翻譯|要約|まとめ|요약|번역|tóm tắt|ringkasan|rangkuman|สรุป"
)
"""What it writes for a page beside the story; many of them are what a story tells of."""
_MADE = re.compile(
    r"generat|generier|creat|made|produc|written|compiled|erstellt|erzeugt|verfasst|génér|réalisé|rédigé|établi|generad|cread"
    r"|elaborad|realizad|hech|gerad|feit|produzid|criad|realizzat|gemaakt|gegenereerd|opgesteld|laget|generert|lavet"
    r"|genereret|skrevet|skapa|gjor[dt]|genererad|sammanställ|luotu|luoma|laadittu|laatima|teh(?:ty|nyt)|tekemä|tuotta|kirjoitta|wygenerow"
    r"|stworz|utworz|przygotow|przetłumacz|vytvoř|vytvor|generov|készít|készült|generál|δημιουργ|παρήχθη|создан|сгенерир"
    r"|подготовл|сделан|составлен|створен|згенер|підготовл|създаден|oluştur|hazirla|üretil|أُعد|إعداد|أنشئ|إنشاء|توليد|تولید"
    r"|تهیه|נוצר|נכתב|तैयार|बनाया|जनरेट|生成|制作|製作|作成|만들|작성|생성|요약된|요약한|tạo|dibuat|dihasilkan|disusun|สร้าง|จัดทำ"
)


def is_note(text: str) -> bool:
    """Whether a line that stands where notes stand tells of the text itself: over a story, below or apart from it."""
    if len(text) > _LONGEST or text.startswith(_QUOTED):
        return False
    small = text.replace("İ", "i").replace("ı", "i").lower()
    return bool(_LABEL.match(small) or _CHANGED.match(small) or _is_by_a_machine(small))


def _is_by_a_machine(small: str) -> bool:
    is_named = _SUMMARY.search(small[:_EARLY]) and _MACHINE.search(small)
    return bool(is_named and _MADE.search(small))
