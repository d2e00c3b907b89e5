"""What changed between two versions of a post, and whether readers must be told. Pure.

Who misspelt a word mends it in silence; who said something else than is true says so. A change
that may be either counts as the second.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import IntEnum
from unicodedata import normalize

import regex

from bot.model import Article, Post
from bot.text.alike import is_alike, visible
from bot.text.words import DENSE

SHORTEST = 4
"""Letters below which another letter makes another word: "man" and "men"."""
SWAPPED = 6
"""Letters from which on a single other one is a slip: not yet in "Iran" and "Iraq"."""
LONG = 8
"""Letters from which on two slips are still the same word."""
LONGEST_QUOTE = 40
MOST_QUOTES = 2

_WORD = regex.compile(
    rf"{DENSE}|(?:(?!{DENSE})\w)+(?:[.,:'’‑-](?:(?!{DENSE})\w)+)*|[%‰$€£¥₹₽₩?？؟]"
)
_JOINTS = re.compile(r"['’‑-]")
_ACCENTS = re.compile(r"[\u0300-\u036f\u064b-\u0652]")
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(
    r"(?:[mb]|tr)il[ljh]?i?[oa]\w{0,4}|(?:дев|дес)[яеі]т\w*|dzie[ws]i\w*", re.IGNORECASE
)
"""Numbers that are one letter apart: million and billion, nine and ten in Slavic languages."""
_LITTLE = frozenset(
    "a an the of to in on at and der die das den dem des ein eine einen einem und im am le la les un"
    " une de du et el los las una del y il lo gli i di da e o os as um uma do dos na het een van".split()
)
"""Words that may come and go without changing what is said."""


class Level(IntEnum):
    """How much a change matters to readers."""

    NOTHING = 0
    TYPO = 1
    SUBSTANCE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A change: how much it matters, which `parts` it touches, and the words if they are few.

    `parts` are of "headline", "summary", "picture", "credit", "link", in this order. `words` are
    pairs of what stood there and what stands there now.
    """

    level: Level
    parts: tuple[str, ...] = ()
    words: tuple[tuple[str, str], ...] = ()


def compare(old: Post, new: Post) -> Difference:
    """Say what a reader who saw `old` would find changed in `new`.

    Only what was said and is said otherwise is of substance: a sentence more or less, for want of
    room or since there is more to say, takes nothing back, nor does another picture.
    """
    said, words = Level.NOTHING, list[tuple[str, str]]()
    parts = []
    for part, before, after in _texts(old, new):
        level, changed = _change(before, after)
        said = max(said, level)
        words += changed
        parts += [part] if level else []
    if not old.summary or not new.summary or _is_shortened(old.summary, new.summary):
        is_same = old.summary == new.summary
        said = max(said, Level.NOTHING if is_same else Level.TYPO)
        parts += [] if is_same else ["summary"]
    others = [part for part, before, after in _others(old, new) if before != after]
    if others or (not said and not is_alike(old.text.text, new.text.text)):
        said = max(said, Level.TYPO)
    return Difference(level=said, parts=(*parts, *others), words=_few(words))


def _texts(old: Post, new: Post) -> Iterator[tuple[str, str, str]]:
    yield "headline", old.headline, new.headline
    if old.summary and new.summary and not _is_shortened(old.summary, new.summary):
        yield "summary", old.summary, new.summary


def _is_shortened(one: str, other: str) -> bool:
    """Whether the longer text is the other one and then further sentences."""
    short, long = sorted((one, other), key=len)
    ends = short.endswith(tuple(".!?…")) and long[len(short) :][:1].isspace()
    return long.startswith(short) and (ends or short.endswith(tuple("。！？")))


def _others(old: Post, new: Post) -> Iterator[tuple[str, str, str]]:
    before, after = (post.images[0] if post.images else None for post in (old, new))
    yield (
        "picture",
        picture_key(before.url) if before else "",
        picture_key(after.url) if after else "",
    )
    yield "credit", before.credit if before else "", after.credit if after else ""
    yield "link", old.link, new.link


def seen(article: Article) -> tuple[str, ...]:
    """Give what readers see of an article: its texts, picture, credit and address.

    What only counts, dates or sorts (`modified`, keywords, the section), spaces, signs that nobody
    sees and the size of a picture are no part of it.
    """
    image = article.image
    texts = (article.headline, article.summary, article.body, image.credit if image else "")
    return (*map(visible, texts), picture_key(image.url) if image else "", article.canonical_url)


def picture_key(url: str) -> str:
    """Say under which name two addresses show one picture: sizes and signatures change daily."""
    path, _, query = url.partition("?")
    is_file = re.search(r"\.(?:jpe?g|png|webp|gif|avif)$", path, re.IGNORECASE)
    return path if is_file or not query else url


def _few(words: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Give the pairs if they are few and short, else none: a part of the truth misleads."""
    is_short = all(len(text) <= LONGEST_QUOTE for pair in words for text in pair)
    return tuple(dict.fromkeys(words)) if is_short and len(set(words)) <= MOST_QUOTES else ()


def _change(old: str, new: str) -> tuple[Level, list[tuple[str, str]]]:
    """Say how much it matters that a text became another, and which words are not the same."""
    if visible(old) == visible(new):
        return Level.NOTHING, []
    before, after = list(_WORD.finditer(old)), list(_WORD.finditer(new))
    one, other = ([_plain(word[0]) for word in words] for words in (before, after))
    changed = []
    for what, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if what == "equal" or _is_slip(one, other, (a, b), (c, d)):
            continue
        back, on = (min(a, c, 1), not min(a, c)) if a == b or c == d else (0, False)
        changed.append(
            (_quoted(old, before, a - back, b + on), _quoted(new, after, c - back, d + on))
        )
    return (Level.SUBSTANCE if changed else Level.TYPO), changed


def _quoted(text: str, words: Sequence[re.Match[str]], start: int, end: int) -> str:
    """Give the words from `start` to `end` as they stand."""
    chosen = words[start:end]
    return text[chosen[0].start() : chosen[-1].end()] if chosen else ""


def _is_slip(
    old: Sequence[str], new: Sequence[str], was: tuple[int, int], became: tuple[int, int]
) -> bool:
    """Whether a stretch of words became another by a slip of the pen."""
    one, other = old[slice(*was)], new[slice(*became)]
    if "".join(one) == "".join(other) or {*one, *other} <= _LITTLE:
        return True
    if len(one) == len(other):
        return all(_is_misspelt(a, b) for a, b in zip(one, other, strict=True))
    longer, at = (old, was) if one else (new, became)
    return not (one and other) and _is_stutter(longer, *at)


def _is_stutter(words: Sequence[str], start: int, end: int) -> bool:
    """Whether the stretch says once more what stands right before or after it."""
    length = end - start
    stretch = words[start:end]
    return stretch in (words[max(start - length, 0) : start], words[end : end + length])


def _is_misspelt(one: str, other: str) -> bool:
    """Whether one of two words is the other, misspelt: never numbers, negations, other names."""
    short, long = sorted((one, other), key=len)
    if one == other:
        return True
    if long == long[0] + short and long[1] == long[0]:  # "tthe"
        return True
    if _DIGIT.search(one + other) or _NUMBER.fullmatch(one) or len(short) < SHORTEST:
        return False
    if long.endswith(short) and len(long) > len(short):  # "un-", "il-", "dis-"
        return False
    slips = _slips(one, other)
    if slips > 1:
        return slips == 2 and len(short) >= LONG  # noqa: PLR2004 - two
    is_swap = len(one) == len(other) and sorted(one) != sorted(other)
    return not is_swap or len(short) >= SWAPPED


def _slips(one: str, other: str) -> int:
    """Count the letters left out, put in, exchanged or swapped with their neighbour."""
    before, last = list[int](), list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(last[j] + 1, row[-1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and (a, b) == (other[j - 2], one[i - 2]):
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


def _plain(word: str) -> str:
    """Give a word without what misspells it without another letter: case, accents, joints."""
    return normalize("NFC", _ACCENTS.sub("", normalize("NFD", _JOINTS.sub("", word.casefold()))))
