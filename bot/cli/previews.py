"""Pages read and composed as the engine would, as documents to show."""

import asyncio
import logging
import os
import sys
from collections.abc import Callable, Coroutine, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeVar
from urllib.parse import quote

from bot.app import desk_of, look_at, model_of
from bot.cli.posts import Showing, article_shown, picture, word_now, wording_shown
from bot.cli.processes import shared
from bot.errors import FetchError
from bot.model import Article, Entry
from bot.page.candidates import Candidate, candidates
from bot.page.charset import decode, other_kind
from bot.ports import Consulted, Make, Model
from bot.settings.settings import Settings
from bot.steps.read import HIDDEN, article_from

LARGEST = 8 * 2**20
"""Bytes of a file that is read: as many as of a page in the web."""
STDIN = "-"
"""Stands for a page that comes by standard input."""

_log = logging.getLogger("herald.preview")

T = TypeVar("T")


class Attend(Protocol):
    """Waits for what may take a while, and says what that is."""

    def __call__(self, what: str, work: Coroutine[Any, Any, T]) -> T: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a preview is to show: for which destinations (none: all), with the body or not.

    `has_rejected`: also what each page offers besides what was taken of it.
    `base_url` is where local files would stand ("": where they are); `jobs` processes read them.
    """

    to: tuple[str, ...] = ()
    is_full: bool = False
    has_rejected: bool = False
    base_url: str = ""
    jobs: int = 1


def documents(
    pages: Sequence[str], settings: Settings | None, wanted: Wanted, attend: Attend
) -> Iterator[dict[str, Any]]:
    """Read pages in the order given; local files are shared among processes.

    `attend` waits for one from the web and is told what that is.
    """
    zone = settings.zone if settings else UTC
    showing = Showing(desk=desk_of(settings), zone=zone) if settings else Showing()
    if settings and any(is_url(page) for page in pages):  # local files are read without the web
        learning = showing.learned(settings, wanted.to)
        showing = attend("asking servers what they allow", learning)
    sites = settings.sites if settings else ()
    make = partial(article_from, zone=zone, sites=sites)
    others = partial(candidates, profiles=sites)
    model = model_of(settings) if settings else None
    reader = _Reader(
        showing=showing,
        make=make,
        others=others,
        wanted=wanted,
        holds_hidden=not settings or any(not rules.noindex for rules in settings.sources),
        model=model,
    )
    if wanted.jobs > 1 and not any(is_url(page) or page == STDIN for page in pages):
        yield from shared(reader.read_file, pages, wanted.jobs, _lost)
        return
    for page in pages:
        if is_url(page):
            yield attend(f"reading {page}", reader.read_url(page, settings))
        else:
            yield reader.read_file(page)


def _bytes_of(name: str) -> bytes:
    if name == STDIN:
        return sys.stdin.buffer.read(LARGEST + 1)
    with Path(name).open("rb") as file:
        return file.read(LARGEST + 1)


def _shown(given: str) -> str:
    """Give the name of a file as it can be written: Linux takes bytes in any encoding."""
    return os.fsencode(given).decode(errors="replace")


def _lost(given: str) -> dict[str, Any]:
    name = _shown(given)
    return {"source": name, "error": f"{name}: the process that read it was ended"}


def is_url(page: str) -> bool:
    """Whether what a person wrote is an address in the web, and no file."""
    return page.startswith(("http://", "https://"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """Makes documents of pages; goes to other processes whole, which settings cannot."""

    showing: Showing
    make: Make
    others: Callable[[str, str, Article], dict[str, list[Candidate]]]
    wanted: Wanted
    holds_hidden: bool = True
    model: Model | None = None

    def read_file(self, given: str) -> dict[str, Any]:
        path, base_url, name = Path(given), self.wanted.base_url, _shown(given)
        try:
            data = _bytes_of(given)
        except OSError as error:
            return {"source": name, "error": f"{name}: {error.strerror}"}
        if len(data) > LARGEST:
            return {"source": name, "error": f"{name}: is larger than {LARGEST // 2**20} MiB"}
        file_name = "" if given == STDIN else quote(os.fsencode(path.name))
        url = f"{base_url.rstrip('/')}/{file_name}" if base_url else path.absolute().as_uri()
        return asyncio.run(self._document(name, data, "", url))

    async def read_url(self, url: str, settings: Settings | None) -> dict[str, Any]:
        try:
            page = await look_at(url, settings)
        except FetchError as error:
            return {"source": url, "error": str(error)}
        return await self._document(url, page.body, page.content_type, page.url, settings)

    async def _document(
        self,
        name: str,
        data: bytes,
        content_type: str,
        url: str,
        settings: Settings | None = None,
    ) -> dict[str, Any]:
        """Make a document; with `settings` the picture is fetched as it would be for posting."""
        entry = Entry(source="", guid="", url=url)
        kind = other_kind(data, content_type) if data.strip() else "empty"
        if kind:
            return {"source": name, "error": f"{name}: is no page but {kind}"}
        try:
            html = decode(data, content_type)
            article = self.make(entry, html, url)
            words = await word_now(article, self.model, self.showing.desk.max_sentences)
            posts = self._posts(article, words)
            if settings and (fault := await picture(posts, settings, self.showing.desk)):
                posts = self._posts(article, words, fault)
            rejected = self._rejected(html, url, article)
        except Exception as error:  # noqa: BLE001 - one bad page stops no other
            _log.exception("%s: a mistake in Herald", name)
            return {"source": name, "error": f"{name}: {error!r}"}
        document = {
            "source": name,
            "article": article_shown(article, is_full=self.wanted.is_full) | wording_shown(words),
            "posts": posts,
        }
        return document | ({"rejected": rejected} if self.wanted.has_rejected else {})

    def _posts(self, article: Article, words: Consulted, fault: str = "") -> list[dict[str, Any]]:
        hold = HIDDEN if article.noindex and self.holds_hidden else ""
        return self.showing.posts(article, words, hold, self.wanted.to, fault)

    def _rejected(self, html: str, url: str, article: Article) -> dict[str, list[dict[str, str]]]:
        if not self.wanted.has_rejected:
            return {}
        found = self.others(html, url, article)
        return {field: [asdict(one) for one in others] for field, others in found.items()}
