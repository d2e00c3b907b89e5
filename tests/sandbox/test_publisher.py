"""The demo's publisher behaves like a real one, whatever the date."""

import json
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import aiohttp
import feedparser
import pytest
from selectolax.lexbor import LexborHTMLParser

from bot.sandbox.publisher import OpenSite, serve_publisher

FOLDER = Path(__file__).parents[2] / "config" / "demo"
PICTURES = sorted(path for path in (FOLDER / "media").iterdir() if path.suffix != ".css")
KINDS = {".jpg": ("image/jpeg", b"\xff\xd8\xff"), ".png": ("image/png", b"\x89PNG")}
LATER = 4_102_444_800.0  # 2100: nothing here may depend on today
DAY = 86_400


class Reader:
    """Asks the site as a source does."""

    def __init__(self, site: OpenSite, session: aiohttp.ClientSession) -> None:
        self.site = site
        self.session = session

    async def get(self, path: str, **headers: str) -> tuple[int, str, Any]:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.session.get(self.site.url + path, headers=sent) as response:
            return response.status, await response.text(), response.headers

    async def feed(self) -> dict[str, Any]:
        entries = feedparser.parse((await self.get("/feed/"))[1]).entries
        return {entry.id.removeprefix("morning-tick:"): entry for entry in entries}

    async def page(self, slug: str) -> LexborHTMLParser:
        status, text, _ = await self.get(f"/{slug}/")
        assert status == 200
        return LexborHTMLParser(text)


class Clock:
    """A clock that a test sets."""

    def __init__(self, at: float = LATER) -> None:
        self.at = at

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def reader(clock: Clock) -> AsyncIterator[Reader]:
    site = await serve_publisher(FOLDER, "127.0.0.1", 0, clock, polls_until_correction=3)
    async with aiohttp.ClientSession() as session:
        yield Reader(site, session)
    await site.close()


def text_of(page: LexborHTMLParser, selector: str) -> str:
    node = page.css_first(selector)
    assert node is not None, selector
    return " ".join(node.text().split())


async def test_every_story_is_younger_than_a_day_however_late_the_demo_runs(
    reader: Reader,
) -> None:
    entries = (await reader.feed()).values()
    assert len(entries) >= 8
    ages = [LATER - parsedate_to_datetime(entry.published).timestamp() for entry in entries]
    assert all(0 < age < DAY for age in ages)
    assert ages == sorted(ages), "a feed lists the newest story first"


async def test_the_site_knows_the_addresses_of_its_articles(reader: Reader) -> None:
    listed = [entry.link for entry in (await reader.feed()).values()]
    assert sorted(reader.site.articles) == sorted(listed)


async def test_a_guid_is_no_address(reader: Reader) -> None:
    _, text, headers = await reader.get("/feed/")
    assert headers["Content-Type"].startswith("application/rss+xml")
    assert text.count('<guid isPermaLink="false">morning-tick:') == text.count("<item>")


async def test_the_feed_and_the_page_name_the_same_headline(reader: Reader) -> None:
    for slug, entry in (await reader.feed()).items():
        page = await reader.page(slug)
        assert text_of(page, "h1") == entry.title
        assert text_of(page, "title").startswith(entry.title)
        assert len(page.css("p")) >= 5


async def test_what_a_page_says_to_machines_is_what_it_says_to_people(reader: Reader) -> None:
    told = 0
    for slug in await reader.feed():
        page = await reader.page(slug)
        for script in page.css('script[type="application/ld+json"]'):
            said = json.loads(script.text())
            parts = said.get("@graph", [said])
            article = next(part for part in parts if "headline" in part)
            assert article["headline"] == text_of(page, "h1")
            assert "https://t.me/morningtick" in json.dumps(parts)
            canonical = page.css_first('link[rel="canonical"]')
            assert canonical is not None
            assert canonical.attributes["href"] == f"{reader.site.url}/{slug}/"
            told += 1
    assert told >= 7


SHAPES: dict[str, Callable[[LexborHTMLParser], bool]] = {
    "runs from right to left": lambda page: page.css_matches('html[lang="ar"][dir="rtl"]'),
    "is in Russian": lambda page: page.css_matches('html[lang="ru"]'),
    "has a headline beyond every short post": lambda page: len(text_of(page, "h1")) > 300,
    "has a headline with signs that mean something in HTML": lambda page: (
        {"☔", "“", "&", "<", ">"} <= set(text_of(page, "h1"))
    ),
    "says nothing about itself": lambda page: not page.css("meta[property], link, script"),
    "has no picture": lambda page: (
        bool(page.css('script[type="application/ld+json"]')) and not page.css("article img")
    ),
    "names two authors": lambda page: page.body is not None and "Tom Okafor, Ruth" in page.text(),
    "leads elsewhere in its middle": lambda page: "Also read:" in page.text(),
}


@pytest.mark.parametrize("shape", SHAPES)
async def test_some_page(reader: Reader, shape: str) -> None:
    pages = [await reader.page(slug) for slug in await reader.feed()]
    assert any(SHAPES[shape](page) for page in pages)


@pytest.mark.parametrize("path", ["/", "/feed/", "/umbrella/", "/thursday-market/"])
async def test_what_has_not_changed_is_not_sent_again(reader: Reader, path: str) -> None:
    status, _, headers = await reader.get(path)
    assert status == 200
    by_tag = await reader.get(path, If_None_Match=headers["ETag"])
    assert by_tag[:2] == (304, "")
    by_date = await reader.get(path, If_Modified_Since=headers["Last-Modified"])
    assert by_date[:2] == (304, "")
    assert by_tag[2]["ETag"] == by_date[2]["ETag"] == headers["ETag"]
    both = await reader.get(
        path, If_None_Match='"other"', If_Modified_Since=headers["Last-Modified"]
    )
    assert both[0] == 200, "an ETag outranks a date"


async def test_a_correction_changes_the_story_and_not_its_identity(
    reader: Reader, clock: Clock
) -> None:
    before, (_, old, headers) = await reader.feed(), await reader.get("/harbour-lamps/")
    assert "240 lamps" in old
    assert "Correction:" not in old
    clock.at += 60
    async with reader.session.post(f"{reader.site.url}/_publisher/correct") as response:
        assert response.status == 204
    status, new, _ = await reader.get("/harbour-lamps/", If_None_Match=headers["ETag"])
    assert status == 200
    assert "All 204 lamps" in new
    assert "Correction: An earlier version" in new
    after = await reader.feed()
    assert list(after) == list(before)
    changed = [slug for slug in after if after[slug].get("updated") != before[slug]["updated"]]
    assert changed == ["harbour-lamps"]
    entry = after["harbour-lamps"]
    assert entry.published == before["harbour-lamps"].published
    assert entry.updated == datetime.fromtimestamp(clock.at, UTC).isoformat()
    assert "204 lamps" in entry.summary


async def test_the_correction_comes_by_itself_after_some_polls(reader: Reader) -> None:
    said = [(await reader.feed())["harbour-lamps"].summary for _ in range(5)]
    assert ["204" in summary for summary in said] == [False, False, False, True, True]


@pytest.mark.parametrize("path", ["/nowhere/", "/media/nowhere.jpg", "/feed"])
async def test_what_is_not_there_is_said_so(reader: Reader, path: str) -> None:
    assert (await reader.get(path))[0] == 404


async def test_a_closed_site_answers_no_more(clock: Clock) -> None:
    site = await serve_publisher(FOLDER, "127.0.0.1", 0, clock)
    await site.close()
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ClientConnectorError):
            await session.get(site.url)


async def test_a_taken_port_is_an_error(reader: Reader, clock: Clock) -> None:
    port = int(reader.site.url.rpartition(":")[2])
    with pytest.raises(OSError, match="in use"):
        await serve_publisher(FOLDER, "127.0.0.1", port, clock)


@pytest.mark.parametrize("picture", PICTURES, ids=lambda path: path.name)
async def test_pictures_are_small_and_what_they_say(reader: Reader, picture: Path) -> None:
    kind, start = KINDS[picture.suffix]
    async with reader.session.get(f"{reader.site.url}/media/{picture.name}") as response:
        assert response.content_type == kind
        body = await response.read()
    assert body.startswith(start)
    assert len(body) <= 60 * 1024


async def test_every_picture_is_shown_and_every_shown_picture_is_there(reader: Reader) -> None:
    shown = {
        (image.attributes["src"] or "").rpartition("/")[2]
        for slug in await reader.feed()
        for image in (await reader.page(slug)).css("article img")
    }
    assert shown == {picture.name for picture in PICTURES}
