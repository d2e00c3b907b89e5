"""Addresses as keys: under which name two of them are the same page, and which post one means. Pure."""

import re

from yarl import URL

from bot.text.tracking import AMP_COPY, VARIANTS, without_tracking

_AMP_PREFIX = re.compile(r"^/amp(?=/.)")
_AMP_SUFFIX = re.compile(r"(?<=[^/])(?:/amp/?|\.amp(?=\.html?$|$))")
_BLANK = "".join(map(chr, range(0x21)))
_LONGEST = 8192
_OF_A_POST = re.compile(r"(?:https?://|[\w.-]+\.\w+/)\S*?(\d+)/?(?:[?#]\S*)?")


def url_key(url: str) -> str:
    """Say under which name two addresses are the same page; never raises, never to be fetched.

    Scheme, `www.`, user, default port, percent-encoding, order of parameters, trailing slash,
    tracking and AMP are decoration. The fragment is not: link blogs put many items on one page.
    What is no web address, or one of absurd length, is its own key.
    """
    url = re.sub(r"[\t\r\n]", "", url.strip(_BLANK))
    if len(url) > _LONGEST:
        return url
    try:
        return _key(URL(without_tracking(url))) or url
    except ValueError:
        return url


def _key(url: URL) -> str:
    if url.scheme not in {"http", "https"} or not url.raw_host:
        return ""
    url = _out_of_amp_copy(url)
    host = (url.raw_host or "").rstrip(".").removeprefix("www.").removeprefix("amp.")
    port = "" if url.explicit_port in {None, 80, 443} else f":{url.explicit_port}"
    path = _AMP_SUFFIX.sub("", _AMP_PREFIX.sub("", url.raw_path)).rstrip("/")
    pairs = [pair for pair in url.raw_query_string.replace("+", "%20").split("&") if pair]
    pairs = [pair for pair in pairs if not VARIANTS.fullmatch(pair.lower())]
    query = "&".join(sorted(pairs, key=lambda pair: pair.partition("=")[0]))
    fragment = url.raw_fragment
    return host + port + path + (query and f"?{query}") + (fragment and f"#{fragment}")


def _out_of_amp_copy(url: URL) -> URL:
    """Find the publisher's address in one of Google's copies of his page."""
    copy = f"{url.raw_host}{url.raw_path}"
    original = AMP_COPY.sub("", copy)
    return url if original == copy else URL(f"http://{original}").with_query(url.raw_query_string)


def remote_id(words: str) -> str:
    """Give the id that a person means by a link (its last number) or by itself; "" for anything else."""
    said = words.strip()
    if found := _OF_A_POST.fullmatch(said):
        return found[1]
    is_id = re.fullmatch(r"[^\s/]{1,200}|at://\S{1,200}", said)
    return said if is_id else ""
