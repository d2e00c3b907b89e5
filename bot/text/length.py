"""How long a text is, in each platform's own unit, and which of its words X makes links of. Pure.

WEIGHTED and `urls` follow twitter-text v3 (twitter/twitter-text, config/v3.json and the rules held
by its conformance files): the text in NFC; a URL counts 23, an emoji sequence 2, a character of
the light ranges 1, any other 2. EMOJI_BYTES follows Meta's reference for Threads: characters, but
an emoji is as long as it is in UTF-8.
"""

from functools import cache
from unicodedata import normalize

import regex

from bot.model import Unit
from bot.text.tlds import TLDS

X_LINK_LENGTH = 23
MAX_LABEL = 63
"""Characters of one host label as DNS takes it, in Punycode where it is not ASCII (RFC 1035)."""
MAX_URL = 4096
MAX_TCO_SLUG = 40

_SPACES = r"\t-\r \x85\xa0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_MARKERS = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVALID = r"\ufffe\ufeff\uffff"
_BARRED = rf"!'#%&()*+,\\/:;<=>?@\[\]\^{{|}}~${_SPACES}{_MARKERS}{_INVALID}"
"""What no host name has in it."""
_DOT = "\ufffe"
"""Stands for a dot before a top-level domain, while links are looked for; nothing else is one."""
_TLD = r"(?:\L<tlds>(?![0-9a-z@+\-])|xn--[\-0-9a-z]+)"
_HOST = rf"[^{_BARRED}._\-]"
_SUBDOMAIN = rf"(?={_HOST})[^{_BARRED}.]{{1,{MAX_LABEL}}}+(?<={_HOST})[.{_DOT}]"
_DOMAIN = rf"(?:{_SUBDOMAIN}){{0,126}}(?={_HOST})[^{_BARRED}._]{{1,{MAX_LABEL}}}+(?<={_HOST}){_DOT}{_TLD}"
_ACCENTED = (
    r"\xc0-\xd6\xd8-\xf6\xf8-\u024f\u0253\u0254\u0256\u0257\u0259\u025b\u0263\u0268\u026f\u0272"
    r"\u0289\u028b\u02bb\u0300-\u036f\u1e00-\u1eff"
)
_ASCII_LABEL = rf"[\-a-z0-9{_ACCENTED}]++"
_ASCII_DOMAIN = rf"(?:{_ASCII_LABEL}[.{_DOT}])*{_ASCII_LABEL}{_DOT}{_TLD}"
_PATH = rf"[a-z0-9\u0400-\u04ff{_ACCENTED}!*';:=+,.{_DOT}$/%#\[\]\-\u2013_~@|&]"
_PATH_END = rf"[a-z0-9\u0400-\u04ff{_ACCENTED}+\-=_#/)]"
_PARENTHESES = rf"\((?:{_PATH}*+\({_PATH}++\){_PATH}*+|{_PATH}++)\)"
_QUERY = rf"\?[a-z0-9!?*'@();:&=+$/%#\[\]\-_.{_DOT},~|]*[a-z0-9\-_&=#/]"
_URL = rf"""
    [^{_BARRED}]++(?!{_DOT}|://)(*SKIP)(*FAIL)   # words without a known domain, passed at once
  | [._\-]+(?=[._\-])(*SKIP)(*FAIL)               # signs that no domain begins with
  | (?:^|(?P<before>[^a-z0-9@＠$\#＃{_INVALID}]))
    (?P<url>
        (?P<protocol>https?://)?
        (?P<domain>{_DOMAIN})
        (?::[0-9]+)?
        (?P<path>/(?:(?:{_PATH}|{_PARENTHESES})*(?<={_PATH_END}))?)?
        (?:{_QUERY})?
    )
"""
_TCO = rf"https?://t{_DOT}co/(?P<slug>[a-z0-9]+)(?:{_QUERY})?"

_HEAVY = r"[^\0-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]"
_PERSON = r"[👨👩🧑]\p{Emoji_Modifier}?"
_EMOJI = rf"""
    {_PERSON}\u200d(?:[🌾🍳🍼🎄🎓🎤🎨🏫🏭💻💼🔧🔬🚀🚒🦯🦰🦱🦲🦳🦼🦽]|[⚕⚖✈]\ufe0f)
  | {_PERSON}(?:\u200d(?:❤\ufe0f\u200d(?:💋\u200d)?|🤝\u200d)?{_PERSON})?(?:\u200d[👦👧])*
  | [\p{{Emoji_Modifier_Base}}👯🤼🧞🧟](?:\p{{Emoji_Modifier}}|\ufe0f)?\u200d[♀♂]\ufe0f
  | \p{{Emoji_Modifier_Base}}\p{{Emoji_Modifier}}
  | 🏴(?:[\U000e0030-\U000e007a]+\U000e007f|\u200d☠\ufe0f)
  | 🏳\ufe0f\u200d(?:🌈|⚧\ufe0f)
  | 👁\u200d🗨
  | \p{{Regional_Indicator}}{{2}}
  | [0-9\#*]\ufe0f?\u20e3
  | \p{{Emoji}}(?<![0-9\#*])\ufe0f
"""
"""Sequences of several code points that X shows, and counts, as one emoji.

A join that is not among them costs the sum of its parts: rather too short than refused.
"""

_SHOWN = r"""
    \p{Regional_Indicator}{2}
  | [0-9\#*]\ufe0f?\u20e3
  | \p{Extended_Pictographic}[\p{Emoji_Modifier}\ufe0f\u20e3\U000e0020-\U000e007f]*
    (?:\u200d\p{Extended_Pictographic}[\p{Emoji_Modifier}\ufe0f]*)*
  | \p{Emoji_Modifier}
"""
"""Whatever may be shown as an emoji; signs like © count, as it is left open whether they do."""
_INDIC = r"[[\p{Deva}\p{Beng}\p{Gujr}\p{Orya}\p{Telu}\p{Mlym}]&&\p{InSC=Consonant}]"
_VIRAMA = r"[\p{InSC=Virama}\p{InSC=Invisible_Stacker}]"
_JOINED = r"[\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d]"
_PARTING = rf"""(?V1)
    (?<!{_INDIC}[\p{{Mn}}\u200d]*){_VIRAMA} | {_VIRAMA}(?![\p{{Mn}}\u200d]*{_INDIC})
  | [{_VIRAMA}--{_JOINED}]
"""
"""Signs that join two consonants for Unicode 16 (UAX #29, GB9c) and not yet for ICU.

ICU joins in six scripts; browsers and servers count by it, so that a text in Khmer or Burmese would
be longer there than here. `tests/real` holds this against Node.
"""
_GRAPHEME = r"\p{Regional_Indicator}{2}(?![\p{GCB=EX}\p{GCB=ZWJ}\p{GCB=SM}])|\X"
"""Flags apart: at each of them the engine would count all that stand before it."""
_NO_JOIN = "\u200c"


@cache
def _compiled(pattern: str) -> regex.Pattern[str]:
    """Compile at first use: the big patterns take tens of milliseconds."""
    tlds = {"tlds": TLDS} if r"\L<tlds>" in pattern else {}
    return regex.compile(pattern, regex.VERBOSE, **tlds)


def measure(text: str, unit: Unit, link_length: int | None = None) -> int:
    """Count `text` in `unit`; every URL in it costs `link_length` where that is given.

    Bare domains ("example.com") are URLs for WEIGHTED only, where a URL costs 23 unless told.
    """
    weighted = unit is Unit.WEIGHTED
    if weighted:
        text = normalize("NFC", text)
        link_length = X_LINK_LENGTH if link_length is None else link_length
    if link_length is None:
        return _count(text, unit)
    links = [
        (start, end)
        for start, end in urls(text)
        if weighted or text[start:end].lower().startswith(("http://", "https://"))
    ]
    edges = [0, *(edge for link in links for edge in link), len(text)]
    words = zip(edges[::2], edges[1::2], strict=True)
    return len(links) * link_length + sum(_count(text[a:b], unit) for a, b in words)


def _count(text: str, unit: Unit) -> int:
    match unit:
        case Unit.CODEPOINTS:
            return len(text)
        case Unit.UTF16:
            return len(text.encode("utf-16-le", "surrogatepass")) // 2
        case Unit.GRAPHEMES:
            return len(graphemes(_compiled(_PARTING).sub(rf"\g<0>{_NO_JOIN}", text)))
        case Unit.EMOJI_BYTES:
            emoji = sum(
                len(shown.encode()) - len(shown) for shown in _compiled(_SHOWN).findall(text)
            )
            return len(text) + emoji
        case Unit.WEIGHTED:
            heavy = len(_compiled(_EMOJI).findall(text))
            rest = _compiled(_EMOJI).sub("", text)
            return 2 * heavy + len(rest) + len(_compiled(_HEAVY).findall(rest))


def graphemes(text: str) -> list[str]:
    """Split into what readers see as one character each (UAX #29, extended clusters)."""
    found: list[str] = _compiled(_GRAPHEME).findall(text)
    return found


def urls(text: str) -> list[tuple[int, int]]:
    """Find what X would link, as (start, end) in code points: URLs and domains with a known TLD."""
    text = text.replace(_DOT, "\uffff").replace("İ", "i").lower()  # "İ" alone would grow
    text = _compiled(rf"\.(?=[^\W\d_])(?={_TLD})").sub(_DOT, text)
    if _DOT not in text:
        return []
    return [link for match in _compiled(_URL).finditer(text) for link in _links(match)]


def _links(match: regex.Match[str]) -> list[tuple[int, int]]:
    """Say what of a URL-like stretch is linked: all of it, its domains in ASCII, or nothing."""
    if not _is_url(match):
        return []
    start, end = match.span("url")
    if match["protocol"]:
        tco = _compiled(_TCO).match(match["url"])
        if tco is None:
            return [(start, end)]
        return [(start, start + tco.end())] if len(tco["slug"]) <= MAX_TCO_SLUG else []
    if match["before"] in {"-", "_", ".", "/"}:
        return []
    found = _compiled(_ASCII_DOMAIN).finditer(match["domain"])
    links = [(start + domain.start(), start + domain.end()) for domain in found]
    if links and match["path"]:
        links[-1] = (links[-1][0], end)
    return links


def _is_url(match: regex.Match[str]) -> bool:
    """Check lengths as DNS and X limit them, and that Punycode is ASCII."""
    domain = match["domain"].replace(_DOT, ".")
    if domain.startswith("xn--") and not domain.isascii():
        return False
    labels = [_encoded(label) for label in domain.split(".")]
    length = len(match["protocol"] or "https://") + match.end("url") - match.end("domain")
    return max(labels) <= MAX_LABEL and length + sum(labels) + len(labels) - 1 <= MAX_URL


def _encoded(label: str) -> int:
    """Count a host label as DNS carries it."""
    return len(label) if label.isascii() else len(b"xn--" + label.encode("punycode"))
