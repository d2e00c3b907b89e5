"""`init` on a site of this machine: what it finds, proposes and leaves as a comment."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.catalogue import known_platforms, known_sources
from bot.cli.proposal import Site, channel_of
from bot.settings.loader import load
from bot.settings.settings import Settings

Herald = Callable[..., Any]
ROOT = Path(__file__).parents[2]
FRONT = """<html lang="en-GB"><head><meta property="og:site_name" content="Morning  Tick">
<meta name="twitter:site" content="@morningtick">
<link rel="alternate" type="application/rss+xml" href="/comments/feed/">
<link rel="alternate" type="application/rss+xml" href="/broken.xml">
<link rel="alternate" type="application/rss+xml" href="/news.xml">
</head><body><footer>Follow us <a href="https://t.me/MorningTick">Telegram</a></footer></body>"""
FEED = """<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<atom:link rel="self" href="{self}"/><atom:link rel="hub" href="https://hub.example/"/>
<item><title>Lamps</title><link>https://t.example/1</link></item></channel></rss>"""
RSS = "application/rss+xml"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "herald.yaml"


def written(path: Path) -> Settings:
    return load(path, known_platforms(), known_sources())


def init(herald: Herald, path: Path, site: Any, *words: str) -> Any:
    return herald("-c", path, "init", site.url, "--allow-private", *words)


def test_what_the_site_tells_is_proposed(herald: Herald, path: Path, site: Any) -> None:
    site.pages["/"] = ("text/html", FRONT)
    site.pages["/news.xml"] = (RSS, FEED.format(self=f"{site.url}news.xml"))
    site.pages["/robots.txt"] = ("text/plain", f"Sitemap: {site.url}news-sitemap.xml")
    done = init(herald, path, site)
    assert (done.code, done.err) == (0, "")
    settings = written(path)
    assert (settings.publisher.name, settings.publisher.language) == ("Morning Tick", "en")
    assert settings.publisher.community == {
        "x": "https://x.com/morningtick",
        "telegram": "https://t.me/MorningTick",
    }
    (source,) = settings.sources
    assert (source.kind, source.url, source.allow_private) == ("feed", f"{site.url}news.xml", True)
    assert settings.destinations == ()
    text = path.read_text()
    assert f'#     news_sitemap: "{site.url}news-sitemap.xml"\n' in text
    assert '#     chat: "@MorningTick"\n' in text
    assert '#     account: "@morningtick"' in text
    assert "https://hub.example/" in text


def test_what_was_found_stands_as_valid_yaml_behind_its_comments(
    herald: Herald, path: Path, site: Any
) -> None:
    site.pages["/"] = ("text/html", FRONT)
    site.pages["/news.xml"] = (RSS, FEED.format(self=f"{site.url}news.xml"))
    site.pages["/robots.txt"] = ("text/plain", f"Sitemap: {site.url}sitemap.xml")
    assert init(herald, path, site).code == 0
    text = path.read_text().replace("destinations: []", "destinations:")
    text = text.replace("# sites:", "sites:").replace("# tests:", "tests:")
    lines = [
        line.removeprefix("# ") if line.startswith("#   ") else line for line in text.split("\n")
    ]
    path.write_text(
        "\n".join(
            line for line in lines if not line.startswith(("  - when", "  - to:", "    to:"))
        )
    )
    settings = written(path)
    assert [(s.name, s.kind) for s in settings.sources] == [
        ("main", "feed"),
        ("sitemap", "sitemap"),
    ]
    assert [t.destination.address for t in settings.destinations] == [
        "@MorningTick",
        "@morningtick",
    ]
    assert (settings.sites[0].body, len(settings.samples)) == ("div.entry-content", 1)


@pytest.mark.parametrize(
    ("link", "address", "secret"),
    [
        ("https://www.facebook.com/people/Tick/61550001", "61550001", "FACEBOOK_TOKEN"),
        ("https://www.facebook.com/morningtick", "", "FACEBOOK_TOKEN"),
        ("https://bsky.app/profile/tick.example", "@tick.example", "BLUESKY_APP_PASSWORD"),
        ("https://social.example/@tick", "@tick@social.example", "MASTODON_TOKEN"),
        ("https://www.threads.net/@tick", "@tick", "THREADS_TOKEN"),
        ("https://discord.gg/tick", "https://discord.gg/tick", "DISCORD_WEBHOOK"),
        ("https://matrix.to/#/#tick:example.org", "#tick:example.org", "MATRIX_TOKEN"),
        (
            "https://matrix.to/#/%23tick%3Aexample.org?via=a.org",
            "#tick:example.org",
            "MATRIX_TOKEN",
        ),
        ("https://join.slack.com/t/tick/shared_invite/zt-1a~Bc", "", "SLACK_TOKEN"),
    ],
)
def test_a_destination_is_proposed_where_the_site_invites_to(
    herald: Herald, path: Path, site: Any, link: str, address: str, secret: str
) -> None:
    footer = f'<footer>Follow us <a rel="me" href="{link}">here</a></footer>'
    site.pages["/"] = ("text/html", f"<html><body>{footer}</body></html>")
    site.pages["/news.xml"] = (RSS, FEED.format(self=""))
    assert init(herald, path, site, "--feed", f"{site.url}news.xml").code == 0
    assert herald("-c", path, "check").code == 0
    before, _, proposed = path.read_text().partition("destinations: []\n")
    block = [line.removeprefix("# ") for line in proposed.split("\n\n")[0].split("\n")]
    platform = secret.partition("_")[0].lower()
    assert block[1].split() == ["platform:", platform, "#", f"docs/how-to/post-to-{platform}.md"]
    path.write_text(before + "\n".join(["destinations:", *block]) + "\n")
    done = herald("-c", path, "check")
    if not address:
        assert done.code == 78
        asked = {"facebook": "page", "slack": "channel"}[platform]
        assert f"destinations[0].{asked}" in done.out, "what the link cannot tell is asked for"
        return
    assert (done.code, done.err.count("warning:")) == (0, 1)
    assert f"the environment has no {secret}" in done.err
    (there,) = written(path).destinations
    assert there.destination.address == address


def test_each_proposal_names_a_page_that_is_there() -> None:
    known = known_platforms()
    pages = [
        ROOT / "docs" / "how-to" / f"post-to-{name}.md"
        for name in known
        if known[name].options.told[0]
    ]
    assert len(pages) == 6
    assert all(page.exists() for page in pages)


def test_programs_are_told_what_was_found(herald: Herald, path: Path, site: Any) -> None:
    site.pages["/"] = ("text/html", FRONT)
    site.pages["/news.xml"] = (RSS, FEED.format(self=f"{site.url}news.xml"))
    said = json.loads(init(herald, path, site, "--json").out)
    assert said["file"] == str(path)
    assert said["found"]["feeds"] == [f"{site.url}news.xml"]
    assert said["found"]["hubs"] == ["https://hub.example/"]
    assert said["found"]["community"]["telegram"] == "https://t.me/MorningTick"


def test_a_feed_that_the_site_does_not_name_is_found_where_feeds_often_are(
    herald: Herald, path: Path, site: Any
) -> None:
    site.pages["/"] = ("text/html", "<html><body>News</body></html>")
    site.pages["/rss.xml"] = (RSS, FEED.format(self=""))
    assert init(herald, path, site).err == ""
    assert written(path).sources[0].url == f"{site.url}rss.xml"


def test_a_feed_tells_whose_it_is(herald: Herald, path: Path, site: Any) -> None:
    site.pages["/news.xml"] = (
        RSS,
        FEED.replace("<channel>", "<channel><title>The Tick</title><link>/</link>").format(
            self=""
        ),
    )
    feed = f"{site.url}news.xml"
    assert herald("-c", path, "init", feed, "--allow-private").err == ""
    settings = written(path)
    assert (settings.publisher.name, settings.publisher.url) == ("The Tick", site.url)
    assert [source.url for source in settings.sources] == [feed]
    site.pages["/"] = ("text/html", FRONT)
    assert herald("-c", path, "init", feed, "--allow-private", "--force").err == ""
    assert written(path).publisher.name == "Morning Tick"
    assert written(path).sources[0].url == feed


def test_a_sitemap_that_nobody_names_is_found_where_sitemaps_often_are(
    herald: Herald, path: Path, site: Any
) -> None:
    site.pages["/"] = ("text/html", "<html><body>News</body></html>")
    site.pages["/sitemap.xml"] = ("text/xml", "<urlset><url><loc>/a</loc></url></urlset>")
    assert init(herald, path, site).err == ""
    (source,) = written(path).sources
    assert (source.kind, source.url) == ("sitemap", f"{site.url}sitemap.xml")


def test_without_a_feed_a_sitemap_will_do(herald: Herald, path: Path, site: Any) -> None:
    site.pages["/"] = ("text/html", "<html><body>News</body></html>")
    site.pages["/robots.txt"] = ("text/plain", f"Sitemap: {site.url}sitemap.xml")
    assert init(herald, path, site).err == ""
    (source,) = written(path).sources
    assert (source.kind, source.url) == ("sitemap", f"{site.url}sitemap.xml")


def test_a_site_that_tells_nothing_is_said_to_be_guessed(
    herald: Herald, path: Path, site: Any
) -> None:
    site.pages["/"] = ("text/html", "<html><body>News</body></html>")
    done = init(herald, path, site)
    assert (done.code, done.out) == (1, "")
    assert "names no feed" in done.err
    assert "is written, but its feed is a guess" in done.err
    assert f'feed: "{site.url}feed/"    # a guess' in path.read_text()
    assert written(path).sources[0].url == f"{site.url}feed/"
    told = json.loads(init(herald, path, site, "--force", "--json").out)
    assert (told["guessed"], told["found"]["feeds"]) == (True, [])


def test_what_somebody_says_is_no_guess(herald: Herald, path: Path, site: Any) -> None:
    done = init(herald, path, site, "--feed", f"{site.url}own.xml")
    assert (done.code, "guess" in path.read_text()) == (0, False)


def test_what_somebody_says_goes_before_what_was_found(
    herald: Herald, path: Path, site: Any
) -> None:
    site.pages["/"] = ("text/html", FRONT)
    site.pages["/news.xml"] = (RSS, FEED.format(self=""))
    own = f"{site.url}own.xml"
    assert (
        init(herald, path, site, "--feed", own, "--name", "Tock", "--telegram", "@tock").code == 0
    )
    settings = written(path)
    assert (settings.publisher.name, settings.sources[0].url) == ("Tock", own)
    assert [t.destination.address for t in settings.destinations] == ["@tock"]
    assert f'#     feed: "{site.url}news.xml"' in path.read_text()


def test_a_person_is_asked_about_what_was_found(
    herald: Herald, path: Path, site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.pages["/"] = ("text/html", FRONT)
    site.pages["/news.xml"] = (RSS, FEED.format(self=""))
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n\n\n\n"))
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    assert init(herald, path, site).code == 0
    settings = written(path)
    assert (settings.publisher.name, settings.sources[0].url) == (
        "Morning Tick",
        f"{site.url}news.xml",
    )
    assert [t.destination.address for t in settings.destinations] == [
        "@MorningTick",
        "@morningtick",
    ]


def test_a_site_that_takes_its_time_is_not_waited_for(
    herald: Herald, path: Path, site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.pages["/"] = ("text/html", FRONT)
    monkeypatch.setattr("bot.cli.configuring.PATIENCE", 0.0)
    done = init(herald, path, site)
    assert done.code == 69
    assert "no answer within 0 s" in done.err
    assert "is written, but its feed is a guess" in done.err


STORY = """<html lang="en"><head><meta property="og:type" content="article">
<meta property="article:published_time" content="2026-05-20T10:00:00Z">{more}</head><body>
<h1>Lamps lit again</h1><p>The lamps at the harbour burn again after nine years.</p></body>"""
OF_COMMENTS = '<link rel="alternate" type="application/rss+xml" href="/2026/05/lamps/feed">'
BARE = '<html lang="de"><head></head><body><h1>News of the day</h1></body></html>'


def front(site: Any, **more: str) -> None:
    site.pages["/"] = ("text/html", FRONT)
    site.pages["/news.xml"] = (RSS, FEED.format(self=f"{site.url}news.xml"))
    site.pages["/2026/05/lamps"] = ("text/html", STORY.format(**{"more": ""} | more))


@pytest.mark.parametrize("more", ["", OF_COMMENTS], ids=["names none", "names its comments"])
def test_from_an_article_the_way_leads_to_the_front_page(
    herald: Herald, path: Path, site: Any, more: str
) -> None:
    front(site, more=more)
    site.pages["/2026/05/lamps/feed"] = (RSS, FEED.format(self=""))
    done = herald("-c", path, "init", f"{site.url}2026/05/lamps", "--json")
    assert done.code == 0
    assert f"2026/05/lamps is no front page: {site.url} was read too" in done.err
    settings = written(path)
    assert (settings.publisher.name, settings.publisher.url) == ("Morning Tick", site.url)
    assert [source.url for source in settings.sources] == [f"{site.url}news.xml"]
    assert json.loads(done.out)["found"]["feeds"] == [f"{site.url}news.xml"]
    assert "lamps/feed" not in path.read_text()


def test_from_an_article_the_usual_places_of_the_site_are_tried(
    herald: Herald, path: Path, site: Any
) -> None:
    front(site)
    site.pages["/"] = ("text/html", BARE)
    site.pages["/feed"] = (RSS, FEED.format(self=""))
    assert herald("-c", path, "init", f"{site.url}2026/05/lamps").code == 0
    assert [source.url for source in written(path).sources] == [f"{site.url}feed"]


def test_a_section_keeps_its_own_feed(herald: Herald, path: Path, site: Any) -> None:
    front(site)
    site.pages["/sport/"] = ("text/html", BARE)
    site.pages["/sport/feed/"] = (RSS, FEED.format(self=""))
    done = herald("-c", path, "init", f"{site.url}sport/")
    assert (done.code, done.err) == (0, "")
    settings = written(path)
    assert (settings.publisher.url, settings.sources[0].url) == (
        f"{site.url}sport/",
        f"{site.url}sport/feed/",
    )


def test_a_section_without_a_feed_has_the_site_s(herald: Herald, path: Path, site: Any) -> None:
    front(site)
    site.pages["/sport/"] = ("text/html", BARE)
    done = herald("-c", path, "init", f"{site.url}sport/")
    assert (done.code, "sport/ is no front page" in done.err) == (0, True)
    settings = written(path)
    assert (settings.publisher.url, settings.sources[0].url) == (site.url, f"{site.url}news.xml")


@pytest.mark.parametrize("home", ["/", "/nowhere"])
def test_where_the_front_page_tells_nothing_it_is_not_named(
    herald: Herald, path: Path, site: Any, home: str
) -> None:
    site.pages["/sport/"] = site.pages[home] = ("text/html", BARE)
    done = herald("-c", path, "init", f"{site.url}sport/")
    assert done.code == 1
    assert "sport/ names no feed" in done.err
    assert "no front page" not in done.err


def test_who_writes_a_private_address_allows_it(herald: Herald, path: Path, site: Any) -> None:
    site.pages["/"] = ("text/html", FRONT)
    site.pages["/news.xml"] = (RSS, FEED.format(self=f"{site.url}news.xml"))
    done = herald("-c", path, "init", site.url)
    assert (done.code, done.err) == (0, "")
    (source,) = written(path).sources
    assert (source.url, source.allow_private) == (f"{site.url}news.xml", True)


def test_a_name_that_leads_to_a_private_address_is_asked_only_where_allowed(
    herald: Herald, path: Path, site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.pages["/"] = ("text/html", FRONT)
    monkeypatch.setattr("bot.cli.configuring.is_named_inside", lambda _: False)
    done = herald("-c", path, "init", site.url)
    assert done.code == 69
    assert "is not a public address" in done.err
    assert written(path).sources[0].allow_private is False


@pytest.mark.parametrize(
    ("link", "channel"),
    [
        ("https://t.me/tick_news", "@tick_news"),
        ("https://t.me/+invitation", ""),
        ("https://t.me/joinchat/abcdef", "@abcdef"),
        ("", ""),
    ],
)
def test_only_public_channels_have_names(link: str, channel: str) -> None:
    assert channel_of({"telegram": link} if link else {}) == channel


def test_the_best_source_comes_first() -> None:
    site = Site(
        url="https://e.example/",
        feeds=("f",),
        sitemaps=("https://e.example/news.xml", "https://e.example/s.xml"),
        wordpress="w",
    )
    assert site.sources() == [
        ("feed", "f"),
        ("news_sitemap", "https://e.example/news.xml"),
        ("sitemap", "https://e.example/s.xml"),
        ("wordpress", "w"),
    ]
