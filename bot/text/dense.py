"""What Chinese, Japanese and Korean texts deny, told by pairs of letters: no spaces set their words apart. Pure."""

from functools import lru_cache

import regex

from bot.text.sentences import sentences_once

_SCRIPT = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")
_CLAUSE = regex.compile(r"[，,、；;：:。．！!？?“”「」『』…\n]+|(?<=[고며]|지만) ")
_NO = regex.compile(
    r"不(?![断斷久仅僅少同过過管论論])|[没沒]|未(?![来來明満满])|[无無](?![料人线線名限论論])|非(?![常洲])"
    r"|な(?:い(?!し|ば)|かっ|く(?![なて]は))|ません|(?<!ま)ず(?=[にと、。]|$)|ぬ(?=[、。]|$)|않|없|못|아니|(?<!\p{L})안 "
)
_IMPLIED = regex.compile(
    r"拒|反[对対對]|禁|停止|中止|取消|撤|尚|缺|否|却下|難|难|失[败敗]|避|免|見送|断念|断っ|거부|반대|금지|중단|취소|부인|철회|막"
)
_LETTER = regex.compile(r"[\p{L}\p{Nd}]")
_ALIKE, _SAME = 0.5, 0.65
"""Share of a clause's pairs that one of the article must have to be about it, and to say it."""

Clause = tuple[frozenset[str], bool, bool]
"""Its pairs of letters, whether it denies, and whether its sentence does in any words."""


def denies_densely(clause: str) -> bool:
    """Whether a clause of Chinese, Japanese or Korean says that something is not so."""
    return bool(_NO.search(clause))


@lru_cache(maxsize=4)  # asked once for what is added and once for what is left out
def dense_negation(said: str, source: str, language: str = "") -> tuple[str, str]:
    """Give the first clause of `said` that denies what the article only asserts, and the reverse; "" for none."""
    if not _SCRIPT.search(said):
        return "", ""
    theirs = _clauses(source, language)
    unfounded, lost = "", ""
    for line in sentences_once(said, language):
        implied = bool(_IMPLIED.search(line))
        for clause in _CLAUSE.split(line):
            if not _SCRIPT.search(clause):
                continue
            pairs, denies = _pairs(clause), bool(_NO.search(clause))
            near = [
                (len(pairs & other) / max(1, len(pairs)), no, any_no)
                for other, no, any_no in theirs
            ]
            best = max((share for share, *_ in near), default=0)
            about = [
                (no, any_no) for share, no, any_no in near if share >= max(_ALIKE, best - 0.1)
            ]
            if denies and about and not any(any_no for _, any_no in about):
                unfounded = unfounded or clause.strip()
            if not denies and not implied and best >= _SAME and all(no for no, _ in about):
                lost = lost or clause.strip()
    return unfounded, lost


@lru_cache(maxsize=4)
def _clauses(text: str, language: str) -> list[Clause]:
    return [
        (_pairs(clause), bool(_NO.search(clause)), bool(_NO.search(line) or _IMPLIED.search(line)))
        for line in sentences_once(text, language)
        for clause in _CLAUSE.split(line)
        if _SCRIPT.search(clause)
    ]


def _pairs(clause: str) -> frozenset[str]:
    letters = "".join(_LETTER.findall(_NO.sub("", clause)))
    return frozenset(letters[at : at + 2] for at in range(len(letters) - 1))
