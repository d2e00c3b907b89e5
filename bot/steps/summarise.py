"""Article in, one or two of its own sentences out. Pure.

The publisher's own words win: against standfirsts his description scores 77 where the best
extractor scores 21. Without one, sentences are chosen by place, by likeness to the headline, and
by how much of what follows they announce.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations, islice, pairwise, zip_longest

from bot.model import Article
from bot.text.dateline import without_dateline
from bot.text.sentences import each_sentence
from bot.text.standfirst import (
    copied,
    ended,
    from_the_story,
    is_usable,
    is_whole,
    leans_back,
    whole_sentences,
    with_whole_quotations,
)
from bot.text.telling import asks, is_news
from bot.text.words import content_words
from bot.wording import Wording

_CONSIDERED = 30
"""Sentences at the beginning of the body that may be chosen."""
_REPEATS, _THE_SAME, _ALIKE = 0.6, 0.8, 0.4
"""A sentence with this share of its content words in the headline tells nothing new; with that in
another sentence it is the same; with the last the shorter of two is no news after the other."""
_DATELINED = 5
"""Paragraphs of which one can begin with where and when the story was written."""
_NOTES = ("*", "†", "‡", "※", "▲", "△", "▼")
"""What stands before a footnote, or before the words of a picture in East Asia."""
_SHORTEST = 3
"""Content words of a sentence that can stand alone."""
_FITS = 400
"""Characters of a sentence that can be shown, if only in part; longer ones serve without others.

At 250 the beginnings of long first sentences were lost: 4 points of ROUGE against descriptions.
"""

_LONGEST = 5_000
"""Characters of a sentence, or of the publisher's summary, that are read: few posts could show as many."""
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
    fresh = _without_teaser(_fresh(own, headline)[:max_sentences])
    found = () if fresh else extract(article, max_sentences)
    if any(map(asks, own)):
        # why: where the publisher does nothing but ask, his story shall answer
        found = tuple(line for line in found if not asks(line)) or found
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


def _without_teaser(told: list[str]) -> list[str]:
    """Leave out the questions at the end, which promise an answer instead of telling it."""
    last = max((n for n, sentence in enumerate(told, 1) if not asks(sentence)), default=0)
    return told[:last]


def repeats(sentence: str, headline: str) -> bool:
    """Whether a sentence tells nothing that the headline does not tell."""
    return _repeats(content_words(sentence), content_words(headline))


def choices(article: Article) -> tuple[str, ...]:
    """Give the sentences that a post may say: the standfirst's, then those that begin the body.

    One that hardly differs from the standfirst's is none of them: a model might choose both.
    """
    own = _standfirst(article)
    told = [set(content_words(one)) for one in own]
    body = ((one, content_words(one)) for one in _first_sentences(article).values())
    fresh = (
        one
        for one, words in body
        if len(words) >= _SHORTEST
        and all(len(said & set(words)) < _THE_SAME * len(set(words)) for said in told)
    )
    return tuple(dict.fromkeys([*own, *fresh]))


def _standfirst(article: Article) -> list[str]:
    summary = _readable(article.summary)
    if not is_usable(summary, article.headline, article.body):
        return []
    summary = without_dateline(from_the_story(summary, article.body), article.body)
    if paragraphs := copied(summary, article.body):
        lines = filter(_is_sentence, _sentences(paragraphs, article.language))
        return [one for one in lines if len(content_words(one)) >= _SHORTEST]
    told = map(_readable, whole_sentences(summary, article.body, article.language))
    return [
        one
        for before, one in pairwise(["", *with_whole_quotations(told)])
        if is_news(one) and (is_news(before) or not leans_back(one))
    ]


def extract(article: Article, max_sentences: int) -> tuple[str, ...]:
    """Choose sentences from the body: `2/√(1+i)` + likeness to the headline + directed centrality."""
    headline = content_words(article.headline)
    lines = _first_sentences(article)
    words = {place: content_words(line) for place, line in lines.items()}
    said = _worth_telling(lines, words, headline)
    # why not the story's first: what it points back at is the headline
    leaning = {p for p in said if p > min(lines) and _leans(p, lines, article.body)}
    title, *vectors = _weigh([headline, *(words[place] for place in said)])
    centrality = _spread(_centrality(vectors))
    scores = {
        place: 2 / math.sqrt(1 + i) + _likeness(vectors[i], title) + centrality[i]
        for i, place in enumerate(said)
    }
    best: list[int] = []
    for place in sorted(said, key=lambda place: -scores[place]):
        if len(best) >= max_sentences:
            break
        is_clear = place not in leaning or place - 1 in best
        if is_clear and not any(_is_same(words[place], words[other]) for other in best):
            best.append(place)
    return tuple(ended(lines[place]) for place in sorted(best or said[:1])[:max_sentences])


def _first_sentences(article: Article) -> dict[int, str]:
    """Give what may be chosen, by its place: of a text that is paid for, what everybody may read."""
    paragraphs = article.body.split("\n\n")[: 1 if article.paywalled else None]
    paragraphs[0] = without_dateline(paragraphs[0], article.body)
    found = islice(_sentences(paragraphs, article.language), 2 * _CONSIDERED)
    lines = dict(enumerate(found))
    considered = dict(islice(((n, s) for n, s in lines.items() if _is_sentence(s)), _CONSIDERED))
    considered = considered or lines
    return {n: s for n, s in considered.items() if len(s) <= _FITS} or considered


def _sentences(paragraphs: Iterable[str], language: str) -> Iterator[str]:
    """Give the sentences of paragraphs; a dateline may follow a standfirst."""
    for place, paragraph in enumerate(paragraphs):
        text = without_dateline(paragraph) if place < _DATELINED else paragraph
        yield from with_whole_quotations(map(_readable, each_sentence(text, language)))


def _readable(line: str) -> str:
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rsplit(maxsplit=1)[0]}…"


def _is_sentence(line: str) -> bool:
    """Whether a line is no heading, footnote or caption, announces no list and tells something."""
    is_ended = is_whole(line) or (
        len(line) >= _UNENDED and not line.rstrip().endswith((":", "："))
    )
    return is_ended and not line.startswith(_NOTES) and is_news(line)


def _worth_telling(
    lines: dict[int, str], words: dict[int, list[str]], headline: list[str]
) -> list[int]:
    """Give the places of sentences that can stand alone and tell something; of all, where none does."""
    said = [place for place in lines if len(words[place]) >= _SHORTEST]
    fresh = [place for place in said if not _repeats(words[place], headline)] or said
    told = [place for place in fresh if place == min(lines) or not asks(lines[place])] or fresh
    return [place for place in told if not _is_told_beside(place, words)] or told


def _leans(place: int, lines: dict[int, str], body: str) -> bool:
    """Whether a sentence is for those who have read the one before it: it points back, or answers."""
    before, line = lines.get(place - 1, ""), lines[place]
    is_answer = asks(before) and any(f"{before}{gap}{line}" in body for gap in (" ", ""))
    return leans_back(line) or is_answer


def _is_told_beside(place: int, words: dict[int, list[str]]) -> bool:
    """Whether a longer sentence beside it tells all of it, as the story's first does of many a standfirst."""
    beside = (words.get(other, []) for other in (place - 2, place - 1, place + 1, place + 2))
    return any(len(o) > len(words[place]) and _repeats(words[place], o) for o in beside)


def _is_same(one: list[str], other: list[str]) -> bool:
    """Whether the second of two sentences hardly brings news."""
    both = len(set(one) & set(other))
    return both >= max(_SHORTEST, _ALIKE * min(len(set(one)), len(set(other))))


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
