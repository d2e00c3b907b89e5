"""One reader over all corpora in a process of its own: `python -m benchmarks.peers NAME`.

What is measured of it is printed as JSON: CPU and memory of its import, CPU and text of each page.
The name says what is read in that time: all fields of a page, or its body alone.
"""

import contextlib
import json
import os
import sys
import time
from collections.abc import Callable

from benchmarks.corpora import CORPORA
from benchmarks.table import resident

Read = Callable[[str, str], str]


def herald_all_fields() -> Read:
    from bot.page.article import read_page

    return lambda html, url: read_page(html, url).body


def herald_body() -> Read:
    from bot.page.body import body_text
    from bot.page.headline import read_headline
    from bot.page.opened import open_page

    def read(html: str, url: str) -> str:
        page = open_page(html, url)
        headline, _ = read_headline(page.head, url)
        return body_text(page.outline, headline, page.head.first("og:description", "description"))

    return read


def trafilatura_body() -> Read:
    import trafilatura as library

    return lambda html, url: library.extract(html, url=url, include_comments=False) or ""


def trafilatura_fast_body() -> Read:
    import trafilatura as library

    return lambda html, url: (
        library.extract(html, url=url, include_comments=False, fast=True) or ""
    )


def trafilatura_fast_all_fields() -> Read:
    import trafilatura as library

    def read(html: str, url: str) -> str:
        # why bare: what it knows of a page, without the time to write it down in some format
        found = library.bare_extraction(
            html, url=url, include_comments=False, fast=True, with_metadata=True
        )
        return str(found.text)

    return read


def readability_body() -> Read:
    import readability as library
    from lxml.html import fromstring

    def read(html: str, url: str) -> str:
        return " ".join(map(str, fromstring(library.Document(html, url=url).summary()).itertext()))

    return read


def newspaper4k_all_fields() -> Read:
    import newspaper as library

    def read(html: str, url: str) -> str:
        article = library.Article(url, fetch_images=False)
        article.download(input_html=html)
        article.parse()
        return str(article.text)

    return read


OURS = (herald_all_fields, herald_body)
THEIRS = (
    *(trafilatura_body, trafilatura_fast_body, trafilatura_fast_all_fields),
    *(readability_body, newspaper4k_all_fields),
)


def measure(load: Callable[[], Read]) -> dict[str, object]:
    """Load a reader and let it read everything; what it cannot read is empty."""
    memory, begun = resident(), time.process_time()
    read = load()
    loaded = {"import_s": time.process_time() - begun, "import_mb": resident() - memory}
    texts: dict[str, list[str]] = {}
    seconds: dict[str, list[float]] = {}
    for name, pages in CORPORA.items():
        texts[name], seconds[name] = [], []
        for page in pages():
            text = ""
            begun = time.process_time()
            with contextlib.suppress(Exception):
                text = read(page.html, page.url)
            seconds[name].append(time.process_time() - begun)
            texts[name].append(text)
    return {**loaded, "texts": texts, "seconds": seconds}


if __name__ == "__main__":
    found = measure({reader.__name__: reader for reader in (*OURS, *THEIRS)}[sys.argv[1]])
    os.write(1, json.dumps(found).encode())
