"""Article pages with the text that is to be found on them.

`scrapinghub`: 181 pages that others collected and transcribed, those of
scrapinghub/article-extraction-benchmark. `furniture`: pages made of those texts, each between what
content systems put around a story, in wordings that no other file of this project has.
"""

import gzip
import json
import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

ARTICLES = (
    Path(os.environ.get("HERALD_DATA", Path(__file__).parents[1] / "../shared/data")) / "articles"
)
SEED = 20
MADE = 150

JOIN = (
    "Be part of the {site} family and follow us on {places}.",
    "Want more? {site} is on {places} too, come and join us!",
    "Stay up to date: subscribe to {site} on {places}",
    "Join the {site} community: {places}",
    "Get our stories first, follow {site} at {places}.",
)
CREDIT = (
    "Picture credit: {name}",
    "Photo by {name}",
    "Image: {name}",
    "Featured image credit: {name}",
)
GOOGLE = (
    "Add {site} to your Google News feed and never miss an update",
    "Follow {site} on Google News for the latest",
)
ALSO = (
    "Also read: {title}",
    "Read more: {title}",
    "You may also like: {title}",
    "Related: {title}",
)
RELATED = ("Related stories", "More from {site}", "You might also like", "Recommended for you")
PLACES = ("Telegram", "X", "Facebook", "WhatsApp", "Instagram", "YouTube", "Bluesky")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page, the body that is on it, and words that must not be taken for a part of that."""

    url: str
    html: str
    body: str
    foreign: tuple[str, ...] = ()


def scrapinghub() -> Iterator[Page]:
    truth = json.loads((ARTICLES / "ground-truth.json").read_text(encoding="utf-8"))
    for name, article in truth.items():
        body = gzip.decompress((ARTICLES / "html" / f"{name}.html.gz").read_bytes())
        yield Page(
            url=article["url"], html=body.decode("utf-8", "replace"), body=article["articleBody"]
        )


def furniture() -> Iterator[Page]:
    """Make pages of others' stories and our furniture; the same ones each time."""
    chance = random.Random(SEED)  # noqa: S311 - chance for tests, not for secrets
    stories = [page.body.split("\n") for page in scrapinghub()]
    stories = [[line for line in lines if len(line) > 60] for lines in stories]  # noqa: PLR2004
    stories = [lines for lines in stories if len(lines) >= 4]  # noqa: PLR2004
    for number in range(MADE):
        yield _made(number, stories[number % len(stories)][:30], stories, chance)


def _made(number: int, story: list[str], stories: list[list[str]], chance: random.Random) -> Page:
    site = chance.choice(["Ellery Post", "The Quay", "Northern Bell", "Daybreak 24"])
    others = chance.sample([other for other in stories if other[0] != story[0]], 4)
    places = chance.sample(PLACES, 4)
    links = " | ".join(f'<a href="https://{p.lower()}.example/quay">{p}</a>' for p in places)
    headline = " ".join(story[0].split()[:9])
    join, credit, google, also, related = (
        chance.choice(texts).format(site=site, places="{}", name="Rita Marsh", title=other[0][:70])
        for texts, other in zip(
            (JOIN, CREDIT, GOOGLE, ALSO, RELATED), (*others, story), strict=True
        )
    )
    paragraphs = [f"<p>{escape(line)}</p>" for line in story]
    paragraphs.insert(2, f'<p><strong><a href="/x">{escape(also)}</a></strong></p>')
    cards = "".join(
        f'<li><h4><a href="/s">{escape(other[0][:80])}</a></h4><p>{escape(other[1][:160])}…</p></li>'
        for other in others[1:]
    )
    html = f"""<!doctype html><html lang="en"><head><title>{escape(headline)} - {site}</title>
<meta property="og:title" content="{escape(headline)}"></head><body><header><a href="/">{site}</a></header>
<main><article><h1>{escape(headline)}</h1><div class="entry-content">{"".join(paragraphs)}
<p>{escape(join.format("@@")).replace("@@", links)}</p><p>{escape(credit)}</p>
<p><a href="https://news.google.com/publications/x">{escape(google)}</a></p></div>
<section><h3>{escape(related)}</h3><ul>{cards}</ul></section></article></main>
<footer>© {site}. All rights reserved.</footer></body></html>"""
    foreign = (
        join.partition("{}")[0].strip(),
        credit,
        google,
        also,
        others[1][0][:60],
        others[2][0][:60],
    )
    return Page(
        url=f"https://quay.example/{number}", html=html, body="\n\n".join(story), foreign=foreign
    )


CORPORA: dict[str, Callable[[], Iterator[Page]]] = {
    "scrapinghub": scrapinghub,
    "furniture": furniture,
}
