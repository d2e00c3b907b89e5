"""Article in, one or two of its own sentences out. Pure.

The publisher's own words win: against standfirsts his description scores 77 where the best
extractor scores 21. Without one, sentences are chosen by place, by likeness to the headline, and
by how much of what follows they announce.
"""

import math
from collections import Counter
from itertools import combinations, islice

from bot.model import Article
from bot.text.sentences import sentences
from bot.text.standfirst import is_usable, whole_sentences
from bot.text.words import content_words, share_said

_CONSIDERED = 30
"""Sentences at the beginning of the body that may be chosen."""
_REPEATS = 0.6
"""A sentence with this share of its content words in the headline tells nothing new."""
_SHORTEST, _LONGEST = 3, 400
"""Content words, and characters, of a sentence that can stand alone."""

Vector = dict[str, float]


def summarise(article: Article, max_sentences: int = 2) -> tuple[str, ...]:
    """Give whole sentences of the publisher's in reading order; () where there are none to give."""
    own = (
        whole_sentences(article.summary, article.body, article.language)
        if is_usable(article.summary, article.headline, article.body)
        else []
    )
    fresh = [s for s in own if share_said(s, article.headline) < _REPEATS]
    if fresh:
        return tuple(fresh[:max_sentences])
    return extract(article, max_sentences) or tuple(own[:max_sentences])


def extract(article: Article, max_sentences: int) -> tuple[str, ...]:
    """Choose sentences from the body: `2/√(1+i)` + likeness to the headline + directed centrality."""
    candidates = (
        sentence
        for paragraph in article.body.split("\n\n")
        for sentence in sentences(paragraph, article.language)
        if len(content_words(sentence)) >= _SHORTEST and len(sentence) <= _LONGEST
    )
    found = list(islice(candidates, _CONSIDERED))
    fresh = [s for s in found if share_said(s, article.headline) < _REPEATS]
    found = fresh or found
    title, *vectors = _weigh([article.headline, *found])
    centrality = _spread(_centrality(vectors))
    scores = [
        2 / math.sqrt(1 + i) + _likeness(vector, title) + centrality[i]
        for i, vector in enumerate(vectors)
    ]
    best = sorted(range(len(found)), key=lambda i: -scores[i])[:max_sentences]
    return tuple(found[i] for i in sorted(best))


def _weigh(texts: list[str]) -> list[Vector]:
    """Give each text as its words with weights (tf-idf over these texts), of length 1."""
    counts = [Counter(content_words(text)) for text in texts]
    spread = Counter(word for count in counts for word in count)
    vectors = []
    for count in counts:
        vector = {w: n * (math.log(len(texts) / spread[w]) + 1) for w, n in count.items()}
        size = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
        vectors.append({word: weight / size for word, weight in vector.items()})
    return vectors


def _likeness(one: Vector, other: Vector) -> float:
    return sum(weight * other.get(word, 0.0) for word, weight in one.items())


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
