from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from bot.errors import FetchError
from bot.ports import Answer, Poll, Validators
from bot.rules import SourceRules
from bot.sources.sitemap import DOCUMENTS, NewsSitemap, Sitemap

TOP = "https://news.example/sitemap.xml"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
RULES = SourceRules(
    name="main", kind="sitemap", url=TOP, allow_private=True, user_agent="Mozilla/5.0"
)


NOTHING = Validators()


def pages(*paths: str) -> bytes:
    return "".join(
        ["<urlset>", *(f"<url><loc>{path}</loc></url>" for path in paths), "</urlset>"]
    ).encode()


def index(*paths: str) -> bytes:
    listed = (f"<sitemap><loc>{path}</loc></sitemap>" for path in paths)
    return "".join(["<sitemapindex>", *listed, "</sitemapindex>"]).encode()


class Site:
    """Serves documents by their paths; an ETag tells the version of each."""

    def __init__(self, documents: Mapping[str, bytes | FetchError]) -> None:
        self.documents = dict(documents)
        self.asked: list[str] = []
        self.how: list[Mapping[str, object]] = []

    async def __call__(
        self, url: str, *, validators: Validators = NOTHING, **how: object
    ) -> Answer:
        path = url.removeprefix("https://news.example")
        self.asked.append(path)
        self.how.append(how)
        document = self.documents[path]
        if isinstance(document, FetchError):
            raise document
        current = Validators(etag=str(hash(document)), last_modified="yesterday")
        if validators == current:
            return Answer(url=url, status=304, validators=current)
        return Answer(
            url=url, status=200, body=document, validators=current, max_age=60, moved_to="/moved"
        )


async def test_of_a_sitemap_that_was_cut_off_the_rest_is_asked_for_again() -> None:
    site = Site({"/sitemap.xml": pages("/a", "/b").removesuffix(b"</url></urlset>")})
    first = await Sitemap(RULES, site).poll(NOTHING)
    assert found(first) == ["/a"]
    site.documents["/sitemap.xml"] = pages("/a", "/b")
    assert found(await Sitemap(RULES, site).poll(first.validators)) == ["/a", "/b"]
    again = await Sitemap(RULES, site).poll(first.validators)
    assert found(await Sitemap(RULES, site).poll(again.validators)) is None


def found(poll: Poll) -> Sequence[str] | None:
    if poll.entries is None:
        return None
    return [entry.url.removeprefix("https://news.example") for entry in poll.entries]


async def test_a_poll_asks_as_the_settings_say_and_hands_all_on() -> None:
    site = Site({"/sitemap.xml": pages("/a", "/b")})
    poll = await Sitemap(RULES, site).poll(NOTHING)
    assert found(poll) == ["/a", "/b"]
    assert site.how == [{"allow_private": True, "user_agent": "Mozilla/5.0", "proxy": ""}]
    assert (poll.max_age, poll.moved_to) == (60, "/moved")


async def test_what_did_not_change_is_not_sent_again() -> None:
    site = Site({"/sitemap.xml": pages("/a")})
    source = Sitemap(RULES, site)
    first = await source.poll(NOTHING)
    second = await source.poll(first.validators)
    assert second.entries is None
    site.documents["/sitemap.xml"] = pages("/b", "/a")
    assert found(await source.poll(second.validators)) == ["/b", "/a"]


async def test_an_index_is_followed_to_what_changed() -> None:
    site = Site(
        {
            "/sitemap.xml": index("/1.xml", "/2.xml"),
            "/1.xml": pages("/a"),
            "/2.xml": pages("/b"),
        }
    )
    source = Sitemap(RULES, site)
    first = await source.poll(NOTHING)
    assert found(first) == ["/b", "/a"]
    site.documents["/1.xml"] = pages("/c", "/a")
    second = await source.poll(first.validators)
    assert found(second) == ["/c", "/a"]
    assert (await source.poll(second.validators)).entries is None
    assert site.asked == ["/sitemap.xml", "/2.xml", "/1.xml"] * 3


async def test_an_index_may_list_another_and_itself() -> None:
    site = Site(
        {
            "/sitemap.xml": index("/inner.xml", "/2.xml"),
            "/inner.xml": index("/1.xml", "/sitemap.xml", "/inner.xml"),
            "/1.xml": pages("/a"),
            "/2.xml": pages("/b"),
        }
    )
    source = Sitemap(RULES, site)
    first = await source.poll(NOTHING)
    assert found(first) == ["/b", "/a"]
    assert sorted(site.asked) == ["/1.xml", "/2.xml", "/inner.xml", "/sitemap.xml"]
    assert (await source.poll(first.validators)).entries is None


async def test_only_so_many_sitemaps_are_read() -> None:
    numbers = range(1, 100)
    site = Site(
        {
            "/sitemap.xml": index(*(f"/{n}.xml" for n in numbers)),
            **{f"/{n}.xml": index(f"/{n % 99 + 1}.xml") for n in numbers},
        }
    )
    await Sitemap(RULES, site).poll(NOTHING)
    assert len(site.asked) == DOCUMENTS


async def test_a_broken_sitemap_does_not_hide_the_others() -> None:
    site = Site(
        {
            "/sitemap.xml": index("/1.xml", "/2.xml", "/3.xml"),
            "/1.xml": pages("/a"),
            "/2.xml": FetchError("/2.xml", "the server answers 500"),
            "/3.xml": b"<html><body>",
        }
    )
    source = Sitemap(RULES, site)
    poll = await source.poll(NOTHING)
    assert found(poll) == ["/a"]
    site.documents |= {"/2.xml": pages("/b"), "/3.xml": pages("/c")}
    assert found(await source.poll(poll.validators)) == ["/c", "/b"]


async def test_when_all_are_broken_the_source_is() -> None:
    broken = FetchError("/1.xml", "the server answers 500", status=500)
    site = Site({"/sitemap.xml": index("/1.xml"), "/1.xml": broken})
    with pytest.raises(FetchError, match="the server answers 500"):
        await Sitemap(RULES, site).poll(NOTHING)
    with pytest.raises(FetchError, match="this is an HTML page, not a sitemap"):
        await Sitemap(RULES, Site({"/sitemap.xml": b"<html>"})).poll(NOTHING)


@pytest.mark.parametrize("seen", ["", "0123456789abcdef", "7", "[1]", "{"])
async def test_what_an_earlier_kind_of_source_kept_is_no_note(seen: str) -> None:
    site = Site({"/sitemap.xml": pages("/a")})
    poll = await Sitemap(RULES, site).poll(Validators(etag='"1"', seen=seen))
    assert found(poll) == ["/a"]


async def test_a_news_sitemap_gives_only_news() -> None:
    document = (
        f'<urlset xmlns:news="{NEWS}"><url><loc>/about</loc></url><url><loc>/floods</loc>'
        "<news:news><news:title>Floods</news:title></news:news></url></urlset>"
    )
    rules = replace(RULES, kind="news_sitemap")
    poll = await NewsSitemap(rules, Site({"/sitemap.xml": document.encode()})).poll(NOTHING)
    assert poll.entries is not None
    assert [(entry.source, entry.headline) for entry in poll.entries] == [("main", "Floods")]
