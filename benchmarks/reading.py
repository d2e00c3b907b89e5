"""Body text against a truth that others wrote: 181 articles with the metric of their benchmark.

Pages, truth and metric are those of scrapinghub/article-extraction-benchmark: shingles of four
words, each page weighing the same, F1 of the mean precision and the mean recall.
"""

import gzip
import json
import os
import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import mean

from benchmarks.table import Figure
from bot.page.article import read_page
from bot.page.charset import decode

ROOT = Path(__file__).parents[1]
ARTICLES = Path(os.environ.get("HERALD_DATA", ROOT / "../shared/data")) / "articles"
SHINGLE = 4

Share = tuple[float, float]
"""What is right of a page's text, and what of the truth was found: precision and recall."""


def pages() -> Iterator[tuple[str, str, str]]:
    """Give address, HTML and true body of each page; FileNotFoundError where they are not here."""
    truth = json.loads((ARTICLES / "ground-truth.json").read_text(encoding="utf-8"))
    for name, article in truth.items():
        body = gzip.decompress((ARTICLES / "html" / f"{name}.html.gz").read_bytes())
        yield article["url"], decode(body), article["articleBody"]


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
    """Read all pages once; the time is CPU for everything that a page gives, not its body alone."""
    shares: list[Share] = []
    seconds: list[float] = []
    for url, html, true in pages():
        begun = time.process_time()
        article = read_page(html, url)
        seconds.append(time.process_time() - begun)
        shares.append(compare(article.body, true))
    return [
        Figure(what="reading: body F1", value=f1(shares), unit="", aim="at least 0.955"),
        Figure(what="reading: CPU a page", value=1e3 * mean(seconds), unit="ms", aim="at most 8"),
        Figure(
            what="reading: CPU, slowest page",
            value=1e3 * max(seconds),
            unit="ms",
            aim="at most 50",
        ),
    ]
