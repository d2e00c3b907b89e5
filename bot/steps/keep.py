"""Whether what was said of an earlier revision of an article holds for the newest one. Pure.

Words that stand are taken back only if they are wrong: another choice among true sentences would
reach readers as a correction.
"""

from bot.model import Article
from bot.steps.prompt import MOST_TEXT
from bot.steps.summarise import choices
from bot.text.sentences import sentences
from bot.text.stems import stems
from bot.wording import Wording

_TOUCHED = 2
"""Words in common from which on a sentence that is gone may be what a machine's text rests on."""


def source_of(article: Article) -> str:
    """Give all of an article that a model gets to read: what it says beyond is not from there."""
    body = article.body[:MOST_TEXT]
    return f"{article.headline}\n\n{article.summary}\n\n{body}\n\n{article.byline}"


def holds(said: Wording, before: Article, now: Article) -> bool:
    """Whether words for `before` hold for `now`; those for a live story or a mere feed do not."""
    if not said.sentences or now.live or before.origins.get("canonical_url") == "feed":
        return False
    if said.origin != "rewrite":
        own = set(map(_bare, choices(now)))
        return all(_bare(line) in own for line in said.sentences)
    from bot.text.faithful import objection

    text, source = " ".join(said.sentences), source_of(now)
    words, still = stems(text), set(sentences(source, now.language))
    gone = (line for line in sentences(source_of(before), now.language) if line not in still)
    is_touched = any(len(stems(line) & words) >= _TOUCHED for line in gone)
    return not is_touched and not objection(text, source, now.language)


def _bare(line: str) -> str:
    """Write a sentence without what may be put behind it."""
    return " ".join(line.split()).rstrip(".。।")
