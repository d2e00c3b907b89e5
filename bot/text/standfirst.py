"""A publisher's description of a story: whether it tells something, and what of it is whole. Pure."""

import re
from collections.abc import Iterable, Iterator

import regex

from bot.text.dateline import without_dateline
from bot.text.sentences import each_sentence, sentences
from bot.text.words import content_words

_FEWEST = 4
"""Content words; less is a label."""
_OF_THE_STORY = 0.3
"""A description that shares less of its words with the story is the site's slogan."""
_JUDGEABLE = 200
"""Characters of body from which on a description can be held against it."""
_BEGINNING = 4_000
"""Characters of body that a description is held against."""
_FIRST_PARAGRAPHS, _COPIED, _LONGEST_FURNITURE = 3, 40, 60
"""Paragraphs of which one is a story's first, characters by which it is told, and of what may precede it."""
_LAST_WORDS = 5
_CUT_AFTER = 140
"""Characters from which on several sentences of which the last has no end were cut by a machine."""
_QUOTES = (
    (re.compile("„"), re.compile("[“”]")),
    (re.compile(r"“(?![\s,.;:!?)]|$)"), re.compile(r"”|(?<=[\w.,!?…])“(?!\w)")),
    (re.compile("«"), re.compile("»")),
    (re.compile("[「『]"), re.compile("[」』]")),
    (re.compile(r"(?<!\w)\"(?=\w)"), re.compile(r"(?<=[\w.,!?…])\"(?!\w)")),
)
"""What opens a quotation and what ends it, by the marks that a text has."""
_BACK = frozenset(
    "he she they this these those that his their but so however er doch aber diese dieser sein seine"
    " elle ils elles ces cela mais ella ellos esto esta pero questo questa ele ela eles isso mas hij deze"
    " dat maar он она они но его её их він вона вони але αυτός αυτή όμως bu bunlar ama".split()
)
"""Words at the beginning of a sentence that point back at the one before."""
_ASIDE = re.compile(
    r"[(（]|it\s(?:(?:is|was|has|will|would|could|can)\s)?(?:also|then|later|now|has|had|will|said|says|comes|follows|marks)\b"
    r"|(?:in|of|with|for|from|among)\s(?:it|this|these|those|that|them)\b|dar(?:in|auf|an|um|über|unter)\b|da(?:bei|mit|zu|für|nach)\b"
    r"|[^,.]{2,40},\s(?:however|though|too|meanwhile|cependant|toutefois|en\srevanche|sin\sembargo|no\sobstante|tuttavia|invece|no\sentanto"
    r"|porém|contudo|однако|впрочем|проте|однак),",
    re.IGNORECASE,
)
"""How a sentence begins besides that goes on with another, or is set in brackets."""
_LONGEST_QUOTATION = 400
_NEVER = re.compile(r"(?!)")
_CUT = re.compile(
    r"\s*(?:\[?\(?(?:…|\.\.\.+)\)?\]?|\[\W*\])\s*(?:\(?(?:read|continue|lire|mehr|weiter|leer|leia|leggi|"
    r"читать|更多|続き)[^.!?]{0,30})?$",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_LETTER = regex.compile(r"[\p{L}\p{M}\p{N}]")
_UNMARKED = regex.compile(r"[\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_MARKS = (
    (regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}]"), "。"),
    (regex.compile(r"[\p{Devanagari}\p{Bengali}]"), "।"),
)
_ENDED = re.compile(
    r"(?:[.!?…؟۔।॥։።។。！？｡]|(?<=[\u0370-\u03ff\u1f00-\u1fff])[;\u037e])[\"'”’»›“‘«)\]」』）\s]*$"
)


def is_usable(text: str, headline: str, body: str) -> bool:
    """Whether a description says something of this story that its headline does not."""
    words = set(content_words(text))
    is_damaged = "\ufffd" in text
    is_rest = text.lstrip().startswith((",", ";", ".", ":", ")", "、", "，", "。"))
    if is_damaged or is_rest or len(words) < _FEWEST or words <= set(content_words(headline)):
        return False
    story = f"{headline} {body[:_BEGINNING]}".casefold()
    said = sum(word in story for word in words)
    return len(body) < _JUDGEABLE or said >= _OF_THE_STORY * len(words)


def from_the_story(text: str, body: str) -> str:
    """Leave out of a description what a content system copied before the story's first words.

    It takes all the text of a page, with buttons, bylines and dates that are no sentences.
    """
    for paragraph in body[:_BEGINNING].split("\n\n")[:_FIRST_PARAGRAPHS]:
        start = text.find(paragraph[:_COPIED]) if len(paragraph) >= _COPIED else -1
        if start >= 0:
            is_other = start > _LONGEST_FURNITURE or _ENDED.search(text[:start])
            return text if is_other else text[start:]
    return text


def copied(text: str, body: str) -> list[str]:
    """Give the story's own paragraphs that a description is the beginning of; [] where it spans no two.

    A content system joins them, their headings and datelines included, and loses what parted them.
    """
    said = _words(_CUT.sub("", text))
    paragraphs = body[: len(text) + _BEGINNING].split("\n\n")
    for start, first in enumerate(paragraphs[:_FIRST_PARAGRAPHS]):
        told, size, end = _words(without_dateline(first)), 0, start
        while size < len(said) and end < len(paragraphs) and _goes_on_with(said, size, told):
            size, end = size + len(told), end + 1
            told = _words("".join(paragraphs[end : end + 1]))
        if size >= len(said) and end > start + 1:
            return paragraphs[start:end]
    return []


def _goes_on_with(said: list[str], place: int, told: list[str]) -> bool:
    """Whether words go on with those of a paragraph, or end in it; the very last may be half a word."""
    part = said[place : place + len(told)]
    is_end = place + len(part) == len(said)
    return part == told or (is_end and part[:-1] == told[: len(part) - 1])


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def is_whole(sentence: str) -> bool:
    """Whether a sentence has its end, in any script."""
    return bool(_ENDED.search(sentence))


def ended(sentence: str) -> str:
    """Give a sentence its final mark where it lacks only that; Thai and its neighbours use none."""
    last = sentence.rstrip('"\u201d\u2019»›)]」』）')[-1:]
    if is_whole(sentence) or not _LETTER.search(last) or _UNMARKED.search(last):
        return sentence
    mark = next((mark for script, mark in _MARKS if script.search(last)), ".")
    return sentence + mark


def leans_back(sentence: str) -> bool:
    """Whether a sentence is not to be understood without the one before it: "They were mended."."""
    first = re.match(r"\w+", sentence)
    return (first is not None and first[0].lower() in _BACK) or bool(_ASIDE.match(sentence))


def with_whole_quotations(lines: Iterable[str]) -> Iterator[str]:
    """Join sentences of one quotation; one that is never closed, or very long, is left out."""
    so_far = ""
    for line in lines:
        gap = " " if so_far and not so_far.endswith(("。", "！", "？")) else ""
        so_far = f"{so_far}{gap}{line}"
        if not _is_open(so_far):
            yield so_far
        elif len(so_far) <= _LONGEST_QUOTATION:
            continue
        so_far = ""


def _is_open(text: str) -> bool:
    """Whether a quotation begins in a text that does not end there."""
    opening, closing = next((pair for pair in _QUOTES if pair[0].search(text)), (_NEVER, _NEVER))
    return len(opening.findall(text)) > len(closing.findall(text))


def whole_sentences(text: str, body: str, language: str = "") -> list[str]:
    """Give the whole sentences of a description; where it is the story's cut beginning, the story's.

    Content systems cut the first paragraph after so many characters, with an ellipsis or without.
    """
    stem = _CUT.sub("", text)
    is_cut = stem != text
    if is_whole(stem):
        return sentences(stem, language)
    beginning = _beginning(stem, body, language)
    if beginning:
        return beginning
    found = sentences(stem, language)
    is_cut = is_cut or _goes_on(stem, body) or (len(found) > 1 and len(stem) >= _CUT_AFTER)
    return found[:-1] if is_cut else found


def _goes_on(stem: str, body: str) -> bool:
    """Whether the story says the last words of `stem` too, and then more in the same sentence."""
    last = r"\s+".join(map(re.escape, stem.split()[-_LAST_WORDS:]))
    return bool(re.search(rf"{last}(?:\w|,?\s+\w)", body[: len(stem) + _BEGINNING]))


def _beginning(stem: str, body: str, language: str) -> list[str]:
    """Give the sentences of the story that `stem` is the beginning of; [] where it is not."""
    words = stem.split()
    if not words:
        return []
    pattern = r"\s+".join(map(re.escape, words[:-1])) or re.escape(words[0])
    found = re.search(pattern, body[: len(stem) + 2 * _JUDGEABLE])
    if not found:
        return []
    taken, size = [], 0
    for sentence in each_sentence(body[found.start() :], language):
        taken.append(sentence)
        size += len(sentence) + 1
        if size >= found.end() - found.start():
            return taken
    return taken
