"""Whether a sentence tells readers of a post anything of the story, by itself. Pure."""

import re

_CALL = re.compile(
    r"""\W*(?:click\s(?:here|to|on)|(?:read|find\sout|learn|see)\smore|read\s(?:on|the\sfull|the\swhole)|continue\sreading|keep\sreading
    |(?:lesen\ssie|lies)\s(?:hier|mehr|weiter)|mehr\s(?:dazu|lesen|erfahren|hier)|weiterlesen|klicken\ssie|hier\s(?:klicken|lesen)
    |cliquez|lire\s(?:la\ssuite|plus|l['’]article)|en\ssavoir\splus|(?:leer|lee|ver)\smás|(?:haz|haga)\sclic|sigue\sleyendo
    |leia\smais|saiba\smais|clique|leggi\s(?:tutto|di\spiù|l['’]articolo)|clicca|continua\sa\sleggere|lees\s(?:meer|verder)|klik\shier
    |läs\smer|les\smer|læs\smere|lue\slisää|czytaj\s(?:więcej|dalej)|kliknij|číst\sdál|čtěte\sdál|citește\smai|tovább
    |(?:читать|читайте|узнайте)\s(?:далее|дальше|полностью|подробн\w+|больше|в\sматериале)|подробн(?:ее|ости)\s(?:на|в|по|читайте)
    |чита(?:ти|йте)\s(?:далі|більше)|devamı|tıklayın|διαβάστε|baca\s(?:selengkapnya|juga)|xem\sthêm|đọc\stiếp
    |続き(?:を|は)|詳しくは|点击|點擊|阅读全文|閱讀全文|查看(?:更多|全文)|더\s?보기|자세히\s?보기|자세한\s내용|اقرأ\s(?:المزيد|أيضا)|للمزيد|और\sपढ़ें)""",
    re.IGNORECASE | re.VERBOSE,
)
_LONGEST_CALL = 80
"""Characters of a sentence that only asks readers to read on."""
_ASKING = ("?", "？", "؟", "՞", ";", "\u037e")
"""Marks of a question; the semicolon in Greek, and no other sentence ends in one."""
_LABEL, _LABELS = re.compile(r"\w:\s"), 3
"""Colons in a sentence from which on it is a box of facts: "Price: £40 Pages: 180 By: Ann Lee"."""
_DISCLOSES = re.compile(
    r"""\W*(?:this\s(?:\w+\s)?(?:post|shop|article|story|page|review|recipe|video|site|blog|content)\s(?:(?:may|also|is|was|has|been)\s){0,3}
      (?:contains?\s(?:\w+\s)?(?:affiliate|sponsored|paid)|(?:includes?|uses?)\s(?:\w+\s)?affiliate|sponsored|compensated|made\spossible\sby)
    |(?:all|any)\s(?:the\s)?(?:opinions|views|thoughts)(?:\s\w+){0,3}\sare\s(?:\w+\s){0,2}(?:mine|my\sown)\b
    |(?:some|all)\s(?:of\sthe\s)?links\s(?:\w+\s){0,4}affiliate|as\san\samazon\sassociate
    |(?:dieser|dieses|der|das)\s(?:artikel|beitrag|video|post|text)\senthält\s(?:\w+\s)?(?:affiliate|werb|provisions)
    |(?:cet|cette)\s(?:article|page|vidéo|publication)\scontient\sdes\sliens\s(?:d['’])?affili
    |est[ea]\s(?:artículo|artigo|post|texto|entrada|página)\s(?:puede\s|pode\s)?cont(?:iene|ener|ém|er)\s(?:\w+\s)?(?:enlaces|links)\s(?:de\s)?(?:afilia|patrocin)
    |quest[oa]\s(?:articolo|post|pagina)\scontiene\s(?:\w+\s)?link\s(?:di\s)?affilia
    |dit\sartikel\sbevat\s(?:\w+\s)?affiliate)""",
    re.IGNORECASE | re.VERBOSE,
)
"""What a site must say of who pays for a text; that is the first line of many."""
_PICTURED = re.compile(
    r"""\W*(?:file(?:\s?[–—:]|\s-\s)|in\sthis\s(?:(?:[^.]|\.(?=\s\d)){0,40}?\d,?\s)?
      (?:(?:undated|file|archive|handout|aerial|satellite|combination|still|tv|television|video)\s){0,2}(?:photo(?:graph)?|image|picture|frame\sgrab|screen\s?(?:shot|grab))\b
      |(?:pictured|above|below)\s?:|(?:auf|in)\sdiesem\s(?:archiv)?(?:bild|foto)\b|(?:sur|dans)\scette\s(?:photo|image)\b
      |en\sesta\s(?:foto|imagen)\b|nesta\s(?:foto|imagem)\b|in\squesta\s(?:foto|immagine)\b|на\s(?:этом\s)?(?:фото|снимке)\s?:)""",
    re.IGNORECASE | re.VERBOSE,
)
"""How the words of a picture begin that a page does not tell from its text."""


def is_news(sentence: str) -> bool:
    """Whether a sentence tells of the story, and is neither damaged nor a link, a box, a notice, a caption or a call."""
    return (
        "\ufffd" not in sentence
        and "://" not in sentence
        and len(_LABEL.findall(sentence)) < _LABELS
        and not _DISCLOSES.match(sentence)
        and not _PICTURED.match(sentence)
        and not calls_to_read(sentence)
    )


def asks(sentence: str) -> bool:
    """Whether a sentence asks its readers something, which a post should tell; a quotation asks others."""
    return sentence.rstrip(" !)）]…").endswith(_ASKING)


def calls_to_read(sentence: str) -> bool:
    """Whether a sentence only asks readers to read on, which a post's link does."""
    return len(sentence) <= _LONGEST_CALL and bool(_CALL.match(sentence))
