"""Readers against truths that others wrote, ours beside its peers in one run, and ours alone on the rest.

Metric of scrapinghub/article-extraction-benchmark: shingles of four words, each page weighing the
same, F1 of the mean precision and the mean recall. Each reader works in a process of its own.
"""

import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from benchmarks.corpora import CORPORA, Page
from benchmarks.hostile import HOSTILE
from benchmarks.peers import OURS, THEIRS
from benchmarks.table import Figure
from bot.page.article import read_page
from bot.steps.summarise import summarise

ROOT = Path(__file__).parents[1]
PEERS = Path(os.environ.get("HERALD_PEERS", ROOT / ".venv/bench/bin/python"))
"""Python with the readers of others: `make bench` makes it."""
RATIOS = (
    ("trafilatura_fast_body", "herald_body"),
    ("trafilatura_fast_body", "herald_all_fields"),
    ("trafilatura_fast_all_fields", "herald_all_fields"),
)
"""Whose CPU seconds are held against whose: like with like, and ours as it is used against their least."""
PATIENCE = 600
"""Seconds that one reader may take for everything."""
SHINGLE = 4
FIRST, WITHIN = 150, 900
"""The story's first characters, and how near the beginning they must be found: for a summary."""

Share = tuple[float, float]
"""What is right of a page's text, and what of the truth was found: precision and recall."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one reader did: texts and CPU seconds by corpus, page by page."""

    import_mb: float
    import_s: float
    texts: Mapping[str, list[str]]
    seconds: Mapping[str, list[float]]


def compare(found: str, true: str) -> Share:
    """Hold one text against its truth."""
    mine, theirs = _shingles(found), _shingles(true)
    both = sum((mine & theirs).values())
    return both / (sum(mine.values()) or 1), both / (sum(theirs.values()) or 1)


def f1(shares: Iterable[Share]) -> float:
    """Give the F1 of many pages."""
    listed = list(shares)
    precision = mean(share[0] for share in listed)
    recall = mean(share[1] for share in listed)
    return 2 * precision * recall / (precision + recall)


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    starts = range(max(1, len(words) - SHINGLE + 1)) if words else ()
    return Counter(tuple(words[i : i + SHINGLE]) for i in starts)


def measure() -> list[Figure]:
    """Measure every reader that is here over every corpus that is here."""
    pages = {name: list(give()) for name, give in CORPORA.items()}
    runs = {reader.__name__: _run(reader.__name__, Path(sys.executable)) for reader in OURS}
    if PEERS.exists():
        runs |= {reader.__name__: _run(reader.__name__, PEERS) for reader in THEIRS}
    else:
        print(f"no peers: {PEERS} is not there", file=sys.stderr)
    return [
        *_figures(runs, pages),
        *_hostile(),
    ]


def _run(name: str, python: Path) -> Run:
    command = [str(python), "-m", "benchmarks.peers", name]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=PATIENCE)
    return Run(**json.loads(done.stdout))


def _figures(runs: Mapping[str, Run], pages: Mapping[str, list[Page]]) -> Iterator[Figure]:
    for name, listed in pages.items():
        for reader, run in runs.items():
            texts = run.texts[name]
            shares = [compare(text, page.body) for text, page in zip(texts, listed, strict=True)]
            aim = {"scrapinghub": "at least 0.955", "furniture": "at least 0.99"}[name]
            yield Figure(what=f"{name}: body F1, {reader}", value=f1(shares), unit="", aim=aim)
            if name == "furniture":
                leaks = mean(_leaks(text, page) for text, page in zip(texts, listed, strict=True))
                yield Figure(
                    what=f"{name}: pages with leaks, {reader}", value=leaks, unit="", aim="0"
                )
            else:
                right = mean(_begins(text, page) for text, page in zip(texts, listed, strict=True))
                yield Figure(
                    what=f"{name}: right first lines, {reader}",
                    value=right,
                    unit="",
                    aim="at least 0.95",
                )
    for reader, run in runs.items():
        times = [1e3 * second for listed in run.seconds.values() for second in listed]
        yield Figure(what=f"CPU a page, {reader}", value=mean(times), unit="ms", aim="at most 8")
        yield Figure(
            what=f"CPU of the slowest page, {reader}",
            value=max(times),
            unit="ms",
            aim="at most 50",
        )
        yield Figure(
            what=f"memory of the import, {reader}", value=run.import_mb, unit="MB", aim="at most 5"
        )
    for theirs, ours in RATIOS:
        if theirs in runs:
            taken, needed = (sum(runs[reader].seconds["scrapinghub"]) for reader in (theirs, ours))
            yield Figure(
                what=f"CPU of {theirs} to {ours}",
                value=taken / needed,
                unit="times",
                aim="at least 4",
            )


def _leaks(text: str, page: Page) -> bool:
    flat = " ".join(text.split())
    return any(" ".join(words.split()) in flat for words in page.foreign)


def _begins(text: str, page: Page) -> bool:
    beginning = "".join(re.findall(r"\w+", page.body))[:FIRST]
    return beginning in "".join(re.findall(r"\w+", text))[: FIRST + WITHIN]


def _hostile() -> Iterator[Figure]:
    """Read and summarise the pages that would stop a careless reader; an exception ends the run."""
    seconds = {}
    for name, html in HOSTILE.items():
        begun = time.process_time()
        summarise(read_page(html, "https://www.tick.example/lamps"))
        seconds[name] = time.process_time() - begun
    slowest = max(seconds, key=lambda name: seconds[name])
    yield Figure(
        what=f"hostile page, the slowest of {len(HOSTILE)} ({slowest})",
        value=seconds[slowest],
        unit="s",
        aim="at most 0.5",
    )
