"""The days of the week that a text names, in the languages of the news. Pure."""

from collections.abc import Mapping
from functools import lru_cache

import regex

_NAMES = """
mondays? montag~ lundis? lunes lunedì segunda-feira maandag måndag- mandag- poniedzia- понедельник- понеділ- pazartesi الاثنين الإثنين सोमवार δευτέρα senin hétfő- maanantai-
tuesdays? dienstag~ mardis? martes martedì terça-feira dinsdag tisdag- tirsdag- wtor- вторник- вівтор- salı الثلاثاء मंगलवार τρίτη selasa kedd- tiistai-
wednesdays? mittwoch~ mercredis? miércoles mercoledì quarta-feira woensdag onsdag- środ- среду середу çarşamba الأربعاء الاربعاء बुधवार τετάρτη rabu szerd- keskiviikko-
thursdays? donnerstag~ jeudis? jueves giovedì quinta-feira donderdag torsdag- czwart- четверг- четвер- perşembe الخميس गुरुवार बृहस्पतिवार πέμπτη kamis csütörtök- torstai-
fridays? freitag~ vendredis? viernes venerdì sexta-feira vrijdag fredag- piąt- пятниц- п['’]ятниц- cuma الجمعة शुक्रवार παρασκευή jumat péntek- perjantai-
saturdays? samstag~ sonnabend~ samedis? sábado sabato zaterdag lördag- lørdag- sobot- суббот- субот- cumartesi السبت शनिवार σάββατο sabtu szombat- lauantai-
sundays? sonntag~ dimanches? domingo domenica zondag söndag- søndag- niedziel- воскресень- неділ- الأحد الاحد रविवार κυριακή minggu vasárnap- sunnuntai-
"""
"""One line for each day from Monday on; "-" stands for the endings of inflected names, "~" for what
German joins to a day: "Dienstagabend"."""
_TIME = "(?:(?:vor|nach)?mittag|morgen|abend|nacht)?s?"
_DAYS = [
    regex.compile(
        rf"(?<![\p{{L}}\p{{M}}])[وبفل]?(?:{'|'.join(names.split())})(?![\p{{L}}\p{{M}}])".replace(
            "-|", r"\p{L}{0,5}|"
        )
        .replace("-)", r"\p{L}{0,5})")
        .replace("~", _TIME),
        regex.IGNORECASE,
    )
    for names in _NAMES.strip().splitlines()
]
_DENSE = regex.compile(
    r"(?:星期|周|週|礼拜|禮拜)(?P<zh>[一二三四五六日天])|(?P<ja>[月火水木金土日])曜|(?P<ko>[월화수목금토일])요일"
)
_ORDER = {"zh": "一二三四五六日", "ja": "月火水木金土日", "ko": "월화수목금토일"}


@lru_cache(maxsize=4)
def weekdays(text: str) -> Mapping[int, str]:
    """Give the days (0 is Monday) that a text names, each as it stands there first."""
    found = {day: match[0] for day, name in enumerate(_DAYS) if (match := name.search(text))}
    for match in _DENSE.finditer(text):
        script, sign = next((key, value) for key, value in match.groupdict().items() if value)
        found.setdefault(_ORDER[script].index(sign.replace("天", "日")), match[0])
    return found
