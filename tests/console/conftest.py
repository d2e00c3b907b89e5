from collections.abc import AsyncIterator, Awaitable, Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.console.about import About
from bot.console.server import Console, serve_console
from bot.lifecycle import after_attempt
from bot.model import Article, Delivery, Entry, Image, Post, Receipt, Rich, Unit
from bot.ports import Capabilities, FoundEntry, Lane, Planned, Poll, Settled
from bot.rules import Destination, Publisher
from bot.steps.plan import Desk, Outlet
from bot.store import Store, open_store

NOW = 1_800_000_000.0
"""2027-01-15 08:00:00 UTC."""
LANES = {"telegram": Lane(), "x": Lane()}


class Newsroom:
    """A real store, filled the way the engine fills it, and what the console knows besides."""

    def __init__(self, store: Store, config: Path) -> None:
        self.store = store
        self.now = NOW
        self.is_stopping = False
        self.desk = Desk(
            publisher=Publisher(name="Morning Tick", url="https://e.org/"),
            outlets={name: self._outlet(name) for name in LANES},
        )
        self.about = About(
            desk=lambda: self.desk, is_stopping=lambda: self.is_stopping, config=config
        )

    @staticmethod
    def _outlet(name: str) -> Outlet:
        unit, text = (Unit.WEIGHTED, 280) if name == "x" else (Unit.UTF16, 4096)
        return Outlet(
            destination=Destination(name=name, platform=name, address=f"@{name}news"),
            capabilities=Capabilities(text=text, unit=unit, caption=1024, find=name == "x"),
        )

    async def read(self, slug: str, article: Article | None = None, at: float = NOW) -> None:
        """Take one article, published at `at`, as far as it goes before it is planned."""
        url = article.canonical_url if article else f"https://e.org/{slug}"
        found = FoundEntry(
            keys=(slug,),
            entry=Entry(source="main", guid=slug, url=url, headline=slug),
            fate="new",
            why="first seen",
            not_before=at,
            order_at=at,
        )
        await self.store.watching.save_poll("main", Poll(entries=()), [found], {}, at + 300, at)
        for pending in await self.store.reading.due_entries(at, 120, 10):
            read = article or Article(canonical_url=url, headline=f"Headline of {slug}")
            await self.store.reading.save_article(pending, read, at)

    async def publish(
        self, slug: str, article: Article | None = None, at: float = NOW, **more: Any
    ) -> None:
        """Take one article so far that its deliveries wait; `more`: to, text, image, link, hold."""
        await self.read(slug, article, at)
        image: Image | None = more.get("image")
        for revision in await self.store.planning.new_revisions(at, 10):
            post = Post(
                key=slug,
                text=more.get("text", Rich(text=f"Text of {slug}")),
                link=more.get("link", f"https://e.org/{slug}"),
                images=(image,) if image else (),
            )
            planned = [
                Planned(
                    destination=name,
                    platform=name,
                    post=post,
                    cost_usd=0.2,
                    hold=more.get("hold", ""),
                )
                for name in more.get("to", LANES)
            ]
            await self.store.planning.save_plan(revision, planned, at)

    async def claim(self, at: float = NOW) -> tuple[Delivery, ...]:
        return (await self.store.delivering.step([], LANES, at, 10)).claimed

    async def settle(
        self, delivery: Delivery, outcome: Receipt | Exception, at: float = NOW
    ) -> None:
        done = Settled(delivery=delivery, settlement=after_attempt(outcome, delivery, at))
        await self.store.delivering.step([done], LANES, at, 0)

    async def send(self, outcome: Receipt | Exception, at: float = NOW) -> None:
        """Let every destination's next delivery end like this at `at`."""
        for delivery in await self.claim(at):
            await self.settle(delivery, outcome, at)


@pytest.fixture
async def newsroom(tmp_path: Path) -> AsyncIterator[Newsroom]:
    config = tmp_path / "herald.yaml"
    config.write_text("version: 1\ntoken: env:TELEGRAM_TOKEN\n", encoding="utf-8")
    store = await open_store(f"sqlite:///{tmp_path}/herald.db")
    await store.db.hold()
    await store.beginning.sync({"main": "https://e.org/feed"}, LANES)
    yield Newsroom(store, config)
    await store.close()


@pytest.fixture
async def console(newsroom: Newsroom) -> AsyncIterator[Console]:
    opened = await serve_console(
        newsroom.store, "127.0.0.1", 0, lambda: newsroom.now, newsroom.about
    )
    yield opened
    await opened.close()


@pytest.fixture
async def http(console: Console) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(console.url) as session:
        yield session


@pytest.fixture
def show(http: aiohttp.ClientSession) -> Callable[[str], Awaitable[str]]:
    """Give the body of what is found at an address."""

    async def show(path: str) -> str:
        async with http.get(path) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.text()

    return show


class Page(HTMLParser):
    """What a browser makes of a page, as far as the tests ask."""

    VOID = frozenset({"meta", "link", "input"})
    APART = frozenset({"caption", "dd", "dt", "h1", "h2", "li", "p", "td", "th"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.pieces: list[tuple[str, list[tuple[str, dict[str, str]]]]] = []
        self._open: list[tuple[str, dict[str, str]]] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = (tag, {name: value or "" for name, value in attrs})
        self.tags.append(element)
        if tag not in self.VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag
        if tag in self.APART:
            self.handle_data(" ")

    def handle_data(self, data: str) -> None:
        self.pieces.append((data, list(self._open)))

    def within(self, tag: str, **attributes: str) -> list[str]:
        """Give the text of each element with this tag and these attributes ("class" as `kind`)."""
        wanted = {name.replace("kind", "class"): value for name, value in attributes.items()}
        found: dict[int, str] = {}
        for element in self.tags:
            if element[0] == tag and wanted.items() <= element[1].items():
                found[id(element)] = ""
        for text, above in self.pieces:
            for element in above:
                if id(element) in found:
                    found[id(element)] += text
        return list(found.values())

    @property
    def text(self) -> str:
        """All text, in one line."""
        return " ".join("".join(text for text, _ in self.pieces).split())


@pytest.fixture
def read(show: Callable[[str], Awaitable[str]]) -> Callable[[str], Awaitable[Page]]:
    """Open a page."""

    async def read(path: str) -> Page:
        return Page(await show(path))

    return read


@pytest.fixture(scope="session")
def page_of() -> type[Page]:
    return Page
