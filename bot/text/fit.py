"""Make a text that is too long fit, the way an editor would cut it. Pure."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from itertools import accumulate, pairwise
from unicodedata import bidirectional

import regex

from bot.text.length import graphemes, urls
from bot.text.rich import is_rtl
from bot.text.words import DENSE

ELLIPSIS = "…"
FILLS = 0.6
"""A cut between clauses, or else phrases, must fill this share of the budget, else it is made between words."""
WHOLE_FILLS = 0.25
"""What stands before a quotation or a name must fill this share, else that is cut, a quotation closed."""
TITLE_CASE = 0.85
"""Share of capitals among the longer words from which on they are no sign of names."""


class Unfit(Exception):
    """Why a text, or a template of texts, cannot be used for an article."""


_LOOSE = " \t\n\xa0\u2007\u202f\u3000,;:.·-–—…/([{「『（“„«‹‘،؛、，；：。．・"
"""Marks that must not hang before the ellipsis."""
_BREAK = regex.compile(
    rf"""
    (?<=\S)(?=[\s—])
  | (?:(?<={DENSE})|(?={DENSE}))
    (?<![เแโใไ「『（〈《【“‘])             # what belongs to the next character
    (?!(?<=[\u30a1-\u30ff])[\u30a1-\u30ff])   # a foreign word or name
    (?![、。，．：；？！・」』）〉》】”’ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ々])
    """,
    regex.VERBOSE,
)
_CLAUSE = regex.compile(
    r"(?<=[,;،؛])(?=\s)|(?<=\w{3}[.!?؟])(?=\s)|(?<=[、，；。！？])|(?<=[\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}])(?=\s)|(?<=\S)(?=\s*+—)|(?<=\S)(?=\s++[–-]\s)"
)
_FIGURE = r"\p{Nd}(?:[\p{Nd}.,:/'’\s]*\p{Nd})?"
_NUMBER = regex.compile(
    rf"""
    (?:\b(?:[A-Z]{{2,3}}|Rs|Tk|No|Nr|N[°º])\.?\s?)?(?:[\p{{Sc}}№+−±~-]\s?)?
    {_FIGURE}(?:\s(?:to|or|bis|oder|à|ou|a|o|до|или|–|-)\s{_FIGURE})?
    (?:\s?(?i:(?:m|b|tr)il\w*(?:\sd[ei])?|thousand|tausend|tys|mln|mld|mrd|mio|bn|lakhs?|crores?|juta|ribu|tri[eệ]u|tỷ
        |тыс\w*|млн|млрд|трлн|м[иі]ль?йон\w*|м[иі]лл?и?ь?[ая]рд\w*|миллион\w*|εκατ\w*|δισ\w*|χιλ\w*
        |ألف|آلاف|مليون\w*|ملايين|مليار\w*|هزار|میلیون|میلیارد|אלף|מיליון|מיליארד
        |हज़?ार|लाख|करोड़|अरब|হাজার|লাখ|কোটি|[千百万萬億亿兆])(?!\w)\.?)?
    (?:\s?(?:\p{{Nd}}[\p{{Nd}}.,]*)?[천백만억조]+)*
    (?:\s(?:per|pour|por|square|cubic|metric|percentage|US|кв|куб)\b\.?(?=\s\w))?
    (?:\s?[\p{{Sc}}%‰°]\w?|{DENSE}{{1,3}}|[\s-]?(?:(?!{DENSE})\w)+)?
    (?:\s(?:per|pro|par|por|an?)\s(?i:hour|second|minute|day|week|month|year|person|head|capita|stunde|sekunde|tag
        |woche|monat|jahr|kopf|heure|jour|mois|an|personne|hora|día|mes|año|persona|ora|giorno|mese|anno)\b)?
    """,
    regex.VERBOSE,
)
"""A number with its currency, its "million" and its unit, or whatever word stands there."""
_CAPITAL = r"(?<![\p{L}\p{M}.'’-])\p{Lu}[\p{L}\p{M}.'’-]*+"
_NAME = regex.compile(
    rf"""
    {_CAPITAL}(?:\s(?:(?:de[lnr]?|della|d[aiou]|dos|l[ae]|v[ao]n|al|el|bin|ibn|ben|te[nr]|zu|of)\s){{0,2}}{_CAPITAL}){{1,5}}
    (?:\s\p{{Nd}}+)?
  | {_CAPITAL}\s\p{{Nd}}+
    """,
    regex.VERBOSE,
)
"""Words with capitals in a row, as names have them, or one and its number: "Boeing 737", "May 3"."""
_WORD = regex.compile(r"\S+")
_LONG_WORD = regex.compile(r"[\p{Lu}\p{Ll}]\p{L}{3,}")
_LONG = "{0,1000}"
"""Characters of a quotation at most; else the end of each that is left open would be looked for to the end of the text."""
QUOTATION = regex.compile(
    rf"""
    “[^”]{_LONG}”|„[^“”]{_LONG}[“”]|”[^”]{_LONG}”|«[^»]{_LONG}»|»[^«]{_LONG}«|‹[^›]{_LONG}›
  | 「[^」]{_LONG}」|『[^』]{_LONG}』|《[^》]{_LONG}》
  | (?<!\w)"..{_LONG}?"(?!\w)|(?<!\w)‘..{_LONG}?’(?!\w)|(?<!\w)‚..{_LONG}?[‘’](?!\w)
    """,
    regex.VERBOSE | regex.DOTALL,
)

_QUOTED = regex.compile(
    QUOTATION.pattern
    + r"""| (?<!\w)”[^“”]*“ | (?<!\w)'(?=\p{L})[^'\n]*(?:(?<=\w)'(?=\w)[^'\n]*)*'(?!\w)""",
    regex.VERBOSE | regex.DOTALL,
)

_UNFINISHED = regex.compile(
    r"""(?:[\s,;:]+(?:
    a|an|the|of|in|on|at|to|for|from|with|by|and|or|but|as|its|his|her|their|our|into|over|that|which|who|whose|than|where
  | der|die|das|dem|den|des|ein|eine|einem|einen|einer|eines|und|oder|im|am|auf|mit|von|vom|zu|zum|zur|für|bei|nach|aus|über
  | le|la|les|un|une|du|de|et|ou|en|au|aux|dans|par|pour|sur|avec|qui|que|dont
  | el|los|las|una|del|al|y|o|e|con|por|para|su|sus|il|lo|gli|i|di|da|dal|della|dei|nel|nella|per|che|dove
  | os|as|um|uma|do|dos|das|no|na|em|com|pela|pelo|het|een|van|op|te|voor|met|och|i|på|av|att|som|för|med|til|og|w|z|na|do|się
  | и|в|на|с|по|к|о|от|для|из|у|за|что|а|та|і|й|з|до
  | ile|bir|og|af|ei|eit|în|pe|cu|din|și|sau|pentru|az|egy|és|vagy|hogy|ja|että|v|ve|k|ke|u|od|ze|při|přes|že|koji|je
  | του|της|των|τον|την|τη|το|τα|τους|τις|οι|ο|η|στο|στη|στην|στον|στα|στις|σε|με|για|από|και|που|να|че|във|със
  | di|ke|dari|yang|dan|untuk|dengan|pada|của|và|với|cho|tại|trong|ở
  )|(?<=[\p{Arabic}\p{Hebrew}])[\s،؛,;:]+(?:
    في|من|على|إلى|عن|مع|أن|إن|التي|الذي|بين|بعد|قبل|حتى|أو|از|به|در|با|که|برای|تا|و|של|על|את|עם|אל|כי|אשר|בין|או
))+$""",
    regex.VERBOSE,
)
"""Words that promise another one, at the end of what was cut; capitals are names ("vitamin A").

From the right they go only where a word of their script stands before them, see `_ends_rtl`.
"""
_OPENERS = frozenset(
    "in on at for from with and or after before during since while when where which who because over under between"
    " against about through within near across amid among despite until via above below behind around along toward"
    " towards beyond inside outside throughout although as und oder im am auf mit nach bei beim aus über unter gegen"
    " für während seit vor durch zwischen wegen trotz bis weil nachdem bevor obwohl sowie zum zur et ou dans en sur"
    " avec pour sous après avant pendant depuis contre entre vers chez lors selon malgré qui lorsque quand où y e con"
    " por para sobre tras desde hasta durante según mientras cuando donde porque aunque per su tra fra nel nella nei"
    " nelle negli sul sulla dopo prima contro mentre quando perché dove em com sob após antes até segundo enquanto"
    " onde na nas pela pelo op voor bij uit tegen tijdens sinds tussen terwijl omdat nadat toen och og på med för från"
    " till til efter etter mot mellan mellom mellem över mens medan när når eller vid ved hos w z od po przez dla"
    " przed podczas między oraz gdy kiedy ponieważ przy v ve s ze pro před při během mezi když protože în din cu"
    " pentru după înainte între când și sau veya és vagy hogy mert amikor dan atau dari untuk dengan pada dalam oleh"
    " setelah sebelum karena sejak hingga và hoặc tại trong với khi trước в во на с со из от до по за для при после"
    " перед через между над под и или когда где пока чтобы из-за у з із від після між під і й та або коли де поки щоб"
    " και ή σε στο στη στην στον στα στις στους με για από μετά πριν κατά μεταξύ ενώ όταν όπου προς في من على إلى عن"
    " مع بعد قبل خلال بين ضد حتى أو عندما עם על אחרי לפני בין כאשר".split()
)
"""Words before which a phrase ends that stands by itself; "of" and its like go on with it.

None that takes back what stands before it ("unless", "without"), or stands within phrases of another language ("met").
"""
_GOES_ON_AS = frozenset({"such", "well", "known"})
_LAST = 40
"""Characters of a cut text in which they are looked for."""

Stretch = tuple[int, int]


def fit(text: str, budget: int, measure_fn: Callable[[str], int]) -> str:
    """Shorten `text` until `measure_fn` says at most `budget`; "" where nothing readable fits.

    A shortened text ends in "…", not after a word that promises another. It is cut between clauses, phrases or words, in scripts without spaces
    between characters; never inside a grapheme, a link or a number with its unit; inside a
    quotation or a name only where too little stands before it, a quotation then closed; in a right-to-left text
    not after a left-to-right word, from which the "…" would jump away.
    """
    if measure_fn(text) <= budget:
        return text
    bounds = list(accumulate(len(cluster) for cluster in graphemes(text)))
    clusters = set(bounds)
    ends_of_parts = {match.start() for match in _CLAUSE.finditer(text)}, _phrases(text)
    links, quotes = urls(text), [match.span() for match in _QUOTED.finditer(text)]
    empty = measure_fn("")

    def shorten(end: int) -> str:
        kept, tail = _cut(text, end, links, quotes)
        return kept + tail if len(kept) in clusters else ""

    def fills(cut: str, share: float) -> bool:
        return share <= (measure_fn(cut) - empty) / max(budget - empty, 1) <= 1

    def longest(ends: list[int]) -> str:
        fitting = ends[: bisect_right(ends, budget, key=lambda end: measure_fn(shorten(end)))]
        cuts = (
            map(shorten, filter(stops.__contains__, reversed(fitting))) for stops in ends_of_parts
        )
        # why no shorter one: it would fill less
        parts = (next(filter(None, each), "") for each in cuts)
        between_words = shorten(fitting[-1]) if fitting else ""
        return next((part for part in parts if fills(part, FILLS)), between_words)

    words = [end for end in _word_ends(text, links) if end in clusters]
    in_quotes = _inside(quotes)
    in_whole = in_quotes | _inside(_names(text))
    before = longest([end for end in words if end not in in_whole])
    if fills(before, WHOLE_FILLS):
        return before
    before_quotes = longest([end for end in words if end not in in_quotes])
    if fills(before_quotes, WHOLE_FILLS):
        return before_quotes
    in_links = _inside(links)
    characters = [end for end in bounds if end not in in_links]
    return longest(words) or before_quotes or longest(characters)


def _phrases(text: str) -> set[int]:
    """Find where a phrase ends since the next word begins another."""
    words = list(_WORD.finditer(text))
    return {
        before.end()
        for before, word in pairwise(words)
        if word[0] in _OPENERS and not (word[0] == "as" and before[0] in _GOES_ON_AS)
    }


def _word_ends(text: str, links: list[Stretch]) -> list[int]:
    """Find where a word ends that may be the last one."""
    inside = _inside([*links, *(match.span() for match in _NUMBER.finditer(text))])
    ends = (match.start() for match in _BREAK.finditer(text))
    words = [end for end in ends if end not in inside]
    if not is_rtl(text):
        return words
    ways = list(accumulate(map(bidirectional, text), _last_way, initial="L"))
    return [end for end in words if ways[end] != "L"]


def _names(text: str) -> list[Stretch]:
    """Find names by their capitals, where these are rare enough to tell one."""
    long = _LONG_WORD.findall(text)
    if sum(word[0].isupper() for word in long) > TITLE_CASE * len(long):
        return []
    return [match.span() for match in _NAME.finditer(text)]


def _cut(text: str, end: int, links: list[Stretch], quotes: list[Stretch]) -> tuple[str, str]:
    """Say what stays up to `end`, and what is set after it."""
    last_link, last_quote = (
        max((stop for _, stop in stretches if stop <= end), default=0)
        for stretches in (links, quotes)
    )
    told = text[:end].rstrip(_LOOSE)
    told = (told[:-_LAST] + _UNFINISHED.sub("", told[-_LAST:])).rstrip(_LOOSE) or told
    kept = text[: max(last_link, last_quote, len(told))]
    # why: platforms that look for links by themselves take the ellipsis for a part of them
    gap = " " if kept and len(kept) == last_link else ""
    closing = (text[stop - 1] for start, stop in quotes if start < len(kept) < stop)
    return kept, gap + ELLIPSIS + next(closing, "")


def _inside(stretches: Iterable[Stretch]) -> set[int]:
    """Find the places in the middle of a stretch."""
    return {place for start, end in stretches for place in range(start + 1, end)}


def _last_way(before: str, way: str) -> str:
    """Say which way a text goes on that went one way before, by its next character."""
    return way if way in {"L", "R", "AL"} else before
