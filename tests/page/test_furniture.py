import pytest

from bot.page.dom import parse
from bot.page.furniture import without_furniture
from bot.page.lines import credit_of, invites
from bot.page.outline import Outline
from tests.runaway import no_runaway

STORY = [
    "The harbour lamps of Port Ellery were lit again on Friday after eleven dark years.",
    "Fishermen had asked for them since a storm broke the last one of the old lamps.",
    "The council voted for new ones in March, and nobody has complained since then.",
]

ENDINGS = {
    "en": (
        "Never miss our stories, join community: Twitter | Facebook | Telegram",
        "Follow us on Google News",
        "Don't want to miss a thing? Be part of our community on X and Telegram.",
        "The Tick is free because readers pay for it. Become a member and keep it so.",
        "Image credit: Ines Calloway / Reuters",
        "Stay up to date with us on WhatsApp!",
        "Like what you read? Subscribe to our newsletter.",
        "Find us on: X • Bluesky • Mastodon",
        "Photograph: Tom Okafor/The Guardian",
        "Photo by Annie Spratt on Unsplash",
        "© 2026 Morning Tick. All rights reserved.",
        "(Reporting by Jane Roe; editing by John Doe)",
        "Share this story with a friend on Facebook.",
        "The Tick is free because readers pay for it. Upgrade to keep it so.",
        "Donate today, and your gift is doubled.",
    ),
    "de": (
        "Folgen Sie uns auf Facebook und Instagram.",
        "Foto: dpa/Peter Müller",
        "Bildnachweis: Imago",
        "Abonnieren Sie unseren Newsletter!",
        "Alle Rechte vorbehalten.",
        "Hat es Ihnen gefallen? Unterstützen Sie unsere Arbeit.",
    ),
    "fr": (
        "Suivez-nous sur Google News.",
        "Crédit photo : Jean Dupont",
        "Abonnez-vous à notre chaîne YouTube.",
        "Rejoignez la communauté sur Telegram !",
    ),
    "es": (
        "Síguenos en Twitter y Facebook.",
        "Únete a nuestro canal de WhatsApp.",
        "Foto: EFE",
        "Suscríbete a nuestro boletín.",
    ),
    "pt": (
        "Gostou? Assine a revista e receba-a em casa.",
        "Siga-nos no Instagram.",
        "Imagem: Reprodução/Twitter",
        "Inscreva-se na newsletter.",
    ),
    "it": ("Seguici su Google News.", "Iscriviti al nostro canale Telegram.", "Foto: ANSA"),
    "nl": ("Volg ons op Facebook en Twitter.", "Beeld: ANP", "Word lid van ons WhatsApp-kanaal."),
    "pl": (
        "Podobał Ci się tekst? Postaw nam kawę!",
        "Obserwuj nas na Facebooku i Instagramie.",
        "Fot. Jan Kowalski / PAP",
        "Zdjęcie: PAP",
    ),
    "ru": (
        "Подписывайтесь на наш канал в Telegram.",
        "Читайте нас в Яндекс.Дзен и ВКонтакте.",
        "Читайте Тик в Telegram.",
        "Фото: РИА Новости",
    ),
    "el": (
        "ΑΚΟΛΟΥΘΗΣΤΕ ΜΑΣ ΣΤΟ FACEBOOK",
        "Ακολουθήστε το Tick στο Google News",
        "ΦΩΤΟΓΡΑΦΙΑ: ΑΠΕ",
    ),
    "tr": (
        "Bizi Google News'te takip edin.",
        "Fotoğraf: AA",
        "Telegram kanalımıza katılın.",
        "TELEGRAM KANALIMIZA KATILIN!",
        "İLGİLİ HABERLER",
    ),
    "ar": ("تابعونا على تويتر وفيسبوك.", "الصورة: رويترز", "المصدر: رويترز"),
    "sv": ("Källa: TT", "Följ oss på Facebook."),
    "hi": ("हमें फेसबुक और ट्विटर पर फॉलो करें।", "फोटो: पीटीआई"),
    "zh": ("关注我们的微信公众号。", "图片：路透社"),
    "ja": ("ツイッターでフォローしてください。", "写真：共同通信"),
}
LABELS = (
    *("Related Posts", "Also read", "You may also like", "More from Morning Tick", "Read next"),
    *("Lesen Sie auch", "Das könnte Sie auch interessieren", "À lire aussi", "Voir aussi"),
    *("Te puede interesar", "Noticias relacionadas", "Leia também", "Leggi anche", "Lees ook"),
    *("Czytaj także", "Читайте также", "Ещё по теме", "İlgili Haberler", "اقرأ أيضا"),
    *("यह भी पढ़ें", "相关阅读", "関連記事", "관련 기사", "Läs också", "Baca juga"),
    *("ΔΙΑΒΑΣΤΕ ΕΠΙΣΗΣ", "ΣΧΕΤΙΚΑ ΑΡΘΡΑ", "ΣΧΟΛΙΑ"),
    *("About the author", "3 Comments", "12 reacties", "Leave a Reply", "Комментарии", "Tags"),
)
NEWS = (
    "She told him to follow the money, and he did.",
    "The company said on Facebook that it would close the plant in May.",
    "The sisters want to become a member of the choir on the other side of the bay.",
    "Telegram's founder was detained in France, and the channel went silent.",
    "Google News carried the story for an hour before it vanished.",
    "“Join us,” she wrote on the wall of the harbour office, in red paint.",
    "He held up the photo: it showed the old lamps.",
    "She left Facebook in spring. Follow the money, she said, and you will know why.",
    "A photo of the lamps was seen by thousands of people within a day.",
    "The image credit went to nobody, which annoyed everyone in the room.",
    "Related costs rose by a third, said the treasurer of the harbour.",
    "The port will receive a commission on each ship that calls, the council decided on Monday.",
    "At 15:40 on 20 May 2024 the strike of the pilots ended.",
    "Watch for lamps on the quay.",
    "Listen to the sea and you hear it.",
    "“Support us,” she wrote, and nobody did.",
    "Support for the lamps has grown since the storm, a survey found.",
    "Die Lampen gehen weiter, die Werbung geht mit ihnen.",
    "This is a story of the sea and of those who live off it.",
    "Écouter la mer, dit-elle, c'est la comprendre.",
    "The image of the lamps was everywhere that summer.",
    "The motion came from both parties of the left (Greens/Labour).",
    "This story was never told to the fishermen's children.",
    "The views of the council have changed since the storm.",
    "Nobody had asked them for their consent to light the lamps.",
    "“This content is hosted by nobody, and I do not need your consent,” she said.",
    "Fehler gab es viele, und entdeckt wurden sie erst nach dem Sturm.",
    "Cet article de la loi sur les ports est vieux de cent ans.",
    "Har du sett lyktorna? frågade hon, och alla nickade.",
    "Эта ошибка стоила порту трёх миллионов рублей.",
    "Подписи под письмом поставили все лоцманы залива.",
    "By signing up users had given consent to all cookies, the firm said.",
    "To view the content, users had to accept cookies, the court wrote.",
    "Consent to cookies must be given before the content of a page is shown, the court ruled.",
    "Privacy notice: two words that cost a firm nine million euros on Monday.",
    "The views expressed in the letter are not the council's, a clerk said.",
    "This story was first published in 1926 and has been told ever since.",
    "This article was published under a law that nobody reads any more, the court said.",
    "The ban on video advertisements will continue",
    "Wer Inhalte sehen will, muss künftig nicht mehr zustimmen, heißt es im Gesetz.",
    "Haben Sie Hinweise auf den Täter? Die Polizei bittet um Anrufe unter 110.",
    "Dieser Text ist zuerst im Jahr 1926 in Wien gedruckt worden.",
    "Ich bin damit einverstanden, sagte die Ministerin am Freitag in Berlin.",
    "Detta är en text från 1926, sade forskaren.",
    "Annonce ou pas, la mer monte.",
    "The comments are meant for the council, not for the smith.",
    "Was this article of the treaty useful to anyone?",
    "This article is read by every pupil of the town in May.",
    "See a mistake and mend it, said the smith.",
    "Found a mistake in your tax bill? The town pays the money back within a year.",
    "¿Encontró un error en la factura de la luz? El puerto devuelve el dinero.",
    "Czy artykuł był zgodny z konstytucją, zdecyduje w maju trybunał.",
    "会員登録すると個人情報が流出する恐れがあると警察は警告した。",
    "Subscribers only paid for the first lamp.",
    "War dieser Mann der Schmied von Port Ellery?",
    "You have read the letter, she told the council, and you did nothing.",
    "Listen to our podcast host tell of it: he stood on the quay all night long and sang.",
    "Читайте книги в темноте, сказала она.",
    "Sort by sort, the lamps were counted.",
    "Reklama ji nezajímá.",
    "Show more courage, she told them.",
    "Load more coal, the captain said.",
    "Η διαφήμιση έφερε κόσμο στο λιμάνι.",
)


def kept(*lines: str) -> list[str]:
    html = "".join(line if line.startswith("<") else f"<p>{line}</p>" for line in lines)
    blocks = Outline(parse(f"<article>{html}</article>")).blocks
    return [block.text for block in without_furniture(blocks)]


@pytest.mark.parametrize("line", [line for lines in ENDINGS.values() for line in lines])
def test_a_story_ends_where_the_publishers_own_lines_begin(line: str) -> None:
    assert kept(*STORY, line) == STORY
    assert kept(*STORY, line, "Another line", line) == STORY


@pytest.mark.parametrize("label", LABELS)
def test_other_stories_are_no_part_of_this_one(label: str) -> None:
    others = "<ul><li><a href=/a>A whale was seen off the coast</a><p>It was blue.</p></li></ul>"
    assert kept(*STORY, f"<h3>{label}</h3>", others) == STORY
    assert kept(*STORY, f"<p>{label}: <a href=/b>Whales seen off the coast</a></p>") == STORY


@pytest.mark.parametrize("label", ["Also read:", "Lesen Sie auch:", "Читайте также:", "Why not:"])
def test_a_link_between_two_paragraphs_is_dropped_and_the_story_goes_on(label: str) -> None:
    between = f"<p><b>{label}</b> <a href=/b>Whales have been seen off the coast again</a></p>"
    assert kept(STORY[0], between, *STORY[1:]) == STORY


def test_lines_between_a_standfirst_and_the_story_are_about_it() -> None:
    about = ("Ines Calloway, Port Ellery 20.05.2026, 15.41 Uhr", "Ruth Lindqvist / dpa")
    assert kept(STORY[0], *about, *STORY[1:]) == STORY
    subheading = "The storm of 20.05.2026 and its end"
    assert kept(*STORY, subheading, *STORY) == [*STORY, subheading, *STORY]


@pytest.mark.parametrize(
    "line",
    [
        "Ann Lee reported from Dublin, and Bo Ray from London.",
        "Your browser does not support iframes.",
        "Haberin Devamı",
        "Más información",
        "The Tick Daily newsletter brings you all you need in the morning. Sign up here.",
        "Unser Newsletter bringt Ihnen jeden Morgen das Neueste. Melden Sie sich hier an!",
        "Apúntate gratis a nuestro boletín y recibe las noticias del día",
        "Clique aqui para seguir o canal da Tick no WhatsApp",
        "Tick.example needs JavaScript for this. Your browser or ad blocker prevents it.",
        "People are also reading…",
        "🐟",
        "Lampy w porcie nocą (Fot. Jan Kowalski / Agencja)",
        "Lampy w porcie nocą. Fot. Jan Kowalski",
        "The lamps of Port Ellery at night. (Ines Calloway/The Morning Tick)",
        "Pianista no cais — Foto: Divulgação/Prefeitura",
        "图为港口外景。新社记者 陈明 摄",
        "If you buy something from a Tick link, we may earn a commission. See our ethics statement.",
        "When you purchase through links on our site, we may earn an affiliate commission.",
        "Dieser Artikel enthält Affiliate-Links.",
        "Kaufen Sie über diese Links, erhalten wir eine kleine Provision.",
        "Якщо ви помітили помилку, виділіть текст і натисніть Ctrl+Enter.",
        "25 септември 2024, сряда, 15:40 ч.",
        "Zum Inhalt springen",
        "Skip advertisement",
        "View image in fullscreen",
        "after newsletter promotion",
        "Are you affected by the dark? Tell us.",
        "This is a developing story and will be updated.",
        "By signing up you agree to our terms.",
        "La suite après la publicité",
        "Artiklen fortsætter under annoncen",
        "Continua após a publicidade",
        "Dalsza część tekstu pod materiałem wideo",
        "Écouter l'article",
        "Artikel anhören",
        "Über dieses Thema berichtete das Radio am Abend.",
        "Il vous reste 60 % de cet article à lire.",
        "RIPRODUZIONE RISERVATA",
        "（责任编辑：陈明）",
        "無断転載を禁じます。",
        "この記事は有料記事です。残り五百字",
        "This is an opinion piece. It says what its author thinks.",
        "The views expressed here are the author's own.",
        "This story was first published in the Tick of Sunday.",
        "Got a tip for our reporters in town? Write to us!",
        "This content is hosted by a third party. To show it, we need your consent.",
        "To view this video please allow cookies.",
        "Um diesen Inhalt zu zeigen, brauchen wir Ihre Einwilligung.",
        "An dieser Stelle steht ein Video von Youtube.",
        "Fehler gefunden? Schreiben Sie uns!",
        "Dieser Text gibt nicht die Meinung der Redaktion wieder.",
        "Pour afficher ce contenu, nous avons besoin de votre consentement.",
        "Cet article a été initialement publié dans le Tick.",
        "Las opiniones vertidas en esta columna son de su autora.",
        "Este é um artigo de opinião.",
        "Este texto não reflete a opinião do Tick.",
        "Hai trovato un errore? Scrivici!",
        "Dit artikel verscheen eerder in de Tick.",
        "Detta är en krönika. Åsikterna är skribentens egna.",
        "Dette er en kommentar. Den er skribentens egen.",
        "Har du et tips om saken? Skriv til oss!",
        "Voit keskustella aiheesta iltaan saakka.",
        "Мнение автора может не совпадать с мнением редакции.",
        "Нашли ошибку? Напишите нам!",
        "تحذير: قد تحتوي المواد على إعلانات",
        "本文观点不代表本报立场。",
        "본 칼럼은 필자의 의견입니다.",
        "READ MORE: The lamp that nobody wanted on the quay",
        "20 มิ.ย. 2567 13:30 น.",
        "2026年5月20日 19:05",
        "Scroll to read on",
        "Watch: Lamps storm the harbour",
        "Перейти к основному содержанию",
        "یوٹیوب پوسٹ نظرانداز کریں",
        "The comments are closed.",
        "Was this article helpful?",
        "Thank you for your feedback!",
        "War dieser Artikel hilfreich?",
        "Cet article vous a-t-il été utile ?",
        "¿Te resultó útil este artículo?",
        "Este artigo foi útil?",
        "Czy ten artykuł był pomocny?",
        "Spotted an error? Let us know.",
        "Vous avez repéré une erreur ?",
        "This article is read by an automated voice. Tell us what you think.",
        "Dieser Artikel wurde mit einer KI-Stimme vertont.",
        "Add Tick as a preferred source on Google",
        "残り1234文字",
        "有料会員になると続きをお読みいただけます。",
        "Advertisement - Scroll to continue",
        "Subscribers only",
        "Réservé aux abonnés",
        "Только для подписчиков",
        "会員限定",
        "Luister ook naar onze podcast",
        "Sjå òg:",
        "Temas relacionados",
        "GUARDA ANCHE",
        "end of list",
        "الأكثر قراءة",
    ],
)
def test_a_line_about_the_page_is_none_of_the_story(line: str) -> None:
    assert kept(line, *STORY) == STORY
    assert kept(STORY[0], line, *STORY[1:]) == STORY


def test_a_label_does_not_end_a_story_whose_paragraphs_stand_in_boxes_of_their_own() -> None:
    first, *others = (f"<div><p>{text}</p></div>" for text in STORY)
    link = "<div><b>আরও পড়ুন</b><a href=/b><h3>Whales have been seen off the coast again</h3></a></div>"
    assert kept(first, link, *others) == STORY


def test_a_label_in_the_middle_does_not_end_the_story() -> None:
    links = "<h3>Don't miss</h3><ul><li><a href=/a>A whale was seen off the coast</a></ul>"
    assert kept(STORY[0], links, *STORY[1:]) == STORY


def test_an_invitation_alone_in_a_box_interrupts_the_story() -> None:
    told = [f"<p>{text}</p>" for text in STORY]
    assert (
        kept(*told, "<div><p>Sign up to discover stories of the sea and its lamps.</p></div>")
        == STORY
    )


@pytest.mark.parametrize("line", NEWS)
def test_news_that_sounds_like_furniture_is_kept(line: str) -> None:
    assert kept(STORY[0], line, STORY[1]) == [STORY[0], line, STORY[1]]


ADVERTISING = (
    *("Advertisement", "ADVERT", "Story continues below", "Werbung", "Реклама", "広告"),
    *("Paid advertisement", "PUBLICITE", "PUBBLICITA'", "Annonce", "REKLAME", "Reklám", "Reclamă"),
    *(
        "Inzerce",
        "ΔΙΑΦΗΜΙΣΗ",
        "إعلانات",
        "تبلیغات",
        "آگهی",
        "اشتہار",
        "বিজ্ঞাপন",
        "விளம்பரம்",
        "जाहिरात",
    ),
    *("ప్రకటన", "ಜಾಹೀರಾತು", "പരസ്യം", "જાહેરાત", "ਇਸ਼ਤਿਹਾਰ", "რეკლამა", "Գովազդ", "Жарнама"),
    *("Reklaam", "Reklāma", "Auglýsing", "スポンサーリンク", "תוכן ממומן", "Report this ad"),
)
CONTROLS = (
    *("Sort by", "Sort by: Newest", "Sortieren nach", "Trier par :", "Ordenar por", "Ordina per"),
    *("Sorteer op", "Sortuj według", "Сортировать по", "Sırala", "ترتيب حسب", "排序", "정렬"),
    *("Sortera efter", "Sorter etter", "Lajittele", "Seřadit podle", "Ταξινόμηση", "並べ替え"),
    *("Newest first", "Neueste zuerst", "Nyeste først", "Show more updates", "Load more"),
    *(
        "Mehr anzeigen",
        "Toon meer updates",
        "Vis flere",
        "Показать ещё",
        "Link copied!",
        "Lien copié",
    ),
)


@pytest.mark.parametrize("line", [*ADVERTISING, *CONTROLS])
def test_filler_between_paragraphs_is_dropped(line: str) -> None:
    assert kept(STORY[0], line, *STORY[1:]) == STORY


@pytest.mark.parametrize(
    "line",
    [
        "By Ines Calloway",
        "20 November 2026",
        "November 20, 2026",
        "20.11.2026, 14:05",
        "Tempo de leitura: 2 minutos",
        "Lesezeit: zwei Minuten",
        "1' 35\" χρόνος ανάγνωσης",
        "/ritzau/",
        "di Ines Calloway",
        "Publicado por: Ines Calloway",
        "The lamps of the harbour at night. Ines Calloway/Reuters",
        "Read also: more lamps",
    ],
)
def test_what_is_about_the_story_and_stands_before_it_is_dropped(line: str) -> None:
    assert kept(line, *STORY) == STORY
    assert kept(line, "Town", *STORY) == ["Town", *STORY]


@pytest.mark.parametrize("line", ["PORT ELLERY", "What happened?", "From our reporters in town"])
def test_a_short_line_right_before_the_first_sentence_is_a_part_of_it(line: str) -> None:
    assert kept(line, *STORY) == [line, *STORY]
    apart = f"<div><p>{line}</p></div>"
    assert kept(apart, *(f"<p>{text}</p>" for text in STORY)) == STORY


def test_a_short_paragraph_of_a_story_may_be_a_link_for_the_most_part() -> None:
    linked = '<p><a href="/ines">Ines Calloway of Port Ellery</a> has won the national <a href="/p">Lamp Prize</a>.</p>'
    assert len(kept(linked, *(f"<p>{text}</p>" for text in STORY))) == len(STORY) + 1


def test_a_box_of_furniture_is_dropped_with_its_heading() -> None:
    box = "<section><h4>News for your mornings</h4><p>Sign up to our newsletter!</p></section>"
    told = [f"<p>{text}</p>" for text in STORY]
    assert kept(told[0], box, *told[1:]) == STORY
    box = "<section><h4>What they cost</h4><p>Advertisement</p><p>Six pounds each.</p></section>"
    assert kept(told[0], box, *told[1:]) == [
        STORY[0],
        "What they cost",
        "Six pounds each.",
        *STORY[1:],
    ]


def test_a_small_box_under_an_invitation_is_dropped_whatever_else_it_says() -> None:
    told = [f"<p>{text}</p>" for text in STORY * 3]
    box = "<div><h3>Sign up to our newsletter</h3><p>Lamps every Friday.</p></div>"
    assert kept(*told[:4], box, *told[4:]) == STORY * 3
    assert kept(*told, box) == STORY * 3


def test_a_heading_over_nothing_but_links_is_dropped_with_them() -> None:
    told = [f"<p>{text}</p>" for text in STORY]
    link = "<p><a href=/b>Whales have been seen off the coast</a></p>"
    box = f"<div><h4>What else did our reporters in town write?</h4>{link}</div>"
    assert kept(*told, box, STORY[0]) == [*STORY, STORY[0]]
    parts = "".join(
        f"<div><h3>Part {n}</h3><section>{text}</section></div>" for n, text in enumerate(told)
    )
    assert kept(parts, link)[:4] == ["Part 0", STORY[0], "Part 1", STORY[1]]


def test_subheadings_and_lists_stay() -> None:
    told = [STORY[0], "What happens next", STORY[1], "Monday: lamps", "Tuesday: bell"]
    html = ["<h2>What happens next</h2>", f"<p>{STORY[1]}</p>"]
    listed = "<ul><li>Monday: lamps<li>Tuesday: bell</ul>"
    assert kept(f"<p>{STORY[0]}</p>", *html, listed) == told


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        ("Nov. 20, 2019Updated: Nov. 20, 2019 1:35 a.m.", False),
        ("Veröffentlicht am 20. 11. 2019, 13:35.", False),
        ("20/11/2019 13:35.", False),
        ("4:14 p.m.", True),
        ("Er starb am 20. Mai 2026.", True),
        ("On 20 May 2026 the lamps were lit.", True),
    ],
)
def test_a_line_that_only_says_when_is_none_of_the_story(line: str, *, stays: bool) -> None:
    found = kept(*(f"<p>{text}</p>" for text in (STORY[0], line, *STORY[1:])))
    assert found == [STORY[0], *([line] if stays else []), *STORY[1:]]


def test_a_page_of_links_has_no_story() -> None:
    assert kept(*(f"<p><a href=/{n}>A headline of another story</a></p>" for n in range(9))) == []


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Image credit: Ines Calloway", "Ines Calloway"),
        ("Photo by Annie Spratt", "Annie Spratt"),
        ("Photo: Reuters", "Reuters"),
        ("Foto: dpa", "dpa"),
        ("Crédit photo : Jean Dupont", "Jean Dupont"),
        ("Фото: РИА Новости", "РИА Новости"),
        ("图片来源：路透社", "路透社"),
        ("(Picture: Alamy)", "Alamy)"),
        ("Photography is an art.", ""),
        ("Pictures were taken.", ""),
        ("The photo: a long story about a picture. " * 5, ""),
    ],
)
def test_a_credit_line_names_who_made_the_picture(line: str, name: str) -> None:
    assert credit_of(line) == name


def test_only_short_lines_invite() -> None:
    assert invites("Join us on Telegram")
    assert not invites("Join us on Telegram" + " and read on" * 40)


@pytest.mark.parametrize("label", ["Also read:", "Czytaj także:", "À lire aussi :", "Read now:"])
def test_the_last_paragraph_stands_behind_a_label_with_its_own_link(label: str) -> None:
    story = [*STORY, *STORY, "Her lamp burns again."]
    told = [f"<p>{text}</p>" for text in story]
    link = f"<div><span>{label}</span> <a href=/b>Whales seen off the coast</a></div>"
    assert kept("".join([*told[:-1], link, told[-1]])) == story


@pytest.mark.parametrize(
    "post",
    [
        "<blockquote><a href=/p>A post shared by Ann Lee (@ann.lee)</a></blockquote>",
        "<blockquote><p><a href=/p>Ein Beitrag geteilt von Ann Lee (@annlee)</a></p></blockquote>",
    ],
)
def test_the_link_that_an_embedded_post_leaves_is_dropped(post: str) -> None:
    assert kept(STORY[0], post, *STORY[1:]) == STORY


@pytest.mark.parametrize(
    "line",
    [
        "Ines Calloway covers the harbour for the Tick. Reach her at ines@tick.example.",
        "Ines Calloway is a writer in Port Ellery.",
    ],
)
def test_what_the_last_paragraph_says_of_the_writer_is_none_of_the_story(line: str) -> None:
    blocks = Outline(parse("".join(f"<p>{text}</p>" for text in (*STORY, line)))).blocks
    told = [block.text for block in without_furniture(blocks, ("Ines Calloway",))]
    assert told == STORY
    assert [block.text for block in without_furniture(blocks)] == [*STORY, line]


def test_a_line_over_the_story_that_tells_of_its_writer_is_none_of_it() -> None:
    line = "<div><p>Ines Calloway slept on the quay for three nights.</p></div>"
    blocks = Outline(
        parse(f"{line}<div>{''.join(f'<p>{text}</p>' for text in STORY)}</div>")
    ).blocks
    assert [block.text for block in without_furniture(blocks, ("Ines Calloway",))] == STORY
    assert len(without_furniture(blocks)) == len(STORY) + 1


@pytest.mark.parametrize(
    ("heading", "told"),
    [
        ("About Ellery Lamps Inc.", "Ellery Lamps Inc. is a maker of lamps in Port Ellery."),
        ("Über die Lampen AG", "Die Lampen AG in Ellery baut Lampen seit hundert Jahren."),
        ("À propos de Lampes SA", "Lampes SA est une entreprise de lampes à Port Ellery."),
        ("O firmie Lampex", "O firmie Lampex wie się tylko tyle, że jest w Port Ellery."),
    ],
)
def test_what_a_company_says_of_itself_is_none_of_its_news(heading: str, told: str) -> None:
    assert kept(*STORY, f"<h3>{heading}</h3>", told) == STORY
    assert kept(*STORY, f"<p><b>{heading}</b></p>", told) == STORY


@pytest.mark.parametrize(
    ("heading", "told"),
    [
        ("About the lamps", "The lamps were built in 1921 by a smith of Port Ellery."),
        ("About Port Ellery", "Nobody ever hears a word of it, for it has no harbour."),
        ("Sobre Ana", "La mujer del faro no quiere hablar de nada en este mundo."),
    ],
)
def test_a_heading_on_what_the_story_is_about_does_not_end_it(heading: str, told: str) -> None:
    assert kept(*STORY, f"<h3>{heading}</h3>", told) == [*STORY, heading, told]


def test_the_time_of_an_entry_stands_in_a_box_and_one_that_is_told_in_a_paragraph() -> None:
    entry = f"<div><div>18:40</div><h2>Light returns</h2><p>{STORY[1]}</p></div>"
    assert kept(STORY[0], entry, STORY[2]) == [STORY[0], "Light returns", *STORY[1:]]
    assert kept(STORY[0], "<p>18:40</p>", STORY[2]) == [STORY[0], "18:40", STORY[2]]


@pytest.mark.parametrize(
    "line",
    [
        "ชาวประมงขอให้ซ่อมโคมไฟมาสามปีแล้ว เพราะออกทะเลหน้าหนาวอันตราย",
        "Nobody knew which of them. (Ines Calloway, 20.5.2026)",
        "渔民们说，他们从此又能看见港口的墙，再也不用担心夜里出海了。（编辑：陈明）0512",
    ],
)
def test_a_last_sentence_is_told_though_no_full_stop_ends_it(line: str) -> None:
    told = [f"<p>{text}</p>" for text in (*STORY, line)]
    assert kept("".join(told)) == [*STORY, line]


def test_a_length_of_time_is_not_the_time_of_reading() -> None:
    line = "～ランプは１分間回すだけで、およそ１時間ともります～"
    assert kept(line, *STORY) == [line, *STORY]


def test_lines_that_never_end_as_they_begin_take_no_time() -> None:
    unending = "Ann Lee reported from " + "Dublin, from " * 20
    with no_runaway():
        assert kept(*STORY, *[unending] * 1_000, STORY[0])


LARGE = (
    "<div><span>“{}”</span> <span>Tom Okafor</span></div>",
    "<div><p>{}</p></div>",
    "<div><p>«{}»</p></div>",
    "<blockquote><p>„{}“</p></blockquote>",
)
SAID = "Since then we could not see the quay"


@pytest.mark.parametrize("large", LARGE)
def test_a_sentence_that_is_shown_again_in_large_letters_is_told_once(large: str) -> None:
    told = [*STORY, f"“{SAID},” said Tom Okafor, who has sailed from here since 1988."]
    html = [f"<p>{text}</p>" for text in told]
    assert kept("".join(html[:2]), large.format(SAID), "".join(html[2:])) == told


@pytest.mark.parametrize(
    "line",
    [
        "<blockquote><p>“Nobody has told the smith of it, and nobody will”</p></blockquote>",
        "<h3>Nobody has complained since then</h3>",
        "<p>Sources: two officials told the paper that the talks are over.</p>",
        "<p>Nobody has complained since then</p>",
        "<div><ul><li>nobody has complained since then</li></ul></div>",
        "<div><p>“Lamps!” she cried, and the whole quay cried it with her for a minute.</p></div>",
        "<div><p>By the deed “nobody has complained since then” the town has paid 300 dollars to each captain.</p></div>",
    ],
)
def test_what_only_sounds_like_the_story_is_told(line: str) -> None:
    html = [f"<p>{text}</p>" for text in STORY]
    assert len(kept("".join(html[:1]), line, "".join(html[1:]))) == len(STORY) + 1
