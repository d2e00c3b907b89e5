import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.text.sentences import each_sentence, sentences
from tests.runaway import no_runaway

# Each case is a text with " ¦ " where one sentence ends and the next begins.
CASES = {
    "en": (
        "He argues that “the laws will appear less complex. . . .” ¦ She agrees.",
        "The habit which was weakened . . . was that of combining words. . . . ¦ It was not lost.",
        "He writes programs for money. ¦ .NET is what he likes.",
        "I wasn’t really . . . well, what I mean is this.",
        "Mr. Smith met J. R. Jones in Washington, D.C. ¦ The talks failed.",
        "“Will you go?” she asked. ¦ He said: “No.” ¦ Then he left.",
        "It costs $3.50. ¦ That is 2.5 per cent more, e.g. in the U.S. Army. ¦ Nobody paid.",
        "Yahoo! shares rose. ¦ Apple Inc. said so. ¦ The bell rang at 5 p.m. ¦ It was over.",
        "James P. Kennedy Jr. spoke for J. P. Morgan on p. 5. ¦ “… and so on,” he said. ¦ Yes…",
        "No. 5 won. ¦ He said no. ¦ Then he went to St. Louis… ¦ And back.",
        "1. First things first. ¦ 25 people came (most of them late). ¦ All stayed.",
        "DETROIT, Mich. — Mike Glass threw for three touchdowns. ¦ He was ill. ¦ The crowd left.",
        "Is it true?! ¦ Perhaps. ¦ iPhones are dear, says Dr. A. B. Clark Jr. ¦ They are.",
        "“Will it rain?” asked the minister. ¦ “Will it?” Minister Ann Lee asked. ¦ Nobody knew.",
        "“Never again!” Mr. Brown said on Monday. ¦ “Never again.” ¦ Mr. Brown said he was glad.",
        "“Who did this?” ¦ She said nothing. ¦ “Why now?” ¦ The answer is not simple.",
        "E! News reported it first. ¦ Yahoo! Finance and Guess? Inc. followed. ¦ He likes Yahoo! ¦ It is old.",
        "Approx. 50 people came, incl. 3 children. ¦ You and I. ¦ Then Roe v. Wade fell.",
        "The shop opens at 5 p.m. ¦ Visitors wait from 4 p.m. Monday to 6 p.m. EST. ¦ Mines, ports, etc. ¦ Trade fell.",
        "The plant of 50 MW. ¦ Sen. Roe, Atty. Gen. Ann Lee and Hon. Kay Day saw it in Jan. 1999. ¦ Others didn’t. ¦ Experts agree with Lee's. ¦ Rt. Hon. Roe too.",
        "Oranges have vitamin C. ¦ Doctors like them. ¦ Plan B. ¦ Teams of Group A. ¦ Malcolm X. Shaw won.",
    ),
    "de": (
        "Am 3. Oktober kam Dr. Müller z. B. nach Berlin. ¦ Er blieb bis 1990. ¦ Dann ging er.",
        "„Nein.“ ¦ Er ging. ¦ »Doch!«, rief sie. ¦ Das war am 21. 7. in der Hauptstr. 5.",
        "Am 21. Juni wurde er 34. ¦ Er feierte mit Dr. med. Meier von der Fa. Huber.",
        "Kaiser Wilhelm II. Reise war lang. ¦ Um 100 v. Chr. war es kalt, um 100 n. Chr. auch.",
        "„Kommt er?“ fragte sie. ¦ „Nie wieder!“ ¦ Das sagte er am 1. Mai. ¦ Dann ging er.",
        "Zum 100. Geburtstag kamen 120. ¦ Gäste aus Kiel, Ulm usw. ¦ Heute singt Hptm. Roth.",
        "Die Zahl stieg auf 34. ¦ Experten warnen vor Platz 3. ¦ Der 3. Platz ist frei. ¦ Er ist 17. ¦ Seine Mutter auch.",
        "In der Nacht vom 28./29. März brannte es 680 m ü. NHN. ¦ »Nun ist es aus.« ¦ Er ging.",
        "So gibt es. ¦ Minister Roth war in den USA. ¦ Präsident Hahn auch, u. U. Graf Arnim.",
    ),
    "fr": (
        "Il a dit : « Oui. » ¦ Elle est partie. ¦ M. Le Maire arrive avec Mme. Durand. ¦ Fin !",
        "Le cdt. Noël et Me. Roy sont venus. ¦ Il est parti.",
        "Le vase date de 30 av. J.-C. ¦ Athènes tombe. ¦ « Tout ira dans les rivières. »",
    ),
    "es": (
        "La torre es del siglo X. ¦ Tras la conquista se amplió.",
        "¿Quién es? ¦ ¡El Sr. García! ¦ Llegó a las 5 p. m. con su hija, la Dra. Gómez.",
        "Los EE. UU. ganaron en el s. XX. ¦ Los JJ. OO. empezaron. ¦ —¿Vendrá? —preguntó él.",
        "El Ing. Sáez, el Lic. Ortiz y el Gral. Ávila fueron a Ruiz Hnos. S.A. de Cádiz. ¦ Volvieron.",
        "Vive en EE.UU. ¦ Desde allí, la Hna. Luz y el Cmdte. Díaz escriben.",
        "Descubrieron el gen. ¦ La Dra. Ruiz y el Gen. Paz hablaron con Uds. Saludos.",
    ),
    "it": (
        "Il lago sta a 268 m s.l.m. ¦ Ha due isole.",
        "Il sig. Rossi è arrivato. ¦ È partito alle 8.30. ¦ «Che bello!» ¦ Poi silenzio.",
        "L'on. Rossi cita l'art. 5 del d.l. n. 3. ¦ Fine.",
        "Mons. Gallo e l'ing. Riva vinsero. ¦ Poi partirono.",
        "Accadde due anni fa. ¦ Egr. Conti e il sen. Riva c'erano.",
    ),
    "pt": (
        "O Sr. Silva falou. ¦ A Dra. Costa ouviu. ¦ Custou R$ 1.000,50. ¦ Foi caro.",
        "O Pe. Lima e o Eng. Reis foram à Lima & Cia. Ltda. em Braga. ¦ Voltaram.",
        "Chegou às dez. ¦ Pedro e a Dra. Lima ouviram.",
    ),
    "nl": (
        "Dhr. Jansen kwam. ¦ Hij had o.a. brood bij zich. ¦ Klaar.",
        "Ir. Smit en kol. Prins stapten op. ¦ Hij bleef.",
        "Dat zei Jan. ¦ Hij bedankt u. ¦ Daar gingen jhr. Six, mej. Pos en gen. Kok 200 m. ¦ Niemand bleef.",
        "Dat was er al. ¦ Premier Bos kwam.",
    ),
    "pl": (
        "Przyszedł 3. Maja z dr. Nowakiem. ¦ Było ich tysiąc. ¦ Koniec.",
        "Ks. Nowak i płk. Lis byli w kościele św. Anny w 1683 r. ¦ Budowę przerwano. ¦ W 1701 r. Lis zmarł.",
        "Wicedyr. Lis i tow. Kot z ul. Długiej przebiegli 400 m. ¦ „Dość!” – zawołał Kot. ¦ Potem, tj. Nazajutrz, odeszli.",
    ),
    "ru": (
        "Он родился в 1950 г. в Москве. ¦ «Да», — сказал А. С. Пушкин. ¦ И ушёл.",
        "На ул. Ленина, д. 5, живут 3 тыс. человек. ¦ И т. д. ¦ Всё.",
        "Ок. 500 чел. пришли. ¦ «Придёт ли он?» — спросил министр. ¦ В XX в. Россия менялась.",
        "Мост длиной 12 км весил 5 т. ¦ Город он украсил в 1882 г. ¦ Школы открыли позже. ¦ В 1990 г. Орлов умер.",
        "Он заплатил 5 млн. ¦ Деньги вернули. ¦ Звучала соната соч. 5 № 1.",
        "Он жил в пос. Лесном, с. Ивановке, у оз. Белого. ¦ Архиеп. Лука тоже. ¦ Он прошёл 200 м. ¦ Орлов упал.",
        "«Почему?» — Орлов не ответил. ¦ Все молчали.",
        "Он помог им. ¦ Они спешили. ¦ Доска в 10 см. ¦ На ней висел я. ¦ Зал им. Пушкина пуст.",
    ),
    "tr": (
        "Dr. Yılmaz geldi. ¦ 3. Mehmet Bey gitti mi? ¦ Gitti.",
        "21. yüzyıl başladı. ¦ II. Abdülhamid öldü. ¦ Bakan Koç, “Bitti.” dedi. ¦ Gitti.",
        'Barış Cad. No. 5 boş. ¦ Alb. Kaya ve Yrd. Doç. Ak, Ege Tic. A.Ş. için çalışır. ¦ O, "Geldik. Gördük." dedi.',
        "O, “geldik. ¦ Orada, “Gel.” dedi. ¦ Onb. Koç güldü.",
    ),
    "ar": (
        "هل وصل؟ ¦ نعم، وصل أمس. ¦ انتهى.",
        "“هل يأتي؟” سأل الوزير. ¦ جاء.",
        'كان شعار "كفى!" في كل مكان. ¦ "لماذا؟" هو السؤال. ¦ قال: "لماذا؟" ¦ ركض 400 م. ¦ جاء د. سامر.',
        '"لا أعرف... ربما"، قالت.',
        "“انتهى الأمر.” ¦ وقال الوزير شيئا آخر.",
    ),
    "ur": ("وہ آیا۔ ¦ پھر چلا گیا۔",),
    "hi": (
        "यह ठीक है। ¦ वह गया। ¦ क्यों?",
        "“क्या वह आएगा?” मंत्री ने पूछा। ¦ डॉ. शर्मा और प्रो. आर. के. सिंह आए।¦वह 5 कि. मी. चला।",
        "ए.पी.जे. अब्दुल कलाम आए। ¦ ई.पू. 500 में रोम था।",
        "“अभी क्यों?” यही सवाल है। ¦ वह गया. ¦ “बस!” का नारा फैला।",
    ),
    "zh": (
        "今天下雨。¦明天呢？¦不知道！",
        "“他会来吗？”部长问道。¦“不会。”她说。¦他说：“我来了。”¦然后他走了。",
        "“为什么？”这是问题。¦他说：“多美啊！”¦工人说，天冷。¦歌曲《谁？》的新版出了。¦“走。”¦据老王说，他走了。",
        "他說：「我們來了。」¦然後他走了。¦「誰？」部長問。¦“很好。”他补充说。",
    ),
    "ja": (
        "今日は晴れです。¦「行こう。」と彼は言った。¦明日は雨でしょう。",
        "「来るのか？」大臣は聞いた。¦モーニング娘。の新曲が出た。¦人気だ。",
        "「本当か？\u3000そうは思わない」と彼は言った。¦彼は「寒い。帰ろう」と述べた。¦終わり。",
    ),
    "ko": (
        "비가 온다. ¦ 그는 3.5km를 걸었다. ¦ 끝.",
        "“올까?” 장관이 물었다. ¦ “온다.” 그가 말했다. ¦ 갔다.",
        '1923. 6. 8. 부산에서 시작했다. ¦ 그는 "춥다. 가자."라고 말했다. ¦ 끝.',
        "“춥습니다.” 라고 했다. ¦ 끝.",
    ),
    "cs": (
        "Ing. Novák, MUDr. Bílá a plk. Hájek bydlí na nám. Míru, ul. Krátká. ¦ V 19. stol. Praha rostla.",
        "Měla školu, poštu atd. ¦ Obchody chyběly.",
        "Pomohl nám. ¦ Ale nikdo nepřišel.",
    ),
    "sv": (
        "Nu är det så, säger hon. ¦ Överste Ek rör sig. ¦ Jan bor på en ö. ¦ Öst därom, jfr. Bo, är hav.",
    ),
    "id": (
        "Mayjen. Sutomo dan Ir. Hadi tinggal di Kec. Menteng. ¦ Ada sekolah, pasar, dll. ¦ Warga senang.",
    ),
    "": ("Bis 13. September bleibt er. ¦ Dann geht er.",),
    "ro": ("Dl. Pop și dna. Ene au plecat. ¦ Str. Lungă nr. 5. ¦ Gata.",),
    "da": (
        "Kl. 15 den 3. maj gik han. ¦ Ca. 5 mio. kr. var væk.",
        "Det ændrer sig. ¦ Ene gik.",
        "Det går ud. ¦ Jens vil dra. ¦ Ved jul. ¦ Peter kom den 17. maj. ¦ Kaj er den, han bor i. ¦ Anna ved det.",
    ),
    "fi": (
        "Hän tuli 3. toukokuuta. ¦ Esim. Nokia kasvoi.",
        "Toht. Aho ja kenr. Lehto tulivat. ¦ Siellä oli ruokaa, musiikkia ym. ¦ Lapset lauloivat.",
    ),
    "hu": ("2020. május 3-án jött. ¦ Dr. Kovács és ifj. Nagy jött.",),
    "uk": ("Це коштувало 5 млн грн. ¦ У м. Києві на вул. Хрещатик, буд. 5, тихо. ¦ Так.",),
    "bg": ("Проф. Петров дойде през 2020 г. в София. ¦ Край.",),
    "vi": ("TP. Hồ Chí Minh đông. ¦ TS. Nguyễn Văn A nói. ¦ Hết.",),
    "el": (
        "«Θα έρθει;» ρώτησε ο υπουργός. ¦ Πού είναι; ¦ Δεν ξέρω. ¦ Με συγχωρείτε· ήρθε; ¦ Ναι!",
        "Ο κ. Μητσοτάκης, η κα. Παππά και ο δρ. Α. Τσίπρας ήρθαν στις 5 μ.μ. ¦ Μετά έφυγαν.",
        "Ο αρ. 5 της σελ. 3 ισχύει. ¦ Η Δ.Ε.Η. κέρδισε 3 εκ. ευρώ κ.ά. ¦ Το 500 π.Χ. η Αθήνα άκμαζε.",
    ),
    "bn": ("ডা. রহমান এলেন। ¦ মো. করিম গেলেন। ¦ কেন?",),
    "fa": ("«آیا می‌آید؟» وزیر پرسید. ¦ آمد.",),
    "he": ("“האם יבוא?” שאל השר. ¦ הוא בא.",),
    "th": ("ไม่มีจุดจบประโยค",),
}


@pytest.mark.parametrize(
    ("language", "marked"), [(code, text) for code, texts in CASES.items() for text in texts]
)
def test_a_sentence_ends_where_a_reader_would_end_it(language: str, marked: str) -> None:
    expected = [part.strip() for part in marked.split("¦")]
    text = marked.replace(" ¦ ", " ").replace("¦", "")
    assert sentences(text, language) == expected


def test_a_blank_line_ends_a_sentence_without_a_mark() -> None:
    assert sentences("A heading\n\nA line\nbroken in two\n\nLast.") == [
        "A heading",
        "A line\nbroken in two",
        "Last.",
    ]


@pytest.mark.parametrize("text", ["", " \n ", "\u00a0"])
def test_nothing_has_no_sentences(text: str) -> None:
    assert sentences(text) == []


@settings(max_examples=200)
@given(
    st.text(alphabet="aB1.!?…。」“” \n\u00a0\u202f»(Дr", max_size=60),
    st.sampled_from(["", "en", "de", "de-CH", "xx"]),
)
def test_nothing_but_white_space_is_lost(text: str, language: str) -> None:
    found = sentences(text, language)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(sentence == sentence.strip() != "" for sentence in found)


def test_no_more_is_split_than_is_asked_for() -> None:
    with no_runaway():
        assert (
            next(each_sentence("One is here. " + "So are others. " * 5_000_000)) == "One is here."
        )


@pytest.mark.parametrize("mark", [".", "…", "?!", "।", "。"])
def test_a_row_of_marks_is_read_once(mark: str) -> None:
    text = f"Chapter one {mark * 100_000}、12 It rains. Nobody cares."
    with no_runaway():
        assert sentences(text)[-1] == "Nobody cares."


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("The lamps burn.Fishermen cheered. So it is.", 3),
        ("Лампы горят.Рыбаки рады этому.", 2),
        ("He works at Booking.Com now.", 1),
        ("She met Prof.Roe there.", 1),
        ("See the file.Name of it.", 2),
        ("Read example.com/Lamps and wday.ru.", 1),
    ],
)
def test_sentences_that_a_content_system_glued_together_are_two(text: str, parts: int) -> None:
    assert len(sentences(text)) == parts
