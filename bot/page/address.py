"""Where an article stands: its own address, told from what the page claims."""

import re
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from bot.text.tracking import original_of, without_tracking, without_variant

LONGEST = 2_048
"""Characters that no address has (sitemaps.org, `<loc>`): longer ones are mistakes, or traps."""
_SHARED_SUFFIX = re.compile(r"(?:ac|co|com|edu|gob|gov|go|ne|net|or|org)\.[a-z]{2}$")


@lru_cache(maxsize=512)
def absolute(address: str, url: str) -> str:
    """Resolve an address found on the page at `url`; "" for what is no web address, or too long for one."""
    try:
        whole = urljoin(url, address.strip()) if address.strip() else ""
        parts = urlsplit(whole)
    except ValueError:
        return ""
    is_one = parts.scheme in {"http", "https"} and parts.hostname and len(whole) < LONGEST
    return whole if is_one else ""


def canonical_url(claims: list[tuple[str, str]], url: str) -> tuple[str, str]:
    """Take the first credible claim (address, origin) of a page at `url`, else `url` itself.

    Not credible: another site's address (a syndicated copy is linked where we saw it), and the
    front page, which careless templates put on every article.
    """
    here = absolute(original_of(url), url)
    for claim, origin in claims:
        address = absolute(claim, here)
        if address and _is_credible(address, here):
            return without_variant(without_tracking(address)), origin
    return here or without_tracking(url), "page"


def _is_credible(address: str, url: str) -> bool:
    if not url:  # a file on this machine: the page knows better
        return True
    return _site(address) == _site(url) and (is_front(url) or not is_front(address))


def _site(address: str) -> str:
    host = (urlsplit(address).hostname or "").rstrip(".")
    if re.fullmatch(r"[\d.]+|.*:.*", host):
        return host
    labels = 3 if _SHARED_SUFFIX.search(host) else 2
    return ".".join(host.split(".")[-labels:])


def is_front(address: str) -> bool:
    """Whether an address is a site's front page."""
    parts = urlsplit(without_tracking(address))
    return parts.path.strip("/") in {"", "index.html", "index.php", "home"} and not parts.query
