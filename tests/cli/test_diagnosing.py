import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.catalogue import known_platforms, known_sources
from bot.cli.examining import examined
from bot.errors import Locked
from bot.platforms.telegram import Telegram
from bot.platforms.x import X
from bot.settings.loader import load
from tests.cli.conftest import SECRETS

Herald = Callable[..., Any]
NOBODY = "http://127.0.0.1:9"
FRONT = """<html><head><meta name="twitter:site" content="@morningtick"></head>
<body><footer>Follow us <a href="https://t.me/morningtick">Telegram</a></footer></body></html>"""
FEED = """<rss version="2.0"><channel><item><title>Lamps</title><link>https://t.example/1</link>
<pubDate>Fri, 15 Jan 2027 12:00:00 GMT</pubDate></item></channel></rss>"""


@pytest.fixture
def config(example: Path, site: Any) -> Path:
    """Give a configuration whose site is on this machine."""
    text = example.read_text().replace("https://www.morningtick.example/", site.url)
    text = text.replace("# allow_private", "allow_private")
    text = text.replace('# account: "@name"', 'account: "@morningtick"')
    for name in ("telegram", "x"):  # where nobody listens
        text = text.replace(f"platform: {name}\n", f"platform: {name}\n    api_base: {NOBODY}\n")
    example.write_text(text)
    (example.parent / "var").mkdir()
    site.pages["/"] = ("text/html", FRONT)
    site.pages["/feed/"] = ("application/rss+xml", FEED)
    return example


@pytest.mark.usefixtures("_secrets")
def test_all_is_well(herald: Herald, config: Path) -> None:
    done = herald("-c", config, "doctor", "--json")
    assert (done.code, done.err) == (0, "")
    checks = {check["what"]: check["verdict"] for check in json.loads(done.out)}
    assert checks == {
        "database": "ok",
        "disk": "ok",
        "source main": "ok",
        "clock": "ok",
        "ways to hear": "ok",
        "destination telegram": "ok",
        "destination x": "ok",
        "account telegram": "look",
        "account x": "look",
        "google news sitemap": "look",
        "google news markup": "look",
    }
    assert herald("-c", config, "doctor", "--quiet").out.count("\n") == 5


def test_each_problem_is_told_with_what_to_do(
    herald: Herald, config: Path, site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TELEGRAM_TOKEN", raising=False)
    site.pages["/"] = ("text/html", FRONT.replace("t.me/morningtick", "t.me/eveningtock"))
    del site.pages["/feed/"]
    done = herald("-c", config, "doctor")
    assert done.code == 1
    lines = [line for line in done.out.splitlines() if line.startswith("wrong")]
    for said in (
        "the environment has no TELEGRAM_TOKEN",
        "the server answers 404 Not Found",
        "posts to @morningtick, but the site invites readers to https://t.me/eveningtock",
    ):
        assert any(said in line for line in lines)


@pytest.mark.usefixtures("_secrets")
def test_a_site_and_a_database_out_of_reach_are_wrong(
    herald: Herald, config: Path, site: Any
) -> None:
    (config.parent / "var").rmdir()
    (config.parent / "var").write_text("no folder")
    del site.pages["/"]
    done = herald("-c", config, "doctor", "--json")
    assert done.code == 1
    wrong = {check["what"] for check in json.loads(done.out) if check["verdict"] == "wrong"}
    assert {"site", "database"} <= wrong


ACCOUNT = """  - name: mastodon
    platform: mastodon
    account: "@news@social.example"
    token: env:X_TOKEN
    api_base: {}
"""


def asked_of_mastodon(herald: Herald, config: Path, site: Any, what: str) -> dict[str, Any]:
    """Give what `doctor` says of `what` where a destination stands at the site."""
    account = "destinations:\n" + ACCOUNT.format(site.url)
    config.write_text(config.read_text().replace("destinations:\n", account))
    done = herald("-c", config, "doctor", "--json")
    (check,) = (each for each in json.loads(done.out) if each["what"] == what)
    return dict(check)


@pytest.mark.usefixtures("_secrets")
@pytest.mark.parametrize(
    ("answer", "verdict", "says"),
    [
        ('{"id": "1", "username": "news"}', "ok", "the token is that of @news@social.example"),
        ('{"id": "1", "username": "other"}', "wrong", "the token is @other's"),
        ("<html>", "look", "could not be asked"),
    ],
)
def test_a_platform_is_asked_whose_credentials_they_are(
    herald: Herald, config: Path, site: Any, answer: str, verdict: str, says: str
) -> None:
    site.pages["/api/v1/accounts/verify_credentials"] = ("application/json", answer)
    check = asked_of_mastodon(herald, config, site, "account mastodon")
    assert check["verdict"] == verdict
    assert says in check["says"]
    assert bool(check["to_do"]) == (verdict != "ok")


INSTANCE = """{"version": "4.5.2", "configuration": {"statuses": {"max_characters": 1000,
"max_media_attachments": 6}, "media_attachments": {"image_size_limit": 16777216}}}"""


@pytest.mark.usefixtures("_secrets")
@pytest.mark.parametrize(
    ("answer", "verdict", "says"),
    [
        (
            INSTANCE,
            "ok",
            "1000 characters as readers see them, a link counts 23; pictures: 6; 16.8 MB",
        ),
        ("<html>", "look", "the usual are assumed, its server does not say: "),
    ],
)
def test_a_server_is_asked_what_it_allows(
    herald: Herald, config: Path, site: Any, answer: str, verdict: str, says: str
) -> None:
    site.pages["/api/v2/instance"] = ("application/json", answer)
    check = asked_of_mastodon(herald, config, site, "limits mastodon")
    assert (check["verdict"], says in check["says"]) == (verdict, True)


NEWS = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>{site}rain</loc><news:news>
<news:publication><news:name>Tick</news:name><news:language>en</news:language></news:publication>
<news:publication_date>{at}</news:publication_date><news:title>Rain</news:title></news:news></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>{site}posts.xml</loc></sitemap><sitemap><loc>{site}news.xml</loc></sitemap></sitemapindex>"""
RAIN = """<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Rain",
"image": "a.jpg", "author": {"name": "A"}, "publisher": {"name": "Tick"},
"datePublished": "2026-11-27T10:00:00+00:00"}</script><h1>Rain</h1>"""


@pytest.mark.usefixtures("_secrets")
@pytest.mark.parametrize("hours", [1, 60])
def test_a_site_is_held_to_what_google_news_wants(
    herald: Herald, config: Path, site: Any, hours: int
) -> None:
    at = (datetime.now(UTC) - timedelta(hours=hours)).isoformat()  # noqa: TID251 - the command's own clock
    site.pages["/robots.txt"] = ("text/plain", f"Sitemap: {site.url}index.xml")
    site.pages["/index.xml"] = ("application/xml", INDEX.format(site=site.url))
    site.pages["/news.xml"] = ("application/xml", NEWS.format(site=site.url, at=at))
    site.pages["/rain"] = ("text/html", RAIN)
    done = herald("-c", config, "doctor", "--json")
    news = [check for check in json.loads(done.out) if check["what"].startswith("google")]
    assert [check["verdict"] for check in news] == ["ok" if hours == 1 else "look", "ok"]
    assert news[0]["says"].startswith(f"{site.url}news.xml, 1 articles")
    assert ("older than two days" in news[0]["says"]) is (hours == 60)
    assert news[1]["says"] == f"{site.url}rain"


async def test_what_a_platform_says_of_our_rights_is_told(config: Path, monkeypatch: Any) -> None:
    for secret in SECRETS:
        monkeypatch.setenv(secret, "1:a")
    settings = load(config, known_platforms(), known_sources())

    async def fine(platform: Any) -> str:
        return f"posts as {platform.name}"

    async def wrong(platform: Any) -> str:
        raise Locked("lacks the right")

    monkeypatch.setattr(Telegram, "examine", fine)
    monkeypatch.setattr(X, "examine", wrong)
    telegram, x = await examined(settings)
    assert (telegram.what, telegram.verdict) == ("account telegram", "ok")
    assert telegram.says == "posts as telegram"
    assert (x.verdict, x.says) == ("wrong", "lacks the right")
