"""What platforms that take plain text make links of: addresses with their scheme, tags, names."""

import re

from bot.sandbox.ledger import Mark

_MARKS = re.compile(
    r"""
    (?P<url>https?://[^\s<>"]*[^\s<>"'.,;:!?…»”’)\]])
    |(?<![\w/&])[#＃](?P<hashtag>\w*[^\W\d_]\w*)
    |(?<![\w/@])[@＠](?P<mention>\w+(?:[.-]\w+)*)
    """,
    re.VERBOSE,
)


def marks_of(text: str) -> tuple[Mark, ...]:
    """Find links, tags and mentions; `url` only where a link leads out of the platform."""
    return tuple(
        Mark(start=m.start(), end=m.end(), kind=m.lastgroup or "", url=m["url"] or "")
        for m in _MARKS.finditer(text)
    )
