"""Amounts without a figure ("dozens", "a third", "doubled"), and what of an article bears them out. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

import regex

from bot.text.units import bounds_before


@dataclass(frozen=True, slots=True, kw_only=True)
class _Amount:
    """Words for an amount: what bears them out beside other such words and figures.

    `numbers` and `shares` (percent) are the least and the most of one; `ratio` is that of two figures in a row.
    """

    words: str
    also: str = ""
    numbers: tuple[float, float] = (1, 0)
    shares: tuple[float, float] = (1, 0)
    ratio: tuple[float, float] = (1, 0)


_AMOUNTS = [
    _Amount(
        words="dozens|dutzende?n?|(?:de|des|plusieurs) (?:dizaines|douzaines)|docenas|decenas|decine|dezenas"
        "|tientallen|dussintals|dziesiątk[ia]|десятк[иа]\\w*",
        also="dozen|scores|dutzend|dizaine|douzaine|docena|decena|decina|dezena",
        numbers=(18, 150),
    ),
    _Amount(
        words="hundreds|hunderten?|(?:des|plusieurs) centaines|cientos|centenares|centinaia|centenas|honderden"
        "|hundratals|setki|сотн[ия]",
        also="hundred|hundert|centaine|centenar|centinaio|сот",
        numbers=(100, 2_000),
    ),
    _Amount(
        words="thousands|tausenden?|(?:des|plusieurs) milliers|miles de|migliaia|milhares|duizenden|tusentals"
        "|tysiące|тысячи",
        also="thousand|tausend|millier|migliaio|milhar|duizend|tusen|tysięcy|тысяч",
        numbers=(1_000, 200_000),
    ),
    _Amount(
        words="(?<!and a )half(?! an? |-)|halved|halves|hälfte|halbiert\\w*|la moitié|la mitad|la metà|metade|de helft|hälften|połow[aęy]"
        "|половин[ауы]",
        also="halv|halb|moitié|mitad|metà|twice|doubl|doppel|doble|doppio",
        shares=(44, 56),
        ratio=(1.75, 2.3),
    ),
    _Amount(
        words="(?:a|one)[ -]third (?:of|more|less|fewer)|ein drittel|un tiers|un tercio|un terzo d\\w+|um terço|треть",
        also="third|drittel|tiers|terci|terz|terç|трет",
        shares=(30, 37),
        ratio=(2.8, 3.2),
    ),
    _Amount(
        words="two[ -]thirds|zwei drittel|deux tiers|dos tercios|due terzi|dois terços|две трети",
        also="third|drittel|tiers|terci|terz|terç|трет",
        shares=(62, 70),
        ratio=(1.45, 1.55),
    ),
    _Amount(
        words="(?:a|one)[ -]quarter (?:of(?! an? )|more|less|fewer)|ein viertel|un quart"
        "|un cuarto de|un quarto d\\w+|четверть",
        also="quarter|viertel|quart|cuart|четверт",
        shares=(21, 29),
        ratio=(3.8, 4.2),
    ),
    _Amount(
        words="three[ -]quarters|drei viertel|trois quarts|tres cuartos|tre quarti|três quartos|три четверти",
        also="quarter|viertel|quart|cuart|четверт",
        shares=(71, 79),
        ratio=(1.3, 1.37),
    ),
    _Amount(
        words="(?:nearly|almost|virtually|practically) (?:all|every\\w*)|(?:fast|beinahe|nahezu) alle[nrs]?"
        "|presque tous|presque toutes|casi todos|casi todas|quasi tutt[ie]|quase todos|почти все",
        also="all|every|none|no one|alle|kein|tous|toutes|aucun|todos|todas|tutti|tutte|nessun|все|ни один",
        shares=(85, 100),
    ),
    _Amount(
        words="doubl(?:ed|ing|es)|verdoppel\\w+|a doublé|ont doublé|duplic[óa]\\w*|raddoppi\\w+|dobrou|verdubbel\\w*"
        "|fördubbl\\w+|podwoi\\w+|удвои\\w+",
        also="doubl|twice|two-?fold|doppel|zweimal|deux fois|doble|doppio|dobro|dubbel|вдвое|двойн|dwukrot",
        shares=(90, 110),
        ratio=(1.75, 2.3),
    ),
    _Amount(
        words="tripl(?:ed|ing|es)|verdreifach\\w+|a triplé|ont triplé|triplic[óa]\\w*|утрои\\w+",
        also="tripl|three times|three-?fold|threefold|dreimal|dreifach|trois fois|втрое",
        shares=(180, 220),
        ratio=(2.7, 3.3),
    ),
]
_SAID = [
    regex.compile(rf"(?<![\p{{L}}-])(?:{each.words})(?!\p{{L}})", regex.IGNORECASE)
    for each in _AMOUNTS
]
_ALSO = [
    regex.compile(rf"(?<!\p{{L}})(?:{each.words}|{each.also})", regex.IGNORECASE)
    for each in _AMOUNTS
]


_FURTHER = 1.25
"""By how much the least and the most widen after "more than", "almost" and the like."""


def unfounded_amount(said: str, source: str, figures: Sequence[tuple[Decimal, str]]) -> str:
    """Give the first amount in `said` that no word or figure of the article bears out; or "".

    `figures` are the article's in order, but for years, each with what it counts: "%".
    """
    for amount, words, also in zip(_AMOUNTS, _SAID, _ALSO, strict=True):
        found = words.search(said)
        if found and not also.search(source):
            further = _FURTHER if bounds_before(said, found.start()) else 1
            if not _is_borne_out(amount, figures, further):
                return str(found[0])
    return ""


def _is_borne_out(amount: _Amount, figures: Sequence[tuple[Decimal, str]], further: float) -> bool:
    alone = any(
        low / further <= figure <= high * further
        for figure, kind in figures
        for low, high in (amount.shares if kind == "%" else amount.numbers,)
    )
    ratios = (
        max(one, other) / min(one, other)
        for (one, kind), (other, its_kind) in pairwise(figures)
        if kind == its_kind and one > 0 and other > 0
    )
    return alone or any(amount.ratio[0] <= ratio <= amount.ratio[1] for ratio in ratios)
