"""Words that a point, or another mark, belongs to, in the languages of the news. Pure data, in small letters."""

ALWAYS = frozenset(
    # titles
    "mr mrs ms mx dr drs prof sen rep gov gen adm col lt sgt capt cpt maj cmdr rev hon fr st ste"
    " messrs mme mm mlle mgr sra srta d dña dn ud uds exmo exma dra profa sig dott avv dhr mevr mw"
    " frl dipl med phil rer nat jur mudr г-н г-жа им тов акад проф doç hz δρ κα κκ καθ"
    " डॉ डा श्री श्रीमती पं प्रो मो स्व कु ডা মো ড"
    # words that go on
    " vs v cf ca c viz approx incl dept univ assn bros ed eds op cit ibid blvd rd mt ft ext tel fa"
    " bzw evtl ggf inkl exkl abs bd sog vgl zzgl mill geb gest verh bspw gegr hrsg insb röm kath"
    " z u o i.d u.a z.b d.h o.ä p.ex env éd av apr boul chap ex ej aprox depto avda tfno ee jj"
    " bijv o.a blz resp jl tzn tzw ul godz m.in т.е т.н ул пер пл стр рис см напр просп р-н вул буд"
    " t.ex bl.a f.eks esim bl kb örn bkz т т.к αγ λεωφ δηλ βλ ई.पू लि"
    # months and days
    " jan feb apr jun jul aug sept oct okt nov dez déc janv févr juil янв фев авг сент окт ноя дек".split()
)
ALWAYS_IN = {
    language: frozenset(words.split())
    for language, words in {
        "bg": "ок инж",
        "de": "n",
        "hu": "id ifj özv",
        "id": "h hj ir kh",
        "it": "on",
        "ro": "dl dna str",
        "ru": "ок",
        "uk": "м обл",
        "vi": "tp ts gs pgs ths",
    }.items()
}
"""Abbreviations in one language that are words in another."""
BEFORE_NUMBERS = frozenset(
    "no nos nr num núm vol vols fig figs p pp ch sec art arts str pág págs pagg bl sk д кв стр sn mar"
    " sep dec est max min ok n s ss kl hal αρ άρ σελ παρ αριθ τηλ".split()
)
"""Words of their own, and abbreviations only before a number."""
MAY_END = frozenset(
    "etc usw ecc enz itd itp osv co corp inc ltd jr sr al др пр г гг в вв н э р руб коп чел тыс млн"
    " млрд тд тп am pm jh mio mrd tys mln mld usa mm es w r pres sres ave esq mag ing vb arch chr uu"
    " oo грн ст κλπ κτλ εκ δισ τρισ χλμ αι".split()
)
"""Abbreviations after which a sentence may begin, if it does so with a word that often does."""
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
    " ενώ μετά πριν όπως".split()
)
"""Words that sentences often begin with."""
