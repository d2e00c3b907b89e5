"""Whether two texts are one to their readers. Pure."""

import re
from unicodedata import normalize

_UNSEEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_SCHEME_OR_SLASH = re.compile(r"https?://|/(?=\s|$)")


def is_alike(one: str, other: str) -> bool:
    """Say whether two texts differ in nothing but what platforms change by themselves.

    That is spaces, signs that nobody sees, composed letters, and how a link is written: with a
    scheme or without, with a slash at its end or without, in large letters or small.
    """
    return _skeleton(one) == _skeleton(other)


def visible(text: str) -> str:
    """Give what readers see of a text: composed letters, one space, no sign that nobody sees."""
    return " ".join(_UNSEEN.sub("", normalize("NFC", text)).split())


def _skeleton(text: str) -> str:
    return visible(_SCHEME_OR_SLASH.sub("", visible(text.casefold())))
