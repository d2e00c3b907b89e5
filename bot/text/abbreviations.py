"""Words that a point, or another mark, belongs to, in the languages of the news. Pure data, in small letters."""

_ENGLISH = (
    "hon sen rep gov maj rev gen col det atty amb treas asst assoc lt.gov maj.gen brig.gen"
    " chas thos robt benj geo sec dist inst"
)
_CZECH = (
    "ing judr rndr phdr mvdr paeddr thdr doc plk pplk por npor ppor škpt brig sv tř např"
    " tj tzv obr tab odst popř příp angl něm lat red překl vyd nar zemř sl slč"
)
ALWAYS = frozenset(
    # titles
    "mr mrs ms mx dr drs prof adm lt sgt capt cpt cmdr fr st"
    " messrs mme mlle mgr sra srta dña dn exmo exma profa dott avv dhr mevr"
    " frl dipl med phil rer nat jur mudr cpl pvt supt insp cllr msgr lieut brig cmdt cdt gén gral cnel lic"
    " arq eng excmo excma ilmo rvdo geom prof.ssa dott.ssa drs pfr frhr inż mgr kpt płk ppłk mjr"
    " joh wm friedr wilh г-н г-жа тов акад проф doç δρ κα κκ καθ"
    " डॉ डा श्री श्रीमती पं प्रो मो स्व कु ডা মো ড"
    # words that go on
    " vs cf ca viz approx incl dept univ assn bros ed eds cit ibid blvd rd mt ext tel"
    " bzw evtl ggf inkl exkl abs bd sog vgl zzgl mill geb gest verh bspw gegr hrsg insb röm kath"
    " i.d u.a z.b d.h o.ä p.ex env éd apr boul chap aprox depto avda tfno ee jj"
    " bijv o.a blz resp jl tzn tzw ul godz m.in т.е т.н ул пер пл стр рис напр просп р-н вул буд"
    " t.ex bl.a f.eks esim bl örn bkz т.к αγ λεωφ δηλ βλ ई.पू लि"
    # months and days
    " feb apr aug sept oct okt nov déc janv févr juil янв фев авг сент окт ноя дек".split()
)
ALWAYS_IN = {
    language: frozenset(words.split())
    for language, words in {
        "": _ENGLISH,
        "bg": "ок инж св ген полк гр",
        "cs": _CZECH,
        "da": "kapt kaptajn lic stud cand",
        "de": "i o u n ü hl dt engl frz lat griech ital span ehem eigtl urspr stellv stv ev abg hptm fa präs"
        " vors verf übers ludw gebr fam inh luth allg amtl betr österr schweiz jap russ insbes dgl"
        " einschl entspr jüd lfd näml nördl südl westl östl städt staatl techn ungar veröff verst"
        " zus red bez",
        "en": _ENGLISH,
        "es": "ud uds dra ing cap mons sto sta ntra gob pdte pte tte sgto pza ctra dep col av ej cmdte hno hna"
        " pbro ilma vda urb dip admón dpto trad atte mtro mtra",
        "fi": "tri toht dos maist kenr kenrm luutn ts ns nk vt vrt engl ruots saks lat puh toim suom"
        " kirj huom",
        "fr": "ste mm me pr vve coll trad éd av mmes rte imp dép",
        "gl": "dna enx xral av",
        "hu": "id ifj özv kb",
        "id": "h hj ir kh letkol mayjen brigjen letjen jend kapt lettu kab kec kel prov kol yth ny sdri",
        "it": "es ing on mons cap rag cav magg ten brig col gen sen sig sigg serg cfr egr spett gent ill"
        " trad",
        "nl": "ste ir ds kol kap luit burg wed fam mw mej jhr jkvr lkol serg gebr excl zgn hfdst uitg"
        " jac corn prov",
        "pl": "o ks bp abp św pw bł os woj pow gm red dyr por ppor chor sierż br zm ur dn hab lek kard"
        " plut kpr szer kmdr prez wicedyr wiceprez zast kier sekr tj tow oprac tłum wyd cz ang"
        " niem łac ros śp hr pl np",
        "pt": "dra pe cap sto sta cel ten sgt brig alm dep des trav pça gen col av mons ilma est gov sen",
        "ro": "dl dna str",
        "ru": "ок св гр ген полк подп кап лейт серж адм чл инж доц канд наб обл оз табл худ реж муз рус хр ред изд сост"
        " авт англ нем фр лат греч зам зав нач дир протоиер архиеп митр еп гор пос дер корп",
        "sk": _CZECH,
        "sv": "kapt löjtn kand avd ang jfr övers bitr urspr",
        "tr": "cad mah sok sk bul blv apt yrd arş gör öğr uzm sn alb yb bnb yzb tğm ütğm çvş onb org"
        " korg tümg tuğg müh mim ecz tic san çev yay haz hz vet op müd bşk üni fak av",
        "uk": "м обл ген полк св гр доц інж",
        "vi": "tp ts gs pgs ths",
    }.items()
}
"""Abbreviations in one language that are words in another."""
BEFORE_NUMBERS = frozenset(
    "no nos nr č str páx num núm vol vols fig figs p pp ch sec art arts str pág págs pagg bl sk д кв стр sn"
    " mar sep dec est max min ok al jul jun dez n s ss kl hal"
    " т соч гл jan hlm tgl вып op poz pkt rozdz tab afb dl abb kap ziff lám"
    " кн αρ άρ σελ παρ αριθ τηλ".split()
)
"""Words of their own, and abbreviations only before a number."""
MAY_END = frozenset(
    "co corp inc ltd jr sr э am pres sres ave esq mag ing arch chr uu oo ст jh mio mrd"
    " ft пр ee.uu ff.aa cía cia cie hnos ltda lda zn şti fr gen ex im nám см им αι".split()
)
"""Abbreviations after which a sentence may begin, if it does so with a word that often does."""
MOSTLY_END = frozenset(
    "etc usw ecc enz itd itp osv dll dsb dst atd apod jne ym yms vb vd"
    " др тд тп κλπ κτλ тыс млн млрд руб коп чел экз грн tys mln mld s.l.m ق.م"
    " proc εκ δισ τρισ χλμ pm a.m p.m".split()
)
"""Abbreviations after which a capital letter begins a sentence, where nouns have none."""
YEARS = frozenset("г гг в вв р r w stol".split())
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
    " heute dort hier zuvor seine seiner ihre insgesamt damals danach außerdem allerdings jedoch später"
    " nun viele einige alle beide zwei drei unter zwischen während obwohl weil nur auch nicht bis durch"
    " gegen ohne vom zum zur beim aus bereits trotz wegen laut jetzt la le les un une il elle ils elles on nous en dans mais et ce cette ces el"
    " los las ella ellos pero y lo gli i una ma e o os um uma mas de het een hij zij он она оно они мы"
    " в на но и это этот эта по с за из от до при для как что если после у він вона"
    " вони ми й та і це цей ця з від про bu bir ve ama o ο η το οι τα του της των στο στη"
    " στην στον στις στους στα και αλλά ένας μια ένα αυτό αυτή αυτός αυτοί για με από σε δεν θα όταν αν"
    " ενώ μετά πριν όπως"
    " nobody everyone all both each another such during despite among under today police critics experts"
    " scientists researchers officials residents selon après avant pendant depuis quand lorsque sans avec"
    " leur leurs plusieurs certains chaque según desde después antes durante cuando aunque también muchos muchas"
    " algunos cada ele ela eles elas após depois quando embora também muitos não nel nella dopo prima"
    " durante secondo molti alcuni ogni questo questa non zij wij daar ook niemand dit dat op bij volgens sinds tijdens geen"
    " we ze od po przy nad pod dla jego jej ich oni ten tam tak gdy kiedy jak choć ale lecz jednak nie przed"
    " podczas według obecnie dziś potem później następnie kilka wszyscy każdy żaden ancak fakat daha ayrıca"
    " его её их об под над через перед между уже ещё не все всё многие некоторые однако также кроме здесь"
    " там тогда теперь сегодня вчера только det den han vi jag jeg och og som efter enligt ifølge etter på"
    " av till från til fra under om ett et nu där här der her når när men se hän ne tämä nämä ja mutta kun jos"
    " myös nyt sitten ei ia dia mereka kami ini itu dari pada tetapi namun saat ketika setelah sebelum menurut"
    " untuk dengan para ve při pro podle jeho její jejich když však není byl byla poté také".split()
)
"""Words that sentences often begin with."""
