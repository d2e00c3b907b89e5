"""Words that say the opposite of what an article says in the same place. Pure."""

from collections.abc import Callable
from functools import lru_cache

from bot.text.negations import around, read

_AXES = {
    "en": """
will certain* definite* = may might could possibl* perhaps
rise rises rose risen rising increas* grows grew grown growing gain gains gained climb* jump* surg* soar* rais* hik* boost* higher up more = fall falls fell fallen falling drop* decreas* declin* lower* reduc* cut cuts cutting shrink* shrank slump* plung* tumbl* dip* slid* slip* sink* sank down less fewer
larger largest bigger biggest greater expand* grew grows growing = smaller smallest shrink* shrank
strengthen* accelerat* stronger = weaken* slow slows slowed slower weaker
above exceed* higher more over = below under lower less beneath
win wins won winning victor* triumph* = lose loses lost defeat* beaten
support* back backs backed favor* favour* endors* welcom* prais* defend* hail* approv* applaud* = oppose opposes opposed opposing opponent opponents reject* criticis* criticiz* condemn* denounc* slam* attack* disapprov* lambast* object*
approv* accept* allow* permit* pass passes passed adopt* authori* agree* grant* = reject* refus* ban bans banned banning block* veto* prohibit* forbid* forbade deny denies denied denying
confirm* = deny denies denied denying reject* disput*
open* reopen* launch* start* begin* began begun = clos* shut* end ends ended ending finish* stop* halt*
buy* bought acquir* purchas* = sell* sold sale
arrest* detain* jail* imprison* captur* = releas* free freed frees freeing acquit* liberat*
convict* guilty = acquit* innocen*
legal* lawful* = illegal* unlawful*
join* enter* = leave* left leaving quit* exit* withdr*
strong* strengthen* = weak* weaken*
success* succeed* = fail* unsuccess*
likely = unlikely
possible = impossible
safe* = danger* unsafe*
rich* wealth* = poor* poverty
peaceful* = violen*
import* = export*
arriv* = depart* left
inclu* = exclu*
optimis* hopeful* = pessimis*
major majority = minor minority
profit* = loss losses deficit*
surplus* = deficit*
temporar* = permanent*
voluntar* = mandatory compulsory obligat*
black = white
male males man men boy boys = female females woman women girl girls
son sons = daughter daughters
husband = wife
father = mother
brother brothers = sister sisters
older oldest elder* = younger youngest
best better improv* = worst worse worsen* deteriorat*
faster fastest quick* = slower slowest slow*
early = late
public* = privat*
lift lifts lifted lifting eas* = impos* tighten*
hire* hiring = fire fires fired firing dismiss* sack*
encourag* = discourag*
lenien* compassion* mercy = sever* harsh*
cheap* = expensive costl*
hot* warm* = cold* cool*
maximum = minimum
twice doubl* = half halv*
long longer longest = short shorter shortest
supporter* follower* ally allies = opponent* critic* enem*
slight* marginal* = serious* sever* critical* sharp* dramatic*
""",
    "de": """
wird werden = könnte könnten dürfte dürften womöglich
steig* stieg* gestiegen zunehm* zugenommen erhöh* wachs* wuchs gewachsen höher* mehr größer* = sink* sank gesunken fällt fiel* gefallen abnehm* abgenommen senk* gesenkt niedriger* weniger kleiner* schrumpf*
gewinn* gewann* gewonnen sieg* = verlier* verlor* niederlage*
unterstütz* befürwort* begrüß* lob* = ablehn* abgelehnt lehn* kritis* verurteil* bekämpf*
genehmig* beschlos* beschließ* verabschied* billig* annahm* angenommen erlaub* zustimm* zugestimmt = ablehn* abgelehnt verbot* verbiet* untersag*
öffn* geöffnet eröffn* beginn* begann* begonnen = schließ* geschlossen schloss endet endete beend*
kauf* kauft* gekauft übernehm* übernimmt = verkauf*
höchste* größte* meiste* = niedrigste* kleinste* wenigste*
""",
    "fr": """
augment* hauss* progress* grimp* croît croissance = baiss* dimin* recul* chut* réduit* réduc* tomb*
gagn* remport* victoir* = perd* défait*
souten* soutien* salu* approuv* défend* = oppos* critiqu* condamn* dénonc* rejet*
approuv* accept* autoris* adopt* = rejet* refus* interdi*
ouvr* ouvert* rouvr* commenc* début* = ferme fermer* fermé* ferment fermeture* termin*
achet* rachet* acquér* = vend vendent vendre* vendra vendu*
haut haute supérieur* = bas basse inférieur*
""",
    "es": """
sube suben subió subir* subida* aument* crec* alza* = baja bajan bajó bajar* disminu* cae caen cayó cayeron caída* reduc* descen*
gana ganan ganó ganar* victori* = perd* perdió derrot*
apoy* respald* celebr* aplaud* = opon* opos* rechaz* critic* conden*
aprob* acept* autoriz* permit* = rechaz* prohib* deneg*
abre abren abrió abrir* abiert* comenz* empez* = cerr* cierr* termin*
compra compran compró comprar* adquir* = vende venden vendió vender* venta*
""",
    "it": """
aument* cresc* sale salgono salit* rialz* = cala calano calat* calo diminu* ridu* scend* sces* ribass*
vinc* vint* vittori* = perde perdono perso persa perdut* sconfitt*
sosten* appogg* approv* = oppos* contest* critic* respin*
approv* accett* autorizz* = respin* rifiut* viet*
apre aprono aprir* apert* riapr* inizi* = chiu* finisc* finit*
compra comprano comprat* comprer* acquist* = vend*
presente presenti = assente assenti
""",
    "pt": """
aument* cresce* cresceu subiu sobe subiram subir* alta = cai caiu caíram queda diminu* reduz* desce* baixou
ganha ganhou ganharam vitória* venceu = perde perdeu perderam derrota*
apoia apoiou apoiar* elogi* defend* = critic* conden* rejeit* contest*
aprov* aceit* autoriz* permit* = rejeit* recus* proíb* proib* veta vetou
abre abriu abrir* aberta aberto começ* = fecha fechou fechar* fechad* termin*
compra comprou comprar* adquir* = vende vendeu vender*
""",
    "nl": """
stijg* steeg stegen gestegen toenam* toegenomen groei* verhoog* hoger = daal* gedaald afnam* afgenomen krimp* verlaag* lager
wint won wonnen gewonnen winst = verliest verloor verloren verlies
steunt steunde gesteund verwelkom* verdedig* prijst = bekritiseer* veroordeel* verwerp* verworpen
keurt goedgekeurd aanvaard* toegestaan = afgewezen verworpen verbied* verboden geweigerd
opent opende geopend heropen* begint begon = sluit sloot gesloten eindig*
koopt kocht gekocht = verkoopt verkocht*
""",
    "sv": """
öka* ökn* steg stig* höj* växer växte högre = minska* sjönk sjunk* föll fall* sänk* lägre
vann vinner vunnit seger* = förlora* förlust*
stöd* välkomna* försvara* = kritisera* fördöm* avvisa*
godkän* tillåt* antog = avslog avvisa* förbj* förbud*
öppna* börja* inled* = stäng* avsluta*
köpt* köper köpa = sälj* sålt* såld*
""",
    "pl": """
wzrosn* wzrós* wzrosł* rosn* rośn* zwiększ* więcej wyższ* = spad* zmniejsz* mniej niższ* obniż*
wygra* zwycię* = przegra* poraż*
popar* popier* = sprzeciw* krytyk* odrzuc*
otwar* otwier* otworz* = zamkn* zamyk*
kupi* przejmi* = sprzeda*
""",
    "ru": """
вырос* выраст* увелич* повыс* растет растёт растут рост больше высок* = упал* сниз* сократ* уменьш* пад* меньше низк*
выигра* побед* = проигра* пораж*
поддерж* одобр* = критик* осуд* отверг* отклон* против*
откр* начал* = закр* законч*
купи* = прода*
разреш* = запре*
""",
    "hi": """
समर्थन = विरोध
बढ़* वृद्धि ज़्यादा अधिक = घट* गिर* कमी कम
जीत* = हार*
""",
}
_REACH = 6
"""Words before and after that tell what such a word is about."""
_IN_COMMON = 2
"""Of those, how many the article must have where it says the opposite."""
_SHORTEST = 2

Side = tuple[int, bool]
"""Which axis, and which end of it."""
Table = dict[str, frozenset[Side]]


def opposite(said: str, source: str, language: str = "") -> str:
    """Give the first word of `said` where the article says its opposite, as "rose (fell)"; or ""."""
    for (words, stems, denied, _), sided in zip(
        read(said, language), _sided(said, language), strict=True
    ):
        for place, sides in sided.items():
            reach = around(place, _REACH)
            about = {stem for stem in stems[reach] if stem} - {stems[place]}
            beside = {side for other in range(len(words))[reach] for side in sided.get(other, ())}
            if not any(denied[reach]):
                # why not both: "work ends, the bridge is opened" says no opposite of "opened"
                for axis, end in (side for side in sides if (side[0], not side[1]) not in beside):
                    if found := _found(source, language, about, axis, end=end):
                        return f"{words[place]} ({found})"
    return ""


def _found(source: str, language: str, about: set[str], axis: int, *, end: bool) -> str:
    """Give the opposite word beside most of the words `about`; "" where the word itself is as near."""
    same, opposed, found = 0, _IN_COMMON - 1, ""
    theirs = zip(read(source, language), _sided(source, language), strict=True)
    for (words, stems, denied, _), sided in theirs:
        for place, sides in sided.items():
            if (axis, end) not in sides and (axis, not end) not in sides:
                continue
            reach = around(place, _REACH)
            near = len(about & set(stems[reach]))
            beside = range(len(words))[reach]
            is_same = any((axis, end) in sided.get(other, ()) for other in beside)
            if is_same or any(denied[reach]):
                same = max(same, near)
            elif near > opposed:
                opposed, found = near, words[place]
    return found if opposed > same else ""


@lru_cache(maxsize=4)
def _sided(text: str, language: str) -> list[dict[int, frozenset[Side]]]:
    """Give the sides of those words that have some, by their place, for each sentence of `read`."""
    sides = _all_sides(language.lower()[:2] or "en")
    return [
        {place: found for place, word in enumerate(words) if (found := sides(word))}
        for words, *_ in read(text, language)
    ]


@lru_cache(maxsize=16)
def _all_sides(language: str) -> Callable[[str], frozenset[Side]]:
    exact, begun = _sides(language)
    longest = max(map(len, begun), default=0)

    @lru_cache(maxsize=16_384)
    def sides_of(word: str) -> frozenset[Side]:
        sizes = range(_SHORTEST, min(len(word), longest) + 1)
        found = (begun[word[:size]] for size in sizes if word[:size] in begun)
        return exact.get(word, frozenset()).union(*found)

    return sides_of


@lru_cache(maxsize=16)
def _sides(language: str) -> tuple[Table, Table]:
    """Give the sides of whole words, and of what words begin with."""
    exact: Table = {}
    begun: Table = {}
    for axis, line in enumerate(_AXES.get(language, "").strip().splitlines()):
        for end, words in zip((False, True), line.split("="), strict=True):
            for word in words.split():
                table = begun if word.endswith("*") else exact
                key = word.removesuffix("*")
                table[key] = table.get(key, frozenset()) | {(axis, end)}
    return exact, begun
