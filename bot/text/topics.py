"""Text for platforms that make a topic of the first `#word` they meet. Pure."""

import re

from bot.model import Rich, Style
from bot.text.rich import WORD_JOINER

_SIGN = re.compile(r"(?<![\w&/])[#＃](?=[^\s#＃])")
_OURS = (Style.HASHTAG, Style.LINK)


def untagged(rich: Rich) -> str:
    """Write a text so that no # but that of our own hashtags makes a topic: not even "#1"."""
    ours = {place for s in rich.spans if s.style in _OURS for place in range(s.start, s.end)}
    return _SIGN.sub(
        lambda sign: sign[0] if sign.start() in ours else sign[0] + WORD_JOINER, rich.text
    )
