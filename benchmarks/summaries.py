"""Summaries without a network, over scrapinghub's pages: ours, and the story's beginning, by ROUGE.

The reference is the publisher's own description, which is kept from the extractor. Whole sentences
are filled up to a budget, as posts do. ROUGE is Google's rouge-score, in the environment of the peers.
"""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from statistics import mean

from benchmarks.corpora import scrapinghub
from benchmarks.reading import PEERS, ROOT
from benchmarks.table import Figure
from bot.catalogue import known_platforms
from bot.model import Article
from bot.page.article import read_page
from bot.rules import Destination, Publisher
from bot.steps.compose import compose
from bot.steps.summarise import summarise
from bot.text.fit import fit
from bot.text.length import measure as length_of
from bot.text.sentences import sentences
from bot.text.standfirst import is_whole

BUDGETS = (200, 250)
SCORE = """
import json, sys
from rouge_score.rouge_scorer import RougeScorer
scorer = RougeScorer(["rouge1", "rouge2", "rougeL"], use_stemmer=True)
scores = [scorer.score(*pair) for pair in json.load(sys.stdin)]
print(json.dumps([[100 * one.fmeasure for one in score.values()] for score in scores]))
"""


def measure() -> list[Figure]:
    """Summarise every page, with and without its description."""
    articles = [read_page(page.html, page.url) for page in scrapinghub()]
    begun = time.process_time()
    default = [summarise(article) for article in articles]
    seconds = time.process_time() - begun
    told = [sentence for summary in default for sentence in summary]
    return [
        Figure(
            what="summary: CPU an article",
            value=1e3 * seconds / len(articles),
            unit="ms",
            aim="at most 2",
        ),
        Figure(
            what="summary: whole sentences",
            value=mean(map(is_whole, told)),
            unit="",
            aim="at least 0.94",
        ),
        Figure(what="summary: posts over budget", value=_over(articles), unit="", aim="0"),
        *(_against_lead(articles) if PEERS.exists() else ()),
    ]


def _over(articles: Sequence[Article]) -> int:
    """Count the posts, on every platform there is, that are longer than it takes."""
    over = 0
    for name, platform in known_platforms().items():
        can = platform.capabilities
        destination = Destination(name=name, platform=name, address="")
        for article in articles:
            publisher = Publisher(name="Tick", url="https://tick.example/")
            post = compose(article, summarise(article), destination, can, publisher, 1)
            over += length_of(post.text.text, can.unit, can.link_length) > can.text
    return over


def _against_lead(articles: Sequence[Article]) -> list[Figure]:
    figures = []
    described = [article for article in articles if article.summary and article.body]
    silent = [replace(article, summary="") for article in described]
    for budget in BUDGETS:
        ours = _rouge(described, [_filled(summarise(article), budget) for article in silent])
        leads = (
            sentences(article.body.replace("\n\n", " "), article.language) for article in silent
        )
        lead = _rouge(described, [_filled(list(told), budget) for told in leads])
        figures.append(
            Figure(
                what=f"summary: ROUGE over the story's beginning, {budget} characters, {len(described)} pages",
                value=mean(ours) - mean(lead),
                unit="",
                aim="at least 0.8",
            )
        )
    return figures


def _filled(told: Sequence[str], budget: int) -> str:
    """Take whole sentences while they fit; where not even one does, its beginning."""
    taken: list[str] = []
    for sentence in told:
        if len(" ".join([*taken, sentence])) > budget:
            break
        taken.append(sentence)
    return " ".join(taken) or (fit(told[0], budget, len) if told else "")


def _rouge(articles: Sequence[Article], texts: Sequence[str]) -> list[float]:
    """Score each text against its description: the mean F1 of ROUGE-1, 2 and L, times 100."""
    pairs = [(article.summary, text) for article, text in zip(articles, texts, strict=True)]
    done = subprocess.run(
        [str(PEERS), "-c", SCORE],
        cwd=ROOT,
        check=True,
        input=json.dumps(pairs),
        stdout=subprocess.PIPE,
        stderr=sys.stderr,
        text=True,
    )
    return [mean(scores) for scores in json.loads(done.stdout)]
