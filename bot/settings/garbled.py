"""What a YAML parser stumbles over, said the way somebody who edits a file can act on it."""

import re

_WORDS = {
    r"found character '\\t'": "a tab stands here; indent with spaces",
    r"found character '([@`%])'": r"text that begins with \1 must stand in quotes",
    r"expected ('<document start>'|<block end>), but found .*<block \w+ start>": (
        "this line begins in another column than those of the same block"
    ),
    r"expected <block end>, but found '<scalar>'": (
        "the text has ended before this; is a quote missing here or in a line above?"
    ),
    r"mapping values are not allowed here": (
        "there is a second colon; put a text with colons into quotes"
    ),
    r"could not find expected ':'": "this line has no colon with a space behind it",
    r"found unexpected end of stream": "a quote is opened and never closed",
    r"expected (',' or|the node content, but found '<stream end>')": (
        "a bracket or brace is opened and not closed"
    ),
}
"""By what ruamel.yaml says: what it means, as far as it can be said more plainly."""
_WHERE_IT_BEGAN = ("could not find expected", "found unexpected end of stream")


def in_words(said: str) -> str:
    """Say what the parser says in words to act on; as it says it where there are none."""
    for pattern, words in _WORDS.items():
        if match := re.match(pattern, said):
            return match.expand(words)
    return said


def began_earlier(said: str) -> bool:
    """Say whether what is wrong is where the parser began with a part, not where it gave up."""
    return said.startswith(_WHERE_IT_BEGAN)
