"""Numbers and months as words, by language. Pure."""

from functools import cache

_UNITS = {  # two to twenty, in order
    "en": "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen twenty",
    "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn"
    " siebzehn achtzehn neunzehn zwanzig",
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize - - - vingt",
    "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis"
    " diecisiete dieciocho diecinueve veinte",
    "it": "due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici"
    " sedici diciassette diciotto diciannove venti",
    "pt": "dois três quatro cinco seis sete oito nove dez onze doze treze quatorze quinze dezesseis"
    " dezessete dezoito dezenove vinte",
    "nl": "twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien"
    " zeventien achttien negentien twintig",
    "sv": "två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton"
    " nitton tjugo",
    "da": "to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten seksten sytten atten"
    " nitten tyve",
    "nb": "to tre fire fem seks sju åtte ni ti elleve tolv tretten fjorten femten seksten sytten atten"
    " nitten tjue",
    "pl": "dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście trzynaście"
    " czternaście piętnaście szesnaście siedemnaście osiemnaście dziewiętnaście dwadzieścia",
    "ru": "два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать"
    " четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать двадцать",
    "uk": "два три чотири п'ять шість сім вісім дев'ять десять одинадцять дванадцять тринадцять"
    " чотирнадцять п'ятнадцять шістнадцять сімнадцять вісімнадцять дев'ятнадцять двадцять",
    "hi": "दो तीन चार पांच छह सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस बीस",
    "tr": "iki üç dört beş altı yedi sekiz dokuz - onbir oniki - - - - - - - yirmi",
}
_TENS = {  # thirty to ninety, in order
    "en": "thirty forty fifty sixty seventy eighty ninety",
    "de": "dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "fr": "trente quarante cinquante soixante - - -",
    "es": "treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "it": "trenta quaranta cinquanta sessanta settanta ottanta novanta",
    "pt": "trinta quarenta cinquenta sessenta setenta oitenta noventa",
    "nl": "dertig veertig vijftig zestig zeventig tachtig negentig",
    "sv": "trettio fyrtio femtio sextio sjuttio åttio nittio",
    "pl": "trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt siedemdziesiąt osiemdziesiąt dziewięćdziesiąt",
    "ru": "тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто",
}
_FURTHER = {  # one, other forms, ordinals
    "en": {"one": 1, "both": 2, "couple": 2, "pair": 2, "twice": 2, "third": 3, "fourth": 4}
    | {"fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10},
    "de": {"beide": 2, "beiden": 2, "dritte": 3, "dritten": 3, "vierte": 4, "vierten": 4}
    | {
        "fünfte": 5,
        "fünften": 5,
        "sechste": 6,
        "siebte": 7,
        "achte": 8,
        "neunte": 9,
        "zehnte": 10,
    },
    "ru": {"двух": 2, "две": 2, "трех": 3, "трёх": 3, "четырех": 4, "пяти": 5, "шести": 6}
    | {"семи": 7, "восьми": 8, "девяти": 9, "десяти": 10},
    "pt": {"duas": 2},
    "uk": {"дві": 2, "двох": 2, "трьох": 3},
    "pl": {"dwie": 2, "dwóch": 2, "trzech": 3, "czterech": 4, "pięciu": 5},
}
_JOINT = {"de": "und", "nl": "en"}
"""Between ones and tens that are one word: dreiundzwanzig."""
_ONE = {"de": "ein", "nl": "een"}
_MONTHS = """
january jan januar januari janvier enero gennaio janeiro января январе январь січня styczeń stycznia styczniu ocak januára
february feb februar februari février febrero febbraio fevereiro февраля феврале февраль лютого luty lutego lutym şubat -
march mar märz maart mars marzo março марта марте март березня marzec marca marcu mart
april apr - - avril abril aprile - апреля апреле апрель квітня kwiecień kwietnia kwietniu nisan -
may - mai mei - mayo maggio maio мая мае май травня maj maja maju mayıs -
june jun juni - juin junio giugno junho июня июне июнь червня czerwiec czerwca czerwcu haziran -
july jul juli - juillet julio luglio julho июля июле июль липня lipiec lipca lipcu temmuz -
august aug - augustus août agosto - - августа августе август серпня sierpień sierpnia sierpniu ağustos -
september sept sep - septembre septiembre settembre setembro сентября сентябре сентябрь вересня wrzesień września wrześniu eylül -
october oct oktober okt octobre octubre ottobre outubro октября октябре октябрь жовтня październik października październiku ekim -
november nov - - novembre noviembre - novembro ноября ноябре ноябрь листопада listopad - kasım -
december dec dezember dez décembre diciembre dicembre dezembro декабря декабре декабрь грудня grudzień grudnia grudniu aralık -
"""
MONTHS = {
    name: month
    for month, names in enumerate(_MONTHS.strip().splitlines(), 1)
    for name in names.split()
    if name != "-"
}
"""Number of the month by its name in small letters, abbreviated without the point."""


@cache
def number_words(language: str) -> dict[str, int]:
    """Give the words for numbers in `language` ("en", "de-AT"); English where it is not known."""
    code = language.lower()[:2] or "en"
    code = "nb" if code == "no" else code
    ones = _numbered(_UNITS.get(code, ""), range(2, 21))
    tens = _numbered(_TENS.get(code, ""), range(30, 100, 10))
    joined: dict[str, int] = {}
    if joint := _JOINT.get(code):
        units = {word: value for word, value in ones.items() if value < 10} | {_ONE[code]: 1}  # noqa: PLR2004 - one digit
        score = {word: value for word, value in ones.items() if value == 20}  # noqa: PLR2004 - the first of the tens
        joined = {
            f"{unit}{joint}{ten}": value + more
            for unit, more in units.items()
            for ten, value in (tens | score).items()
        }
    return ones | tens | joined | _FURTHER.get(code, {})


def _numbered(words: str, numbers: range) -> dict[str, int]:
    return {word: n for word, n in zip(words.split(), numbers, strict=False) if word != "-"}
