"""How an article stands: behind a paywall, still going on, an opinion, paid for, not to be indexed.

Readers are told an opinion or an advertisement as such, what is paid for is not given away, and what
a publisher keeps from search engines is shown to the operator.
"""

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from bot.page.head import Head
from bot.page.headline import fold
from bot.page.jsonld import has_type
from bot.page.outline import Outline

OPINION, SPONSORED = "opinion", "sponsored"

_FREE = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_TIERS = {"locked": True, "paid": True, "premium": True}
"""Values of `article:content_tier`; what is "metered" or "free" can be read."""
_LIVE = re.compile("LiveBlogPosting")
_TYPES = {
    SPONSORED: re.compile("AdvertiserContentArticle"),
    OPINION: re.compile("OpinionNewsArticle"),
}
_WORDS = {
    SPONSORED: (
        "sponsored(?: (?:content|post|posts|article|articles|story|feature|by .*))?|advertorials?|promoted"
        "|paid ?(?:content|posts?|partnership|program|for by .*)|(?:partner|brand|branded|promoted|native) content"
        "|brand ?studio|advertise?ment feature|anzeige|werbung|gesponsert\\w*|publi ?r[eé]portages?|publirreportaje"
        "|(?:contenido |conte[uú]do )?(?:patrocinad|publicit[aá]ri)[ao]|contenido de marca|conte[uú]do de marca"
        "|contenu (?:sponsoris[eé]|partenaire)|(?:contenuto )?sponsorizzato|(?:artykuł|materiał) sponsorowany"
        "|gesponsord|advertentie|annons|annonce|annonsørinnhold|mainos|на правах рекламы|реклама"
        "|партн[её]рский (?:материал|проект)|إعلان|محتوى مدفوع|प्रायोजित|广告|推广|広告|광고"
    ),
    OPINION: (
        "opinions?|op ?eds?|editorials?|comment(?:ary|aries|isfree)?|columns?|columnists?|view ?points?|views"
        "|perspectives?|letters(?: to the editor)?|meinung(?:en)?|kommentare?|gastbeitr[aä]ge?|leitartikel"
        "|tribunes?|d[eé]bats|chroniques?|[eé]ditos?|[eé]ditori(?:al|aux)|opini[oó]n(?:es)?|columnas?|editoriales"
        "|opini[aã]o|colunas?|colunistas?|opinioni|commenti|editoriali|opini[ea]|komentarze?|felietony?|publicystyka"
        "|мнени[ея]|колонк[аи]|думк[аи]|köşe yazıları|yazarlar|görüş|رأي|آراء|نظر|विचार|राय|संपादकीय|评论|社论|观点|社説"
        "|コラム|오피니언|사설|칼럼|ý kiến|opini|ledare|debatt?|kronikk?|meninger|mielipide|pääkirjoitus|απόψεις|γνώμες"
    ),
}
_PATTERNS = {label: re.compile(words) for label, words in _WORDS.items()}
_DEPTH = 3
"""Parts of an address that can be sections."""
_KICKERS = 3
"""Blocks over a headline that can be its label."""
_LONGEST = 40
_MENUS = frozenset({"li", "nav", "menu", "ul", "option"})

Found = tuple[bool, str]


def read_paywalled(head: Head) -> Found:
    """Say whether one must pay to read on, and who says so; no word means no."""
    parts = [
        part for part in head.graph.values(head.article.get("hasPart")) if isinstance(part, dict)
    ]
    said = (
        *(
            (thing.get("isAccessibleForFree"), "json-ld")
            for thing in (head.article, *head.graph.highest, *parts)
        ),
        (head.first("isaccessibleforfree"), "page"),
    )
    for value, origin in said:
        free = _truth(value)
        if free is not None:
            return not free, origin
    tier = head.first("article:content_tier", "content_tier").lower()
    return _TIERS.get(tier, False), "meta"


def _truth(value: object) -> bool | None:
    """Read a boolean as pages write it: true, "False", "http://schema.org/False", [false]."""
    if isinstance(value, list | tuple):
        value = next(iter(value), None)
    if isinstance(value, dict):
        value = value.get("@id") or value.get("@value")
    return _FREE.get(str(value).strip().rpartition("/")[2].lower())


def read_live(head: Head) -> Found:
    """Say whether it is a live blog, whose text goes on changing."""
    return has_type(head.article, _LIVE) or any(
        has_type(thing, _LIVE) and "headline" in thing for thing in head.graph.highest
    ), "json-ld"


def read_noindex(head: Head) -> Found:
    """Say whether search engines are asked to leave the page out."""
    words = (value for name in ("robots", "googlebot") for value in head.all(name))
    return is_noindex(",".join(words)), "meta"


def is_noindex(words: str) -> bool:
    """Say whether what is said to robots, in a page or in `X-Robots-Tag`, is to leave it out."""
    return not {"noindex", "none"}.isdisjoint(re.split(r"[\s,]+", words.lower()))


def read_label(head: Head, outline: Outline, headline: str, url: str) -> tuple[str, str]:
    """Give what readers must be told of an article ("opinion", "sponsored"), or ""."""
    for label, pattern in _TYPES.items():
        if has_type(head.article, pattern):
            return label, "json-ld"
    if fold(head.first("article:opinion")) == "true":
        return OPINION, "meta"
    said = [
        *((text, "json-ld") for text in head.texts("articleSection")),
        *((head.first(name), "meta") for name in ("article:section", "section", "og:type")),
        *((part, "address") for part in _sections(url)),
        *((text, "page") for text in _kickers(outline, headline)),
    ]
    named = [(fold(text), origin) for text, origin in said if text and len(text) <= _LONGEST]
    for label, pattern in _PATTERNS.items():
        for text, origin in named:
            if pattern.fullmatch(text):
                return label, origin
    return "", ""


def _sections(url: str) -> list[str]:
    """Give the parts of an address that tell where an article stands: all but its own name."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return []
    host = (parts.hostname or "").split(".")[0]
    return [host, *unquote(parts.path).strip("/").split("/")[:-1][:_DEPTH]]


def _kickers(outline: Outline, headline: str) -> Iterator[str]:
    """Give the short lines right over the headline that belong to no menu."""
    blocks, wanted = outline.blocks, fold(headline)
    long = 2 * len(headline) + _LONGEST
    headings = (n for n, b in enumerate(blocks) if b.tag == "h1" and len(b.text) <= long)
    at = next((n for n in headings if fold(blocks[n].text) == wanted), 0)
    for block in blocks[max(0, at - _KICKERS) : at]:
        number = block.box
        while number > 0 and outline.boxes[number].tag not in _MENUS:
            number = outline.boxes[number].parent
        if number <= 0:
            yield block.text
