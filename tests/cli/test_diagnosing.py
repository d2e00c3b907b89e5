import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Herald = Callable[..., Any]
FRONT = """<html><head><meta name="twitter:site" content="@morningtick"></head>
<body><footer>Follow us <a href="https://t.me/morningtick">Telegram</a></footer></body></html>"""
FEED = """<rss version="2.0"><channel><item><title>Lamps</title><link>https://t.example/1</link>
<pubDate>Fri, 15 Jan 2027 12:00:00 GMT</pubDate></item></channel></rss>"""


@pytest.fixture
def config(example: Path, site: Any) -> Path:
    """Give a configuration whose site is on this machine."""
    text = example.read_text().replace("https://www.morningtick.example/", site.url)
    text = text.replace("# allow_private", "allow_private")
    example.write_text(text.replace('# account: "@name"', 'account: "@morningtick"'))
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
    }
    assert herald("-c", config, "doctor", "--quiet").out.count("\n") == 1


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
    text = config.read_text()
    config.write_text(
        text.replace("destinations:\n", "destinations:\n" + ACCOUNT.format(site.url))
    )
    site.pages["/api/v1/accounts/verify_credentials"] = ("application/json", answer)
    done = herald("-c", config, "doctor", "--json")
    (check,) = (c for c in json.loads(done.out) if c["what"] == "account mastodon")
    assert check["verdict"] == verdict
    assert says in check["says"]
    assert bool(check["to_do"]) == (verdict != "ok")
