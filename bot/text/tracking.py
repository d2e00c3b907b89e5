"""Addresses without the marks of who is counting clicks, and of copies for AMP or to print. Pure."""

import re
from collections.abc import Mapping
from urllib.parse import quote, unquote, urlencode

_TRACKING = re.compile(
    r"""
    (?:utm_|at_|mtm_|piwik_|matomo_|__hs).*                  # campaigns: Google, AT, Matomo, HubSpot
    |pk_(?:campaign|keyword|kwd|medium|source)|ns_(?:campaign|fee|linkname|mchannel|source)
    |fbclid|gclid|gclsrc|dclid|gbraid|wbraid|gad_source|msclkid|ttclid|twclid|yclid|ysclid
    |igsh|igshid|li_fat_id|epik|srsltid|ef_id|s_kwcid|rb_clickid|_branch_match_id
    |fb_(?:action_ids|action_types|ref|source)|__twitter_impression|sr_share|echobox
    |_ga|_gl|_openstat|_hsenc|_hsmi|hsctatracking|mc_[ce]id|mkt_tok|vero_(?:conv|id)
    |oly_(?:anon|enc)_id|wickedid|wt[._]mc(?:_id)?|xtor|s_cid|__s|trk|trkcampaign
    |cmp|cmpid|ftag|guccounter|guce_referrer(?:_sig)?|icid|intcid|ito|ncid|ocid|smid|smtyp
    |phpsessid
    """,
    re.VERBOSE,
)
VARIANTS = re.compile(
    r"_?amp(?:=1|=true)?|output(?:type)?=(?:amp|print)|(?:view|format|mode|layout)=(?:amp|print)"
    r"|print(?:able|er|view|_?page)?(?:=1|=true|=yes|=y)?"
)
"""Parameters that ask for the AMP copy of a page, or for the one to print."""
AMP_COPY = re.compile(
    r"^(?:www\.google\.[a-z.]+/amp|[^/]+\.ampproject\.org/(?:[civ]|wp))/(?:s/)?(?=[^/]+\.[^/]+/)"
)
_VARIANT_SUFFIX = re.compile(r"(?<=[^/])(?:/(?:amp|print|printable)/?$|\.amp(?=\.html?$|$))")


def without_tracking(url: str) -> str:
    """Drop the parameters that only count clicks; everything else stays as it was written.

    A fragment loses such parameters too, and the words to be marked (`#:~:text=`).
    """
    page, _, fragment = url.partition("#")
    fragment = _untracked(fragment.partition(":~:")[0])
    path, _, query = page.partition("?")
    query = _untracked(query)
    return path + (query and f"?{query}") + (fragment and f"#{fragment}")


def tracked(url: str, parameters: Mapping[str, str]) -> str:
    """Add what counts visitors to an address; what it had of the same names goes."""
    if not parameters:
        return url
    page, mark, fragment = url.partition("#")
    path, _, query = page.partition("?")
    kept = [pair for pair in query.split("&") if pair and pair.partition("=")[0] not in parameters]
    return f"{path}?{'&'.join([*kept, urlencode(parameters, quote_via=quote)])}{mark}{fragment}"


def without_variant(url: str) -> str:
    """Drop the parameters that ask for the AMP or print copy of a page; "" asks for nothing."""
    page, mark, fragment = url.partition("#")
    path, _, query = page.partition("?")
    query = "&".join(pair for pair in query.split("&") if not VARIANTS.fullmatch(pair.lower()))
    return path + (query and f"?{query}") + mark + fragment


def original_of(url: str) -> str:
    """Give the address of the page itself for that of a copy: in a cache of Google, for AMP, to print."""
    url = without_variant(without_tracking(url))
    scheme, mark, rest = url.partition("://")
    if copy := AMP_COPY.match(rest):
        scheme, rest = ("https" if copy[0].endswith("/s/") else "http"), rest[copy.end() :]
    host, slash, path = rest.partition("/")
    path, question, query = path.partition("?")
    return scheme + mark + host + slash + _VARIANT_SUFFIX.sub("", path) + question + query


def _untracked(query: str) -> str:
    return "&".join(pair for pair in query.split("&") if not _is_tracking(pair))


def _is_tracking(pair: str) -> bool:
    name = unquote(pair.partition("=")[0]).lower().removeprefix("amp;")
    return bool(_TRACKING.fullmatch(name))
