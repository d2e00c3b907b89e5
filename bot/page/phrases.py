"""What publishers write around their stories, in the languages of the news: words for `lines`.

General words and stems, never one publisher's wording; for regular expressions, in small letters, of
which the Turkish "ı" becomes "i".
"""

import re

_COMMA = re.compile(r",(?!\d*\})")
_LETTERS = 3
"""Letters by which words are sorted."""
_REPEATERS = tuple("?*+{")
"""What stands behind a letter that need not be there, or only once."""
_ACCENTED = re.compile(r"\[[^\]]*\]|[άέήίόύώ]")
_UNACCENTED = dict(zip("άέήίόύώ", "αεηιουω", strict=True))
"""Greek in capitals has no accents."""


def _any_of(*words: str) -> str:
    """Make one expression of lists of words, parted by commas; none has a bar outside brackets."""
    # why not at any comma: that in "{0,30}" parts no words
    listed = (word.strip() for line in words for word in _COMMA.split(line))
    pattern = _by_letter(list(listed), _LETTERS).replace(" ", r"\s+").replace("ı", "i")
    return _ACCENTED.sub(_or_without_accents, pattern)


def _by_letter(words: list[str], letters: int) -> str:
    """Join words that begin with the same letters under these: a pattern then tries forty, and not four hundred."""
    groups: dict[str, list[str]] = {}
    for word in words:
        is_plain = letters and word[:1].isalpha() and word[1:2] not in _REPEATERS
        groups.setdefault(word[:1] if is_plain else "", []).append(word[bool(is_plain) :])
    others = groups.pop("", [])
    joined = (letter + _by_letter(rest, letters - 1) for letter, rest in groups.items())
    return "(?:" + "|".join([*joined, *others]) + ")"


def _or_without_accents(letters: re.Match[str]) -> str:
    inside = letters[0].strip("[]")
    more = "".join(_UNACCENTED.get(letter, "") for letter in inside)
    return f"[{inside}{more}]" if more else letters[0]


MORE = _any_of(
    "(?:also|please|must) (?:read|see|watch),(?:read|see|watch|listen) (?:also|more|next|this|now|full),related,more (?:on|from|stories|news|in|about|like),you (?:may|might|could) (?:also )?(?:like|enjoy|be interested)",
    "don'?t miss,don’t miss,recommended,further reading,top stories,(?:most|latest|popular|trending|recent|other|next|similar) (?:read|popular|news|stories|posts|articles|viewed),most read,trending,what to read next,editors?['’]? picks?,up next,promoted,sponsored,from our partners,in case you missed,people are (?:also )?reading,explore more,keep reading",
    "lire (?:aussi|également|la suite),à lire,voir aussi,sur le même (?:sujet|thème),articles? (?:liés|similaires|associés),les plus lus,lesen sie,lies auch,siehe auch,mehr (?:zum thema|dazu|lesen),auch interessant,weitere (?:artikel|themen|meldungen),das könnte (?:sie|dich),meistgelesen,ähnliche",
    "(?:lee|lea|ver|vea|mira) (?:también|además|más),leer (?:más|también),(?:le|te) puede interesar,relacionad[ao]s?,(?:noticias|notas|artículos) relacionad[ao]s,más (?:noticias|leídas|sobre|información),también te puede,lo más (?:leído|visto)",
    "leia (?:também|mais|ainda),ve[jr]a? também,saiba mais,(?:notícias|matérias|artigos|posts) relacionad[ao]s,mais lidas,leggi (?:anche|tutto|altro),potrebbe(?:ro)? interessart[ie],articoli correlati,i più letti,approfondimenti",
    "lees (?:ook|meer|verder),gerelateerd,meer (?:over|nieuws),czytaj (?:też|także|również|więcej|dalej),zobacz (?:też|także|również|więcej),przeczytaj,polecane,polecamy,powiązane,najczęściej czytane",
    "читайте (?:также|ещё|еще|далее|по теме),читать (?:также|далее|ещё|еще),по теме,смотрите также,похожие (?:новости|статьи|материалы|записи),материалы по теме,ещё по теме,рекомендуем,новости по теме,самое читаемое,читайте також,схожі (?:новини|статті),за темою",
    "ayrıca (?:oku\\w*|bkz),bunları? da,ilgili (?:haber\\w*|yazı\\w*|konu\\w*),ilginizi çekebilir,benzer haberler,daha fazla,اقرأ (?:أيضا|أيضًا|ايضا|المزيد),اقرا ايضا,مواضيع (?:ذات صلة|متعلقة|مشابهة),ذات صلة,أخبار ذات صلة,شاهد أيضا,مطالب مرتبط,بیشتر بخوانید",
    "(?:यह|ये|इसे) भी (?:पढ़ें|पढ़े|पढ़ें|देखें),संबंधित (?:खबरें|समाचार|लेख),और पढ़ें,相关(?:阅读|新闻|文章|推荐),相關(?:閱讀|新聞|文章),延伸阅读,延伸閱讀,推荐阅读,更多(?:新闻|新聞|内容),関連(?:記事|ニュース|リンク),あわせて読みたい,こちらもおすすめ,おすすめ記事,관련\\s*(?:기사|뉴스|글),추천\\s*기사,많이 본",
    "(?:xem|đọc) thêm,tin liên quan,baca juga,berita terkait,artikel terkait,läs (?:också|mer|även|vidare),relaterat,les (?:også|mer),relatert,læs (?:også|mere),relateret,lue (?:myös|lisää),aiheesta lisää,(?:přečtěte|čtěte) (?:si )?(?:také|též|dále),související,mohlo by vás,διαβάστε (?:επίσης|ακόμη|περισσότερα),σχετικ[άέ]\\w*,citește (?:și|mai),articole similare,olvasd el,kapcsolódó,pročitajte,povezane,আর[ওো] পড়ুন,مزید پڑھیں,हेही वाचा,આ પણ વાંચો,ఇవి కూడా చదవండి,ಇದನ್ನೂ ಓದಿ,ഇതും വായിക്കൂ,ਇਹ ਵੀ ਪੜ੍ਹੋ,மேலும் படிக்க,вижте (?:още|също),прочетете (?:още|също),прочитајте,prečítajte,preberite (?:še|tudi),loe (?:ka|veel),lasi(?:et)? (?:arī|vēl),skaitykite (?:taip pat|daugiau),lexo (?:edhe|më shumë),llegi(?:u|r) també,irakurri gehiago,קראו (?:גם|עוד),כתבות נוספות,อ่านเพิ่มเติม,ข่าวที่เกี่ยวข้อง",
)
"""Labels before other stories."""

TALK = _any_of(
    "\\d*\\s*comments?,leave a (?:reply|comment),post a comment,(?:add|write) a comment,join the (?:conversation|discussion|debate),share (?:this|on|your|the|via|with)?,about the authors?,about us,our standards,tags?,filed under,topics,contact (?:us|the author),have a tip,newsletter,sign up,(?:was this|did you find),report (?:an? )?(?:error|typo),print,subscribe,support (?:us|our)",
    "commentaires?,kommentare?,kommentieren,comentarios?,comentários?,deja (?:un|tu) comentario,deixe (?:um|seu) comentário,commenti,commenta,reacties,reageer,komentarze,skomentuj,комментари[ийев]+,оставить комментарий,обсудить,коментарі,yorum(?:lar)?,التعليقات,تعليقات?,टिप्पणी,评论,評論,コメント,댓글,bình luận,komentar,kommentarer,kommentit,σχόλια,comentarii,תגובות,ความคิดเห็น",
    "über de[nr] autor(?:en|in)?,zur person,sobre (?:el|la|o|a) autora?,(?:à propos de|sur) l['’]auteure?,(?:sull['’]|l['’])autor[ei],over de auteur,o autorze,об? авторе?,yazar hakkında,عن الكاتب,schlagwörter,schlagworte,themen,etiquetas,mots-clés,теги,метки,etiketler,وسوم,الوسوم,टैग,标签,標籤,タグ,태그",
    "partager,compart[ie]r?\\w*,partilh\\w*,condividi,teilen,artikel teilen,поделиться,поширити,paylaş,مشاركة,شارك,शेयर करें,分享,シェア,공유,bagikan,chia sẻ,dela,del artikkelen,jaa,sdílet,udostępnij,deel",
)
"""Labels before what readers are to say or do, and before what is said of the author."""

CALL = _any_of(
    "follow,join,register (?:for|now|here),subscribe,be part of,become (?:a|part),add us,don['’]?t want to miss,sign up,like us,find us,connect with,stay (?:tuned|connected|updated|up|informed|in|with),never miss,don'?t miss,don’t miss,get (?:the|our|more|all|breaking|daily|latest),download,share (?:this|it|with),chat with us,keep up,catch (?:us|up),click here,visit our,check out our,for (?:more|the latest),be the first,support our,talk to us,reach us",
    "cliquez,klick(?:en|t)? (?:sie )?hier,suivez,suivre,rejoign\\w*,abonn\\w*,inscri\\w*,ne (?:manquez|ratez|rien),retrouvez,recevez,folg(?:en|e|t)\\b,verpass\\w*,treten sie,anmelden,melden sie,bleiben sie,jetzt (?:kostenlos|testen),werden? (?:sie )?teil,erhalten sie,mach mit",
    "apúnt\\w*,regístr\\w*,date de alta,ha(?:z|ga) clic,clique (?:aqui|e|no),clicca,registrati,síg\\w+,siga,sigue,seguinos,únete,unite,únase,suscr\\w*,no te (?:pierdas|lo),recib[ea],forma parte,inscreva,acompanhe,particip[ea],receb[ae],não perca,entre n[ao],faça parte,fique por dentro,curta,segui\\w*,iscriv\\w*,unisciti,non perder\\w*,ricevi,resta aggiornat\\w*",
    "schrijf je in,klik hier,zarejestruj,kliknij,нажм\\w*,volg,word lid,mis niets,blijf op de hoogte,ontvang,meld je,obserwuj,śledź,dołącz,polub,zapisz się,bądź na bieżąco,подпи[сш]\\w*,следите,читайте (?:нас|\\S+ в(?= (?:telegram|телеграм|вконтакте|дзен|max))),присоед\\w*,вступ\\w*,будьте в курсе,не пропусти\\w*,наш(?:ем|его)? (?:канал|телеграм|telegram)\\w*,стежте,приєдн\\w*,долучай\\w*",
    "tıkla\\w*,kaydol\\w*,سجل\\w*,कीजिए क्लिक,क्लिक कर\\w*,"
    "takip,abone,katıl\\w*,kaçırma\\w*,bizi,تابع\\w*,اشترك\\w*,انضم\\w*,عضو شوید,دنبال کنید,फॉलो,फ़ॉलो,जुड़\\w*,सब्सक्राइब,关注,關注,加入,订阅,訂閱,追蹤,フォロー,登録,購読,구독,팔로우,theo dõi,đăng ký,tham gia,ikuti,gabung,langganan,dapatkan",
    "anmäl dig,meld deg,tilmeld,ilmoittaudu,rekisteröidy,přihla[sš]\\w*,regisztrál\\w*,înscri\\w*,následujte,הרשמו,สมัคร,följ,prenumerera,få (?:de|vårt),missa (?:inte|aldrig),følg,abonnér,abonner,gå (?:aldri|ikke) glipp,seuraa,tilaa,liity,kövess\\w*,iratkozz\\w*,csatlakozz\\w*,urmăr\\w*,abonează\\w*,alătură\\w*,sledujte,odebírejte,přidejte,ακολουθ\\w*,εγγραφ\\w*,γίνετε,pratite,pridruži\\w*,עקבו,הצטרפו,הירשמו,ติดตาม,เข้าร่วม",
)
"""What readers are asked to do."""

APPEAL = _any_of(
    "sign up (?:to|for),support (?:us|our|this|the work|local|independent|quality|free),donate,subscribe,upgrade (?:to|now|your),chip in,become (?:a|an) (?:member|subscriber|supporter|patron|friend),(?:please )?consider (?:a |mak\\w+ a |becoming a |supporting|donating|subscribing)\\w*,make a (?:gift|donation)",
    "unterstütz(?:en sie|e|t) (?:uns|unser\\w*|die|den|dies\\w*),spenden sie,jetzt spenden,abonnier(?:en sie|e|t),werden? sie (?:mitglied|abonnent\\w*|förder\\w*),soutenez,faites un don,abonnez-vous,devenez (?:membre|abonné|donat\\w*),apoya,dona,haz(?:te)? (?:una donación|soci[oa]|suscriptor\\w*),suscríbe\\w*,apoie,assin[ea],contribu[ae] (?:com|para),torne-se,faça (?:uma doação|parte),sostieni\\w*,dona (?:ora|adesso),abbonat[ie],diventa (?:socio|sostenitore|abbonat\\w*)",
    "steun (?:ons|onze|het),doneer,word (?:lid|donateur|vriend|abonnee),wesprzyj,wspieraj,postaw (?:nam|mi|autorowi) kaw\\w+,підтрима(?:йте|ти),ста(?:ньте|вай|ти) (?:частиною|нашим|патрон\\w*|друг\\w*),поддерж(?:ите|и),станьте (?:нашим|частью|патрон\\w*|друг\\w*),podpo[řr]te,støt (?:os|vores|det),støtt (?:oss|vår|det),stöd (?:oss|vår|det),tue (?:meitä|työtämme),támogas\\w*,susține\\w*,подкрепете,podržite,bize destek,destek ol\\w*,ادعموا?\\w*,支持我们,支持我們,תמכו,στηρίξτε",
)
"""How a sentence begins that asks readers for money or a subscription."""

HERE = _any_of(
    "here,now,today,hier,jetzt,ici,aquí,aqui,ahora,agora,qui,ora,teraz,tutaj,здесь,сейчас,тут,nu,här,her,tästä,zde,itt,aici,εδώ,burada,buradan,هنا,यहां,di sini,tại đây"
)
"""Where or when, behind such a call."""

PLACE = _any_of(
    "twitter,facebook,telegram,whats-?app,instagram,google,youtube,bluesky,mastodon,threads,linkedin,tiktok,viber,messenger,newsletters?,rss,reddit,discord,flipboard,pinterest,patreon,podcasts?,snapchat,wechat,weibo,vk,apple news,e-?mail,inbox,app store,social media,social networks?",
    "communit(?:y|ies),channels?,kanal\\w*,kanał\\w*,canal,canais,canale,canali,communauté,comunidade?,comunità,gemeinschaft,netzwerke\\w*,réseaux sociaux,redes sociales,redes sociais,infolettre,boletín,posteingang,nieuwsbrief,nyhetsbrev,bülten\\w*,biuletyn",
    "соцсет\\w*,социальн\\w*,канал\\w*,сообществ\\w*,вконтакте,твиттер\\w*,телеграм\\w*,фейсбук\\w*,ва(?:т)?сап\\w*,рассылк\\w*,дзен\\w*,google news,टेलीग्राम,टेलिग्राम,व्हाट्सएप,व्हाट्सऐप,वॉट्सऐप,फेसबुक,ट्विटर,गूगल,चैनल,تويتر,فيسبوك,تيليجرام,تلغرام,تلجرام,واتساب,جوجل,غوغل,قناة\\w*,یوتیوب,تلگرام,推特,脸书,臉書,微信,微博,公众号,频道,電報,电报,카카오\\w*,텔레그램,페이스북,ツイッター,フェイスブック,メルマガ,チャンネル,טלגרם,פייסבוק",
)
"""Where they are asked to do it."""

MADE_BY = _any_of(
    "(?:(?:featured|main|lead|cover|header|top|file|stock|hero|banner|feature) )?(?:images?|pictures?|photos?|pics?|photographs?|photography|illustrations?|graphics?|screenshots?|screengrab|artwork|visuals?|video),photo\\s*credits?,image\\s*credits?,courtesy",
    "foto(?:s|graf[íi]a|grafia|grafie|graf|credit|nachweis)?,bild(?:er|nachweis|quelle|rechte)?,titelbild,aufmacherbild,beitragsbild,grafik,imagen,imagem,immagine,crédits?(?: photos?)?,créditos?(?: (?:da|de la|de) (?:foto|imagen|imagem))?,photographies?,beeld,afbeelding,zdjęci[ea],fot\\.?,grafika,ilustra\\w+",
    "צילום,ছবি,படம்,ภาพ,ảnh,фото(?:графия|граф)?,изображение,иллюстрация,картинка,світлина,зображення,görsel,fotoğraf,kaynak,foto-?graf[iı],الصورة,صورة,مصدر الصورة,تصوير,عکس,फोटो,तस्वीर,छवि,图片(?:来源)?,圖片(?:來源)?,图,摄影,攝影,写真(?:提供)?,画像(?:提供)?,撮影,사진(?:출처|제공)?,kuva\\w*,valokuva\\w*,kép(?:ek)?,fotók?,fénykép,ảnh,bilde,billede,obrázek,εικ[όο]να,φωτογραφ[ίι]α,φωτό?,imagine,slika,fotografija,תמונה,צילום,ภาพ",
    "снимк[аи],слика,фота,nuotr(?:auka|\\.),attēls,imatge,imaxe,argazkia?,gambar,surat,şəkil,تصویر,تصاویر,छायाचित्र,तस्बिर,ಚಿತ್ರ,ഫോട്ടോ,ఫోటో,ફોટો,ਤਸਵੀਰ,ფოტო,լուսանկարը?",
)
"""Whose picture it is, or that it is one."""

FILLER = _any_of(
    "view image in fullscreen,(?:video )?ad feedback,(?:after|skip past) newsletter promotion,end of (?:article|carousel),skip to end of carousel,see all topics,(?:explore|follow) (?:more on|the topics in) (?:these topics|this article),add to your saved stories,image (?:source|caption)\\W.*,reuse this content,purchase licensing rights,promoted content,like loading.*,ready for more\\?,our standards: .*,zur datenschutzerklärung,(?:redaktionell )?empfohlener externer inhalt,mehr dazu in unserer datenschutzerklärung.*,dieses thema im programm.*,über dieses thema bericht.*,article réservé aux abonnés,lire plus tard,ajouter à vos sélections,réutiliser ce contenu,lee sin límites,archivado en,(?:© )?riproduzione riservata.*,halaman selanjutnya,bekijk ook,\\[gambas:.*,\\[?写真を見る\\]?,scroll to continue.*,पोस्ट .{0,20}समाप्त",
    "(?:listen to|escucha[r]?|ouvir|ouça|ascolta|écoute[rz]|lyssna på|hør|kuuntele|posłuchaj|прослушать|слушать|luister naar) (?:this |the |este |o |a |el |l['’]|dit |esta )?(?:article|story|artículo|noticia|artigo|matéria|articolo|artikeln|saken|artikkelen|artiklen|juttu|artykułu?|статью|новость|artikel),artikel (?:an|vor)?(?:hören|lesen lassen),haberi dinle,"
    "[（(【\\[]?(?:(?:责任|責任)?(?:编辑|編輯)|责编|責編|校对|校對|审核|來源|来源|原标题)\\s?[:：].{1,20},【纠错】,無断転載.{0,20},ⓒ?.{0,20}무단\\s?전재.{0,20}",
    "(?:story|article) continues.*,(?:scroll|(?:tap|click) (?:here|to|on)\\b|continue reading|(?:read|view|watch|listen to|hear) (?:this|more|full|now)\\b)[^.!?:]{0,40},(?:watch|listen)\\s?[:|][^.!?]{0,80},skip .{0,30},enlarge.*,your browser does not support.*,.*javascript.*(?:browser|ad-?block|enable|activ|aktiv|attiv|habilit|включ).*,.*ctrl\\s?\\+\\s?enter.*",
    "zum inhalt(?: springen)?,.{0,30}überspringen,(?:aller au|passer au) contenu.{0,20},ignorer .{0,30},(?:saltar|ir|pular|passar) (?:al?|para o|ao) (?:contenido|conteúdo).{0,20},omitir .{0,30},vai al contenuto,ga naar (?:de )?inhoud,przejdź do .{0,20},пропустить .{0,30},перейти к .{0,30},içeriğe (?:geç|git|atla).{0,5},تخط[ىي] .{0,30},رفتن به محتوا,.{0,30}नज़रअंदाज़ करें,.{0,15}सामग्री पर जा.{0,5},مواد پر جائیں,.{0,30}نظرانداز کریں,跳[过過到至].{0,12},lewati .{0,30},bỏ qua .{0,30},hoppa till .{0,20},hopp til .{0,20},siirry .{0,20}",
)
"""Whole lines between paragraphs."""

CONTROL = _any_of(
    "adverti[sz]ement\\W+(?:scroll|continue|story|article)\\b.{0,40},rekl[aá]ma\\W+(?:kontynuuj|czytaj|pokrač|folyt).{0,30},for subscribers only,subscribers? (?:only|exclusive),article réservé aux abonnés,réservé (?:à nos|aux) abonnés,nur für abonnent(?:en|innen)[^.!?]{0,20},(?:solo|exclusivo) para (?:suscriptores|assinantes),riservato agli abbonati,(?:alleen|enkel) voor abonnees,kun for abonnenter,for abonnenter,för prenumeranter,dla subskrybentów,только для подписчиков,для подписчиков,有料会員限定(?:記事)?,会員限定(?:記事)?",
    "(?:listen to|hear) our podcast.{0,30},luister ook naar .{0,40}podcast.{0,20},hør (?:vår|vores) podka?st.{0,30},hören sie (?:auch )?unseren podcast.{0,30},écoutez (?:notre|nos) podcasts?.{0,30},lyssna på vår podd.{0,30},escucha nuestro p[oó]dcast.{0,30},(?:se|sjå) (?:også|òg),lesen sie (?:hierzu|dazu) (?:auch|mehr),temas relacionados,te recomendamos,segu[ií] leyendo,continúe leyendo,lea la nota completa,(?:assista ao|veja o) vídeo,guarda (?:anche|il video),continua a leggere,zobacz wideo,haberin devami için tiklayin,list \\d of \\d,end of list,قصص مقترحة,مواضيع قد تهمك نهاية,نهاية القائمة,الأكثر قراءة,תגובות,לכתבה המלאה,oglaševanje",
    "advert(?:isement)?s?,ads?,sponsored(?: content)?,promoted,loading,share,print,email,save,copy link,play,close,menu,photos?,video,gallery,caption,hide caption,toggle caption,reply,report,like,[\\d.,]+k?\\s*(?:shares?|comments?|views|likes),haberin devamı",
    "(?:paid )?advertising,paid advertisement,(?:report|close) (?:this )?ad,anzeigen?,werbung,publicit[ée],publicidade?,pubblicit(?:à|a'),rekl[aá]m[aey]?,реклама,إعلان(?:ات)?,اعلان,विज्ञापन,जाहिरात,广告,廣告,広告,スポンサーリンク,광고,advertentie,annon[sc]e?,annonsørinnhold,mainos,hirdetés,quảng cáo,iklan,διαφήμιση,publicitate,reclamă,inzerce,reklaam,reklāma,auglýsing,oglasi?,жарнама,פרסומת,תוכן ממומן,โฆษณา,تبلیغات,آگهی,اشتہار,বিজ্ঞাপন,விளம்பரம்,ప్రకటన,ಜಾಹೀರಾತು,പരസ്യം,જાહેરાત,ਇਸ਼ਤਿਹਾਰ,რეკლამა,գովազդ",
    "sort by(?:\\W.{0,20})?,(?:newest|latest|oldest|most recent) first,neueste zuerst,(?:nyeste|nyaste|senaste) först,nyeste først,sortieren nach,trier par,ordenar por,ordina per,sorteer op,sortuj(?: według)?,сортирова(?:ть|ка)(?: по)?,сортувати(?: за)?,sirala(?:ma)?,(?:ال)?ترتيب حسب,排序(?:方式)?,並[びべ]替え,정렬,sortera(?: efter)?,sorter(?: etter| efter)?,lajittele,(?:se)?[řr]adit podle,rendezés,ταξινόμηση,sortează",
    "(?:show|load|see) more(?: (?:updates|posts|entries|comments))?,mehr (?:anzeigen|laden),weitere (?:einträge|beiträge) (?:laden|anzeigen),(?:afficher|voir) plus,(?:mostrar|cargar|carregar|ver) m[áa]i?s,mostra altro,(?:toon|laad) meer(?: updates)?,vis (?:flere|mer)(?: oppdateringer)?,visa (?:fler|mer),näytä lisää,pokaż więcej,zobrazit (?:více|další),показать (?:ещ[её]|больше),показати (?:ще|більше),daha fazla göster,عرض المزيد,显示更多,顯示更多,もっと見る,더\\s*보기,link copied,link kopiert,lien copié,enlace copiado,link copiato,link gekopieerd,ссылка скопирована",
)
"""Whole short lines: that an advertisement follows, and what is there to be clicked on."""

AGENCY = (
    r"(?:AP|AFP|Reuters|EPA|dpa|PA|Getty|ANSA|EFE|TASS|ТАСС|РИА|Xinhua|Shutterstock|iStock|Alamy"
    r"|Unsplash|Pexels|Pixabay|Imago|Keystone|Belga|ANP|TT|NTB|Ritzau|Lusa|MTI|PAP|CTK|Kyodo|PTI"
    r"|MAXPPP|Sipa|Bestimage|Abaca(?:press)?|Hans Lucas|Fotogramma|IPA|AGF|Imagoeconomica|Europapress"
    r"|picture[ -]alliance|APA|SDA|Lehtikuva|Scanpix|Bildbyrån|EUROKINISSI|INTIME|Agerpres|Inquam"
    r"|БТА|BTA|BGNES|DHA|İHA|UNIAN|ČTK|TASR|Profimedia|Hina|Pixsell|Tanjug|Folhapress|Bloomberg|ZUMA"
    r"|VCG|TTXVN|VNA|뉴스1|뉴스원|פלאש ?90|רויטרס"
    r"|ANI|AAP|Anadolu|AA|IANS|Yonhap|Antara|Europa Press|LaPresse|Ukrinform|Adobe Stock"
    r"|الفرنسية|رويترز|الأناضول|غيتي|أسوشيتد برس|Интерфакс|Рейтер|Укрінформ|УНІАН|ΑΠΕ-ΜΠΕ"
    r"|新华社|新華社|中新社|共同|時事|ロイター|연합뉴스|뉴시스|एएनआई|पीटीआई|एएफपी)"
)
"""Who makes pictures and news for many publishers, as they write themselves."""

EARN = _any_of(
    "earns?,receives?,gets?,makes?,erh[aä]lt\\w*,bekomm\\w+,verdien\\w+,touch\\w+,per[cç]\\w+,reçoi\\w+,recib\\w+,gan[ae]\\w*,cobr\\w+,receb\\w+,ganh\\w+,ricev\\w+,guadagn\\w+,ontvang\\w*,krijg\\w*,verdien\\w*,otrzym\\w+,zarab\\w+,получ\\w+,отрим\\w+,tjän\\w+,tjen\\w+,får,saa\\w*"
)
COMMISSION = _any_of(
    "commissions?,provision\\w*,comisi[oó]n\\w*,comiss(?:ão|ões),commission[ei],commissie\\w*,prowizj\\w+,комисси\\w+,комісі\\w+,provisjon\\w*,palkkio\\w*"
)
LINK = _any_of("link,lien,enlace,vínculo,collegament,ссыл,посилан,länk,lenk")
"""A site that earns a commission by its links says so; with AFFILIATE it needs no more words."""
AFFILIATE = _any_of(
    "affiliate[ -]?link,liens? (?:d['’])?affili,(?:enlaces?|links?) de afiliad,link (?:di |in )?affilia,linki? afiliacyjn",
    "партн[её]рск\\w+ ссыл,annons(?:länk|elenk)",
)
"""Links by which a site earns."""

ABOUT = _any_of(
    "about,über,à propos d[eu],sobre,acerca de,informazioni su,over,o,om,tietoa,про,об?,за,σχετικά με"
)
"""How a heading begins over what a publisher says of a house under its own news."""

NOTICE = _any_of(
    "the comments (?:are (?:now )?closed|have been closed),(?:was|did you find) this (?:article|story|page|summary|content|information) (?:helpful|useful|interesting),thank(?:s| you) for your feedback,(?:spotted|noticed|found|see|spot) (?:an?|any) (?:error|mistake|typo|inaccurac\\w+)(?: (?:in|on|with) (?:this|our|the (?:article|story|text|page))\\b[^.!?]{0,20})?\\?,this (?:article|story|text) (?:is|was) (?:read|narrated|voiced) (?:aloud )?by (?:an? )?(?:ai\\b|auto|synth|comp),(?:add|set|make) .{2,30} (?:as )?(?:a |your )?preferred (?:source )?on google,set .{2,30} as (?:a |your )?preferred source,disclaimer\\s?: this (?:article|story),want (?:more|to read more) (?:stories|articles|news) like this,do you enjoy our (?:content|stories)",
    "war dieser (?:artikel|text|beitrag) (?:hilfreich|interessant|lesenswert),dies\\w+ (?:artikel|text|beitrag|audio) (?:wurde|wird|ist) .{0,40}(?:vertont|vorgelesen),cet article (?:vous a-t-il|est lu par (?:une voix|une ia)),vous avez (?:repéré|remarqué|trouvé) une (?:erreur|faute|coquille)[^.!?]{0,40}\\?,¿te (?:result[óo]|fue|ha sido|gust[óo]|sirvi[óo]) .{0,20}(?:artículo|nota|noticia|información)[^.!?]{0,20}\\?,¿(?:encontraste|encontró|viste|notaste) (?:un|algún) error(?:\\?| en (?:est[ae]|la (?:nota|noticia)|el (?:artículo|texto))),este audio (?:está|fue|ha sido) generado,este (?:artigo|conteúdo|texto) (?:foi|te foi) útil,ti è (?:piaciuto|stato utile) (?:questo|l['’]) ?articolo,vond je dit (?:artikel|verhaal),deze? (?:tekst|artikel) (?:is|wordt) (?:automatisch )?voorgelezen,(?:artikkelen|saken|artiklen|artikeln|texten) (?:er|är|läses|leses|bliver) (?:lest opp|upp?läst|læst op|oppläst|upp) av,czy (?:ten )?artykuł (?:był|okazał się) (?:dla|przydatn|pomocn|ciekaw|interesuj),bu (?:haber|içerik) .{0,12}(?:yararli|faydali),この記事は役に立ち,(?:有料会員(?:になると|登録)|会員登録すると)(?=.{0,40}(?:読め|読み|ご覧|閲覧|ご利用|楽しみ)),残り\\s?\\d+\\s?文字,※無料期間中に,article réservé (?:à nos|aux) abonnés",
    "privacy notice\\s?: newsletters,this is a (?:developing|breaking)(?: news)? story,(?:are you|have you been) affected by,do you have an opinion on the issues,if you are reading this page,by signing up\\W+(?:you|i)\\b,i would like to be emailed about,sorry we are not (?:currently )?accepting comments,this article contains content provided,to (?:show you|display) this content,(?:share or )?comment on this article,(?:this summary|these key points) (?:was|were|is|are) (?:generated|created|written|produced),\\(except for the headline,thanks for reading .{0,40}subscribe",
    "mit ihrer (?:registrierung|anmeldung) .{0,60}\\bsie\\b,diese zusammenfassung wurde,il vous reste .{0,10}%,pour afficher ce contenu,este (?:resumen|resumo) (?:fue|foi|ha sido) (?:creado|generado|gerado|criado),suscríbete para (?:seguir|leer),regístrate (?:gratis )?para,si ya (?:eres|es) suscriptor,gostou deste texto\\?,este é um (?:conteúdo|artigo|texto) de opinião,please enter a valid e?-?mail,har du tanker om,この記事は(?:有料|会員),続きを読むには,इस लेख में .{0,30} से मिली सामग्री",
    "this (?:article |piece |text |column )?is an? (?:opinion|guest|sponsored|editorial) (?:piece|article|column|essay|post|text),(?:the )?(?:views|opinions)(?: and opinions)? expressed (?:here|above|are|belong|(?:by|in|on) (?:this|these|the (?:authors?|writers?|contributors?|article|column|post)))\\b,this (?:article|story|post|piece|essay|column) (?:(?:was|is|has been) )?(?:first |originally |also |automatically )?(?:appeared|published|translated|produced|generated|created|republished|excerpted) (?:first |originally )?(?:with|by|on|in(?! \\d)|at|from|using|under (?:a |an )?(?:creative|cc|licen))\\b,(?:do you )?(?:have|got) (?:a|any|more) (?:news |confidential )?(?:tips?|story|stories|information)\\b[^.]{0,80}\\?,to (?:view|see|watch|show|display|play) (?:this|the(?=.{0,99}\\b(?:you|your|please)\\b)) (?:content|video|post|tweet|embed|media)\\b.{0,80}(?:cookies|accept|consent|enable|allow|browser),this (?:content|video|post|embed|media) (?:is|isn['’]t|can ?not|can['’]t|could not|requires)\\b.{0,60}(?:unavailable|cookies|hosted by|provided by|imported from|be (?:loaded|played|displayed)),(?:we welcome|comments) (?:your comments|are (?:now )?(?:closed|moderated|open)|have been closed),warning\\s?: .{0,60}(?:adverts?|ads\\b|external|third[ -]party),end of (?:twitter|x|youtube|facebook|instagram|tiktok) post",
    "haben sie .{0,40}(?:fehler|hinweise? (?:für uns|an uns|zu diese\\w+|zum (?:artikel|thema))|tipps?|anregungen)\\b[^.]{0,40}\\?,fehler (?:entdeckt|gefunden),an dieser stelle (?:finde\\w*|steht|befinde\\w*|ist|sollte)\\b.{0,80}(?:inhalt\\w*|video|post|tweet|karte|youtube|instagram|facebook|twitter|tiktok),(?:externer|(?:redaktionell )?empfohlener) (?:redaktioneller )?inhalt,ich bin damit einverstanden\\W+dass,dies\\w+ (?:artikel|text|beitrag|kommentar) (?:erschien|ist (?:zuerst|ursprünglich|zunächst|erstmals)(?! im jahr| \\d)|wurde (?:zuerst|ursprünglich|automatisch|maschinell|mit ki|mithilfe|mit hilfe)|gibt (?:die|nicht)),(?:die )?meinung(?:en)? (?:de[rs] autor|in diesem),gastbeiträge geben",
    "ce contenu (?:est|n['’]est|provient)\\b.{0,60}(?:bloqué|cookies|réservé|partenaire),(?:une|la) fonctionnalité de synthèse vocale,cet article (?:a été|est) (?:initialement |d['’]abord )?(?:publié|traduit|paru|issu|réservé),les (?:opinions|propos|avis|points de vue) (?:exprimé|émis|publié),une (?:question|remarque|erreur|coquille)\\b[^.]{0,40}\\?,vous (?:avez|souhaitez) .{0,30}(?:nous (?:contacter|signaler)|une erreur),est[ea] (?:artículo|texto|contenido) (?:fue|ha sido) (?:originalmente )?(?:publicado|traducido|elaborado|generado),las opiniones (?:expresad|vertid|aquí),¿(?:has|ha) (?:encontrado|detectado) .{0,20}error,¿(?:tienes|tiene) (?:algun|una|información)\\b.{0,40}(?:denuncia|sugerencia|historia|pista),aviso\\s?: .{0,60}publicidad,fin de (?:la )?(?:publicación|twitter|youtube|facebook|instagram),es[st]e (?:artigo|texto|conteúdo) (?:não )?(?:reflete|foi (?:originalmente )?(?:publicado|traduzido|produzido)),as opiniões (?:expressas|aqui),(?:encontrou|viu) (?:algum|um) erro,questo (?:articolo|contenuto) è (?:stato (?:pubblicato|tradotto|generato)|apparso|ospitato),le opinioni espresse,hai (?:notato|trovato) un errore",
    "dit (?:artikel|stuk|verhaal) (?:is|verscheen|werd) (?:eerder|eerst|oorspronkelijk|automatisch|vertaald),he(?:b je|eft u) een (?:nieuws)?(?:tip|fout),fout gezien,(?:artykuł|tekst) (?:ukazał się|został (?:przetłumaczony|opublikowany|wygenerowany)),więcej (?:takich |podobnych )?(?:informacji|tekstów) (?:znajdziesz|na stronie),masz (?:dla nas )?(?:temat|ciekawy),(?:opinie|poglądy) (?:wyrażone|zawarte),(?:detta|det här|dette|denne) (?:är|er) (?:en|ei|ett?) .{0,30}(?:text från(?! \\d)|krönika|ledare|debattartikel|insändare|opinionstext|kommentar|kronikk?|leder|debatindlæg|leserinnlegg|innlegg|klumme)\\b,(?:teksten|kommentaren|kronikken|innlegget) (?:gir|gjev) uttrykk,skribenten (?:ansvarar|svarer),åsikterna,har du (?:et |ett |en )?(?:nyhets?)?tips?\\b[^.]{0,60}\\?,(?:hittat|ser du|fant du|har du fundet|opdaget) (?:en |ett )?fe(?:l|il|jl),voit (?:keskustella|kommentoida),(?:keskustelu|kommentointi) (?:on|artikkelista|sulje)\\w*,huomasitko virheen,tämä on (?:kolumni|mielipide\\w*|pääkirjoitus)\\b",
    "našli jste .{0,20}chybu,hibát talált,opiniile exprimate,ai (?:observat|găsit) o (?:greșeală|eroare),открихте (?:ли )?грешка,pronašli ste grešku,βρήκατε λάθος,οι απόψεις που,(?:мнение|точка зрения) (?:автора|редакции) .{0,10}(?:может|не),(?:если вы )?(?:нашли|заметили|обнаружили) (?:ошибку|опечатку),(?:якщо ви )?(?:помітили|знайшли) помилку,(?:точка зору|думка) (?:автора|редакції) .{0,10}(?:може|не),(?:bu )?yazıda yer alan görüşler,(?:الآراء|المقالات) (?:الواردة|المنشورة),هذا المقال يعبر,(?:تحذير|تنبیہ|هشدار|توجه)\\s*:.{0,60}(?:إعلان|اشتہار|تبلیغ|آگهی),चेतावनी\\s*:.{0,60}विज्ञापन,(?:以上|本文|文章).{0,6}(?:观点|觀點).{0,10}(?:不代表|仅代表|僅代表),(?:본|이)\\s*(?:기사|칼럼)(?:는|은).{0,40}(?:작성됐|작성되|번역|의견),저작권자,artikel ini (?:telah|sudah) tayang,(?:הדעות המובעות|מצאתם טעות|מצאת טעות)",
)
"""How a line begins in which a page tells its readers of itself: whose opinion it is, where it first stood, where
to report a mistake, what they must allow to see something."""

WALL = _any_of(
    "you(?:['’]ve| have) (?:read|reached|used|hit) .{0,40}\\b(?:articles?\\b.{0,30}\\b(?:month|week|limit|free)|limit of (?:free )?articles),you have \\d+ (?:free )?articles? (?:left|remaining),sie haben (?:noch |bereits )?\\d+ (?:freie |kostenlose |gratis-?)?artikel,vous avez (?:lu|atteint|épuisé) .{0,30}articles gratuits,has (?:alcanzado|llegado) .{0,20}límite de artículos,você atingiu o limite de,hai raggiunto il limite di,(?:pozostało|zostało ci|zbývá|zostáva) .{0,12}(?:proc\\.|%|procent),вам (?:осталось|доступно) .{0,20}бесплатн",
    "already (?:an? |have an? )?(?:\\w+ )?(?:subscriber|member|subscribed|account|registered)\\s?\\?,this (?:article|story|content) is (?:only |exclusively |reserved )?for (?:our )?(?:subscribers|members),(?:(?:sie haben|du hast|haben sie|hast du|sie sind|sind sie) )?(?:bereits|schon) (?:eine?n? )?(?:abo|kund|registriert|konto|mitglied).{0,20}\\?,(?:dieser artikel|dieser inhalt) ist (?:exklusiv|nur) für abonn,d[ée]j[àa] (?:un compte|abonn|inscrit|client|membre).{0,20}\\?,(?:cet article|ce contenu|la suite) est réservée? (?:à nos|aux) abonn",
    "¿?(?:si )?ya (?:eres|es|estás|tienes) .{0,20}(?:suscri|usuari|cuenta|registrad),contenido exclusivo para suscri,já (?:é|tem) .{0,12}(?:assinante|cadastr|conta).{0,12}\\?,conteúdo (?:exclusivo )?para assinantes,(?:sei |hai )?già (?:abbonat|registrat|un account).{0,12}\\?,(?:questo )?(?:contenuto|articolo) (?:è )?riservato agli abbonati,(?:bent u |ben je )?(?:reeds|al) (?:abonnee|lid|een abonnement|een account).{0,12}\\?,(?:dit artikel|deze inhoud) is (?:exclusief|alleen|enkel) voor abonnees,masz już (?:konto|subskrypcj|dostęp|prenumerat).{0,12}\\?,(?:dalsza część|artykuł|tekst) .{0,30}dla (?:subskrybent|prenumerat)",
    "(?:är du |er du |har du )?(?:redan|allerede) (?:prenumer|abonn|kund|medlem|konto).{0,12}\\?,(?:artikeln|den här artikeln|denne artikel\\w*|artikkelen|artiklen) (?:är|er) .{0,15}(?:prenumerant|abonnent),oletko jo tilaaja,(?:juttu|artikkeli) on (?:vain )?tilaajille,(?:už |jste |máte |ste ){1,2}.{0,6}(?:předpla|predpla|účet).{0,12}\\?,már (?:előfizet|regisztrál).{0,12}\\?,(?:ești|sunteți) deja abonat,(?:είστε|είσαι) (?:ήδη )?συνδρομητ,вече сте абонат,уже (?:есть|подписан|зарегистр).{0,20}\\?,(?:материал|статья|текст) доступ.{0,20}подписчик,вже (?:маєте|є|підписан).{0,20}\\?,(?:zaten )?(?:üye|abone) misin,כבר מנוי,כתבה זו למנויים,(?:会員|購読者|有料会員)の(?:方|かた)は,(?:すでに|既に)会員,この記事は.{0,6}会員,(?:已是|已经是|已經是).{0,4}(?:会员|會員|订阅|訂閱),이미 (?:회원|구독)",
)
"""How a line begins that stands before the rest of a story for who has not paid."""

CONTINUES = tuple(
    (
        "contin suite fortsätt fortset fortsæt fortges jatkuu weiter pokrač folytat verder ciąg część продолж продовж συνεχ devam"
    ).split()
)
ADVERTISING = tuple(
    (
        "advert reklam werb anzeig annons annonc publici pubblicit anuncio mainoks mainos wideo video hirdetés"
        " реклам διαφήμ διαφημ advertentie oglas"
    ).split()
)
BEHIND = tuple(
    (
        "below after under nach unter efter etter dopo después tras após depois abaixo après sous jälkeen"
        " alla alatt után sonra pod niż po після нижче после ниже onder na μετά κάτω"
    ).split()
)
"""Stems of lines that say that the story goes on behind an advertisement."""

CONSENT = tuple(
    (
        "zustimm einwillig consent consens toestemming samtykk samtyck souhlas zgod suostumu hozzájárul"
        " согласи onay 同意 동의"
    ).split()
)
READER = _any_of(
    "you,your,we,i,sie,ihr\\w*,wir,uns\\w*,dein\\w*,vous,votre,vos,nous,tu,tus,su,usted,necesitamos,seu,sua,você,hai,tuo,jouw?,je,uw?,wij?,we,du,di[nt]t?,deg,dig,vi,váš,vaš\\w*,va[šs]\\w*,twoj\\w*,państwa,jūsu,önn?\\w*,kérjük,ваш\\w*,в[аы][мс]?,\\w*(?:iniz|unuz|ünüz)\\w*,.*[同의].*"
)
"""Words that tell who asks them from news of consent."""
MEDIA = _any_of(
    "content,embed\\w*,cookies?,contenu\\w*,contenid\\w*,contenut\\w*,conteúdo\\w*,inhalt\\w*,inhoud,inneh[åa]ll\\w*,innhold\\w*,indhold\\w*,sisäl\\w+,treś\\w+,obsah\\w*,tartal\\w*,контент\\w*,içeri\\w*,内容,コンテンツ,콘텐츠"
)
"""Stems of what readers are asked for, and what they are then shown."""

READING_TIME = _any_of(
    "read(?:ing)? time,lesezeit,leestijd,temps de lecture,tiempo de lectura,tempo d[ei] (?:lettura|leitura),czas czytania,время чтения,час читання,okuma süresi,χρόνος ανάγνωσης,lästid,lesetid,læsetid,lukuaika,olvasási idő,timp de citi(?:re|t),doba čtení,време за четене,وقت القراءة,مدة القراءة,זמן קריאה,waktu baca,thời gian đọc,読了時間,阅读时间"
)
"""What stands by the minutes that a story takes."""
