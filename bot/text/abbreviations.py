"""Words that a point, or another mark, belongs to, in the languages of the news. Pure data, in small letters."""

ALWAYS = frozenset(
    # titles
    "mr mrs ms mx dr drs prof sen rep gov gen adm col lt sgt capt cpt maj cmdr rev hon fr st ste"
    " messrs mme mm mlle mgr sra srta d dña dn ud uds exmo exma dra profa sig dott avv dhr mevr mw"
    " frl dipl med phil rer nat jur mudr cpl pvt supt insp cllr msgr lieut brig cmdt cdt gén gral cnel lic"
    " arq eng excmo excma ilmo rvdo geom prof.ssa dott.ssa drs pfr frhr inż mgr kpt płk ppłk mjr"
    " joh wm friedr wilh г-н г-жа им тов акад проф doç hz δρ κα κκ καθ"
    " डॉ डा श्री श्रीमती पं प्रो मो स्व कु ডা মো ড"
    # words that go on
    " vs v cf ca c viz approx incl dept univ assn bros ed eds cit ibid blvd rd mt ft ext tel fa"
    " bzw evtl ggf inkl exkl abs bd sog vgl zzgl mill geb gest verh bspw gegr hrsg insb röm kath"
    " z u o i.d u.a z.b d.h o.ä p.ex env éd av apr boul chap ex ej aprox depto avda tfno ee jj"
    " bijv o.a blz resp jl tzn tzw ul godz m.in т.е т.н ул пер пл стр рис см напр просп р-н вул буд"
    " t.ex bl.a f.eks esim bl kb örn bkz т.к αγ λεωφ δηλ βλ ई.पू लि"
    # months and days
    " jan feb apr jun jul aug sept oct okt nov dez déc janv févr juil янв фев авг сент окт ноя дек".split()
)
ALWAYS_IN = {
    language: frozenset(words.split())
    for language, words in {
        "bg": "ок инж",
        "de": "n hl dt engl frz lat griech ital span ehem eigtl urspr stellv stv ev abg hptm",
        "es": "ing cap mons sto sta ntra gob pdte tte sgto pza ctra dep",
        "fr": "me pr vve coll trad éd",
        "hu": "id ifj özv",
        "id": "h hj ir kh",
        "it": "ing on mons cap rag cav magg ten brig col",
        "nl": "ir ds kol kap luit burg wed fam",
        "pl": "ks bp abp św pw bł os woj pow gm red dyr por ppor chor sierż br zm ur dn",
        "pt": "pe cap sto sta cel ten sgt brig alm dep des trav pça",
        "ro": "dl dna str",
        "ru": "ок св гр ген полк кап лейт чл инж доц",
        "tr": "cad mah sok sk bul blv apt yrd arş gör öğr uzm sn alb yb bnb yzb tğm org korg tümg tuğg"
        " müh mim ecz tic san çev yay haz",
        "uk": "м обл",
        "vi": "tp ts gs pgs ths",
    }.items()
}
"""Abbreviations in one language that are words in another."""
BEFORE_NUMBERS = frozenset(
    "no nos nr num núm vol vols fig figs p pp ch sec art arts str pág págs pagg bl sk д кв стр sn mar"
    " sep dec est max min ok n s ss kl hal т соч гл вып op poz pkt rozdz tab afb dl abb kap ziff lám кн αρ άρ σελ παρ αριθ τηλ".split()
)
"""Words of their own, and abbreviations only before a number."""
MAY_END = frozenset(
    "co corp inc ltd jr sr al э am es mm pres sres ave esq mag ing arch chr uu oo ст jh mio mrd usa"
    " cía cia cie hnos ltda lda zn şti fr αι".split()
)
"""Abbreviations after which a sentence may begin, if it does so with a word that often does."""
MOSTLY_END = frozenset(
    "etc usw ecc enz itd itp osv vb vd др пр тд тп κλπ κτλ тыс млн млрд руб коп чел экз грн tys mln mld"
    " proc εκ δισ τρισ χλμ pm a.m p.m".split()
)
"""Abbreviations after which a capital letter begins a sentence, where nouns have none."""
YEARS = frozenset("г гг в вв р r w".split())
"""Year and century, after their number; the first may be a town's, before its name."""
STATES = frozenset(
    "Ala Ariz Ark Calif Colo Conn Fla Ga Ill Ind Kan Ky Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore"
    " Pa Tenn Tex Va Wash Wis Wyo".split()
)
MARKED_NAMES = frozenset("E Guess Jeopardy Joomla Wham Yahoo Yum".split())
"""Names that end in a mark of their own: "E! News", "Yahoo! Finance", "Guess? Inc."."""
STARTERS = frozenset(
    "the a an he she it they we i you in on at but and this that these those there his her its their"
    " our my for when while after before as if what who how why where according however some many most"
    " several since although with by from to not no yet so one two meanwhile still also last did do"
    " does is are was were has have had can could should would then der die das den dem ein eine er"
    " sie es wir ich im am auf aber und dies diese dieser für wenn nach vor seit mit bei dann doch"
    " heute dort hier zuvor la le les un une il elle ils elles on nous en dans mais et ce cette ces el"
    " los las ella ellos pero y lo gli i una ma e o os um uma mas de het een hij zij он она оно они мы"
    " в на но и это этот эта по с за из от до при для как что если после у він вона"
    " вони ми й та і це цей ця з від про bu bir ve ama o ο η το οι τα του της των στο στη"
    " στην στον στις στους στα και αλλά ένας μια ένα αυτό αυτή αυτός αυτοί για με από σε δεν θα όταν αν"
    " ενώ μετά πριν όπως"
    " nobody everyone all both each another such during despite among under today police critics experts"
    " scientists researchers officials residents selon après avant pendant depuis quand lorsque sans avec"
    " leur leurs plusieurs certains chaque según después antes durante cuando aunque también muchos muchas"
    " algunos cada ele ela eles elas após depois quando embora também muitos não nel nella dopo prima"
    " durante secondo molti alcuni ogni questo questa non zij wij dit dat op bij volgens sinds tijdens geen"
    " we ze od po przy nad pod dla jego jej ich oni ten tam tak gdy kiedy jak choć ale lecz jednak nie przed"
    " podczas według obecnie dziś potem później następnie kilka wszyscy każdy żaden ancak fakat daha ayrıca"
    " его её их об под над через перед между уже ещё не все всё многие некоторые однако также кроме здесь"
    " там тогда теперь сегодня вчера только".split()
)
"""Words that sentences often begin with."""
