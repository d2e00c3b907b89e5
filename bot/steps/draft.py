"""All that a post could say, each part as readers would see it. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

import regex

from bot.model import Article, Image, Rich
from bot.rules import Destination, Publisher
from bot.text.hashtags import hashtags
from bot.text.kickers import LOCK, kicked
from bot.text.labels import join_us, photo_credit, platform_name
from bot.text.rich import clean, disarm, hashtag, is_rtl, isolated, join, link, plain, unlinked
from bot.text.standfirst import leans_back
from bot.text.tracking import tracked
from bot.text.words import DENSE

MOST_HASHTAGS = 2
REPEATS = 0.6
"""A sentence with this share of its content words in the headline tells nothing new."""
STEM, SHORT = 6, 3
"""Letters by which words are the same; letters up to which a word carries no meaning."""

_WORD = regex.compile(rf"(?P<dense>{DENSE}+)|(?:(?!{DENSE})\w)+")
_BEFORE_COMMA = re.compile(r"(?<=\w) (?=,\s)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a post could say, each part as readers would see it; empty parts leave no trace.

    `goes_on`: what does not fit is said in a thread, so that no sentence is cut.
    """

    headline: str
    sentences: tuple[str, ...]
    credit: str
    source: str
    address: str
    community: Rich
    hashtags: tuple[Rich, ...]
    language: str = ""
    goes_on: bool = False


def drafted(
    article: Article,
    summary: tuple[str, ...],
    destination: Destination,
    publisher: Publisher,
    image: Image | None,
) -> Draft:
    """Gather all that a post about an article could say; `image` is what it would show."""
    language = destination.language or article.language or publisher.language
    tags = hashtags(article.keywords, min(destination.hashtags, MOST_HASHTAGS))
    headline = as_is(article.headline)
    kind = article.label or ("live" if article.live else "")
    lock = f" {LOCK}" if article.paywalled and destination.craft.lock and headline else ""
    sentences = tuple(said for sentence in summary if (said := as_is(sentence)))
    return Draft(
        headline=kicked(headline, kind, language) + lock,
        sentences=_new(sentences, headline),
        credit=_credit(image, language) if image else "",
        source=as_is(publisher.name) or article.canonical_url,
        address=address_of(article, destination) if destination.link else "",
        community=_invitation(places_of(article, destination, publisher), language),
        language=article.language or publisher.language,
        hashtags=tuple(hashtag(tag) for tag in tags),
    )


def address_of(article: Article, destination: Destination) -> str:
    """Give the address that readers follow, with what counts visitors."""
    return tracked(article.canonical_url, _utm(article, destination))


def places_of(
    article: Article, destination: Destination, publisher: Publisher
) -> list[tuple[str, str]]:
    """Name the other places where readers can follow, with their addresses."""
    community = article.community if publisher.community is None else publisher.community
    return [(platform_name(p), url) for p, url in community.items() if p != destination.platform]


def prose(draft: Draft) -> str:
    """Set a draft's sentences after one another."""
    return in_a_row(draft.sentences)


def in_a_row(sentences: Iterable[str]) -> str:
    """Set sentences after one another; after a full-width mark there is no space."""
    return re.sub(r"(?<=[。！？」』]) ", "", " ".join(sentences))


def in_plain_words(draft: Draft) -> Draft:
    """Give the same where addresses in an article's words are no links."""
    sentences = tuple(map(unlinked, draft.sentences))
    headline, credit = unlinked(draft.headline), unlinked(draft.credit)
    return replace(draft, headline=headline, sentences=sentences, credit=credit)


def as_is(text: str) -> str:
    """Make foreign text one that is shown as it is, but for a space before a comma, and calls nobody."""
    return disarm(_BEFORE_COMMA.sub("", clean(text)))


def _credit(image: Image, language: str) -> str:
    name = as_is(image.credit)
    if not name:
        return ""
    line = photo_credit(name, language)
    return line.replace(name, isolated(plain(name), rtl=is_rtl(line)).text)


def _utm(article: Article, destination: Destination) -> dict[str, str]:
    """Give the parameters by which the publisher counts who came from this destination."""
    known = {
        "destination": destination.name,
        "platform": destination.platform,
        "section": article.section,
        "language": article.language,
    }
    return {
        f"utm_{name}": filled
        for name, value in destination.craft.utm
        if (filled := value.format_map(known).strip())
    }


def _invitation(places: list[tuple[str, str]], language: str) -> Rich:
    """Name the other places where readers can follow, each a link."""
    words = join_us(language)
    rtl = is_rtl(words)
    names = [isolated(link(name, address), rtl=rtl) for name, address in places]
    return join([plain(words), join(names, " · ")], ": ") if names else Rich()


def _new(sentences: tuple[str, ...], headline: str) -> tuple[str, ...]:
    """Leave out sentences that only say the headline, but for one that the next points back at."""
    told = pairwise((*sentences, ""))
    repeated = takewhile(
        lambda pair: _repeats(pair[0], headline) and not leans_back(pair[1]), told
    )
    return sentences[len(list(repeated)) :]


def _repeats(sentence: str, headline: str) -> bool:
    words = _content(sentence)
    return bool(words) and len(words & _content(headline)) >= REPEATS * len(words)


def _content(text: str) -> set[str]:
    """Give the words that carry meaning, without their endings; pairs of letters in dense scripts."""
    content: set[str] = set()
    for match in _WORD.finditer(text.casefold()):
        word = match[0]
        if match["dense"]:
            content |= {word[i : i + 2] for i in range(len(word) - 1)}
        elif len(word) > SHORT or word.isdigit():
            content.add(word[:STEM])
    return content
