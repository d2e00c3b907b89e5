"""What a number is counted in, by the words and signs beside it. Pure."""

from decimal import Decimal

import regex

_SIZES = {
    100: "hundred hundert cent cien ciento cento honderd сто 百 백",
    1_000: "thousand k tsd tausend mille mil mila duizend tusen tys тыс тысяч тысячи тысяча bin ribu nghìn"
    " ألف آلاف هزار 千 천 हजार हज़ार हज़ार হাজার",
    10_000: "万 萬 만",
    100_000: "lakh lakhs लाख লাখ",
    1_000_000: "million millions m mn mln mio mill millionen millones millón milhões milhão milioni"
    " milione miljoen miljon miljoner millioner milion miliony milionów млн миллион миллиона миллионов"
    " мільйон мільйонів milyon juta triệu مليون ملايين میلیون",
    10_000_000: "crore crores करोड़ करोड़ কোটি",
    100_000_000: "億 亿 억",
    1_000_000_000: "billion billions bn b bln mrd mia milliarde milliarden milliard milliards miliardi miliardo"
    " miljard miljarder milliarder miliard miliardy miliardów mld млрд миллиард миллиарда миллиардов"
    " мільярд мільярдів milyar miliar bilhões bilhão مليار مليارات میلیارد",
    1_000_000_000_000: "trillion trillions tn trn bio billionen biljoen billones трлн триллион триллионов trilyun"
    " trilhões 兆 조",
    12: "dozen dutzend douzaine",
}
SCALE = {word: Decimal(size) for size, words in _SIZES.items() for word in words.split()}
MAY_BE_UNITS = frozenset("k m b".split())
"""Metres too, and bytes: both readings stand."""
_KINDS = {
    "%": "% ％ ٪ percent percentage pct prozent prozentpunkte procent prosent proc процент процента"
    " процентов відсотків yüzde persen pourcent",
    "$": "$ us$ usd dollar dollars dólares dólar dollari доллар доллара долларов دولار डॉलर",
    "€": "€ eur euro euros евро євро يورو यूरो",
    "£": "£ gbp pound pounds sterling pfund",
    "₹": "₹ rs inr rupee rupees रुपये रुपए रुपया",
    "¥": "¥ ￥ jpy yen 円",
    "元": "元 cny rmb yuan renminbi",
    "₽": "₽ rub рублей рубля рубль руб",
    "₩": "₩ krw won 원",
    "chf": "chf franken",
    "zł": "zł pln złotych",
    "₺": "₺ lira tl",
}
_MEASURES = {
    "km": "km kilometer kilometers kilometre kilometres kilometern kilomètres kilómetros chilometri"
    " quilômetros quilómetros kilometrów километров километра км किलोमीटर كيلومترا 公里 千米 キロ",
    "mi": "mile miles meile meilen millas miglia milhas mijl миль мили मील 英里 マイル",
    "metre": "meter meters metre metres metern mètres metros metri metrów метров метра मीटर 米",
    "foot": "foot feet fuß pieds pies piedi футов 英尺",
    "kg": "kg kilo kilos kilogram kilograms kilogramm kilogrammes kilogramos chilogrammi килограммов"
    " 公斤 किलो",
    "tonne": "tonne tonnes ton tons tonnen toneladas tonnellate ton тонн тонны 吨 टन",
    "gallon": "gallon gallons",
    "litre": "liter liters litre litres litern litros litri litrów литров लीटर",
    "second": "seconds sekunden secondes segundos secondi sekund секунд 秒",
    "minute": "minute minutes minuten minutos minuti minut минут मिनट 分钟 分間",
    "hour": "hour hours stunden heures horas ore godzin часов घंटे 小时 小時 時間",
    "day": "day days tage tagen jours días giorni dias dni дней दिन",
    "week": "week weeks wochen semaines semanas settimane tygodni недель सप्ताह हफ्ते",
    "month": "month months monate monaten mois meses mesi miesięcy месяцев महीने 个月",
    "year": "year years jahre jahren ans años anni anos lat лет साल 年間",
    "decade": "decade decades jahrzehnte jahrzehnten décennies décadas decenni",
}
_SIZES_OF = {
    "km": ("length", 1_000),
    "mi": ("length", 1_609),
    "metre": ("length", 1),
    "foot": ("length", 0.3048),
    "kg": ("mass", 1),
    "tonne": ("mass", 1_000),
    "gallon": ("volume", 3.785),
    "litre": ("volume", 1),
    "second": ("time", 1 / 3_600),
    "minute": ("time", 1 / 60),
    "hour": ("time", 1),
    "day": ("time", 24),
    "week": ("time", 168),
    "month": ("time", 730.5),
    "year": ("time", 8_766),
    "decade": ("time", 87_660),
}
_ROUNDING = 0.05
"""Share by which an amount may differ from the same in another unit."""
MEASURES = frozenset(_MEASURES)
"""Kinds that a text often leaves to be understood, or sets a word apart: "three long days"."""
KIND = {word: kind for kind, words in (_KINDS | _MEASURES).items() for word in words.split()}

ABOVE, BELOW, ABOUT = "above", "below", "about"
_BOUNDS = {
    ABOVE: "more than|over|above|at least|upwards of|exceeding|mehr als|über|mindestens|plus de|au moins|más de"
    "|al menos|più di|oltre|almeno|mais de|pelo menos|meer dan|ruim|mer än|över|ponad|więcej niż|co najmniej"
    "|более|больше|свыше|не менее|понад|більше",
    BELOW: "almost|nearly|less than|fewer than|under|up to|close to|just short of|fast|knapp|beinahe|weniger als"
    "|bis zu|près de|presque|moins de|casi|menos de|quasi|meno di|quase|bijna|minder dan|nästan|prawie|niemal"
    "|почти|около|менее|майже|close on",
    ABOUT: "about|around|roughly|approximately|some|an estimated|rund|etwa|circa|ca|ungefähr|environ|quelque|unos|unas"
    "|alrededor de|cerca de|circa|ongeveer|omkring|około|около|примерно|близько",
}
_BOUND = {
    side: regex.compile(
        rf"(?<!\p{{L}})(?:{words})\.?\s+(?:[\p{{Sc}}]|\p{{Lu}}{{3}}\s)?$", regex.IGNORECASE
    )
    for side, words in _BOUNDS.items()
}
_BEFORE = 24
_PM = regex.compile(r"(?:[:.]\p{Nd}\p{Nd})?\s?p\.?m\b", regex.IGNORECASE)


def bounds_before(text: str, at: int) -> frozenset[str]:
    """Say on which sides of the number at that place what it stands for may lie: "more than", "about"."""
    end = text[max(0, at - _BEFORE) : at]
    return frozenset(side for side, pattern in _BOUND.items() if pattern.search(end))


def is_same(value: Decimal, kind: str, other: Decimal, its_kind: str) -> bool:
    """Say whether two amounts in different units are the same: 1,500 meters and 1.5 kilometers."""
    (what, size), (its_what, its_size) = _SIZES_OF[kind], _SIZES_OF[its_kind]
    mine, its = float(value) * size, float(other) * its_size
    return kind != its_kind and what == its_what and abs(mine - its) <= _ROUNDING * max(mine, its)


def is_meant(said: Decimal, value: Decimal, bounds: frozenset[str]) -> bool:
    """Say whether "more than 40" stands for 46: no rounder number lies between, on the right side."""
    step = Decimal(1).scaleb(
        said.normalize().adjusted() - len(said.normalize().as_tuple().digits) + 1
    )
    return (
        (ABOVE in bounds and said <= value < said + step)
        or (BELOW in bounds and said - step < value <= said)
        or (ABOUT in bounds and 2 * abs(said - value) <= step)
    )


def afternoon(text: str, at: int, hours: frozenset[Decimal]) -> frozenset[Decimal]:
    """Read the hour in "6pm" as 18 too."""
    return frozenset(hour + 12 for hour in hours) if _PM.match(text, at) else frozenset()
