"""Whether a text names a word that somebody asked for. Pure."""

import regex

from bot.text.words import DENSE

GRAVE = (
    *(
        "death deaths dead dies died killed kills crash crashes murder murdered suicide shooting stabbing victim victims"
        " massacre bombing funeral obituary drowned drowns deadly fatal"
        " tot tote toten toter getötet mord opfer unglück absturz stirbt sterben starb gestorben tödlich tödlicher unfall"
        " ermordet leiche mort morte morts mortes décès décédé tué tuée tués meurt meurent meurtre obsèques"
        " muerte muertes muerto muerta muertos muere mueren murió fallece fallecen falleció asesinato asesinado víctimas"
        " morto morta morti muore muoiono ucciso uccisa uccisi omicidio vittime morre morrem morreu mortos acidente vítimas"
        " dood doden overleden omgekomen moord vermoord slachtoffers zmarł zmarła zginął zginęła zginęli śmierć śmiertelny ofiary"
        " погиб погибла погибли умер умерла смерть гибель убит убита убиты убийство жертвы"
        " загинув загинула загинули помер померла вбито вбивство zemřel zemřela zemřeli mrtvý mrtví smrt vražda oběti"
        " död döda dött mord omkom døde omkommet drept drap dræbt kuoli kuollut kuolema surma"
        " meghalt halál halálos gyilkosság áldozat decedat decedată ucis moartea crimă victime"
        " νεκρός νεκρή νεκροί θάνατος πέθανε σκοτώθηκε δολοφονία θύματα öldü ölü ölen öldürüldü cinayet"
        " قتيل قتلى مقتل مصرع وفاة ضحايا جثة جنازة נהרג נהרגה נהרגו נרצח נרצחה נפטר הרוגים רצח کشته مرگ درگذشت قتل ہلاک جاں"
        " मौत मौतें हत्या निधन मृत শব মৃত্যু নিহত খুন tewas meninggal pembunuhan korban"
        " ตาย เสียชีวิต ฆ่า 死亡 身亡 遇难 遇難 丧生 喪生 罹难 罹難 去世 逝世 谋杀 謀殺 杀害 自杀 死去 殺害 殺人 自殺 遺体 死者"
        " 사망 사망자 숨져 숨진 살해 살인 별세".split()
    ),
    *("thiệt mạng", "tử vong", "qua đời", "sát hại"),
)
"""Words beside which hashtags are out of place, where the operator names none."""
_DENSE = regex.compile(DENSE)


def is_named(keyword: str, text: str) -> bool:
    """Say whether a whole word or phrase stands in a text, in whatever case.

    "Record-breaking" does not name "breaking". Scripts that set no spaces have no whole words.
    """
    wanted, text = " ".join(keyword.casefold().split()), text.casefold()
    if not wanted or wanted.split()[0] not in text:
        return False
    before = "" if _DENSE.match(wanted[0]) else r"(?<![\w\-‐‑])"
    after = "" if _DENSE.match(wanted[-1]) else r"(?![\w\-‐‑])"
    pattern = r"\s+".join(map(regex.escape, wanted.split()))
    return bool(regex.search(f"{before}{pattern}{after}", text))
