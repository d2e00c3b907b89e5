"""Article in, one or two of its own sentences out. Pure.

The publisher's own words win: against standfirsts his description scores 77 where the best
extractor scores 21. Without one, sentences are chosen by place, by likeness to the headline, and
by how much of what follows they announce.
"""

import math
from collections import Counter
from itertools import chain, combinations, islice, zip_longest

from bot.model import Article
from bot.text.dateline import without_dateline
from bot.text.sentences import each_sentence
from bot.text.standfirst import (
    calls_to_read,
    ended,
    from_the_story,
    is_usable,
    is_whole,
    leans_back,
    whole_sentences,
    with_whole_quotations,
)
from bot.text.words import content_words
from bot.wording import Wording

_CONSIDERED = 30
"""Sentences at the beginning of the body that may be chosen."""
_REPEATS, _THE_SAME = 0.6, 0.8
"""A sentence with this share of its content words in the headline tells nothing new; with that in
another sentence it is the same."""
_SHORTEST = 3
"""Content words of a sentence that can stand alone."""
_FITS = 400
"""Characters of a sentence that can be shown, if only in part; longer ones serve without others.

At 250 the beginnings of long first sentences were lost: 4 points of ROUGE against descriptions.
"""

_UNENDED = 50
"""Characters from which on a line without its final mark is a sentence."""

Vector = dict[str, float]


def summarise(article: Article, max_sentences: int = 2) -> tuple[str, ...]:
    """Give whole sentences of the publisher's in reading order; () where there are none to give."""
    return word(article, max_sentences).sentences


def word(article: Article, max_sentences: int = 2) -> Wording:
    """Summarise, and say where the sentences come from."""
    own = _standfirst(article)
    headline = content_words(article.headline)
    fresh = _fresh(own, headline)
    found = () if fresh else extract(article, max_sentences)
    said = found or tuple(map(ended, (fresh or own)[:max_sentences]))
    origin = "extract" if found else "publisher" if said else ""
    return Wording(sentences=said, origin=origin)


def _fresh(own: list[str], headline: list[str]) -> list[str]:
    """Leave out what only says the headline again, unless the next sentence points back at it."""
    said = [_repeats(content_words(sentence), headline) for sentence in own]
    return [
        sentence
        for sentence, is_said, following, is_next_said in zip_longest(
            own, said, own[1:], said[1:], fillvalue=""
        )
        if not is_said or (following and not is_next_said and leans_back(following))
    ]


def repeats(sentence: str, headline: str) -> bool:
    """Whether a sentence tells nothing that the headline does not tell."""
    return _repeats(content_words(sentence), content_words(headline))


def choices(article: Article) -> tuple[str, ...]:
    """Give the sentences that a post may say: the standfirst's, then those that begin the body.

    One that hardly differs from the standfirst's is none of them: a model might choose both.
    """
    own = _standfirst(article)
    told = [set(content_words(one)) for one in own]
    body = ((one, content_words(one)) for one in _first_sentences(article))
    fresh = (
        one
        for one, words in body
        if len(words) >= _SHORTEST
        and all(len(said & set(words)) < _THE_SAME * len(set(words)) for said in told)
    )
    return tuple(dict.fromkeys([*own, *fresh]))


def _standfirst(article: Article) -> list[str]:
    if not is_usable(article.summary, article.headline, article.body):
        return []
    summary = without_dateline(from_the_story(article.summary, article.body))
    told = whole_sentences(summary, article.body, article.language)
    return [one for one in with_whole_quotations(told) if not calls_to_read(one)]


def extract(article: Article, max_sentences: int) -> tuple[str, ...]:
    """Choose sentences from the body: `2/√(1+i)` + likeness to the headline + directed centrality."""
    headline = content_words(article.headline)
    said = [(sentence, content_words(sentence)) for sentence in _first_sentences(article)]
    said = [(sentence, words) for sentence, words in said if len(words) >= _SHORTEST]
    fresh = [(sentence, words) for sentence, words in said if not _repeats(words, headline)]
    said = fresh or said
    title, *vectors = _weigh([headline, *(words for _, words in said)])
    centrality = _spread(_centrality(vectors))
    scores = [
        2 / math.sqrt(1 + i) + _likeness(vector, title) + centrality[i]
        for i, vector in enumerate(vectors)
    ]
    best: list[int] = []
    for i in sorted(range(len(said)), key=lambda i: -scores[i]):
        if len(best) < max_sentences and (i == 0 or i - 1 in best or not leans_back(said[i][0])):
            best.append(i)
    return tuple(ended(said[i][0]) for i in sorted(best))


def _first_sentences(article: Article) -> list[str]:
    """Give what may be chosen: of a text that is paid for, what everybody may read."""
    paragraphs = without_dateline(article.body).split("\n\n")[: 1 if article.paywalled else None]
    found = chain.from_iterable(
        with_whole_quotations(each_sentence(text, article.language)) for text in paragraphs
    )
    lines = list(islice(found, 2 * _CONSIDERED))
    considered = [line for line in lines if _is_sentence(line)][:_CONSIDERED] or lines
    return [sentence for sentence in considered if len(sentence) <= _FITS] or considered


def _is_sentence(line: str) -> bool:
    """Whether a line is no heading, announces no list and asks nobody to read on."""
    is_ended = is_whole(line) or (
        len(line) >= _UNENDED and not line.rstrip().endswith((":", "："))
    )
    return is_ended and not calls_to_read(line)


def _repeats(words: list[str], headline: list[str]) -> bool:
    return len(set(words) & set(headline)) >= _REPEATS * len(set(words))


def _weigh(texts: list[list[str]]) -> list[Vector]:
    """Give texts as their words with weights (tf-idf over these texts), of length 1."""
    counts = [Counter(words) for words in texts]
    spread = Counter(word for count in counts for word in count)
    rarity = {word: math.log(len(texts) / n) + 1 for word, n in spread.items()}
    vectors = []
    for count in counts:
        vector = {word: n * rarity[word] for word, n in count.items()}
        size = math.hypot(*vector.values()) or 1.0
        vectors.append({word: weight / size for word, weight in vector.items()})
    return vectors


def _likeness(one: Vector, other: Vector) -> float:
    return sum(one[word] * other[word] for word in one.keys() & other.keys())


def _centrality(vectors: list[Vector]) -> list[float]:
    """Count what a sentence shares with later ones for it, with earlier ones against it."""
    scores = [0.0] * len(vectors)
    for i, j in combinations(range(len(vectors)), 2):
        likeness = _likeness(vectors[i], vectors[j])
        scores[i] += likeness
        scores[j] -= likeness
    return scores


def _spread(scores: list[float]) -> list[float]:
    """Stretch scores to between 0 and 1."""
    low, high = min(scores, default=0.0), max(scores, default=0.0)
    return [(score - low) / (high - low) if high > low else 0.0 for score in scores]
