"""One reader over all corpora in a process of its own: `python -m benchmarks.peers NAME`.

What is measured of it is printed as JSON: CPU and memory of its import, CPU and text of each page.
Herald reads all fields of a page in its time, the others the body alone.
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


def herald() -> Read:
    from bot.page.article import read_page

    return lambda html, url: read_page(html, url).body


def trafilatura() -> Read:
    import trafilatura as library

    return lambda html, url: library.extract(html, url=url, include_comments=False) or ""


def trafilatura_fast() -> Read:
    import trafilatura as library

    return lambda html, url: (
        library.extract(html, url=url, include_comments=False, fast=True) or ""
    )


def readability() -> Read:
    import readability as library
    from lxml.html import fromstring

    def read(html: str, url: str) -> str:
        return " ".join(map(str, fromstring(library.Document(html, url=url).summary()).itertext()))

    return read


def newspaper4k() -> Read:
    import newspaper as library

    def read(html: str, url: str) -> str:
        article = library.Article(url, fetch_images=False)
        article.download(input_html=html)
        article.parse()
        return str(article.text)

    return read


READERS = (herald, trafilatura, trafilatura_fast, readability, newspaper4k)


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
    found = measure({reader.__name__: reader for reader in READERS}[sys.argv[1]])
    os.write(1, json.dumps(found).encode())
